"""What lies in the frozen folder: whose it is, under which licence, and its CycloneDX list (SBOM).

Worked out from the sources that PyInstaller names (sources.json, written by frozen.spec): each file
belongs to an installed package, to Python, to PyInstaller or to a package of the system (dpkg).
A file that belongs to nobody stops the build: nothing goes in unnamed.
"""

import json
import re
import subprocess
import sys
import sysconfig
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import kit
from product import PACKAGE, __version__, epoch

from auditor import licences
from auditor.licences import Part

SOURCES = kit.FROZEN.parent / "sources.json"
SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")
SPACE = uuid.UUID("6f1f4ad1-0ad5-4b1e-9a3a-9a1e5a0f6c11")  # made once; names of ours lie in it


def read() -> tuple[list[Part], dict[str, Path]]:
    """Give all parts of the folder, and where each of its native files came from."""
    given = {name: Path(source) for name, source in json.loads(SOURCES.read_text("utf-8")).items()}
    owners = _owners(given.values())
    ours = [each for each in owners.values() if isinstance(each, Distribution)]
    named = {each.metadata["Name"]: each for each in (*ours, distribution("pyinstaller"))}
    others = {each.name: each for each in owners.values() if isinstance(each, Part)}
    found = (*licences.of_distributions(named.values()), *others.values())
    return list(licences.in_order(found)), given


def write_licences(found: list[Part]) -> None:
    """Put the list where the window looks for it, and the page beside the programs."""
    place = kit.FROZEN / "_internal" / "auditor" / "licences" / licences.PACKED
    place.write_text(licences.to_json(found), encoding="utf-8", newline="\n")
    page = licences.page(found, __version__)
    (kit.FROZEN / "licences.html").write_text(page, encoding="utf-8", newline="\n")


def _owners(sources: Iterable[Path]) -> dict[Path, Distribution | Part]:
    by_file = {
        Path(str(each.locate_file(path))).resolve(): each
        for each in distributions()
        for path in each.files or ()
    }
    python = Path(sysconfig.get_path("stdlib")).resolve()
    found: dict[Path, Distribution | Part] = {}
    unknown = []
    for source in sorted(set(sources)):
        path = source.resolve()
        if owner := by_file.get(path) or _beside(path, by_file):
            found[source] = owner
        elif path.is_relative_to(python) or path.name.startswith("libpython"):
            found[source] = _python(python)
        elif path.is_relative_to(kit.PROJECT):
            found[source] = distribution(PACKAGE)
        elif owner := _system_package(path):
            found[source] = owner
        else:
            unknown.append(str(source))
    if unknown:
        raise SystemExit("Nobody is known to own: " + ", ".join(unknown))
    return found


def _beside(path: Path, by_file: dict[Path, Distribution]) -> Distribution | None:
    """Find the owner of a file that was made on installation, as the .pyc of a .py."""
    return by_file.get(path.parent.parent / f"{path.name.partition('.')[0]}.py")


def _python(library: Path) -> Part:
    places = (library / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt")
    file = next((path for path in places if path.is_file()), None)
    if file is None:  # Debian keeps it elsewhere
        name = f"libpython{sys.version_info.major}.{sys.version_info.minor}-stdlib"
        file = Path("/usr/share/doc") / name / "copyright"
    text = file.read_text(encoding="utf-8")
    return Part("Python", sys.version.split()[0], "PSF-2.0", text)


def _system_package(path: Path) -> Part | None:
    """Describe the Debian package of a file; a library of /lib may be listed without its /usr."""
    for name in (str(path), str(path).removeprefix("/usr")):
        done = subprocess.run(["dpkg", "-S", name], capture_output=True, text=True, check=False)
        if not done.returncode:
            package = done.stdout.split(": ")[0].split(",")[0].strip()
            return _debian(package)
    return None


def _debian(package: str) -> Part:
    plain = package.partition(":")[0]
    version = kit.run(["dpkg-query", "-W", "-f", "${Version}", package])
    text = (Path("/usr/share/doc") / plain / "copyright").read_text(encoding="utf-8")
    named = dict.fromkeys(re.findall(r"^License: *(\S.*)$", text, re.M))
    return Part(plain, version, "; ".join(named)[:200], text, "Debian")


def bill_of_materials(found: list[Part], sources: dict[str, Path]) -> str:
    """Write the parts, and every native file with its hash, as CycloneDX 1.6 in JSON."""
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import ComponentType
    from cyclonedx.output import make_outputter
    from cyclonedx.schema import OutputFormat, SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    bom = Bom()
    about, *others = found
    bom.metadata.component = _component(about, ComponentType.APPLICATION)
    bom.metadata.timestamp = datetime.fromtimestamp(epoch(), UTC)
    bom.metadata.tools.components.clear()
    bom.metadata.tools.tools.clear()
    for part in others:
        bom.components.add(_component(part, ComponentType.LIBRARY))
    for crate in _crates():
        bom.components.add(crate)
    for name in sorted(sources):
        path = kit.FROZEN / "_internal" / name
        if path.is_file() and not path.is_symlink():
            bom.components.add(_file(name, path))
    bom.register_dependency(bom.metadata.component, bom.components)
    told = " ".join(sorted(str(each.bom_ref) for each in bom.components))
    bom.serial_number = uuid.uuid5(SPACE, f"{__version__} {told}")
    text = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1)
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise SystemExit(f"The list is no valid CycloneDX: {error}")
    return text + "\n"


def _component(part: Part, kind):
    from cyclonedx.factory.license import LicenseFactory
    from cyclonedx.model.component import Component
    from packageurl import PackageURL

    origin = {"Debian": ("deb", "debian"), "": ("pypi", None)}.get(part.within, ("generic", None))
    name = part.name.lower().replace("_", "-") if origin[0] == "pypi" else part.name
    if part.name == "Python":
        origin = ("generic", None)
    url = PackageURL(origin[0], origin[1], name, part.version or None)
    made = Component(
        type=kind, name=part.name, version=part.version or None, purl=url, bom_ref=str(url)
    )
    if part.licence:
        factory = LicenseFactory()
        is_spdx = SPDX.fullmatch(part.licence) is not None
        make = factory.make_from_string if is_spdx else factory.make_with_name
        made.licenses.add(make(part.licence))
    return made


def _crates():
    """Take over what the makers of native packages list in their own wheels (PEP 770)."""
    from cyclonedx.model.component import Component, ComponentType
    from packageurl import PackageURL

    urls = set()
    for each in licences.installed():
        for path in each.files or ():
            if "/sboms/" in path.as_posix() and path.suffix == ".json":
                told = json.loads(path.read_text(encoding="utf-8"))
                urls |= {one["purl"] for one in told.get("components", ()) if "purl" in one}
    for text in sorted(urls):
        url = PackageURL.from_string(text.partition("?")[0])
        yield Component(
            type=ComponentType.LIBRARY, name=url.name, version=url.version, purl=url, bom_ref=text
        )


def _file(name: str, path: Path):
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.component import Component, ComponentType

    made = HashType(alg=HashAlgorithm.SHA_256, content=kit.sha256(path))
    return Component(type=ComponentType.FILE, name=name, hashes=[made], bom_ref=f"file:{name}")
