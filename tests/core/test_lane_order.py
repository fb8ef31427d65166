"""Lanes sorted, pinned, opened and found."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.facts import MarkClass
from auditor.lane_order import LaneOrder, LaneTree, Sort, lane_id
from auditor.records import DataType, Source
from auditor.timeline import Group, LaneKey
from tests.core.timeline_facts import Row, facts

ROWS = [
    Row(1_000, app=0),
    Row(2_000, app=1, mark=MarkClass.BACKGROUND),
    Row(2_500, app=1),
    Row(3_000, app=2, mark=MarkClass.BACKGROUND, data_type=DataType.PHOTOS),
    Row(500, app=3, mark=MarkClass.REJECT),
    Row(400, 4_000_000, app=3, mark=MarkClass.AGGREGATE, count=1),
    Row(100, app=0),
    Row(200, app=0),
]


def name(key: LaneKey) -> str:
    return str(key.data_type) if key.app is None or key.data_type else str(key.app.label)


def shown(order: LaneOrder, text: str = "", group: Group = Group.APP) -> list[str]:
    return [name(lane.key) for lane in LaneTree(facts(ROWS), group).lanes(order, text=text)]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (Sort.LAST, ["App 3", "App 2", "App 1", "App 0"]),
        (Sort.COUNT, ["App 0", "App 1", "App 3", "App 2"]),
        (Sort.BACKGROUND, ["App 2", "App 1", "App 0", "App 3"]),
        (Sort.NAME, ["App 0", "App 1", "App 2", "App 3"]),
    ],
)
def test_lanes_are_sorted_by_what_a_person_chose(sort, expected):
    assert shown(LaneOrder(sort, name=name)) == expected


def test_a_pinned_lane_stands_on_top_in_every_order():
    tree = LaneTree(facts(ROWS), Group.APP)
    pinned = frozenset({lane_id(tree.tops[-1].key)})

    for sort in Sort:
        assert shown(LaneOrder(sort, pinned, name))[0] == "App 0"


def test_an_unknown_share_in_the_background_is_not_taken_for_none():
    rows = [Row(1, app=0), Row(2, app=1)]
    columns = facts(rows)
    columns.background[1] = -1
    tree = LaneTree(columns, Group.APP)

    lanes = tree.lanes(LaneOrder(Sort.BACKGROUND, name=name))

    assert [lane.background_share for lane in lanes] == [0.0, None]


def test_opened_lanes_are_followed_by_their_parts_in_the_same_order():
    tree = LaneTree(facts([*ROWS, Row(9_000, app=1, data_type=DataType.PHOTOS)]), Group.APP)
    key = next(lane.key for lane in tree.tops if lane.key.app.label == "App 1")

    lanes = tree.lanes(LaneOrder(Sort.COUNT, name=name), frozenset({key}))

    at = [lane.key for lane in lanes].index(key)
    assert [lane.key.data_type for lane in lanes[at : at + 3]] == [
        None,
        DataType.MICROPHONE,
        DataType.PHOTOS,
    ]
    assert [lane.depth for lane in lanes[at : at + 3]] == [0, 1, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app 2", ["App 2"]),
        ("EXAMPLE.APP1", ["App 1"]),
        ("photos", ["App 2"]),
        ("nothing like this", []),
        ("  ", ["App 3", "App 2", "App 1", "App 0"]),
    ],
)
def test_lanes_are_found_by_name_package_and_data_type(text, expected):
    assert shown(LaneOrder(name=name), text) == expected


def test_lanes_of_data_types_are_found_by_the_apps_on_them():
    assert shown(LaneOrder(name=name), "app2", Group.TYPE) == ["photos"]


def test_two_users_of_one_package_have_lane_ids_of_their_own():
    tree = LaneTree(facts(ROWS), Group.APP)

    ids = {lane_id(lane.key) for lane in tree.tops}

    assert len(ids) == 4


@settings(max_examples=50, deadline=None)
@given(
    apps=st.lists(st.integers(0, 3), min_size=1, max_size=30),
    sort=st.sampled_from(Sort),
)
def test_sorting_loses_and_doubles_no_lane(apps, sort):
    tree = LaneTree(facts([Row(i, app=app) for i, app in enumerate(apps)]), Group.APP)

    lanes = tree.lanes(LaneOrder(sort))

    assert {lane.key for lane in lanes} == {lane.key for lane in tree.tops}
    assert len(lanes) == len(tree.tops) == len(set(apps))
    assert sum(lane.times for lane in lanes) == len(apps)


def test_a_last_access_makes_a_lane_a_lower_bound():
    one, other = (
        LaneTree(facts([Row(5, source=source)]), Group.APP).tops[0]
        for source in (Source.DISCRETE, Source.LAST)
    )

    assert (one.is_lower_bound, other.is_lower_bound) == (False, True)
