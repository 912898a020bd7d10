"""One case, read whole: its row, its entries, the procedure that it is pinned to, and its progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sharedlives_tui import privacy
from sharedlives_tui.access import Viewer
from sharedlives_tui.calendar_history import calendar_revisions
from sharedlives_tui.facts import Entry, Line, Party, Revision, Value
from sharedlives_tui.library import Library
from sharedlives_tui.privacy_views import seen_by
from sharedlives_tui.procedures import Procedure
from sharedlives_tui.progress import Progress, replay
from sharedlives_tui.store import register, views
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.rows import CaseRow, EntryRow, person_number


class NoSuchCase(LookupError):
    """There is no case of that reference, or not for this viewer: the answer is the same."""

    told = False
    """Whether the journal tells of it already."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        super().__init__(f"There is no case {ref}. Look for it with find, or check the reference.")


@dataclass(frozen=True)
class CaseFile:
    """A case as it lies in the office, with what follows from it."""

    row: CaseRow
    procedure: Procedure
    rows: tuple[EntryRow, ...]
    entries: tuple[Entry, ...]
    revisions: tuple[Revision, ...]
    progress: Progress

    def with_entries(self, entries: Sequence[Entry]) -> Progress:
        """Where the case would stand with these entries instead."""
        return replay(self.procedure, entries, self.revisions)

    def with_revisions(self, revisions: Sequence[Revision]) -> Progress:
        """Where the case would stand with the office's days changed."""
        return replay(self.procedure, self.entries, revisions)

    def as_of(self, on: date) -> Progress:
        """Where the case stood at the end of that day, as it is known now."""
        return self.with_entries([each for each in self.entries if each.done_on <= on])


def load(reads: Reads, library: Library, nation: str, row: CaseRow) -> CaseFile:
    """The case of a row, through the store or inside a transaction."""
    rows = tuple(views.entries(reads, row.id))
    procedure = pinned(reads, library, row.procedure)
    entries = tuple(entries_of(rows))
    revisions = calendar_revisions(reads, nation)
    return CaseFile(row, procedure, rows, entries, revisions, replay(procedure, entries, revisions))


def seen_file(reads: Reads, viewer: Viewer, file: CaseFile) -> CaseFile:
    """The case as this viewer may see it (DI-16, RD-48): without the entries, names and words that are not for them.

    What names another case that they cannot open is left out as well. Entries keep their numbers.
    """
    if privacy.closes_anything(file.progress):
        seen = seen_by(file.progress, viewing(viewer, file.progress), names=names_of(reads, file))
        file = replace(
            file,
            progress=seen,
            rows=tuple(each for each in file.rows if each.number is None or each.number in seen.numbers),
            entries=tuple(seen.entry[each.number] for each in file.entries if each.number in seen.numbers),
        )
    return _without_closed_links(reads, viewer, file)


def seen_state(reads: Reads, viewer: Viewer, file: CaseFile, progress: Progress) -> Progress:
    """A state of the case, as it is or would be, as this viewer may see it: what an answer to them may tell."""
    if not privacy.closes_anything(progress):
        return progress
    return seen_by(progress, viewing(viewer, progress), names=names_of(reads, file))


def viewing(viewer: Viewer, progress: Progress) -> privacy.Audience:
    """Whoever sits at the desk, as an audience of this case."""
    return privacy.audience(progress, "" if viewer.person_id is None else f"P-{viewer.person_id}")


def _without_closed_links(reads: Reads, viewer: Viewer, file: CaseFile) -> CaseFile:
    """The file without what tells of a case that the viewer cannot open: links to it, and its reference elsewhere."""
    entries, gone = [], set()
    for entry in file.entries:
        act = file.procedure.by_id.get(entry.act)
        named = [each.id for each in act.fields if each.kind == "reference" and entry.text(each.id)] if act else []
        closed = {name for name in named if views.case_by_ref(reads, viewer, entry.text(name)) is None}
        if closed and act is not None and act.effect == "link":
            gone.add(entry.number)
            continue
        values = {name: value for name, value in entry.values.items() if name not in closed}
        entries.append(replace(entry, values=values) if closed else entry)
    rows = tuple(each for each in file.rows if each.number not in gone)
    return replace(file, rows=rows, entries=tuple(entries))


