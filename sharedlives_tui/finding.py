"""Find: people, cases, letters and notes by words, as somebody types them; ranked, and only what they may read.

What a viewer may not see is not found, not counted and in no snippet: a case or person is let through by the store; a
case of which a part is closed to anybody is read whole as this viewer may see it, and its words are looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final, NamedTuple, TypeVar

from sharedlives_tui.casefile import CaseFile, entry_of, load, pinned, seen_file
from sharedlives_tui.cleaning import folded
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Entry
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.numbering import Numbering, numbering_of
from sharedlives_tui.privacy import SIDE
from sharedlives_tui.privacy_views import scrubber
from sharedlives_tui.search_words import Piece, closeness, holds, numbered, places, snippet, typed_words, words_of
from sharedlives_tui.store import find_entries, find_views, register, views
from sharedlives_tui.store.aside import AnyAside
from sharedlives_tui.store.basics import TodayRow
from sharedlives_tui.store.find_entries import EntryHit
from sharedlives_tui.store.rows import CaseRow, EntryRow, PersonRow

PEOPLE, CASES, LETTERS, NOTES, NEAR = "people", "cases", "letters", "notes", "near"
PLACES: Final = (PEOPLE, CASES, LETTERS, NOTES)
"""Where one can look. People whose names are nearly spelled so are a group of their own, the last."""
_TEXTS: Final = (LETTERS, NOTES)
COUNTED: Final = 200
"""How far anything is counted."""
FEW: Final = 5
"""With fewer people than this of the very name, those with nearly the same are shown too."""
SEPARATOR: Final = " · "
SNIPPET: Final = 120
"""How many characters of a letter or note are shown."""
Row = TypeVar("Row")
_BESIDE_WORDS: Final = re.compile(r"P-[0-9]|[A-Z]{2}-[0-9]|[0-9]{4}-[0-9]{2}-")
_RANKED: Final = 40
"""How many of the newest letters, or notes, are put in order by how well they fit."""


@dataclass(frozen=True)
class Hit:
    """One thing that was found. What cannot be told of its kind is empty."""

    kind: str
    """`person`, `case`, `letter` or `note`."""
    ref: str
    """The person or case that it opens: P-12, CO-0012."""
    title: str
    detail: str = ""
    """Roles of a person, type of a case, name of a step."""
    entry: int | None = None
    """The number of a letter's or note's entry in its case, as this viewer counts them, or on its person."""
    on: date | None = None
    snippet: tuple[Piece, ...] = ()
    case: CaseRow | None = None
    limit: TodayRow | None = None
    """Of a case: its worst limit today, where its line may be shown in Today."""
    owner: str = ""


@dataclass(frozen=True)
class Group:
    """The best of what was found in one place, and how much there is."""

    place: str
    hits: tuple[Hit, ...]
    count: int
    more: bool = False
    """There is more than was counted."""


@dataclass(frozen=True)
class Answer:
    """What was found for some words; groups without a hit are left out."""

    words: str
    groups: tuple[Group, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All that is shown, in its order."""
        return tuple(hit for group in self.groups for hit in group.hits)


@dataclass(frozen=True)
class _Said:
    """What an entry says, as this viewer may read it."""

    letter: str
    facts: tuple[str, ...]

    def text(self, letters: bool) -> str:
        """Its letter, or all its facts in one text."""
        return self.letter if letters else SEPARATOR.join(self.facts)

    def snippet(self, letters: bool, words: Sequence[str]) -> tuple[Piece, ...]:
        """Its letter around the words, or those of its facts in which they stand."""
        if letters:
            return snippet(plain_text(self.letter), words, SNIPPET)
        told = [each for each in self.facts if places(each, words)]
        return snippet(SEPARATOR.join(told or self.facts), words, SNIPPET)


class _Looked(NamedTuple):
    """A case as this viewer may see it: its version, what each entry says, by which numbers they know those."""

    version: int
    said: Mapping[int, _Said]
    mine: Numbering


