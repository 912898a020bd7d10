"""What was given in confidence in a case: which entries, in which words, by whom (CC-18). Pure.

Whatever is made for somebody asks here: the copies of the records leave such entries out whole, and a letter that
repeats such words to anybody but whoever gave them is not recorded as sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sharedlives_tui.facts import Entry
from sharedlives_tui.names import natural
from sharedlives_tui.privacy import IN_CONFIDENCE, MEDIATOR, SHARED, SIDE, corrections, side_of, sides
from sharedlives_tui.privacy_views import numbers_of
from sharedlives_tui.progress import Progress
from sharedlives_tui.requests import Problem
from sharedlives_tui.typed_dates import say_day

SHORTEST: Final = 12
"""How many characters words must have to be looked for: fewer are too common to be anybody's own."""
_SPOKE: Final = frozenset({"complainant", "caller", "helped", "person concerned"})
"""The parts of those whose own words the entry that names them takes down."""
_SPEAKER: Final = "challenged_by"
"""The field that says whose words an entry takes down."""
_CONCERNED: Final = frozenset({"subject", "complained of", "complainant", "restricted"})
"""The parts in which somebody of the office is no colleague in this case."""

_PIECES: Final = re.compile(r"\n+|(?<=[.!?;])\s+")
_QUOTES: Final = {"'": "['’‘`]", "’": "['’‘`]", "‘": "['’‘`]", '"': '["“”]', "“": '["“”]', "”": '["“”]'}
_EDGES: Final = " .,;:!?…\"'“”‘’()"


@dataclass(frozen=True)
class Confided:
    """One entry that was marked as given in confidence, with its words and those who know them anyway."""

    entry: Entry
    phrases: tuple[str, ...]
    givers: frozenset[str]
    """P-12 of whoever gave it, or took it down."""


def marked(progress: Progress, entry: Entry) -> bool:
    """Return whether the entry was given in confidence: by its own mark, or that of an entry that corrected it."""
    return any(each.text(IN_CONFIDENCE) == "yes" for each in (entry, *corrections(progress, entry)))


def givers(progress: Progress, entry: Entry) -> frozenset[str]:
    """Return who gave what the entry takes down, as far as it says so, and who took it down.

    What one side of a dispute said is its member's, where it has but one.
    """
    found = {entry.done_by, entry.recorded_by, *(each.person for each in entry.parties if each.part in _SPOKE)}
    found |= {*entry.texts(_SPEAKER)}
    side = entry.text(SIDE)
    members = {each.person for each in progress.parties if each.part == side} if side in sides(progress) else set()
    found |= members if len(members) == 1 else set()
    return frozenset(each for each in found if each.startswith("P-"))


def confided(progress: Progress) -> list[Confided]:
    """Return every entry of the case that was given in confidence, struck ones too.

    Words of one that was struck, and that its correction has without the mark, are no longer in confidence.
    """
    found = []
    for entry in progress.entry.values():
        if not marked(progress, entry):
            continue
        phrases = _phrases(progress, entry)
        last = next(iter([*corrections(progress, entry)][-1:]), entry)
        if last.text(IN_CONFIDENCE) != "yes":
            open_words = "\n".join(text for name in last.values for text in last.texts(name))
            phrases = tuple(each for each in phrases if not _pattern([each]).search(open_words))
        found.append(Confided(entry, phrases, givers(progress, entry)))
    return found


