"""Hostile texts in every kind of place of an office: through its doors, and in its file past all of them.

Through a door comes what is left of them. Past it they stand as they are, as if an older program, somebody with
another tool, or a damaged disk had put them there: then only what is drawn stands between them and the terminal.
"""

from __future__ import annotations

import json
import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

from sharedlives_tui import casework, office, often_used, person_records, reading, signing_off
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.clock import Clock
from sharedlives_tui.contacts import CONTACTS
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.facts import Value
from sharedlives_tui.refusals import Refused
from sharedlives_tui.requests import Attach, Correct, OpenCase, Record
from sharedlives_tui.screens import drafts
from tests.desks import ACKNOWLEDGED, COMPLAINT
from tests.hostile_office import TODAY, Hostile
from tests.hostile_texts import MARK, Text

DATA = Path(__file__).parents[1] / "data"
OF_TEXT = ("text", "long text", "lines", "answers")
"""Kinds of fields that hold words of people."""


# -- through the doors --------------------------------------------------------------------------------------------


class Doors:
    """Goes through every door of an office with hostile texts. What a door refuses is refused, and counted."""

    def __init__(self, made: Hostile, desk: Desk, texts: Sequence[Text]) -> None:
        self._made, self._desk = made, replace(desk, clock=Clock(TODAY))
        self._texts = cycle(texts)
        self.taken = self.refused = 0
        self.refs: tuple[str, ...] = ()
        """The cases that were opened."""

    def all(self) -> None:
        """Go through them all: the office's own first, then people, cases, letters and drafts."""
        self._office()
        people = [self._try(lambda: office.add_person(self._desk, self._words(), [])) for _ in range(8)]
        self._people([each for each in people if each])
        self.refs = tuple(ref for ref in (self._case() for _ in range(4)) if ref)
        for ref in self.refs:
            self._entries(ref)
        self._drafts()

    def _words(self) -> str:
        return next(self._texts).words

    def _try(self, do: Callable[[], Any]) -> Any:
        """Do it; return what came of it, None where it was refused."""
        try:
            done = do()
        except (Refused, NoSuchCase):  # whoever may not see a case is told that there is none
            self.refused += 1
            return None
        self.taken += 1
        return done

    def _office(self) -> None:
        desk = self._desk
        with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
            writer.change_office(name=f"E {self._words()}")
        for name in CONTACTS:
            self._try(lambda name=name: office.set_contact(desk, name, self._words()))
        place = ("complaint", "acknowledge", "support")
        for _ in range(4 if "complaint" in desk.library.kinds() else 0):
            self._try(lambda: often_used.add(desk, self._words(), place, self._words(), self._words()))
        for day in (date(2027, 2, 2), date(2027, 2, 3)):
            self._try(lambda day=day: office.change_calendar(desk, day, working=False, reason=self._words()))
        self._try(lambda: signing_off.choose(desk, "all", True, self._words()))

    def _people(self, people: Sequence[str]) -> None:
        for person in people:
            self._try(lambda person=person: office.set_account(self._desk, person, self._words()[:60]))
        kept = [kind for kind in self._desk.library.record_kinds.kinds if not kind.decides]
        for place, kind in enumerate(kept if self._made.on_file else ()):
            person = self._made.on_file[place % len(self._made.on_file)][0]
            values = {each.id: self._words() for each in kind.fields if each.kind in OF_TEXT}
            values |= {each.id: each.choices[0] for each in kind.fields if each.choices}
            do = lambda person=person, kind=kind, values=values: person_records.record_person(  # noqa: E731
                self._desk, person, kind.id, values
            )
            self._try(do)

    def _case(self) -> str:
        if "complaint" not in self._desk.library.kinds():
            return str(self._made.refs[-1])
        words: dict[str, Value] = {
            "complainant": (self._words(),),
            "account": self._words(),
            "points": (self._words(),),
        }
        done = self._try(lambda: casework.open_case(self._desk, OpenCase("complaint", {**COMPLAINT, **words}, TODAY)))
        return "" if done is None else str(done.ref)

    def _entries(self, ref: str) -> None:
        desk = self._desk
        for act, values in (
            ("note", {"text": self._words()}),
            ("wait", {"wait_whom": self._words(), "wait_what": self._words()}),
            ("link", {"reference": self._made.refs[0], "link_words": self._words()}),
            ("party", {"people_added": (self._words(),), "taking_part": self._words()}),
        ):
            self._try(lambda act=act, values=values: casework.record(desk, Record(ref, act, values)))
        self._try(lambda: casework.attach(desk, Attach(ref, self._words(), b"%PDF-", None)))
        letter = {**ACKNOWLEDGED, "handler": self._words(), "support": self._words()}
        self._try(lambda: signing_off.ask(desk, Record(ref, "acknowledge", letter)))
        if int(ref.rpartition("-")[2]) % 2:  # the others stay open, and their letters wait
            self._rest(ref)

    def _rest(self, ref: str) -> None:
        """Answer the letter that waits, and do whatever else can be done in the case."""
        desk = self._desk
        for person in ("P-1", "P-2", "P-3"):
            other = replace(desk, viewer=viewer_of(desk.store, person, desk.today))
            self._try(lambda other=other: signing_off.send_back(other, ref, "acknowledge", self._words()))
        for step in reading.steps_view(desk, ref):
            elsewhere = self._words() if step.notice else None
            request = Record(ref, step.instance, self._values(step.fields), letter=elsewhere, sent_incomplete=True)
            self._try(lambda request=request: casework.record(desk, request))
        self._try(lambda: casework.correct(desk, Correct(ref, 2, self._words())))

    def _values(self, fields: Sequence[FieldView]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for each in fields:
            if each.kind in OF_TEXT:
                values[each.name] = (self._words(),) if each.many else self._words()
            elif each.choices:
                values[each.name] = (each.choices[0],) if each.many else each.choices[0]
        return values

    def _drafts(self) -> None:
        """Keep drafts. What a field holds is clean before it is kept: here are plain words, for others to replace."""
        names = ("account", "points", "text", "handler", "support", "matter", "wait_whom")
        for place in ("new complaint", "new dispute", *(f"step {ref} {act}" for ref in self.refs for act in _STEPS)):
            drafts.keep(self._desk, place, {name: f"What was typed for {name}" for name in names})


_STEPS = ("note", "wait", "acknowledge", "respond")


# -- past the doors -----------------------------------------------------------------------------------------------

COLUMNS = (
    ("office", "name"),
    ("person", "name"),
    ("case_file", "title"),
    ("journal", "done_by"),
    ("journal", "recorded_by"),
    ("calendar_change", "reason"),
    ("setting", "value"),
    ("time_limit", "step_name"),
    ("case_link", "words"),
    ("attachment", "name"),
)
"""Columns that hold words; those of `words` and `draft` are JSON. What a case is pinned to stays as it is: another text
than its digest says is refused, and never read."""


def written_past(path: Path, texts: Sequence[Text], *keep: str) -> int:
    """Put texts in the place of every word of people in the office's file; return how many places took one.

    The guards are away for so long, and the chain then does not hold: `check` would say so, and no screen asks. What
    went through a door as a hostile text already stays, and so do people with a name of `keep`.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        guards = file.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        file.execute("PRAGMA ignore_check_constraints = ON")
        file.execute("BEGIN")
        for name, _ in guards:
            file.execute(f'DROP TRIGGER "{name}"')
        past = _Past(file, texts, keep)
        for table, column in COLUMNS:
            past.column(table, column)
        past.json("words", "rowid", "body")
        past.json("draft", "person || place", "body")
        for _, sql in guards:
            file.execute(sql)
        file.execute("COMMIT")
    return past.places


class _Past:
    """Writes into tables: a name the same everywhere, every other word of people another text."""

    def __init__(self, file: sqlite3.Connection, texts: Sequence[Text], keep: Sequence[str]) -> None:
        self._file, self._texts = file, cycle(texts)
        self.places = 0
        people = [name for (name,) in file.execute("SELECT name FROM person ORDER BY id")]
        self._named = {name: next(self._texts).words for name in people if name not in keep and not MARK.search(name)}
        self._keep = frozenset((*keep, *_ours()))

    def another(self, words: str, *, whoever: bool = False) -> str:
        """Return what stands in the place of these words; the same words where they are no words of people.

        Those have a space in them, unlike ids and days; with `whoever` they are taken for words of people without one.
        """
        if words in self._named:
            self.places += 1
            return self._named[words]
        if words in self._keep or MARK.search(words) or not (whoever or " " in words.strip()):
            return words
        self.places += 1
        if " | " in words:  # what is promised, who does it, by when
            return " | ".join([next(self._texts).words.replace("|", ""), *words.split(" | ")[1:]])
        if words.count("\n") > 4:  # a letter
            return "\n\n".join(f"{next(self._texts).words}\n{part}" for part in words.split("\n\n")[:12])
        return next(self._texts).words

    def column(self, table: str, column: str) -> None:
        """Go through a column of plain text: halves of a pair cannot stand there."""
        for row, words in self._file.execute(f"SELECT {self._key(table)}, {column} FROM {table}").fetchall():
            if (
                words
                and (new := self.another(words, whoever=table == "attachment").encode("utf-8", "ignore").decode())
                != words
            ):
                self._file.execute(f"UPDATE {table} SET {column} = ? WHERE {self._key(table)} = ?", (new, row))

    def json(self, table: str, key: str, column: str) -> None:
        """Go through a column of JSON: there every code point can stand, as an escape."""
        for row, body in self._file.execute(f"SELECT {key}, {column} FROM {table}").fetchall():
            new = json.dumps(self._inside(json.loads(body)))
            self._file.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (new, row))

    def _inside(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._inside(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._inside(each) for each in value]
        return self.another(value) if isinstance(value, str) else value

    @staticmethod
    def _key(table: str) -> str:
        return {
            "setting": "name",
            "time_limit": "case_id || '/' || instance",
            "case_link": "case_id || '/' || other_id",
        }.get(table, "rowid")


@cache
def _ours() -> frozenset[str]:
    """Every text of the program's own papers: kinds, types, choices, roles. They are no words of people."""
    papers = [each for each in DATA.rglob("*.toml") if each.parent.name != "practice"]
    return frozenset(text for each in papers for text in _texts_of(tomllib.loads(each.read_text(encoding="utf-8"))))


def _texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts_of(each)
    elif isinstance(value, str):
        yield value
