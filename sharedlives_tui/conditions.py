"""Whether a condition of a procedure holds as a case stands. The list of conditions is closed: no expressions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sharedlives_tui.facts import Entry
from sharedlives_tui.instance_limits import due_of
from sharedlives_tui.procedures import ALWAYS, Condition
from sharedlives_tui.standing import Instance, Standing
from sharedlives_tui.workdays import OutOfRange

LONGEST_NUMBER = 8
"""A number with so many digits or more is no answer to any question of a form."""


def holds(standing: Standing, when: Condition, entry: Entry, instance: Instance | None = None) -> bool:
    """Whether a condition holds as things stand, asked for an entry (and the instance it belongs to)."""
    if when is ALWAYS:
        return True
    key = instance.key if instance is not None else entry.key
    return (
        all(set(standing.lookup(entry, name, instance)) & set(values) for name, values in when.fields)
        and all(standing.lookup(entry, name, instance) for name in when.filled)
        and not any(standing.lookup(entry, name, instance) for name in when.empty)
        and all(entry.texts(name) for name in when.given)
        and all(_met(standing, step, key) for step in when.done)
        and not any(_met(standing, step, key) for step in when.not_done)
        and all(any(each.act == act for each in standing.taken) for act in when.begun)
        and not any(standing.open_instances(step) for step in when.not_open)
        and all(standing.span_open(name, key) for name in when.spans)
        and not any(standing.span_open(name, key) for name in when.no_spans)
        and (not when.stages or standing.stage in when.stages)
        and (not when.case_types or standing.type in when.case_types)
        and (not when.status or standing.status in when.status)
        and all(_has_part(standing, part) for part in when.parts)
        and not any(_has_part(standing, part) for part in when.no_parts)
        and all(_over(standing, step, key, entry.done_on) for step in when.over)
        and set(when.has) <= set(entry.has)
        and (when.covers is None or _covers(standing, when.covers, entry))
        and (when.older is None or _older(standing, when.older, entry))
        and all(_reached(standing, step, key, entry.done_on) for step in when.reached)
        and (when.within is None or _in_window(standing, when.within, entry, instance) is True)
        and (when.beyond is None or _in_window(standing, when.beyond, entry, instance) is False)
        and (when.below is None or _below(standing, when.below, entry, instance) is True)
        and (when.at_least is None or _below(standing, when.at_least, entry, instance) is False)
        and (not when.any_of or any(holds(standing, each, entry, instance) for each in when.any_of))
    )


def _met(standing: Standing, step: str, key: str | None) -> bool:
    return any(
        each.act.id == step and each.how == "met" and (key is None or each.key in (None, key))
        for each in standing.instances
    )


def _has_part(standing: Standing, name: str) -> bool:
    part, _, role = name.partition(".")
    return any(each.part == part and role in ("", each.role) for each in standing.parties)


def _over(standing: Standing, step: str, key: str | None, on: date) -> bool:
    found = [each for each in standing.instances if each.act.id == step and (key is None or each.key in (None, key))]
    for each in found:
        due = due_of(standing, each)
        if each.open and (due is None or on <= due.until):
            return False
    return bool(found)


def _covers(standing: Standing, step: str, entry: Entry) -> bool:
    notice = standing.procedure.by_id[step].notice
    return notice is not None and all(
        content.id in entry.has for content in notice.must if holds(standing, content.when, entry)
    )


def _in_window(standing: Standing, asked: tuple[str, str], entry: Entry, instance: Instance | None) -> bool | None:
    """Whether the date, or else the day of the entry or of the act named, lies in the window; None without one."""
    name, step = asked
    key = instance.key if instance is not None else entry.key
    if name in standing.procedure.by_id:
        day = next((each.done_on for each in standing.chain(entry, instance) if each.act == name), entry.done_on)
    else:
        texts = standing.lookup(entry, name, instance) if name else ()
        try:
            day = date.fromisoformat(texts[0]) if texts else entry.done_on
        except ValueError:
            day = entry.done_on
    for each in reversed(standing.instances):
        if each.act.id == step and (key is None or each.key in (None, key)):
            due = due_of(standing, each)
            return None if due is None else day <= due.until
    return None


def _reached(standing: Standing, step: str, key: str | None, on: date) -> bool:
    """Whether the last day of the open step's limit has come by that day; True where it has none."""
    for each in reversed(standing.open_instances(step)):
        if key is None or each.key in (None, key):
            due = due_of(standing, each)
            return due is None or on >= due.due
    return True


def _below(standing: Standing, asked: tuple[str, str], entry: Entry, instance: Instance | None) -> bool | None:
    """Whether the first number is smaller than the second; None where one of them is not known."""
    first, second = (_number(standing.lookup(entry, name, instance)) for name in asked)
    return first < second if first is not None and second is not None else None


def _number(texts: Sequence[str]) -> int | None:
    """The number of one text; None for no text, several, or one that is no number that a form would take."""
    text = texts[0] if len(texts) == 1 else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None


def _older(standing: Standing, older: tuple[str, int], entry: Entry) -> bool:
    name, months = older
    for text in standing.lookup(entry, name):
        try:
            receipt = standing.calendar.count(date.fromisoformat(text), months, "months")
        except (ValueError, OutOfRange):
            continue
        if receipt.due < entry.done_on:
            return True
    return False
