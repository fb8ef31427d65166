<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <translation>M月d日 ddd</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>only last accesses are recorded here: a gap says nothing</source>
        <translation>这一段只记录了最近一次访问：空白不说明任何问题</translation>
    </message>
    <message>
        <source>no data: the phone was not read after this</source>
        <translation>没有数据：此后没有读取过手机</translation>
    </message>
    <message>
        <source>no data: nothing that is shown here was recorded earlier</source>
        <translation>没有数据：这里显示的内容在此之前没有记录</translation>
    </message>
    <message>
        <source>Names of the lanes; a click opens or closes one</source>
        <translation>泳道名称；单击可展开或收起</translation>
    </message>
    <message>
        <source>Overview of all records; the brush is the part shown above</source>
        <translation>全部记录的概览；框选部分显示在上方</translation>
    </message>
    <message>
        <source>Drag the brush to move in time, its edges to zoom.</source>
        <translation>拖动选框可移动时间，拖动边缘可缩放。</translation>
    </message>
    <message>
        <source>Lanes by app</source>
        <translation>按应用分道</translation>
    </message>
    <message>
        <source>Lanes by data type</source>
        <translation>按数据类型分道</translation>
    </message>
    <message>
        <source>What a lane stands for</source>
        <translation>泳道代表什么</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 小时</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Show the last hour</source>
        <translation>显示最近 1 小时</translation>
    </message>
    <message>
        <source>Show the last 24 hours</source>
        <translation>显示最近 24 小时</translation>
    </message>
    <message>
        <source>Show the last 7 days</source>
        <translation>显示最近 7 天</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>user %1</source>
        <translation>用户 %1</translation>
    </message>
    <message>
        <source>apps: %1</source>
        <translation>应用数：%1</translation>
    </message>
    <message>
        <source>unnamed operation</source>
        <translation>未命名的操作</translation>
    </message>
    <message>
        <source>%1 asked for %2 at %3 and was refused%4.</source>
        <translation>%1 于 %3 请求%2，被拒绝%4。</translation>
    </message>
    <message>
        <source>%1 used %2 at %3%4%5.</source>
        <translation>%1 于 %3 使用了%2%4%5。</translation>
    </message>
    <message>
        <source>an unknown number of times</source>
        <translation>次数未知</translation>
    </message>
    <message>
        <source>%1 asked for %2 %3 between %4 and was refused; single times are not recorded.</source>
        <translation>%1 在 %4 之间请求%2 %3，被拒绝；没有记录每一次的时刻。</translation>
    </message>
    <message>
        <source>%1 used %2 %3 between %4; single times are not recorded.</source>
        <translation>%1 在 %4 之间使用了%2 %3；没有记录每一次的时刻。</translation>
    </message>
    <message>
        <source>, still in use when the phone was read</source>
        <translation>，读取手机时仍在使用</translation>
    </message>
    <message>
        <source> for %1</source>
        <translation>，持续 %1</translation>
    </message>
    <message>
        <source>, %1 times</source>
        <translation>，%1 次</translation>
    </message>
    <message>
        <source>, in the background</source>
        <translation>，在后台</translation>
    </message>
    <message>
        <source>, in the foreground</source>
        <translation>，在前台</translation>
    </message>
    <message>
        <source>, in the foreground by its state, but not by the usage history</source>
        <translation>，按状态在前台，按使用历史则不在</translation>
    </message>
    <message>
        <source>, in the background by its state, but in front by the usage history</source>
        <translation>，按状态在后台，按使用历史却在最前面</translation>
    </message>
    <message>
        <source>, in front or not is not recorded</source>
        <translation>，未记录前台还是后台</translation>
    </message>
    <message>
        <source>%1: %2 records here (%3). Zoom in to see each.</source>
        <translation>%1：此处有 %2 条记录（%3）。放大可查看每一条。</translation>
    </message>
    <message>
        <source>Last used first</source>
        <translation>最近使用的在前</translation>
    </message>
    <message>
        <source>Most used first</source>
        <translation>使用最多的在前</translation>
    </message>
    <message>
        <source>Most in background first</source>
        <translation>后台占比高的在前</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Order of the lanes</source>
        <translation>泳道的排列顺序</translation>
    </message>
    <message>
        <source>Open every lane (O)</source>
        <translation>展开所有泳道（O）</translation>
    </message>
    <message>
        <source>Close every lane (C)</source>
        <translation>收起所有泳道（C）</translation>
    </message>
    <message>
        <source>Back to the view before (Alt+Left)</source>
        <translation>回到上一个视图（Alt+Left）</translation>
    </message>
    <message>
        <source>Forth again (Alt+Right)</source>
        <translation>前进到下一个视图（Alt+Right）</translation>
    </message>
    <message>
        <source>Show only lanes with this in their name (/)</source>
        <translation>只显示名称中含有此文字的泳道（/）</translation>
    </message>
    <message>
        <source>Find a lane</source>
        <translation>查找泳道</translation>
    </message>
    <message>
        <source>Show all lanes again</source>
        <translation>重新显示所有泳道</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Go to earlier times</source>
        <translation>移到更早的时间</translation>
    </message>
    <message>
        <source>Go to later times</source>
        <translation>移到更晚的时间</translation>
    </message>
    <message>
        <source>Fit the selected span, then everything</source>
        <translation>适应所选时段，再按一次显示全部</translation>
    </message>
    <message>
        <source>Back to the view before</source>
        <translation>回到上一个视图</translation>
    </message>
    <message>
        <source>Forth again</source>
        <translation>前进到下一个视图</translation>
    </message>
    <message>
        <source>Next event on the lane</source>
        <translation>泳道上的下一个事件</translation>
    </message>
    <message>
        <source>Previous event on the lane</source>
        <translation>泳道上的上一个事件</translation>
    </message>
    <message>
        <source>Next lane</source>
        <translation>下一条泳道</translation>
    </message>
    <message>
        <source>Lane above</source>
        <translation>上一条泳道</translation>
    </message>
    <message>
        <source>Clear the span, then the selection</source>
        <translation>先清除时段，再清除选择</translation>
    </message>
    <message>
        <source>Sort lanes by last use</source>
        <translation>泳道按最近使用排序</translation>
    </message>
    <message>
        <source>Sort lanes by how often</source>
        <translation>泳道按使用次数排序</translation>
    </message>
    <message>
        <source>Sort lanes by share in the background</source>
        <translation>泳道按后台占比排序</translation>
    </message>
    <message>
        <source>Sort lanes by name</source>
        <translation>泳道按名称排序</translation>
    </message>
    <message>
        <source>One lane per app</source>
        <translation>每个应用一条泳道</translation>
    </message>
    <message>
        <source>One lane per data type</source>
        <translation>每种数据一条泳道</translation>
    </message>
    <message>
        <source>Open or close the lane</source>
        <translation>展开或收起泳道</translation>
    </message>
    <message>
        <source>Open every lane</source>
        <translation>展开所有泳道</translation>
    </message>
    <message>
        <source>Close every lane</source>
        <translation>收起所有泳道</translation>
    </message>
    <message>
        <source>Pin the lane to the top, or let it go</source>
        <translation>将泳道固定在顶部或取消固定</translation>
    </message>
    <message>
        <source>Begin the span at the selected event</source>
        <translation>时段从所选事件开始</translation>
    </message>
    <message>
        <source>End the span after the selected event</source>
        <translation>时段在所选事件之后结束</translation>
    </message>
    <message>
        <source>Select the span that is shown</source>
        <translation>选择当前显示的时段</translation>
    </message>
    <message>
        <source>last at %1</source>
        <translation>最近一次 %1</translation>
    </message>
    <message>
        <source>%1 in the background</source>
        <translation>后台占 %1</translation>
    </message>
    <message>
        <source>pinned to the top</source>
        <translation>已固定在顶部</translation>
    </message>
    <message>
        <source>%1: no record. That is no proof that nothing happened.</source>
        <translation>%1：没有记录。这并不能证明什么都没有发生。</translation>
    </message>
    <message>
        <source>%1: %2; used %3; refused %4.</source>
        <translation>%1：%2；使用 %3；被拒绝 %4。</translation>
    </message>
    <message>
        <source>%1: %2; refused %3.</source>
        <translation>%1：%2；被拒绝 %3。</translation>
    </message>
    <message>
        <source>%1: %2; used %3.</source>
        <translation>%1：%2；使用 %3。</translation>
    </message>
    <message>
        <source>Scroll the lanes</source>
        <translation>滚动泳道</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>以指针为中心缩放</translation>
    </message>
    <message>
        <source>Ctrl + wheel, pinch, double click</source>
        <translation>Ctrl + 滚轮、双指捏合、双击</translation>
    </message>
    <message>
        <source>Go earlier or later</source>
        <translation>移到更早或更晚</translation>
    </message>
    <message>
        <source>Shift + wheel, Shift + drag</source>
        <translation>Shift + 滚轮、Shift + 拖动</translation>
    </message>
    <message>
        <source>Select a span</source>
        <translation>选择时段</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>拖动</translation>
    </message>
    <message>
        <source>Select an event</source>
        <translation>选择事件</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>单击</translation>
    </message>
    <message>
        <source>Open or close a lane</source>
        <translation>展开或收起泳道</translation>
    </message>
    <message>
        <source>Click on its name</source>
        <translation>单击其名称</translation>
    </message>
    <message>
        <source>Move the view in the overview</source>
        <translation>在总览中移动视图</translation>
    </message>
    <message>
        <source>Drag the brush</source>
        <translation>拖动选框</translation>
    </message>
    <message>
        <source>Zoom in the overview</source>
        <translation>在总览中缩放</translation>
    </message>
    <message>
        <source>Drag an edge of the brush</source>
        <translation>拖动选框的边缘</translation>
    </message>
    <message>
        <source>No lane has &quot;%1&quot; in its name.</source>
        <translation>没有名称中含有“%1”的泳道。</translation>
    </message>
    <message>
        <source>imported from files</source>
        <translation>从文件导入</translation>
    </message>
    <message>
        <source>cable, accesses only</source>
        <translation>数据线，仅访问记录</translation>
    </message>
    <message>
        <source>cable</source>
        <translation>数据线</translation>
    </message>
    <message>
        <source>as this computer&apos;s</source>
        <translation>与本电脑一致</translation>
    </message>
    <message>
        <source>%1 ahead</source>
        <translation>快 %1</translation>
    </message>
    <message>
        <source>%1 behind</source>
        <translation>慢 %1</translation>
    </message>
    <message>
        <source>changed while it was read</source>
        <translation>读取期间有变动</translation>
    </message>
    <message>
        <source>cut: %1</source>
        <translation>不完整：%1</translation>
    </message>
    <message>
        <source>left out: %1</source>
        <translation>未读取：%1</translation>
    </message>
    <message>
        <source>… and %1 more lines, all listed in the case: view v_raw_files, table unparsed</source>
        <translation>… 另有 %1 行，全部保存在案卷中：视图 v_raw_files，表 unparsed</translation>
    </message>
    <message>
        <source>no use recorded</source>
        <translation>没有使用记录</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>最近 %1</translation>
    </message>
    <message>
        <source>needs no permission</source>
        <translation>不需要权限</translation>
    </message>
    <message>
        <source>no reading tells its permissions</source>
        <translation>没有读取说明其权限</translation>
    </message>
    <message>
        <source>did not ask for it</source>
        <translation>未申请</translation>
    </message>
    <message>
        <source>asked for it: %1</source>
        <translation>已申请：%1</translation>
    </message>
    <message>
        <source>only lanes with &quot;%1&quot; in their name</source>
        <translation>仅名称中含有“%1”的泳道</translation>
    </message>
    <message>
        <source>Screen, app in front, changes, readings, and what is not known</source>
        <translation>屏幕、最前面的应用、变更、读取，以及未知的时段</translation>
    </message>
    <message>
        <source>Watched live: %1</source>
        <translation>实时观察：%1</translation>
    </message>
    <message>
        <source>The watch saw nothing: %1 (%2)</source>
        <translation>观察中断，什么都没看到：%1（%2）</translation>
    </message>
    <message>
        <source>The phone was read at %1.</source>
        <translation>手机于 %1 被读取。</translation>
    </message>
    <message>
        <source>Screen on: %1</source>
        <translation>亮屏：%1</translation>
    </message>
    <message>
        <source>Screen off: %1</source>
        <translation>熄屏：%1</translation>
    </message>
    <message>
        <source>Locked: %1</source>
        <translation>锁定：%1</translation>
    </message>
    <message>
        <source>Screen: not recorded here</source>
        <translation>屏幕：此处没有记录</translation>
    </message>
    <message>
        <source>In front: %1, %2</source>
        <translation>最前面：%1，%2</translation>
    </message>
    <message>
        <source>%1 or later</source>
        <translation>%1 或更晚</translation>
    </message>
    <message>
        <source>and %1 more changes</source>
        <translation>以及另外 %1 项变更</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>屏幕</translation>
    </message>
    <message>
        <source>In front</source>
        <translation>最前面</translation>
    </message>
    <message>
        <source>Changes, readings</source>
        <translation>变更与读取</translation>
    </message>
    <message>
        <source>%1 was installed %2.</source>
        <translation>%1 %2安装。</translation>
    </message>
    <message>
        <source>%1 was updated %2.</source>
        <translation>%1 %2更新。</translation>
    </message>
    <message>
        <source>%1 was given the permission %3 %2.</source>
        <translation>%1 %2获得了权限 %3。</translation>
    </message>
    <message>
        <source>%1 lost the permission %3 %2.</source>
        <translation>%1 %2失去了权限 %3。</translation>
    </message>
    <message>
        <source>%1: how the permission %3 is set was changed %2.</source>
        <translation>%1：权限 %3 的设置方式%2有变更。</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>于 %1 </translation>
    </message>
    <message>
        <source>between %1 and %2</source>
        <translation>在 %1 与 %2 之间</translation>
    </message>
    <message>
        <source> That time is not certain.</source>
        <translation> 此时间不确定。</translation>
    </message>
    <message>
        <source>Write a mark at the selected event or in the middle</source>
        <translation>在所选事件处或视图中央写标记</translation>
    </message>
    <message>
        <source>My mark at %1: %2</source>
        <translation>我的标记（%1）：%2</translation>
    </message>
    <message>
        <source>Kept as evidence: %1, records: %2</source>
        <translation>已留作证据：%1，记录数：%2</translation>
    </message>
    <message>
        <source>Several phones: screen and app in front belong to one phone alone</source>
        <translation>有多部手机：屏幕和最前面的应用只属于其中一部</translation>
    </message>
    <message>
        <source> In the background: %1.</source>
        <translation>其中在后台：%1。</translation>
    </message>
    <message>
        <source> Refused: %1.</source>
        <translation>被拒绝：%1。</translation>
    </message>
    <message>
        <source> Still in use when the phone was read: %1.</source>
        <translation>读取手机时仍在使用：%1。</translation>
    </message>
    <message>
        <source> Time not certain: %1.</source>
        <translation>时间不确定：%1。</translation>
    </message>
    <message>
        <source>The times are not known.</source>
        <translation>时间不详。</translation>
    </message>
    <message>
        <source>Each lies somewhere in a period of up to %1: the phone kept no more.</source>
        <translation>每个时间都落在最长 %1 的时段内：手机没有保留更精确的记录。</translation>
    </message>
    <message>
        <source>China</source>
        <translation>中国</translation>
    </message>
    <message>
        <source>European Union</source>
        <translation>欧盟</translation>
    </message>
    <message>
        <source>United Kingdom</source>
        <translation>英国</translation>
    </message>
    <message>
        <source>United States</source>
        <translation>美国</translation>
    </message>
    <message>
        <source>Nobody compared this with the authority&apos;s own words yet: look it up there.</source>
        <translation>尚未与主管机构的原文核对：请到该机构查证。</translation>
    </message>
    <message>
        <source>Compared with its source on %1</source>
        <translation>已于 %1 与来源核对</translation>
    </message>
    <message>
        <source>Watched for %1: %2 new events. The phone was busy with it %3 of the time.</source>
        <translation>观察了 %1：%2 个新事件。手机为此忙碌的时间占 %3。</translation>
    </message>
    <message>
        <source>Nothing was seen for %1.</source>
        <translation>有 %1 什么都看不到。</translation>
    </message>
    <message>
        <source>watched live, goes on</source>
        <translation>实时观察，仍在进行</translation>
    </message>
    <message>
        <source>watched live, broke off</source>
        <translation>实时观察，中途中断</translation>
    </message>
    <message>
        <source>watched live</source>
        <translation>实时观察</translation>
    </message>
