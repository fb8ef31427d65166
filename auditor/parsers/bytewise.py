"""Many pieces of one text at once, as arrays: equal pieces, durations, times.

Everything here is exact or says that it is not: a piece that has not the plain form is marked
and somebody else must read it.
"""

import secrets
from functools import cache

import numpy as np
from numpy.typing import NDArray

from auditor.parsers.tokens import local_ms

Bool = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Int32 = NDArray[np.int32]
Int64 = NDArray[np.int64]
Words = NDArray[np.uint64]

PADDING = 320  # bytes that must follow the text, so that a window never leaves it
WIDTHS = (32, 64, 256)  # a longer piece is never coded
TIME_LENGTH = 23
_SPAN_WIDTH = 24
_MOST_DIGITS = 15
_MOST_MS = 1 << 52  # sums of two of them and of any date fit 64 bits and a JSON number
_BUCKETS = 1 << 16
_ROUNDS = 6
_ZERO = ord("0")
# Unknown to whoever wrote the text, so that nobody can choose pieces that meet in one bucket.
_FACTORS = [np.uint64(secrets.randbits(64) | 1) for _ in range(_ROUNDS + 1)]
_FOLD = np.uint64(29)
_TO_BUCKET = np.uint64(48)
_UNITS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000}
_DIGITS_OF_TIME = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 20, 21, 22]
_REST_OF_TIME = {4: "-", 7: "-", 10: " ", 13: ":", 16: ":", 19: "."}


def padded(text: bytes) -> Bytes:
    """Give a text as an array with PADDING behind it."""
    buffer = np.zeros(len(text) + PADDING, np.uint8)
    buffer[: len(text)] = np.frombuffer(text, np.uint8)
    return buffer


def windows(buffer: Bytes, at: Int64, width: int) -> Bytes:
    """Give `width` bytes from each place on: one row per place."""
    every = np.ndarray((len(buffer) - width + 1,), f"V{width}", buffer, 0, (1,))
    return every[at].view(np.uint8).reshape(len(at), width)


def codes(buffer: Bytes, at: Int64, length: Int64) -> tuple[Int32, Int64]:
    """Number equal pieces alike: the number of each, and where each number occurs once.

    A piece longer than the widest window gets the number -1.
    """
    found = np.full(len(at), -1, np.int32)
    examples: list[Int64] = []
    total, shorter = 0, -1
    for width in WIDTHS:
        rows = np.flatnonzero((length > shorter) & (length <= width))
        shorter = width
        if not len(rows):
            continue
        words = _words(buffer, at[rows], length[rows], width)
        numbers, firsts = _alike(words)
        found[rows] = numbers + np.int32(total)
        examples.append(rows[firsts])
        total += len(firsts)
    return found, np.concatenate(examples) if examples else np.zeros(0, np.int64)


