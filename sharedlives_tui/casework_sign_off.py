"""Whether a letter that is about to be recorded as sent was signed off, where the office wants that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sharedlives_tui import sign_off
from sharedlives_tui.casefile import CaseFile, viewing
from sharedlives_tui.doing import Doing, rule_of
from sharedlives_tui.facts import Entry
from sharedlives_tui.procedures import Act
from sharedlives_tui.progress import Progress
from sharedlives_tui.requests import Problem, Record, Refused, Warned
from sharedlives_tui.sign_off import NOT_SIGNED, SIGNED, SIGNED_BY, WAITING
from sharedlives_tui.standing import Instance
from sharedlives_tui.store import register, views

_WORDS = {
    None: "This letter is signed off by a manager before it goes. Ask for it: it then waits on their Today.",
    WAITING: "This letter waits for its sign-off. Record it as sent when a manager has signed it off.",
    "sent back": "This letter was sent back: {reason}. Change it, and ask again.",
    SIGNED: "The letter, who gets it or what goes with it has changed since it was signed off. "
    "Ask again, or send the one that was signed off.",
}


def signed_off(
    doing: Doing,
    file: CaseFile,
    before: Progress,
    letter: Mapping[str, Any],
    entry: Entry,
    instance: Instance | None,
    request: Record,
) -> dict[str, Any]:
    """Return what the entry keeps of its sign-off. Raises Refused while the letter may not go.

    A letter that has left already, written elsewhere or with gaps, is not refused: it is marked.
    """
    act = doing.act
    if "letter" not in letter or not sign_off.needed(views.settings(doing.writer), file.procedure.id, act.id):
        return {}
    name = instance.name if instance is not None else act.id
    found, now, me = sign_off.stands(file.rows, name), file.progress, viewing(doing.desk.viewer, file.progress)
    if found is not None and (sign_off.is_over(now, found) or not sign_off.may_read(now, found, act, me)):
        found = None
    same = found is not None and sign_off.holds_for(found, str(letter["letter"]), doing.on, sign_off.goes_of(entry))
    if found is not None and found.state == SIGNED and same:
        return {SIGNED_BY: found.decided_by}
    recorder = doing.desk.recorder
    held = register.roles_on(doing.writer, recorder, doing.desk.today)
    if not sign_off.why_not_signer(before, act, recorder, held, doing.desk.library.roles):
        return {SIGNED_BY: recorder}
    if request.letter is not None or request.sent_incomplete:
        return {NOT_SIGNED: True}
    state = found.state if found is not None else None
    words = _WORDS[state].format(reason=found.reason.rstrip(".") if found is not None else "")
    raise Refused(Problem("sign_off", rule_of(act), words))


def still_wanted(after: Progress, recorded: str = "") -> list[str]:
    """Return the steps and actions whose letters can still wait: those that are open, but no action just recorded."""
    actions = [act.id for act in after.procedure.actions if act.id != recorded]
    return [*(each.name for each in after.open_instances()), *actions]


def unsigned(letter: Mapping[str, Any], act: Act) -> tuple[Warned, ...]:
    """Return what to look at where a letter has left that nobody signed off."""
    words = "The letter has left without a manager's sign-off, which the office asks for. It is marked so."
    return (Warned(rule_of(act), act.id, words),) if letter.get(NOT_SIGNED) else ()
