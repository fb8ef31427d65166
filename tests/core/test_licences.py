"""Whose software is inside: nothing installed goes unnamed, and each has its text."""

from importlib.metadata import distribution, packages_distributions

from auditor import licences
from auditor.licences import Part


def test_all_that_is_installed_is_listed_with_licence_and_text() -> None:
    found = {part.name: part for part in licences.parts()}

    assert next(iter(found)) == licences.OURS
    assert found[licences.OURS].licence == "Apache-2.0"
    assert {"adbutils", "numpy", "cryptography", "typst", "PySide6_Essentials"} <= set(found)
    assert "pytest" not in found and "ruff" not in found
    for part in found.values():
        assert part.text.strip(), part.name
        assert part.licence or "licen" in part.text.lower(), part.name


def test_what_the_program_imports_is_among_them() -> None:
    named = {part.name for part in licences.parts()}

    for module in ("click", "lxml", "segno", "zeroconf", "xlsxwriter", "pyqtgraph", "shiboken6"):
        (package,) = packages_distributions()[module]
        assert distribution(package).metadata["Name"] in named


def test_what_packages_carry_without_a_word_is_named_too() -> None:
    carried = {part.name: part for part in licences.parts() if part.within}

    assert "GNU LESSER GENERAL PUBLIC LICENSE" in carried["Qt"].text
    assert "stands under Qt" in {p.name: p for p in licences.parts()}["shiboken6"].text
    assert "You may replace them" in carried["Qt"].text
    assert "Apache License" in carried["adb (Android Debug Bridge)"].text
    assert "SIL OPEN FONT LICENSE" in carried["Permission Auditor Sans"].text


def test_only_what_is_there_is_listed() -> None:
    found = licences.of_distributions([distribution("click")])

    assert [part.name for part in found] == ["click"]


def test_a_packed_list_is_read_as_it_was_written() -> None:
    given = (
        Part("permission-auditor", "1.2.3", "Apache-2.0", "text\nof 许可证"),
        Part("b", "", "", "x", "a"),
    )

    assert licences.from_json(licences.to_json(given)) == given


def test_the_page_holds_everything_and_no_markup_of_others() -> None:
    page = licences.page([Part("<b>evil</b>", "1", "MIT & more", "</pre><script>", "Qt")], "9.9")

    assert "&lt;b&gt;evil&lt;/b&gt; 1 (in Qt)" in page and "MIT &amp; more" in page
    assert "<script" not in page and page.count("<pre>") == page.count("</pre>") == 1
    assert "http" not in page
