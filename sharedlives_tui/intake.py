"""From what was typed to facts: fields checked, names turned into people, lines numbered, words for each mistake."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from itertools import count

from sharedlives_tui import on_behalf
from sharedlives_tui.cleaning import LONGEST_LINE, LONGEST_TEXT, clean_line, clean_text
from sharedlives_tui.facts import Line, Party, Value
from sharedlives_tui.line_people import Meant, person_meant
from sharedlives_tui.names import natural
from sharedlives_tui.procedures import LATEST, Act, Field
from sharedlives_tui.requests import Problem
from sharedlives_tui.typed_dates import DayNotUnderstood, parse_day, say_day
from sharedlives_tui.workdays import Calendar, Unit

SENT = (
    Field("method", "How it went", "text", "Post, email, by hand; some may be told in person."),
    Field("to", "To whom", "lines", "Empty: all to whom it is addressed."),
    Field("copies", "Copies to", "lines", "Who else gets the letter, one a line. Empty if nobody does."),
    Field(
        "enclosures",
        "Enclosures",
        "lines",
        "What goes with it, one a line: named as the paper kept with the case is, an e-mail draft has it attached.",
    ),
    Field("format_met", "In the format that they need", "text", "Yes, or the reason why not.", default="yes"),
)
"""What is recorded of every notice beside its own fields."""

IN_CONFIDENCE = Field(
    "in_confidence",
    "Given in confidence",
    "yes/no",
    "Yes, if somebody told it in confidence, or it was told to somebody in confidence. A carer does not see it.",
)
"""The mark of CC-18, for every act that takes down what people say."""

MAX_LINES = 200

ALIKE = 0.8
"""How alike (0 to 1) two wordings are at least, for one to be the other with a slip put right."""


@dataclass
class Intake:
    """What was taken in, and what was wrong. People who are not in the list yet stand in `new_people`."""

    values: dict[str, Value] = field(default_factory=dict)
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By field: person ids, or `new:NAME` for somebody to be added."""
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Surroundings:
    """What the checks need to know: the day, the calendar, and how a name becomes a person."""

    today: date
    calendar: Calendar
    find: Callable[[str], Sequence[str]]
    """The ids of all people of this id or exact name."""
    near: Callable[[], Mapping[str, str]] = dict
    """Names by id of the people of the case, as far as whoever types may know them: a first name can mean them.

    Asked only where a promise names somebody: a case with a long history has many people to be gone through.
    """
    others: Callable[[str], Mapping[str, str]] = lambda _: {}
    """Names by id of people of the office's list in whose name a word is."""
    asked: Callable[[Field], bool] = lambda _: True
    """Whether a field is asked for as the other values stand."""
    lines_so_far: Collection[Line] = ()
    """The lines of the case, on whatever day they came up: the same words are the same line."""
    names_taken: Collection[str] = ()
    """Every name that a line of the case has or had: none is given again, lest a new line inherit another's story."""
    rewords: Collection[Line] = ()
    """The lines of the entry that is being corrected: they keep their names where only slips in their words go."""
    on: date | None = None
    """The day of the entry, for dates that cannot lie before or after it."""
    known: Callable[[Field], str] = lambda _: ""
    """What the case itself can fill in for a field."""


def fields_of(act: Act) -> tuple[Field, ...]:
    """All fields of an act: its own, how one knows of a decision, the mark of confidence, and how a notice went."""
    own = (*act.fields, *on_behalf.FIELDS) if act.decides or act.decided_in else act.fields
    if any(each.confidential for each in own):
        own = (*own, IN_CONFIDENCE)
    if act.notice is None:
        return own
    choices = act.notice.methods
    method = replace(SENT[0], kind="choice", choices=choices, default=choices[0] if act.notice.spoken else "")
    copies = replace(SENT[2], default="\n".join(act.notice.copies))
    return (*own, method, SENT[1], copies, *SENT[3:])


def take(fields: Iterable[Field], given: Mapping[str, Value], around: Surroundings, *, required: bool = True) -> Intake:
    """The facts that were given for these fields. Without `required` gaps are no problem (previews)."""
    found, known = Intake(), {each.id: each for each in fields}
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f" Did you mean '{near[0]}'?" if near else f" The fields are: {', '.join(known) or 'none'}."
            found.problems.append(Problem(name, "", f"There is no field '{name}' here.{hint}"))
    for each in known.values():
        value = _texts(given.get(each.id, ()))
        fallback = each.default or (around.known(each) if not value else "")
        if not value and fallback:
            value = (fallback,)
        if not value:
            if required and each.required and around.asked(each):
                found.problems.append(Problem(each.id, "", f"{each.label}: this is needed."))
            continue
        if not each.many and len(value) > 1:
            found.problems.append(Problem(each.id, "", f"{each.label}: only one can be given here."))
            continue
        _take_field(each, value, around, found)
    return found


def _texts(value: Value) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else value
    return tuple(text for text in (clean_text(each, None).strip() for each in texts) if text)


