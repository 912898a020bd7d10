"""What somebody may be shown of a case: whose words, whose names, which numbers (DI-16, RD-25, RD-48, CC-18).

Pure. An entry can carry a `side`: "shared" (or nothing) is for everybody who may see the case, "private" for whoever
wrote it, and the name of a side for those who are on no side. What belongs to a step that such an entry called for
is closed in the same way. Whatever shows a case, or makes something of it for somebody, asks here what goes into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sharedlives_tui import waits
from sharedlives_tui.facts import Entry
from sharedlives_tui.privacy_names import A_MEMBER, Masks
from sharedlives_tui.procedures import Act
from sharedlives_tui.progress import Progress
from sharedlives_tui.standing import Instance

MEDIATOR = "mediator"
"""The part of those who are on no side and work on the case."""
WITHHELD = "name withheld"
"""The part of those whose name the others are not told."""
SIDE = "side"
"""The field that says for whom an entry is."""
SHARED, PRIVATE = "shared", "private"
NUMBERS_AGREED = "numbers_agreed"
"""The field in which a group says that its number may be told (RD-48)."""
IN_CONFIDENCE = "in_confidence"
"""The field that marks what an act takes down as given in confidence (CC-18)."""
FEWEST = 6
"""No smaller number of a group is told, unless the group agrees (RD-48)."""


@dataclass(frozen=True)
class Audience:
    """Somebody to whom a case, or something made of it, is shown."""

    person: str
    """P-12; empty for somebody who is not in the office's list."""
    parts: frozenset[str] = frozenset()
    viewing: bool = True
    """True for somebody who looks at the case; False where something is made for them: a letter, copies of records."""

    @property
    def on_a_side(self) -> bool:
        """Whether the person has a part of the case other than to mediate."""
        return bool(self.parts - {MEDIATOR})


ANYBODY = Audience("", viewing=False)
"""Somebody of whom nothing is known: gets what is for everybody."""


def audience(progress: Progress, person: str, *, viewing: bool = True) -> Audience:
    """Return somebody as an audience of this case, with the parts that they have in it."""
    parts = frozenset(each.part for each in progress.parties if each.person == person)
    return Audience(person, parts, viewing)


def closes_anything(progress: Progress) -> bool:
    """Return whether anything in the case is not for everybody to whom it is open: else there is nothing to leave out.

    A restricted case always closes something: a party of it does not get what was given in confidence.
    """
    return (
        progress.procedure.restricted
        or any(each.part == WITHHELD for each in progress.parties)
        or any(each.text(SIDE) not in ("", SHARED) for each in progress.entry.values())
    )


# -- who may open a restricted case --------------------------------------------------------------------------------


def mediators(progress: Progress) -> frozenset[str]:
    """Return those who mediate now: whom the latest entry that names mediators names, and who was added since."""
    present: frozenset[str] = frozenset()
    for each in progress.taken:
        named = frozenset(one.person for one in each.parties if one.part == MEDIATOR)
        if named and not each.incomplete:
            adds = progress.procedure.by_id[each.act].effect == "party"
            present = present | named if adds else named
    return present


def keepers(progress: Progress) -> frozenset[str]:
    """Return whoever opened the case: who did it, and who typed it."""
    opening = progress.opening
    return frozenset() if opening is None else frozenset({opening.done_by, opening.recorded_by} - {""})


def handed_over(progress: Progress) -> frozenset[str]:
    """Return those who mediated and have handed it on: having opened the case does not keep it open to them (DI-16)."""
    named = {one.person for each in progress.taken for one in each.parties if one.part == MEDIATOR}
    return frozenset(named) - mediators(progress)


def open_to(progress: Progress) -> frozenset[str]:
    """Return all to whom a restricted case is open (DI-16): its keeper, its mediators now, and whom they added."""
    added = {
        person
        for each in progress.taken
        if progress.procedure.by_id[each.act].effect == "viewer"
        for person in each.texts("who")
    }
    return (keepers(progress) - handed_over(progress)) | mediators(progress) | added


# -- what an entry is for ------------------------------------------------------------------------------------------


def side_of(progress: Progress, entry: Entry) -> str:
    """Return for whom an entry is: `shared`, `private`, or the name of a side; its own, or that of what called for it.

    Where several entries may have called for it, the narrowest.
    """
    found = [side for side, _ in _sides(progress, entry)]
    return PRIVATE if PRIVATE in found else next((each for each in found if each != SHARED), SHARED)


def inherited_side(progress: Progress, entry: Entry, instance: Instance | None) -> str:
    """Return the side of what called for the step in which an entry is to be recorded; empty where that has none.

    An entry that does not say for whom it is is for nobody else than what it answers. Another round of the same step
    answers nothing: it is written anew.
    """
    opener = None if instance is None else progress.entry.get(instance.opened_by)
    if opener is not None and opener.act == entry.act:
        return ""
    bare = Entry(entry.number, entry.act, entry.done_on, entry.recorded_at, key=entry.key)
    return next(iter(progress.lookup(bare, SIDE, instance)), "")


def may_see(progress: Progress, entry: Entry, *audiences: Audience) -> bool:
    """Return whether every one of them may see the entry. One that was corrected is for whom its correction is for."""
    found = (entry, *corrections(progress, entry))
    return all(was_open(progress, each, one) for one in audiences for each in found)


def was_open(progress: Progress, entry: Entry, who: Audience) -> bool:
    """Return whether they may see the entry by what it says itself, so until it was corrected."""
    if who.person and who.person in (entry.done_by, entry.recorded_by):
        return True
    return all(_fits(side, authors, who) for side, authors in _sides(progress, entry))


