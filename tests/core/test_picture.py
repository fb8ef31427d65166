"""The timeline as a picture: legal SVG, honest shapes, readable colours, a font of its own."""

import struct
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from auditor import words
from auditor.errors import UsageError
from auditor.filters import EventFilter
from auditor.ops import UID_STATES
from auditor.picture import make_scene, timeline_svg, to_png, write_picture
from auditor.picture_colors import PALETTES, contrast
from auditor.picture_paint import Frame, fitting
from auditor.record_numbers import Record
from auditor.records import DataType, DeviceInfo, Kind, Source
from auditor.store import Store
from auditor.svg import Canvas, fit, fit_middle, safe, text_width
from tests.core.lives import (
    DAY,
    HOUR,
    MINUTE,
    NOW_MS,
    PHONE,
    SAMPLE,
    a_full_life,
    access,
    make_case,
    slot,
)

SVG = "{http://www.w3.org/2000/svg}"


def drawn(
    folder: Path,
    records: list[Record],
    device: DeviceInfo = PHONE,
    wanted: EventFilter = EventFilter(),
    size: tuple[int, int] = (1280, 800),
    lang: str = "en",
) -> ElementTree.Element:
    with make_case(folder, records, device) as store:
        return ElementTree.fromstring(timeline_svg(store, wanted, size, "light", lang))


def texts(root: ElementTree.Element) -> list[str]:
    return ["".join(each.itertext()).replace("\u00a0", " ") for each in root.iter(f"{SVG}text")]


def rows(root: ElementTree.Element) -> list[ElementTree.Element]:
    """The clipped groups: one for each row of marks."""
    return root.findall(f"{SVG}g")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("size", [(640, 400), (1280, 800), (2560, 1440), (400 * 4, 500)])
def test_a_picture_is_legal_and_as_large_as_asked(
    tmp_path: Path, theme: str, lang: str, size: tuple[int, int]
) -> None:
    with make_case(tmp_path / "case", a_full_life(), SAMPLE) as store:
        svg = timeline_svg(store, EventFilter(), size, theme, lang)

    root = ElementTree.fromstring(svg)

    assert (root.get("width"), root.get("height")) == (str(size[0]), str(size[1]))


def test_no_text_leaves_the_picture(tmp_path: Path) -> None:
    for lang in words.LANGUAGES:
        root = drawn(tmp_path / lang, a_full_life(), SAMPLE, size=(900, 600), lang=lang)

        for each in root.iter(f"{SVG}text"):
            size = float(each.get("font-size", "0"))
            width = text_width("".join(each.itertext()), size)
            x, anchor = float(each.get("x", "0")), each.get("text-anchor", "start")
            left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            assert left >= -1 and left + width <= 901, ElementTree.tostring(each)


def test_the_caption_says_device_span_zone_and_filter(tmp_path: Path) -> None:
    wanted = EventFilter(
        types=frozenset({DataType.MICROPHONE}),
        packages=frozenset({"com.example.chat"}),
        since_ms=NOW_MS - 2 * DAY,
        background=True,
    )

    said = " ".join(texts(drawn(tmp_path / "case", [access(state="bg")], wanted=wanted)))

    assert "Examplary One, Android 14" in said
    assert "R58M1" not in said
    assert "2025-04-29 12:00 – 2025-05-01 12:00, Europe/Berlin (UTC+02:00)" in said
    assert "Filter: Microphone, com.example.chat, background only" in said
    assert "1 record" in said


def test_every_field_of_a_filter_is_named_in_the_caption(tmp_path: Path) -> None:
    wanted = EventFilter(
        uids=frozenset({10_100}),
        kinds=frozenset({Kind.REJECT}),
        sources=frozenset({Source.LAST}),
        text="voice",
        include_system=False,
        include_middlemen=True,
        background=False,
        unmerged=True,
        event_ids=frozenset({-1, -2}),
    )

    said = " ".join(texts(drawn(tmp_path / "case", a_full_life(), wanted=wanted)))

    for part in ("uid 10100", "refused", "last access", "“voice”", "without system apps"):
        assert part in said
    for part in ("with middle-men", "foreground only", "every raw record", "2 chosen events"):
        assert part in said


