"""What the window shows besides its pages: dialogs, menus, steps of connecting, panels, trouble.

The contact sheet takes their pictures, the structure tests look for what is cut, small or nameless.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QTabWidget, QToolButton, QWidget

from auditor.adb.devices import DeviceRow, State, no_device
from auditor.adb.doctor import Cause, Debugging, Facts
from auditor.adb.keep_more import CUTOFF, OPS_LIST
from auditor.adb.pairing import Address, why_not_connected
from auditor.additions import Kept
from auditor.bundle.verify import Problem, Verification
from auditor.errors import AuditorError, DamagedCase, NoServer, NotReady, StoreError, UsageError
from auditor.keeping_more import Standing, Status, op_codes
from auditor.kept_more import Seen
from auditor.live.news import Standing as WatchStanding
from auditor.live.news import State as WatchState
from auditor.load import LoadReport
from auditor.makers import maker_codes
from auditor.manifest import Pace
from auditor.notes import MarkKind
from auditor.phone_changes import KeyChange, PhoneChange
from auditor.query import captures
from auditor.records import DeviceInfo
from auditor.restore import LeftOut, Rebuilt
from auditor.settings import WirelessPhone
from auditor.store import REBUILD, Store
from auditor.timeticks import DAY_MS
from auditor.trials.keeping import add_click, begin, end, trials
from auditor.trials.plan_files import own_plan
from auditor.trials.records import Clock, MarkTime, TrialApp
from auditor.wireless import Step
from tests.core.adb.test_doctor import CASES
from ui.debugging_window import DebuggingWindow
from ui.errors import BugDialog, bug_report
from ui.filter_chips import Chip
from ui.jobs import Progress
from ui.keep_more_window import KeepMoreWindow
from ui.keep_more_work import Found
from ui.program import Program
from ui.sidebar import Page
from ui.timeline_stage import TimeRange
from ui.wireless_window import WirelessWindow
from ui.work import Checked

Settle = Callable[[], None]
PEBBLE = ("SAMPLE-1", 10121, "com.pebblechat.messenger")  # of the sample phone
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing to look at; `show` brings it up and gives the widget to look at."""

    name: str
    needs_case: bool
    show: Callable[[Program, Settle], QWidget]


def scenes() -> Iterator[Scene]:
    """Give every scene, those without a case first."""
    for state in State:
        name = f"connect-{state.name.lower().replace('_', '-')}"
        yield Scene(name, False, _phones(DeviceRow("R58N12ABCDE", state, str(state), "SM_A556B")))
    for code in maker_codes():
        yield Scene(f"maker-{code}", False, _no_phone(code))
    for cause in (Cause.NO_PERMISSION, Cause.DEBUGGING_OFF, Cause.UNAUTHORIZED, Cause.XIAOMI):
        yield Scene(f"doctor-{cause.replace('_', '-')}", False, _doctor(CASES[cause]))
    for name, show in _WITHOUT_CASE.items():
        yield Scene(name, False, show)
    for name, show in _WITH_CASE.items():
        yield Scene(name, True, show)


def _phones(*rows: DeviceRow) -> Callable[[Program, Settle], QWidget]:
    def show(program: Program, _settle: Settle) -> QWidget:
        program.pages.home.show_phones()
        program.pages.home.phones.show_rows(list(rows))
        return program.window

    return show


def _no_phone(code: str) -> Callable[[Program, Settle], QWidget]:
    def show(program: Program, _settle: Settle) -> QWidget:
        program.pages.home.phones.show_maker(code)
        program.pages.home.show_phones()
        program.pages.home.phones.show_rows([])
        return program.window

    return show


def _doctor(facts: Facts) -> Callable[[Program, Settle], QWidget]:
    def show(program: Program, _settle: Settle) -> QWidget:
        phones = program.pages.home.phones
        program.pages.home.show_phones()
        phones.show_rows(list(facts.rows))
        phones.show_bus(facts.bus)
        phones.doctor.show_facts(facts)
        return program.window

    return show