def _fits(side: str, authors: frozenset[str], who: Audience) -> bool:
    if side == SHARED or who.person in authors:
        return True
    if side == PRIVATE or not who.person:
        return False
    if who.viewing:
        return not who.on_a_side
    return side in who.parts or (MEDIATOR in who.parts and not who.on_a_side)


def corrections(progress: Progress, entry: Entry) -> Iterator[Entry]:
    """Yield the entries that took the place of one that was struck, the last one last."""
    number: int | None = entry.number
    while entry.struck and number is not None:
        after = next((each for each in progress.entry.values() if each.replaces == number), None)
        number = None if after is None else after.number
        if after is not None:
            yield after


def _sides(progress: Progress, entry: Entry, seen: frozenset[int] = frozenset()) -> list[tuple[str, frozenset[str]]]:
    """Each side that the entry is bound to, with who wrote that."""
    side = entry.text(SIDE)
    if side:
        return [(side, frozenset({entry.done_by, entry.recorded_by} - {""}))]
    found = []
    for parent in _parents(progress, entry):
        if parent.number not in seen:
            found += _sides(progress, parent, seen | {entry.number})
    return found


def _parents(progress: Progress, entry: Entry) -> list[Entry]:
    """The entry that called for the step; all that may have, for one that no longer belongs to any.

    What ends a wait belongs to the wait that it ends, as that now stands.
    """
    if waits.effect_of(progress.procedure, entry) == waits.ENDS:
        begun = waits.standing_for(progress, entry.follows)
        return [] if begun is None else [begun]
    instance = progress.instance_of.get(entry.number)
    if instance is not None:
        parent = progress.entry.get(instance.opened_by)
        return [] if parent is None or parent.number == entry.number else [parent]
    act = progress.procedure.by_id.get(entry.act)
    if act is None or act.kind != "step":
        return []
    callers = {by for opener in act.opens for by in opener.by}
    return [each for each in progress.entry.values() if each.act in callers and each.number != entry.number]


def may_know(progress: Progress, instance: Instance, *audiences: Audience) -> bool:
    """Return whether every one of them may know that the step is there, and its dates.

    Who looks at the case from no side may; others where they may see what called for it, and no step of one person
    whose name they are not told.
    """
    opener = progress.entry.get(instance.opened_by)
    asked = [each for each in audiences if not each.viewing or each.on_a_side]
    if instance.key is not None and instance.key in withheld_from(progress, *asked):
        return False
    return opener is None or may_see(progress, opener, *asked)


def in_confidence(entry: Entry, act: Act | None) -> tuple[str, ...]:
    """Return the fields of the entry that hold what was given in confidence (CC-18)."""
    if act is None or entry.text(IN_CONFIDENCE) != "yes":
        return ()
    return tuple(each.id for each in act.fields if each.confidential and each.id in entry.values)


def kept_back(progress: Progress, entry: Entry, *audiences: Audience) -> tuple[str, ...]:
    """Return the fields given in confidence that one of these audiences does not get (CC-18, DI-10)."""
    fields = in_confidence(entry, progress.procedure.by_id.get(entry.act))
    return fields if fields and not all(_trusted(progress, entry, each) for each in audiences) else ()


def _trusted(progress: Progress, entry: Entry | None, who: Audience) -> bool:
    if entry is not None and who.person and who.person in (entry.done_by, entry.recorded_by):
        return True
    return who.viewing and not (who.on_a_side and progress.procedure.restricted)


def papers_open(progress: Progress, number: int | None, confidential: bool, *audiences: Audience) -> bool:
    """Return whether they may have a paper that is kept at an entry (by its number), or with the case itself."""
    entry = None if number is None else progress.entry.get(number)
    if entry is not None and not may_see(progress, entry, *audiences):
        return False
    return not confidential or all(_trusted(progress, entry, each) for each in audiences)


# -- whose name ----------------------------------------------------------------------------------------------------


def withheld_from(progress: Progress, *audiences: Audience) -> frozenset[str]:
    """Return the people (P-12) whose names one of these audiences is not told (RD-48)."""
    people = {each.person for each in progress.parties if each.part == WITHHELD}
    told = [each for each in audiences if not each.viewing or each.on_a_side]
    return frozenset(person for person in people if any(each.person != person for each in told))


def may_number(progress: Progress, number: int) -> bool:
    """Return whether that number of a group may be told: it is not under six, or the group agrees (RD-48)."""
    answers = [each.text(NUMBERS_AGREED) for each in progress.taken if each.text(NUMBERS_AGREED)]
    return number >= FEWEST or answers[-1:] == ["yes"]


def sides(progress: Progress) -> frozenset[str]:
    """Return the parts that are sides of the case: those that the field `side` offers."""
    declared = progress.procedure.fields.get(SIDE)
    return frozenset() if declared is None else frozenset(declared.choices) - {SHARED, PRIVATE}


def names_for(progress: Progress, names: Mapping[str, str], *audiences: Audience) -> dict[str, str]:
    """Return the names by person as these audiences may read them."""
    withheld = withheld_from(progress, *audiences)
    return {person: A_MEMBER if person in withheld else name for person, name in names.items()}


def scrub(progress: Progress, names: Mapping[str, str], *audiences: Audience) -> Callable[[str], str]:
    """Return what takes the names and numbers (P-12) that these audiences are not told out of a text."""
    return Masks(withheld_from(progress, *audiences), names).scrub
