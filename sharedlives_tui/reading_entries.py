"""The entries of a case as this viewer may see them: with names, labels, strikes and who wrote what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sharedlives_tui import intake
from sharedlives_tui.casefile import CaseFile
from sharedlives_tui.caseviews import EntryView
from sharedlives_tui.clock import local_day
from sharedlives_tui.facts import Value
from sharedlives_tui.numbering import Numbering
from sharedlives_tui.privacy import in_confidence
from sharedlives_tui.privacy_views import scrubber
from sharedlives_tui.sign_off import NOT_SIGNED, SIGNED_BY
from sharedlives_tui.store.rows import EntryRow


def entry_view(file: CaseFile, row: EntryRow, names: Mapping[str, str], mine: Numbering) -> EntryView:
    """An entry in the names of people and fields, numbered as whoever reads counts them, with what became of it."""
    entry = next(each for each in file.entries if each.number == row.number)
    act = file.procedure.by_id.get(entry.act)
    instance = file.progress.instance_of.get(entry.number)
    instance = instance if instance in file.progress.instances else None
    scrub = scrubber(file.progress)
    fields = {each.id: each for each in intake.fields_of(act)} if act is not None else {}
    recorded_on = local_day(row.recorded_at)
    return EntryView(
        id=mine.shown(entry.number),
        step=entry.act,
        name=act.name if act is not None else entry.act,
        instance=instance.name if instance is not None else entry.act,
        done_on=entry.done_on,
        recorded_at=row.recorded_at,
        done_by=names.get(entry.done_by, entry.done_by),
        recorded_by=names.get(entry.recorded_by, entry.recorded_by),
        struck=entry.struck,
        outside=file.progress.outside.get(entry.number, ""),
        incomplete=entry.incomplete,
        values={name: _named(value, names) for name, value in entry.values.items()},
        labels={name: each.label for name, each in fields.items()},
        confidential=in_confidence(entry, act),
        letter=scrub(str(row.body.get("letter", ""))),
        written_elsewhere=bool(row.body.get("written_elsewhere", False)),
        struck_reason=scrub(_struck(file, row, names)[0]),
        struck_by=_struck(file, row, names)[1],
        struck_on=_struck(file, row, names)[2],
        replaced_by=next((mine.shown(each.number) for each in file.entries if each.replaces == entry.number), None),
        late_entry=recorded_on > entry.done_on,
        signed_off_by=names.get(str(row.body.get(SIGNED_BY, "")), str(row.body.get(SIGNED_BY, ""))),
        not_signed_off=bool(row.body.get(NOT_SIGNED, False)),
        row=row.seq,
    )


def told_to(file: CaseFile, row: EntryRow, person: str) -> bool:
    """True for an entry that stands and is the notice to this person of a case about them (RD-40)."""
    act = file.procedure.by_id.get(row.act)
    struck = row.struck_by is not None
    return row.kind == "entry" and act is not None and act.hides and row.key == person and not struck


def _struck(file: CaseFile, row: EntryRow, names: Mapping[str, str]) -> tuple[str, str, date | None]:
    """Why an entry was struck, by whom and on which day; empty for one that stands."""
    strike = next((each for each in file.rows if each.seq == row.struck_by), None)
    if strike is None:
        return "", "", None
    by = names.get(strike.recorded_by, strike.recorded_by)
    return str(strike.body.get("reason", "")), by, local_day(strike.recorded_at)


def _named(value: Value, names: Mapping[str, str]) -> Value:
    if isinstance(value, str):
        return names.get(value, value)
    return tuple(names.get(each, each) for each in value)
