"""One table of a procedure file, read strictly: each key by its kind, and words for every key that is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, cast


class Table:
    """One table of a file: hands out its keys by kind, and says which were never asked for."""

    def __init__(self, data: Mapping[str, Any], place: str, mistakes: list[str]) -> None:
        self.data, self.place, self.mistakes = data, place, mistakes
        self.known: set[str] = set()

    def wrong(self, words: str) -> None:
        """Notes a mistake at this place."""
        self.mistakes.append(f"{self.place}: {words}")

    def take(self, key: str, kind: type, default: Any, example: str) -> Any:
        """The value of a key if it is of that kind, else the default and a mistake that gives the example."""
        self.known.add(key)
        if key not in self.data:
            return default
        value = self.data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.wrong(f"'{key}' must be {example}")
            return default
        return value

    def text(self, key: str, default: str = "", *, needed: bool = False, of: Iterable[str] = ()) -> str:
        """A text; with `of`, one of those."""
        value: str = self.take(key, str, default, "text in quotation marks")
        allowed = tuple(of)
        if needed and not value:
            self.wrong(f"'{key}' is missing")
        if allowed and value and value not in allowed:
            self.wrong(f"'{key}' is '{value}'; it must be one of: {', '.join(allowed)}")
            return default or allowed[0]
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone stands for a list of one."""
        self.known.add(key)
        value = self.data.get(key, ())
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
            self.wrong(f'\'{key}\' must be a list of texts, like ["one", "two"]')
            return ()
        return tuple(value)

    def flag(self, key: str) -> bool:
        """True or false; false where it is not said."""
        return bool(self.take(key, bool, False, "true or false"))

    def number(self, key: str) -> int | None:
        """A whole number; None where it is not said."""
        return cast("int | None", self.take(key, int, None, "a whole number"))

    def day(self, key: str) -> date | None:
        """A date; None where it is not said."""
        value = self.take(key, date, None, "a date, like 2026-02-28")
        if isinstance(value, datetime):  # a datetime is a date as well, and cannot be compared with one
            self.wrong(f"'{key}' must be a date without a time, like 2026-02-28")
            return value.date()
        return cast("date | None", value)

    def table(self, key: str) -> Table | None:
        """A table within this one; None where there is none."""
        value = self.take(key, dict, None, 'a table, like { by = "received" }')
        return None if value is None else Table(value, f"{self.place}, {key}", self.mistakes)

    def tables(self, key: str) -> list[Table]:
        """A list of tables; one table alone stands for a list of one."""
        self.known.add(key)
        value = self.data.get(key, [])
        if isinstance(value, dict):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.wrong(f"'{key}' must be a list of tables, like [{{ by = \"received\" }}]")
            return []
        return [
            Table(each, f"{self.place}, {key} {each.get('id', place)}", self.mistakes)
            for place, each in enumerate(value, 1)
        ]

    def finish(self) -> None:
        """Notes every key that nobody asked for: call it when all that is known has been taken."""
        for key in self.data:
            if key not in self.known:
                near = get_close_matches(key, self.known, 1)
                hint = f"; did you mean '{near[0]}'?" if near else f"; known here: {', '.join(sorted(self.known))}"
                self.wrong(f"'{key}' is not a word of the format{hint}")
