"""Which command printed a text, told from the text."""

import gzip
from io import BytesIO
from pathlib import Path

import pytest

from auditor.importers.kinds import recognise
from auditor.parsers.lines import decode_lines
from tests.conftest import shared_or_skip


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Current AppOps Service state:\n  Uid u0a1:\n", "appops"),
        ("Current AppOps Service state:\n", "appops"),
        ("Unknown option: --x\nCurrent AppOps Service state:\n  Uid 1000:\n", "appops"),
        ("Current AppOps Service state:\n  Uid 0:\n\n  History:  mode=X\n", "appops"),
        ("Current AppOps Service state:\n\n  History:  mode=HISTORICAL_MODE\n", "appops_history"),
        ("Discrete accesses: \n  Largest chain id: 0\n", "appops_history"),
        ("\n\n  History:  mode=HISTORICAL_MODE_DISABLED\n", "appops_history"),
        ("Packages:\n  Package [a.b] (1f):\n", "package_dump"),
        ("Activity Resolver Table:\n", "package_dump"),
        ("package:/data/app/a.apk=a.b  installer=null uid:10100\n", "packages"),
        ("package:a.b\n", "packages_no_uid"),
        ("Users:\n\tUserInfo{0:Owner:c13} running\n", "users"),
        ("user=0 \n  Last 24 hour events (beginTime=1 endTime=2 )\n", "usagestats"),
        ("\n== Service global info: ==\n", "camera"),
        ("[ro.product.model]: [X]\n", "getprop"),
        ("User Level Hibernation States, user=0 \n", "app_hibernation"),
        ("SENSOR PRIVACY MANAGER STATE (dumpsys sensor_privacy)\n", "sensor_privacy"),
        ("system,com.example.a,10021\n", "deviceidle"),
        ("  Whitelist (except idle) system apps:\n", "deviceidle"),
        ("Active interfaces:\n  iface=wlan0\n", "netstats"),
        ("v1,1746000000,1746093600\nuid\n", "netstats"),
        ("POWER MANAGER (dumpsys power)\n", "power"),
        ("11-20 10:00:00.000  1  2 D Chat: am_kill\n", None),
        ("--------- beginning of x\n11-20 10:00:00.001  1  2 I am_kill : [0]\n", "process_events"),
        ("CAMERA: allow; time=+1s0ms ago\n", "appops_get"),
        ("MODE: default\n\n== Service global info: ==\n", "camera"),
        ("android_id=1\nlocation_mode=3\n", "settings_list"),
        ("hello\n", None),
        ("", None),
        ("Proto: Packages: here\n", None),
    ],
)
def test_a_text_is_recognised_by_its_own_words(text: str, kind: str | None) -> None:
    assert recognise(text.splitlines()) == kind


CORPUS = {
    "appops": "appops",
    "package": "package_dump",
    "usagestats": "usagestats",
    "camera": "camera",
    "audio": "audio",
}


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "kind"), CORPUS.items())
def test_real_dumps_are_recognised(folder: str, kind: str) -> None:
    wrong = {}
    for path in sorted(shared_or_skip("corpus", folder).iterdir()):
        wanted = "appops_get" if path.name.startswith("appops-get-") else kind
        with path.open("rb") as stream:
            found = recognise(decode_lines(stream))
        if found != wanted:
            wrong[path.name] = found

    assert wrong == {}


@pytest.mark.shared
def test_dumps_of_the_platforms_own_code_are_recognised_and_its_help_is_not() -> None:
    wrong = {}
    for path in sorted(shared_or_skip("aosp").glob("*-1.txt.gz")):
        data = gzip.decompress(path.read_bytes())
        found = recognise(decode_lines(BytesIO(data)))
        starts = (b"\nCurrent AppOps Service state:\n", b"\nUID|PACKAGE_NAME|")
        is_dump = any(start in b"\n" + data for start in starts)
        if (found in {"appops", "appops_history"}) != is_dump:
            wrong[path.name] = found

    assert wrong == {}


@pytest.mark.shared
def test_other_texts_are_not_taken_for_dumps() -> None:
    found = {}
    for name in ("am-dumpsys-activity-services.txt", "android9-appops-xml.txt"):
        path: Path = shared_or_skip("corpus", "other", name)
        with path.open("rb") as stream:
            found[name] = recognise(decode_lines(stream))

    assert set(found.values()) == {None}
