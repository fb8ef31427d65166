"""From the cable to a phone that can be read: steps in order, wording for every maker."""

import pytest

from auditor.adb.devices import State
from auditor.connecting import (
    Step,
    done_steps,
    how_to_allow,
    next_step,
    what_to_do,
)
from auditor.makers import maker, maker_codes
from auditor.words import LANGUAGES


@pytest.mark.parametrize("state", [None, *State])
def test_steps_are_done_in_their_order_and_the_next_one_follows(state: State | None) -> None:
    done = done_steps(state)

    assert list(done) == list(Step)[: len(done)]
    assert next_step(state) is (list(Step)[len(done)] if len(done) < 3 else None)
    assert (next_step(state) is None) == (state is State.DEVICE)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", list(State))
def test_every_state_but_ready_says_what_to_do(state: State, lang: str) -> None:
    assert bool(what_to_do(state, lang)) == (state is not State.DEVICE)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", maker_codes())
def test_every_maker_has_its_menus_in_every_language(code: str, lang: str) -> None:
    names = maker(code, lang)
    steps = how_to_allow(code, lang)

    assert all((names.name, names.about, names.tap, names.options, names.switch))
    whole = "\n".join(steps)
    assert all(each in whole for each in (names.about, names.tap, names.options, names.switch))
    assert names.note in whole
    assert "{" not in whole


def test_a_maker_that_nobody_knows_gets_the_general_words() -> None:
    assert maker("nokia", "en") == maker("other", "en") == maker(None, "en")


def test_the_makers_are_those_that_the_interface_promises() -> None:
    assert set(maker_codes()) == {"other", "pixel", "samsung", "xiaomi", "huawei", "oppo", "vivo"}


@pytest.mark.parametrize("state", [State.RECOVERY, State.SIDELOAD, State.BOOTLOADER])
def test_a_phone_whose_android_does_not_run_is_not_said_to_allow_anything(state: State) -> None:
    assert done_steps(state) == (Step.SEEN,)
