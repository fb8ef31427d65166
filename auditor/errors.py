"""The whole exception tree: what the world can do to us, each with a sentence and a next step.

AuditorError                 the world's fault; shown to the person as it stands
├── DeviceError              no phone, or a phone that cannot be read        (exit code 3)
│   ├── NoServer             no ADB server could be reached or started
│   ├── NoDevice             no phone is connected, or the named one is not
│   ├── ManyDevices          several phones and none was named
│   ├── NotAuthorized        the phone has not allowed this computer
│   ├── NotReady             offline, no permissions, booting …
│   └── PairingFailed        a phone in the air could not be paired or connected
├── CaptureCut               the reading ended before it was whole           (exit code 4)
├── WrongFormat              a file is not what it was taken for             (exit code 5)
│   └── BeyondLimit          an archive that is made to harm: never passed over
├── StoreError               a case cannot be opened or written              (exit code 5)
│   ├── BusyCase             another program is writing into it: try again
│   ├── DamagedCase          its store is broken or lost; its raw files may be whole
│   ├── NewerCase            a case that a newer version of the program made
│   └── OlderCase            a case that must be brought up to date before it can be read
├── BundleError              a bundle cannot be opened, checked or written   (exit code 5)
└── UsageError               the request itself is off                       (exit code 2)

`Cancelled` (auditor.task) is not an error: somebody asked to stop (exit code 130).
Anything else that is raised is our fault: exit code 1, with a traceback.
Sentences are English here; auditor.error_words says them in the window's language. A test wants
every one in words/errors.zh_CN.toml.
"""

from pathlib import Path

CHECK_DISK = "Check that the disk is connected and has room, and that you may write there."


class AuditorError(Exception):
    """The world's fault. `sentence` says what happened, `next_step` what the person can do."""

    exit_code = 5

    def __init__(self, sentence: str, next_step: str = "") -> None:
        super().__init__(f"{sentence} {next_step}".strip())
        self.sentence = sentence
        self.next_step = next_step

    def __reduce__(self) -> tuple[type["AuditorError"], tuple[str, str]]:
        """Keep both parts when the error crosses from a child process."""
        return type(self), (self.sentence, self.next_step)


class DeviceError(AuditorError):
    """No phone, or a phone that cannot be read."""

    exit_code = 3


class NoServer(DeviceError):
    """No ADB server could be reached or started."""


class NoDevice(DeviceError):
    """No phone is connected, or the named one is not."""


class ManyDevices(DeviceError):
    """Several phones are connected and none was named."""


class NotAuthorized(DeviceError):
    """The phone has not allowed debugging from this computer."""


class NotReady(DeviceError):
    """The phone is listed but cannot be read: offline, no permissions, booting."""


class PairingFailed(DeviceError):
    """A phone could not be paired or connected without a cable."""


class CaptureCut(AuditorError):
    """The reading ended before it was whole; what was read by then is kept and marked."""

    exit_code = 4


class WrongFormat(AuditorError):
    """A file is not what it was taken for, or breaks a limit that protects the computer."""


class BeyondLimit(WrongFormat):
    """An archive breaks a limit that protects the computer: nothing of it is taken."""


class StoreError(AuditorError):
    """A case cannot be opened, read or written."""


class BusyCase(StoreError):
    """Another program is writing into a case; it can be tried again."""


class DamagedCase(StoreError):
    """The store of a case is broken or lost; its raw files may be whole.

    `case_dir` is where: a rebuild makes it anew.
    """

    def __init__(self, sentence: str, next_step: str = "", case_dir: Path | None = None) -> None:
        super().__init__(sentence, next_step)
        self.case_dir = case_dir

    def __reduce__(self) -> tuple[type[AuditorError], tuple[str, str, Path | None]]:  # type: ignore[override]
        """Keep all parts when the error crosses from a child process."""
        return type(self), (self.sentence, self.next_step, self.case_dir)


class NewerCase(StoreError):
    """A case that a newer version of the program made."""


class OlderCase(StoreError):
    """A case of an older version: opening it for writing brings it up to date."""


class BundleError(AuditorError):
    """An evidence bundle cannot be opened, checked or written."""


class UsageError(AuditorError):
    """The request itself is off: a bad time, an unknown data type, a missing folder."""

    exit_code = 2