def _words(buffer: Bytes, at: Int64, length: Int64, width: int) -> Words:
    """Give each piece as numbers of 8 bytes, zeros behind its end, its length as the last."""
    words = np.empty((len(at), width // 8 + 1), np.uint64)
    words[:, :-1] = windows(buffer, at, width).view(np.uint64)
    words[:, :-1] &= _masks(width)[length]
    words[:, -1] = length
    return words


@cache
def _masks(width: int) -> Words:
    kept = np.arange(width)[None, :] < np.arange(width + 1)[:, None]
    return np.where(kept, 255, 0).astype(np.uint8).view(np.uint64)


def _alike(words: Words) -> tuple[Int32, Int64]:
    """Number equal rows alike, comparing them: a hash only says where to look."""
    hashes = np.zeros(len(words), np.uint64)
    for column in range(words.shape[1]):
        hashes ^= words[:, column]
        hashes *= _FACTORS[0]
        hashes ^= hashes >> _FOLD
    numbers = np.empty(len(words), np.int32)
    number_of = np.empty(len(words), np.int32)
    table = np.empty(_BUCKETS, np.int64)
    firsts: list[Int64] = []
    total = 0
    left = np.arange(len(words))
    for factor in _FACTORS[1:]:
        if not len(left):
            break
        buckets = ((hashes[left] * factor) >> _TO_BUCKET).astype(np.int64)
        table[buckets] = left
        first = table[buckets]
        new = left[first == left]
        number_of[new] = np.arange(total, total + len(new))
        is_same = (words[left] == words[first]).all(axis=1)
        numbers[left[is_same]] = number_of[first[is_same]]
        firsts.append(new)
        total += len(new)
        left = left[~is_same]
    seen: dict[bytes, int] = {}
    rest: list[int] = []
    for row in left.tolist():  # only where very many pieces differ
        number = seen.setdefault(words[row].tobytes(), total + len(seen))
        if number - total == len(rest):
            rest.append(row)
        numbers[row] = number
    return numbers, np.concatenate([*firsts, np.array(rest, np.int64)])


def find(buffer: Bytes, at: Int64, byte: str, width: int) -> Int64:
    """Count the bytes from each place to the next such byte; `width` if it is farther."""
    is_it = windows(buffer, at, width) == ord(byte)
    distance: Int64 = is_it.argmax(axis=1)
    distance[~is_it[np.arange(len(at)), distance]] = width
    return distance


def is_text(buffer: Bytes, at: Int64, text: str) -> Bool:
    """Say where a text stands."""
    wanted = text.encode()
    is_it = np.ones(len(at), np.bool_)
    words = len(wanted) // 8 * 8
    for place in range(0, words, 8):
        word = np.frombuffer(wanted[place : place + 8], np.uint64)[0]
        is_it &= windows(buffer, at + place, 8).view(np.uint64)[:, 0] == word
    for place in range(words, len(wanted)):
        is_it &= buffer[at + place] == wanted[place]
    return is_it


def spans(buffer: Bytes, at: Int64, length: Int64) -> tuple[Int64, Bool]:
    """Read durations as tokens.span_ms does: milliseconds, and which had the plain form."""
    columns = np.ascontiguousarray(windows(buffer, at, _SPAN_WIDTH).T)
    is_zero = (length == 1) & (columns[0] == _ZERO)
    is_minus = columns[0] == ord("-")
    is_plain = (is_minus | (columns[0] == ord("+"))) & (length >= 4) & (length <= _SPAN_WIDTH)
    value = np.zeros(len(at), np.int64)
    number = np.zeros(len(at), np.int64)
    digits = np.zeros(len(at), np.int8)
    had_digit = np.zeros(len(at), np.bool_)
    seconds_to_come = np.full(len(at), 5, np.int8)  # the least unit so far: d 4, h 3, m 2, s 1
    body = length - 2  # before `ms`
    last = int(body.max()) if len(body) else 0
    for place in range(1, min(last, _SPAN_WIDTH)):
        byte = columns[place]
        inside = body > place
        digit = byte - np.uint8(_ZERO)
        is_digit = digit < 10
        number = np.where(is_digit & inside, number * 10 + digit, number)
        digits += is_digit & inside
        is_unit = inside & ~is_digit
        if is_unit.any():
            rows = np.flatnonzero(is_unit)
            unit, rank = _RANKS[byte[rows]].T
            # Once a unit was printed, all smaller ones follow.
            in_turn = (seconds_to_come[rows] == 5) | (seconds_to_come[rows] == rank + 1)
            is_plain[rows] &= (rank > 0) & in_turn & had_digit[rows]
            value[rows] += number[rows] * unit
            number[rows] = 0
            seconds_to_come[rows] = rank
        had_digit = np.where(inside, is_digit, had_digit)
    end = at + np.maximum(length, 2)
    is_plain &= (buffer[end - 2] == ord("m")) & (buffer[end - 1] == ord("s")) & had_digit
    is_plain &= (digits <= _MOST_DIGITS) & ((seconds_to_come == 5) | (seconds_to_come == 1))
    value += number
    is_plain &= value < _MOST_MS
    value = np.where(is_minus, -value, value)
    return np.where(is_zero, 0, value), is_plain | is_zero


def _ranks() -> Int64:
    table = np.zeros((256, 2), np.int64)
    for rank, (unit, milliseconds) in enumerate(reversed(_UNITS.items()), start=1):
        table[ord(unit)] = milliseconds, rank
    return table


_RANKS = _ranks()


def times(buffer: Bytes, at: Int64) -> tuple[Int64, Bool]:
    """Read times as tokens.local_ms does: local milliseconds, and which had the plain form."""
    columns = np.ascontiguousarray(windows(buffer, at, TIME_LENGTH).T)
    is_plain = np.ones(len(at), np.bool_)
    for place, byte in _REST_OF_TIME.items():
        is_plain &= columns[place] == ord(byte)
    digits = columns - np.uint8(_ZERO)
    for place in _DIGITS_OF_TIME:
        is_plain &= digits[place] < 10

    def number(*places: int) -> Int64:
        value: Int64 = digits[places[0]].astype(np.int64)
        for place in places[1:]:
            value *= 10
            value += digits[place]
        return value

    hour, minute, second = number(11, 12), number(14, 15), number(17, 18)
    is_plain &= (hour < 24) & (minute < 60) & (second < 60)
    days, is_day = _midnights(number(0, 1, 2, 3, 5, 6, 8, 9), is_plain)
    clock = ((hour * 60 + minute) * 60 + second) * 1000 + number(20, 21, 22)
    return days + clock, is_plain & is_day


def _midnights(days: Int64, is_plain: Bool) -> tuple[Int64, Bool]:
    """Turn 20260206 into milliseconds since 1970, asking for each day once."""
    days = np.where(is_plain, days, 0)
    every, which = np.unique(days, return_inverse=True)
    values, exist = np.zeros(len(every), np.int64), np.zeros(len(every), np.bool_)
    for place, day in enumerate(every.tolist()):
        text = f"{day:08}"
        try:
            values[place] = local_ms(f"{text[:4]}-{text[4:6]}-{text[6:]} 00:00:00.000")
            exist[place] = True
        except ValueError:  # a day that does not exist
            continue
    return values[which], exist[which]