def test_summer_and_winter_time_are_both_named(tmp_path: Path) -> None:
    wanted = EventFilter(since_ms=NOW_MS - 60 * DAY)

    said = " ".join(texts(drawn(tmp_path / "case", [access()], wanted=wanted)))

    assert "Europe/Berlin (UTC+01:00/UTC+02:00)" in said


def test_a_phone_without_a_zone_is_drawn_in_utc_and_says_so(tmp_path: Path) -> None:
    device = replace(PHONE, zone=None)

    said = " ".join(texts(drawn(tmp_path / "case", [access()], device)))

    assert "UTC (the phone's zone is not known)" in said


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_sample_phone_is_labelled_in_header_and_plot(tmp_path: Path, lang: str) -> None:
    said = texts(drawn(tmp_path / "sample", [access()], SAMPLE, lang=lang))
    real = texts(drawn(tmp_path / "real", [access()], PHONE, lang=lang))

    assert words.word("picture.sample", lang) in said
    assert said.count("SAMPLE") >= 6
    assert not [text for text in real if "SAMPLE" in text]


def test_each_app_has_a_row_for_each_data_type_and_its_name_once(tmp_path: Path) -> None:
    records = [access(), access(op="CAMERA"), access("b.b", uid=10_200)]

    root = drawn(tmp_path / "case", [*records])

    said = texts(root)
    assert len(rows(root)) == 3
    assert said.count("com.example.chat") == 1
    assert (said.count("Microphone"), said.count("Camera")) == (2, 1)


def test_an_instant_is_a_tick_and_a_duration_a_bar_of_its_length(tmp_path: Path) -> None:
    records = [access(ago_ms=3 * HOUR), access(ago_ms=12 * HOUR, duration_ms=6 * HOUR)]
    wanted = EventFilter(since_ms=NOW_MS - DAY)

    root = drawn(tmp_path / "case", [*records], wanted=wanted)

    widths = sorted(float(each.get("width", "0")) for each in rows(root)[0].iter(f"{SVG}rect"))
    plot = 1280 - 24 - 24 - 318
    assert widths == pytest.approx([2, plot * 6 / (24 * 81 / 80)], rel=0.01)


def test_what_is_known_to_the_minute_has_soft_ends(tmp_path: Path) -> None:
    root = drawn(tmp_path / "case", [access(precision_ms=MINUTE)])

    fills = [each.get("fill") for each in rows(root)[0].iter(f"{SVG}rect")]

    assert fills == ["url(#soft-microphone)"]


def test_an_aggregate_is_a_hatched_block_with_its_count_and_no_tick(tmp_path: Path) -> None:
    root = drawn(tmp_path / "case", [slot("a.a", "CAMERA", 2 * DAY, 25 * HOUR, 1234)])

    row = rows(root)[0]
    assert [each.get("fill") for each in row.iter(f"{SVG}rect")] == ["url(#hatch-camera)"]
    assert ["".join(each.itertext()) for each in row.iter(f"{SVG}text")] == ["1234"]


def test_a_reject_is_a_hollow_cross(tmp_path: Path) -> None:
    root = drawn(tmp_path / "case", [access(kind=Kind.REJECT)])

    row = rows(root)[0]
    crosses = list(row.iter(f"{SVG}polygon"))
    assert len(crosses) == 1
    assert crosses[0].get("fill") == PALETTES["light"].plot
    assert list(row.iter(f"{SVG}rect")) == []


@pytest.mark.parametrize("state", [*UID_STATES, None])
@pytest.mark.parametrize("made", ["tick", "bar", "block"])
def test_background_has_a_triangle_and_not_recorded_a_ring(
    tmp_path: Path, state: str | None, made: str
) -> None:
    record = {
        "tick": access(state=state),
        "bar": access(state=state, ago_ms=DAY, duration_ms=6 * HOUR),
        "block": replace(slot("a.a", "CAMERA", DAY, 6 * HOUR, 3), uid_state=state),
    }[made]

    row = rows(drawn(tmp_path / "case", [record]))[0]

    assert len(list(row.iter(f"{SVG}path"))) == (state in ("bg", "cch"))
    assert len(list(row.iter(f"{SVG}circle"))) == (state is None)


