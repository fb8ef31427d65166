"""What the usage history shows of the system's dialogs, worked out from the visits alone."""

from collections.abc import Iterable, Iterator

from auditor.sample.days import Visit

ASKS = "com.android.permissioncontroller"
ASKING = "com.candyburst.puzzle"


def resumed(visits: Iterable[Visit], api: int) -> Iterator[tuple[int, int, str]]:
    """User, time and package of whatever came to the front: a visit, a dialog, the app again."""
    for visit in visits:
        user, package = visit.who.user, visit.who.package
        yield user, visit.begin, package
        if package == ASKING and api >= 29 and visit.end - visit.begin >= 8000:
            yield user, visit.begin + 1530, ASKS
            yield user, visit.begin + 4520, package
