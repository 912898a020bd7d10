"""Reads procedure files: strict, with words for every mistake.

`read` gives a `Procedure` or raises `ProcedureMistakes` with one line a mistake, each naming file and place.
Shared actions and fields stand in `data/actions.toml`; a procedure names those that it uses.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from sharedlives_tui import procedures as model
from sharedlives_tui.procedure_checks import cross_check
from sharedlives_tui.procedure_fields import FieldReader
from sharedlives_tui.procedure_tables import Table
from sharedlives_tui.resources import read_text

EVERY_CASE = "every-case.toml"
"""The file of the actions that every case has, whatever text its own procedure was read from."""


class ProcedureMistakes(ValueError):
    """A procedure file that cannot be used; `lines` says for each mistake where it is and what would be right."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


@lru_cache(maxsize=64)
def read(text: str, name: str, shared: str, known: model.Vocabulary | None = None) -> model.Procedure:
    """The procedure in `text`, a file called `name`, with the shared actions of `shared`.

    With `known` (rules, roles and letters that exist) references to them are checked as well. A text is read once in a
    process: the office's own copy of it is the same procedure. Raises ProcedureMistakes.
    """
    mistakes: list[str] = []
    data = _toml(text, name, mistakes)
    common, wrong = _common(shared, "actions.toml")
    every, wrong_there = _common(read_text(EVERY_CASE), EVERY_CASE)
    mistakes += (*wrong, *wrong_there)
    if mistakes:
        raise ProcedureMistakes(mistakes)
    result = _Reader(data, common, every, name, mistakes).procedure(
        hashlib.sha256((text + shared).encode()).hexdigest()
    )
    mistakes += cross_check(result, name, known)
    if mistakes:
        raise ProcedureMistakes(mistakes)
    return result


