"""What may be shown to a person of a case: entries, lines and papers; and that something was left out, never what.

Pure. CC-18, DA-07: what was given in confidence is left out whole, with the people who came in by it alone and what
the ledger has from it; where other records repeat its words, those words are left out. DI-16: what belongs to another
side, or to whoever wrote it, is left out. DA-46: what was written down late, and opinion, carry their mark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from sharedlives_tui import privacy
from sharedlives_tui.clock import local_day
from sharedlives_tui.confided import confided, givers, marked, remover
from sharedlives_tui.disclosed import Disclosed, Paper, ShownEntry, ShownLine, ShownPaper, Withheld
from sharedlives_tui.facts import Entry, Line
from sharedlives_tui.independence import hidden_from
from sharedlives_tui.intake import fields_of
from sharedlives_tui.ledger import ledger
from sharedlives_tui.names import in_one_line, natural, without_forms_of_address
from sharedlives_tui.privacy import Audience
from sharedlives_tui.privacy_views import Shown, seen_by, shown
from sharedlives_tui.procedures import Act, Field
from sharedlives_tui.progress import Progress
from sharedlives_tui.typed_dates import say_long
from sharedlives_tui.workdays import MONTHS

LATE_DAYS: Final = 10
"""Working days after which what was written down carries a mark (DA-46)."""

CONFIDENCE: Final = "given in confidence by or to a third party"
OTHER_SIDE: Final = "belongs to the other side"
PRIVATE_NOTE: Final = "a private note"
FOR_NOW: Final = "withheld for now by a manager's decision, with the reason on record"
OTHER_CASE: Final = "names another case, which has records of its own"
REPEATED: Final = "words given in confidence or withheld, left out where another record repeats them"

WORDS_LEFT_OUT: Final = "[left out]"
NAME_LEFT_OUT: Final = "[name left out]"

_COLUMNS: Final = {"put": "How it was put", "answer": "Answer", "outcome": "Outcome", "told": "Who was told"}
_OPINION: Final = "opinion"
_MISSING: Final = ("missing_words",)
_NOT_SHOWN: Final = frozenset({privacy.IN_CONFIDENCE, privacy.SIDE, _OPINION, privacy.NUMBERS_AGREED})
"""Marks of the office on its own entries: the person reads what they mean, not the marks."""
_NOT_PUT, _HELD_BACK = "not put", "withheld"
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]{2,}")
_TITLES: Final = "Mr Mrs Ms Miss Mx Dr Prof Sir Dame Lord Lady Rev"


@dataclass(frozen=True)
class Material:
    """A case with the words that its replay does not hold."""

    progress: Progress
    names: Mapping[str, str]
    """The name of everybody whom the case names, by number (P-12)."""
    letters: Mapping[int, str] = field(default_factory=dict)
    """The letters as they left, as plain text, by the number of the entry."""
    struck: Mapping[int, str] = field(default_factory=dict)
    """Why an entry was struck, by its number."""
    papers: Sequence[Paper] = ()


def disclose(material: Material, person: str, viewer: Audience) -> Disclosed:
    """Return what may be shown to a person (P-12) of the case by whoever looks at it now.

    What the viewer may not see is neither shown nor counted (DI-16).
    """
    if person in hidden_from(material.progress):
        return _Disclosing(material, person, viewer).narrow()
    return _Disclosing(material, person, viewer).whole()


def why_held_back(progress: Progress, person: str) -> str:
    """Return why nothing is made for the person now: telling them is withheld (CC-17, E-10); empty if it is not."""
    about = {each.person for each in progress.parties if each.part in ("subject", "approved with")}
    open_now = [each for each in progress.spans if each.name == _HELD_BACK and each.ended_on is None]
    if person in about and any(each.key in (None, person) for each in open_now):
        return (
            "For now this matter is withheld from them by a manager's decision. Lift that first, then make the copies."
        )
    return ""


class _Disclosing:
    """Sorts what a case holds into what the person is shown and what is only counted."""

    def __init__(self, material: Material, person: str, viewer: Audience) -> None:
        self.material = material
        self.progress = material.progress
        self.person = person
        self.who = privacy.audience(self.progress, person, viewing=False)
        self.viewer = viewer
        self.names = {each: natural(name) for each, name in material.names.items()}
        self.counts: Counter[str] = Counter()
        self.cut = False
        """Whether words were left out of what is being put into words now."""
        self.not_put = frozenset(
            each.key for each in self.progress.spans if each.name == _NOT_PUT and each.ended_on is None
        )
        seen = [each for each in self.progress.entry.values() if self._visible(each)]
        reasons = {each.number: self._why_not(each) for each in seen}
        self.entries = sorted((each for each in seen if not reasons[each.number]), key=_by_day)
        self.left_out = [each for each in seen if reasons[each.number]]
        for each in self.left_out:
            self.counts[reasons[each.number]] += 1

    def whole(self) -> Disclosed:
        entries = tuple(map(self._entry, self.entries))
        lines = tuple(self._lines())
        papers = tuple(self._papers())
        return Disclosed(
            people=self._people(),
            entries=entries,
            lines=lines,
            papers=papers,
            withheld=tuple(Withheld(why, count) for why, count in sorted(self.counts.items()) if count),
            missing=self._missing(),
        )

    def narrow(self) -> Disclosed:
        notices = [
            each
            for each in self.entries
            if each.key == self.person and not each.struck and (act := self._act(each)) is not None and act.hides
        ]
        return Disclosed(entries=tuple(map(self._entry, notices)), narrow=True)

    # -- what is left out ------------------------------------------------------------------------------------------

    def _visible(self, entry: Entry) -> bool:
        """Whether the viewer sees it: what they may not see is not even counted."""
        return privacy.may_see(self.progress, entry, self.viewer)

    def _why_not(self, entry: Entry) -> str:
        """Why an entry is left out whole; empty if it is not."""
        act = self._act(entry)
        if marked(self.progress, entry) and self.person not in givers(self.progress, entry):
            return CONFIDENCE
        if self._told(entry) is None:
            private = privacy.side_of(self.progress, entry) == privacy.PRIVATE
            return PRIVATE_NOTE if private or not self.progress.procedure.restricted else OTHER_SIDE
        if entry.key is not None and entry.key in self.not_put:
            return FOR_NOW
        if act is not None and act.effect == "link":
            return OTHER_CASE
        return ""

    def _told(self, entry: Entry) -> Shown | None:
        told = shown(self.progress, entry, self.names, self.viewer, self.who)
        if told is not None and told.kept_back and self.person in givers(self.progress, entry):
            looker = Audience(self.person, self.who.parts)  # their own words are in no confidence from them
            again = shown(self.progress, entry, self.names, looker)
            return told if again is None else again
        return told

    @cached_property
    def _hidden(self) -> frozenset[str]:
        """The people who came in only through what is left out."""
        gone = [each for each in self.left_out if marked(self.progress, each)]
        parts = {each.person for one in gone for each in one.parties}
        known = {each.person for one in self.entries for each in one.parties}
        named = {person for one in gone for name in one.values for person in one.texts(name) if person in self.names}
        shown_names = {person for one in self.entries for name in one.values for person in one.texts(name)}
        acting = {each.done_by for each in self.entries} | {each.recorded_by for each in self.entries}
        hidden = (parts - known) | (named - parts - known - shown_names - acting)
        return frozenset(each for each in hidden if each in self.names) - {self.person}

    @cached_property
    def _remove(self) -> Callable[[str], str]:
        """Takes words that were given in confidence, or are withheld, out of a text."""
        phrases = [
            phrase for each in confided(self.progress) if self.person not in each.givers for phrase in each.phrases
        ]
        for line in self.progress.lines:
            common = len(line.text.split()) == 1 and line.id not in self.not_put
            if not self._line_shown(line) and not common:
                phrases.append(line.text)
        return remover(phrases, WORDS_LEFT_OUT)

    @cached_property
    def _remove_names(self) -> Callable[[str], str]:
        shown_words = {
            word for person, name in self.names.items() if person not in self._hidden for word in _WORD.findall(name)
        }
        return _name_remover({each: self.material.names[each] for each in self._hidden}, shown_words)

    @cached_property
    def _scrub(self) -> Callable[[str], str]:
        return privacy.scrub(self.progress, self.material.names, self.viewer, self.who)

    def words(self, text: str) -> str:
        """The text as the person may read it."""
        kept = self._remove(text)
        self.cut = self.cut or kept != text
        return self._remove_names(self._scrub(kept))

    # -- what is shown ---------------------------------------------------------------------------------------------

    def _act(self, entry: Entry) -> Act | None:
        return self.progress.procedure.by_id.get(entry.act)

    def _name(self, person: str) -> str:
        told = privacy.names_for(self.progress, self.names, self.viewer, self.who)
        return NAME_LEFT_OUT if person in self._hidden else self.words(told.get(person, person))

    def _entry(self, entry: Entry) -> ShownEntry:
        act, told = self._act(entry), self._told(entry)
        self.cut = False
        found = ShownEntry(
            number=entry.number,
            done_on=entry.done_on,
            name=act.name if act is not None else entry.act,
            by=self._name(entry.done_by),
            whom=self._whom(entry),
            facts=tuple(self._facts(act, told)),
            letter=self.words(self.material.letters.get(entry.number, "")).strip(),
            marks=tuple(self._marks(entry)),
        )
        self.counts[REPEATED] += self.cut
        return found

    def _whom(self, entry: Entry) -> str:
        if entry.key is None:
            return ""
        line = next((each for each in self.progress.lines if each.id == entry.key), None)
        if line is None:
            return self._name(entry.key) if entry.key in self.names else ""
        return self.words(line.text) if self._line_shown(line) else WORDS_LEFT_OUT

    def _facts(self, act: Act | None, told: Shown | None) -> Iterable[tuple[str, str]]:
        fields = {} if act is None else {each.id: each for each in fields_of(act)}
        values = {} if told is None else told.values
        for name in sorted(values, key=[*fields, *values].index):
            value, declared = values[name], fields.get(name)
            if name in _NOT_SHOWN or (declared is not None and declared.kind == "reference"):
                continue
            texts = (value,) if isinstance(value, str) else value
            words = [self.words(self._in_words(declared, each)) for each in texts if each]
            in_lines = declared is not None and declared.kind in ("lines", "answers")
            if any(words):
                label = declared.label if declared is not None else name
                yield label, "\n".join(words) if in_lines else in_one_line(words)

    def _in_words(self, declared: Field | None, text: str) -> str:
        """A value as one reads it: a day written out, a step by its name, a promise with who and when."""
        kind = declared.kind if declared is not None else "text"
        if kind == "date":
            try:
                return say_long(date.fromisoformat(text))
            except ValueError:
                return text
        if kind == "instance":
            act = self.progress.procedure.by_id.get(text.partition("@")[0].partition(".")[0])
            return act.name if act is not None else ""
        if kind == "lines":
            return ", ".join(part for part in map(str.strip, text.split("|")) if part)
        return text

    def _marks(self, entry: Entry) -> Iterable[str]:
        recorded = local_day(entry.recorded_at)
        days = self.progress.calendar.working_days_between(entry.done_on, recorded)
        if days > LATE_DAYS:
            yield f"Written down on {say_long(recorded)}, {days} working days after it happened."
        if entry.text(_OPINION) == "yes":
            yield "This is opinion, not something that was observed."
        if entry.struck:
            why = self.words(self.material.struck.get(entry.number, "")).strip()
            yield "Struck later: it no longer counts." + (f" The reason given: {why}" if why else "")

    @cached_property
    def _put_openly(self) -> frozenset[str]:
        """The lines that were put to the person since, whoever brought them up."""
        numbers = {each.number for each in self.entries}
        return frozenset(
            row.line.id
            for row in ledger(self.progress, self.names)
            if any(each.entry in numbers for each in row.columns.get("put", ()))
        )

    def _line_shown(self, line: Line) -> bool:
        if line.id in self.not_put:
            return False
        brought = any(one.id == line.id for each in self.entries for one in each.lines)
        return brought or line.id in self._put_openly

    def _lines(self) -> Iterable[ShownLine]:
        numbers = {each.number for each in self.entries}
        for row in ledger(self.progress, self.names):
            facts = tuple(
                (_COLUMNS[column], self.words(each.text), each.on)
                for column, found in row.columns.items()
                for each in found
                if each.entry in numbers
            )
            if self._line_shown(row.line):
                who = self._name(row.line.who) if row.line.who else ""
                by = say_long(row.line.by) if row.line.by is not None else ""
                yield ShownLine(", ".join(each for each in (self.words(row.line.text), who, by) if each), facts)
            elif facts and row.line.id not in self.not_put:
                yield ShownLine(WORDS_LEFT_OUT, facts)

    def _papers(self) -> Iterable[ShownPaper]:
        shown_numbers = {each.number for each in self.entries}
        for each in self.material.papers:
            entry = None if each.entry is None else self.progress.entry.get(each.entry)
            if not privacy.papers_open(self.progress, each.entry, each.confidential, self.viewer):
                continue
            if each.confidential:
                self.counts[CONFIDENCE] += 1
            elif entry is not None and entry.number not in shown_numbers:
                self.counts[self._why_not(entry) or OTHER_SIDE] += 1
            elif not privacy.papers_open(self.progress, each.entry, each.confidential, self.who):
                self.counts[OTHER_SIDE] += 1
            else:
                self.cut = False
                yield ShownPaper(each.id, self.words(each.name), each.kind, self.words(each.text))
                self.counts[REPEATED] += self.cut

    def _people(self) -> tuple[tuple[str, str], ...]:
        seen = seen_by(self.progress, self.viewer, self.who, names=self.names)
        known = {each.person for one in self.entries for each in one.parties}
        found: dict[tuple[str, str], None] = {}
        for each in seen.parties:
            if each.person in self.names and each.person not in known | {self.person}:
                continue
            found[each.part, self._name(each.person)] = None
        return tuple(found)

    def _missing(self) -> tuple[str, ...]:
        texts = [
            self.words(text)
            for each in self.entries
            if not each.struck
            for name in _MISSING
            for text in each.texts(name)
            if text != (declared.default if (declared := self.progress.procedure.fields.get(name)) else "")
        ]
        return tuple(dict.fromkeys(texts))


def _by_day(entry: Entry) -> tuple[date, int]:
    return entry.done_on, entry.number


def _name_remover(hidden: Mapping[str, str], shown_words: Collection[str]) -> Callable[[str], str]:
    """Return what takes names out of a text: the whole name in either order, and each word of it that is nobody else's.

    `hidden` gives the names by number; the numbers are taken out as well.
    """
    not_alone = {*_TITLES.split(), *MONTHS}
    whole = {form for name in hidden.values() for form in (name, natural(name)) if form}
    whole |= {without_forms_of_address(form) for form in whole} | {*hidden}
    alone = {word for name in hidden.values() for word in _WORD.findall(name) if word not in {*shown_words, *not_alone}}
    if not whole:
        return str
    ordered = sorted(whole, key=lambda each: (-len(each), each))
    names = "|".join(r"\s+".join(map(re.escape, each.split())) for each in ordered)
    titled = rf"(?:(?:{'|'.join(_TITLES.split())})\.?\s+)?"
    anywhere = re.compile(rf"(?<!\w){titled}(?:{names})(?!\w)", re.IGNORECASE)
    words = "|".join(map(re.escape, sorted(alone, key=len, reverse=True)))
    single = re.compile(rf"(?<!\w){titled}(?:{words})(?!\w)") if words else None

    def remove(text: str) -> str:
        kept = anywhere.sub(NAME_LEFT_OUT, text)
        return kept if single is None else single.sub(NAME_LEFT_OUT, kept)

    return remove