def _take_field(each: Field, value: tuple[str, ...], around: Surroundings, found: Intake) -> None:
    takers: Mapping[str, Callable[[], None]] = {
        "date": lambda: _take_date(each, value[0], around, found),
        "yes/no": lambda: _take_yes_no(each, value[0], found),
        "choice": lambda: _take_choice(each, value, found),
        "choices": lambda: _take_choice(each, value, found),
        "number": lambda: _take_number(each, value[0], found),
        "person": lambda: _take_people(each, value, around, found),
        "people": lambda: _take_people(each, value, around, found),
        "lines": lambda: _take_lines(each, value, around, found),
        "answers": lambda: found.values.__setitem__(each.id, _split(value)),
        "long text": lambda: _take_text(each, value[0], LONGEST_TEXT, found),
    }
    taker = takers.get(each.kind)
    if taker is None:
        _take_text(each, clean_line(value[0], None), LONGEST_LINE, found)
    else:
        taker()


def _take_text(each: Field, text: str, most: int, found: Intake) -> None:
    """Take the text whole, or not at all: nobody would learn of an end that was cut off."""
    if len(text) <= most:
        found.values[each.id] = text
        return
    words = f"{each.label}: it has {len(text):,} characters, and {most:,} are kept here. Shorten it, or keep the whole"
    found.problems.append(Problem(each.id, "", f"{words} text in a note or a file of the case."))


def _take_date(each: Field, text: str, around: Surroundings, found: Intake) -> None:
    try:
        day = parse_day(text, around.today, around.calendar)
    except DayNotUnderstood as error:
        found.problems.append(Problem(each.id, "", f"{each.label}: {str(error).rstrip('.')}."))
        return
    found.values[each.id] = day.isoformat()
    _check_latest(each, day, around, found)
    _check_earliest(each, day, around, found)


def _check_earliest(each: Field, day: date, around: Surroundings, found: Intake) -> None:
    counted = LATEST.fullmatch(each.earliest)
    if around.on is None or counted is None:
        return
    if counted[1] is None:
        if day < around.on:
            words = f"{each.label}: {say_day(day)} lies before {say_day(around.on)}"
            words += ", the day of this entry. Check both." if each.rule else ". What comes in is received on the first"
            words += "" if each.rule else " day on which anybody of the service had it: give that day."
            found.problems.append(Problem(each.id, each.rule or "DY-12", words))
        return
    first = around.calendar.count(around.on, int(counted[1]), _unit(counted[2])).due
    if day < first:
        words = (
            f"{each.label}: at least {each.earliest} after {say_day(around.on)}, so {say_day(first)} at the earliest."
        )
        found.problems.append(Problem(each.id, each.rule, words))


def _unit(word: str) -> Unit:
    return "calendar days" if word == "calendar" else "working days"


def _check_latest(each: Field, day: date, around: Surroundings, found: Intake) -> None:
    counted = LATEST.fullmatch(each.latest)
    if around.on is None or counted is None:
        return
    if counted[1] is None:
        if day > around.on:
            words = f"{each.label}: {say_day(day)} lies after {say_day(around.on)}, the day of this entry. Check both."
            found.problems.append(Problem(each.id, each.rule or "DY-07", words))
        return
    last = around.calendar.count(around.on, int(counted[1]), _unit(counted[2])).due
    if day > last:
        words = f"{each.label}: at most {each.latest} after {say_day(around.on)}, so {say_day(last)} at the latest."
        found.problems.append(Problem(each.id, each.rule, words))


def _take_yes_no(each: Field, text: str, found: Intake) -> None:
    answer = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}.get(text.lower())
    if answer is None:
        found.problems.append(Problem(each.id, "", f"{each.label}: answer yes or no."))
    else:
        found.values[each.id] = answer


def _take_choice(each: Field, value: tuple[str, ...], found: Intake) -> None:
    chosen = []
    for text in value:
        match = next((choice for choice in each.choices if choice.lower() == text.lower()), None)
        if match is None:
            words = f"{each.label}: '{clean_line(text)}' is not one of: {', '.join(each.choices)}."
            found.problems.append(Problem(each.id, "", words))
            return
        chosen.append(match)
    found.values[each.id] = tuple(chosen) if each.many else chosen[0]


def _take_number(each: Field, text: str, found: Intake) -> None:
    if text.isascii() and text.isdigit() and len(text) < 8:
        found.values[each.id] = text
    else:
        found.problems.append(Problem(each.id, "", f"{each.label}: write a whole number, like 2."))


def _take_people(each: Field, value: tuple[str, ...], around: Surroundings, found: Intake) -> None:
    people = []
    for text in map(clean_line, value):
        word = next((choice for choice in each.choices if choice.lower() == text.lower()), None)
        matches = [word] if word is not None else list(around.find(text))
        if len(matches) > 1:
            words = f"{each.label}: there are several people called {text}. Give the number: {', '.join(matches)}."
            found.problems.append(Problem(each.id, "", words))
        elif matches:
            people.append(matches[0])
        elif each.adds_people and not _looks_like_id(text):
            people.append(f"new:{text}")
        else:
            words = f"{each.label}: there is nobody called {text} in the office's list. Add them first, or choose."
            found.problems.append(Problem(each.id, "", words))
    unique = tuple(dict.fromkeys(people))
    found.people[each.id] = unique
    found.values[each.id] = unique if each.many else (unique[0] if unique else "")


