"""To whom a notice goes: the people of the case whom its procedure names, by name; or the office that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sharedlives_tui.facts import Entry
from sharedlives_tui.names import natural
from sharedlives_tui.privacy import Audience, audience, closes_anything
from sharedlives_tui.privacy_names import A_GROUP, A_MEMBER
from sharedlives_tui.privacy_views import Seen, seen_by
from sharedlives_tui.procedures import Act
from sharedlives_tui.progress import Progress
from sharedlives_tui.standing import WHOM, Instance


def recipients(
    progress: Progress, act: Act, candidate: Entry, instance: Instance | None, people: Mapping[str, str]
) -> tuple[str, ...]:
    """Names of all to whom it goes. `@` is the party of the step; a part of the case stands for all who take it.

    Where complainants have agreed on a lead, it goes to the lead (CC-36).
    """
    if act.notice is None:
        return ()
    found: list[str] = []
    for name in act.notice.to:
        persons = _persons(progress, name, candidate, instance)
        known = {each.part for each in progress.parties}
        found += [people.get(person, person) for person in persons]
        if not persons and name not in ("@", WHOM, "complainant") and name not in known:
            found.append(f"the {name}")
    return tuple(dict.fromkeys(found))


def as_told(
    progress: Progress,
    act: Act,
    candidate: Entry,
    instance: Instance | None,
    people: Mapping[str, str],
    *lookers: Audience,
) -> Progress:
    """The case as a notice of the act may tell it: to all to whom it goes, and to who looks on (DI-16, RD-48).

    Nothing of an entry that one of them may not see fills in a form, ticks a content or stands in a letter. An act
    without a notice tells nobody: then it is the case as the lookers may see it.
    """
    whole = progress.whole if isinstance(progress, Seen) else progress
    if not closes_anything(whole):
        return progress
    if act.notice is None and not lookers:
        return progress
    earlier = progress.audiences if isinstance(progress, Seen) else ()
    named = dict(progress.masks.names if isinstance(progress, Seen) else {}) | dict(people)
    reached = _reached(whole, act, candidate, instance, named) if act.notice is not None else ()
    if isinstance(progress, Seen) and not people:
        return progress.also_for(*lookers, *reached)
    return seen_by(whole, *earlier, *lookers, *reached, names=named)


def _reached(
    progress: Progress, act: Act, candidate: Entry, instance: Instance | None, people: Mapping[str, str]
) -> list[Audience]:
    """All who read the notice; a name that is nobody's of the case is somebody outside it."""
    known = {name.casefold(): person for person, name in people.items()}
    known |= {natural(name).casefold(): person for person, name in people.items()} | {each: each for each in people}
    to = candidate.texts("to") or recipients(progress, act, candidate, instance, people)
    readers = (*to, *candidate.texts("copies")) or ("",)
    return [
        audience(progress, known.get(each.strip().casefold(), known.get(each, "")), viewing=False) for each in readers
    ]


def addressed(told: Progress, to: Sequence[str]) -> tuple[str, ...]:
    """The names of those to whom a letter goes as the letter may tell them: it tells no number of a group."""
    if not isinstance(told, Seen):
        return tuple(to)
    names = [told.masks.scrub(each) for each in to]
    hidden = [each for each, name in zip(names, to, strict=True) if each != name]
    words = A_GROUP if len(hidden) > 1 else A_MEMBER
    return (*(each for each, name in zip(names, to, strict=True) if each == name), *([words] if hidden else []))


def _persons(progress: Progress, name: str, candidate: Entry, instance: Instance | None) -> list[str]:
    if name == "@":
        key = instance.key if instance is not None else candidate.key
        line = next((each.text for each in progress.lines if each.id == key), key)
        return [line] if line is not None else list(progress.lookup(candidate, WHOM, instance))
    if name == WHOM:
        return list(progress.lookup(candidate, WHOM, instance))
    parts = {"lead complainant", "complainant"} if name == "complainant" else {name}
    if name == "complainant" and any(each.part == "lead complainant" for each in progress.parties):
        parts = {"lead complainant"}
    return list(dict.fromkeys(each.person for each in progress.parties if each.part in parts))