@lru_cache(maxsize=8)
def _common(shared: str, name: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The tables of a shared text, which every procedure reads anew, and what is wrong with it."""
    mistakes: list[str] = []
    return _toml(shared, name, mistakes), tuple(mistakes)


def _toml(text: str, name: str, mistakes: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        mistakes.append(f"{name}: cannot be read as TOML: {error}")
        return {}


class _Reader(FieldReader):
    """Turns the tables of one file into the objects of `procedures`."""

    def __init__(
        self, data: dict[str, Any], common: dict[str, Any], every: dict[str, Any], name: str, mistakes: list[str]
    ) -> None:
        super().__init__(mistakes)
        self.top = Table(data, name, mistakes)
        self.common = Table(common, "actions.toml", mistakes)
        self.every = Table(every, EVERY_CASE, mistakes)
        self.contents: dict[str, model.Content] = {}

    def procedure(self, digest: str) -> model.Procedure:
        top = self.top
        for source in (self.every, self.common, top):
            self._declare(source, "field", self._field, self.fields)
        for source in (self.common, top):
            self._declare(source, "content", self._content, self.contents)
        wanted = top.texts("actions")
        shared = {act.id: act for kind in ("step", "action") for act in self._acts(self.common, kind)}
        actions, steps = self._acts(top, "action"), self._acts(top, "step")
        if not steps:
            top.wrong("there is no [[step]]; the first step opens a case")
            steps = [model.Act("received", "Received", "step", ())]
        named = {act.id for act in (*steps, *actions)}
        for each in wanted:
            if each not in shared:
                top.wrong(f"actions: '{each}' is not in actions.toml, which has: {', '.join(shared)}")
        used = [shared[each] for each in wanted if each in shared and each not in named]
        steps += [act for act in used if act.kind == "step"]
        actions += [act for act in used if act.kind == "action"]
        actions += [act for act in self._acts(self.every, "action") if act.id not in {*named, *wanted}]
        result = model.Procedure(
            id=top.text("id", needed=True),
            name=top.text("name", needed=True),
            plural=top.text("plural") or top.text("name"),
            prefix=top.text("prefix", needed=True),
            control=self._control(),
            stages=tuple(self._stage(each) for each in top.tables("stage")),
            acts=(*steps, *actions),
            restricted=top.flag("restricted"),
            type_field=top.text("type_field") or None,
            retention_years=top.number("retention_years"),
            stale_days=top.number("stale_days"),
            title=top.texts("title"),
            digest=digest,
        )
        top.finish()
        self.common.finish()
        self.every.finish()
        return result

    def _acts(self, source: Table, kind: str) -> list[model.Act]:
        return [self._act(each, kind) for each in source.tables(kind)]

    def _control(self) -> model.Control:
        top = self.top
        in_force = top.day("in_force")
        if in_force is None:
            top.wrong("'in_force' is missing: the date from which this version governs, like 2025-07-02")
        return model.Control(
            in_force=in_force or date(2000, 1, 1),
            review_on=top.day("review_on"),
            author=top.text("author"),
            authority=top.text("authority"),
            replaces=top.text("replaces"),
            amendments=top.texts("amendments"),
            source=top.text("source"),
        )

    def _content(self, name: str, table: Table) -> model.Content:
        result = model.Content(
            id=name,
            name=table.text("name", needed=True),
            needs=table.texts("needs"),
            warns=table.text("warns"),
            when=self._when(table, "when"),
        )
        table.finish()
        return result

    def _act(self, table: Table, kind: str) -> model.Act:
        step = kind == "step"
        name = table.text("id", needed=True)
        table.place = table.place.rsplit(",", 1)[0] + f", {kind} {name}"
        result = model.Act(
            id=name,
            name=table.text("name", needed=True),
            kind=kind,
            rules=table.texts("rules"),
            stage=table.text("stage", model.ANY_STAGE),
            fields=tuple(self._used_fields(table)),
            who=table.texts("who"),
            decides=table.texts("decides"),
            decides_when=self._when(table, "decides_when"),
            independence=tuple(self._independence(each) for each in table.tables("independence")),
            opens=tuple(self._opener(each) for each in table.tables("opens")),
            met_by=tuple(self._met_by(each) for each in table.tables("met_by")),
            not_possible=tuple(self._condition(each) for each in table.tables("not_possible")),
            holds=table.texts("holds"),
            needs=tuple(self._need(each) for each in table.tables("needs")),
            limit=self._limit(table.table("limit")),
            side=table.text("side", "ours", of=("ours", "theirs", "line")),
            notice=self._notice(table.table("notice")),
            enters=tuple(self._enter(each) for each in table.tables("enters")),
            becomes=tuple(self._become(each) for each in table.tables("becomes")),
            ends=tuple(self._end(each) for each in table.tables("ends")),
            ends_steps=tuple(self._end_steps(each) for each in table.tables("ends_steps")),
            span_changes=tuple(self._span(each) for each in table.tables("spans")),
            outlives_stage=table.flag("outlives_stage"),
            after_closing=table.flag("after_closing"),
            waivable=table.flag("waivable"),
            hides=table.flag("hides"),
            word=table.flag("word"),
            counts=table.text("counts", "substance" if step else "none", of=("substance", "part", "none")),
            available=model.ALWAYS if step else self._when(table, "available"),
            effect=None if step else (table.text("effect", of=model.EFFECTS) if "effect" in table.data else None),
            day=table.text("day"),
            early=table.flag("early"),
            card=table.text("card", of=model.CARDS) if "card" in table.data else "",
            shows=table.texts("shows"),
            decides_on=table.texts("decides_on"),
            help=table.text("help"),
        )
        table.finish()
        return result

    def _notice(self, table: Table | None) -> model.Notice | None:
        if table is None:
            return None
        result = model.Notice(
            id=table.text("id", needed=True),
            letter=table.text("letter", needed=True),
            sender=table.text("from", needed=True),
            to=table.texts("to"),
            must=tuple(self._used_contents(table, "must")),
            may=tuple(self._used_contents(table, "may")),
            methods=table.texts("methods") or model.Notice.methods,
            copies=table.texts("copies"),
            spoken=table.flag("spoken"),
        )
        table.finish()
        return result

    def _used_contents(self, table: Table, key: str) -> Iterable[model.Content]:
        for name in table.texts(key):
            if name in self.contents:
                yield self.contents[name]
            else:
                near = get_close_matches(name, self.contents, 1)
                table.wrong(f"content '{name}' is declared nowhere" + (f"; did you mean '{near[0]}'?" if near else ""))
