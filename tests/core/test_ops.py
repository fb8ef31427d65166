"""Which op is counted as which data: no app is said to use what its record does not say."""

import pytest

from auditor.ops import catalogue, data_type, ops_of
from auditor.records import DataType


@pytest.mark.parametrize(
    "op",
    [
        "RECORD_AUDIO_OUTPUT",  # what the phone plays is not the microphone
        "FINE_LOCATION_SOURCE",  # noted for the app that supplies it
        "COARSE_LOCATION_SOURCE",
        "ACTIVITY_RECOGNITION_SOURCE",
        "SYSTEM_ALERT_WINDOW",  # draws over other apps, reads nothing of them
        "REQUEST_INSTALL_PACKAGES",
        "MUTE_MICROPHONE",
        "MIUIOP(10021)",
        "",
    ],
)
def test_what_only_sounds_alike_is_no_use_of_the_data(op: str) -> None:
    assert data_type(op) is DataType.OTHER


def test_every_op_is_of_one_data_type_and_known_to_the_catalogue() -> None:
    every = [op for each in DataType for op in ops_of(each)]
    assert len(every) == len(set(every))
    assert {op for op in every if not op.startswith("ios:")} <= catalogue().keys()
    assert ops_of(DataType.OTHER) == ()
    assert all(ops_of(each) for each in DataType if each is not DataType.OTHER)