def _own_server(program: Program, settle: Settle) -> QWidget:
    shown = _phones(DeviceRow("R58N12ABCDE", State.DEVICE, "device", "SM_A556B"))(program, settle)
    program.pages.home.phones.show_own_server(True)
    return shown


def _wireless(
    place: int = 0, trouble: AuditorError | None = None
) -> Callable[[Program, Settle], QWidget]:
    """The window without a network: what its control would show is shown by hand."""

    def show(program: Program, _settle: Settle) -> QWidget:
        phone = WirelessPhone("adb-A-1", "Pixel 8", "192.168.1.23:37251", "A")
        shown = WirelessWindow(
            program.pages.home.phones.labels, program.pages.home.phones.theme, program.window
        )
        shown.open_with([phone])
        shown.findChild(QTabWidget).setCurrentIndex(place)
        shown.show_offer("WIFI:T:ADB;S:studio-abcdefghij;P:p4sSw0rd1234;;")
        if trouble is not None:
            shown.show_step(Step.CONNECT)
            shown.show_error(trouble, can_type_address=True)
        return shown

    return show


def _debugging(state: Debugging) -> Callable[[Program, Settle], QWidget]:
    def show(program: Program, _settle: Settle) -> QWidget:
        phones = program.pages.home.phones
        shown = DebuggingWindow(phones.labels, phones.theme, program.window)
        shown.open_for("samsung", can_show=True)
        shown.show_state(state)
        if state is Debugging.ON:
            shown.findChild(QAbstractButton, "debuggingShow").click()
            shown.show_error(no_device("R58N12ABCDE"))
        return shown

    return show


def _after_work(program: Program, settle: Settle) -> QWidget:
    program.window.show_page(Page.HOME)
    settle()
    program.pages.home.case.show_after_work(True)
    return program.window


def _wireless_done(program: Program, settle: Settle) -> QWidget:
    shown = _wireless(1)(program, settle)
    shown.show_connected("192.168.1.23:37251", "Pixel 8")
    return shown


def _no_server(program: Program, _settle: Settle) -> QWidget:
    program.pages.home.show_phones()
    error = NoServer(
        "No adb program was found on this computer.",
        "Install Android's platform-tools (on Debian and Ubuntu: apt install adb).",
    )
    program.pages.home.phones.show_trouble(error)
    return program.window


def _reading(program: Program, _settle: Settle) -> QWidget:
    home = program.pages.home
    home.show_reading()
    home.reading.begin("Reading the phone")
    home.reading.show_progress(Progress(40, 100, f"appops_history {12 * MIB}"))
    home.reading.end()
    return program.window


def _error(program: Program, _settle: Settle) -> QWidget:
    error = StoreError(
        "There is no folder /media/disk/cases/phone.",
        "Check the path and that its disk is connected, or make a new case.",
    )
    program.window.messages.show_error(error, "Choose", lambda: None)
    return program.window


def _damaged(program: Program, _settle: Settle) -> QWidget:
    case = Path("/media/disk/cases/phone")
    error = DamagedCase(f"The file {case}/case.db is damaged or is not a case.", REBUILD)
    error.case_dir = case
    program.window.messages.show_error(error)
    return program.window


def _rebuilding(program: Program, _settle: Settle) -> QWidget:
    program.actions.rebuilding_began.emit()
    program.pages.home.reading.show_progress(Progress(40, 100, f"appops_history {12 * MIB}"))
    program.pages.home.reading.end()
    return program.window


def _rebuilt(program: Program, _settle: Settle) -> QWidget:
    report = LoadReport("20250501T120000Z", 3100, 0, 0, [], 40, 0)
    left_out = (LeftOut("20250502T080000Z", ""),)
    kept = (Kept("own_marks", 12, is_whole=False), Kept("evidence", 3), Kept("dismissals", 1))
    aside = Path("/media/disk/cases/phone/case.db.damaged-20250503T090000Z")
    program.actions.rebuilt.emit(Rebuilt((report,), left_out, kept, (), 2, aside))
    return program.window


