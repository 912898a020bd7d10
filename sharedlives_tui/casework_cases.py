"""Which case, which step and which person of it a request means, and whether it was saved before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sharedlives_tui.casefile import CaseFile, NoSuchCase, load, seen_state
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import people_named
from sharedlives_tui.numbering import Numbering, numbering
from sharedlives_tui.procedures import Act
from sharedlives_tui.requests import Problem, Recorded, Refused
from sharedlives_tui.store import Conflict, register, views
from sharedlives_tui.store.basics import MOST_DIGITS

if TYPE_CHECKING:
    from sharedlives_tui.store.writer import Writer


def case_of(desk: Desk, writer: Writer, ref: str, version: int | None, beside: str = "") -> tuple[CaseFile, Numbering]:
    """The whole case of a reference, with how whoever sits at the desk counts it. Raises NoSuchCase and Conflict.

    `beside` is an act that somebody wants beside whatever others record: a note, which only adds, is no Conflict then.
    """
    row = views.case_by_ref(writer, desk.viewer, ref)
    if row is None:
        raise NoSuchCase(ref)
    file = load(writer, desk.library, desk.office.nation, row)
    mine = numbering(writer, desk.viewer, file)
    act = file.procedure.by_id.get(beside)
    only_adds = act is not None and act.only_adds
    if version is not None and version != mine.version and not only_adds:
        raise Conflict(row.ref, version, mine.version)
    return file, mine


def saved_before(desk: Desk, writer: Writer, request_id: str) -> Recorded | None:
    """What a request did that was saved before; None for a new one. So a resent save is not doubled."""
    seq = writer.seq_of_request(request_id) if request_id else None
    if seq is None:
        return None
    ref, number, _ = register.saved_as(writer, seq)
    _, mine = case_of(desk, writer, ref, None)
    return Recorded(ref, mine.shown(number), mine.version)


def act_of(desk: Desk, file: CaseFile, writer: Writer, text: str) -> tuple[Act, str | None]:
    """The act and the party or line that `x`, `x@party`, `x.2` or `x@party.2` names, checked against what is open."""
    bare, _, key = text.partition("@")
    key, round_of_key = _round(key)
    bare, round_of_bare = _round(bare)
    number = round_of_key or round_of_bare
    act = file.procedure.by_id.get(bare)
    if act is None or act is file.procedure.opening:
        possible = ", ".join(
            each.name for each in seen_state(writer, desk.viewer, file, file.progress).open_instances()
        )
        raise Refused(
            Problem("step", "", f"There is no step '{bare}' in {file.row.ref}. Open are: {possible or 'none'}.")
        )
    if key and not key.startswith("P-") and any(each.part for each in file.progress.parties):
        found = people_named(desk, writer, key)
        key = found[0] if len(found) == 1 else key
    if number and act.kind == "step":
        seen = seen_state(writer, desk.viewer, file, file.progress)
        open_now = [each for each in seen.open_instances(bare) if not key or each.key == key]
        if open_now and all(each.round != number for each in open_now):
            raise Refused(Problem("step", "", f"Open is {open_now[0].name}, not {text}. Record that one."))
    return act, key or None


def _round(text: str) -> tuple[str, int]:
    name, dot, number = text.rpartition(".")
    counted = number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
    return (name, int(number)) if dot and counted else (text, 0)
