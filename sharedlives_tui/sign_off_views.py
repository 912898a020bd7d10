"""How the letters of a case stand that a manager signs off, in words and as this viewer may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sharedlives_tui import on_behalf, sign_off
from sharedlives_tui.casefile import CaseFile, viewing
from sharedlives_tui.caseviews import SignOffView, StepView
from sharedlives_tui.clock import local_day
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Entry
from sharedlives_tui.privacy_views import scrubber
from sharedlives_tui.requests import Warned
from sharedlives_tui.sign_off import SENT_BACK, SIGNED, WAITING, SignOff
from sharedlives_tui.store import register, views
from sharedlives_tui.typed_dates import say_day

NEEDED = "needed"


def sign_offs(desk: Desk, file: CaseFile, names: Mapping[str, str]) -> list[SignOffView]:
    """Return how each letter stands for which it was asked and that is not recorded as sent yet, the oldest first."""
    me, scrub = viewing(desk.viewer, file.progress), scrubber(file.progress)
    found = []
    for each in sign_off.all_of(file.rows):
        act = file.procedure.by_id.get(each.instance.partition("@")[0].partition(".")[0])
        if act is None or sign_off.is_over(file.progress, each) or not sign_off.may_read(file.progress, each, act, me):
            continue
        found.append(
            SignOffView(
                instance=each.instance,
                name=act.name,
                state=each.state,
                words=scrub(_words(each, names)),
                letter=scrub(each.letter),
                asked_by=names.get(each.asked_by, each.asked_by),
                decided_by=names.get(each.decided_by, each.decided_by),
                reason=scrub(each.reason),
                values={} if me.on_a_side else each.values,  # facts may stand there in confidence
                by=each.by,
                on=each.on,
                goes={name: tuple(scrub(names.get(one, one)) for one in those) for name, those in each.goes.items()},
            )
        )
    return found


def _words(each: SignOff, names: Mapping[str, str]) -> str:
    asked = names.get(each.asked_by, each.asked_by)
    if each.decided_at is None:
        day = say_day(local_day(each.asked_at))
        return f"The letter waits for sign-off: {asked} asked a manager on {day}."
    who, day = names.get(each.decided_by, each.decided_by), say_day(local_day(each.decided_at))
    typed = ""
    if each.known:
        how = ", ".join(each.known[field.id] for field in on_behalf.FIELDS if field.id in each.known)
        typed = f" (recorded by {names.get(each.recorded_by, each.recorded_by)}; {how})"
    if each.state == SENT_BACK:
        return f"{who} sent the letter back on {day}{typed}: {each.reason}"
    return f"{who} signed the letter off on {day}{typed}. Record it as sent when it has gone."


def to_look_at(each: SignOffView) -> Warned:
    """Return it as something that the office should look at in the case."""
    return Warned("", each.instance, f"{each.name}: {each.words}")


def with_sign_off(step: StepView, found: list[SignOffView]) -> StepView:
    """Return a step with what there is to say of its letter's sign-off, and the facts with which it was asked."""
    mine = next((each for each in found if each.instance == step.instance), None)
    if mine is None:
        return step
    prefilled = {**step.prefilled, **mine.values}
    return replace(step, remarks=(*step.remarks, mine.words), prefilled=prefilled, letter_by=mine.by)


def state_of(desk: Desk, file: CaseFile, leaving: Entry, instance: str, text: str) -> str:
    """Return how the letter of an entry on its way out stands: `waiting`, `signed`, `needed`; empty if it may go."""
    act = file.procedure.by_id[leaving.act]
    if not sign_off.needed(views.settings(desk.store), file.procedure.id, act.id):
        return ""
    found = sign_off.stands(file.rows, instance)
    stands = found is not None and found.state in (WAITING, SIGNED) and not sign_off.is_over(file.progress, found)
    if found is not None and stands and sign_off.holds_for(found, text, desk.today, sign_off.goes_of(leaving)):
        return found.state
    held = register.roles_on(desk.store, desk.recorder, desk.today)
    may = not sign_off.why_not_signer(file.progress, act, desk.recorder, held, desk.library.roles)
    return "" if may else NEEDED
