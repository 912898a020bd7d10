"""The small tables inside a step or an action (conditions, openers, limits), read from a procedure file."""

from __future__ import annotations

from typing import cast

from sharedlives_tui import procedures as model
from sharedlives_tui.procedure_tables import Table
from sharedlives_tui.workdays import Unit

UNITS = ("working days", "calendar days", "months", "years")
_PLAIN = {"done", "not_done", "begun", "not_open", "stage", "status", "part", "no_part", "over"}
_RARER = {
    "while",
    "unless",
    "covers",
    "older",
    "reached",
    "within",
    "beyond",
    "below",
    "at_least",
    "any",
    "filled",
    "empty",
    "given",
    "case_type",
    "has",
}
CONDITION_WORDS = _PLAIN | _RARER


class ProcedureParts:
    """Turns the small tables inside a step or an action into the objects of `procedures`."""

    def _enter(self, table: Table) -> model.Enter:
        result = model.Enter(table.text("to", needed=True), self._when(table, "when"))
        table.finish()
        return result

    def _become(self, table: Table) -> model.Become:
        result = model.Become(table.text("type", needed=True), self._when(table, "when"))
        table.finish()
        return result

    def _end(self, table: Table) -> model.End:
        result = model.End(table.text("how", needed=True), self._when(table, "when"))
        table.finish()
        return result

    def _end_steps(self, table: Table) -> model.EndSteps:
        result = model.EndSteps(table.texts("steps"), table.text("how", needed=True), self._when(table, "when"))
        table.finish()
        return result

    def _span(self, table: Table) -> model.SpanChange:
        begins, ends = table.text("begins"), table.text("ends")
        if bool(begins) == bool(ends):
            table.wrong("say either 'begins' or 'ends' with the name of the span")
        name = begins or ends
        result = model.SpanChange(name.rstrip("@"), bool(begins), name.endswith("@"), self._when(table, "when"))
        table.finish()
        return result

    def _independence(self, table: Table) -> model.Independence:
        result = model.Independence(
            person=table.text("person", needed=True),
            barred=table.texts("barred"),
            senior=table.flag("senior"),
            warns=table.flag("warns"),
            least=table.number("least") or 0,
            among=table.texts("among"),
            rule=table.text("rule", needed=True),
            allow=table.text("allow") or None,
            part=table.text("part"),
            when=self._when(table, "when"),
        )
        table.finish()
        return result

    def _when(self, table: Table, key: str) -> model.Condition:
        found = table.table(key)
        return model.ALWAYS if found is None else self._condition(found)

    def _condition(self, table: Table) -> model.Condition:
        fields = []
        for key in table.data:
            if key not in CONDITION_WORDS:
                fields.append((key, table.texts(key)))
        older = table.table("older")
        result = model.Condition(
            fields=tuple(fields),
            filled=table.texts("filled"),
            empty=table.texts("empty"),
            given=table.texts("given"),
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
            reached=table.texts("reached"),
            within=self._pair(table, "within", "field", "of"),
            beyond=self._pair(table, "beyond", "field", "of"),
            below=self._pair(table, "below", "field", "than"),
            at_least=self._pair(table, "at_least", "field", "than"),
            any_of=tuple(self._condition(each) for each in table.tables("any")),
        )
        if "any" in table.data and not result.any_of:
            table.wrong("'any' is empty; write at least one condition into it")
        if older is not None:
            older.finish()
        return result

    def _pair(self, table: Table, key: str, first: str, second: str) -> tuple[str, str] | None:
        """Two names of a condition; the first may be left out where the second is a step."""
        found = table.table(key)
        if found is None:
            return None
        pair = (found.text(first, needed=second != "of"), found.text(second, needed=True))
        found.finish()
        return pair

    def _stage(self, table: Table) -> model.Stage:
        stage = model.Stage(table.text("id", needed=True), table.text("name", needed=True))
        table.finish()
        return stage

    def _opener(self, table: Table) -> model.Opener:
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

    def _for_each(self, table: Table) -> model.ForEach:
        result = model.ForEach(
            part=table.text("part") or None,
            roles=table.texts("roles"),
            line=table.text("line") or None,
            of=table.text("of", "entry", of=("entry", "case", "same", "same line")),
        )
        table.finish()
        return result

    def _met_by(self, table: Table) -> model.MetBy:
        result = model.MetBy(table.texts("by"), self._when(table, "when"))
        table.finish()
        return result

    def _need(self, table: Table) -> model.Need:
        result = model.Need(
            self._when(table, "when"), table.text("words", needed=True), table.text("rule", needed=True)
        )
        table.finish()
        return result

    def _limit(self, table: Table | None) -> model.Limit | None:
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
