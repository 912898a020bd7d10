"""Whom a case waits for, as this viewer may see it: for the screens and for the text twin alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sharedlives_tui.caseviews import WaitView
from sharedlives_tui.numbering import Numbering
from sharedlives_tui.progress import Progress
from sharedlives_tui.waits import HOW, WHAT, WHOM, Wait, all_waits

CLOSED = "the case was closed"


def wait_views(progress: Progress, names: Mapping[str, str], mine: Numbering) -> tuple[WaitView, ...]:
    """Return whom the case waits for, the longest wait first, then for whom it waited, the latest end first."""
    found = [_view(progress, each, names, mine) for each in all_waits(progress)]
    running = [each for each in found if not each.how]
    over = sorted((each for each in found if each.how), key=lambda each: each.over_on or date.max, reverse=True)
    return (*running, *over)


def _view(progress: Progress, wait: Wait, names: Mapping[str, str], mine: Numbering) -> WaitView:
    begun, ended = wait.begun, wait.ended
    how, on = "", None
    if ended is not None:
        how, on = ended.text(HOW), ended.done_on
    elif not wait.open:
        how = CLOSED
        on = next((each.on for each in progress.closings if each.on >= begun.done_on), progress.closed_on)
    whom, what = (" ".join(begun.text(name).split()) for name in (WHOM, WHAT))
    by = names.get(begun.done_by, begun.done_by)
    return WaitView(mine.shown(begun.number), whom, what, begun.done_on, by, on, how)