</context>
<context>
    <name>About</name>
    <message>
        <source>About Permission Auditor</source>
        <translation>关于 Permission Auditor</translation>
    </message>
    <message>
        <source>Looking up what is installed …</source>
        <translation>正在查看所安装的内容…</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>Licences of what is inside</source>
        <translation>所含软件的许可证</translation>
    </message>
    <message>
        <source>List whose software is inside, with the text of every licence</source>
        <translation>列出其中包含哪些软件，以及每份许可证的全文</translation>
    </message>
    <message>
        <source>Open the user guide with the program for text files</source>
        <translation>用打开文本文件的程序打开用户指南</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>Shows which apps used the microphone, camera, photos, contacts or location of an Android phone, and when: as the phone itself recorded it. It only reads, without root, and changes nothing on the phone unless you ask for it.</source>
        <translation>显示哪些应用在什么时候使用了安卓手机的麦克风、相机、照片、通讯录或位置：以手机自身的记录为准。只读取，无需 root；除非您要求，不改动手机上的任何内容。</translation>
    </message>
    <message>
        <source>Everything stays on this computer. The program never uses the internet, so it does not look for a newer version either: look where you got this one, and compare with the version above.</source>
        <translation>一切都留在这台电脑上。本程序从不使用互联网，因此也不会检查新版本：请到您取得本程序的地方查看，并与上面的版本比较。</translation>
    </message>
    <message>
        <source>Free software under the Apache License 2.0, without warranty. What it shows is what a phone recorded, and no judgement about an app or a company.</source>
        <translation>自由软件，采用 Apache 许可证 2.0，不作任何担保。显示的是手机的记录，不是对某个应用或公司的评判。</translation>
    </message>
    <message>
        <source>Uses Qt under the GNU Lesser General Public License, version 3, and adb of the Android Open Source Project under the Apache License 2.0. Their licences, those of all else inside, and how Qt can be replaced by a version of your own stand in the list of licences.</source>
        <translation>使用 Qt（GNU 宽通用公共许可证第 3 版）和 Android 开源项目的 adb（Apache 许可证 2.0）。它们和所含其他软件的许可证，以及如何用您自己的版本替换 Qt，都写在许可证列表中。</translation>
    </message>
    <message>
        <source>Software inside</source>
        <translation>所含软件</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Who made it, and the text of its licence</source>
        <translation>由谁制作，以及许可证全文</translation>
    </message>
    <message>
        <source>Back to what this program is</source>
        <translation>回到本程序的说明</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of software</source>
        <translation>
            <numerusform>%n 个软件</numerusform>
        </translation>
    </message>
    <message>
        <source>Comes within %1.</source>
        <translation>包含在 %1 中。</translation>
    </message>
</context>
<context>
    <name>AnswerField</name>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>not required</source>
        <translation>可不填</translation>
    </message>
    <message>
        <source>This is required.</source>
        <translation>此项必填。</translation>
    </message>
    <message>
        <source>Too long by %1 characters.</source>
        <translation>超出 %1 个字符。</translation>
    </message>
    <message>
        <source>Write the date so: %1.</source>
        <translation>请这样填写日期：%1。</translation>
    </message>
    <message>
        <source>%1 of %2 characters</source>
        <translation>%1 / %2 个字符</translation>
    </message>
</context>
<context>
    <name>AnswersStep</name>
    <message>
        <source>What you type stays on this computer, in a file of its own (%1). It goes into the complaint and the letter, and never into the evidence bundle.</source>
        <translation>您填写的内容只保存在这台电脑的单独文件中（%1）。它会写入投诉和信件，绝不会进入证据包。</translation>
    </message>
    <message>
        <source>Forget my answers …</source>
        <translation>删除我的填写内容…</translation>
    </message>
    <message>
        <source>Delete what you typed from this computer; you are asked first</source>
        <translation>从这台电脑删除您填写的内容；会先询问您</translation>
    </message>
    <message>
        <source>What only you know</source>
        <translation>只有您知道的内容</translation>
    </message>
    <message>
        <source>Before you add your name</source>
        <translation>在填写您的姓名之前</translation>
    </message>
</context>
<context>
    <name>AppChooser</name>
    <message>
        <source>Find an app</source>
        <translation>查找应用</translation>
    </message>
    <message>
        <source>Apps</source>
        <translation>应用</translation>
    </message>
</context>
<context>
    <name>AppFindings</name>
    <message>
        <source>Show this finding</source>
        <translation>显示这条发现</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>另列</translation>
    </message>
    <message>
        <source>Dismissed</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>The rules were not asked yet.</source>
        <translation>尚未用规则检查。</translation>
    </message>
    <message>
        <source>No rule found anything about it. That is no proof that nothing was.</source>
        <translation>没有规则得出与它有关的发现。这并不证明什么都没有发生。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more stand(s) on the Findings page.</source>
        <translation>
            <numerusform>还有 %Ln 条在“发现”页面。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AppStrip</name>
    <message>
        <source>The last seven days: %1</source>
        <translation>最近七天：%1</translation>
    </message>
</context>
<context>
    <name>AppView</name>
    <message>
        <source>The newest reading does not list this app any more.</source>
        <translation>最新一次读取中已没有这个应用。</translation>
    </message>
    <message>
        <source>No event of this app passes the filter. That is no proof that nothing was.</source>
        <translation>该应用没有事件符合筛选条件。这并不能证明什么都没发生。</translation>
    </message>
    <message>
        <source>Who made and installed it</source>
        <translation>开发者与安装来源</translation>
    </message>
    <message>
        <source>Requested · granted · used</source>
        <translation>申请 · 授予 · 使用</translation>
    </message>
    <message>
        <source>The last seven days</source>
        <translation>最近七天</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Its accesses and refusals</source>
        <translation>它的访问与被拒绝</translation>
    </message>
    <message>
        <source>All apps</source>
        <translation>所有应用</translation>
    </message>
    <message>
        <source>Back to the list of apps (Esc)</source>
        <translation>返回应用列表（Esc）</translation>
    </message>
    <message>
        <source>Open its settings on the phone …</source>
        <translation>在手机上打开其设置…</translation>
    </message>
    <message>
        <source>There you can change what it may. You are asked before it is done.</source>
        <translation>您可以在那里更改它的权限。执行之前会先询问您。</translation>
    </message>
    <message>
        <source>Show on the timeline</source>
        <translation>在时间线上显示</translation>
    </message>
    <message>
        <source>Show everything this app did</source>
        <translation>显示该应用做过的一切</translation>
    </message>
    <message>
        <source>The phone will show the settings page of %1 on its screen. Nothing is changed; the phone notes that its settings were opened, and this case notes it too. Is the phone connected and unlocked?</source>
        <translation>手机屏幕上将显示“%1”的设置页面。不会更改任何内容；手机会记录设置曾被打开，本案卷也会记录。手机已连接并解锁了吗？</translation>
    </message>
    <message>
        <source>Open on the phone</source>
        <translation>在手机上打开</translation>
    </message>
    <message>
        <source>User %1, uid %2</source>
        <translation>用户 %1，uid %2</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>签名者</translation>
    </message>
    <message>
        <source>Runs as</source>
        <translation>运行身份</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>安装</translation>
    </message>
    <message>
        <source>no reading lists it</source>
        <translation>没有读取列出它</translation>
    </message>
    <message>
        <source>part of the phone&apos;s system</source>
        <translation>手机系统自带</translation>
    </message>
    <message>
        <source>%1, asked by %2</source>
        <translation>%1，由 %2 发起</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Installed by</source>
        <translation>安装来源</translation>
    </message>
    <message>
        <source>First installed</source>
        <translation>首次安装</translation>
    </message>
    <message>
        <source>Last updated</source>
        <translation>最近更新</translation>
    </message>
    <message>
        <source>It asked for no personal data, and no use of any is recorded.</source>
        <translation>它没有申请个人数据，也没有使用记录。</translation>
    </message>
    <message>
        <source>Show these events</source>
        <translation>显示这些事件</translation>
    </message>
    <message>
        <source>Android asks for no permission here</source>
        <translation>安卓系统在此不要求权限</translation>
    </message>
    <message>
        <source>No reading tells its permissions</source>
        <translation>没有读取说明其权限</translation>
    </message>
    <message>
        <source>Did not ask for it</source>
        <translation>未申请</translation>
    </message>
    <message>
        <source>Asked for it; %1</source>
        <translation>已申请；%1</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>最近 %1</translation>
    </message>
    <message>
        <source>no use recorded</source>
        <translation>没有使用记录</translation>
    </message>
    <message>
        <source>not asked for</source>
        <translation>未申请</translation>
    </message>
    <message>
        <source>No reading tells the permissions of this app.</source>
        <translation>没有读取说明该应用的权限。</translation>
    </message>
    <message>
        <source>No reading shows a change of a permission.</source>
        <translation>没有读取显示权限有变化。</translation>
    </message>
    <message>
        <source>%1: %2 → %3, between %4 and %5</source>
        <translation>%1：%2 → %3，发生在 %4 与 %5 之间</translation>
    </message>
    <message>
        <source>Evidence bundle …</source>
        <translation>证据包…</translation>
    </message>
    <message>
        <source>Seal what is recorded about this app, so that others can check it</source>
        <translation>封存关于这个应用的记录，供他人核查</translation>
    </message>
    <message>
        <source>What else the phone says about it</source>
        <translation>手机对它还说明了什么</translation>
    </message>
    <message>
        <source>Findings about it</source>
        <translation>关于它的发现</translation>
    </message>
</context>
<context>
    <name>AppsPage</name>
    <message>
        <source>Apps</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>No apps to show yet</source>
        <translation>还没有可显示的应用</translation>
    </message>
    <message>
        <source>Here stand the apps of a phone with what they used, once it was read.</source>
        <translation>读取手机之后，这里会列出手机上的应用以及它们使用过的数据。</translation>
    </message>
    <message>
        <source>Begin on the Home page</source>
        <translation>从首页开始</translation>
    </message>
    <message>
        <source>No app passes the filter</source>
        <translation>没有符合筛选条件的应用</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>App</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Last record</source>
        <translation>最近记录</translation>
    </message>
    <message>
        <source>Accesses, at least</source>
        <translation>访问（至少）</translation>
    </message>
    <message>
        <source>Refused, at least</source>
        <translation>被拒（至少）</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>软件包</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Installed by</source>
        <translation>安装来源</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message numerus="yes">
        <source>%Ln app(s)</source>
        <translation>
            <numerusform>%Ln 个应用</numerusform>
        </translation>
    </message>
    <message>
        <source>granted</source>
        <translation>已授予</translation>
    </message>
    <message>
        <source>while in use</source>
        <translation>仅使用期间</translation>
    </message>
    <message>
        <source>asked for, not granted</source>
        <translation>已申请，未授予</translation>
    </message>
    <message>
        <source>number: used at least</source>
        <translation>数字：至少使用次数</translation>
    </message>
    <message>
        <source>Find an app, package, installer</source>
        <translation>查找应用、包名、安装来源</translation>
    </message>
    <message>
        <source>Narrows the list as you type (Ctrl+L)</source>
        <translation>输入时即缩小列表（Ctrl+L）</translation>
    </message>
    <message>
        <source>Clear the filter to see every app again.</source>
        <translation>清除筛选以再次查看所有应用。</translation>
    </message>
    <message>
        <source>In background, at least</source>
        <translation>后台，至少</translation>
    </message>
    <message>
        <source>Empty this line</source>
        <translation>清空此行</translation>
    </message>
    <message>
        <source>The apps could not be read</source>
        <translation>无法读取应用</translation>
    </message>
    <message>
        <source>The message above says why. Nothing in the case was changed.</source>
        <translation>上方的消息说明了原因。案卷中没有任何改动。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>Ask</name>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Leave everything as it is (Esc)</source>
        <translation>保持原样（Esc）</translation>
    </message>
</context>
<context>
    <name>BugDialog</name>
    <message>
        <source>A mistake in the program</source>
        <translation>程序出错</translation>
    </message>
    <message>
        <source>The program made a mistake. Your case is safe: nothing half-written is kept.</source>
        <translation>程序出了错。您的案卷是安全的：不会保留写了一半的内容。</translation>
    </message>
    <message>
        <source>Please report it with the text below. It holds no data from the phone.</source>
        <translation>请附上下面的文字报告此问题，其中不含手机数据。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制文字</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy the report, to paste it where mistakes are reported</source>
        <translation>复制报告，以便粘贴到报告错误的地方</translation>
    </message>
    <message>
        <source>Close this window (Esc)</source>
        <translation>关闭此窗口（Esc）</translation>
    </message>
</context>
<context>
    <name>BundleExport</name>
    <message>
        <source>An evidence bundle is about one app: choose it here, then &quot;Evidence bundle …&quot; on its page.</source>
        <translation>证据包针对一个应用：请在这里选择应用，再在它的页面上选择“证据包…”。</translation>
    </message>
    <message>
        <source>Save the evidence bundle</source>
        <translation>保存证据包</translation>
    </message>
    <message>
        <source>Writing the bundle …</source>
        <translation>正在写入证据包…</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>自 %1</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>至 %1</translation>
    </message>
</context>
<context>
    <name>BundleLists</name>
    <message>
        <source>What leaves this computer</source>
        <translation>离开这台电脑的内容</translation>
    </message>
    <message>
        <source>What is taken out</source>
        <translation>被去除的内容</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s), as records and as a table</source>
        <translation>
            <numerusform>%Ln 个事件，以记录和表格两种形式</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of these event(s) you chose as evidence</source>
        <translation>
            <numerusform>其中 %Ln 个事件是您选作证据的</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not in it: %Ln event(s) that you chose as evidence and that the filter hides. Change the filter, then open this again.</source>
        <translation>
            <numerusform>不在其中：您选作证据、但被筛选条件隐藏的 %Ln 个事件。请更改筛选条件，然后重新打开。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>From %Ln answer(s) of the phone the lines that tell of it, with what stands above them; phone model, version, zone and clocks</source>
        <translation>
            <numerusform>手机的 %Ln 份应答中说到它的行，以及这些行上方的标题；手机型号、版本、时区和时钟</numerusform>
        </translation>
    </message>
    <message>
        <source>Together %1 files, %2 before they are packed</source>
        <translation>共 %1 个文件，压缩前 %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s) of the phone, as a whole</source>
        <translation>
            <numerusform>手机的 %Ln 份应答，整份不带出</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) of the others, which are about nothing that was chosen</source>
        <translation>
            <numerusform>其余应答中与所选内容无关的 %Ln 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) that name another app as well</source>
        <translation>
            <numerusform>同时提到其他应用的 %Ln 行</numerusform>
        </translation>
    </message>
    <message>
        <source>The serial number: the phone has a pseudonym that only this case can tell. The name of this computer, its folders, and your own marks.</source>
        <translation>序列号：手机改用只有此案卷能对应的化名。这台电脑的名称和文件夹，以及您自己的标记。</translation>
    </message>