def _bug(program: Program, _settle: Settle) -> QWidget:
    try:
        raise KeyError
    except KeyError as error:
        report = bug_report(KeyError, error, error.__traceback__)
    dialog = BugDialog(report, program.window)
    dialog.show()
    return dialog


def _press(program: Program, name: str) -> None:
    _part(program, QAbstractButton, name).click()


def _part(program: Program, kind: type[QObject], name: str):
    found = program.window.findChild(kind, name)
    assert found is not None, f"there is no {kind.__name__} named {name}"
    return found


def _menu(program: Program, menu: QMenu) -> QWidget:
    menu.popup(program.window.mapToGlobal(program.window.rect().center()))
    return menu


def _main_menu(program: Program, _settle: Settle) -> QWidget:
    return _menu(program, _menu_of(program))


def _menu_of(program: Program) -> QMenu:
    return _part(program, QToolButton, "mainMenu").menu()


def _inner_menu(place: int) -> Callable[[Program, Settle], QWidget]:
    def show(program: Program, _settle: Settle) -> QWidget:
        inner = [each.menu() for each in _menu_of(program).actions() if each.menu()]
        return _menu(program, inner[place])

    return show


def _chip_menu(name: str) -> Callable[[Program, Settle], QWidget]:
    def show(program: Program, _settle: Settle) -> QWidget:
        return _menu(program, _part(program, Chip, name).menu())

    return show


def _keys(program: Program, settle: Settle) -> QWidget:
    program.window.show_page(Page.TIMELINE)
    settle()
    program.window.open_keys()
    return program.window.keys_window


def _about(program: Program, _settle: Settle) -> QWidget:
    program.about.open_about()
    return program.about


def _licences(program: Program, settle: Settle) -> QWidget:
    program.about.open_about()
    program.about.show_licences()
    settle()
    return program.about


def _palette(program: Program, settle: Settle) -> QWidget:
    program.window.show_page(Page.TIMELINE)
    settle()
    program.window.open_palette()
    return program.window.palette_window


def _timeline(program: Program, settle: Settle):
    program.window.show_page(Page.TIMELINE)
    settle()
    page = program.pages.timeline
    page.view.build_plot()
    settle()
    return page


def _details(program: Program, settle: Settle) -> QWidget:
    page = _timeline(program, settle)
    program.session.select(page.table.events.event_id(0))
    settle()
    return program.window


def _range(program: Program, settle: Settle) -> QWidget:
    page = _timeline(program, settle)
    whole = page.view.stage.whole()
    middle = whole.begin_ms + (whole.end_ms - whole.begin_ms) // 2
    page.view.stage.select_range(TimeRange(middle, whole.end_ms))
    settle()
    return program.window


def _both_panels(program: Program, settle: Settle) -> QWidget:
    _range(program, settle)
    return _details(program, settle)


def _open_lanes(program: Program, settle: Settle) -> QWidget:
    page = _timeline(program, settle)
    for number in (2, 1, 0):
        page.view.stage.toggle(number)
    settle()
    return program.window


def _no_match(program: Program, settle: Settle) -> QWidget:
    _timeline(program, settle)
    program.session.set_filter(replace(program.session.filter, text="nothing is called this"))
    settle()
    return program.window


def _without_table(program: Program, settle: Settle) -> QWidget:
    _timeline(program, settle)
    _press(program, "toggleTable")
    settle()
    return program.window


def _live(state: WatchState) -> Callable[[Program, Settle], QWidget]:
    def show(program: Program, settle: Settle) -> QWidget:
        bar = _timeline(program, settle).live_bar
        bar.show_as(True, bar.sentence(state))
        settle()
        return program.window

    return show


def _live_menu(program: Program, settle: Settle) -> QWidget:
    return _menu(program, _timeline(program, settle).live_bar.bell.menu())


def _mark(program: Program, settle: Settle) -> QWidget:
    page = _timeline(program, settle)
    page.view.stage.step(-1)
    page.notes.edit(None)
    return page.notes._editor


