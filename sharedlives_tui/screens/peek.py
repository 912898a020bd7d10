"""What is computed of the highlighted case, so that it can be seen at a glance beside the list."""

from __future__ import annotations

from sharedlives_tui.desk import Desk
from sharedlives_tui.picture.glance import Peek
from sharedlives_tui.store.basics import TodayRow


def read_peek(desk: Desk, row: TodayRow) -> Peek:
    """Return what there is to say about a row of the list. Slow: it computes the case."""
    from sharedlives_tui import reading
    from sharedlives_tui.casefile import NoSuchCase

    try:
        with desk.store.reading():
            case = reading.case_view(desk, row.ref)
            why = reading.why_view(desk, row.ref, row.instance) if row.instance else None
    except (NoSuchCase, LookupError):
        return Peek(gone=True)
    seen = [each for each in case.entries if not each.struck][-3:]
    return Peek(
        kind=case.kind_name,
        stages=case.stages,
        why=why.sentences if why is not None else (),
        source=f"{why.rules[0][1]} ({why.rules[0][3]})" if why is not None and why.rules else "",
        waits=tuple((each.words, each.since) for each in case.waits_now),
        latest=tuple((each.done_on, each.name) for each in reversed(seen)),
    )
