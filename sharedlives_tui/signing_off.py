"""The door for signing letters off: asking for it, giving it, sending a letter back. Each is a row of the journal.

No entry is made and no limit moves: the letter is recorded as sent afterwards, by `casework.record`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sharedlives_tui import on_behalf, reading, sign_off
from sharedlives_tui.audit import keeps_refusals
from sharedlives_tui.casefile import CaseFile, viewing
from sharedlives_tui.casework import prepared
from sharedlives_tui.casework_cases import case_of
from sharedlives_tui.cleaning import clean_line, clean_text
from sharedlives_tui.clock import local_day
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import done_on_day, may_write, namer, refuse_if, rule_of
from sharedlives_tui.facts import Value
from sharedlives_tui.meanwhile import refuse_if_changed
from sharedlives_tui.names import in_one_line
from sharedlives_tui.office import find_person, must_be_of_the_office
from sharedlives_tui.privacy import PRIVATE, SIDE
from sharedlives_tui.procedures import Act
from sharedlives_tui.requests import Problem, Record, Refused
from sharedlives_tui.sign_off import ALL, ASK, BACK, KEY, SIGN, WAITING, SignOff
from sharedlives_tui.store import register, sign_offs, views

if TYPE_CHECKING:
    from sharedlives_tui.store.writer import Writer


class Waiting(NamedTuple):
    """A letter that waits: its case, its step, who asked and on which day."""

    ref: str
    title: str
    instance: str
    name: str
    asked_by: str
    on: date


@keeps_refusals("ask for a sign-off")
def ask(desk: Desk, request: Record) -> str:
    """Ask for the sign-off of a complete letter as it stands; returns the step that it is for.

    Everything is checked as if it were recorded as sent. Raises NoSuchCase, Refused, Conflict, errors of the store.
    """
    may_write(desk)
    if request.letter is not None or request.sent_incomplete:
        words = "A letter that has left cannot be signed off any more. Record it as sent: it is then marked."
        raise Refused(Problem("sign_off", "", words))
    on = done_on_day(desk, request.on)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        made = prepared(desk, writer, request, on)
        act = made.doing.act
        if "letter" not in made.letter:
            raise Refused(Problem("sign_off", rule_of(act), "This has no written letter. Record it instead."))
        if not sign_off.needed(views.settings(writer), made.file.procedure.id, act.id):
            words = "The office asks for no sign-off of this letter. Record it as sent when it has gone."
            raise Refused(Problem("sign_off", rule_of(act), words))
        if made.entry.text(SIDE) == PRIVATE:
            words = "What is private is read by nobody else, so nobody can sign it off. Say for which side it is."
            raise Refused(Problem(SIDE, "DI-16", words))
        name = made.instance.name if made.instance is not None else act.id
        before = sign_off.stands(made.file.rows, name)
        letter, goes = str(made.letter["letter"]), sign_off.goes_of(made.entry)
        if (
            before is not None
            and before.state == WAITING
            and not sign_off.is_over(made.file.progress, before)
            and sign_off.holds_for(before, letter, on, goes)
        ):
            raise Refused(
                Problem("sign_off", rule_of(act), "This letter waits for its sign-off already, as it stands.")
            )
        values = {key: value if isinstance(value, str) else list(value) for key, value in request.values.items()}
        body = {"values": values, "letter": letter, "on": on.isoformat(), "by": made.doing.by}
        body["goes"] = {key: list(names) for key, names in goes.items()}
        writer.add_sign_off(made.file.row.id, name, ASK, body, desk.recorder)
        if request.draft:
            writer.drop_draft(desk.recorder, request.draft)
    return name


@keeps_refusals("sign a letter off")
def sign(
    desk: Desk,
    ref: str,
    step: str,
    seen: str | None = None,
    by: str = "",
    known: Mapping[str, Value] = MappingProxyType({}),
) -> SignOff:
    """Sign off the letter of a step as it waits; `seen` is the text that was read, where it was shown before.

    With `by` (a person's id or name) it is recorded for a manager who signed it off, and `known` says how whoever
    types knows of it (`on_behalf.FIELDS`). Raises NoSuchCase, Refused and the errors of the store.
    """
    return _decide(desk, ref, step, SIGN, "", seen, by, known)


@keeps_refusals("send a letter back")
def send_back(
    desk: Desk,
    ref: str,
    step: str,
    reason: str,
    by: str = "",
    known: Mapping[str, Value] = MappingProxyType({}),
    *,
    draft: str = "",
) -> SignOff:
    """Send a letter back with the reason; `by` and `known` as in `sign`.

    `draft` is the place of the draft that the reason was typed in: it is put away with it. Raises NoSuchCase, Refused
    and the errors of the store.
    """
    if not clean_line(reason):
        raise Refused(Problem("reason", "", "Say what is to be changed."))
    return _decide(desk, ref, step, BACK, clean_text(reason), None, by, known, draft)


def signs(desk: Desk, ref: str, step: str) -> bool:
    """Return whether whoever sits at the desk may answer a letter that waits themselves, and not only for a manager.

    Raises NoSuchCase.
    """
    file = reading.open_file(desk, ref)
    found, act = sign_off.stands(file.rows, step), file.procedure.by_id.get(_act_of(step))
    if found is None or act is None or desk.recorder == found.asked_by:
        return False
    held = register.roles_on(desk.store, desk.recorder, desk.today)
    return not sign_off.why_not_signer(file.progress, act, desk.recorder, held, desk.library.roles)


def _act_of(step: str) -> str:
    return step.partition("@")[0].partition(".")[0]


def _decide(
    desk: Desk,
    ref: str,
    step: str,
    act: str,
    reason: str,
    seen: str | None,
    by: str,
    known: Mapping[str, Value],
    draft: str = "",
) -> SignOff:
    may_write(desk)
    signer = find_person(desk, by) if by else desk.recorder
    said = {each.id: clean_line(str(known.get(each.id, ""))) for each in on_behalf.FIELDS}
    problems = [] if signer == desk.recorder else on_behalf.missing(said, "")
    if said[on_behalf.HOW] not in ("", *on_behalf.WAYS):
        problems.append(Problem(on_behalf.HOW, "", f"It is one of: {in_one_line(on_behalf.WAYS)}."))
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        file, _ = case_of(desk, writer, ref, None)
        found, of = _waiting(desk, writer, file, step)
        held = register.roles_on(writer, signer, desk.today)
        problems += sign_off.why_not_signer(file.progress, of, signer, held, desk.library.roles)
        if signer == found.asked_by:
            problems.append(Problem("by", "", "Whoever asks for a sign-off does not give it. Somebody else does."))
        if seen is not None and seen != found.letter:
            problems.append(Problem("letter", "", "The letter has changed since you read it. Read it again."))
        refuse_if(problems)
        body = {"reason": reason} if reason else {}
        body |= {} if signer == desk.recorder else said
        writer.add_sign_off(file.row.id, found.instance, act, body, signer, found.asked_by)
        if draft:
            writer.drop_draft(desk.recorder, draft)
    return found


def _waiting(desk: Desk, writer: Writer, file: CaseFile, step: str) -> tuple[SignOff, Act]:
    """The letter that waits, and its act. Raises Refused; what is closed to the viewer is as if nobody had asked."""
    found = sign_off.stands(file.rows, step)
    act = file.procedure.by_id.get(_act_of(step))
    me = viewing(desk.viewer, file.progress)
    over = found is None or sign_off.is_over(file.progress, found)
    if found is None or over or act is None or not sign_off.may_read(file.progress, found, act, me):
        raise Refused(Problem("step", "", f"No letter of {file.row.ref} waits there. See the case for those that do."))
    if found.state != WAITING:
        who = namer(writer)(found.decided_by)
        done = "signed it off" if found.state == sign_off.SIGNED else "sent it back"
        raise Refused(Problem("step", "", f"{who} {done} already."))
    return found, act


def waiting(desk: Desk) -> list[Waiting]:
    """Return the letters that wait and that the viewer may read, the one that has waited longest first."""
    found = []
    for row in sign_offs.waiting(desk.store, desk.viewer):
        case = reading.case_view(desk, row.ref)
        for each in case.sign_offs:
            if each.instance == row.instance and each.state == WAITING:
                found.append(Waiting(row.ref, case.title, each.instance, each.name, each.asked_by, local_day(row.at)))
    return found


class Answered(NamedTuple):
    """A letter that was signed off or sent back: its case, its step, by whom and on which day."""

    ref: str
    title: str
    instance: str
    name: str
    state: str
    """`signed` or `sent back`."""
    by: str
    on: date
    reason: str
    """Why it was sent back."""


def answered(desk: Desk) -> list[Answered]:
    """Return the letters that whoever sits at the desk asked for and that were answered, the first answer first.

    Only those that they may read, and that have neither gone nor been asked for again.
    """
    found = []
    for row in sign_offs.answered(desk.store, desk.viewer, desk.recorder):
        case = reading.case_view(desk, row.ref)
        for each in case.sign_offs:
            if each.instance == row.instance and each.state != WAITING:
                what = (each.name, each.state, each.decided_by, local_day(row.at), each.reason)
                found.append(Answered(row.ref, case.title, each.instance, *what))
    return found


def answers(desk: Desk) -> tuple[int, int]:
    """Return how many of these are signed off, and how many were sent back."""
    rows = sign_offs.answered(desk.store, desk.viewer, desk.recorder)
    if any(row.restricted for row in rows):  # there a letter may be for one side
        states = [each.state == sign_off.SIGNED for each in answered(desk)]
    else:
        states = [row.act == SIGN for row in rows]
    return sum(states), len(states) - sum(states)


class Choice(NamedTuple):
    """One thing that can be signed off: every letter, those of a procedure, or one."""

    what: str
    """As `choose` takes it: "all", "complaint", "complaint.acknowledge"."""
    name: str
    """In words: "Acknowledge in writing"."""
    kind: str
    """The name of its procedure; empty for all."""
    chosen: bool
    by: str
    """The wider choice that has it signed off although it is not chosen itself, in words; empty if none has."""

    @property
    def wanted(self) -> bool:
        """Whether it is signed off before it goes."""
        return self.chosen or bool(self.by)


EVERY_LETTER = "Every letter"


def choices(desk: Desk) -> list[Choice]:
    """Return everything that can be signed off, procedure by procedure, and how it stands."""
    chosen = sign_off.chosen(views.settings(desk.store))
    found = [Choice(ALL, EVERY_LETTER, "", ALL in chosen, "")]
    every = EVERY_LETTER.lower() if ALL in chosen else ""
    for kind in desk.library.kinds():
        version = desk.library.in_force(kind, desk.today)
        letters = [each for each in version.procedure.acts if each.notice is not None] if version is not None else []
        if version is None or not letters:
            continue
        name = version.procedure.name
        found.append(Choice(kind, f"{name}: every letter", name, kind in chosen, every))
        wider = every or (found[-1].name if kind in chosen else "")
        found += [
            Choice(f"{kind}.{each.id}", each.name, name, f"{kind}.{each.id}" in chosen, wider) for each in letters
        ]
    return found


def in_words(desk: Desk) -> list[str]:
    """Return the names of what the office has chosen to have signed off; a letter that is no more by its own word."""
    names = {each.what: each.name for each in choices(desk)}
    return [names.get(each, each) for each in sign_off.chosen(views.settings(desk.store))]


@keeps_refusals("choose which letters are signed off")
def choose(desk: Desk, what: str, wanted: bool, why: str = "", *, seen: bool | None = None) -> None:
    """Say that letters need a sign-off: all, those of a procedure, or one ("complaint.acknowledge"). Raises Refused.

    `seen` is what was shown as chosen before; ChangedMeanwhile where that is otherwise by now.
    """
    must_be_of_the_office(desk, "settings")
    problems = [Problem("what", "", why_no_letter(desk, what))]
    if not desk.library.roles.may_act_as(desk.viewer.roles, sign_off.changers()):
        problems.append(Problem("as", "", f"This is changed by: {in_one_line(sign_off.changers())}."))
    if not clean_line(why):
        problems.append(Problem("reason", "", "Say why it changes."))
    refuse_if([each for each in problems if each.words])
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        key, now = f"{KEY}{what}", what in sign_off.chosen(views.settings(writer))
        said = "yes" if now else "no"
        refuse_if_changed(desk, writer, key, seen=seen, now=now, wanted=wanted, field="wanted", said=said)
        writer.put_setting(key, "yes" if wanted else "", why=clean_line(why))


def why_no_letter(desk: Desk, what: str) -> str:
    """Return why that names no letters, with what does; empty where it does."""
    kind, _, step = what.partition(".")
    version = None if what == ALL else desk.library.in_force(kind, desk.today)
    if what == ALL or (version is not None and not step):
        return ""
    if version is None:
        return f"Write {ALL}, or a procedure: {', '.join(desk.library.kinds())}."
    letters = [act.id for act in version.procedure.acts if act.notice is not None]
    return "" if step in letters else f"{kind} has no letter {step}. It has: {', '.join(letters)}."
