"""Apart from the table of commands that read records: the picture of a phone's screen.

It only reads, but what is on a screen is personal. Nothing but a test session whose person said yes
to screenshots runs it (auditor/trials/screenshots.py); each picture is noted in the case.
"""

from auditor.adb.commands import Command, Request, fill

PNG = b"\x89PNG\r\n\x1a\n"
SCREENSHOT = Command(
    "screenshot",
    "screencap -p",
    "a picture of what is on the phone's screen, as PNG",
    silence_s=15.0,
    total_s=60.0,
    size_bytes=64 << 20,
)
SCREENSHOTS = (SCREENSHOT,)


def screenshot_request() -> Request:
    """Give the command that pictures the screen."""
    return fill(SCREENSHOT, {})
