"""The text of a letter as our template writes it: before it goes and when it is recorded, one and the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sharedlives_tui.addresses import reach_of_reader
from sharedlives_tui.casefile import CaseFile
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import signing_role
from sharedlives_tui.facts import Entry
from sharedlives_tui.letters.facts import letter_facts
from sharedlives_tui.letters.rendering import render
from sharedlives_tui.privacy_views import names_told, scrubber
from sharedlives_tui.progress import Progress
from sharedlives_tui.recipients import addressed
from sharedlives_tui.settings import contact_list
from sharedlives_tui.standing import Instance
from sharedlives_tui.store import views
from sharedlives_tui.store.reads import Reads


def letter_text(
    desk: Desk,
    reads: Reads,
    file: CaseFile,
    told: Progress,
    leaving: Entry,
    instance: Instance | None,
    people: Mapping[str, str],
    on: date,
) -> str:
    """Return the Markdown of the letter of an entry on its way out; empty for an act without one.

    `told` is the case as its readers may know it, `leaving` the entry with those to whom it goes, `people` names by id,
    `on` the day that it bears. Raises LetterProblem.
    """
    notice = file.procedure.by_id[leaving.act].notice
    if notice is None:
        return ""
    to, sender = leaving.texts("to"), leaving.done_by
    facts = letter_facts(
        told,
        file.procedure.by_id[leaving.act],
        leaving,
        instance,
        people=names_told(told, people),
        contacts=contact_list(views.settings(reads)),
        ref=file.row.ref,
        office_name=desk.office.name,
        mediates=desk.office.mediates,
        sender_name=people.get(sender, sender),
        sender_role=signing_role(desk, reads, sender, notice.sender, on),
        today=on,
        recipients=addressed(told, to),
        practice=desk.office.practice,
        address=reach_of_reader(desk, reads, told, to, people, on).address,
    )
    return scrubber(told)(render(notice.letter, facts, own=desk.library.own_letters))