def _looks_like_id(text: str) -> bool:
    return text.upper().startswith("P-") and text[2:].isdecimal()


def _take_lines(each: Field, value: tuple[str, ...], around: Surroundings, found: Intake) -> None:
    texts = _split(value)
    if len(texts) > MAX_LINES:
        found.problems.append(Problem(each.id, "", f"{each.label}: at most {MAX_LINES} lines."))
        return
    found.values[each.id] = texts
    if each.line is None:
        return
    read = [(text, line) for text in texts if (line := _line(each, text, around, found)) is not None]
    found.values[each.id] = tuple(_in_full(text, line, around) for text, line in read) or texts
    found.problems += _past(each, [line for _, line in read], around)
    found.lines += _named([line for _, line in read], each.line, around)


def _past(each: Field, read: Sequence[Line], around: Surroundings) -> Iterator[Problem]:
    """Why what is promised anew cannot be: it would have to be done before the day on which it is promised (CC-33)."""
    known = {(line.text, line.by) for line in (*around.lines_so_far, *around.rewords)}
    for line in read:
        if line.by is not None and around.on is not None and line.by < around.on and (line.text, line.by) not in known:
            words = (
                f"'{line.text}' is promised for {say_day(line.by)}, before the day of this entry. Give a day to come."
            )
            yield Problem(each.id, "CC-33", f"{each.label}: {words}")


def _in_full(text: str, line: Line, around: Surroundings) -> str:
    """The text as it is kept: a first name written out, and a day that was counted from the day of typing named."""
    parts = [part.strip() for part in text.split("|")]
    near = around.near() if line.who else {}
    if line.who in near and not around.find(parts[1]):
        parts[1] = natural(near[line.who])
    if line.by is not None:
        parts[2] = say_day(line.by)
    return text if parts == [part.strip() for part in text.split("|")] else " | ".join(parts)


def _named(read: Sequence[Line], kind: str, around: Surroundings) -> list[Line]:
    """The lines with their names: that of the line which they are, of the one which they reword, or a new one."""
    known = {(line.text, line.who, line.by): line for line in around.lines_so_far if line.kind == kind}
    new = [line for line in read if (line.text, line.who, line.by) not in known]
    kept = {(line.text, line.who, line.by) for line in read}
    gone = [line for line in around.rewords if line.kind == kind and (line.text, line.who, line.by) not in kept]
    slips = len(gone) == len(new) and all(_is_slip(one.text, other.text) for one, other in zip(gone, new, strict=True))
    names = iter([line.id for line in gone] if slips else _new_names(kind, around))
    return [known.get((line.text, line.who, line.by)) or replace(line, id=next(names)) for line in read]


def _is_slip(old: str, new: str) -> bool:
    """Whether the words were only put right; other words are another line, which nobody has been asked about yet."""
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE


def _new_names(kind: str, around: Surroundings) -> Iterator[str]:
    """Names that no line of the case ever had: `point-3`, `point-4`, ..."""
    taken = {*around.names_taken, *(line.id for line in around.lines_so_far)}
    return (name for number in count(1) if (name := f"{kind}-{number}") not in taken)


def _line(each: Field, text: str, around: Surroundings, found: Intake) -> Line | None:
    """A line of one text, or `text | who | by when` where it promises something; it has no name yet."""
    parts = [part.strip() for part in text.split("|")]
    if len(parts) == 1:
        return Line("", each.line or "", text)
    words, who, by = (*parts, "", "")[:3]
    meant = person_meant(who, around.find(who), around.near(), around.others) if who else Meant("")
    if meant.question:
        found.problems.append(Problem(each.id, "", f"{each.label}, '{words}': {meant.question}"))
        return None
    try:
        day = parse_day(by, around.today, around.calendar) if by else None
    except DayNotUnderstood as error:
        found.problems.append(Problem(each.id, "", f"{each.label}, '{words}': {error}"))
        return None
    return Line("", each.line or "", words, meant.who, day, True)


def _split(value: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.strip() for text in value for line in text.splitlines() if line.strip())


def parties(
    fields: Iterable[Field], values: Mapping[str, Value], roles: Callable[[str], Collection[str]]
) -> tuple[Party, ...]:
    """The parts that the people of these fields take, one for each register role that they hold on the day."""
    found = []
    for each in fields:
        if each.part is None:
            continue
        value = values.get(each.id, ())
        for person in (value,) if isinstance(value, str) else value:
            if person.startswith("P-"):
                held = sorted(roles(person)) or [""]
                found += [Party(person, each.part, role) for role in held]
    return tuple(found)
