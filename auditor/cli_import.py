"""The command `import`: other people's files into a case."""

from pathlib import Path

from auditor.cli_load import load_and_tell
from auditor.cli_options import iso_time
from auditor.cli_support import running_task
from auditor.importers import import_paths as copy_paths
from auditor.new_case import filled_case


def import_paths(
    paths: tuple[Path, ...],
    case: Path,
    timezone: str | None,
    captured_at: str | None,
    package: str | None,
) -> None:
    """Copy files into a case as captures, load them and say what they brought."""
    captured_at_ms = iso_time(captured_at, timezone) if captured_at else None
    with running_task() as task, filled_case(case) as store:
        manifests = copy_paths(paths, case, timezone, captured_at_ms, task, package=package)
        for manifest in manifests:
            load_and_tell(store, store.captures_dir / manifest.capture_id, task)
