"""The limits of a case for the screens, the worst first, and why a date is what it is (DY-06)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sharedlives_tui.casefile import CaseFile
from sharedlives_tui.caseviews import LimitView
from sharedlives_tui.desk import Desk
from sharedlives_tui.limits import STATES, Due, days_late
from sharedlives_tui.procedures import Act
from sharedlives_tui.progress import Progress
from sharedlives_tui.standing import Instance
from sharedlives_tui.typed_dates import say_day

_FORCE_WORDS = {
    "must": "This is a must: the guidance gives the number, or we promised the date.",
    "aim": "This is an aim: the guidance says normally, or we aim to.",
    "local target": "This is our own target; the guidance gives no number. Past it, the list says so, not overdue.",
    "window": "This is a right of the other side. It closes; it never turns overdue.",
    "none": "There is no set limit.",
}


def limits_of(progress: Progress, today: date) -> tuple[LimitView, ...]:
    """Every instance of a step with its limit, the open ones worst first, then the ended ones."""
    found = [
        limit_view(progress, each, today) for each in progress.instances if each.act is not progress.procedure.opening
    ]
    return tuple(sorted(found, key=lambda each: (_order(each), each.due or date.max, each.opened_on)))


def _order(limit: LimitView) -> tuple[bool, int]:
    return (limit.ended is not None or bool(limit.how), STATES.index(limit.state))


def limit_view(progress: Progress, instance: Instance, today: date) -> LimitView:
    """The limit of one instance as it stands today, whether it has one or not."""
    due = progress.due(instance)
    state = progress.state(instance, today)
    limit = due.limit if due is not None else instance.limit
    how = progress.how(instance, today)
    return LimitView(
        instance=instance.name,
        step=instance.act.id,
        name=instance.act.name,
        stage=instance.act.stage,
        side=progress.side(instance),
        force=limit.force if limit is not None else "none",
        opened_on=instance.opened_on,
        due=due.due if due is not None else None,
        act_by=due.act_by if due is not None else None,
        until=due.until if due is not None else None,
        state=state,
        days_late=days_late(due, today, state),
        ended=instance.ended_on,
        how=how,
        late=progress.late(instance),
        rules=instance.act.rules,
        after_closing=instance.act.after_closing,
        unit=limit.unit if limit is not None else "",
    )


def with_first_days(file: CaseFile, limits: tuple[LimitView, ...]) -> tuple[LimitView, ...]:
    """The limits, each with the day that it had before corrections moved it (RD-32)."""
    corrected = {each.replaces for each in file.entries if each.replaces is not None}
    if not corrected:
        return limits
    first = [replace(each, struck=False) if each.number in corrected else each for each in file.entries]
    before = file.with_entries([each for each in first if each.replaces is None])
    days = {each.name: due.due for each in before.instances if (due := before.due(each)) is not None}
    return tuple(
        replace(each, due_before=days[each.instance]) if days.get(each.instance, each.due) != each.due else each
        for each in limits
    )


def sentences(file: CaseFile, instance: Instance, due: Due | None, limit: LimitView) -> list[str]:
    """Why the date is what it is, a sentence a reason: the opener, the count, what moved it, the force."""
    opener = file.progress.entry[instance.opened_by]
    act = file.procedure.by_id.get(opener.act)
    began = f"Opened on {say_day(instance.opened_on)} by: {act.name if act is not None else opener.act}."
    found = [began]
    if limit.state == "withheld":
        return [*found, "Telling is withheld by a manager's decision: there is no date until that ends."]
    if due is None:
        return [*found, _FORCE_WORDS["none"]]
    found.append(f"{due.receipt.sentence()}.")
    if due.receipt.unit == "calendar days" and due.limit.count:
        found.append("Counted in calendar days: weekends and holidays count.")
    found += [f"{words[0].upper()}{words[1:]}." for words in due.moved]
    if due.due != due.receipt.due:
        found.append(f"So it is due on {say_day(due.due)}.")
    if due.act_by != due.due:
        found.append(f"That is no working day: act by {say_day(due.act_by)}.")
    if due.until != due.due:
        found.append(f"In time is what is posted or received by {say_day(due.until)}{_grace(due)}.")
    found.append(_FORCE_WORDS[due.limit.force])
    found.append("It is ours to do." if limit.side == "ours" else "It is for the other side to do.")
    return found


def rule_rows(desk: Desk, act: Act) -> list[tuple[str, str, str, str]]:
    """The rules of an act: id, title, words, where they stand in the source."""
    rules = desk.library.rules
    return [
        (rules[name].id, rules[name].title, rules[name].words, rules[name].where) for name in act.rules if name in rules
    ]


def _grace(due: Due) -> str:
    """Why the other side has longer than the strict day, where no letter told a later one (DY-03)."""
    return "" if any("letter told" in each for each in due.moved) else ", the next working day"