@dataclass
class Finder:
    """Looks for one viewer, and keeps what the next letter that is typed will need again. To be closed."""

    desk: Desk
    reads: AnyAside
    _seen: dict[int, _Looked] = field(default_factory=dict)
    _vocabulary: tuple[int, Sequence[str]] = (-1, ())
    _refers: dict[tuple[str, str], bool] = field(default_factory=dict)

    def close(self) -> None:
        """Stop looking, and let the file go."""
        self.reads.close()

    def look(self, typed: str, where: Collection[str] = PLACES, most: int = FEW) -> Answer:
        """Return what fits the words, at most so many of each group; nothing for no words.

        Raises LetGo where it was stopped, and StoreError.
        """
        words = words_of(typed)
        if not words:
            return Answer(typed)
        with self.reads.reading():
            said = self._not_references(typed)
            people = self._people(typed) if PEOPLE in where else []
            cases = find_views.find_cases(self.reads, self.desk.viewer, typed, COUNTED + 1) if CASES in where else []
            near = self._near(typed, people) if PEOPLE in where and len(people) < FEW else []
            if CASES in where and near and not people and not cases:
                cases = find_views.cases_of_people(self.reads, self.desk.viewer, near, COUNTED + 1)
            groups = [
                _group(PEOPLE, people, self._person_hits, most),
                _group(CASES, cases, self._case_hits, most),
                *(self._entries(said, place, most) for place in _TEXTS if place in where and _long_enough(said)),
                _group(NEAR, near, self._person_hits, FEW),
            ]
        if cases and any(numbered(word) for word in typed_words(typed)):
            groups[:2] = groups[1::-1]
        return Answer(typed, tuple(each for each in groups if each.hits))

    def _not_references(self, typed: str) -> tuple[str, ...]:
        """The words without references of cases: who types `co-12` looks for that case, not for a 12."""
        prefixes = find_views.last_numbers(self.reads)
        asked = {word: numbered(word) for word in typed_words(typed)}
        return words_of(" ".join(word for word, found in asked.items() if not found or found.prefix not in prefixes))

    # -- people -------------------------------------------------------------------------------------------------

    def _people(self, typed: str) -> list[PersonRow]:
        return find_views.find_people(self.reads, self.desk.viewer, typed, COUNTED + 1, self._names)

    def _names(self) -> Sequence[str]:
        """Every word of a name."""
        version = find_views.names_version(self.reads)
        if self._vocabulary[0] != version:
            self._vocabulary = version, find_views.vocabulary(self.reads)
        return self._vocabulary[1]

    def _near(self, typed: str, known: Sequence[PersonRow]) -> list[PersonRow]:
        """People whose names are nearly spelled so, the nearest first; without those that are found anyway."""
        words = words_of(folded(typed))
        if all(len(word) < 3 for word in words) or any(numbered(word) for word in words):
            return []
        from sharedlives_tui.near_names import near, parting  # what it measures with is not loaded before

        spellings = [near(word, self._names()) for word in words]
        found = []
        for each in find_views.people_spelled(self.reads, self.desk.viewer, spellings):
            parted = parting(words_of(folded(each.name)), spellings)
            if parted is not None and each not in known:
                found.append((parted, folded(each.name), each.id, each))
        return [each for *_, each in sorted(found, key=lambda each: each[:3])][: FEW - len(known)]

    def _person_hits(self, people: Sequence[PersonRow]) -> list[Hit]:
        roles = {each: sorted(register.roles_on(self.reads, each.ref, self.desk.today)) for each in people}
        return [Hit("person", each.ref, each.name, ", ".join(roles[each])) for each in people]

    # -- cases --------------------------------------------------------------------------------------------------

    def _case_hits(self, cases: Sequence[CaseRow]) -> list[Hit]:
        desk = self.desk
        owners = register.names(self.reads, [each.owner for each in cases if each.owner is not None])
        listed = views.today_rows_by_ids(
            self.reads, desk.viewer, [each.id for each in cases], desk.today, desk.soon_until
        )
        limits = {each.case_id: each for each in listed}
        return [
            Hit(
                "case",
                each.ref,
                each.title,
                each.type or each.kind,
                on=each.opened_on,
                case=each,
                limit=limits.get(each.id),
                owner=owners.get(each.owner or 0, ""),
            )
            for each in cases
        ]

    # -- letters and notes --------------------------------------------------------------------------------------

    def _entries(self, words: Sequence[str], place: str, most: int) -> Group:
        letters = place == LETTERS
        found, more, as_whole = self._readable(words, letters)
        ranked = found if as_whole and len(words) == 1 else self._ranked(found, words, letters)  # they fit alike
        hits = self._entry_hits(ranked[:most], words, letters)
        count = len(found)
        if not letters:
            records = find_entries.find_records(self.reads, self.desk.viewer, words, COUNTED + 1)
            count, more = count + len(records), more or len(records) > COUNTED
            hits += self._record_hits([each.seq for each in records[: most - len(hits)]], records, words)
        return Group(place, tuple(hits), min(count, COUNTED), more or count > COUNTED)

    def _readable(self, words: Sequence[str], letters: bool) -> tuple[list[EntryHit], bool, bool]:
        """The newest entries that fit and that this viewer may read; whether there are more, and all as whole words.

        Where whole words of letters are more than are counted, words that only begin so would stand behind them all.
        """
        if letters:
            found = self._let_through(words, letters, partial(find_entries.find_letters, as_whole=True))
            if len(found) > COUNTED:
                return found[:COUNTED], True, True
        found = self._let_through(words, letters, find_entries.find_letters if letters else find_entries.find_notes)
        return found[:COUNTED], len(found) > COUNTED, False

    def _let_through(self, words: Sequence[str], letters: bool, find: Callable[..., list[EntryHit]]) -> list[EntryHit]:
        """The newest entries that are found so and that this viewer may read, some more than are counted."""
        found: list[EntryHit] = []
        before = find_entries.LAST
        while True:
            page = find(self.reads, self.desk.viewer, words, COUNTED + 1, before)
            closed = {each.seq for each in page if self._to_be_looked_at(each)}
            cases = find_views.cases_by_id(self.reads, {each.case_id for each in page if each.seq in closed})
            for each in page:
                if each.seq not in closed or self._may_read(each, cases[each.case_id], words, letters):
                    found.append(each)
            if len(page) <= COUNTED or len(found) > COUNTED:
                return found
            before = page[-1].seq

    def _to_be_looked_at(self, hit: EntryHit) -> bool:
        """Whether the case has to be read to know: part of it may be closed, or the entry names another case."""
        if hit.closed_in_part:
            return True
        refers = self._refers.get((hit.procedure, hit.act))
        if refers is None:
            act = pinned(self.reads, self.desk.library, hit.procedure).by_id.get(hit.act)
            refers = act is None or any(each.kind == "reference" for each in act.fields)
            self._refers[hit.procedure, hit.act] = refers
        return refers

    def _may_read(self, hit: EntryHit, case: CaseRow, words: Sequence[str], letters: bool) -> bool:
        said = self._looked(case).said.get(hit.number)
        return said is not None and holds(said.text(letters), words)

    def _looked(self, case: CaseRow) -> _Looked:
        """The case as this viewer may see it; kept until somebody records in it."""
        kept = self._seen.get(case.id)
        if kept is None or kept.version != case.version:
            whole = load(self.reads, self.desk.library, self.desk.office.nation, case)
            file = seen_file(self.reads, self.desk.viewer, whole)
            kept = self._seen[case.id] = _Looked(case.version, _said_in(file), numbering_of(whole, file))
        return kept

    def _ranked(self, found: Sequence[EntryHit], words: Sequence[str], letters: bool) -> list[EntryHit]:
        """The newest of them with what fits best first, then the others."""
        newest = found[:_RANKED]
        said = find_entries.said_in(self.reads, [each.seq for each in newest])

        def fit(hit: EntryHit) -> int:
            kept = self._seen.get(hit.case_id)
            if kept is not None and self._to_be_looked_at(hit):
                theirs = kept.said.get(hit.number)
                return 0 if theirs is None else closeness(theirs.text(letters), words)
            return closeness(said[hit.seq].letter if letters else said[hit.seq].facts, words)

        return [*sorted(newest, key=fit, reverse=True), *found[_RANKED:]]

    def _entry_hits(self, found: Sequence[EntryHit], words: Sequence[str], letters: bool) -> list[Hit]:
        cases = find_views.cases_by_id(self.reads, [each.case_id for each in found])
        rows = find_entries.rows_of(self.reads, [each.seq for each in found])
        linked = find_views.with_links(self.reads, cases)
        hits = []
        for each in found:
            case, said, number = cases[each.case_id], _of(rows[each.seq], letters), each.number
            if self._to_be_looked_at(each):
                said = self._looked(case).said[number]
            if each.closed_in_part or case.id in linked:  # they may count its entries otherwise
                number = self._looked(case).mine.shown(number)
            act = pinned(self.reads, self.desk.library, each.procedure).by_id.get(each.act)
            hits.append(
                Hit(
                    "letter" if letters else "note",
                    case.ref,
                    case.title,
                    act.name if act is not None else each.act,
                    entry=number,
                    on=rows[each.seq].done_on,
                    snippet=said.snippet(letters, words),
                    case=case,
                )
            )
        return hits

    def _record_hits(
        self, seqs: Sequence[int], records: Sequence[find_entries.RecordHit], words: Sequence[str]
    ) -> list[Hit]:
        rows = find_entries.rows_of(self.reads, seqs)
        kinds = self.desk.library.record_kinds.by_id
        hits = []
        for each in records:
            if each.seq in rows:
                row = rows[each.seq]
                name = kinds[row.act].name if row.act in kinds else row.act
                pieces = _of(row, letters=False).snippet(False, words)
                hits.append(
                    Hit("note", each.person.ref, each.person.name, name, each.number, row.done_on, snippet=pieces)
                )
        return hits


