"""What goes with a letter: papers of the case by the names under which they are kept.

Never one given in confidence (CC-18), nor one of an entry that somebody who reads the letter may not see (DI-16).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sharedlives_tui.privacy import Audience, papers_open
from sharedlives_tui.privacy_views import Seen
from sharedlives_tui.progress import Progress
from sharedlives_tui.requests import Problem
from sharedlives_tui.store import views
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.rows import AttachmentRow

FIELD = "enclosures"
"""The field of every notice that names them."""


def readers_of(told: Progress) -> tuple[Audience, ...]:
    """Return who reads a letter and who writes it, of the case as it may be told; nobody where nothing is closed."""
    return told.audiences if isinstance(told, Seen) else ()


def why_not_enclosed(
    reads: Reads, case_id: int, progress: Progress, names: Sequence[str], audiences: Sequence[Audience]
) -> list[Problem]:
    """Return why these cannot go with a letter that these audiences write and read.

    A paper that whoever writes it may not see is as if it were none of the case. `progress` is the whole case today.
    """
    writers = [each for each in audiences if each.viewing]
    found = []
    for each in _named(reads, case_id, names):
        if not papers_open(progress, each.number, each.confidential, *writers):
            continue
        if each.confidential:
            words = f"{each.name} is marked as given in confidence: it cannot go with a letter. Take it out."
            found.append(Problem(FIELD, "CC-18", words))
        elif not papers_open(progress, each.number, False, *audiences):
            words = f"{each.name} is not for everybody to whom this goes: it cannot go with the letter. Take it out."
            found.append(Problem(FIELD, "DI-16", words))
    return found


def enclosed(
    reads: Reads, case_id: int, progress: Progress, names: Sequence[str], audiences: Sequence[Audience]
) -> tuple[int, ...]:
    """Return the numbers of the papers of these names that may go with a letter, in the order of the names.

    The latest of one name. `progress` is the whole case today.
    """
    papers = {
        each.name.casefold(): each.id
        for each in _named(reads, case_id, names)
        if not each.confidential and papers_open(progress, each.number, False, *audiences)
    }
    wanted = dict.fromkeys(each.strip().casefold() for each in names)
    return tuple(papers[each] for each in wanted if each in papers)


def contents(reads: Reads, case_id: int, papers: Iterable[int]) -> list[tuple[str, bytes]]:
    """Return the names and contents of papers of a case by their numbers, without those that were disposed of."""
    kept = {each.id: each.name for each in views.attachments(reads, case_id)}
    found = [(kept[each], views.attachment_content(reads, each)) for each in papers if each in kept]
    return [(name, content) for name, content in found if content is not None]


def _named(reads: Reads, case_id: int, names: Sequence[str]) -> list[AttachmentRow]:
    wanted = {each.strip().casefold() for each in names}
    return [each for each in views.attachments(reads, case_id) if each.name.casefold() in wanted] if wanted else []
