"""What the doctor says: words of the window and the terminal, and a text that names nobody."""

import getpass
from dataclasses import replace
from pathlib import Path

import pytest

from auditor import words
from auditor.adb.devices import DeviceRow, State
from auditor.adb.doctor import Cause, Diagnosis
from auditor.doctor_words import next_step, said, to_share
from tests.core.adb.test_doctor import CASES, READY

SERIAL = "R58N12SECRET"
WIRELESS = "192.168.7.23:41000"


@pytest.mark.parametrize("cause", list(Cause))
def test_the_text_for_a_helper_says_each_cause_and_no_serial_number(cause: Cause) -> None:
    names = (SERIAL, WIRELESS)
    rows = tuple(
        replace(row, serial=name, state_text=f"{row.state_text} {name}")
        for row, name in zip(CASES[cause].rows, names, strict=False)
    )
    text = to_share(replace(CASES[cause], rows=rows), "en")

    assert f"{cause}: " in text or cause is Cause.EMULATOR  # its serial number made it one
    assert SERIAL not in text
    assert "192.168" not in text


def test_it_names_neither_the_user_nor_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/Users/zhang"))
    monkeypatch.setattr(getpass, "getuser", lambda: "zhang")
    facts = replace(
        CASES[Cause.HELD],
        adb="/Users/zhang/Android/Sdk/platform-tools/adb",
        server_error="cannot open zhang's socket",
        elsewhere="ADB_SERVER_SOCKET=tcp:10.0.0.2:5037",
    )

    text = to_share(facts, "en")

    assert "zhang" not in text
    assert "~/Android/Sdk/platform-tools/adb" in text
    assert "10.0.0.2" not in text
    assert "127.0.0.1" in to_share(replace(facts, server_error="at 127.0.0.1:5037"), "en")


def test_what_strangers_wrote_is_inert_in_it() -> None:
    rows = (DeviceRow("S1", State.OTHER, "\x1b[2J\u202eon"),)
    text = to_share(replace(READY, rows=rows), "zh_CN")

    assert "\x1b" not in text and "\u202e" not in text
    assert "[U+202E]" in text


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_what_the_window_says_otherwise_it_says_for_causes_that_are_there(lang: str) -> None:
    own = {k.split(".")[1] for k in words.catalogue(lang) if k.startswith("doctor_window.")}

    assert own <= set(Cause)
    for cause in own:
        assert next_step(Diagnosis(Cause(cause)), lang, in_window=True) != next_step(
            Diagnosis(Cause(cause)), lang
        )


def test_a_servers_error_is_said_in_the_readers_language() -> None:
    sentence = "The ADB server /usr/bin/adb did not start: no answer."

    assert "no answer" in said(Diagnosis(Cause.SERVER_FAILED, sentence), "zh_CN")
    assert "did not start" not in said(Diagnosis(Cause.SERVER_FAILED, sentence), "zh_CN")