def finder(desk: Desk) -> Finder:
    """Return a finder for whoever sits at the desk. Raises StoreError."""
    return Finder(desk, desk.store.aside())


def _long_enough(words: Sequence[str]) -> bool:
    """Whether the words say enough to look through letters and notes: one letter of the alphabet stands in most."""
    return any(len(word) > 1 or not word.isascii() for word in words)


def _group(place: str, rows: Sequence[Row], hits: Callable[[Sequence[Row]], list[Hit]], most: int) -> Group:
    return Group(place, tuple(hits(rows[:most])), min(len(rows), COUNTED), len(rows) > COUNTED)


def _said_in(file: CaseFile) -> dict[int, _Said]:
    scrub = scrubber(file.progress)
    letters = {row.number: str(row.body.get("letter", "")) for row in file.rows if row.kind == "entry"}
    return {each.number: _Said(scrub(letters.get(each.number, "")), _facts(each)) for each in file.entries}


def _of(row: EntryRow, letters: bool) -> _Said:
    """What it says in its letter, or in its facts; of an entry whose case is open to the viewer as a whole."""
    return _Said(str(row.body.get("letter", "")), ()) if letters else _Said("", _facts(entry_of(row)))


def _facts(entry: Entry) -> tuple[str, ...]:
    """The words of an entry's facts and lines, as the index has them."""
    texts = [text for name in entry.values if name != SIDE for text in entry.texts(name) if not _is_no_words(text)]
    return (*texts, *(each.text for each in entry.lines))


def _is_no_words(text: str) -> bool:
    """True for yes and no, a person's number, a reference, a day: what the index has not among the words either."""
    return text in ("yes", "no") or (" " not in text and _BESIDE_WORDS.match(text) is not None)
