"""What a case should be looked at for: gaps, age, conflicts. Warnings refuse nothing (pure; asked for a day)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from sharedlives_tui.independence import hidden_from, owner_of
from sharedlives_tui.progress import Progress
from sharedlives_tui.requests import Warned
from sharedlives_tui.workdays import OutOfRange, say_day

GAP = 10
"""Working days without a word to a person who raised something serious (CC-29); the eleventh shows it (RD-35)."""

YEAR = 12
TEAM = frozenset({"senior management team", "management team"})


def warnings(progress: Progress, today: date) -> list[Warned]:
    """Everything about the case that somebody should look at on that day."""
    found: list[Warned] = []
    for check in _CHECKS:
        found += check(progress, today)
    return found


def disposal_day(progress: Progress, formal_years: int) -> date | None:
    """The day after which the record comes up for disposal (CC-10, RD-22); None while the case is open.

    Three whole years after the closing or withdrawal of a complaint that stayed informal; a formal one by the
    office's own setting.
    """
    years = progress.procedure.retention_years
    if progress.closed_on is None or years is None:
        return None
    formal = any(stage not in ("", progress.procedure.stages[0].id) for stage, _ in progress.stages_entered)
    withdrawn = [
        each.done_on
        for each in progress.taken
        if any(ending.how == "withdrawn" for ending in progress.procedure.by_id[each.act].ends_steps)
    ]
    begins = withdrawn[-1] if withdrawn and progress.closings[-1].how == "withdrawn" else progress.closed_on
    try:
        return progress.calendar.count(begins, formal_years if formal else years, "years").due
    except OutOfRange:
        return None


def _old_event(progress: Progress, _today: date) -> Iterator[Warned]:
    opening = progress.opening
    event = opening.day("event_on") if opening is not None else None
    if opening is None or event is None:
        return
    try:
        last = progress.calendar.count(event, YEAR, "months").due
    except OutOfRange:
        return
    if last < opening.done_on:
        yield Warned(
            "CC-02",
            "",
            f"It is about {say_day(event)}, more than 12 months before it came in. The registered manager decides.",
        )


def _no_word(progress: Progress, today: date) -> Iterator[Warned]:
    opening = progress.opening
    serious = opening is not None and opening.text("serious") == "yes"
    if opening is None or not serious or progress.status != "open" or opening.text("anonymous") == "yes":
        return
    words = [each.done_on for each in progress.taken if progress.procedure.by_id[each.act].word]
    last = max([opening.done_on, *words])
    gap = progress.calendar.working_days_between(last, today)
    if gap > GAP:
        yield Warned(
            "CC-29",
            "",
            f"The person has heard nothing for {gap} working days (last on {say_day(last)}). Call or write to them.",
        )


def _stale(progress: Progress, today: date) -> Iterator[Warned]:
    # Calendar days since the last word with either side, in or out (RD-27); notes do not count.
    days, opened = progress.procedure.stale_days, progress.opened_on
    if days is None or opened is None or progress.status != "open":
        return
    words = [each.done_on for each in progress.taken if progress.procedure.by_id[each.act].word]
    last = max([opened, *words])
    if (today - last).days > days:
        gone = f"Nobody has been in touch for {(today - last).days} days (last on {say_day(last)})."
        yield Warned("DI-09", "", f"{gone} Get in touch, or close.")


def _many_offices(progress: Progress, _today: date) -> Iterator[Warned]:
    # Somebody who decided in two offices of one case looks again at their own decision (E-05).
    decided: dict[str, set[tuple[str, ...]]] = {}
    for each in progress.taken:
        act = progress.procedure.by_id[each.act]
        if act.decides and act.counts != "none" and progress.holds(act.decides_when, each):
            decided.setdefault(each.done_by, set()).add(act.decides)
    for offices in decided.values():
        named = sorted({", ".join(each) for each in offices})
        if len(named) > 1:
            yield Warned("E-05", "", f"One person decided as {' and as '.join(named)}. Name a substitute for one.")


def _points_not_said_back(progress: Progress, _today: date) -> Iterator[Warned]:
    points = any(each.kind == "point" for each in progress.lines)
    spoken = [each for each in progress.taken if "points_confirmed" in progress.procedure.by_id[each.act].field_by_id]
    if points and spoken and progress.status == "open" and not any(each.text("points_confirmed") for each in spoken):
        yield Warned("CC-34", spoken[-1].act, "The points have not been said back to them in their words. Do it now.")


def _format_asked(progress: Progress, today: date) -> Iterator[Warned]:
    asked = [each.done_on for each in progress.taken if each.text("format_needed")]
    if not asked or progress.status != "open":
        return
    try:
        again = progress.calendar.count(max(asked), YEAR, "months").due
    except OutOfRange:
        return
    if again < today:
        yield Warned("CC-38", "", f"Ask again in which format they need answers (last on {say_day(max(asked))}).")


def _undated(progress: Progress, _today: date) -> Iterator[Warned]:
    # What was agreed or promised says who does it and by when; without a day it is no limit (DI-05, CC-33).
    lines = {each.id: each for each in progress.lines}
    for instance in progress.open_instances():
        line = lines.get(instance.key or "")
        if line is None or instance.limit is None or not instance.limit.line_date:
            continue
        lacks = [word for word, there in (("who does it", line.who), ("a day", line.by)) if not there]
        if lacks:
            words = f"‘{line.text}’ lacks {' and '.join(lacks)}. Agree on it with them, and correct the entry."
            yield Warned(instance.act.rules[0] if instance.act.rules else "", instance.name, words)


def _no_authority(progress: Progress, _today: date) -> Iterator[Warned]:
    opening = progress.opening
    if opening is None or opening.text("complainant_kind") != "representative":
        return
    if not any(each.text("authority") for each in progress.taken):
        yield Warned(
            "E-15",
            "",
            "The representative's authority is not on record. Tell them little until it is; the inquiry goes on.",
        )


def _procedure_review(progress: Progress, today: date) -> Iterator[Warned]:
    review = progress.procedure.control.review_on
    if review is not None and review < today:
        yield Warned("CC-31", "", f"The written procedure was due for review on {say_day(review)}.")


def _team_is_subject(progress: Progress, _today: date) -> Iterator[Warned]:
    roles = {each.role for each in progress.parties if each.part == "subject"}
    if roles & TEAM and progress.stage == "local" and progress.status == "open":
        yield Warned(
            "E-12",
            "",
            "It is about senior management or the management team: it goes to customer care at stage one. Escalate it.",
        )
    if "registered manager" in roles and not any(
        progress.procedure.by_id[each.act].effect == "substitute" for each in progress.taken
    ):
        yield Warned("E-11", "", "It is about the registered manager: the senior management team names a substitute.")


def _owner_is_subject(progress: Progress, _today: date) -> Iterator[Warned]:
    if progress.status == "open" and owner_of(progress) in hidden_from(progress):
        yield Warned("CC-19", "", "The owner is somebody whom it is about. Name another owner.")


def _safeguarding_yes(progress: Progress, _today: date) -> Iterator[Warned]:
    answered = [each for each in progress.taken if each.text("safeguarding_applies") == "yes"]
    referred = any(span.name == "safeguarding" for span in progress.spans)
    if answered and not referred:
        yield Warned("CC-26", "", "Safeguarding applies, and no referral is on record. Record it when it is made.")


def _moved_late(progress: Progress, _today: date) -> Iterator[Warned]:
    for each in progress.taken:
        until = each.day("until")
        if progress.procedure.by_id[each.act].effect != "extend" or until is None:
            continue
        instance = progress.by_name(each.text("of"))
        due = None if instance is None else progress.due(instance)
        if instance is not None and due is not None and each.done_on > due.due:
            yield Warned(
                "DY-10",
                instance.name,
                "More time was told after the old date: it stands as a word to the person and moves nothing.",
            )


def _outside(progress: Progress, _today: date) -> Iterator[Warned]:
    for number, reason in progress.outside.items():
        name = progress.entry[number].act
        act = progress.procedure.by_id.get(name)
        title = name if act is None else act.name
        yield Warned("", name, f"Entry {number} ({title}) stands outside the procedure: {reason}.")


def _left_incomplete(progress: Progress, _today: date) -> Iterator[Warned]:
    # A letter that left incomplete keeps its step open; somebody has to send a complete one.
    for instance in progress.open_instances():
        gaps = [progress.entry[number] for number in instance.entries if progress.entry[number].incomplete]
        if gaps:
            missing = ", ".join(instance.act.content_name(each) for each in gaps[-1].incomplete)
            yield Warned(
                next((rule for rule in instance.act.rules if rule.startswith("NT")), ""),
                instance.name,
                f"A letter left on {say_day(gaps[-1].done_on)} without: {missing}. The step stays open until a "
                "complete one has gone.",
            )


_Check = Callable[[Progress, date], Iterator[Warned]]
_CHECKS: tuple[_Check, ...] = (
    _old_event,
    _no_word,
    _stale,
    _many_offices,
    _points_not_said_back,
    _format_asked,
    _undated,
    _no_authority,
    _team_is_subject,
    _owner_is_subject,
    _safeguarding_yes,
    _moved_late,
    _left_incomplete,
    _outside,
    _procedure_review,
)
