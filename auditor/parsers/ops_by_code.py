"""What Android's own files hold as numbers: op codes, uid states and flags, as its texts print."""

from functools import cache

from auditor.ops import UID_STATES, catalogue

_FLAGS = {1: "s", 2: "tp", 4: "up", 8: "tpd", 16: "upd"}
_KEY_SHIFT = 31
_STATE_NAMES = {value: name for name, value in UID_STATES.items()}


@cache
def _names() -> dict[int, str]:
    names: dict[int, str] = {}
    for op in catalogue().values():  # the newest name of a code comes last
        names[op.code] = op.name
    return names


def op_name(code: int) -> str:
    """Give an op's name; `Unknown(n)` for a vendor's own code, as Android prints it."""
    return _names().get(code, f"Unknown({code})")


def state_name(value: int) -> str:
    """Give the label of a uid state."""
    return _STATE_NAMES.get(value, "unknown")


def flag_names(value: int) -> str:
    """Give the labels of a set of flags, joined as Android joins them."""
    known = [name for bit, name in _FLAGS.items() if value & bit]
    return "|".join(known) if known else "unknown"


def split_key(key: int) -> tuple[str, str]:
    """Give the state and the flags of a data bucket key."""
    return state_name(key >> _KEY_SHIFT), flag_names(key & ((1 << _KEY_SHIFT) - 1))
