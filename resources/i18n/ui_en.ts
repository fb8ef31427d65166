<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>About</name>
    <message numerus="yes">
        <source>%n piece(s) of software</source>
        <translation>
            <numerusform>%n piece of software</numerusform>
            <numerusform>%n pieces of software</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AppFindings</name>
    <message numerus="yes">
        <source>%Ln more stand(s) on the Findings page.</source>
        <translation>
            <numerusform>%Ln more stands on the Findings page.</numerusform>
            <numerusform>%Ln more stand on the Findings page.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AppsPage</name>
    <message numerus="yes">
        <source>%Ln app(s)</source>
        <translation>
            <numerusform>%Ln app</numerusform>
            <numerusform>%Ln apps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BundleLists</name>
    <message numerus="yes">
        <source>%Ln event(s), as records and as a table</source>
        <translation>
            <numerusform>%Ln event, as a record and in a table</numerusform>
            <numerusform>%Ln events, as records and as a table</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of these event(s) you chose as evidence</source>
        <translation>
            <numerusform>%Ln of these events you chose as evidence</numerusform>
            <numerusform>%Ln of these events you chose as evidence</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not in it: %Ln event(s) that you chose as evidence and that the filter hides. Change the filter, then open this again.</source>
        <translation>
            <numerusform>Not in it: %Ln event that you chose as evidence and that the filter hides. Change the filter, then open this again.</numerusform>
            <numerusform>Not in it: %Ln events that you chose as evidence and that the filter hides. Change the filter, then open this again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>From %Ln answer(s) of the phone the lines that tell of it, with what stands above them; phone model, version, zone and clocks</source>
        <translation>
            <numerusform>From %Ln answer of the phone the lines that tell of it, with what stands above them; phone model, version, zone and clocks</numerusform>
            <numerusform>From %Ln answers of the phone the lines that tell of it, with what stands above them; phone model, version, zone and clocks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s) of the phone, as a whole</source>
        <translation>
            <numerusform>%Ln answer of the phone, as a whole</numerusform>
            <numerusform>%Ln answers of the phone, as a whole</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) of the others, which are about nothing that was chosen</source>
        <translation>
            <numerusform>%Ln line of the others, which is about nothing that was chosen</numerusform>
            <numerusform>%Ln lines of the others, which are about nothing that was chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) that name another app as well</source>
        <translation>
            <numerusform>%Ln line that names another app as well</numerusform>
            <numerusform>%Ln lines that name another app as well</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CapturesPage</name>
    <message numerus="yes">
        <source>%Ln file(s) changed or missing: </source>
        <translation>
            <numerusform>%Ln file changed or missing: </numerusform>
            <numerusform>%Ln files changed or missing: </numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaseActions</name>
    <message numerus="yes">
        <source>%n event(s) chosen as evidence went with it: no raw line tells of them any more.</source>
        <translation>
            <numerusform>%n event chosen as evidence went with it: no raw line tells of it any more.</numerusform>
            <numerusform>%n events chosen as evidence went with it: no raw line tells of them any more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CaseView</name>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>%Ln more</numerusform>
            <numerusform>%Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CheckWindow</name>
    <message numerus="yes">
        <source>All %Ln file(s) are as they were sealed.</source>
        <translation>
            <numerusform>The one file (%Ln) is as it was sealed.</numerusform>
            <numerusform>All %Ln files are as they were sealed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln thing(s) differ(s) from what was sealed.</source>
        <translation>
            <numerusform>%Ln thing differs from what was sealed.</numerusform>
            <numerusform>%Ln things differ from what was sealed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>And %Ln more.</source>
        <translation>
            <numerusform>And %Ln more.</numerusform>
            <numerusform>And %Ln more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ComparisonView</name>
    <message numerus="yes">
        <source>%Ln difference(s) between the two readings.</source>
        <translation>
            <numerusform>%Ln difference between the two readings.</numerusform>
            <numerusform>%Ln differences between the two readings.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln count(s) over a period lie on both sides of the earlier reading; which part is new, nothing tells.</source>
        <translation>
            <numerusform>%Ln count over a period lies on both sides of the earlier reading; which part is new, nothing tells.</numerusform>
            <numerusform>%Ln counts over periods lie on both sides of the earlier reading; which part is new, nothing tells.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) that only the later reading tells are from before the earlier one: they are not new.</source>
        <translation>
            <numerusform>%Ln record that only the later reading tells is from before the earlier one: it is not new.</numerusform>
            <numerusform>%Ln records that only the later reading tells are from before the earlier one: they are not new.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EvidenceCards</name>
    <message numerus="yes">
        <source>%Ln event(s) chosen</source>
        <translation>
            <numerusform>%Ln event chosen</numerusform>
            <numerusform>%Ln events chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message numerus="yes">
        <source>%Ln chosen event(s)</source>
        <translation>
            <numerusform>%Ln chosen event</numerusform>
            <numerusform>%Ln chosen events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln data type(s)</source>
        <translation>
            <numerusform>%Ln data type</numerusform>
            <numerusform>%Ln data types</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln app(s)</source>
        <translation>
            <numerusform>%Ln app</numerusform>
            <numerusform>%Ln apps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingView</name>
    <message numerus="yes">
        <source>%Ln line(s) of it. Choose one to read it in its file.</source>
        <translation>
            <numerusform>%Ln line of it. Choose it to read it in its file.</numerusform>
            <numerusform>%Ln lines of it. Choose one to read it in its file.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingsModel</name>
    <message numerus="yes">
        <source>%Ln finding(s)</source>
        <translation>
            <numerusform>%Ln finding</numerusform>
            <numerusform>%Ln findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingsPage</name>
    <message numerus="yes">
        <source>%Ln finding(s) in this case</source>
        <translation>
            <numerusform>%Ln finding in this case</numerusform>
            <numerusform>%Ln findings in this case</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln finding(s) hidden by the filter above.</source>
        <translation>
            <numerusform>%Ln finding is hidden by the filter above.</numerusform>
            <numerusform>%Ln findings are hidden by the filter above.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rule(s) asked. Rule set %1</source>
        <translation>
            <numerusform>%Ln rule asked. Rule set %1</numerusform>
            <numerusform>%Ln rules asked. Rule set %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FindingsStep</name>
    <message numerus="yes">
        <source>%Ln finding(s)</source>
        <translation>
            <numerusform>%Ln finding</numerusform>
            <numerusform>%Ln findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message numerus="yes">
        <source>%Ln reading(s)</source>
        <translation>
            <numerusform>%Ln reading</numerusform>
            <numerusform>%Ln readings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln phone(s)</source>
        <translation>
            <numerusform>%Ln phone</numerusform>
            <numerusform>%Ln phones</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HomeControl</name>
    <message numerus="yes">
        <source>%Ln case(s) taken off the list. The cases themselves stay.</source>
        <translation>
            <numerusform>%Ln case taken off the list. The case itself stays.</numerusform>
            <numerusform>%Ln cases taken off the list. The cases themselves stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LiveBar</name>
    <message numerus="yes">
        <source>%1 of %2 phones are watched for %3, %n new event(s)</source>
        <translation>
            <numerusform>%1 of %2 phones are watched for %3, %n new event</numerusform>
            <numerusform>%1 of %2 phones are watched for %3, %n new events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Watching for %1, %n new event(s)</source>
        <translation>
            <numerusform>Watching for %1, %n new event</numerusform>
            <numerusform>Watching for %1, %n new events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhonesView</name>
    <message numerus="yes">
        <source>%Ln phone(s) found. The list follows the cable.</source>
        <translation>
            <numerusform>%Ln phone found. The list follows the cable.</numerusform>
            <numerusform>%Ln phones found. The list follows the cable.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PreviewStep</name>
    <message numerus="yes">
        <source>%Ln event(s) stand in the table of the PDF.</source>
        <translation>
            <numerusform>%Ln event stands in the table of the PDF.</numerusform>
            <numerusform>%Ln events stand in the table of the PDF.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more are in the bundle only.</source>
        <translation>
            <numerusform>%Ln more is in the bundle only.</numerusform>
            <numerusform>%Ln more are in the bundle only.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tellings</name>
    <message numerus="yes">
        <source>%Ln finding(s) deserve(s) a look: %1</source>
        <translation>
            <numerusform>%Ln finding deserves a look: %1</numerusform>
            <numerusform>%Ln findings deserve a look: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln finding(s) that deserve(s) a look</source>
        <translation>
            <numerusform>%Ln finding that deserves a look</numerusform>
            <numerusform>%Ln findings that deserve a look</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TileCard</name>
    <message numerus="yes">
        <source>%Ln app(s)</source>
        <translation>
            <numerusform>%Ln app</numerusform>
            <numerusform>%Ln apps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelineExport</name>
    <message numerus="yes">
        <source>%n event(s) saved: %1</source>
        <translation>
            <numerusform>%n event saved: %1</numerusform>
            <numerusform>%n events saved: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimelinePage</name>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln event</numerusform>
            <numerusform>%Ln events</numerusform>
        </translation>
    </message>
</context>
</TS>
