"""Days for a calendar program: an iCalendar file (RFC 5545) of whole days that keep nobody busy.

So little of that format is needed (text, whole days) that no library is worth its weight here; tests read the file
back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sharedlives_tui.cleaning import clean_line

ENDING = ".ics"
_LONGEST_LINE = 75
"""Bytes of a line, without its end; what is longer goes on in a line that begins with a space."""
_LONGEST_TEXT = 400


class DayNote(NamedTuple):
    """What stands on a day. `key` stays the same for the same thing, so that a calendar brings it up to date."""

    key: str
    day: date
    words: str
    more: str = ""


def calendar_file(name: str, notes: Iterable[DayNote], now: datetime) -> bytes:
    """Return the file: a calendar of that name with a whole day for each note."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Shared Lives desk//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for note in notes:
        lines += _event(note, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _event(note: DayNote, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    # Neither a reference nor anybody's number leaves the office by this.
    yield f"UID:{hashlib.sha256(note.key.encode()).hexdigest()[:32]}@shared-lives-desk"
    yield f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{note.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{note.day + timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{_text(note.words)}"
    if note.more:
        yield f"DESCRIPTION:{_text(note.more)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(words: str) -> str:
    """The words in one line, with what would end a value written apart."""
    plain = clean_line(words, _LONGEST_TEXT)
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain


def _folded(line: str) -> Iterator[str]:
    """The line in parts that are short enough, no letter cut in two."""
    part, length = "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > _LONGEST_LINE:
            yield part
            part, length = " ", 1
        part, length = part + letter, length + size
    yield part