</context>
<context>
    <name>BundleWindow</name>
    <message>
        <source>Evidence bundle</source>
        <translation>证据包</translation>
    </message>
    <message>
        <source>Save as a zip file …</source>
        <translation>保存为 zip 文件…</translation>
    </message>
    <message>
        <source>Choose where; nothing that is there already is replaced</source>
        <translation>选择位置；不会覆盖已有的文件</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this window (Esc)</source>
        <translation>关闭此窗口（Esc）</translation>
    </message>
    <message>
        <source>Evidence bundle about %1</source>
        <translation>关于 %1 的证据包</translation>
    </message>
    <message>
        <source>Working out what would leave …</source>
        <translation>正在计算会带出哪些内容…</translation>
    </message>
    <message>
        <source>Nothing is sent: a file is written where you choose, and you decide who gets it. It holds what is needed to check it without this program.</source>
        <translation>不会发送任何内容：文件写到您选择的位置，由您决定交给谁。其中包含不用本程序也能核查所需的一切。</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>复制这串数字</translation>
    </message>
    <message>
        <source>Copy the SHA-256 of the manifest</source>
        <translation>复制清单的 SHA-256</translation>
    </message>
    <message>
        <source>The bundle is written</source>
        <translation>证据包已写好</translation>
    </message>
    <message>
        <source>SHA-256 of its manifest</source>
        <translation>清单的 SHA-256</translation>
    </message>
    <message>
        <source>Write this number down elsewhere: with it anybody can tell that nothing was changed.</source>
        <translation>请把这串数字记在别处：凭它任何人都能判断内容没有被改动。</translation>
    </message>
    <message>
        <source>Whoever receives it can check it so:</source>
        <translation>收到的人可以这样核查：</translation>
    </message>
    <message>
        <source>Without this program: the file verify.md in it says how.</source>
        <translation>不用本程序时：包内的 verify.md 说明了方法。</translation>
    </message>
</context>
<context>
    <name>CapturesPage</name>
    <message>
        <source>Readings</source>
        <translation>读取记录</translation>
    </message>
    <message>
        <source>Raw files</source>
        <translation>原始文件</translation>
    </message>
    <message>
        <source>Check all hashes</source>
        <translation>核对全部哈希值</translation>
    </message>
    <message>
        <source>Compute SHA-256 of every raw file again and compare</source>
        <translation>重新计算每个原始文件的 SHA-256 并比对</translation>
    </message>
    <message>
        <source>No readings yet</source>
        <translation>还没有读取记录</translation>
    </message>
    <message>
        <source>Here stands every reading of a phone, with its raw files and their hashes.</source>
        <translation>这里列出每一次读取手机的记录，以及原始文件和它们的哈希值。</translation>
    </message>
    <message>
        <source>Begin on the Home page</source>
        <translation>从首页开始</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>Android</source>
        <translation>Android</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Not understood</source>
        <translation>未识别</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>cut: %1</source>
        <translation>中断：%1</translation>
    </message>
    <message>
        <source>Notices (%1)</source>
        <translation>提示（%1）</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>正在核对…</translation>
    </message>
    <message>
        <source>Every file holds exactly the bytes that were read.</source>
        <translation>每个文件都与读取时的字节完全一致。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) changed or missing: </source>
        <translation>
            <numerusform>%Ln 个文件已改动或丢失：</numerusform>
        </translation>
    </message>
    <message>
        <source>Cut, left out, not understood</source>
        <translation>不完整、未读取、未理解</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>有何变化</translation>
    </message>
    <message>
        <source>Parse again</source>
        <translation>重新解析</translation>
    </message>
    <message>
        <source>Read every raw file of the case anew, as this version of the program does</source>
        <translation>用本版本的程序重新读取案卷中的每个原始文件</translation>
    </message>
    <message>
        <source>Delete …</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Delete this reading with its raw files for good</source>
        <translation>永久删除此次读取及其原始文件</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>读取方式</translation>
    </message>
    <message>
        <source>Clock of the phone</source>
        <translation>手机时钟</translation>
    </message>
    <message>
        <source>Reading of %1</source>
        <translation>%1 的读取</translation>
    </message>
    <message>
        <source>Nothing: every file is whole.</source>
        <translation>无：每个文件都完整。</translation>
    </message>
    <message>
        <source>Cut, left out, not understood (%1)</source>
        <translation>不完整、未读取、未理解（%1）</translation>
    </message>
    <message>
        <source>Delete the reading of %1 with its %2 raw files? This cannot be undone: they exist nowhere else unless you exported or copied them. The other readings are kept.</source>
        <translation>删除 %1 的读取及其 %2 个原始文件？此操作无法撤销：除非您已导出或复制，否则别处没有这些文件。其他读取会保留。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>All of it is kept in the raw files, as the phone wrote it</source>
        <translation>全部内容都按手机写下的原样保留在原始文件中</translation>
    </message>
    <message>
        <source>Test sessions</source>
        <translation>测试会话</translation>
    </message>
    <message>
        <source>Follow a test plan over an app, mark by mark</source>
        <translation>按测试方案逐步标记，测试一个应用</translation>
    </message>
</context>
<context>
    <name>CaseActions</name>
    <message>
        <source>This phone is not connected any more.</source>
        <translation>这部手机已断开连接。</translation>
    </message>
    <message>
        <source>Plug it in again and wait until it is listed.</source>
        <translation>请重新插上，等它出现在列表中。</translation>
    </message>
    <message>
        <source>The phone shows the settings of this app now.</source>
        <translation>手机现在显示该应用的设置。</translation>
    </message>
    <message>
        <source>The sample phone was asked and answered; it has no screen to look at.</source>
        <translation>已询问示例手机并得到回答；它没有屏幕可看。</translation>
    </message>
    <message>
        <source>The reading is deleted. The case is as if it had never been in it.</source>
        <translation>此次读取记录已删除。案卷如同从未包含过它。</translation>
    </message>
    <message>
        <source>Deleting the reading and working the rest out anew …</source>
        <translation>正在删除此次读取并重新整理其余内容…</translation>
    </message>
    <message>
        <source>Every raw file was read anew with this version of the program.</source>
        <translation>已用本版本的程序重新读取每个原始文件。</translation>
    </message>
    <message>
        <source>Reading every raw file anew …</source>
        <translation>正在重新读取每个原始文件…</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) chosen as evidence went with it: no raw line tells of them any more.</source>
        <translation>
            <numerusform>其中有 %n 个选作证据的事件已随之移除：已没有原始行能说明它们。</numerusform>
        </translation>
    </message>
    <message>
        <source>Save what it gives in a file, and open that.</source>
        <translation>请把它输出的内容保存为文件，再打开该文件。</translation>
    </message>
    <message>
        <source>What was chosen is no file but a pipe or a device.</source>
        <translation>所选的不是文件，而是管道或设备。</translation>
    </message>
</context>
<context>
    <name>CaseView</name>
    <message>
        <source>Show or hide the rest</source>
        <translation>显示或隐藏其余部分</translation>
    </message>
    <message>
        <source>What the phone recorded</source>
        <translation>手机记录了什么</translation>
    </message>
    <message>
        <source>By kind of data</source>
        <translation>按数据类型</translation>
    </message>
    <message>
        <source>What this phone cannot tell</source>
        <translation>这部手机无法说明什么</translation>
    </message>
    <message>
        <source>This case holds %1 phones. The first chip above chooses another.</source>
        <translation>此案卷中有 %1 部手机。上方第一个筛选按钮可选择另一部。</translation>
    </message>
    <message>
        <source>What the phone %1 recorded</source>
        <translation>手机 %1 记录了什么</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more</source>
        <translation>
            <numerusform>还有 %Ln 类</numerusform>
        </translation>
    </message>
    <message>
        <source>Show exactly these events</source>
        <translation>只显示这些事件</translation>
    </message>
    <message>
        <source>Only what passes the filter above is counted here.</source>
        <translation>这里只统计符合上方筛选条件的内容。</translation>
    </message>
    <message>
        <source>Show everything again</source>
        <translation>重新显示全部</translation>
    </message>
    <message>
        <source>Clear the filter (Ctrl+Backspace)</source>
        <translation>清除筛选（Ctrl+Backspace）</translation>
    </message>
    <message>
        <source>What else this phone says</source>
        <translation>这部手机还说明了什么</translation>
    </message>
    <message>
        <source>Show the findings</source>
        <translation>显示发现</translation>
    </message>
    <message>
        <source>Done reading? Then debugging need not stay on.</source>
        <translation>读取完了？调试就不必一直开着。</translation>
    </message>
    <message>
        <source>Turn debugging off again …</source>
        <translation>重新关闭调试…</translation>
    </message>
    <message>
        <source>Says where, and looks whether it is off</source>
        <translation>说明在哪里关闭，并检查是否已关闭</translation>
    </message>
    <message>
        <source>Have the phone keep more …</source>
        <translation>让手机多留记录…</translation>
    </message>
    <message>
        <source>See what it could keep, too. Nothing is changed before you say so.</source>
        <translation>查看手机还可以保留什么。在您同意之前不会有任何改动。</translation>
    </message>
    <message>
        <source>Keep watching live</source>
        <translation>继续实时观察</translation>
    </message>
    <message>
        <source>Record each access from now on, while the phone is connected</source>
        <translation>从现在起，只要手机连接着，就记录每一次访问</translation>
    </message>
</context>
<context>
    <name>CategoryBox</name>
    <message>
        <source>Kind of app</source>
        <translation>应用类别</translation>
    </message>
    <message>
        <source>It changes how findings are worded; it hides none</source>
        <translation>只影响发现的措辞，不会隐藏任何发现</translation>
    </message>
    <message>
        <source>Not chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Why this kind? (not required)</source>
        <translation>为什么是这一类？（可不填）</translation>
    </message>
    <message>
        <source>Why this kind</source>
        <translation>选择这一类的理由</translation>
    </message>
    <message>
        <source>It is kept with your choice (Enter)</source>
        <translation>与您的选择一同保存（回车）</translation>
    </message>
    <message>
        <source>Take the suggestion</source>
        <translation>采用建议</translation>
    </message>
    <message>
        <source>Choose the kind that the app&apos;s name suggests</source>
        <translation>选择根据应用名称给出的类别</translation>
    </message>
    <message>
        <source>A Chinese regulation names 39 kinds of app and the data that the basic function of each needs. Your choice changes the wording and is compared with; it hides nothing.</source>
        <translation>中国的规定列出了 39 类常见应用及各自基本功能所必需的数据。您的选择会影响措辞并用于对照，不会隐藏任何内容。</translation>
    </message>
    <message>
        <source>It may be &quot;%1&quot;: its package is a well-known app of this kind.</source>
        <translation>可能属于“%1”：它的包名是这一类中的知名应用。</translation>
    </message>
    <message>
        <source>It may be &quot;%1&quot;: its name says so.</source>
        <translation>可能属于“%1”：它的名称这样表示。</translation>
    </message>
</context>
<context>
    <name>ChannelStep</name>
    <message>
        <source>Where to complain</source>
        <translation>向哪里投诉</translation>
    </message>
    <message>
        <source>Language of the complaint</source>
        <translation>投诉所用语言</translation>
    </message>
    <message>
        <source>It is written in a language that the channel takes</source>
        <translation>使用该渠道接受的语言书写</translation>
    </message>
    <message>
        <source>Where it goes</source>
        <translation>提交到哪里</translation>
    </message>
</context>
<context>
    <name>CheckWindow</name>
    <message>
        <source>Check an evidence bundle</source>
        <translation>核查证据包</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this window (Esc)</source>
        <translation>关闭此窗口（Esc）</translation>
    </message>
    <message>
        <source>Checking every file against its hash …</source>
        <translation>正在逐个文件核对哈希值…</translation>
    </message>
    <message numerus="yes">
        <source>All %Ln file(s) are as they were sealed.</source>
        <translation>
            <numerusform>全部 %Ln 个文件都与封存时相同。</numerusform>
        </translation>
    </message>
    <message>
        <source>Its records and findings were derived from its raw files again: they are the same.</source>
        <translation>已由其中的原始文件重新得出记录和发现：结果相同。</translation>
    </message>
    <message>
        <source>SHA-256 of its manifest</source>
        <translation>清单的 SHA-256</translation>
    </message>
    <message>
        <source>Copy the number</source>
        <translation>复制这串数字</translation>
    </message>
    <message>
        <source>Copy the SHA-256 of the manifest</source>
        <translation>复制清单的 SHA-256</translation>
    </message>
    <message>
        <source>Compare it with the number that was written down when the bundle was made: only that shows that the whole bundle was not exchanged for another.</source>
        <translation>请与制作证据包时记下的数字比对：只有这样才能表明整个证据包没有被换成另一个。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln thing(s) differ(s) from what was sealed.</source>
        <translation>
            <numerusform>有 %Ln 处与封存时不同。</numerusform>
        </translation>
    </message>
    <message>
        <source>Ask for another copy of it; do not use this one as evidence.</source>
        <translation>请另要一份；不要把这一份用作证据。</translation>
    </message>
    <message numerus="yes">
        <source>And %Ln more.</source>
        <translation>
            <numerusform>另有 %Ln 处。</numerusform>
        </translation>
    </message>
    <message>
        <source>is not the file that was sealed</source>
        <translation>不是当初封存的文件</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>was not in the bundle when it was sealed</source>
        <translation>封存时不在证据包中</translation>
    </message>
    <message>
        <source>was sealed under another name</source>
        <translation>封存时用的是另一个名称</translation>
    </message>
    <message>
        <source>is in the archive twice</source>
        <translation>在压缩包中出现了两次</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>is not as it was sealed</source>
        <translation>与封存时不同</translation>
    </message>
    <message>
        <source>is broken: an entry does not follow from the one before</source>
        <translation>已断裂：有一条记录与前一条不相接</translation>
    </message>
    <message>
        <source>names a line that is not in the bundle</source>
        <translation>指向证据包中没有的一行</translation>
    </message>
    <message>
        <source>says what its raw line does not say</source>
        <translation>所说的内容在其原始行中并不存在</translation>
    </message>
    <message>
        <source>says what its raw files do not give</source>
        <translation>所说的内容无法由其原始文件得出</translation>
    </message>
    <message>
        <source>does not fit the manifest and the key</source>
        <translation>与清单和密钥不符</translation>
    </message>
    <message>
        <source>does not fit the manifest and the authority</source>
        <translation>与清单和签发机构不符</translation>
    </message>
    <message>
        <source>It carries no signature.</source>
        <translation>没有签名。</translation>
    </message>
    <message>
        <source>It is signed with the key %1.</source>
        <translation>已用密钥 %1 签名。</translation>
    </message>
    <message>
        <source>Its time stamp is checked on the command line: auditor verify --authority.</source>
        <translation>其时间戳请在命令行核查：auditor verify --authority。</translation>
    </message>
