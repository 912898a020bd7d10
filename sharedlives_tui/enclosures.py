"""What goes with a letter: papers of the case by the names under which they are kept, never one given in confidence."""

from __future__ import annotations

from collections.abc import Sequence

from sharedlives_tui.requests import Problem
from sharedlives_tui.store import views
from sharedlives_tui.store.reads import Reads

FIELD = "enclosures"
"""The field of every notice that names them."""


def why_not_enclosed(reads: Reads, case_id: int, names: Sequence[str]) -> list[Problem]:
    """Return why these cannot go with a letter: papers marked as given in confidence (CC-18)."""
    wanted = {each.strip().casefold() for each in names}
    papers = views.attachments(reads, case_id) if wanted else []
    words = "{} is marked as given in confidence: it cannot go with a letter. Take it out."
    return [
        Problem(FIELD, "CC-18", words.format(each.name))
        for each in papers
        if each.confidential and each.name.casefold() in wanted
    ]


def enclosed(reads: Reads, case_id: int, names: Sequence[str]) -> list[tuple[str, bytes]]:
    """Return the papers of the case of these names, each with its content; the latest of one name."""
    papers = {each.name.casefold(): each for each in views.attachments(reads, case_id) if not each.confidential}
    found = [papers[each.strip().casefold()] for each in dict.fromkeys(names) if each.strip().casefold() in papers]
    contents = [(each.name, views.attachment_content(reads, each.id)) for each in found]
    return [(name, content) for name, content in contents if content is not None]
