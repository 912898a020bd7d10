"""What Find looks for in the words of a row of the journal, worked out here as a file's index works it out. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_NO_WORDS = re.compile(r"P-[0-9]|[A-Z][A-Z]-[0-9]|[0-9]{4}-[0-9]{2}-")
"""The number of a person, a reference, a day."""


class Said(NamedTuple):
    """What an entry of a case says in its letter and in its facts, and an entry on a person in its own."""

    letter: str
    facts: str
    record: str


def said(kind: str, text: str) -> Said | None:
    """Return what the words of an entry (`entry`) or of one on a person (`record`) say; None for nothing.

    Without numbers of people, references, days, yes and no, and for whom an entry is.
    """
    body = json.loads(text)
    values = body.get("values")
    facts = [each for each in _texts(values) if _is_words(each)] if isinstance(values, dict | list) else []
    lines = body.get("lines")
    if isinstance(lines, list):
        facts += [str(line[2]) for line in lines if isinstance(line, list) and len(line) > 2 and line[2] is not None]
    letter = body.get("letter")
    whole = "\n".join(facts)
    letter = letter if isinstance(letter, str) else ""
    if not letter and not whole.strip("\n"):
        return None
    return Said(letter, whole if kind == "entry" else "", whole if kind == "record" else "")


def _texts(value: Any, *, top: bool = True) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, top=False)
    elif isinstance(value, dict):
        for name, each in value.items():
            if not (top and name == "side" and isinstance(each, str)):
                yield from _texts(each, top=False)


def _is_words(text: str) -> bool:
    return text not in ("yes", "no") and (" " in text or _NO_WORDS.match(text) is None)
