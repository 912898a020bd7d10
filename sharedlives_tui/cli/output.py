"""What is written on standard output and standard error: clean text, or one JSON document."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TextIO

from sharedlives_tui.cleaning import BAD
from sharedlives_tui.names import in_one_line


class Output:
    """Where a command writes. Nothing that a terminal would obey leaves here, whatever the data holds."""

    def __init__(self, as_json: bool = False) -> None:
        self.as_json = as_json
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a letter that the terminal lacks is no reason to stop

    def line(self, text: str = "", indent: int = 0) -> None:
        """Write a line of text; further lines of the same text are indented, so that none can pass for ours."""
        space = " " * indent
        _write(sys.stdout, space + clean(text).replace("\n", f"\n{space or '    '}"))

    def block(self, text: str) -> None:
        """Write a text of several lines as it is: a letter."""
        _write(sys.stdout, clean(text))

    def data(self, value: Any) -> None:
        """Write the one JSON document of a command."""
        plain = "utf" not in (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
        import json  # no start of the screens should wait for it

        text = json.dumps(value, ensure_ascii=plain, indent=2, default=_as_text)
        _write(sys.stdout, BAD.sub(_escaped, text))

    def note(self, text: str) -> None:
        """Write a line on standard error: a reason, a word beside the result."""
        _write(sys.stderr, clean(text).replace("\n", "\n    "))


def clean(text: str) -> str:
    """Return the text without anything that a terminal would obey or hide."""
    return BAD.sub("", text)


def listed(values: Sequence[str], nothing: str = "none") -> str:
    """Return the texts with commas between them, or the word for none."""
    return ", ".join(values) or nothing


def in_words(value: str | Sequence[str]) -> str:
    """Return a field's value as text: several values with commas, or semicolons where a value has commas itself."""
    return value if isinstance(value, str) else in_one_line(value)


def counted(number: int, one: str, several: str = "") -> str:
    """Return "1 case" or "3 cases"."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def _escaped(found: Any) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))


def _as_text(value: object) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not written as JSON")


def _write(stream: TextIO, text: str) -> None:
    stream.write(text + "\n")
