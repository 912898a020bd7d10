"""Reads procedure files: strict, with words for every mistake.

`read` gives a `Procedure` or raises `ProcedureMistakes` with one line a mistake, each naming file and place.
Shared actions and fields stand in `data/actions.toml`; a procedure names those that it uses.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, cast

from sharedlives_tui import procedures as model
from sharedlives_tui.procedure_checks import cross_check
from sharedlives_tui.workdays import Unit

UNITS = ("working days", "calendar days", "months", "years")
_PLAIN = {"done", "not_done", "begun", "not_open", "stage", "status", "part", "no_part", "over"}
_WORDS = _PLAIN | {"while", "unless", "covers", "older", "any", "filled", "empty", "case_type", "has"}


class ProcedureMistakes(ValueError):
    """A procedure file that cannot be used; `lines` says for each mistake where it is and what would be right."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


class _Table:
    """One table of a file: hands out its keys by kind, and says which were never asked for."""

    def __init__(self, data: Mapping[str, Any], place: str, mistakes: list[str]) -> None:
        self.data, self.place, self.mistakes = data, place, mistakes
        self.known: set[str] = set()

    def wrong(self, words: str) -> None:
        self.mistakes.append(f"{self.place}: {words}")

    def take(self, key: str, kind: type, default: Any, example: str) -> Any:
        self.known.add(key)
        if key not in self.data:
            return default
        value = self.data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.wrong(f"'{key}' must be {example}")
            return default
        return value

    def text(self, key: str, default: str = "", *, needed: bool = False, of: Iterable[str] = ()) -> str:
        value: str = self.take(key, str, default, "text in quotation marks")
        allowed = tuple(of)
        if needed and not value:
            self.wrong(f"'{key}' is missing")
        if allowed and value and value not in allowed:
            self.wrong(f"'{key}' is '{value}'; it must be one of: {', '.join(allowed)}")
            return default or allowed[0]
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        self.known.add(key)
        value = self.data.get(key, ())
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
            self.wrong(f'\'{key}\' must be a list of texts, like ["one", "two"]')
            return ()
        return tuple(value)

    def flag(self, key: str) -> bool:
        return bool(self.take(key, bool, False, "true or false"))

    def number(self, key: str) -> int | None:
        return cast("int | None", self.take(key, int, None, "a whole number"))

    def day(self, key: str) -> date | None:
        value = self.take(key, date, None, "a date, like 2026-02-28")
        if isinstance(value, datetime):  # a datetime is a date as well, and cannot be compared with one
            self.wrong(f"'{key}' must be a date without a time, like 2026-02-28")
            return value.date()
        return cast("date | None", value)

    def table(self, key: str) -> _Table | None:
        value = self.take(key, dict, None, 'a table, like { by = "received" }')
        return None if value is None else _Table(value, f"{self.place}, {key}", self.mistakes)

    def tables(self, key: str) -> list[_Table]:
        self.known.add(key)
        value = self.data.get(key, [])
        if isinstance(value, dict):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.wrong(f"'{key}' must be a list of tables, like [{{ by = \"received\" }}]")
            return []
        return [
            _Table(each, f"{self.place}, {key} {each.get('id', place)}", self.mistakes)
            for place, each in enumerate(value, 1)
        ]

    def finish(self) -> None:
        for key in self.data:
            if key not in self.known:
                near = get_close_matches(key, self.known, 1)
                hint = f"; did you mean '{near[0]}'?" if near else f"; known here: {', '.join(sorted(self.known))}"
                self.wrong(f"'{key}' is not a word of the format{hint}")


def read(text: str, name: str, shared: str, known: model.Vocabulary | None = None) -> model.Procedure:
    """The procedure in `text`, a file called `name`, with the shared actions of `shared`.

    With `known` (rules, roles and letters that exist) references to them are checked as well.
    Raises ProcedureMistakes.
    """
    mistakes: list[str] = []
    data = _toml(text, name, mistakes)
    common = _toml(shared, "actions.toml", mistakes)
    if mistakes:
        raise ProcedureMistakes(mistakes)
    result = _Reader(data, common, name, mistakes).procedure(hashlib.sha256((text + shared).encode()).hexdigest())
    mistakes += cross_check(result, name, known)
    if mistakes:
        raise ProcedureMistakes(mistakes)
    return result