</context>
<context>
    <name>ChoicesView</name>
    <message>
        <source>Open again</source>
        <translation>再次打开</translation>
    </message>
    <message>
        <source>Which apps touched my microphone, photos or contacts, and when?</source>
        <translation>哪些应用在什么时候用过我的麦克风、照片或通讯录？</translation>
    </message>
    <message>
        <source>Your phone keeps its own record. This program reads it, without root and without installing anything on the phone. Everything stays on this computer.</source>
        <translation>手机自己就有记录。本程序读取这些记录，不需要 root，也不在手机上安装任何东西。所有内容都只留在这台电脑上。</translation>
    </message>
    <message>
        <source>You can also drop a file or a folder anywhere in this window.</source>
        <translation>也可以把文件或文件夹拖到窗口任意位置。</translation>
    </message>
    <message>
        <source>Connect a phone</source>
        <translation>连接手机</translation>
    </message>
    <message>
        <source>Read an Android phone over a USB cable. It takes about a minute.</source>
        <translation>用 USB 数据线读取安卓手机，大约需要一分钟。</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Look around with the sample phone</source>
        <translation>用示例手机看一看</translation>
    </message>
    <message>
        <source>No phone at hand? A made-up one shows everything the program does.</source>
        <translation>手边没有手机？虚构的示例手机可以展示程序的全部功能。</translation>
    </message>
    <message>
        <source>Take %1 off this list; the case itself stays</source>
        <translation>将 %1 从此列表移除；案卷本身保留</translation>
    </message>
    <message>
        <source>A case, a bug report, a capture or AndroidQF folder, saved dumps, or the App Privacy Report of an iPhone.</source>
        <translation>案卷、错误报告、读取记录或 AndroidQF 文件夹、保存的转储，或 iPhone 的 App 隐私报告。</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已上锁</translation>
    </message>
</context>
<context>
    <name>ComparisonView</name>
    <message>
        <source>Compare with the reading of</source>
        <translation>与此次读取比较：</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>有何不同</translation>
    </message>
    <message>
        <source>There is no other reading of this phone yet. Read it again, and this says what is new, which permission changed, and which apps came or went.</source>
        <translation>这部手机还没有其他读取。再读取一次，这里就会说明有什么新内容、哪些权限变了、哪些应用新增或消失了。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln difference(s) between the two readings.</source>
        <translation>
            <numerusform>两次读取之间有 %Ln 处不同。</numerusform>
        </translation>
    </message>
    <message>
        <source>A list of apps is cut or missing, so not all who came or went are known.</source>
        <translation>应用列表不完整或缺失，因此无法得知全部新增或消失的应用。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln count(s) over a period lie on both sides of the earlier reading; which part is new, nothing tells.</source>
        <translation>
            <numerusform>%Ln 个时段计数跨越了较早的读取；其中哪部分是新的无从得知。</numerusform>
        </translation>
    </message>
    <message>
        <source>app came</source>
        <translation>新增应用</translation>
    </message>
    <message>
        <source>app went</source>
        <translation>应用消失</translation>
    </message>
    <message>
        <source>installed anew, the version is the same: %1</source>
        <translation>重新安装，版本相同：%1</translation>
    </message>
    <message>
        <source>app updated</source>
        <translation>应用更新</translation>
    </message>
    <message>
        <source>permission changed</source>
        <translation>权限变化</translation>
    </message>
    <message>
        <source>not asked for</source>
        <translation>未申请</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>最近 %1</translation>
    </message>
    <message>
        <source>new use</source>
        <translation>新的使用</translation>
    </message>
    <message>
        <source>What</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>App</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>Another reading of the same phone</source>
        <translation>同一部手机的另一次读取</translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) that only the later reading tells are from before the earlier one: they are not new.</source>
        <translation>
            <numerusform>%Ln 条只有较晚的读取才有的记录发生在较早的读取之前：它们不是新的。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ComplaintPage</name>
    <message>
        <source>Nothing to complain about yet</source>
        <translation>暂无可投诉的内容</translation>
    </message>
    <message>
        <source>Once a phone is read and rules found something, a complaint is written here: its text, a letter to the operator, and evidence that others can check.</source>
        <translation>读取手机且规则有所发现之后，可在这里撰写投诉：正文、致运营者的信，以及他人可以核查的证据。</translation>
    </message>
    <message>
        <source>Begin on the Home page</source>
        <translation>从首页开始</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>The step before</source>
        <translation>返回上一步</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>The next step</source>
        <translation>前往下一步</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>投诉</translation>
    </message>
    <message>
        <source>Next step of the complaint</source>
        <translation>投诉的下一步</translation>
    </message>
    <message>
        <source>Step before of the complaint</source>
        <translation>投诉的上一步</translation>
    </message>
    <message>
        <source>Delete everything you typed for this case? This cannot be undone.</source>
        <translation>删除您为此案卷填写的全部内容？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete my answers</source>
        <translation>删除我的填写内容</translation>
    </message>
</context>
<context>
    <name>ComplaintSaving</name>
    <message>
        <source>Writing the complaint …</source>
        <translation>正在撰写投诉…</translation>
    </message>
    <message>
        <source>Where to save all of it</source>
        <translation>全部保存到哪里</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Save the complaint</source>
        <translation>保存投诉</translation>
    </message>
</context>
<context>
    <name>ContactRows</name>
    <message>
        <source>Date (2026-05-31)</source>
        <translation>日期（2026-05-31）</translation>
    </message>
    <message>
        <source>How: e-mail, form, phone</source>
        <translation>方式：邮件、表单、电话</translation>
    </message>
    <message>
        <source>What you wrote or said</source>
        <translation>您写了或说了什么</translation>
    </message>
    <message>
        <source>What they answered, if they did</source>
        <translation>对方的答复（如有）</translation>
    </message>
    <message>
        <source>Add a contact with the operator</source>
        <translation>添加一次与运营者的联系</translation>
    </message>
    <message>
        <source>A letter, an e-mail or a call, and what came back</source>
        <translation>信件、邮件或电话，以及收到的答复</translation>
    </message>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>not required</source>
        <translation>可不填</translation>
    </message>
    <message>
        <source>Write each date so: %1.</source>
        <translation>每个日期请这样填写：%1。</translation>
    </message>
    <message>
        <source>This is required: the authority wants you to ask the operator first.</source>
        <translation>此项必填：主管机构要求您先联系运营者。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove this contact</source>
        <translation>移除这次联系</translation>
    </message>
</context>
<context>
    <name>DebuggingWindow</name>
    <message>
        <source>Turn debugging off again</source>
        <translation>重新关闭调试</translation>
    </message>
    <message>
        <source>Shows the developer options on the phone&apos;s screen; a question comes first</source>
        <translation>在手机屏幕上显示开发者选项；会先询问您</translation>
    </message>
    <message>
        <source>Show the page on the phone …</source>
        <translation>在手机上显示该页面…</translation>
    </message>
    <message>
        <source>Close this window (Esc)</source>
        <translation>关闭此窗口（Esc）</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Looking at the phone …</source>
        <translation>正在查看手机…</translation>
    </message>
    <message>
        <source>The phone shows its developer options now.</source>
        <translation>手机现在显示开发者选项。</translation>
    </message>
    <message>
        <source>The phone will show its developer options. It notes that its settings were in front, and the case notes that you asked for it.</source>
        <translation>手机会显示开发者选项。手机会记录设置曾在前台，案卷会记录这是您要求的。</translation>
    </message>
    <message>
        <source>Show the page</source>
        <translation>显示页面</translation>
    </message>
</context>
<context>
    <name>DoctorCard</name>
    <message>
        <source>Looked again just now: it is still so.</source>
        <translation>刚刚又检查了一次：情况没有变化。</translation>
    </message>
    <message>
        <source>The phone was told to ask again. Unlock it and look at it.</source>
        <translation>已让手机重新询问。请解锁手机并查看。</translation>
    </message>
    <message>
        <source>Also: %1</source>
        <translation>另外：%1</translation>
    </message>
    <message>
        <source>Copy the commands, to paste them in a terminal</source>
        <translation>复制这些命令，以便粘贴到终端</translation>
    </message>
    <message>
        <source>Copy the commands</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Test it again</source>
        <translation>再测试一次</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再检查一次</translation>
    </message>
    <message>
        <source>Look once more what stands in the way</source>
        <translation>再检查一次是什么阻碍了连接</translation>
    </message>
    <message>
        <source>A text for whoever helps you: no serial numbers, no names, no addresses</source>
        <translation>给帮助您的人看的文字：不含序列号、姓名和地址</translation>
    </message>
    <message>
        <source>Copy what was found</source>
        <translation>复制检查结果</translation>
    </message>
    <message>
        <source>Let the phone ask again</source>
        <translation>让手机重新询问</translation>
    </message>
    <message>
        <source>The adb server connects to the phone anew, and the phone asks once more</source>
        <translation>adb 服务器重新连接手机，手机会再次询问</translation>
    </message>
    <message>
        <source>Use the program&apos;s own adb server</source>
        <translation>使用本程序自己的 adb 服务器</translation>
    </message>
    <message>
        <source>Leave the port aside that was named when the program was started</source>
        <translation>不使用启动程序时指定的端口</translation>
    </message>
    <message>
        <source>Open a bug report …</source>
        <translation>打开错误报告…</translation>
    </message>
    <message>
        <source>A file that the phone makes itself; it holds most of the same records</source>
        <translation>由手机自己生成的文件，包含大部分相同的记录</translation>
    </message>
    <message>
        <source>Copied: paste it where you ask for help.</source>
        <translation>已复制：请粘贴到您求助的地方。</translation>
    </message>
</context>
<context>
    <name>Domains</name>
    <message>
        <source>From the iPhone&apos;s App Privacy Report, which keeps seven days: the first and the last time, and how often. What was sent or received is not recorded.</source>
        <translation>来自 iPhone 的 App 隐私报告，保留七天：首次和最后一次的时间，以及次数。收发了什么没有记录。</translation>
    </message>
    <message>
        <source>Internet domains</source>
        <translation>互联网域名</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最后</translation>
    </message>
    <message>
        <source>First</source>
        <translation>首次</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>域名</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Met by</source>
        <translation>由谁连接</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>the app itself</source>
        <translation>应用本身</translation>
    </message>
    <message>
        <source>a page within it</source>
        <translation>其中的网页</translation>
    </message>
    <message>
        <source>content within the app: %1</source>
        <translation>应用内的内容：%1</translation>
    </message>
</context>
<context>
    <name>Drawer</name>
    <message>
        <source>Details of the event</source>
        <translation>事件详情</translation>
    </message>
    <message>
        <source>Close the details (Esc)</source>
        <translation>关闭详情（Esc）</translation>
    </message>
    <message>
        <source>Copy the raw line</source>
        <translation>复制原始行</translation>
    </message>
    <message>
        <source>Copy the line exactly as the phone wrote it</source>
        <translation>按手机写下的原样复制这一行</translation>
    </message>
    <message>
        <source>About this app</source>
        <translation>关于此应用</translation>
    </message>
    <message>
        <source>Who made it, what it may, and where to change that on the phone</source>
        <translation>由谁制作、有哪些权限，以及在手机上何处可以更改</translation>
    </message>
    <message>
        <source>The phone&apos;s own line</source>
        <translation>手机写下的原文</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Copy everything said here and every raw line, with file, line and SHA-256</source>
        <translation>复制这里的全部说明和每一行原始记录，连同文件、行号和 SHA-256</translation>
    </message>
    <message>
        <source>Raw lines that tell of this event</source>
        <translation>记录了此事件的原始行</translation>
    </message>
</context>
<context>
    <name>EventsModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>App</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>前台/后台</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>软件包</translation>
    </message>
</context>
<context>
    <name>EventsTable</name>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
</context>
<context>
    <name>EvidenceCards</name>
    <message>
        <source>Go to the timeline</source>
        <translation>前往时间线</translation>
    </message>
    <message>
        <source>Choose more: drag over a span, then &quot;Use as evidence&quot;</source>
        <translation>选择更多：拖选一段，然后“用作证据”</translation>
    </message>
    <message>
        <source>What you chose as evidence</source>
        <translation>您选作证据的内容</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) chosen</source>
        <translation>
            <numerusform>已选 %Ln 个事件</numerusform>
        </translation>
    </message>
    <message>
        <source>Show on the timeline</source>
        <translation>在时间线上显示</translation>
    </message>
    <message>
        <source>Show everything this app did</source>
        <translation>显示此应用所做的一切</translation>
    </message>
    <message>
        <source>Evidence bundle …</source>
        <translation>证据包…</translation>
    </message>
    <message>
        <source>Seal what is recorded about this app, so that others can check it</source>
        <translation>封存关于此应用的记录，以便他人核查</translation>
    </message>
    <message>
        <source>Nothing is chosen yet. Choose events or drag over a span on the timeline, or open a finding, and choose &quot;Use as evidence&quot;: its app is listed here, with a bundle of its own.</source>
        <translation>尚未选择任何内容。请在时间线上选择事件或拖选一段时间，或打开一条发现，然后选择“用作证据”：其应用会列在这里，并有自己的证据包。</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message numerus="yes">
        <source>%Ln chosen event(s)</source>
        <translation>
            <numerusform>选定的 %Ln 个事件</numerusform>
        </translation>
    </message>
    <message>
        <source>System apps</source>
        <translation>系统应用</translation>
    </message>
    <message>
        <source>No system apps</source>
        <translation>不含系统应用</translation>
    </message>
    <message>
        <source>Which phone to show</source>
        <translation>显示哪部手机</translation>
    </message>
    <message>
        <source>Which time to show</source>
        <translation>显示哪段时间</translation>
    </message>
    <message>
        <source>Which data to show</source>
        <translation>显示哪些数据</translation>
    </message>
    <message>
        <source>Which apps to show</source>
        <translation>显示哪些应用</translation>
    </message>
    <message>
        <source>Foreground or background, as Android counts it</source>
        <translation>前台或后台，以安卓系统的算法为准</translation>
    </message>
    <message>
        <source>Accesses or refusals</source>
        <translation>访问或拒绝</translation>
    </message>
    <message>
        <source>Apps that are part of Android</source>
        <translation>属于系统的应用</translation>
    </message>
    <message>
        <source>Only events that were chosen one by one, such as those of a finding</source>
        <translation>只显示逐个选定的事件，例如某条发现的事件</translation>
    </message>
    <message>
        <source>Filter by text</source>
        <translation>按文字筛选</translation>
    </message>
    <message>
        <source>App, operation, data type or tag (Ctrl+F)</source>
        <translation>应用、操作、数据类型或标签（Ctrl+F）</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Show everything again (Ctrl+Backspace)</source>
        <translation>重新显示全部（Ctrl+Backspace）</translation>
    </message>
    <message>
        <source>Foreground and background</source>
        <translation>前台和后台</translation>
    </message>
    <message>
        <source>Only background</source>
        <translation>仅后台</translation>
    </message>
    <message>
        <source>Only foreground</source>
        <translation>仅前台</translation>
    </message>
    <message>
        <source>Accesses and refusals</source>
        <translation>访问和拒绝</translation>
    </message>
    <message>
        <source>Only accesses</source>
        <translation>仅访问</translation>
    </message>
    <message>
        <source>Only refusals</source>
        <translation>仅拒绝</translation>
    </message>
    <message>
        <source>With system apps</source>
        <translation>包含系统应用</translation>
    </message>
    <message>
        <source>Other events as well</source>
        <translation>也显示其他事件</translation>
    </message>
    <message>
        <source>All time</source>
        <translation>全部时间</translation>
    </message>
    <message>
        <source>7 days before the last reading</source>
        <translation>最近一次读取前 7 天</translation>
    </message>
    <message>
        <source>24 hours before the last reading</source>
        <translation>最近一次读取前 24 小时</translation>
    </message>
    <message>
        <source>1 hour before the last reading</source>
        <translation>最近一次读取前 1 小时</translation>
    </message>
    <message>
        <source>All personal data</source>
        <translation>全部个人数据</translation>
    </message>
    <message>
        <source>Everything, also other operations</source>
        <translation>全部，包括其他操作</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Since %1</source>
        <translation>自 %1</translation>
    </message>
    <message>
        <source>Until %1</source>
        <translation>至 %1</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message numerus="yes">
        <source>%Ln data type(s)</source>
        <translation>
            <numerusform>%Ln 种数据</numerusform>
        </translation>
    </message>
    <message>
        <source>Apps</source>
        <translation>应用</translation>
    </message>
    <message numerus="yes">
        <source>%Ln app(s)</source>
        <translation>
            <numerusform>%Ln 个应用</numerusform>
        </translation>
    </message>
    <message>
        <source>All phones together</source>
        <translation>所有手机一起</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>前台/后台</translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Empty this line</source>
        <translation>清空此行</translation>
    </message>