def test_instants_that_would_overlap_become_one_column_marked_if_any_was_hidden(
    tmp_path: Path,
) -> None:
    records = [access(ago_ms=DAY + i * 1000, state="bg" if i == 7 else "top") for i in range(20)]

    row = rows(drawn(tmp_path / "case", [*records]))[0]

    assert len(list(row.iter(f"{SVG}rect"))) <= 2
    assert len(list(row.iter(f"{SVG}path"))) == 1


def test_nothing_is_claimed_about_the_time_before_the_oldest_record(tmp_path: Path) -> None:
    root = drawn(tmp_path / "case", [access(ago_ms=DAY), access(ago_ms=2 * DAY)])

    areas = [each for each in root.iter(f"{SVG}rect") if each.get("fill") == "url(#nothing)"]
    plot = 1280 - 24 - 24 - 318
    before = max(float(each.get("width", "0")) for each in areas)
    assert before == pytest.approx(plot * 5 / (7 * 81 / 80), rel=0.01)
    assert any("keeps nothing" in text for text in texts(root))


def test_a_quiet_filter_does_not_turn_a_kept_week_into_no_data(tmp_path: Path) -> None:
    records = [access(ago_ms=6 * DAY), access(op="CAMERA", ago_ms=HOUR)]
    wanted = EventFilter(types=frozenset({DataType.CAMERA}))

    root = drawn(tmp_path / "case", [*records], wanted=wanted)

    areas = [each for each in root.iter(f"{SVG}rect") if each.get("fill") == "url(#nothing)"]
    assert sum(float(each.get("width", "0")) for each in areas) < 1280 / 7


def test_an_empty_picture_says_that_it_proves_nothing(tmp_path: Path) -> None:
    wanted = EventFilter(packages=frozenset({"no.such.package"}))

    root = drawn(tmp_path / "case", [access()], wanted=wanted)

    assert words.word("picture.no_events", "en") in texts(root)


def test_what_lies_elsewhere_or_has_no_time_is_counted(tmp_path: Path) -> None:
    records = [access(), access(ago_ms=30 * DAY), access(timed=False)]

    said = " ".join(texts(drawn(tmp_path / "case", [*records])))

    assert "1 record lies outside this span" in said
    assert "1 record has no known time" in said


def test_more_apps_than_fit_are_counted(tmp_path: Path) -> None:
    records = [access(f"com.example.n{i}", uid=10_000 + i, ago_ms=i * MINUTE) for i in range(90)]

    root = drawn(tmp_path / "case", [*records])

    shown = [text for text in texts(root) if text.startswith("com.example.n")]
    assert shown[0] == "com.example.n0"  # used last
    assert f"and {90 - len(shown)} more apps" in texts(root)
    assert len(shown) == len(rows(root)) > 20


def test_an_app_with_more_rows_than_fit_keeps_those_that_do(tmp_path: Path) -> None:
    with make_case(tmp_path / "case", a_full_life()) as store:
        groups = make_scene(store, EventFilter(), "light", "en").groups
    frame = Frame(1, 0, 0, 100, 66, 0, 1)

    shown, hidden = fitting(groups, frame, 22)

    assert [len(group) for group in shown] == [2]
    assert hidden == len(groups) - 1


def test_the_text_of_a_phone_stays_text(tmp_path: Path) -> None:
    package = 'evil"/><script>alert(1)</script>&\u202e\x00\x1b]0;\ud800'

    root = drawn(tmp_path / "case", [access(package.replace("\ud800", ""))])

    assert not list(root.iter(f"{SVG}script"))
    shown = [text for text in texts(root) if text.startswith("evil")]
    assert shown and not set(shown[0]) & {"\u202e", "\x00", "\x1b"}
    assert safe(package).count("�") == 4


