"""Event lines of API 30 and later, many at once: the fast form of appops_g30."""

import re
from dataclasses import dataclass

import numpy as np

from auditor.blocks import NONE, ActorTexts
from auditor.parsers.bytewise import (
    TIME_LENGTH,
    Bool,
    Bytes,
    Int32,
    Int64,
    codes,
    find,
    is_text,
    spans,
    times,
    windows,
)
from auditor.parsers.tokens import proxy
from auditor.records import Kind, Proxy

_INDENT = 10
_AT_BRACKET = 18
_LONGEST_BRACKET = 32
_LONGEST_SPAN = 32
_DURATION = " duration="
_ACTOR = re.compile(r"([^\]-]*)-([^\]]*)").fullmatch
_VIA = re.compile(r"(?: proxy\[(.*)\])? *").fullmatch


@dataclass(frozen=True, slots=True, eq=False)
class EventLines:
    """What event lines say. Where `is_odd`, the line parser must read the line."""

    is_odd: Bool
    local_ms: Int64
    distance_ms: Int64
    duration_ms: Int64
    actor: Int32
    actors: list[ActorTexts]
    proxy: Int32
    proxies: list[Proxy]


def looks_like_event(buffer: Bytes, start: Int64) -> Bool:
    """Say which lines begin as an event does; no other line of an op section may be one."""
    head = windows(buffer, start, 8).view(np.uint64)[:, 0]
    is_event: Bool = head == np.frombuffer(b" " * 8, np.uint64)[0]
    is_event &= (buffer[start + 8] == ord(" ")) & (buffer[start + 9] == ord(" "))
    first, second = buffer[start + _INDENT], buffer[start + _INDENT + 1]
    is_event &= (first == ord("A")) | ((first == ord("R")) & (second == ord("e")))
    return is_event


def read_events(buffer: Bytes, start: Int64, end: Int64) -> EventLines:
    """Read lines that look like events; places in `buffer` that lie beyond an end do no harm."""
    is_reject = buffer[start + _INDENT] == ord("R")
    is_fine = is_text(buffer, start + _INDENT, "Access: [")
    is_fine |= is_text(buffer, start + _INDENT, "Reject: [")
    bracket = start + _AT_BRACKET + 1
    length = find(buffer, bracket, "]", _LONGEST_BRACKET)
    is_fine &= length < _LONGEST_BRACKET
    actor, actors, is_actor = _actors(buffer, bracket, length, is_reject)
    at = bracket + length + 1
    at += buffer[at] == ord(" ")
    local_ms, is_time = times(buffer, at)
    at += TIME_LENGTH
    is_fine &= is_actor & is_time & is_text(buffer, at, " (")
    at += 2
    length = find(buffer, at, ")", _LONGEST_SPAN)
    distance_ms, is_span = spans(buffer, at, length)
    at += length + 1
    is_fine &= is_span & (at <= end)
    at = np.minimum(at, end)
    duration_ms = np.full(len(start), NONE, np.int64)
    at, has_duration = _durations(buffer, at, end, duration_ms)
    via, proxies, is_via = _proxies(buffer, at, end)
    via[is_reject] = NONE  # the proxy of the access with the same key: not its own
    is_fine &= has_duration & is_via
    return EventLines(~is_fine, local_ms, distance_ms, duration_ms, actor, actors, via, proxies)


def _actors(
    buffer: Bytes, at: Int64, length: Int64, is_reject: Bool
) -> tuple[Int32, list[ActorTexts], Bool]:
    """Read `top-s`: the kind, state and flags of each, numbered."""
    number, examples = codes(buffer, at, length)
    texts = _texts(buffer, at, length, examples)
    matches = [_ACTOR(text) for text in texts]
    is_known = np.array([match is not None for match in matches], np.bool_)
    pairs = [("", "") if match is None else (match[1], match[2]) for match in matches]
    actors = [(kind, *pair) for pair in pairs for kind in (Kind.ACCESS, Kind.REJECT)]
    return 2 * number + is_reject, actors, is_known[number]


def _durations(buffer: Bytes, at: Int64, end: Int64, duration_ms: Int64) -> tuple[Int64, Bool]:
    """Fill in what the lines say that goes on after the distance. Gives where that ends."""
    is_fine = np.ones(len(at), np.bool_)
    rows = np.flatnonzero((at < end) & is_text(buffer, at, _DURATION))
    if not len(rows):
        return at, is_fine
    begin = at[rows] + len(_DURATION)
    room = end[rows] - begin
    length = np.minimum(find(buffer, begin, " ", _LONGEST_SPAN), room)
    value, is_span = spans(buffer, begin, length)
    is_span &= value >= 0
    duration_ms[rows] = np.where(is_span, value, NONE)
    is_fine[rows] = is_span
    at = at.copy()
    at[rows] = begin + np.maximum(length, 0)
    return at, is_fine


def _proxies(buffer: Bytes, at: Int64, end: Int64) -> tuple[Int32, list[Proxy], Bool]:
    """Read what follows on the line, if anything does: a proxy, blanks."""
    which = np.full(len(at), NONE, np.int32)
    is_fine = np.ones(len(at), np.bool_)
    proxies: list[Proxy] = []
    rows = np.flatnonzero(at != end)
    if not len(rows):
        return which, proxies, is_fine
    begin, length = at[rows], end[rows] - at[rows]
    number, examples = codes(buffer, begin, length)
    place_of = np.full(len(examples) + 1, NONE, np.int32)  # the last is for what is too long
    is_known = np.zeros(len(examples) + 1, np.bool_)
    for place, text in enumerate(_texts(buffer, begin, length, examples)):
        match = _VIA(text)
        is_known[place] = match is not None
        found = None if match is None or match[1] is None else proxy(match[1])
        if found is not None:
            place_of[place] = len(proxies)
            proxies.append(found)
    which[rows] = place_of[number]
    is_fine[rows] = is_known[number]
    return which, proxies, is_fine


def _texts(buffer: Bytes, at: Int64, length: Int64, rows: Int64) -> list[str]:
    places = zip(at[rows].tolist(), length[rows].tolist(), strict=True)
    return [buffer[a : a + n].tobytes().decode("utf-8", "replace") for a, n in places]