</context>
<context>
    <name>FindingDeeds</name>
    <message>
        <source>Dismissed. It stays listed, with your reason.</source>
        <translation>已搁置。它仍列在这里，并附有您的理由。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>FindingView</name>
    <message>
        <source>All findings</source>
        <translation>全部发现</translation>
    </message>
    <message>
        <source>Back to the list of findings (Esc)</source>
        <translation>返回发现列表（Esc）</translation>
    </message>
    <message>
        <source>What the log shows</source>
        <translation>记录显示了什么</translation>
    </message>
    <message>
        <source>The phone&apos;s own lines</source>
        <translation>手机自己的记录行</translation>
    </message>
    <message>
        <source>What the log cannot show</source>
        <translation>记录不能说明什么</translation>
    </message>
    <message>
        <source>How sure that is</source>
        <translation>可靠程度</translation>
    </message>
    <message>
        <source>What kind of app it is</source>
        <translation>这是哪一类应用</translation>
    </message>
    <message>
        <source>The rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Clauses about this kind of behaviour</source>
        <translation>涉及此类行为的条款</translation>
    </message>
    <message>
        <source>Raw lines that carry this finding</source>
        <translation>支持这条发现的原始行</translation>
    </message>
    <message>
        <source>Copy the raw line</source>
        <translation>复制原始行</translation>
    </message>
    <message>
        <source>Copy the line exactly as the phone wrote it</source>
        <translation>按手机写下的原样复制这一行</translation>
    </message>
    <message>
        <source>Show on the timeline</source>
        <translation>在时间线上显示</translation>
    </message>
    <message>
        <source>Show exactly the events that carry this finding</source>
        <translation>只显示支持这条发现的事件</translation>
    </message>
    <message>
        <source>File a complaint …</source>
        <translation>投诉…</translation>
    </message>
    <message>
        <source>Begin a complaint with this finding; you see everything before it leaves</source>
        <translation>以这条发现开始投诉；在任何内容离开之前您都能看到全部</translation>
    </message>
    <message>
        <source>About this app</source>
        <translation>关于此应用</translation>
    </message>
    <message>
        <source>Go to the app&apos;s page: who made it, what it may, what it did</source>
        <translation>前往该应用的页面：谁制作、有何权限、做过什么</translation>
    </message>
    <message>
        <source>Take back as evidence</source>
        <translation>不再用作证据</translation>
    </message>
    <message>
        <source>Use as evidence</source>
        <translation>用作证据</translation>
    </message>
    <message>
        <source>Its events are chosen as evidence; take that back</source>
        <translation>它的事件已选作证据；点此撤回</translation>
    </message>
    <message>
        <source>Keep its events as evidence in this case</source>
        <translation>在此案卷中将它的事件留作证据</translation>
    </message>
    <message>
        <source>Say why it needs no further look; the reason stands in every export</source>
        <translation>说明为什么不必再看；理由会写入每次导出</translation>
    </message>
    <message>
        <source>Dismiss …</source>
        <translation>搁置…</translation>
    </message>
    <message>
        <source>Let it count again</source>
        <translation>让它重新计入</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>You dismissed this on %1: &quot;%2&quot;. It is listed and exported so.</source>
        <translation>您于 %1 搁置了它：“%2”。它会照此列出和导出。</translation>
    </message>
    <message>
        <source>Set aside and not counted, for a known reason: %1</source>
        <translation>因已知原因另列，不计入：%1</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>First</source>
        <translation>首次</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>How exact</source>
        <translation>精确程度</translation>
    </message>
    <message>
        <source>On different days</source>
        <translation>涉及天数</translation>
    </message>
    <message>
        <source>App&apos;s state</source>
        <translation>应用状态</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Threshold met</source>
        <translation>达到的阈值</translation>
    </message>
    <message>
        <source>A lower bound: of some accesses the phone keeps only the last.</source>
        <translation>这是下限：有些访问手机只保留最近一次。</translation>
    </message>
    <message>
        <source>comes with this program</source>
        <translation>随本程序提供</translation>
    </message>
    <message>
        <source>from your folder</source>
        <translation>来自您的文件夹</translation>
    </message>
    <message>
        <source>Rule %1, version %2, %3 (%4)</source>
        <translation>规则 %1，第 %2 版，%3（%4）</translation>
    </message>
    <message>
        <source>The clauses address this kind of behaviour. Whether one applies here is for an authority to say: a finding is a reason to look, no verdict.</source>
        <translation>这些条款针对此类行为。是否适用于此，由主管机构判断：发现只是值得查看的理由，不是结论。</translation>
    </message>
    <message>
        <source>No single line carries it: it rests on what readings list, or do not.</source>
        <translation>没有单独一行支持它：它依据的是各次读取列出或未列出的内容。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) of it. Choose one to read it in its file.</source>
        <translation>
            <numerusform>共 %Ln 行。选择一行即可在其文件中查看。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1，第 %2 行</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>至少 %1</translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
</context>
<context>
    <name>FindingsModel</name>
    <message numerus="yes">
        <source>%Ln finding(s)</source>
        <translation>
            <numerusform>%Ln 条发现</numerusform>
        </translation>
    </message>
    <message>
        <source>Dismissed</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>Set aside for a known reason</source>
        <translation>因已知原因另列</translation>
    </message>
    <message>
        <source>Not counted, and never left out: each with its reason</source>
        <translation>不计入，但从不省略：每条都附有原因</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>另列</translation>
    </message>
    <message>
        <source>Rules that could not be asked</source>
        <translation>无法执行的规则</translation>
    </message>
    <message>
        <source>The records of this case do not hold what they need</source>
        <translation>此案卷的记录中没有它们所需的内容</translation>
    </message>
</context>
<context>
    <name>FindingsPage</name>
    <message>
        <source>Show everything again</source>
        <translation>重新显示全部</translation>
    </message>
    <message>
        <source>Show the findings of every phone, without a filter</source>
        <translation>显示所有手机的发现，不作筛选</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Read the rule files again</source>
        <translation>重新读取规则文件</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>The rules could not be asked</source>
        <translation>无法用规则检查</translation>
    </message>
    <message>
        <source>Show its events on the timeline</source>
        <translation>在时间线上显示它的事件</translation>
    </message>
    <message>
        <source>Use as evidence, or take back</source>
        <translation>用作证据，或撤回</translation>
    </message>
    <message>
        <source>Dismiss, or bring back</source>
        <translation>搁置，或恢复</translation>
    </message>
    <message>
        <source>File a complaint</source>
        <translation>投诉</translation>
    </message>
    <message>
        <source>Show or hide the rule&apos;s query</source>
        <translation>显示或隐藏规则的查询语句</translation>
    </message>
    <message>
        <source>The findings could not be read</source>
        <translation>无法读取发现</translation>
    </message>
    <message>
        <source>Asking the rules of the records …</source>
        <translation>正在用规则检查记录…</translation>
    </message>
    <message>
        <source>Your own rules were left out. %1</source>
        <translation>您自己的规则未被使用。%1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln finding(s) in this case</source>
        <translation>
            <numerusform>此案卷中有 %Ln 条发现</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln finding(s) hidden by the filter above.</source>
        <translation>
            <numerusform>上方的筛选隐藏了 %Ln 条发现。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rule(s) asked. Rule set %1</source>
        <translation>
            <numerusform>已检查 %Ln 条规则。规则集 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The rules could not be asked again; these findings are from before. %1</source>
        <translation>无法重新检查规则；这些是之前的发现。%1</translation>
    </message>
</context>
<context>
    <name>FindingsStack</name>
    <message>
        <source>No findings to show yet</source>
        <translation>暂无发现可显示</translation>
    </message>
    <message>
        <source>Once a phone is read, rules are asked of its records. Here stands what deserves a look, with the lines that show it.</source>
        <translation>读取手机之后，会用规则检查它的记录。值得查看的内容连同相应的记录行会列在这里。</translation>
    </message>
    <message>
        <source>Begin on the Home page</source>
        <translation>从首页开始</translation>
    </message>
    <message>
        <source>The rules could not be asked</source>
        <translation>无法用规则检查</translation>
    </message>
    <message>
        <source>The case stays as it is; what it records is on the timeline.</source>
        <translation>案卷保持原样；其中的记录可在时间线上查看。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Go to the timeline</source>
        <translation>前往时间线</translation>
    </message>
    <message>
        <source>You stopped the rules</source>
        <translation>您停止了规则检查</translation>
    </message>
    <message>
        <source>Nothing is lost: they can be asked again at any time.</source>
        <translation>没有丢失任何内容：随时可以重新检查。</translation>
    </message>
    <message>
        <source>Ask the rules</source>
        <translation>开始检查</translation>
    </message>
</context>
<context>
    <name>FindingsStep</name>
    <message numerus="yes">
        <source>%Ln finding(s)</source>
        <translation>
            <numerusform>%Ln 条发现</numerusform>
        </translation>
    </message>
    <message>
        <source>The findings are not known yet. The Findings page says how far the rules are.</source>
        <translation>尚不知道有哪些发现。“发现”页会说明规则检查的进度。</translation>
    </message>
    <message>
        <source>App that the complaint is about</source>
        <translation>投诉所针对的应用</translation>
    </message>
    <message>
        <source>A complaint is about one app</source>
        <translation>一份投诉针对一个应用</translation>
    </message>
    <message>
        <source>Findings that the complaint is about</source>
        <translation>投诉所涉及的发现</translation>
    </message>
    <message>
        <source>What it is about</source>
        <translation>投诉的内容</translation>
    </message>
    <message>
        <source>There is no finding to complain about. A complaint rests on findings that are neither dismissed nor set aside.</source>
        <translation>没有可用于投诉的发现。投诉依据的是未被搁置、也未被另列的发现。</translation>
    </message>
    <message>
        <source>Go to the findings</source>
        <translation>前往“发现”</translation>
    </message>
    <message>
        <source>See what was found, what was set aside and why</source>
        <translation>查看发现了什么、哪些被另列以及原因</translation>
    </message>
    <message>
        <source>The findings cannot be read. %1</source>
        <translation>无法读取发现。%1</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>SAMPLE</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>This is the made-up sample phone. Nothing here is evidence about anybody.</source>
        <translation>这是虚构的示例手机，这里的一切都不能作为任何人的证据。</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>菜单（F10）</translation>
    </message>
    <message>
        <source>Permission Auditor</source>
        <translation>Permission Auditor</translation>
    </message>
    <message>
        <source>No case is open</source>
        <translation>没有打开案卷</translation>
    </message>
    <message numerus="yes">
        <source>%Ln reading(s)</source>
        <translation>
            <numerusform>%Ln 次读取</numerusform>
        </translation>
    </message>
    <message>
        <source>one of %1 phones</source>
        <translation>共 %1 部手机中的一部</translation>
    </message>
    <message numerus="yes">
        <source>%Ln phone(s)</source>
        <translation>
            <numerusform>%Ln 部手机</numerusform>
        </translation>
    </message>
    <message>
        <source>no dated records</source>
        <translation>没有带日期的记录</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>how a date is written, see QDate</comment>
        <translation>yyyy年M月d日</translation>
    </message>
</context>
<context>
    <name>HomeControl</name>
    <message>
        <source>Reading the phone</source>
        <translation>正在读取手机</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>Sorting what was read into the case</source>
        <translation>正在把读到的内容整理进案卷</translation>
    </message>
    <message>
        <source>Read a phone</source>
        <translation>读取手机</translation>
    </message>
    <message>
        <source>Read a phone again: the case grows, nothing is counted twice</source>
        <translation>再次读取手机：案卷内容会增加，不会重复计数</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Save what is shown: a table or a picture</source>
        <translation>保存所显示的内容：表格或图片</translation>
    </message>
    <message numerus="yes">
        <source>%Ln case(s) taken off the list. The cases themselves stay.</source>
        <translation>
            <numerusform>已从列表移除 %Ln 个案卷。案卷本身保留。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Stop now. The damaged case stays as it is.</source>
        <translation>立即停止。损坏的案卷保持原样。</translation>
    </message>
    <message>
        <source>Rebuilding the case from its raw files</source>
        <translation>正在用原始文件重建案卷</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Summing up …</source>
        <translation>正在汇总…</translation>
    </message>
    <message>
        <source>This case could not be summed up</source>
        <translation>无法汇总这个案卷</translation>
    </message>
    <message>
        <source>The folder of the case was left as it is.</source>
        <translation>案卷所在的文件夹保持原样。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Close the case</source>
        <translation>关闭案卷</translation>
    </message>
</context>
<context>
    <name>KeepMoreControl</name>
    <message>
        <source>Read the phone into a case first: that is where it is noted.</source>
        <translation>请先把手机读入案卷：改动会记在那里。</translation>
    </message>
    <message>
        <source>Asking the phone …</source>
        <translation>正在询问手机…</translation>
    </message>
    <message>
        <source>Telling the phone …</source>
        <translation>正在告知手机…</translation>
    </message>
    <message>
        <source>Keep more …</source>
        <translation>多留记录…</translation>
    </message>
</context>
<context>
    <name>KeepMoreWindow</name>
    <message>
        <source>Keep more</source>
        <translation>多留记录</translation>
    </message>
    <message>
        <source>Have the phone keep more</source>
        <translation>让手机多留记录</translation>
    </message>
    <message>
        <source>Change this phone</source>
        <translation>改动这部手机</translation>
    </message>
    <message>
        <source>Store the values that stand under “then” on the phone, and read them back</source>
        <translation>把“之后”一栏的值存入手机，并读回核对</translation>
    </message>
    <message>
        <source>Put back what was before</source>
        <translation>恢复原样</translation>
    </message>
    <message>
        <source>Store exactly what was there before, and read it back</source>
        <translation>原样存回之前的值，并读回核对</translation>
    </message>
    <message>
        <source>Ask the phone again</source>
        <translation>再次询问手机</translation>
    </message>
    <message>
        <source>Ask the phone how it stands now; that changes nothing</source>
        <translation>询问手机现在的状况；不改动任何东西</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close this window (Esc)</source>
        <translation>关闭此窗口（Esc）</translation>
    </message>
    <message>
        <source>Asking the phone …</source>
        <translation>正在询问手机…</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 天</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 小时</translation>
    </message>
    <message>
        <source>SAMPLE: this phone is made up, for trying it out. No real phone is changed, and what it keeps of that belongs to this case alone.</source>
        <translation>示例：这部手机是虚构的，供试用。不会改变任何真实的手机，对它的设定只属于本案卷。</translation>
    </message>
</context>
<context>
    <name>KeysHelp</name>
    <message>
        <source>Keys and gestures</source>
        <translation>按键与手势</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Mouse and touch on the timeline</source>
        <translation>时间线上的鼠标与触摸</translation>
    </message>
