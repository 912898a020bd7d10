"""What a letter may say: the facts of a case and of the office, as plain texts and lists of texts by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from sharedlives_tui.contacts import CONTACTS, contact_fact
from sharedlives_tui.facts import Entry, Line
from sharedlives_tui.ledger import ledger_facts
from sharedlives_tui.letters.ticks import contents, points_of
from sharedlives_tui.names import natural
from sharedlives_tui.procedures import ANY_STAGE, Act, Field
from sharedlives_tui.progress import Progress
from sharedlives_tui.standing import Instance
from sharedlives_tui.typed_dates import say_long

LetterFacts = dict[str, str | list[str]]

_SERVICE_USERS: Final = frozenset({"person supported", "family", "representative", "advocate"})
"""Whose complaints carry the rights of people who use the service (CC-16)."""


def office_facts(
    *,
    office_name: str,
    sender_name: str,
    sender_role: str,
    today: date,
    recipients: Sequence[str],
    contacts: Mapping[str, str],
    practice: bool = False,
    address: Sequence[str] = (),
) -> LetterFacts:
    """Return what any letter of the office needs, and all that the guidance for newcomers (NT-01) needs.

    `recipients` are names as the letter shows them, `address` the lines below the name of the only one. Contacts that
    the office has not filled in are empty.
    """
    facts: LetterFacts = {
        "office": office_name,
        "sender": sender_name,
        "sender_role": sender_role,
        "letter_date": say_long(today),
        "addressees": list(recipients),
        "address": list(address),
        "enclosures": [],
        "practice": "yes" if practice else "",
        "ref": "",
        "format_needed": "",
    }
    facts.update({contact_fact(name): contacts.get(name, "") for name in CONTACTS})
    return facts


def letter_facts(  # noqa: PLR0913 - a letter draws on this much
    progress: Progress,
    act: Act,
    candidate: Entry,
    instance: Instance | None,
    *,
    ref: str,
    people: Mapping[str, str],
    contacts: Mapping[str, str],
    office_name: str,
    sender_name: str,
    sender_role: str,
    today: date,
    recipients: Sequence[str],
    practice: bool = False,
    mediates: bool = False,
    address: Sequence[str] = (),
) -> LetterFacts:
    """Return every fact that the letter of an act can use; what is not known is there, empty.

    `candidate` is the entry as it would be recorded now: its values win over those along the case's own
    chain. `instance` is the one that it would belong to. `people` gives names by id; `recipients` are ids or
    names. The names of people stand in the order in which one says them, however the office's list keeps them.
    """
    kept, people = frozenset(people.values()), {each: natural(name) for each, name in people.items()}
    facts = office_facts(
        office_name=office_name,
        sender_name=natural(sender_name),
        sender_role=sender_role,
        today=today,
        recipients=[natural(each) if each in kept else people.get(each, each) for each in recipients],
        contacts=contacts,
        practice=practice,
        address=address,
    )
    for field in progress.procedure.fields.values():
        facts[field.id] = _value(progress, field, candidate, instance, people)
    facts.update(ledger_facts(progress, people))
    _pair_answers(facts, progress)
    received = progress.opened_on
    asked = received if instance is None else instance.opened_on
    kinds = progress.lookup(candidate, "complainant_kind", instance)
    facts.update(
        {
            "ref": ref,
            "mediates": "yes" if mediates else "",
            "enclosures": list(candidate.texts("enclosures")),
            "type": progress.type,
            "received_on": "" if received is None else say_long(received),
            "asked_on": "" if asked is None else say_long(asked),
            "stage_name": progress.procedure.stage_name(progress.stage if act.stage == ANY_STAGE else act.stage),
            "complainants": [
                people.get(each.person, each.person) for each in progress.parties if each.part == "complainant"
            ],
            "is_service_user": "yes" if _SERVICE_USERS & {*kinds} else "",
            "must_hold": [each.id for each, must in contents(progress, act, candidate, instance) if must],
        }
    )
    return facts


def _value(
    progress: Progress, field: Field, candidate: Entry, instance: Instance | None, people: Mapping[str, str]
) -> str | list[str]:
    values = list(progress.lookup(candidate, field.id, instance))
    if field.kind == "lines" and field.line is not None:
        if field.still_open:
            keyed = [each for each in progress.instances if each.key is not None]
            over = {each.key for each in keyed} - {each.key for each in keyed if each.open}
            lines = [each for each in points_of(progress, candidate, field.line) if each.id not in over]
            return [_line_words(each, people) for each in lines] or values
        # The points that stand in the case, not only those of one entry.
        return [_line_words(each, people) for each in points_of(progress, candidate, field.line)] or values
    if field.kind in ("person", "people"):
        # Somebody new has no number yet while the letter is only looked at.
        values = [people.get(each, natural(each.removeprefix("new:"))) for each in values]
    elif field.kind == "date":
        values = [_long_day(each) for each in values]
    return values if field.many else "; ".join(values)


def _line_words(line: Line, people: Mapping[str, str]) -> str:
    """A line as a letter has it; of a promise also who does it and by when (CC-33)."""
    who = f" ({people.get(line.who, line.who)})" if line.who else ""
    return f"{line.text}{who}" + (f", by {say_long(line.by)}" if line.by is not None else "")


def _long_day(text: str) -> str:
    try:
        return say_long(date.fromisoformat(text))
    except ValueError:
        return text


def _pair_answers(facts: LetterFacts, progress: Progress) -> None:
    """Make each list of answers as long as its list of lines: a letter shows them in pairs (CC-27)."""
    fields = progress.procedure.fields.values()
    for answers in (each for each in fields if each.kind == "answers"):
        for lines in (each for each in fields if each.kind == "lines" and each.line == answers.line):
            first, second = facts[lines.id], facts[answers.id]
            if isinstance(first, list) and isinstance(second, list) and first:
                length = max(len(first), len(second))
                facts[lines.id] = first + [""] * (length - len(first))
                facts[answers.id] = second + [""] * (length - len(second))
