"""Texts that a scheme uses often: each belongs to one field of a procedure, and is put into it as plain text.

They are settings of the office (`often.N`), so that every change is an entry with who, when and why. A text is never
read as a formula, a template or markup: what is put into a field is what stands there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from sharedlives_tui.audit import keeps_refusals
from sharedlives_tui.cleaning import clean_line, clean_text, folded
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import refuse_if
from sharedlives_tui.meanwhile import name_of, refuse_if_changed
from sharedlives_tui.office import must_be_of_the_office
from sharedlives_tui.procedures import Field, Procedure
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.store import views
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.setting_changes import changed_last_by

KEY = "often."
ANY_STEP = ""
KINDS = ("text", "long text", "lines", "answers")
"""The kinds of fields that take such a text."""
LONGEST_NAME, LONGEST = 80, 10_000
_MOST_NAMED = 6
MOST = 2_000
"""How many texts an office can keep."""


class OftenUsed(NamedTuple):
    """One text: its number and name, the procedure, step and field it belongs to (step empty: any), and itself."""

    id: int
    name: str
    kind: str
    act: str
    field: str
    text: str

    @property
    def place(self) -> str:
        """Where it belongs, in one line: "complaint, acknowledge, support"; any step is "*"."""
        return f"{self.kind}, {self.act or '*'}, {self.field}"


def often_used(desk: Desk, kind: str = "", act: str = "") -> list[OftenUsed]:
    """Return the texts that are kept, by name; with a kind of case only its own, with a step those that fit it.

    Somebody who is not of the office sees none.
    """
    found = _read(views.settings(desk.store)) if desk.viewer.known else []
    fitting = (each for each in found if not kind or (each.kind == kind and each.act in (ANY_STEP, act)))
    return sorted(fitting, key=lambda each: (each.kind, each.field, folded(each.name), each.id))


def _read(kept: Mapping[str, str]) -> list[OftenUsed]:
    found = []
    for name, value in kept.items():
        number = name.removeprefix(KEY)
        if name.startswith(KEY) and value and number.isdecimal():
            with suppress(ValueError, KeyError, TypeError):  # what cannot be read is offered to nobody
                body = json.loads(value)
                found.append(OftenUsed(int(number), *(str(body[part]) for part in OftenUsed._fields[1:])))
    return found


def parse_place(words: str) -> tuple[str, str, str]:
    """Return the procedure, step (empty for any) and field of a line like "complaint, acknowledge, support"."""
    parts = [clean_line(each) for each in words.replace("/", ",").split(",")]
    kind, act, field = (*parts, "", "", "")[:3]
    return kind, ANY_STEP if act == "*" else act, field


def place_named(desk: Desk, words: str) -> tuple[str, str, str]:
    """Return the procedure, step and field of a line with their names or ids; what is not there stays as written.

    "Complaint, Acknowledge in writing, Support on offer": a name may hold commas itself.
    """
    procedures = _procedures(desk)
    kind, rest = _taken(words.replace("/", ","), {each.id: each.name for each in procedures})
    procedure = next((each for each in procedures if each.id == kind), None)
    if procedure is None:
        return parse_place(words)
    steps = {each.id: each.name for each in procedure.by_id.values() if fields_of(procedure, each.id)}
    act, rest = _taken(rest, {ANY_STEP: "*", **steps})
    known = fields_of(procedure, act) if act in (ANY_STEP, *procedure.by_id) else {}
    return kind, act, _taken(rest, {name: each.label for name, each in known.items()})[0]


def _taken(words: str, names: Mapping[str, str]) -> tuple[str, str]:
    """The id that the words begin with, by itself or by its name, and the words behind its comma."""
    line = clean_line(words)
    spoken = [(each, name) for name, said in names.items() for each in {name, said} if each]
    for each, name in sorted(spoken, key=lambda pair: -len(pair[0])):
        if folded(line) == folded(each) or folded(line[: len(each) + 1]) == f"{folded(each)},":
            return name, line[len(each) + 1 :].strip()
    begun, _, rest = line.partition(",")
    return begun.strip(), rest.strip()


def _procedures(desk: Desk) -> list[Procedure]:
    versions = (desk.library.in_force(kind, desk.today) for kind in desk.library.kinds())
    return [each.procedure for each in versions if each is not None]


def said_place(desk: Desk, text: OftenUsed) -> str:
    """Return where a text belongs, by names: "Complaint · Acknowledge in writing · Support on offer"."""
    procedure = next((each for each in _procedures(desk) if each.id == text.kind), None)
    if procedure is None:
        return text.place
    act = procedure.by_id.get(text.act)
    field = fields_of(procedure, text.act).get(text.field)
    step = "every step" if text.act == ANY_STEP else act.name if act is not None else text.act
    return " · ".join((procedure.name, step, field.label if field is not None else text.field))


def why_no_place(desk: Desk, words: str) -> str:
    """Return why no text can belong to that place, with the names that there are; empty where one can."""
    kind, act, field = place_named(desk, words)
    procedures = {each.id: each for each in _procedures(desk)}
    if kind not in procedures:
        return f"Begin with the kind of case: {', '.join(each.name for each in procedures.values())}."
    procedure = procedures[kind]
    if act != ANY_STEP and act not in procedure.by_id:
        steps = [each.name for each in procedure.by_id.values() if fields_of(procedure, each.id)]
        return f"Then a comma and the step, or * for every step: {_some(steps, act)}."
    known = fields_of(procedure, act)
    if field not in known:
        return f"Then a comma and the field: {_some([each.label for each in known.values()], field) or 'it has none'}."
    return ""


def _some(names: Sequence[str], begun: str) -> str:
    """The names that begin with, or else hold, what was written; or else the first."""
    wanted = folded(begun)
    begin = [each for each in names if folded(each).startswith(wanted)]
    fitting = begin or [each for each in names if wanted in folded(each)] or names
    shown = list(dict.fromkeys(fitting))
    return ", ".join(shown[:_MOST_NAMED]) + (" and more" if len(shown) > _MOST_NAMED else "")


def fields_of(procedure: Procedure, act: str) -> dict[str, Field]:
    """Return the fields of a step, or of all steps and actions, that take a text, by id."""
    acts = [each for each in procedure.by_id.values() if act in (ANY_STEP, each.id)]
    return {field.id: field for each in acts for field in each.fields if field.kind in KINDS and not field.choices}


def _field(desk: Desk, kind: str, act: str, field: str) -> Field:
    """The field of a place. Raises Refused with what there is."""
    version = desk.library.in_force(kind, desk.today)
    if version is None:
        words = f"Write the procedure, a comma, the step or *, a comma, the field. Procedures: {_list(desk)}."
        raise Refused(Problem("place", "", words))
    procedure = version.procedure
    if act != ANY_STEP and act not in procedure.by_id:
        raise Refused(Problem("place", "", f"{kind} has no step {act or 'without a name'}; * is for every step."))
    known = fields_of(procedure, act)
    if field not in known:
        there = ", ".join(known) or "none"
        raise Refused(Problem("place", "", f"That step has no field of text called {field or '…'}. It has: {there}."))
    return known[field]


def _list(desk: Desk) -> str:
    return ", ".join(desk.library.kinds())


@keeps_refusals("change the texts used often")
def add(desk: Desk, name: str, place: tuple[str, str, str], text: str, why: str = "") -> OftenUsed:
    """Keep a text for a field; returns it with its number. Raises Refused."""
    must_be_of_the_office(desk, "office")
    kind, act, field = place
    _field(desk, kind, act, field)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        kept = views.settings(writer)
        numbers = [int(each.removeprefix(KEY)) for each in kept if each.startswith(KEY)]
        if len(_read(kept)) >= MOST:
            raise Refused(Problem("name", "", f"{MOST:,} texts are kept. Take away some that nobody uses any more."))
        made = _checked(OftenUsed(max(numbers, default=0) + 1, name, kind, act, field, text), _read(kept))
        writer.put_setting(f"{KEY}{made.id}", _words(made), why=clean_line(why))
    return made


@keeps_refusals("change the texts used often")
def change(desk: Desk, number: int, name: str, text: str, why: str = "", *, seen: OftenUsed | None = None) -> OftenUsed:
    """Give a text another name or other words; returns it. Letters that were written keep theirs. Raises Refused.

    `seen` is the text that was shown before; ChangedMeanwhile where it is another by now.
    """
    must_be_of_the_office(desk, "office")
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        found = _read(views.settings(writer))
        now = _still_there(desk, writer, found, number, seen)
        made = _checked(now._replace(name=name, text=text), found)
        field = "text" if seen is not None and now.text != seen.text else "name"
        key, said = f"{KEY}{number}", f"{now.name}: {now.text}"
        refuse_if_changed(desk, writer, key, seen=seen, now=now, wanted=made, field=field, said=said)
        writer.put_setting(f"{KEY}{number}", _words(made), why=clean_line(why))
    return made


@keeps_refusals("change the texts used often")
def retire(desk: Desk, number: int, why: str = "", *, seen: OftenUsed | None = None) -> OftenUsed:
    """Offer a text no more; returns what it was. Raises Refused.

    `seen` is the text that was shown before; ChangedMeanwhile where it is another by now.
    """
    must_be_of_the_office(desk, "office")
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        gone = _still_there(desk, writer, _read(views.settings(writer)), number, seen)
        key, said = f"{KEY}{number}", f"{gone.name}: {gone.text}"
        refuse_if_changed(desk, writer, key, seen=seen, now=gone, wanted=seen, field="reason", said=said)
        writer.put_setting(f"{KEY}{number}", "", why=clean_line(why))
    return gone


def numbered(desk: Desk, number: int) -> OftenUsed:
    """Return the text of that number. Raises Refused."""
    return _numbered(often_used(desk), number)


def _numbered(found: list[OftenUsed], number: int) -> OftenUsed:
    for each in found:
        if each.id == number:
            return each
    raise Refused(Problem("id", "", f"There is no often used text {number}. sharedlives often list shows them."))


def _still_there(desk: Desk, reads: Reads, found: list[OftenUsed], number: int, seen: OftenUsed | None) -> OftenUsed:
    """The text as it stands now. Raises Refused; where it was shown and is gone, with who took it away."""
    if seen is not None and all(each.id != number for each in found):
        who = name_of(desk, reads, changed_last_by(reads, f"{KEY}{number}"))
        words = f"{who} took this text away while you had it open: it is offered no more. Keep yours as another text."
        raise Refused(Problem("", "", words))
    return _numbered(found, number)


def _checked(wanted: OftenUsed, others: list[OftenUsed]) -> OftenUsed:
    """The text as it is kept. Raises Refused."""
    name, text = clean_line(wanted.name), clean_text(wanted.text, None).strip()
    made = wanted._replace(name=name, text=text)
    same = [
        each for each in others if each.id != made.id and each[2:5] == made[2:5] and folded(each.name) == folded(name)
    ]
    problems = [
        Problem("name", "", "Give it a name, by which one finds it." if not name else ""),
        Problem("name", "", f"A name has at most {LONGEST_NAME} characters." if len(name) > LONGEST_NAME else ""),
        Problem("name", "", "Another text of this field has that name. Choose another." if same else ""),
        Problem("text", "", "Write the text." if not text else ""),
        Problem("text", "", f"A text has at most {LONGEST:,} characters." if len(text) > LONGEST else ""),
    ]
    refuse_if([each for each in problems if each.words])
    return made


def _words(made: OftenUsed) -> str:
    # In plain ASCII: a setting is put into the composed form, and the end of a line is written with a letter, which
    # would take up an accent that stands behind it.
    return json.dumps({part: getattr(made, part) for part in OftenUsed._fields[1:]})