def _phrases(progress: Progress, entry: Entry) -> tuple[str, ...]:
    """The words of its confidential fields: each value whole, and each line and sentence of it."""
    act = progress.procedure.by_id.get(entry.act)
    fields = [] if act is None else [each.id for each in act.fields if each.confidential]
    found: list[str] = []
    for text in (text for name in fields for text in entry.texts(name)):
        for piece in (text, *_PIECES.split(text)):
            bare = piece.strip(_EDGES)
            phrase = bare if len(bare) >= SHORTEST else piece.strip()
            if len(phrase) >= SHORTEST or (piece is text and len(phrase.split()) > 1):
                found.append(phrase)
    return tuple(dict.fromkeys(found))


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds these words wherever the lines break, in any kind of quotation mark and in capitals or not."""
    ordered = sorted(set(phrases), key=lambda each: (-len(each), each))
    return re.compile("|".join(_words_pattern(each) for each in ordered), re.IGNORECASE)


def _words_pattern(phrase: str) -> str:
    words = ("".join(_QUOTES.get(sign) or re.escape(sign) for sign in word) for word in phrase.split())
    before = r"(?<!\w)" if re.match(r"\w", phrase) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", phrase) else ""
    return before + r"\s+".join(words) + after


def remover(phrases: Iterable[str], instead: str) -> Callable[[str], str]:
    """Return what puts `instead` in the place of each of these phrases in a text."""
    found = {each for each in phrases if each.strip()}
    if not found:
        return str
    pattern = _pattern(found)
    return lambda text: pattern.sub(lambda _: instead, text)


# -- a letter on its way out ---------------------------------------------------------------------------------------


def why_not_written(
    progress: Progress,
    entry: Entry,
    letter: str,
    names: Mapping[str, str],
    of_the_office: Callable[[str], bool],
) -> list[Problem]:
    """Return why a letter cannot go: it repeats what was given in confidence, to somebody who did not give it (CC-18).

    `letter` is plain text. `entry` says to whom it goes; `names` gives people's names by id. `of_the_office` says of a
    person (P-12), or of an office by its name, that they work here: what was given in confidence to the office may
    pass between its people, except on a side of a dispute.
    """
    readers = _readers(entry, names)
    visible = numbers_of(progress)
    problems = []
    for each in [*confided(progress), *_of_one_side(progress)]:
        phrases = [phrase for phrase in each.phrases if len(phrase) >= SHORTEST]
        if not phrases or each.entry.number not in visible or each.entry.number == entry.number:
            continue
        strangers = [one for one in readers if one not in each.givers and not _inside(progress, one, of_the_office)]
        if strangers and _pattern(phrases).search(letter):
            problems.append(Problem("letter", "CC-18", _words(progress, each.entry)))
    return problems


def _of_one_side(progress: Progress) -> Iterator[Confided]:
    """What belongs to one side or to whoever wrote it: no letter to others repeats it (DI-16)."""
    if not progress.procedure.restricted:
        return
    for entry in progress.entry.values():
        side = side_of(progress, entry)
        if side == SHARED or entry.struck:
            continue
        members = {each.person for each in progress.parties if each.part == side}
        yield Confided(entry, _phrases(progress, entry), frozenset({entry.done_by, entry.recorded_by, *members}))


def _words(progress: Progress, entry: Entry) -> str:
    act = progress.procedure.by_id.get(entry.act)
    name = act.name if act is not None else entry.act
    return (
        f"The letter repeats words that were given in confidence (‘{name}’ of {say_day(entry.done_on)}), and it goes "
        "to somebody who did not give them. Say it in other words or leave it out; or, where they may be told now, "
        "correct that entry first."
    )


def _readers(entry: Entry, names: Mapping[str, str]) -> tuple[str, ...]:
    """All who read the letter, by their number where the case knows them by that name."""
    known = {name.casefold(): person for person, name in names.items()}
    known |= {natural(name).casefold(): person for person, name in names.items()}
    texts: Sequence[str] = (*entry.texts("to"), *entry.texts("copies"))
    return tuple(known.get(each.strip().casefold(), each.strip()) for each in texts)


def _inside(progress: Progress, reader: str, of_the_office: Callable[[str], bool]) -> bool:
    parts = {each.part for each in progress.parties if each.person == reader}
    if progress.procedure.restricted:
        return bool(parts) and parts <= {MEDIATOR}
    return not parts & _CONCERNED and of_the_office(reader.removeprefix("the "))
