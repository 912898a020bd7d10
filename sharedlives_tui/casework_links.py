"""The links between cases: as long as an entry of one of the two says so, and no longer (CC-23)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sharedlives_tui.casefile import CaseFile, load
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Entry
from sharedlives_tui.store import views

if TYPE_CHECKING:
    from sharedlives_tui.store.writer import Writer


def keep_links(desk: Desk, writer: Writer, file: CaseFile, entries: Sequence[Entry]) -> None:
    """Link the case with those that its entries now name; unlink it from those that only struck entries still name.

    `file` is the case as it was, `entries` are those that it has now.
    """
    before, now = _named(file, file.entries), _named(file, entries)
    for ref, words in now.items():
        other = views.case_by_ref(writer, desk.viewer, ref)
        if other is not None and before.get(ref) != words:
            writer.add_link(file.row.id, other.id, words)
    for ref in before.keys() - now.keys():
        other = views.case_by_ref(writer, desk.viewer, ref)
        if other is not None:
            theirs = load(writer, desk.library, desk.office.nation, other)
            if file.row.ref not in _named(theirs, theirs.entries):
                writer.remove_link(file.row.id, other.id)


def _named(file: CaseFile, entries: Sequence[Entry]) -> dict[str, str]:
    """The references that entries which stand link the case with, each with the latest words for it."""
    found = {}
    for each in entries:
        act = file.procedure.by_id.get(each.act)
        if act is not None and act.effect == "link" and not each.struck:
            found[each.text("reference")] = each.text("link_words")
    return found
