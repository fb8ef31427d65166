"""A made-up tree of USB devices, as the Linux kernel shows it in /sys, /dev and /proc."""

from dataclasses import dataclass, field
from pathlib import Path

ADB, FASTBOOT, PTP, RNDIS = (
    ("ff", "42", "01"),
    ("ff", "42", "03"),
    ("06", "01", "01"),
    ("e0", "01", "03"),
)
MTP, KEYBOARD, DISK, HUB = (
    ("ff", "ff", "00"),
    ("03", "01", "01"),
    ("08", "06", "50"),
    ("09", "00", "00"),
)


@dataclass
class UsbTree:
    """Three folders in place of /sys/bus/usb/devices, /dev/bus/usb and /proc."""

    root: Path
    count: int = field(default=0)

    @property
    def sysfs(self) -> Path:
        return self.root / "sys"

    @property
    def nodes(self) -> Path:
        return self.root / "dev"

    @property
    def processes(self) -> Path:
        return self.root / "proc"

    def plug(
        self,
        vendor: str,
        *interfaces: tuple[tuple[str, str, str], str],
        name: tuple[str, str] = ("Maker", "Phone"),
        driver: str | None = None,
    ) -> Path:
        """Plug a device in: its interfaces are (class, name) pairs; gives its node."""
        self.count += 1
        device = self.sysfs / f"1-{self.count}"
        told = {"idVendor": vendor, "idProduct": "4ee7", "busnum": "1", "devnum": str(self.count)}
        _write(device, told | {"manufacturer": name[0], "product": name[1]})
        for number, (kind, text) in enumerate(interfaces):
            place = device / f"{device.name}:1.{number}"
            fields = ("bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol")
            _write(
                place, dict(zip(fields, kind, strict=True)) | ({"interface": text} if text else {})
            )
            if driver and kind == ADB:
                (place / "driver").symlink_to(self.root / "drivers" / driver)
        node = self.nodes / "001" / f"{self.count:03d}"
        node.parent.mkdir(parents=True, exist_ok=True)
        node.touch()
        return node

    def hold(self, node: Path, pid: int, program: str) -> None:
        """Let a program have a device open."""
        _write(self.processes / str(pid), {"comm": program})
        (self.processes / str(pid) / "fd").mkdir()
        (self.processes / str(pid) / "fd" / "7").symlink_to(node)


def _write(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text + "\n", encoding="utf-8")
