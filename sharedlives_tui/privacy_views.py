"""A case, and single entries of it, as some audience may be shown them (DI-16, RD-48, CC-18): pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sharedlives_tui.facts import Entry, Party, Value
from sharedlives_tui.limits import Due
from sharedlives_tui.privacy import WITHHELD, Audience, kept_back, may_know, may_number, may_see, sides, withheld_from
from sharedlives_tui.privacy_names import A_MEMBER, Masks, group_words
from sharedlives_tui.procedures import Condition
from sharedlives_tui.progress import Progress
from sharedlives_tui.standing import Instance

_TO = "to"
"""The field with the names of those to whom a letter went."""


def _in_words(progress: Progress, withheld: frozenset[str], people: Sequence[str], group: bool) -> tuple[str, ...]:
    named = [each for each in people if each not in withheld]
    rest = {each for each in people if each in withheld}
    if not rest:
        return tuple(named)
    number = len(rest) if may_number(progress, len(rest)) else None
    roles = {each.role for each in progress.parties if each.person in rest} - {""}
    noun = "carers" if "carer" in roles or not roles - {"other"} else "people"
    return (*named, group_words(number, among=bool(named), noun=noun) if group else A_MEMBER)


def _masked(progress: Progress, masks: Masks, entry: Entry, left_out: Sequence[str]) -> Entry:
    """The entry without withheld names and without the values that are kept back."""
    if not masks.people and not left_out:
        return entry
    values: dict[str, Value] = {}
    for name, value in entry.values.items():
        if name not in left_out:
            texts = _texts_masked(progress, masks, name, entry.texts(name))
            values[name] = next(iter(texts), "") if isinstance(value, str) else texts
    return replace(
        entry,
        done_by=masks.name(entry.done_by),
        recorded_by=masks.name(entry.recorded_by),
        values=values,
        parties=_parties_masked(progress, masks, entry.parties),
        lines=tuple(replace(each, text=masks.scrub(each.text), who=masks.scrub(each.who)) for each in entry.lines),
    )


def _texts_masked(progress: Progress, masks: Masks, name: str, texts: Sequence[str]) -> tuple[str, ...]:
    if not masks.people:
        return tuple(texts)
    if masks.people & set(texts):
        declared = progress.procedure.fields.get(name)
        group = declared is not None and declared.many and declared.part in sides(progress)
        return _in_words(progress, masks.people, texts, group)
    return tuple(dict.fromkeys(map(masks.scrub, texts))) if name == _TO else tuple(map(masks.scrub, texts))


def _parties_masked(progress: Progress, masks: Masks, parties: Sequence[Party]) -> tuple[Party, ...]:
    """The parties with one in place of all of a part whose names are withheld; that part itself is not told."""
    found = []
    for each in parties:
        if each.person not in masks.people:
            found.append(each)
        elif each.part != WITHHELD:
            alike = [one.person for one in parties if one.part == each.part and one.person in masks.people]
            words = _in_words(progress, masks.people, alike, each.part in sides(progress))
            found.append(Party(words[0], each.part))
    return tuple(dict.fromkeys(found))


# -- the case as they may see it -----------------------------------------------------------------------------------


class Seen(Progress):
    """Where a case stands, without what some audiences may not see of its entries, steps, lines, people and words.

    Dates, states and conditions are as they really are. An entry that they may not see is there by its number alone.
    """

    def __init__(self, whole: Progress, audiences: Sequence[Audience], names: Mapping[str, str]) -> None:
        self.__dict__.update(whole.__dict__)
        self.whole = whole
        self.audiences = tuple(audiences)
        self.masks = Masks(withheld_from(whole, *audiences), names)
        self._numbered = may_number(whole, len(self.masks.people))
        seen = {each.number: each for each in whole.entry.values() if self._may_see(each)}
        self.numbers = frozenset(seen)
        """The numbers of the entries that they may see."""
        self.entry = {each.number: self._entry(each) for each in whole.entry.values()}
        self.taken = [self.entry[each.number] for each in whole.taken if each.number in seen]
        self.outside = {number: why for number, why in whole.outside.items() if number in seen}
        self.instances = [each for each in whole.instances if self.knows(each)]
        lines = {line.id for each in seen.values() for line in each.lines}
        scrubbed = self.masks.scrub
        self.lines = [
            replace(each, text=scrubbed(each.text), who=scrubbed(each.who)) for each in whole.lines if each.id in lines
        ]
        brought = {one for each in seen.values() for one in each.parties}
        left = [each for each in whole.parties if each in brought]
        self.parties = list(_parties_masked(whole, self.masks, left))
        self.__dict__.pop("opening", None)  # kept by the whole case, it would tell what they may not see of it
        self._narrower: dict[frozenset[Audience], Seen] = {}

    def also_for(self, *audiences: Audience) -> Seen:
        """Return the case as these audiences may see it as well, made once for each set of them."""
        asked = frozenset((*self.audiences, *audiences))
        if asked == frozenset(self.audiences):
            return self
        if asked not in self._narrower:
            self._narrower[asked] = Seen(self.whole, tuple(asked), self.masks.names)
        return self._narrower[asked]

    def knows(self, instance: Instance) -> bool:
        """Return whether they may know of the step."""
        return may_know(self.whole, instance, *self.audiences)

    def chain(self, entry: Entry, instance: Instance | None = None) -> Iterator[Entry]:
        """Yield the chain of entries without those that they may not see; one that is only considered they may."""
        for each in self.whole.chain(entry, instance):
            if self._told(each):
                yield self.entry.get(each.number, each)

    def lookup(self, entry: Entry, name: str, instance: Instance | None = None) -> tuple[str, ...]:
        """Return the values of a field along that chain, people whose names are withheld in words."""
        return _texts_masked(self.whole, self.masks, name, super().lookup(entry, name, instance))

    def people(self, entry: Entry, name: str, instance: Instance | None, reader: Seen) -> tuple[str, ...]:
        """Return the people of a field along that chain, by the names that another reader of the case may know."""
        chain = (each for each in self.whole.chain(entry, instance) if self._told(each))
        found = next((each.texts(name) for each in chain if each.texts(name)), ())
        return _texts_masked(self.whole, reader.masks, name, found)

    def due(self, instance: Instance) -> Due | None:
        """Return the limit as it really is."""
        return self.whole.due(instance)

    def how(self, instance: Instance, today: date) -> str:
        """Return how it really ended."""
        return self.whole.how(instance, today)

    def late(self, instance: Instance) -> bool:
        """Return whether it really ended late."""
        return self.whole.late(instance)

    def state(self, instance: Instance, today: date) -> str:
        """Return its real state."""
        return self.whole.state(instance, today)

    def side(self, instance: Instance) -> str:
        """Return whose step it really is."""
        return self.whole.side(instance)

    def holds(self, when: Condition, entry: Entry, instance: Instance | None = None) -> bool:
        """Return whether the condition really holds."""
        return self.whole.holds(when, entry, instance)

    def _told(self, entry: Entry) -> bool:
        return entry.number in self.numbers or entry.number not in self.whole.entry

    def _may_see(self, entry: Entry) -> bool:
        # One entry for each of a group would tell its number.
        told = self._numbered or entry.key not in self.masks.people
        return told and may_see(self.whole, entry, *self.audiences)

    def _entry(self, entry: Entry) -> Entry:
        if entry.number not in self.numbers:
            return Entry(entry.number, entry.act, entry.done_on, entry.recorded_at, struck=entry.struck)
        kept = kept_back(self.whole, entry, *self.audiences) if self.procedure.restricted else ()
        return _masked(self.whole, self.masks, entry, kept)


def scrubber(progress: Progress) -> Callable[[str], str]:
    """Return what takes withheld names out of a text, for a case as somebody sees it; the text itself otherwise."""
    return progress.masks.scrub if isinstance(progress, Seen) else str


def numbers_of(progress: Progress) -> frozenset[int]:
    """Return the numbers of the entries that whoever sees the case so may see."""
    return progress.numbers if isinstance(progress, Seen) else frozenset(progress.entry)


def names_told(progress: Progress, names: Mapping[str, str]) -> dict[str, str]:
    """Return the names by person as whoever sees the case so may read them."""
    masks = progress.masks if isinstance(progress, Seen) else Masks((), names)
    return {person: A_MEMBER if person in masks.people else name for person, name in names.items()}


def seen_by(progress: Progress, *audiences: Audience, names: Mapping[str, str]) -> Seen:
    """Return where the case stands as all of these audiences may see it; `names` gives everybody's name by id."""
    return Seen(progress, audiences, names)


@dataclass(frozen=True)
class Shown:
    """An entry as somebody may be shown it."""

    values: Mapping[str, Value]
    """People by the name that may be told; what is kept back is left out."""
    kept_back: tuple[str, ...]
    """The fields that were left out because they hold what was given in confidence."""
    scrub: Callable[[str], str]
    """Takes withheld names out of other words of the entry, like the letter that left."""


def shown(progress: Progress, entry: Entry, names: Mapping[str, str], *audiences: Audience) -> Shown | None:
    """Return an entry as these audiences may be shown it; None where nothing of it is for them."""
    masks = Masks(withheld_from(progress, *audiences), names)
    if not may_see(progress, entry, *audiences):
        return None
    if entry.key in masks.people and not may_number(progress, len(masks.people)):
        return None
    kept = kept_back(progress, entry, *audiences)
    left = _masked(progress, masks, entry, kept)
    return Shown({name: _named(value, names) for name, value in left.values.items()}, kept, masks.scrub)


def _named(value: Value, names: Mapping[str, str]) -> Value:
    if isinstance(value, str):
        return names.get(value, value)
    return tuple(names.get(each, each) for each in value)