</context>
<context>
    <name>LiveBar</name>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Watch the phone live</source>
        <translation>实时观察手机</translation>
    </message>
    <message>
        <source>Watch the connected phone live, or stop (L)</source>
        <translation>实时观察已连接的手机，或停止（L）</translation>
    </message>
    <message>
        <source>Choose what to be told about while the phone is watched</source>
        <translation>选择观察手机时要通知您的内容</translation>
    </message>
    <message>
        <source>Tell me when an app uses this in the background:</source>
        <translation>应用在后台使用以下数据时通知我：</translation>
    </message>
    <message>
        <source>Ending the watch …</source>
        <translation>正在结束观察…</translation>
    </message>
    <message>
        <source>%1 of %2 phones are watched. %3: %4</source>
        <translation>%2 部手机中有 %1 部正在被观察。%3：%4</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 phones are watched for %3, %n new event(s)</source>
        <translation>
            <numerusform>%2 部手机中有 %1 部正在被观察，已 %3，%n 个新事件</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading what the phone kept until now …</source>
        <translation>正在读取手机到目前为止的记录…</translation>
    </message>
    <message>
        <source>Paused since %1: %2</source>
        <translation>自 %1 起暂停：%2</translation>
    </message>
    <message numerus="yes">
        <source>Watching for %1, %n new event(s)</source>
        <translation>
            <numerusform>已观察 %1，%n 个新事件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LiveWatch</name>
    <message>
        <source>This case holds no phone that could be watched.</source>
        <translation>这个案卷中没有可以观察的手机。</translation>
    </message>
    <message>
        <source>Read a phone into it first.</source>
        <translation>请先把一部手机读入案卷。</translation>
    </message>
</context>
<context>
    <name>LockControl</name>
    <message>
        <source>A reading goes on: lock the case when it has ended.</source>
        <translation>正在读取：请在读取结束后再上锁。</translation>
    </message>
    <message>
        <source>The case %1 lies open. Lock it again when you are done: Menu.</source>
        <translation>案卷 %1 处于打开状态。用完后请重新上锁：菜单。</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>打开案卷</translation>
    </message>
    <message>
        <source>What a killed program had left of a locked case was removed: %1</source>
        <translation>已删除被中断的程序遗留的上锁案卷残余：%1</translation>
    </message>
    <message>
        <source>Ending Live …</source>
        <translation>正在结束实时观察…</translation>
    </message>
    <message>
        <source>Locking the case …</source>
        <translation>正在给案卷上锁…</translation>
    </message>
    <message>
        <source>Opening the case …</source>
        <translation>正在打开案卷…</translation>
    </message>
    <message>
        <source>The case is locked in %1, and its folder is removed.</source>
        <translation>案卷已锁入 %1，它的文件夹已删除。</translation>
    </message>
</context>
<context>
    <name>LockWindow</name>
    <message>
        <source>Live is on: it ends first, and what it recorded is locked as well.</source>
        <translation>实时观察正在进行：会先结束它，它记下的内容也一并上锁。</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>再输入一次</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Leave everything as it is (Esc)</source>
        <translation>一切保持原样（Esc）</translation>
    </message>
    <message>
        <source>Lock this case</source>
        <translation>给这个案卷上锁</translation>
    </message>
    <message>
        <source>Lock it</source>
        <translation>上锁</translation>
    </message>
    <message>
        <source>The case %1 becomes one encrypted file, and its folder is removed once the file was read back. To work with it again, open the file with the passphrase.</source>
        <translation>案卷 %1 将成为一个加密文件，文件读回核对后删除它的文件夹。要再次使用，请用口令打开该文件。</translation>
    </message>
    <message>
        <source>A lost passphrase cannot be brought back, by nobody: write it down where only you find it. What is removed can be found again on some disks, unless the whole disk is encrypted.</source>
        <translation>口令一旦丢失，谁也无法找回：请写在只有您能找到的地方。除非整个磁盘已加密，删除的内容在某些磁盘上仍可能被找回。</translation>
    </message>
    <message>
        <source>Open a locked case</source>
        <translation>打开上锁的案卷</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>%1 is locked. Its passphrase opens it.</source>
        <translation>%1 已上锁，需要口令才能打开。</translation>
    </message>
    <message>
        <source>While it lies open, its folder can be read by whoever uses this account.</source>
        <translation>打开期间，使用此账户的任何人都能读取它的文件夹。</translation>
    </message>
    <message>
        <source>At least %1 characters. Good are four or five words that do not belong together.</source>
        <translation>至少 %1 个字符。四五个互不相干的词就很好。</translation>
    </message>
    <message>
        <source>The two are not the same yet.</source>
        <translation>两次输入还不一致。</translation>
    </message>
    <message>
        <source>A longer one is much harder to guess: add a word or two.</source>
        <translation>更长的口令难猜得多：请再加一两个词。</translation>
    </message>
    <message>
        <source>This is long. Somebody who knows you should not guess it either.</source>
        <translation>长度足够。也不应让认识您的人猜到。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Permission Auditor</source>
        <translation>Permission Auditor</translation>
    </message>
    <message>
        <source>Open a case or a file …</source>
        <translation>打开案卷或文件…</translation>
    </message>
    <message>
        <source>Open a folder …</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Close the case</source>
        <translation>关闭案卷</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Open a case or a file</source>
        <translation>打开案卷或文件</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Filter by text</source>
        <translation>按文字筛选</translation>
    </message>
    <message>
        <source>Open the menu</source>
        <translation>打开菜单</translation>
    </message>
    <message>
        <source>All commands</source>
        <translation>所有命令</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>所有按键</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>偏好设置</translation>
    </message>
    <message>
        <source>Drop it here: a case is opened, anything else is read into a case.</source>
        <translation>拖放到这里：案卷会被打开，其他文件会读入案卷。</translation>
    </message>
    <message>
        <source>About Permission Auditor</source>
        <translation>关于 Permission Auditor</translation>
    </message>
    <message>
        <source>Connect a phone over Wi-Fi …</source>
        <translation>通过 Wi-Fi 连接手机…</translation>
    </message>
    <message>
        <source>Turn debugging off again …</source>
        <translation>重新关闭调试…</translation>
    </message>
    <message>
        <source>Lock this case with a passphrase …</source>
        <translation>用口令给这个案卷上锁…</translation>
    </message>
    <message>
        <source>Keep more …</source>
        <translation>多留记录…</translation>
    </message>
</context>
<context>
    <name>MarkEditor</name>
    <message>
        <source>My mark</source>
        <translation>我的标记</translation>
    </message>
    <message>
        <source>What happened here</source>
        <translation>这里发生了什么</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Remove the mark</source>
        <translation>删除标记</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>不保留</translation>
    </message>
    <message>
        <source>Keep the mark in the case (Enter)</source>
        <translation>将标记保存在案卷中（回车）</translation>
    </message>
    <message>
        <source>Take this mark out of the case</source>
        <translation>从案卷中移除此标记</translation>
    </message>
    <message>
        <source>Leave everything as it is (Esc)</source>
        <translation>保持原样（Esc）</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>NoChoice</name>
    <message>
        <source>No finding passes the filter</source>
        <translation>没有发现通过筛选</translation>
    </message>
    <message>
        <source>Clear the filter to see every finding again.</source>
        <translation>清除筛选即可重新看到全部发现。</translation>
    </message>
    <message>
        <source>Choose a finding</source>
        <translation>请选择一条发现</translation>
    </message>
    <message>
        <source>It is shown here whole: what the log shows, and what it cannot show.</source>
        <translation>它会完整显示在这里：记录显示了什么，不能说明什么。</translation>
    </message>
    <message>
        <source>Nothing stands out</source>
        <translation>没有特别值得查看的内容</translation>
    </message>
    <message>
        <source>No rule found anything in what the phone recorded. That is no proof that nothing happened: the phone does not record everything, and does not keep it for long.</source>
        <translation>没有规则在手机的记录中发现任何内容。这并不证明什么都没有发生：手机不会记录一切，也不会长期保留。</translation>
    </message>
</context>
<context>
    <name>NoticesTable</name>
    <message>
        <source>Notice</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>What that means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>As printed</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>提示</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>输入想做的事</translation>
    </message>
    <message>
        <source>No command has these words.</source>
        <translation>没有含有这些文字的命令。</translation>
    </message>
</context>
<context>
    <name>PhonesView</name>
    <message>
        <source>Looking for phones …</source>
        <translation>正在查找手机…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln phone(s) found. The list follows the cable.</source>
        <translation>
            <numerusform>找到 %Ln 部手机。列表会随插拔更新。</numerusform>
        </translation>
    </message>
    <message>
        <source>No phone is connected yet. This list changes as soon as one is.</source>
        <translation>还没有连接手机。连接后列表会立即更新。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to the choices</source>
        <translation>返回选择页</translation>
    </message>
    <message>
        <source>Use the sample phone instead</source>
        <translation>改用示例手机</translation>
    </message>
    <message>
        <source>Look around without a phone</source>
        <translation>不用手机先看一看</translation>
    </message>
    <message>
        <source>Connect a phone</source>
        <translation>连接手机</translation>
    </message>
    <message>
        <source>Android phone</source>
        <translation>安卓手机</translation>
    </message>
    <message>
        <source>Read this phone</source>
        <translation>读取这部手机</translation>
    </message>
    <message>
        <source>Read what the phone recorded. Nothing on the phone is changed.</source>
        <translation>读取手机记录的内容，不会改动手机上的任何东西。</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>读取 %1</translation>
    </message>
    <message>
        <source>You can switch USB debugging off again when the reading is done.</source>
        <translation>读取完成后可以再关闭 USB 调试。</translation>
    </message>
    <message>
        <source>Several phones can be read: each has a case of its own.</source>
        <translation>有多部手机可读取：每部都有自己的案卷。</translation>
    </message>
    <message>
        <source>This computer cannot look for phones.</source>
        <translation>本电脑无法查找手机。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Look for phones once more</source>
        <translation>再次查找手机</translation>
    </message>
    <message>
        <source>The phone is from</source>
        <translation>手机品牌</translation>
    </message>
    <message>
        <source>Who made the phone</source>
        <translation>手机由谁制造</translation>
    </message>
    <message>
        <source>Menus have other names on other makers&apos; phones</source>
        <translation>不同品牌手机的菜单名称不同</translation>
    </message>
    <message>
        <source>Connect over Wi-Fi …</source>
        <translation>通过 Wi-Fi 连接…</translation>
    </message>
    <message>
        <source>By QR code or six digits, without a cable (Android 11 and later)</source>
        <translation>用二维码或六位数字连接，不用数据线（安卓 11 及以上）</translation>
    </message>
    <message>
        <source>The program runs an adb server of its own now, so other programs may not get the phone. It ends when you leave this page.</source>
        <translation>本程序现在运行着自己的 adb 服务器，其他程序可能无法使用手机。离开此页面时它会结束。</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>立即结束</translation>
    </message>
    <message>
        <source>End the own adb server and go back to the choices</source>
        <translation>结束自己的 adb 服务器并返回选择</translation>
    </message>
</context>
<context>
    <name>PreferencesPage</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to the last page</source>
        <translation>返回上一页</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>偏好设置</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>语言与外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>everything the phone tells (about a minute)</source>
        <translation>手机提供的全部内容（约一分钟）</translation>
    </message>
    <message>
        <source>only the accesses (a few seconds)</source>
        <translation>仅访问记录（几秒钟）</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder in which new cases are made</source>
        <translation>选择新案卷所在的文件夹</translation>
    </message>
    <message>
        <source>The usual folder</source>
        <translation>默认文件夹</translation>
    </message>
    <message>
        <source>Make new cases in the program&apos;s own folder again</source>
        <translation>重新在程序自己的文件夹中创建新案卷</translation>
    </message>
    <message>
        <source>New cases go to</source>
        <translation>新案卷保存在</translation>
    </message>
    <message>
        <source>Reading phones</source>
        <translation>读取手机</translation>
    </message>
    <message>
        <source>Read of a phone</source>
        <translation>读取内容</translation>
    </message>
    <message>
        <source>My phone is from</source>
        <translation>我的手机品牌</translation>
    </message>
    <message>
        <source>Library for ADB</source>
        <translation>ADB 连接库</translation>
    </message>
    <message>
        <source>Use none</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Forget the recent cases</source>
        <translation>忘记最近的案卷</translation>
    </message>
    <message>
        <source>Empty the list on the Home page; the cases themselves stay</source>
        <translation>清空首页上的列表；案卷本身保留</translation>
    </message>
    <message>
        <source>Show the first-start cards again</source>
        <translation>再次显示首次启动卡片</translation>
    </message>
    <message>
        <source>Show the three cards on the Home page once more</source>
        <translation>在首页再次显示三张卡片</translation>
    </message>
    <message>
        <source>What the program remembers</source>
        <translation>程序记住的内容</translation>
    </message>
    <message>
        <source>Menus, lists and progress bars stand still</source>
        <translation>菜单、列表和进度条不动</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>减少动画</translation>
    </message>
    <message>
        <source>It works at once and is remembered</source>
        <translation>立即生效并会被记住</translation>
    </message>
    <message>
        <source>Choose a folder with rule files of your own</source>
        <translation>选择存放您自己的规则文件的文件夹</translation>
    </message>
    <message>
        <source>Ask only the rules that come with the program</source>
        <translation>只使用随本程序提供的规则</translation>
    </message>
    <message>
        <source>Rules of your own</source>
        <translation>您自己的规则</translation>
    </message>
    <message>
        <source>They are asked beside the program&apos;s; docs/findings.md says how to write one.</source>
        <translation>与本程序的规则一同使用；编写方法见 docs/findings.md。</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
</context>
<context>
    <name>PreviewStep</name>
    <message>
        <source>Evidence bundle</source>
        <translation>证据包</translation>
    </message>
    <message>
        <source>Saved. Nothing was sent: you decide who gets it.</source>
        <translation>已保存。没有发送任何内容：由您决定交给谁。</translation>
    </message>
    <message>
        <source>SHA-256 of the bundle&apos;s manifest: write it down elsewhere.</source>
        <translation>证据包清单的 SHA-256：请另行记录。</translation>
    </message>
    <message>
        <source>What leaves this computer</source>
        <translation>离开这台电脑的内容</translation>
    </message>
    <message>
        <source>Exactly what would leave</source>
        <translation>将要离开的全部内容</translation>
    </message>
    <message>
        <source>Nothing is sent. Files are written where you choose, and you hand them in. What you typed stands in the complaint and the letter only.</source>
        <translation>不会发送任何内容。文件写入您选择的位置，由您提交。您填写的内容只出现在投诉和信件中。</translation>
    </message>
    <message>
        <source>Save all of it …</source>
        <translation>全部保存…</translation>
    </message>
    <message>
        <source>Complaint, letter, checklist and evidence bundle into a new folder</source>
        <translation>将投诉、信件、清单和证据包存入新文件夹</translation>
    </message>
    <message>
        <source>Only the complaint, without the bundle</source>
        <translation>只保存投诉，不含证据包</translation>
    </message>
    <message>
        <source>Only text …</source>
        <translation>只存文本…</translation>
    </message>
    <message>
        <source>Only PDF …</source>
        <translation>只存 PDF…</translation>
    </message>
    <message>
        <source>Only Word …</source>
        <translation>只存 Word…</translation>
    </message>
    <message>
        <source>It is a draft. Required and empty: %1. You can save it so.</source>
        <translation>这是草稿。以下必填项为空：%1。也可以这样保存。</translation>
    </message>
    <message>
        <source>Go to this field</source>
        <translation>前往此项</translation>
    </message>
    <message>
        <source>Fill it in</source>
        <translation>去填写</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>投诉</translation>
    </message>
    <message>
        <source>Letter to the operator</source>
        <translation>致运营者的信</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>清单</translation>
    </message>
    <message>
        <source>As it would be written; it can be copied</source>
        <translation>与将写入的内容一致；可以复制</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制文本</translation>
    </message>
    <message>
        <source>Copy all of it, to paste it into the authority&apos;s form</source>
        <translation>全部复制，以便粘贴到主管机构的表单</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Local time</source>
        <translation>当地时间</translation>
    </message>
    <message>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
    <message>
        <source>Exact to</source>
        <translation>精确到</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Raw line</source>
        <translation>原始行</translation>
    </message>
    <message>
        <source>Events of the complaint</source>
        <translation>投诉涉及的事件</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s) stand in the table of the PDF.</source>
        <translation>
            <numerusform>PDF 的表格中有 %Ln 个事件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more are in the bundle only.</source>
        <translation>
            <numerusform>另有 %Ln 个只在证据包中。</numerusform>
        </translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>The timeline as it stands in the complaint</source>
        <translation>投诉中的时间线图</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>A sealed file, %1, that others can check. It holds nothing of what you typed.</source>
        <translation>一个封存的文件 %1，他人可以核查。其中没有您填写的任何内容。</translation>
    </message>
