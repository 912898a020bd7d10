"""Whether a case carries a lowered number or the end of an approval, and from which day (DA-42, RD-45)."""

from __future__ import annotations

from datetime import date

from sharedlives_tui.approval import Change
from sharedlives_tui.casefile import CaseFile, load
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Entry
from sharedlives_tui.independence import subjects, substitutes
from sharedlives_tui.record_kinds import Ground
from sharedlives_tui.requests import Problem
from sharedlives_tui.store import views
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.typed_dates import say_day


def case_named(desk: Desk, reads: Reads, ref: str) -> CaseFile | None:
    """The case of a reference; None where there is none that the viewer may open."""
    row = views.case_by_ref(reads, desk.viewer, ref) if ref else None
    return None if row is None else load(reads, desk.library, desk.office.nation, row)


def why_not_case(ref: str, file: CaseFile | None, person: str) -> list[Problem]:
    """Why a case cannot be named on somebody's page: there is none to be seen, or it is not about them."""
    if file is None:
        return [Problem("case", "DA-42", f"There is no case {ref}. Check the reference, like DA-0012.")]
    if person not in subjects(file.progress):
        return [Problem("case", "DA-42", f"{file.row.ref} is not about this carer. Name the case that decided it.")]
    return []


def stands_in(file: CaseFile | None, person: str, roles: tuple[str, ...]) -> bool:
    """Whether somebody was named in the case to act in place of the holder of one of the roles."""
    return file is not None and any(person in substitutes(file.progress, role) for role in roles)


def why_not_lowered(desk: Desk, file: CaseFile, change: Change) -> list[Problem]:
    """Why what the case decided does not carry a change that lowers or ends an approval; empty if it does."""
    ref = file.row.ref
    decided, ground = _last_decision(desk, file)
    if decided is None or ground is None or ground.sets == "stands":
        words = f"In {ref} nothing was decided that lowers or ends the approval. Name the case that decided it."
        return [Problem("case", "DA-42", words)]
    if change.decision == "ended" and ground.sets != "ended":
        return [Problem("decision", "DA-42", f"{ref} lowered the approval and did not end it. Record the number.")]
    wanted = decided.text(ground.number) if ground.number else ""
    if wanted and change.decision != "ended" and str(change.number) != str(int(wanted)):
        field = "number" if change.decision != "number" else "new_number"
        return [Problem(field, "DA-42", f"{ref} decided on {int(wanted)}: enter that number.")]
    return _why_not_yet(file, decided, ground, change.on)


def _last_decision(desk: Desk, file: CaseFile) -> tuple[Entry | None, Ground | None]:
    grounds = [each for each in desk.library.record_kinds.grounds if each.case == file.row.kind]
    for entry in reversed(file.progress.taken):
        for ground in grounds:
            if entry.act == ground.act and (not ground.field or entry.text(ground.field) == ground.value):
                return entry, ground
    return None, None


def _why_not_yet(file: CaseFile, decided: Entry, ground: Ground, on: date) -> list[Problem]:
    """Why it does not hold yet on that day: its letter has not gone, or went later (RD-45)."""
    ref, holds_from, what = file.row.ref, decided.done_on, "was decided"
    if ground.waits:
        numbers = [each.number for each in file.progress.taken]
        later = file.progress.taken[numbers.index(decided.number) + 1 :]
        letter = next((each for each in later if each.act == ground.letter), None)
        if letter is None:
            words = f"The letter that tells the carer of the decision in {ref} has not gone yet. Send it first."
            return [Problem("case", "RD-45", words)]
        holds_from, what = letter.done_on, "was told to the carer by letter"
    if ground.letter and on < holds_from:
        words = f"What {ref} decided {what} on {say_day(holds_from)}: it holds from that day or a later one."
        return [Problem("from", "RD-45", words)]
    return []
