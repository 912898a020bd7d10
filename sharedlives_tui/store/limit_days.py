"""Limits by their day: what the calendar shows. Counted and paged by one index, without looking at the cases.

A limit stands on its strict day; a window of theirs on the last day on which they are in time (DY-03). Windows that
are over are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sharedlives_tui.access import Viewer
from sharedlives_tui.store.basics import LISTED_STATES, TodayRow
from sharedlives_tui.store.reads import HIDDEN, Reads, asking
from sharedlives_tui.store.today import fields_of_row, row_of

# As the index `limit_day` has them, word for word: otherwise it would not be used.
_DAY = "CASE l.force WHEN 'window' THEN coalesce(l.until, l.due) ELSE l.due END"
_RANK = """CASE WHEN l.force = 'window' THEN 2 WHEN l.side = 'theirs' THEN 3
    WHEN l.force IN ('must', 'aim') THEN 0 ELSE 1 END"""
_STATE = """CASE
    WHEN l.force = 'window' THEN 'window'
    WHEN l.side = 'theirs' THEN 'waiting'
    WHEN l.due < :today THEN CASE WHEN l.force IN ('must', 'aim') THEN 'overdue' ELSE 'past_target' END
    WHEN coalesce(l.act_by, l.due) <= :today THEN 'today'
    WHEN coalesce(l.act_by, l.due) <= :soon_until THEN 'soon'
    ELSE 'on_track' END"""
_TESTS = f"""
l.state_base = 'open' AND l.due IS NOT NULL AND {_DAY} BETWEEN :first AND :last
    AND NOT (l.force = 'window' AND {_DAY} < :today) AND l.case_id NOT IN ({HIDDEN})
    AND (:owner IS NULL OR l.case_id IN (SELECT id FROM case_file WHERE owner = :owner))
"""  # noqa: S608
_WHERE = f"FROM time_limit l INDEXED BY limit_day WHERE {_TESTS}"
_COUNTS = f"SELECT {_DAY} AS day, {_STATE} AS state, count(*) {_WHERE} GROUP BY day, state"
_UNDATED = f"""
SELECT count(*) FROM time_limit l INDEXED BY limit_undated
WHERE l.state_base <> 'ended' AND l.due IS NULL AND l.after_closing = 0 AND l.case_id NOT IN ({HIDDEN})
    AND (:owner IS NULL OR l.case_id IN (SELECT id FROM case_file WHERE owner = :owner))
"""  # noqa: S608
# From the open cases on: every closed case may have one, and these are not counted.
_UNDATED_LATER = f"""
SELECT count(*) FROM case_file c INDEXED BY case_status CROSS JOIN time_limit l ON l.case_id = c.id
WHERE c.status = 'open' AND (:owner IS NULL OR c.owner = :owner)
    AND l.state_base <> 'ended' AND l.due IS NULL AND l.after_closing = 1 AND c.id NOT IN ({HIDDEN})
