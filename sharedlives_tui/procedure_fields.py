"""The fields that a file declares, and those that its steps use: one declaration serves form, check and command."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from sharedlives_tui import procedures as model
from sharedlives_tui.procedure_parts import CONDITION_WORDS, ProcedureParts
from sharedlives_tui.procedure_tables import Table


class FieldReader(ProcedureParts):
    """Reads the fields of a file, and takes those that a table names under `fields` (`name!` needed, `name?` not)."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        self.fields: dict[str, model.Field] = {}

    def _declare(self, source: Table, key: str, build: Any, into: dict[str, Any]) -> None:
        found = source.table(key)
        if found is None:
            return
        for each, value in found.data.items():
            if not isinstance(value, dict):
                found.wrong(f"[{key}.{each}] must be a table")
                continue
            if each in CONDITION_WORDS and key == "field":
                found.wrong(f"'{each}' is a word of the format and cannot name a field")
            into[each] = build(each, Table(value, f"{source.place}, {key}.{each}", self.mistakes))

    def _field(self, name: str, table: Table) -> model.Field:
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
            earliest=self._days(table, "earliest"),
            latest=self._days(table, "latest"),
            rule=table.text("rule"),
            known=self._known(table),
            noun=table.text("noun"),
            as_before=table.flag("as_before"),
            still_open=table.flag("still_open"),
            ledger=table.text("ledger", of=model.LEDGER_COLUMNS) if "ledger" in table.data else "",
            when=self._when(table, "when"),
        )
        table.finish()
        if result.kind in ("choice", "choices") and not result.choices:
            table.wrong("a choice needs 'choices', a list of texts")
        if result.as_before and result.kind == "date":
            table.wrong("'as_before' is not for a date: each letter says its own")
        return result

    def _days(self, table: Table, key: str) -> str:
        days = table.text(key)
        if days and model.LATEST.fullmatch(days) is None:
            table.wrong(f"'{key}' is '{days}'; it must be 'entry' or a count of days, like '28 calendar days'")
        return days

    def _known(self, table: Table) -> str:
        known = table.text("known")
        if known and known not in model.KNOWN and not (known.startswith(model.END_OF) or model.WITHIN.fullmatch(known)):
            words = "'end of' and a step, or a field, 'within' and a step"
            table.wrong(f"'known' is '{known}'; it must be one of: {', '.join(model.KNOWN)}, {words}")
        return known

    def _used_fields(self, table: Table) -> Iterable[model.Field]:
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
