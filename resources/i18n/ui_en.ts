<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AppPanel</name>
    <message numerus="yes">
        <source>%Ln record(s)</source>
        <translation>
            <numerusform>%Ln record</numerusform>
            <numerusform>%Ln records</numerusform>
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
    <name>CapturesPage</name>
    <message numerus="yes">
        <source>%Ln line(s) not understood</source>
        <translation>
            <numerusform>%Ln line not understood</numerusform>
            <numerusform>%Ln lines not understood</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) changed or missing: </source>
        <translation>
            <numerusform>%Ln file changed or missing: </numerusform>
            <numerusform>%Ln files changed or missing: </numerusform>
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
    <name>FilterChips</name>
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