def _export_menu(program: Program, settle: Settle) -> QWidget:
    return _menu(program, _timeline(program, settle).saving.menu())


def _lane_menu(program: Program, settle: Settle) -> QWidget:
    return _menu(program, _timeline(program, settle).view.lane_menu(0))


def _pebble(program: Program) -> tuple[str, int, str]:
    """Find it by its uid: a phone that lies calls it something else."""
    assert program.session.case is not None
    key = next(each for each in program.session.case.apps if each.uid == PEBBLE[1])
    return key.device_id, key.uid, key.package


def _app(program: Program, settle: Settle) -> QWidget:
    program.window.show_page(Page.APPS)
    settle()
    program.window.page_widget.show_app(_pebble(program))
    settle()
    return program.window


def _app_settings(program: Program, settle: Settle) -> QWidget:
    _app(program, settle)
    _press(program, "appSettings")
    return program.window


def _lock(program: Program, settle: Settle) -> QWidget:
    program.locks.lock()
    window = program.locks.shown
    assert window is not None
    window.first.setText("four words of mine")
    return window


def _unlock_failed(program: Program, _settle: Settle) -> QWidget:
    program.locks.open(Path("/media/disk/cases/phone.lockedcase"))
    window = program.locks.shown
    assert window is not None
    text = "That is not the passphrase of phone.lockedcase."
    step = "Try again; mind capital letters and the layout of the keyboard."
    window.end_work(UsageError(text, step))
    return window


def _locking(program: Program, settle: Settle) -> QWidget:
    window = _lock(program, settle)
    window.show_work(QCoreApplication.translate("LockControl", "Locking the case …"))
    window.show_progress(Progress(40, 100, "lock"))
    return window


def _keep_more(standing: Standing, api: int = 35) -> Callable[[Program, Settle], QWidget]:
    def show(program: Program, _settle: Settle) -> QWidget:
        window = _keep_more_window(program)
        window.show_found(_found(standing, api))
        return window

    return show


def _keep_more_window(program: Program) -> KeepMoreWindow:
    """The window, deaf to what the sample phone answers: it stands otherwise."""
    program.keeping.open()
    program.keeping.leave()
    assert program.keeping.shown is not None
    return program.keeping.shown


def _found(standing: Standing, api: int) -> Found:
    ops = ",".join(map(str, op_codes(api, None)))
    plain = [KeyChange(OPS_LIST, None, ops)]
    longer = [KeyChange(CUTOFF, None, "2592000000"), *plain]
    told = PhoneChange("1", "SAMPLE-1", "on", "done", 1_750_000_000_000, "window", keys=longer)
    is_told = standing in (Standing.ON, Standing.RESET)
    values = {CUTOFF: None, OPS_LIST: ops if standing is Standing.ON else None}
    device = DeviceInfo("SAMPLE-1", "SAMPLE-1", True, api=api)
    if standing is Standing.NOT_POSSIBLE:
        return Found(Status(device, standing, {}, None), [], [], None)
    status = Status(device, standing, values, told if is_told else None)
    seen = Seen(2, 1234) if is_told else None
    return Found(status, plain, longer, seen, done="on" if standing is Standing.ON else "")


def _keep_more_failed(program: Program, _settle: Settle) -> QWidget:
    window = _keep_more_window(program)
    text = "The phone did not take it: its maker does not let ADB change this."
    step = "Nothing was changed. Read the phone often instead: each reading adds what is new."
    window.show_error(NotReady(text, step))
    return window


def _keep_more_sample(program: Program, settle: Settle) -> QWidget:
    """As the sample phone itself answers."""
    program.keeping.open()
    settle()
    assert program.keeping.shown is not None
    return program.keeping.shown


def _bundle(program: Program, settle: Settle) -> QWidget:
    _app(program, settle)
    _press(program, "appBundle")
    settle()
    return program.bundles.shown


def _bundle_written(program: Program, settle: Settle) -> QWidget:
    window = _bundle(program, settle)
    window.show_written(Path("/media/disk/evidence/pebble-chat.zip"), "0123456789abcdef" * 4, True)
    return window