</context>
<context>
    <name>Processes</name>
    <message>
        <source>From the phone&apos;s log of events, which keeps its newest lines only. Apps that share a uid share this list; cause and end stand there as the phone prints them.</source>
        <translation>来自手机的事件日志，其中只保留最新的行。共用同一 uid 的应用共用此列表；原因与结束均照手机所写。</translation>
    </message>
    <message>
        <source>Starts of its processes</source>
        <translation>其进程的启动</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What was started</source>
        <translation>启动了什么</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Why it was ended</source>
        <translation>结束原因</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>The cards stand on the Home page, as soon as no case is open.</source>
        <translation>没有打开案卷时，卡片会显示在首页。</translation>
    </message>
</context>
<context>
    <name>QueryView</name>
    <message>
        <source>The rule&apos;s query</source>
        <translation>规则的查询语句</translation>
    </message>
    <message>
        <source>SQL over the documented views of the case (docs/schema.md)</source>
        <translation>针对案卷中有文档说明的视图的 SQL（docs/schema.md）</translation>
    </message>
    <message>
        <source>Show the query</source>
        <translation>显示查询语句</translation>
    </message>
    <message>
        <source>Show or hide exactly what is asked of the records</source>
        <translation>显示或隐藏对记录的具体查询</translation>
    </message>
    <message>
        <source>Copy the query</source>
        <translation>复制查询语句</translation>
    </message>
    <message>
        <source>Copy the SQL, to ask it of the case yourself</source>
        <translation>复制 SQL，以便自行查询案卷</translation>
    </message>
</context>
<context>
    <name>RangeModel</name>
    <message>
        <source>App</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Accesses</source>
        <translation>访问</translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>后台</translation>
    </message>
    <message>
        <source>App and data</source>
        <translation>应用与数据</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <translation>拒绝 %1</translation>
    </message>
</context>
<context>
    <name>RangePanel</name>
    <message>
        <source>Selected span</source>
        <translation>所选时段</translation>
    </message>
    <message>
        <source>Clear the span (Esc)</source>
        <translation>清除时段（Esc）</translation>
    </message>
    <message>
        <source>Show only this span</source>
        <translation>只显示此时段</translation>
    </message>
    <message>
        <source>Filter all pages to the span that is marked on the timeline</source>
        <translation>将所有页面筛选到时间线上标出的时段</translation>
    </message>
    <message>
        <source>Copy as a table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>What the span holds, per app and data type</source>
        <translation>此时段的内容，按应用和数据类型</translation>
    </message>
    <message>
        <source>Use as evidence</source>
        <translation>用作证据</translation>
    </message>
    <message>
        <source>Take back from evidence</source>
        <translation>从证据中撤回</translation>
    </message>
    <message>
        <source>Kept in the case as evidence</source>
        <translation>已作为证据留在案卷中</translation>
    </message>
    <message>
        <source>Keep the span, its filter and the numbers of its events in the case</source>
        <translation>将此时段、其筛选条件及事件编号保留在案卷中</translation>
    </message>
</context>
<context>
    <name>RawLines</name>
    <message>
        <source>The raw lines of the phone</source>
        <translation>手机的原始行</translation>
    </message>
    <message>
        <source>The line that recorded this event is marked; around it are its neighbours.</source>
        <translation>记录此事件的行已标出，前后是相邻的行。</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1，第 %2 行</translation>
    </message>
    <message>
        <source>This file was cut while it was read.</source>
        <translation>此文件在读取时被中断。</translation>
    </message>
</context>
<context>
    <name>ReadingView</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop now. What was read by then is kept and marked as cut.</source>
        <translation>立即停止。已读到的内容会保留，并标记为中断。</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>Record of accesses</source>
        <translation>访问记录</translation>
    </message>
    <message>
        <source>Apps and their permissions</source>
        <translation>应用及其权限</translation>
    </message>
    <message>
        <source>What was on the screen</source>
        <translation>屏幕使用情况</translation>
    </message>
    <message>
        <source>Logs of microphone and camera</source>
        <translation>麦克风和相机日志</translation>
    </message>
    <message>
        <source>About the phone itself</source>
        <translation>手机本身的信息</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>%1 so far</source>
        <translation>已用 %1</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>大约还需 %1</translation>
    </message>
</context>
<context>
    <name>ReasonEditor</name>
    <message>
        <source>Why does it need no further look? It stays listed, with your reason.</source>
        <translation>为什么不必再看？它仍会列出，并附上您的理由。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>For example: I was in a call then</source>
        <translation>例如：当时我正在通话</translation>
    </message>
    <message>
        <source>The reason stands in every export (Enter keeps it)</source>
        <translation>理由会写入每次导出（回车保存）</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Dismiss it (Enter)</source>
        <translation>搁置（回车）</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Leave it as it is (Esc)</source>
        <translation>保持原样（Esc）</translation>
    </message>
</context>
<context>
    <name>RowEvidence</name>
    <message>
        <source>Take back as evidence</source>
        <translation>不再用作证据</translation>
    </message>
    <message>
        <source>The selected events are evidence in this case; take that back</source>
        <translation>所选事件是此案卷的证据；撤回</translation>
    </message>
    <message>
        <source>Use as evidence</source>
        <translation>用作证据</translation>
    </message>
    <message>
        <source>Keep the selected events as evidence in this case</source>
        <translation>把所选事件作为证据保留在此案卷中</translation>
    </message>
    <message>
        <source>Select a row of the table first</source>
        <translation>请先选择表格中的一行</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Apps</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>投诉</translation>
    </message>
    <message>
        <source>Captures</source>
        <translation>读取记录</translation>
    </message>
    <message>
        <source>Test sessions</source>
        <translation>测试会话</translation>
    </message>
</context>
<context>
    <name>StepHeads</name>
    <message>
        <source>1  Findings</source>
        <translation>1  发现</translation>
    </message>
    <message>
        <source>2  Where to</source>
        <translation>2  提交到哪里</translation>
    </message>
    <message>
        <source>3  Your part</source>
        <translation>3  您的内容</translation>
    </message>
    <message>
        <source>4  Check and save</source>
        <translation>4  核对并保存</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>尚未</translation>
    </message>
</context>
<context>
    <name>Tellings</name>
    <message>
        <source>Rebuild from the raw files</source>
        <translation>用原始文件重建</translation>
    </message>
    <message>
        <source>Not all names of apps could be read: %1</source>
        <translation>未能读出全部应用的名称：%1</translation>
    </message>
    <message>
        <source>The program made a mistake and stopped. What was read is kept in the case.</source>
        <translation>程序出错，已停止。已读取的内容都保留在案卷中。</translation>
    </message>
    <message>
        <source>Open the case, or read it in again.</source>
        <translation>请打开该案卷，或重新读取。</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>打开案卷</translation>
    </message>
    <message numerus="yes">
        <source>%Ln finding(s) deserve(s) a look: %1</source>
        <translation>
            <numerusform>%Ln 条发现值得查看：%1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln finding(s) that deserve(s) a look</source>
        <translation>
            <numerusform>%Ln 条值得查看的发现</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TileCard</name>
    <message numerus="yes">
        <source>%Ln app(s)</source>
        <translation>
            <numerusform>%Ln 个应用</numerusform>
        </translation>
    </message>
    <message>
        <source>no use recorded</source>
        <translation>没有使用记录</translation>
    </message>
    <message>
        <source>Show %1 on the timeline</source>
        <translation>在时间线上显示%1</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>最近 %1</translation>
    </message>
    <message>
        <source>background not recorded</source>
        <translation>未记录前台还是后台</translation>
    </message>
    <message>
        <source>%1 in background</source>
        <translation>%1 在后台</translation>
    </message>
</context>
<context>
    <name>TimelineBar</name>
    <message>
        <source>Empty this line</source>
        <translation>清空此行</translation>
    </message>
</context>
<context>
    <name>TimelineExport</name>
    <message>
        <source>Save what is shown</source>
        <translation>保存所显示的内容</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Export what is shown</source>
        <translation>导出所显示的内容</translation>
    </message>
    <message>
        <source>The timeline shows nothing to save.</source>
        <translation>时间线上没有可保存的内容。</translation>
    </message>
    <message>
        <source>Another file is still being written.</source>
        <translation>另一个文件还在写入。</translation>
    </message>
    <message>
        <source>Writing %1 …</source>
        <translation>正在写入 %1 …</translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) saved: %1</source>
        <translation>
            <numerusform>已保存 %n 个事件：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>打开所在文件夹</translation>
    </message>
    <message>
        <source>Stopped. No file was written.</source>
        <translation>已停止。没有写出文件。</translation>
    </message>
</context>
<context>
    <name>TimelinePage</name>
    <message>
        <source>Show or hide the table (T)</source>
        <translation>显示或隐藏表格（T）</translation>
    </message>
    <message numerus="yes">
        <source>%Ln event(s)</source>
        <translation>
            <numerusform>%Ln 个事件</numerusform>
        </translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Show or hide the table</source>
        <translation>显示或隐藏表格</translation>
    </message>
    <message>
        <source>Use the selected events as evidence, or take them back</source>
        <translation>将所选事件用作证据，或撤回</translation>
    </message>
    <message>
        <source>Watch the phone live, or stop</source>
        <translation>实时观察手机，或停止</translation>
    </message>
</context>
<context>
    <name>TimelineSaving</name>
    <message>
        <source>Report to read and print (HTML) …</source>
        <translation>供阅读和打印的报告（HTML）…</translation>
    </message>
    <message>
        <source>Excel workbook (XLSX) …</source>
        <translation>Excel 工作簿（XLSX）…</translation>
    </message>
    <message>
        <source>Table for a spreadsheet (CSV) …</source>
        <translation>电子表格用的表格（CSV）…</translation>
    </message>
    <message>
        <source>Records for a program (JSON Lines) …</source>
        <translation>程序用的记录（JSON Lines）…</translation>
    </message>
    <message>
        <source>Calendar (iCalendar) …</source>
        <translation>日历（iCalendar）…</translation>
    </message>
    <message>
        <source>Picture (PNG) …</source>
        <translation>图片（PNG）…</translation>
    </message>
    <message>
        <source>Picture that scales (SVG) …</source>
        <translation>可缩放的图片（SVG）…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Evidence bundle about an app …</source>
        <translation>某个应用的证据包…</translation>
    </message>
    <message>
        <source>Copy the picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Copy the picture as SVG</source>
        <translation>将图片复制为 SVG</translation>
    </message>
</context>
<context>
    <name>TimelineStack</name>
    <message>
        <source>No case is open</source>
        <translation>没有打开案卷</translation>
    </message>
    <message>
        <source>The timeline shows which app used what, and when, once a phone was read.</source>
        <translation>读取手机之后，时间线会显示哪个应用在什么时候用了什么。</translation>
    </message>
    <message>
        <source>Begin on the Home page</source>
        <translation>从首页开始</translation>
    </message>
    <message>
        <source>No event passes the filter</source>
        <translation>没有符合筛选条件的事件</translation>
    </message>
    <message>
        <source>That is no proof that nothing happened: a phone does not record everything.</source>
        <translation>这不能证明什么都没发生：手机并不会记录一切。</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>This case holds no events</source>
        <translation>此案卷中没有事件</translation>
    </message>
    <message>
        <source>Nothing was read yet, or the phone keeps no such records.</source>
        <translation>还没有读取，或者手机不保留这类记录。</translation>
    </message>
    <message>
        <source>Read a phone on the Home page</source>
        <translation>在首页读取手机</translation>
    </message>
    <message>
        <source>No use of personal data is recorded</source>
        <translation>没有个人数据的使用记录</translation>
    </message>
    <message>
        <source>The phone recorded other operations only. That is no proof of innocence.</source>
        <translation>手机只记录了其他操作。这并不能证明没有问题。</translation>
    </message>
    <message>
        <source>Show the other operations</source>
        <translation>显示其他操作</translation>
    </message>
    <message>
        <source>The case could not be read</source>
        <translation>无法读取案卷</translation>
    </message>
    <message>
        <source>The message above says why. Nothing in the case was changed.</source>
        <translation>上方的消息说明了原因。案卷中没有任何改动。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Reading the case …</source>
        <translation>正在读取案卷…</translation>
    </message>
</context>
<context>
    <name>Traffic</name>
    <message>
        <source>Counted by the phone for each uid, in stretches of about two hours: apps that share a uid are counted together. What was sent, and to whom, is not recorded.</source>
        <translation>手机按 uid 统计，每段约两小时：共用同一 uid 的应用合在一起计算。发送了什么、发给谁，没有记录。</translation>
    </message>
    <message>
        <source>Bytes over the network</source>
        <translation>网络流量</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>前台/后台</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>in background</source>
        <translation>在后台</translation>
    </message>
    <message>
        <source>in front</source>
        <translation>在前台</translation>
    </message>
</context>
<context>
    <name>TrialComparisonView</name>
    <message>
        <source>Compare with the session</source>
        <translation>对比的会话</translation>
    </message>
    <message>
        <source>Another session, or another app of this one</source>
        <translation>另一次会话，或此次会话中的另一个应用</translation>
    </message>
    <message>
        <source>Save the comparison …</source>
        <translation>保存对比…</translation>
    </message>
    <message>
        <source>As JSON: phones have pseudonyms, what you typed stays here</source>
        <translation>存为 JSON：手机使用代号，您输入的文字不会带出</translation>
    </message>
    <message>
        <source>Save the picture …</source>
        <translation>保存图片…</translation>
    </message>
    <message>
        <source>As PNG or SVG</source>
        <translation>存为 PNG 或 SVG</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Two timelines</source>
        <translation>两条时间线</translation>
    </message>
    <message>
        <source>There is no other session to compare with yet. Repeat this one: what two sessions show is reproduced.</source>
        <translation>还没有可对比的其他会话。请重复一次：两次会话都显示的情况即为重现。</translation>
    </message>
    <message>
        <source>The two have no mark in common to align at.</source>
        <translation>两者没有共同的标记可供对齐。</translation>
    </message>
</context>
<context>
    <name>TrialResults</name>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
