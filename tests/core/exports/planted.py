"""A case full of what must never leave the computer, in the places where a phone would print it."""

import getpass
import hashlib
import json
import re
import shutil
import socket
from pathlib import Path

from auditor import notes, phone_changes
from auditor.app_page import choose_app
from auditor.importers import import_paths
from auditor.load import load_capture
from auditor.manifest import MANIFEST
from auditor.phone_changes import CASE_LOG, PhoneChange
from auditor.store import Store
from auditor.trials.keeping import add_click, add_screenshot, begin, end
from auditor.trials.plan_files import own_plan
from auditor.trials.records import Clock, MarkTime, Screenshot, TrialApp
from tests.core.bundle.conftest import sample_case

APP = "com.pebblechat.messenger"
OTHER = "com.heronmail.inbox"  # an app that the choice is not about and that is no proxy
SERIAL = "R58PLANTED7X"
SECRETS = {
    "serial": SERIAL,
    "boot serial": "PLANTEDBOOT9",
    "imei": "356938035643809",
    "imsi": "460001234567890",
    "android id": "9774d56d682e549c",
    "mac": "a4:50:46:de:ad:01",
    "account": "planted.jane@example.com",
    "other account": "planted.work@example.org",
    "wifi": "PlantedWifi-5G",
    "bssid": "c0:ff:ee:12:34:56",
    "phone number": "+8613800138000",
    "bluetooth name": "Planted Janes Pixel",
    "profile": "Planted Jane Doe",
    "imported file": "planted-jane-doe-phone",
    "own mark": "planted words beside a mark",
    "title of a test session": "planted title of a session",
    "text of a test session": "planted words of a tester",
    "screenshot": "planted picture of a screen",
    "user": "planteduser",
    "host": "plantedhost",
    "home": "plantedhome",
    "activity of another app": "PlantedSecretActivity",
}
# The phone was told to keep more, by this person.
TOLD = PhoneChange(
    "planted", SERIAL, "on", "done", 1_600_000_000_000, "window", ["contacts"], who=SECRETS["user"]
)
# Lines that dumps of these services hold for a whole phone, and lines about another app.
_LINES = f"""
    [ro.serialno]: [{SECRETS["serial"]}]
    [ro.boot.serialno]: [{SECRETS["boot serial"]}]
    Account {{name={SECRETS["account"]}, type=com.google}}
    mImei={SECRETS["imei"]} mSubscriberId={SECRETS["imsi"]} line1={SECRETS["phone number"]}
    android_id={SECRETS["android id"]} bluetooth_name={SECRETS["bluetooth name"]}
    SSID: "{SECRETS["wifi"]}" BSSID: {SECRETS["bssid"]} MAC: {SECRETS["mac"]}
    {OTHER}/.{SECRETS["activity of another app"]} owner {SECRETS["other account"]}
"""


def planted_case(folder: Path) -> Path:
    """Make the case under a home folder that tells its owner; everything is loaded."""
    case = folder / SECRETS["home"] / SECRETS["user"] / "case"
    shutil.copytree(sample_case(folder / "honest", "34") / "captures", case / "captures")
    dump = folder / f"{SECRETS['imported file']}.txt"
    with Store.create(case) as store:
        for manifest in sorted((case / "captures").glob(f"*/{MANIFEST}")):
            capture = _plant(manifest)
            load_capture(store, capture)
            shutil.copyfile(capture / "raw" / "appops_all.txt", dump)
        for found in import_paths((dump,), case, device_id=SERIAL, timezone="Asia/Shanghai"):
            load_capture(store, case / "captures" / found.capture_id)
        phone_changes.add_to_log(case / CASE_LOG, TOLD)
        notes.add_mark(store, 1_700_000_000_000, SECRETS["own mark"], 0)
        _plant_sessions(store)
    return case


def _plant_sessions(store: Store) -> None:
    """Two test sessions with what a tester typed, and a screenshot."""
    app = TrialApp(*choose_app(store, APP))
    for number in (1, 2):
        begun_ms = 1_700_000_000_000 + number * 1_000_000
        begun = begin(
            store, own_plan("short"), [app], begun_ms, SECRETS["title of a test session"], True
        )
        when = {app.device_id: MarkTime(begun_ms, Clock.OFFSET, begun_ms)}
        add_click(store, begun.id, notes.MarkKind.FIRST_LAUNCH, "", when)
        add_click(store, begun.id, None, SECRETS["text of a test session"], when)
        end(store, begun.id, begun_ms + 60_000)
    data = SECRETS["screenshot"].encode()
    (store.path / "trials").mkdir()
    (store.path / "trials" / "shot.png").write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    shot = Screenshot(1, app.device_id, "trials/shot.png", sha256, len(data), 0)
    add_screenshot(store, 1, shot)


def _plant(manifest: Path) -> Path:
    """Make of a sample's capture one of a phone with a serial number, and plant the lines."""
    text = manifest.read_text(encoding="utf-8")
    told = json.loads(re.sub(r"SAMPLE-[0-9]+", SERIAL, text))
    told["device"]["is_sample"] = False
    told["files"] = [f for f in told["files"] if "permission_auditor_sample" not in f["name"]]
    for raw in told["files"]:
        path = manifest.parent / raw["file"]
        data = _planted(path.read_text(encoding="utf-8"), raw["command"])
        path.write_bytes(data)
        raw["size_bytes"], raw["sha256"] = len(data), hashlib.sha256(data).hexdigest()
    manifest.write_text(json.dumps(told), encoding="utf-8")
    return manifest.parent.rename(manifest.parent.with_name(told["capture_id"]))


def _planted(text: str, command: str) -> bytes:
    text = re.sub(r"SAMPLE-[0-9]+", SERIAL, text)
    text = re.sub(r'networkId="[^"]*"', f'networkId="{SECRETS["wifi"]}"', text)
    text = re.sub(r"UserInfo\{(\d+):[^:]*:", rf"UserInfo{{\1:{SECRETS['profile']}:", text)
    if command not in ("property", "setting", "date", "date_seconds", "uptime", "boot_id"):
        text += _LINES
    return text.encode()


def secrets_of(case: Path) -> dict[str, bytes]:
    """Everything to look for: what was planted, this computer, and what the case is called by."""
    told = [each for each in _of_this_computer() if len(each) > 5]  # shorter ones are in any file
    own = {f"computer {n}": each for n, each in enumerate(told)}
    names = {f"capture {n}": p.name for n, p in enumerate((case / "captures").iterdir())}
    return {key: each.encode() for key, each in (SECRETS | own | names).items()}


def _of_this_computer() -> list[str]:
    return [getpass.getuser(), socket.gethostname(), str(Path.home()), str(Path.cwd())]
