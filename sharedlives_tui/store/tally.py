"""How many cases are in each state: sums over what the file counts itself, whatever the number of cases.

What a viewer may not see is taken off again, and what few may see is added, case by case: only cases of which
`case_access`, `case_party` or its owner tells something about the viewer can differ from that.
"""

from __future__ import annotations

from datetime import date

from sharedlives_tui.access import Viewer
from sharedlives_tui.store.basics import LISTED_STATES
from sharedlives_tui.store.reads import Reads, visible
from sharedlives_tui.store.today import STATE_OF, asked_of

_KNOWN = "(guarded = 0 OR :known)"
_KIND = "(:kind IS NULL OR kind = :kind)"
_SEEN = "(:kinds = '*' OR :kinds LIKE '%|' || kind || '|%')"
_COUNTED = f"restricted = 0 AND {_KNOWN} AND {_SEEN}"
_LATEST = "max(:today, :soon_until)"
_MARKS = (
    *("next", "must_over", "target_over", "target_ends", "window", "window_over", "waiting"),
    *("withheld", "no_limit", "after_closing", "open"),
)
_SUMS = ("ahead", "ever", *_MARKS)
"""For each mark the cases that bear it by today; of `next` also those that do on the last day that is soon, and all."""
_STATES = {
    "overdue": "must_over",
    "today": "next - must_over - target_over + target_ends",
    "past_target": "target_over - target_ends",
    "soon": "ahead - next",
    "on_track": "ever - ahead",
    "window": "window - window_over",
}
"""Who has a limit to act by today or earlier is late, past a target, or has it today; the other states are sums."""


def _whole(name: str) -> str:
    """A sum over the tally of one owner, or of everybody."""
    rows = {"ahead": f"mark = 'next' AND day <= {_LATEST}", "ever": "mark = 'next'"}
    where = rows.get(name, f"mark = '{name}' AND day <= :today")
    return (
        "coalesce((SELECT sum(cases) FROM case_tally "  # noqa: S608
        f"WHERE owner = coalesce(:owner, -1) AND {where} AND {_KIND} AND {_KNOWN} AND {_SEEN}), 0) AS {name}"
    )


_TOLD_OF = """(
    SELECT case_id FROM case_access WHERE person_id = :viewer
    UNION SELECT case_id FROM case_party WHERE person_id = :viewer AND (:outsider OR :kinds <> '*')
    UNION SELECT id FROM case_file o WHERE :kinds <> '*' AND o.owner = :viewer
)"""
_OTHERWISE = f"""
    SELECT owner, status, {STATE_OF} AS state,
        CASE WHEN {visible("case_file")} THEN 1 ELSE 0 END - CASE WHEN {_COUNTED} THEN 1 ELSE 0 END AS more
    FROM case_file
    WHERE id IN {_TOLD_OF} AND (:kind IS NULL OR kind = :kind) AND (:owner IS NULL OR owner = :owner)
"""  # noqa: S608
_COLUMNS = (*LISTED_STATES, "open")
_MORE = ", ".join(
    f"coalesce(sum(CASE WHEN {'status' if name == 'open' else 'state'} = '{name}' THEN more ELSE 0 END), 0) AS m_{name}"
    for name in _COLUMNS
)
# One row: for each that SQLite hands over, a thread that asks would have to wait for the thread that draws. And one
# statement, so that both halves are of one moment.
_GROUPS = (
    f"SELECT {', '.join(f'({_STATES.get(state, state)}) + m_{state}' for state in LISTED_STATES)} "  # noqa: S608
    f"FROM (SELECT {', '.join(map(_whole, _SUMS))}) CROSS JOIN (SELECT {_MORE} FROM ({_OTHERWISE}))"
)
_COUNTED_MARKS = ", ".join(repr(mark) for mark in _MARKS if mark != "next")
_OWNERS = f"""
    SELECT owner, mark, sum(cases), 0, 0 FROM case_tally
    WHERE mark IN ({_COUNTED_MARKS}) AND owner >= 0 AND day <= :today AND {_KNOWN} AND {_SEEN} GROUP BY mark, owner
    UNION ALL
    SELECT owner, 'next', sum(CASE WHEN day <= :today THEN cases ELSE 0 END),
        sum(CASE WHEN day <= {_LATEST} THEN cases ELSE 0 END), sum(cases)
    FROM case_tally WHERE mark = 'next' AND owner >= 0 AND {_KNOWN} AND {_SEEN} GROUP BY owner
    UNION ALL SELECT coalesce(owner, 0), state, sum(more), 0, 0 FROM ({_OTHERWISE}) GROUP BY owner, state
    UNION ALL SELECT coalesce(owner, 0), status, sum(more), 0, 0 FROM ({_OTHERWISE}) GROUP BY owner, status
"""  # noqa: S608
_EFFECTS = {
    "must_over": (("overdue", 1), ("today", -1)),
    "target_over": (("past_target", 1), ("today", -1)),
    "target_ends": (("past_target", -1), ("today", 1)),
    "window_over": (("window", -1),),
    **{name: ((name, 1),) for name in _COLUMNS},
}
"""What a case of a mark, or of a state, adds to which count; as `_STATES` says it of sums."""


def today_groups(
    reads: Reads, viewer: Viewer, today: date, soon_until: date, kind: str | None = None, owner: int | None = None
) -> dict[str, int]:
    """Return how many cases are in each state, the worst state first; every state is there, with 0 for none."""
    counts = reads.fetch(_GROUPS, asked_of(viewer, today, soon_until, kind, owner))[0]
    return dict(zip(LISTED_STATES, counts, strict=True))


def owner_groups(reads: Reads, viewer: Viewer, today: date, soon_until: date) -> dict[int | None, dict[str, int]]:
    """Return the numbers of cases by owner (None for nobody): in each state of LISTED_STATES, and `open` for all open.

    Who has none is not there.
    """
    found: dict[int | None, dict[str, int]] = {}
    for owner, mark, cases, ahead, ever in reads.fetch(_OWNERS, asked_of(viewer, today, soon_until)):
        counts = found.setdefault(owner or None, dict.fromkeys(_COLUMNS, 0))
        if mark == "next":
            counts["today"] += cases
            counts["soon"] += ahead - cases
            counts["on_track"] += ever - ahead
        else:
            for name, sign in _EFFECTS.get(mark, ()):
                counts[name] += sign * cases
    return {owner: counts for owner, counts in found.items() if any(counts.values())}