</context>
<context>
    <name>TrialRun</name>
    <message>
        <source>How much of the planned time has passed</source>
        <translation>计划时间已过去多少</translation>
    </message>
    <message>
        <source>Which permission or kind of data</source>
        <translation>哪项权限或哪类数据</translation>
    </message>
    <message>
        <source>Which permission? (none said)</source>
        <translation>哪项权限？（未说明）</translation>
    </message>
    <message>
        <source>Which app the mark is about</source>
        <translation>标记针对哪个应用</translation>
    </message>
    <message>
        <source>Screenshot</source>
        <translation>截图</translation>
    </message>
    <message>
        <source>With the mark take a picture of the phone&apos;s screen</source>
        <translation>标记时截取手机屏幕</translation>
    </message>
    <message>
        <source>Note: what happens now (Enter marks it)</source>
        <translation>备注：此刻发生了什么（按 Enter 标记）</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Other mark</source>
        <translation>其他标记</translation>
    </message>
    <message>
        <source>Marks that this step does not ask for</source>
        <translation>此步骤未列出的标记</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>To the step before (B)</source>
        <translation>回到上一步（B）</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>To the next step (N)</source>
        <translation>进入下一步（N）</translation>
    </message>
    <message>
        <source>Undo the last mark</source>
        <translation>撤销上一个标记</translation>
    </message>
    <message>
        <source>Strike the last mark out: it stays in the case, and counts no more (U)</source>
        <translation>划去上一个标记：它仍留在案卷中，但不再计入（U）</translation>
    </message>
    <message>
        <source>End …</source>
        <translation>结束…</translation>
    </message>
    <message>
        <source>Read the phone once more and end the session</source>
        <translation>再读取一次手机并结束会话</translation>
    </message>
    <message>
        <source>End without reading …</source>
        <translation>不读取而结束…</translation>
    </message>
    <message>
        <source>End now: what happened since the last reading is not known</source>
        <translation>立即结束：上次读取之后发生的情况不得而知</translation>
    </message>
    <message>
        <source>Test session</source>
        <translation>测试会话</translation>
    </message>
    <message>
        <source>Mark %1 of the step</source>
        <translation>此步骤的第 %1 个标记</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>Mark this moment (%1)</source>
        <translation>标记此刻（%1）</translation>
    </message>
    <message>
        <source>All apps of the session</source>
        <translation>会话中的所有应用</translation>
    </message>
    <message>
        <source>Read the phone once more and end the session?</source>
        <translation>再读取一次手机并结束会话？</translation>
    </message>
    <message>
        <source>Read and end</source>
        <translation>读取并结束</translation>
    </message>
    <message>
        <source>End the session without reading the phone? What the app did since the last reading is then missing until you read the phone again.</source>
        <translation>不读取手机就结束会话？在您再次读取手机之前，上次读取之后应用的行为将不在其中。</translation>
    </message>
    <message>
        <source>End without reading</source>
        <translation>不读取而结束</translation>
    </message>
    <message>
        <source>%1 of at least %2</source>
        <translation>%1，至少 %2</translation>
    </message>
    <message>
        <source>The time of the step begins with its first mark.</source>
        <translation>步骤的计时从其第一个标记开始。</translation>
    </message>
    <message>
        <source>At least %1; the time begins with the first mark.</source>
        <translation>至少 %1；从第一个标记开始计时。</translation>
    </message>
    <message>
        <source>Phone&apos;s clock: %1</source>
        <translation>手机时钟：%1</translation>
    </message>
    <message>
        <source>Watch the phone live, or stop</source>
        <translation>实时观察手机，或停止</translation>
    </message>
    <message>
        <source>Phones&apos; clocks: %1</source>
        <translation>各手机时钟：%1</translation>
    </message>
</context>
<context>
    <name>TrialSaving</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
</context>
<context>
    <name>TrialSetup</name>
    <message>
        <source>user %1</source>
        <translation>用户 %1</translation>
    </message>
    <message>
        <source>New test session</source>
        <translation>新的测试会话</translation>
    </message>
    <message>
        <source>You follow a plan and mark each step with one click; the phone&apos;s own records say what the app did meanwhile. Nothing on the phone is changed.</source>
        <translation>您按方案操作，每一步点一下作标记；手机自己的记录会显示应用在此期间做了什么。手机上的任何内容都不会被改动。</translation>
    </message>
    <message>
        <source>This phone is mine, or I may test it</source>
        <translation>这部手机是我的，或我有权测试它</translation>
    </message>
    <message>
        <source>Read the phone before the first mark</source>
        <translation>在第一个标记之前读取手机</translation>
    </message>
    <message>
        <source>Marks may take a picture of the phone&apos;s screen</source>
        <translation>标记时可截取手机屏幕</translation>
    </message>
    <message>
        <source>Pictures stay in the case: no export and no bundle holds them unless you ask for it. What is on the screen is personal.</source>
        <translation>截图留在案卷中：除非您要求，任何导出文件和证据包都不包含它们。屏幕上的内容属于个人信息。</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to the list of sessions</source>
        <translation>返回会话列表</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>App</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>What you call this session (may be empty)</source>
        <translation>此次会话的名称（可以不填）</translation>
    </message>
    <message>
        <source>What is done in the session, step by step</source>
        <translation>会话中要做什么，逐步列出</translation>
    </message>
    <message>
        <source>Open a plan …</source>
        <translation>打开方案…</translation>
    </message>
    <message>
        <source>Use a plan from a file (docs/sessions.md)</source>
        <translation>使用文件中的方案（docs/sessions.md）</translation>
    </message>
    <message>
        <source>Find an app</source>
        <translation>查找应用</translation>
    </message>
    <message>
        <source>Show all apps</source>
        <translation>显示所有应用</translation>
    </message>
    <message>
        <source>Apps to test</source>
        <translation>要测试的应用</translation>
    </message>
    <message>
        <source>before the update, second phone …</source>
        <translation>更新之前、第二部手机…</translation>
    </message>
    <message>
        <source>What you call this session</source>
        <translation>此次会话的名称</translation>
    </message>
    <message>
        <source>Open a plan</source>
        <translation>打开方案</translation>
    </message>
    <message>
        <source>Choose the app that you test.</source>
        <translation>请选择要测试的应用。</translation>
    </message>
    <message>
        <source>Say first that you may test this phone.</source>
        <translation>请先确认您有权测试这部手机。</translation>
    </message>
    <message>
        <source>Begin the test session</source>
        <translation>开始测试会话</translation>
    </message>
    <message>
        <source>Testing somebody else&apos;s phone needs their consent</source>
        <translation>测试他人的手机需要其同意</translation>
    </message>
    <message>
        <source>What was there before is told apart from what the session brings</source>
        <translation>这样可以区分会话之前已有的与会话期间新增的</translation>
    </message>
    <message>
        <source>Each mark then offers it; nothing is pictured unasked</source>
        <translation>之后每个标记都可选择截图；不会擅自截图</translation>
    </message>
    <message>
        <source>What was chosen is no file but a pipe or a device.</source>
        <translation>所选的不是文件，而是管道或设备。</translation>
    </message>
    <message>
        <source>Save what it gives in a file, and open that.</source>
        <translation>请把它给出的内容存成文件，再打开该文件。</translation>
    </message>
    <message>
        <source>Watch the phone live during the session</source>
        <translation>会话期间实时观察手机</translation>
    </message>
    <message>
        <source>Each access is recorded as it happens, also of data of which only the last stays</source>
        <translation>每次访问发生时即被记录，包括手机只保留最后一次的数据</translation>
    </message>
</context>
<context>
    <name>TrialTimelines</name>
    <message>
        <source>The mark of both that stands at the same place</source>
        <translation>两个会话都有、上下对齐的标记</translation>
    </message>
    <message>
        <source>Show on the timeline</source>
        <translation>在时间线上显示</translation>
    </message>
    <message>
        <source>This stretch, with the details of what is selected (Ctrl+Return)</source>
        <translation>这一时段，以及所选记录的详情（Ctrl+Return）</translation>
    </message>
    <message>
        <source>Test session</source>
        <translation>测试会话</translation>
    </message>
    <message>
        <source>Laid upon the mark</source>
        <translation>对齐到标记</translation>
    </message>
    <message>
        <source>nothing recorded here, which is no proof that nothing happened</source>
        <translation>此处没有记录，但这并不证明什么都没有发生</translation>
    </message>
    <message>
        <source>%1 after the mark</source>
        <translation>标记之后 %1</translation>
    </message>
    <message>
        <source>%1 before the mark</source>
        <translation>标记之前 %1</translation>
    </message>
    <message>
        <source>Only one of the two sessions has this mark.</source>
        <translation>两个会话中只有一个有此标记。</translation>
    </message>
</context>
<context>
    <name>TrialsPage</name>
    <message>
        <source>Test sessions</source>
        <translation>测试会话</translation>
    </message>
    <message>
        <source>No test session yet</source>
        <translation>还没有测试会话</translation>
    </message>
    <message>
        <source>Follow a test plan over an app: first start, refusal, agreement, hands off, background. One click marks each step, and the phone&apos;s own records say what the app did meanwhile. A second session shows whether it does so again.</source>
        <translation>按测试方案测试一个应用：首次启动、拒绝、同意、不操作、后台。每一步点一下作标记，手机自己的记录会显示应用在此期间做了什么。再做一次可以看出它是否仍然如此。</translation>
    </message>
    <message>
        <source>New test session</source>
        <translation>新的测试会话</translation>
    </message>
    <message>
        <source>No phone was read yet</source>
        <translation>还没有读取过手机</translation>
    </message>
    <message>
        <source>A test session is about an app of a phone: read the phone first.</source>
        <translation>测试会话针对手机上的一个应用：请先读取手机。</translation>
    </message>
    <message>
        <source>To Home</source>
        <translation>前往首页</translation>
    </message>
    <message>
        <source>Choose a plan and an app</source>
        <translation>选择方案和应用</translation>
    </message>
    <message>
        <source>Save the results …</source>
        <translation>保存结果…</translation>
    </message>
    <message>
        <source>As JSON: phones have pseudonyms, what you typed stays here</source>
        <translation>存为 JSON：手机使用代号，您输入的文字不会带出</translation>
    </message>
    <message>
        <source>Called</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>End without reading</source>
        <translation>不读取而结束</translation>
    </message>
    <message>
        <source>%1 could not be read, so the session goes on. End it without reading?</source>
        <translation>未能读取 %1，因此会话继续。不读取就结束吗？</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Close these three cards</source>
        <translation>关闭这三张卡片</translation>
    </message>
    <message>
        <source>Your phone keeps a record</source>
        <translation>您的手机保留着记录</translation>
    </message>
    <message>
        <source>Android notes which app used the microphone, camera, location, photos or contacts, and when. This program reads that record and shows it.</source>
        <translation>安卓系统会记录哪个应用在何时使用了麦克风、相机、位置、照片或通讯录。本程序读取并显示该记录。</translation>
    </message>
    <message>
        <source>It only reads, and nothing leaves</source>
        <translation>只读取，不外传</translation>
    </message>
    <message>
        <source>No root, nothing is installed, nothing on the phone is changed unless you ask for it. What was read stays on this computer: this program never uses the internet.</source>
        <translation>无需 root，不安装任何东西；除非您要求，不更改手机。读取的内容只留在本电脑：本程序从不使用互联网。</translation>
    </message>
    <message>
        <source>A clean result is no proof</source>
        <translation>没有发现不等于没有发生</translation>
    </message>
    <message>
        <source>A phone keeps some days, and not every access. What is not recorded is not shown; each page says what this phone cannot tell.</source>
        <translation>手机只保留若干天，也不会保留每一次访问。没有记录的无法显示；页面会说明这部手机无法告诉您什么。</translation>
    </message>
</context>
<context>
    <name>WirelessWindow</name>
    <message>
        <source>Connect over Wi-Fi</source>
        <translation>通过 Wi-Fi 连接</translation>
    </message>
    <message>
        <source>QR code for the phone&apos;s camera; the six digits do the same</source>
        <translation>供手机摄像头扫描的二维码；六位数字的作用相同</translation>
    </message>
    <message>
        <source>Address and port in the dialog</source>
        <translation>对话框中的地址和端口</translation>
    </message>
    <message>
        <source>Six digits</source>
        <translation>六位数字</translation>
    </message>
    <message>
        <source>Address and port</source>
        <translation>地址和端口</translation>
    </message>
    <message>
        <source>How to connect</source>
        <translation>连接方式</translation>
    </message>
    <message>
        <source>Paired before</source>
        <translation>以前配对过</translation>
    </message>
    <message>
        <source>QR code</source>
        <translation>二维码</translation>
    </message>
    <message>
        <source>%1 is connected. It is let go of after the reading.</source>
        <translation>%1 已连接。读取后会断开。</translation>
    </message>
    <message>
        <source>For Android 11 and later. On the phone: Developer options → Wireless debugging, and switch it on. Phone and computer must be in the same Wi-Fi.</source>
        <translation>适用于安卓 11 及以上。在手机上：开发者选项 → 无线调试，并打开它。手机和电脑必须连接同一个无线网络。</translation>
    </message>
    <message>
        <source>Read what the phone recorded. Nothing on the phone is changed.</source>
        <translation>读取手机的记录。不会更改手机上的任何内容。</translation>
    </message>
    <message>
        <source>Read this phone</source>
        <translation>读取这部手机</translation>
    </message>
    <message>
        <source>Close this window (Esc); nothing is looked for any more</source>
        <translation>关闭此窗口（Esc）；不再搜索</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>1. On the phone tap “Pair device with QR code”.</source>
        <translation>1. 在手机上点按“使用二维码配对设备”。</translation>
    </message>
    <message>
        <source>2. Point its camera at this code.</source>
        <translation>2. 用手机摄像头对准此二维码。</translation>
    </message>
    <message>
        <source>Not found? A firewall on this computer, or a guest network, keeps phones from being found (multicast DNS, UDP port 5353). The six digits do without.</source>
        <translation>找不到？这台电脑的防火墙或访客网络会使手机无法被发现（多播 DNS，UDP 端口 5353）。六位数字不需要它。</translation>
    </message>
    <message>
        <source>On the phone tap “Pair device with pairing code” and leave its dialog open. Take the address in that dialog, not the one on the page behind it.</source>
        <translation>在手机上点按“使用配对码配对设备”，并保持对话框打开。请使用该对话框中的地址，而不是后面页面上的地址。</translation>
    </message>
    <message>
        <source>Pair with the phone at this address (Enter)</source>
        <translation>与该地址上的手机配对（Enter）</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>配对</translation>
    </message>
    <message>
        <source>These phones know this computer. Wireless debugging must be on; its port changes each time, so the phone is looked for in the network first.</source>
        <translation>这些手机认识这台电脑。无线调试必须打开；端口每次都会变，所以先在网络中搜索手机。</translation>
    </message>
    <message>
        <source>Android phone</source>
        <translation>安卓手机</translation>
    </message>
    <message>
        <source>Look for it in this network and connect it</source>
        <translation>在这个网络中搜索并连接它</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Connect %1</source>
        <translation>连接 %1</translation>
    </message>
    <message>
        <source>Take it off this list. The phone keeps this computer until you remove it there: Wireless debugging → Paired devices</source>
        <translation>从此列表中移除。手机会保留这台电脑，直到您在手机上移除：无线调试 → 已配对的设备</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>忘记</translation>
    </message>
    <message>
        <source>Forget %1</source>
        <translation>忘记 %1</translation>
    </message>
    <message>
        <source>Address and port on the phone&apos;s page Wireless debugging</source>
        <translation>手机“无线调试”页面上的地址和端口</translation>
    </message>
    <message>
        <source>Connect the paired phone at this address (Enter)</source>
        <translation>连接该地址上已配对的手机（Enter）</translation>
    </message>
    <message>
        <source>Show another QR code and look for the phone once more</source>
        <translation>显示新的二维码并再次搜索手机</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The phone has read the code</source>
        <translation>手机已读取二维码</translation>
    </message>
    <message>
        <source>Phone and computer are paired</source>
        <translation>手机和电脑已配对</translation>
    </message>
    <message>
        <source>The phone is connected</source>
        <translation>手机已连接</translation>
    </message>
    <message>
        <source>The phone can be read</source>
        <translation>可以读取手机</translation>
    </message>
    <message>
        <source>Waiting for the phone …</source>
        <translation>正在等待手机…</translation>
    </message>
    <message>
        <source>Pairing …</source>
        <translation>正在配对…</translation>
    </message>
    <message>
        <source>Looking for the phone in this network …</source>
        <translation>正在这个网络中搜索手机…</translation>
    </message>
    <message>
        <source>Connecting …</source>
        <translation>正在连接…</translation>
    </message>
    <message>
        <source>Asking the phone …</source>
        <translation>正在询问手机…</translation>
    </message>
</context>
<context>
    <name>WorkBar</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop now. The case stays as it was.</source>
        <translation>立即停止。案卷保持原样。</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止…</translation>
    </message>
</context>
</TS>
