"""What the mouse and fingers do on the timeline, in words; `timeline_hands` does it."""

from ui.phrases import tr


def gestures() -> list[tuple[str, str]]:
    """What it does, and how."""
    return [
        (tr("Scroll the lanes"), tr("Wheel")),
        (tr("Zoom at the pointer"), tr("Ctrl + wheel, pinch, double click")),
        (tr("Go earlier or later"), tr("Shift + wheel, Shift + drag")),
        (tr("Select a span"), tr("Drag")),
        (tr("Select an event"), tr("Click")),
        (tr("Open or close a lane"), tr("Click on its name")),
        (tr("Move the view in the overview"), tr("Drag the brush")),
        (tr("Zoom in the overview"), tr("Drag an edge of the brush")),
    ]