def _bundle_failed(program: Program, settle: Settle) -> QWidget:
    window = _bundle(program, settle)
    window.show_error(StoreError("The disk is full.", "Make room, then save again."))
    return window


def _check(*problems: Problem) -> Callable[[Program, Settle], QWidget]:
    """A window about a bundle that was checked; its paths are whatever its maker chose."""

    def show(program: Program, settle: Settle) -> QWidget:
        path = Path("/media/disk/evidence/pixel-8-com.pebblechat.messenger.auditor.zip")
        found = Verification("0123456789abcdef" * 4, 61, True, problems, "ab" * 32, None, True)
        window = program.check.make_window()
        window.open_about(path)
        window.show_checked(Checked(path, found, problems))
        settle()
        return window

    return show


_DIFFERENCES = (
    Problem("changed", "derived/events.jsonl"),
    Problem("pointer", "derived/events.jsonl", "line 1,204"),
    Problem("extra", f"captures/{'a-very-long-name-' * 12}.json"),
)


def _captures(place: int) -> Callable[[Program, Settle], QWidget]:
    def show(program: Program, settle: Settle) -> QWidget:
        program.window.show_page(Page.CAPTURES)
        settle()
        program.window.page_widget.tabs.setCurrentIndex(place)
        settle()
        return program.window

    return show


def _delete(program: Program, settle: Settle) -> QWidget:
    program.window.show_page(Page.CAPTURES)
    settle()
    _press(program, "deleteCapture")
    return program.window


def _sessions(program: Program, settle: Settle) -> QWidget:
    """The page with two sessions of the case."""
    case = program.session.case.path
    with Store.open(case) as store:
        if not trials(store):
            app = TrialApp(*_pebble(program))
            last_ms = max(each.started_ms for each in captures(store))
            for begin_ms in (last_ms - 8 * DAY_MS, last_ms - 4 * DAY_MS):
                number = begin(store, own_plan("recommended"), [app], begin_ms, "an update").id
                for place, (kind, text) in enumerate(_CLICKS):
                    at_ms = begin_ms + place * DAY_MS // 8
                    when = MarkTime(at_ms, Clock.PHONE, at_ms, 8, at_ms, at_ms + 16, at_ms)
                    add_click(store, number, kind, text, {app.device_id: when})
                end(store, number, begin_ms + DAY_MS)
    program.window.show_page(Page.SESSIONS)
    program.actions.open_case(case)
    settle()
    return program.window


_CLICKS = (
    (MarkKind.FIRST_LAUNCH, ""),
    (MarkKind.PERMISSION_ASKED, "microphone"),
    (MarkKind.AGREE, ""),
    (MarkKind.HOME_PRESSED, ""),
    (None, "it opened another app by itself"),
)


def _no_sessions(program: Program, settle: Settle) -> QWidget:
    program.window.show_page(Page.SESSIONS)
    settle()
    return program.window


def _session_setup(program: Program, settle: Settle) -> QWidget:
    _sessions(program, settle)
    page = program.window.page_widget
    page.setup.choose_app(_pebble(program)[2])
    _press(program, "trialNew")
    return program.window


def _session_running(program: Program, settle: Settle) -> QWidget:
    _sessions(program, settle)
    page = program.window.page_widget
    ended = page._sessions[0]
    page._replace(replace(ended, ended_ms=None, step="idle", takes_screenshots=True))
    return program.window


def _session_tab(place: int) -> Callable[[Program, Settle], QWidget]:
    def show(program: Program, settle: Settle) -> QWidget:
        _sessions(program, settle)
        results = program.window.page_widget.results
        results.tabs.setCurrentIndex(place)
        settle()
        return program.window

    return show


def _session_timelines(program: Program, settle: Settle) -> QWidget:
    """Both timelines of a comparison, with a record selected on the lower one."""
    _session_tab(5)(program, settle)
    comparison = program.window.page_widget.results.comparison
    comparison.tabs.setCurrentIndex(1)
    settle()
    comparison.timelines.views[1].stage.step(1)
    settle()
    return program.window