def test_a_profile_is_named_beside_its_app(tmp_path: Path) -> None:
    root = drawn(tmp_path / "case", [access(uid=1_010_100)])

    assert "com.example.chat (user 10)" in texts(root)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_and_marks_stand_out_from_every_ground(theme: str) -> None:
    palette = PALETTES[theme]

    colors = [palette.text, palette.muted, palette.accent, *palette.data_types.values()]

    assert min(contrast(c, g) for c in colors for g in palette.grounds) >= 4.5
    assert contrast(palette.banner, palette.banner_text) >= 7
    assert len(set(palette.data_types.values())) == len(DataType)


def test_contrast_agrees_with_known_values() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_chinese_is_drawn_without_any_font_of_the_system() -> None:
    def ink(text: str) -> bytes:
        canvas = Canvas(200, 40)
        canvas.text(4, 30, text, 24, fill="#000000")
        return to_png(canvas.to_svg())

    pictures = {ink(text) for text in ("", "照", "片", "\u9fff")}

    assert len(pictures) == 4  # two different signs, and a box for one the font does not have


def test_every_sign_of_every_catalogue_is_in_the_font() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    path = Path(__file__).parents[2] / "auditor" / "fonts" / "PermissionAuditorSans.otf"
    with ttlib.TTFont(path) as font:
        known = set(font.getBestCmap())

    said = "".join(text for lang in words.LANGUAGES for text in words.catalogue(lang).values())

    assert {c for c in said if ord(c) not in known} == set()
    assert path.stat().st_size < 3_000_000
    assert "SIL OPEN FONT LICENSE" in path.with_name("OFL.txt").read_text(encoding="utf-8")


def test_a_png_is_as_large_as_its_svg(tmp_path: Path) -> None:
    with make_case(tmp_path / "case", a_full_life()) as store:
        svg = timeline_svg(store, EventFilter(), (1000, 700), "dark", "zh_CN")

    write_picture(svg, tmp_path / "picture.PNG")
    write_picture(svg, tmp_path / "picture.svg")

    data = (tmp_path / "picture.PNG").read_bytes()
    assert struct.unpack(">II", data[16:24]) == (1000, 700)
    assert (tmp_path / "picture.svg").read_bytes().decode() == svg


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.jpg"):
        write_picture("<svg/>", tmp_path / "picture.jpg")


def test_a_case_without_readings_cannot_be_drawn(tmp_path: Path) -> None:
    with (
        Store.create(tmp_path / "case") as store,
        pytest.raises(UsageError, match="no reading"),
    ):
        timeline_svg(store, EventFilter(), (800, 600), "light", "en")


def test_shortened_text_fits() -> None:
    for text in ("com.example.a.very.long.package.name", "一个名字很长很长很长的应用", "W" * 80):
        for shorten in (fit, fit_middle):
            short = shorten(text, 12, 100)
            assert text_width(short, 12) <= 100
            assert "…" in short
    assert fit_middle("com.example.camera", 12, 500) == "com.example.camera"


def test_estimated_widths_are_never_less_than_those_of_the_font() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    path = Path(__file__).parents[2] / "auditor" / "fonts" / "PermissionAuditorSans.otf"
    with ttlib.TTFont(path) as font:
        advances = {chr(c): font["hmtx"][name][0] for c, name in font.getBestCmap().items()}

    latin = {char: width for char, width in advances.items() if char.isascii()}
    short = [char for char, width in advances.items() if text_width(char, 1000) < width]

    assert [char for char in short if char not in "¼½¾ÆæŒœ"] == []
    assert sum(text_width(char, 1000) for char in latin) < 1.05 * sum(latin.values())


def test_a_name_of_a_million_letters_is_shortened_like_any_other() -> None:
    short = fit_middle("a" * 1_000_000 + "end", 12, 100)

    assert short.startswith("aa") and short.endswith("end") and "…" in short
    assert len(short) < 40