"""  # noqa: S608

LimitPlace = tuple[str, int, int, str]
"""Where a limit stands: its day, its rank within the day, the case, the instance."""


class LimitLine(NamedTuple):
    """A limit on its day."""

    day: date
    row: TodayRow
    place: LimitPlace


class LimitDays:
    """The limits from one day to another, for somebody on a day; of all cases, or of one owner's."""

    def __init__(
        self,
        reads: Reads,
        viewer: Viewer,
        days: tuple[date, date],
        today: date,
        soon_until: date,
        owner: int | None = None,
    ) -> None:
        self._reads, self._today = reads, today
        self._asked: dict[str, Any] = asking(viewer) | {
            "first": days[0].isoformat(),
            "last": days[1].isoformat(),
            "today": today.isoformat(),
            "soon_until": soon_until.isoformat(),
            "owner": owner,
        }

    def counts(self) -> dict[date, Mapping[str, int]]:
        """Return how many limits each day has in each state, the worst state first; days without any are left out."""
        order = {state: place for place, state in enumerate(LISTED_STATES)}
        rows = sorted(self._reads.fetch(_COUNTS, self._asked), key=lambda row: (row[0], order[row[1]]))
        found: dict[date, dict[str, int]] = {}
        for day, state, number in rows:
            found.setdefault(date.fromisoformat(day), {})[state] = number
        return dict(found)

    def undated(self) -> int:
        """Return how many steps run without a day, or with one that is withheld: no calendar has them.

        Without those that stand after the closing of a closed case: the lists have them in a group of their own.
        """
        return sum(int(self._reads.fetch(sql, self._asked)[0][0]) for sql in (_UNDATED, _UNDATED_LATER))

    def page(self, after: LimitPlace | None = None, size: int = 60, *, backwards: bool = False) -> list[LimitLine]:
        """Return the next limits after a place (of those before it, backwards), always in the order of the days."""
        sql = (
            f"SELECT {fields_of_row(_STATE)}, s.day, s.rank FROM ({self._found(after, backwards)}) s "  # noqa: S608
            "CROSS JOIN time_limit l ON l.case_id = s.case_id AND l.instance = s.instance "
            "CROSS JOIN case_file c ON c.id = s.case_id LEFT JOIN person p ON p.id = c.owner"
        )
        found = [self._line(row) for row in self._reads.fetch(sql, self._with(after, size))]
        return sorted(found, key=lambda each: each.place)

    def beyond(self, after: LimitPlace | None, count: int, *, backwards: bool = False) -> LimitPlace | None:
        """Return the place of the limit that is `count` further on, or of the last one there is; None for none."""
        end = "ASC" if backwards else "DESC"
        order = ", ".join(f"{each} {end}" for each in ("day", "rank", "case_id", "instance"))
        sql = f"SELECT day, rank, case_id, instance FROM ({self._found(after, backwards)}) ORDER BY {order} LIMIT 1"  # noqa: S608
        rows = self._reads.fetch(sql, self._with(after, count))
        return (rows[0][0], rows[0][1], rows[0][2], rows[0][3]) if rows else None

    def count(self, after: LimitPlace | None = None, *, backwards: bool = False) -> int:
        """Return how many limits there are, or how many after a place (before it, backwards)."""
        sql = f"SELECT count(*) FROM ({self._found(after, backwards)})"  # noqa: S608
        return int(self._reads.fetch(sql, self._with(after, -1))[0][0])

    def one(self, ref: str) -> LimitLine | None:
        """Return the limit of a key, as `key_of` makes it; None where the days do not have it."""
        case, _, instance = ref.partition(" ")
        sql = (
            f"SELECT {fields_of_row(_STATE)}, {_DAY}, {_RANK} FROM case_file c "  # noqa: S608
            "JOIN time_limit l ON l.case_id = c.id AND l.instance = :instance LEFT JOIN person p ON p.id = c.owner "
            f"WHERE c.ref = :ref AND {_TESTS}"
        )
        rows = self._reads.fetch(sql, self._asked | {"ref": case, "instance": instance})
        return self._line(rows[0]) if rows else None

    def _found(self, after: LimitPlace | None, backwards: bool) -> str:
        """The keys of the limits, in order or backwards, `:size` of them."""
        than, end = ("<", "DESC") if backwards else (">", "ASC")
        key = f"{_DAY}, {_RANK}, l.case_id, l.instance"
        goes_on = ""
        if after is not None:  # the day by itself, so that the index begins there
            goes_on = f"AND {_DAY} {than}= :day AND ({key}) {than} (:day, :rank, :case_id, :instance) "
        order = ", ".join(f"{each} {end}" for each in (_DAY, _RANK, "l.case_id", "l.instance"))
        return (
            f"SELECT {_DAY} AS day, {_RANK} AS rank, l.case_id AS case_id, l.instance AS instance "
            f"{_WHERE} {goes_on}ORDER BY {order} LIMIT :size"
        )

    def _with(self, after: LimitPlace | None, size: int) -> dict[str, Any]:
        place = {} if after is None else dict(zip(("day", "rank", "case_id", "instance"), after, strict=True))
        return self._asked | {"size": size} | place

    def _line(self, values: Any) -> LimitLine:
        *fields, day, rank = values
        row = row_of(fields, self._today)
        return LimitLine(date.fromisoformat(day), row, (day, rank, row.case_id, row.instance))


def key_of(line: LimitLine) -> str:
    """Return what names a limit in a list: the case's reference and the instance."""
    return f"{line.row.ref} {line.row.instance}"