def _drop(program: Program, _settle: Settle) -> QWidget:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/media/disk/bugreport.zip")])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
    program.window.dragEnterEvent(QDragEnterEvent(QPoint(50, 50), copy, files, left, none))
    return program.window


def _notice(program: Program, _settle: Settle) -> QWidget:
    program.home.forget((Path("/media/disk/cases/phone"),))
    return program.window


_WITHOUT_CASE: dict[str, Callable[[Program, Settle], QWidget]] = {
    "connect-two": _phones(
        DeviceRow("R58N12ABCDE", State.DEVICE, "device", "SM_A556B"),
        DeviceRow("0123456789ABCDEF", State.UNAUTHORIZED, "unauthorized", "Pixel_8"),
    ),
    "connect-no-server": _no_server,
    "connect-own-server": _own_server,
    "wireless-known": _wireless(),
    "wireless-qr": _wireless(1),
    "wireless-code": _wireless(2),
    "wireless-failed": _wireless(2, why_not_connected("", Address("192.168.1.23", 37251))),
    "wireless-done": _wireless_done,
    "debugging-on": _debugging(Debugging.ON),
    "debugging-off": _debugging(Debugging.OFF),
    "debugging-unknown": _debugging(Debugging.UNKNOWN),
    "reading": _reading,
    "notice": _notice,
    "error": _error,
    "damaged": _damaged,
    "rebuilding": _rebuilding,
    "rebuilt": _rebuilt,
    "bug": _bug,
    "drop": _drop,
    "menu": _main_menu,
    "about": _about,
    "licences": _licences,
    "menu-look": _inner_menu(0),
    "menu-language": _inner_menu(1),
}
_WITH_CASE: dict[str, Callable[[Program, Settle], QWidget]] = {
    "chip-span": _chip_menu("chipSpan"),
    "chip-types": _chip_menu("chipTypes"),
    "chip-apps": _chip_menu("chipApps"),
    "chip-background": _chip_menu("chipBackground"),
    "chip-kinds": _chip_menu("chipKinds"),
    "chip-system": _chip_menu("chipSystem"),
    "keys": _keys,
    "palette": _palette,
    "details": _details,
    "range": _range,
    "range-and-details": _both_panels,
    "open-lanes": _open_lanes,
    "no-match": _no_match,
    "without-table": _without_table,
    "live": _live(
        WatchState(
            WatchStanding.WATCHING,
            1_780_000_000_000,
            pace=Pace(1_780_000_000_000, 10_000, "battery"),
        )
    ),
    "live-away": _live(WatchState(WatchStanding.AWAY, 1_780_000_000_000, "unauthorized")),
    "menu-live": _live_menu,
    "mark": _mark,
    "menu-export": _export_menu,
    "menu-lane": _lane_menu,
    "app": _app,
    "app-settings": _app_settings,
    "lock": _lock,
    "locking": _locking,
    "unlock-failed": _unlock_failed,
    "keep-more": _keep_more(Standing.OFF),
    "keep-more-16": _keep_more(Standing.OFF, 36),
    "keep-more-on": _keep_more(Standing.ON),
    "keep-more-reset": _keep_more(Standing.RESET),
    "keep-more-impossible": _keep_more(Standing.NOT_POSSIBLE, 30),
    "keep-more-failed": _keep_more_failed,
    "keep-more-sample": _keep_more_sample,
    "bundle": _bundle,
    "bundle-written": _bundle_written,
    "bundle-failed": _bundle_failed,
    "check": _check(),
    "check-differs": _check(*_DIFFERENCES),
    "comparison": _captures(1),
    "not-understood": _captures(2),
    "delete": _delete,
    "session-none": _no_sessions,
    "session-uses": _session_tab(0),
    "session-comparison": _session_tab(5),
    "session-timelines": _session_timelines,
    "session-setup": _session_setup,
    "session-running": _session_running,
    "after-work": _after_work,
}