def _toml(text: str, name: str, mistakes: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        mistakes.append(f"{name}: cannot be read as TOML: {error}")
        return {}


class _Parts:
    """Turns the small tables inside a step or an action into the objects of `procedures`."""

    def _enter(self, table: _Table) -> model.Enter:
        result = model.Enter(table.text("to", needed=True), self._when(table, "when"))
        table.finish()
        return result

    def _become(self, table: _Table) -> model.Become:
        result = model.Become(table.text("type", needed=True), self._when(table, "when"))
        table.finish()
        return result

    def _end(self, table: _Table) -> model.End:
        result = model.End(table.text("how", needed=True), self._when(table, "when"))
        table.finish()
        return result

    def _end_steps(self, table: _Table) -> model.EndSteps:
        result = model.EndSteps(table.texts("steps"), table.text("how", needed=True), self._when(table, "when"))
        table.finish()
        return result

    def _span(self, table: _Table) -> model.SpanChange:
        begins, ends = table.text("begins"), table.text("ends")
        if bool(begins) == bool(ends):
            table.wrong("say either 'begins' or 'ends' with the name of the span")
        name = begins or ends
        result = model.SpanChange(name.rstrip("@"), bool(begins), name.endswith("@"), self._when(table, "when"))
        table.finish()
        return result

    def _independence(self, table: _Table) -> model.Independence:
        result = model.Independence(
            person=table.text("person", needed=True),
            barred=table.texts("barred"),
            senior=table.flag("senior"),
            rule=table.text("rule", needed=True),
            allow=table.text("allow") or None,
        )
        table.finish()
        return result

    def _when(self, table: _Table, key: str) -> model.Condition:
        found = table.table(key)
        return model.ALWAYS if found is None else self._condition(found)

    def _condition(self, table: _Table) -> model.Condition:
        fields = []
        for key in table.data:
            if key not in _WORDS:
                fields.append((key, table.texts(key)))
        older = table.table("older")
        result = model.Condition(
            fields=tuple(fields),
            filled=table.texts("filled"),
            empty=table.texts("empty"),
            done=table.texts("done"),
            not_done=table.texts("not_done"),
            begun=table.texts("begun"),
            not_open=table.texts("not_open"),
            spans=table.texts("while"),
            no_spans=table.texts("unless"),
            stages=table.texts("stage"),
            status=table.texts("status"),
            parts=table.texts("part"),
            no_parts=table.texts("no_part"),
            over=table.texts("over"),
            has=table.texts("has"),
            covers=table.text("covers") or None,
            case_types=table.texts("case_type"),
            older=None if older is None else (older.text("field", needed=True), older.number("months") or 0),
            any_of=tuple(self._condition(each) for each in table.tables("any")),
        )
        if "any" in table.data and not result.any_of:
            table.wrong("'any' is empty; write at least one condition into it")
        if older is not None:
            older.finish()
        return result


class _Reader(_Parts):
    """Turns the tables of one file into the objects of `procedures`."""

    def __init__(self, data: dict[str, Any], common: dict[str, Any], name: str, mistakes: list[str]) -> None:
        self.top = _Table(data, name, mistakes)
        self.common = _Table(common, "actions.toml", mistakes)
        self.mistakes = mistakes
        self.fields: dict[str, model.Field] = {}
        self.contents: dict[str, model.Content] = {}

    def procedure(self, digest: str) -> model.Procedure:
        top = self.top
        for source in (self.common, top):
            self._declare(source, "field", self._field, self.fields)
        for source in (self.common, top):
            self._declare(source, "content", self._content, self.contents)
        wanted = top.texts("actions")
        shared = {act.id: act for act in (self._act(each, "action") for each in self.common.tables("action"))}
        own = [self._act(each, "action") for each in top.tables("action")]
        named = {act.id for act in own}
        for each in wanted:
            if each not in shared:
                top.wrong(f"actions: '{each}' is not in actions.toml, which has: {', '.join(shared)}")
        actions = own + [shared[each] for each in wanted if each in shared and each not in named]
        steps = [self._act(each, "step") for each in top.tables("step")]
        if not steps:
            top.wrong("there is no [[step]]; the first step opens a case")
            steps = [model.Act("received", "Received", "step", ())]
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
            title=top.texts("title"),
            digest=digest,
        )
        top.finish()
        self.common.finish()
        return result

    def _declare(self, source: _Table, key: str, build: Any, into: dict[str, Any]) -> None:
        found = source.table(key)
        if found is None:
            return
        for each, value in found.data.items():
            if not isinstance(value, dict):
                found.wrong(f"[{key}.{each}] must be a table")
                continue
            if each in _WORDS and key == "field":
                found.wrong(f"'{each}' is a word of the format and cannot name a field")
            into[each] = build(each, _Table(value, f"{source.place}, {key}.{each}", self.mistakes))

    def _stage(self, table: _Table) -> model.Stage:
        stage = model.Stage(table.text("id", needed=True), table.text("name", needed=True))
        table.finish()
        return stage

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

    def _field(self, name: str, table: _Table) -> model.Field:
        result = model.Field(
            id=name,
            label=table.text("label", needed=True),
            kind=table.text("kind", "text", of=model.FIELD_KINDS),
            help=table.text("help"),
            required=table.flag("required"),
            choices=table.texts("choices"),
            part=table.text("part") or None,
            line=table.text("line") or None,
            roles=table.texts("roles"),
            adds_people=table.flag("adds_people"),
            default=table.text("default"),
            confidential=table.flag("confidential"),
            earliest=table.text("earliest", of=("entry",)) if "earliest" in table.data else "",
            latest=table.text("latest", of=("entry",)) if "latest" in table.data else "",
            known=table.text("known", of=model.KNOWN) if "known" in table.data else "",
            when=self._when(table, "when"),
        )
        table.finish()
        if result.kind in ("choice", "choices") and not result.choices:
            table.wrong("a choice needs 'choices', a list of texts")
        return result

    def _content(self, name: str, table: _Table) -> model.Content:
        result = model.Content(
            id=name,
            name=table.text("name", needed=True),
            needs=table.texts("needs"),
            when=self._when(table, "when"),
        )
        table.finish()
        return result

    def _act(self, table: _Table, kind: str) -> model.Act:
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
            early=table.flag("early"),
            help=table.text("help"),
        )
        table.finish()
        return result

    def _used_fields(self, table: _Table) -> Iterable[model.Field]:
        for name in table.texts("fields"):
            bare = name.rstrip("?!")
            if bare not in self.fields:
                near = get_close_matches(bare, self.fields, 1)
                table.wrong(f"field '{bare}' is declared nowhere" + (f"; did you mean '{near[0]}'?" if near else ""))
                continue
            found = self.fields[bare]
            if name != bare:
                found = model.Field(**{**found.__dict__, "required": name.endswith("!")})
            yield found

    def _opener(self, table: _Table) -> model.Opener:
        each = table.table("for_each")
        result = model.Opener(
            by=table.texts("by"),
            stage=table.text("stage") or None,
            closing=table.texts("closing"),
            when=self._when(table, "when"),
            for_each=None if each is None else self._for_each(each),
            limit=self._limit(table.table("limit")),
        )
        table.finish()
        if bool(result.by) + (result.stage is not None) + bool(result.closing) != 1:
            table.wrong("say exactly one of 'by' (a step or action), 'stage' (on entering it) and 'closing'")
        return result

    def _for_each(self, table: _Table) -> model.ForEach:
        result = model.ForEach(
            part=table.text("part") or None,
            roles=table.texts("roles"),
            line=table.text("line") or None,
            of=table.text("of", "entry", of=("entry", "case", "same")),
        )
        table.finish()
        return result

    def _met_by(self, table: _Table) -> model.MetBy:
        result = model.MetBy(table.texts("by"), self._when(table, "when"))
        table.finish()
        return result

    def _need(self, table: _Table) -> model.Need:
        result = model.Need(
            self._when(table, "when"), table.text("words", needed=True), table.text("rule", needed=True)
        )
        table.finish()
        return result

    def _limit(self, table: _Table | None) -> model.Limit | None:
        if table is None:
            return None
        count = table.number("count")
        if count is None:
            table.wrong("'count' is missing: how many, counted back if below nought")
        after, before = table.texts("after"), table.texts("before")
        if before and after:
            table.wrong("say either 'after' or 'before', not both")
        if before and (count or 0) > 0:
            table.wrong("a limit 'before' a date has a count of nought or below")
        result = model.Limit(
            count=count or 0,
            unit=cast("Unit", table.text("unit", "working days", of=UNITS)),
            after=before or after or (model.OPENING,),
            force=table.text("force", "must", of=model.FORCES),
            extend=table.flag("extend"),
            line_date=table.flag("line_date"),
            told=table.text("told"),
        )
        table.finish()
        return result

    def _notice(self, table: _Table | None) -> model.Notice | None:
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

    def _used_contents(self, table: _Table, key: str) -> Iterable[model.Content]:
        for name in table.texts(key):
            if name in self.contents:
                yield self.contents[name]
            else:
                near = get_close_matches(name, self.contents, 1)
                table.wrong(f"content '{name}' is declared nowhere" + (f"; did you mean '{near[0]}'?" if near else ""))
