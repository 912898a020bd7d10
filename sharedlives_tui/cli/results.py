"""What recording and correcting did, as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sharedlives_tui.cli.output import Output, counted, listed
from sharedlives_tui.requests import Corrected, Moved, Recorded, ToDo, Warned
from sharedlives_tui.typed_dates import say_day


def tell_recorded(out: Output, done: Recorded, words: str) -> None:
    """Tell what was recorded: the entry, what opened and ended, what to look at."""
    if out.as_json:
        out.data(recorded_data(done))
        return
    out.line(words)
    if done.closed:
        out.line("Case closed.")
    if done.ended:
        out.line(f"Ended: {listed(done.ended)}")
    if done.opened:
        out.line(f"Opened: {listed(done.opened)}")
    for each in done.warnings:
        out.line(f"Look at this: {warning_words(each)}")


def recorded_data(done: Recorded) -> dict[str, Any]:
    """Return the result of recording as JSON has it."""
    return {
        "ref": done.ref,
        "entry": done.entry,
        "version": done.version,
        "opened": list(done.opened),
        "ended": list(done.ended),
        "closed": done.closed,
        "warnings": [warning_data(each) for each in done.warnings],
    }


def warning_data(warned: Warned) -> dict[str, str]:
    """Return a warning as JSON has it."""
    return {"rule": warned.rule, "instance": warned.instance, "words": warned.words}


def warning_words(warned: Warned) -> str:
    """Return a warning as a line of text."""
    rule = f" ({warned.rule})" if warned.rule else ""
    return f"{warned.words}{rule}"


def tell_corrected(out: Output, done: Corrected, preview: bool) -> None:
    """Tell what a correction did, or would do."""
    if out.as_json:
        out.data(
            {
                "ref": done.ref,
                "entry": done.entry,
                "version": done.version,
                "preview": preview,
                "moved": [moved_data(each) for each in done.moved],
                "opened": [_to_do(each) for each in done.opened],
                "ended": [_to_do(each) for each in done.ended],
                "stage": done.stage,
                "status": done.status,
                "outside": list(done.outside),
                "holders": [{"name": each.name, "entry": each.entry, "on": each.on} for each in done.holders],
                "warnings": [warning_data(each) for each in done.warnings],
            }
        )
        return
    if preview:
        out.line(f"{done.ref}: this is a preview; nothing was changed.")
    else:
        out.line(f"{done.ref} corrected." + (f" The new entry is {done.entry}." if done.entry else ""))
    told = {each.instance for each in (*done.opened, *done.ended)}
    if done.status:
        out.line("The case is open again." if done.status == "open" else "The case is closed.")
    if done.stage:
        out.line(f"Stage: {done.stage}.")
    for each in done.opened:
        out.line(f"To be done: {each.name} [{each.instance}], {_day(each.due)}.")
    for each in done.ended:
        out.line(f"No longer to be done: {each.name} [{each.instance}].")
    tell_moved(out, [each for each in done.moved if each.instance not in told])
    for number in done.outside:
        out.line(f"Entry {number} now stands outside the procedure; it stays, marked so.")
    for warning in done.warnings:
        out.line(warning.words)
    for holder in done.holders:
        out.line(f"{holder.name} holds a letter of {say_day(holder.on)} with the old words: send them a correction.")


def _to_do(what: ToDo) -> dict[str, Any]:
    return {"instance": what.instance, "name": what.name, "due": what.due}


def tell_moved(out: Output, moved: Sequence[Moved]) -> None:
    """Tell which limits move, a line each."""
    out.line("No date moves." if not moved else f"{counted(len(moved), 'date')} moved:")
    for each in moved:
        held = f" ({each.held_by})" if each.held_by else ""
        out.line(f"{each.ref} {each.instance}: from {_day(each.before)} to {_day(each.after)}{held}")


def moved_data(moved: Moved) -> dict[str, Any]:
    """Return a limit that moves as JSON has it."""
    return {
        "ref": moved.ref,
        "instance": moved.instance,
        "from": moved.before,
        "to": moved.after,
        "held_by": moved.held_by,
    }


def _day(day: date | None) -> str:
    return "no date" if day is None else say_day(day)