def pinned(reads: Reads, library: Library, digest: str) -> Procedure:
    """The procedure text that the office keeps under this digest. Raises LookupError where it keeps none."""
    if digest in library._pinned:
        return library._pinned[digest]
    kept = views.procedure(reads, digest)
    if kept is None:
        raise LookupError(f"the office does not keep the procedure {digest}")
    return library.pinned(digest, kept.text, kept.shared, kept.file_name)


def entries_of(rows: Sequence[EntryRow]) -> list[Entry]:
    """The entries among a case's journal rows, those that were struck marked as such."""
    return [entry_of(row) for row in rows if row.kind == "entry" and row.number is not None]


def entry_of(row: EntryRow) -> Entry:
    """One entry from its journal row. What was disposed of has its dates and no words."""
    body = row.body
    return Entry(
        number=row.number or 0,
        act=row.act,
        done_on=row.done_on or date.min,
        recorded_at=row.recorded_at,
        done_by=row.done_by or "",
        recorded_by=row.recorded_by,
        key=row.key,
        values=_values(body.get("values", {})),
        parties=tuple(Party(*each) for each in body.get("parties", [])),
        lines=tuple(_line(each) for each in body.get("lines", [])),
        has=tuple(body.get("has", [])),
        incomplete=tuple(body.get("incomplete", [])),
        struck=row.struck_by is not None,
        replaces=body.get("replaces"),
        follows=body.get("follows"),
    )


def body_of(entry: Entry, extra: Mapping[str, Any]) -> dict[str, Any]:
    """The words of an entry as the journal keeps them; `extra` adds the letter and the like."""
    body: dict[str, Any] = {
        "values": {name: value if isinstance(value, str) else list(value) for name, value in entry.values.items()},
        "parties": [[each.person, each.part, each.role] for each in entry.parties],
        "lines": [
            [each.id, each.kind, each.text, each.who, each.by.isoformat() if each.by else "", each.ours]
            for each in entry.lines
        ],
        "has": list(entry.has),
        "incomplete": list(entry.incomplete),
    }
    if entry.replaces is not None:
        body["replaces"] = entry.replaces
    if entry.follows is not None:
        body["follows"] = entry.follows
    return {name: value for name, value in body.items() if value not in ([], {})} | dict(extra)


def _values(found: Mapping[str, Any]) -> dict[str, Value]:
    return {name: value if isinstance(value, str) else tuple(value) for name, value in found.items()}


def _line(found: Sequence[Any]) -> Line:
    name, kind, text, who, by, ours = found
    return Line(name, kind, text, who, date.fromisoformat(by) if by else None, bool(ours))


def people_of(file: CaseFile) -> set[int]:
    """The numbers of everybody whom the case names."""
    others = (row for row in file.rows if row.kind in ("strike", "sign-off"))
    typed = map(person_number, (who for row in others for who in (row.recorded_by, row.done_by or "")))
    signed = map(person_number, (str(row.body.get("signed_off_by", "")) for row in file.rows))
    return _named_in(file.entries) | {number for number in (*typed, *signed) if number is not None}


def _named_in(entries: Iterable[Entry]) -> set[int]:
    found: set[int] = set()
    for entry in entries:
        named = [entry.done_by, entry.recorded_by, *(each.person for each in entry.parties)]
        named += [line.who for line in entry.lines]
        for value in entry.values.values():
            named += [value] if isinstance(value, str) else list(value)
        found |= {number for number in map(person_number, named) if number is not None}
    return found


def people_near(reads: Reads, viewer: Viewer, progress: Progress) -> dict[str, str]:
    """Names by person id of the people of a case, whose names are not withheld from this viewer (RD-48)."""
    found = {f"P-{number}": name for number, name in register.names(reads, _named_in(progress.taken)).items()}
    withheld = privacy.withheld_from(progress, viewing(viewer, progress))
    return {person: name for person, name in found.items() if person not in withheld}


def others_called(reads: Reads, viewer: Viewer, word: str) -> dict[str, str]:
    """Names by person id of people of the office's list in whose name the word is, as far as the viewer may know."""
    return {f"P-{each.id}": each.name for each in views.find_people(reads, viewer, word)}


def names_of(reads: Reads, file: CaseFile) -> dict[str, str]:
    """Names by person id (P-12) of everybody whom the case names."""
    return {f"P-{number}": name for number, name in register.names(reads, people_of(file)).items()}
