"""Names, icons and signers of 60 apps over a slow cable: seconds, commands and bytes.

    python -m benchmarks.bench_identify --apps 60 --mb-per-s 30 --latency-ms 20

Run it from the project's folder. The phone is a stand-in whose every answer takes the latency of
a command and the time its bytes need on the link. Its apps have tables of resources of 0.3 to
8 MB (3 MB in the mean), an icon in layers, and directories of 500 to 4,000 files; how large the
rest of a file is does not matter, as it is never read. The aim is 15 seconds for 60 apps.
"""

import argparse
import io
import random
import struct
import tempfile
import time
import zipfile
from functools import cache
from pathlib import Path

from auditor.adb.bridge import make_bridge
from auditor.adb.server import ServerAddress
from auditor.identity import icons, identify, identities
from auditor.manifest import Manifest, write_manifest
from auditor.records import DeviceInfo
from auditor.sample.adb_server import SampleServer
from auditor.sample.answers import Reply
from auditor.sample.apk_files import BLOCK, icon_files, manifest_of, resources_of
from auditor.sample.apk_signing import sign
from auditor.sample.apps import App, cast
from auditor.store import Store
from auditor.task import silent

SERIAL = "SAMPLE-BENCH"
FIRST_UID = 10_100


def main() -> None:
    """Print what 60 apps take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apps", type=int, default=60)
    parser.add_argument("--mb-per-s", type=float, default=30.0)
    parser.add_argument("--latency-ms", type=float, default=20.0)
    options = parser.parse_args()
    phone = SlowPhone(options.apps, options.mb_per_s, options.latency_ms)
    with tempfile.TemporaryDirectory() as folder, SampleServer(phone) as server:
        case = Path(folder) / "case"
        make_case(case, phone)
        bridge = make_bridge("adbutils", ServerAddress(port=server.port))
        for what in ("all new", "all known"):
            began, cpu = time.monotonic(), time.process_time()
            link = phone.link_s
            report = identify(bridge, SERIAL, case, None, silent())
            print(
                f"{what}: {time.monotonic() - began:.1f} s, of it {phone.link_s - link:.1f} s link,"
                f" {time.process_time() - cpu:.1f} s processor (phone's included);"
                f" {report.commands} commands, {report.bytes_read / 1e6:.0f} MB,"
                f" {report.read} read, {report.known} known, {report.failed} failed"
            )
        with Store.open(case, read_only=True) as store:
            named = sum(who.label is not None for who in identities(store).values())
            print(f"{named} names, {len(list(icons(store)))} icons")


class SlowPhone:
    """Answers `stat` and `dd` about made-up apps, as slowly as a cable does."""

    product, model, device, serial = "bench", "Bench", "bench", SERIAL

    def __init__(self, apps: int, mb_per_s: float, latency_ms: float) -> None:
        people = [app for app in cast() if not app.is_system]
        self.apps = {
            f"/data/app/~~{i:04d}==/{people[i % len(people)].package}{i}-x==/base.apk": (
                people[i % len(people)],
                i,
            )
            for i in range(apps)
        }
        self._per_byte_s = 1 / (mb_per_s * 1e6)
        self._latency_s = latency_ms / 1000
        self.link_s = 0.0
        for app, number in self.apps.values():
            large_apk(app, number)  # made before the clock runs

    def answer(self, line: str) -> Reply | None:
        """Answer one line after the time it would take."""
        output = self._output(line.split(" "), line)
        wait_s = self._latency_s + len(output) * self._per_byte_s
        self.link_s += wait_s
        time.sleep(wait_s)
        return Reply(output)

    def _output(self, words: list[str], line: str) -> bytes:
        if words[0] == "stat":
            rows = [f"{len(large_apk(*self.apps[path]))},1700000000,{path}\n" for path in words[3:]]
            return "".join(rows).encode()
        if words[0] == "dd":
            return b"".join(self._part(part) for part in line.split("; "))
        return f"{SERIAL}\n".encode() if words[-1] == "ro.serialno" else b""

    def _part(self, line: str) -> bytes:
        values = dict(word.split("=", 1) for word in line.replace("==", "\0\0").split(" ")[1:])
        path = values["if"].replace("\0\0", "==")
        begin = int(values["skip"]) * BLOCK
        return large_apk(*self.apps[path])[begin : begin + int(values["count"]) * BLOCK]


@cache
def large_apk(app: App, number: int) -> bytes:
    """An app of ordinary size in all that is read of it."""
    pick = random.Random(number)
    table = resources_of(app)
    filler = int(min(pick.lognormvariate(14.6, 0.8), 8e6)) // 4 * 4
    chunk = struct.pack("<HHI", 0x0FFF, 8, 8 + filler) + pick.randbytes(filler)
    size = struct.unpack_from("<I", table, 4)[0] + len(chunk)
    table = table[:4] + struct.pack("<I", size) + table[8:] + chunk
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        head = manifest_of(app, 1, "1", 34, f"{app.package}{number}")
        target.writestr("AndroidManifest.xml", head)
        target.writestr("resources.arsc", table)
        for name, data in icon_files(app):
            target.writestr(name, data)
        target.writestr("classes.dex", pick.randbytes(400_000))
        for i in range(pick.randrange(500, 4_000)):
            target.writestr(f"res/layout-v21/a_file_with_an_ordinary_name_{i}.xml", b"")
    return sign(stream.getvalue(), "v3", "bench")


def make_case(case: Path, phone: SlowPhone) -> None:
    """A case that lists the apps with their files, the most used first."""
    rows = [
        f"package:{path}={app.package}{number}  installer=null uid:{FIRST_UID + number}\n"
        for path, (app, number) in phone.apps.items()
    ]
    load_texts(case, {"packages": "".join(rows), "appops": appops_text(phone)})


def appops_text(phone: SlowPhone) -> str:
    """One camera access for each app, as Android 14 prints it."""
    lines = ["Current AppOps Service state:\n"]
    for app, number in phone.apps.values():
        lines += [
            f"  Uid u0a{number + 100}:\n",
            f"    Package {app.package}{number}:\n",
            "      CAMERA (allow): \n        null=[\n",
            "          Access: [top-s] 2025-01-01 10:00:00.000 (-1d0h0m0s0ms)\n        ]\n",
        ]
    return "".join(lines)


def load_texts(case: Path, texts: dict[str, str]) -> None:
    """Load texts as a reading of the phone."""
    import hashlib

    from auditor.load import load_capture
    from auditor.manifest import RawFile

    folder = case / "captures" / "bench"
    with Store.create(case) as store:
        (folder / "raw").mkdir(parents=True)
        files = []
        for name, text in texts.items():
            data = text.encode()
            (folder / "raw" / f"{name}.txt").write_bytes(data)
            files.append(
                RawFile(
                    name=name,
                    command=name,
                    parameters={"user": "0"} if name == "packages" else {},
                    line=name,
                    file=f"raw/{name}.txt",
                    size_bytes=len(data),
                    sha256=hashlib.sha256(data).hexdigest(),
                    started_utc_ms=1_735_800_000_000,
                    ended_utc_ms=1_735_800_001_000,
                    exit_code=0,
                    whole=True,
                    reason=None,
                    phone_before_ms=1_735_800_000_000,
                    phone_after_ms=1_735_800_001_000,
                )
            )
        device = DeviceInfo(SERIAL, SERIAL, True, api=34, zone="UTC", locale="zh-Hans-CN")
        manifest = Manifest("bench", device, "full", "adb", {}, 1_735_800_000_000,
                            1_735_800_001_000, files=files, outcome="whole")  # fmt: skip
        write_manifest(folder, manifest)
        load_capture(store, folder)


if __name__ == "__main__":
    main()
