"""The list of Today: a row a case in its worst state, counted and paged by one index a state, whatever the day.

A case is in the first of these states that fits it: overdue, today, past_target, soon, on_track, window, waiting,
withheld, no_limit, after_closing (`soon_until` is the last act-by day that is soon). Closed cases are there while a
step of theirs goes on; where none has a limit, in a state of their own behind all others, since there are many.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter

from sharedlives_tui.access import Viewer
from sharedlives_tui.light import TYPE_CHECKING, NamedTuple
from sharedlives_tui.store.basics import EARLIEST_ACT, LISTED_STATES, TodayRow
from sharedlives_tui.store.reads import Reads, asking, visible

if TYPE_CHECKING:
    from typing import Any

_FILTER = f"AND (:kind IS NULL OR kind = :kind) AND (:owner IS NULL OR owner = :owner) AND {visible('case_file')}"
_FREE = "next_act_by IS NULL"
_NO_WINDOW = "(window_until IS NULL OR window_until < :today)"


class _Part(NamedTuple):
    """Cases of one state that one index holds in their order: what they are ordered by, and what is true of them."""

    key: str
    """A column, or nothing where the order is that of the cases' numbers alone."""
    where: str
    instance: str
    """The column that names the limit which the row shows."""

    @property
    def ids(self) -> str:
        order = f"{self.key}, id" if self.key else "id"
        found = f"SELECT id FROM case_file WHERE {self.where} {_FILTER} ORDER BY {order}"  # noqa: S608
        # One text: a row each would take three times as long.
        return f"SELECT group_concat(id) FROM ({found})"  # noqa: S608

    def page(self, state: str) -> str:
        key, order = self.key or "''", f"{self.key}, id" if self.key else "id"
        after = f"({self.key}, id) > (:after, :after_id)" if self.key else "id > :after_id"
        found = (
            f"SELECT id, {key} AS place FROM case_file WHERE {self.where} AND {after} {_FILTER} "  # noqa: S608
            f"ORDER BY {order} LIMIT :size"
        )
        return f"SELECT {_ROW.format(state=repr(state), place='s.place')} FROM ({found}) s {_JOINED} {self.instance}"  # noqa: S608


_ROW = (
    "c.id, c.ref, c.kind, c.type, c.title, c.stage, {state}, coalesce(l.step, ''), coalesce(l.step_name, ''), "
    "coalesce(l.instance, ''), l.due, l.act_by, coalesce(l.force, 'none'), coalesce(l.side, 'ours'), 0, c.owner, "
    "coalesce(p.name, ''), c.version, coalesce(l.rules, ''), "
    "CASE l.force WHEN 'window' THEN l.until END, {place}"
)
"""The fields of TodayRow, in their order."""
_JOINED = (
    "CROSS JOIN case_file c ON c.id = s.id LEFT JOIN person p ON p.id = c.owner "
    "LEFT JOIN time_limit l ON l.case_id = c.id AND l.instance ="
)


# A limit can be `today` before its strict day: when no working day is left until then. Its act-by day is then one of
# the last few days, which an index can be asked for one by one.
_LATELY = "IN (SELECT value FROM json_each(:lately))"
_NOT_BY_MUST = "(must_act_by IS NULL OR must_act_by > :today)"
_NOTHING_ELSE = f"rest_state <> '' AND theirs_instance = '' AND {_FREE} AND {_NO_WINDOW}"
_MUST, _TARGET = "c.must_instance", "c.target_instance"
_NEXT = f"CASE WHEN c.must_act_by = c.next_act_by THEN {_MUST} ELSE {_TARGET} END"


def _rest(state: str, status: str) -> _Part:
    return _Part("", f"rest_state = '{state}' AND status = '{status}' AND {_NOTHING_ELSE}", "c.rest_instance")


_STATES: dict[str, tuple[_Part, ...]] = {
    "overdue": (_Part("must_due", "must_due < :today", _MUST),),
    "today": (
        _Part("", "must_due = :today", _MUST),
        _Part("must_due", f"must_act_by {_LATELY} AND must_due > :today", _MUST),
        _Part("", f"target_due = :today AND {_NOT_BY_MUST}", _TARGET),
        _Part("target_due", f"target_act_by {_LATELY} AND target_due > :today AND {_NOT_BY_MUST}", _TARGET),
    ),
    "past_target": (_Part("target_due", f"target_due < :today AND {_NOT_BY_MUST}", _TARGET),),
    "soon": (_Part("next_act_by", "next_act_by > :today AND next_act_by <= :soon_until", _NEXT),),
    "on_track": (_Part("next_act_by", "next_act_by > max(:today, :soon_until)", _NEXT),),
    "window": (_Part("window_until", f"window_until >= :today AND {_FREE}", "c.window_instance"),),
    "waiting": (
        _Part(
            "theirs_due",
            f"theirs_due >= '' AND theirs_instance <> '' AND {_FREE} AND {_NO_WINDOW}",
            "c.theirs_instance",
        ),
        _Part("", f"theirs_due IS NULL AND theirs_instance <> '' AND {_FREE} AND {_NO_WINDOW}", "c.theirs_instance"),
    ),
    "withheld": (_rest("withheld", "open"), _rest("withheld", "closed")),
    "no_limit": (_rest("no_limit", "open"),),
    "after_closing": (_rest("no_limit", "closed"),),
}
_IDS = {state: tuple(part.ids for part in parts) for state, parts in _STATES.items()}
_PAGES = {state: tuple(part.page(state) for part in parts) for state, parts in _STATES.items()}

STATE_OF = """CASE
    WHEN must_due < :today THEN 'overdue'
    WHEN must_act_by <= :today THEN 'today'
    WHEN target_act_by <= :today AND target_due >= :today THEN 'today'
    WHEN target_due < :today THEN 'past_target'
    WHEN next_act_by <= :soon_until THEN 'soon'
    WHEN next_act_by IS NOT NULL THEN 'on_track'
    WHEN window_until >= :today THEN 'window'
    WHEN theirs_instance <> '' THEN 'waiting'
    WHEN rest_state = 'no_limit' AND status = 'closed' THEN 'after_closing'
    ELSE rest_state END"""
"""The state of a row of `case_file`; empty where nothing runs."""
_INSTANCE_OF = f"""CASE
    WHEN s.state = 'overdue' OR (s.state = 'today' AND c.must_act_by <= :today) THEN {_MUST}
    WHEN s.state IN ('today', 'past_target') THEN {_TARGET}
    WHEN s.state IN ('soon', 'on_track') THEN {_NEXT}
    WHEN s.state = 'window' THEN c.window_instance
    WHEN s.state = 'waiting' THEN c.theirs_instance
    ELSE c.rest_instance END"""
_ROWS = f"""
SELECT {_ROW.format(state="CASE s.state WHEN '' THEN 'done' ELSE s.state END", place="''")}
FROM (
    SELECT case_file.id AS id, {STATE_OF} AS state
    FROM json_each(:ids) wanted CROSS JOIN case_file ON case_file.id = CAST(wanted.value AS INTEGER)
    WHERE {visible("case_file")}
) s {_JOINED} {_INSTANCE_OF}
"""  # noqa: S608
_LIMIT_STATE = """CASE
    WHEN l.state_base = 'withheld' THEN 'withheld'
    WHEN l.due IS NULL AND l.side = 'theirs' THEN 'waiting'
    WHEN l.due IS NULL THEN CASE c.status WHEN 'closed' THEN 'after_closing' ELSE 'no_limit' END
    WHEN l.force = 'window' THEN CASE WHEN coalesce(l.until, l.due) >= :today THEN 'window' ELSE 'done' END
    WHEN l.side = 'theirs' THEN 'waiting'
    WHEN l.due < :today THEN CASE WHEN l.force IN ('must', 'aim') THEN 'overdue' ELSE 'past_target' END
    WHEN coalesce(l.act_by, l.due) <= :today THEN 'today'
    WHEN coalesce(l.act_by, l.due) <= :soon_until THEN 'soon'
    ELSE 'on_track' END"""
_LIMITS_ALL = f"""
SELECT {_ROW.format(state=_LIMIT_STATE, place="''")}
FROM time_limit l JOIN case_file c ON c.id = l.case_id LEFT JOIN person p ON p.id = c.owner
WHERE l.state_base <> 'ended'
    AND (:kind IS NULL OR c.kind = :kind) AND (:owner IS NULL OR c.owner = :owner) AND {visible("c")}
ORDER BY l.due NULLS FIRST, c.id, l.instance
"""  # noqa: S608


def state_test(state: str) -> str:
    """Return the SQL that is true of a row of `case_file` in this state of LISTED_STATES. Raises KeyError."""
    return f"({STATE_OF}) = '{state}'" if _STATES[state] else ""


def state_ids(state: str) -> str:
    """Return the SQL of the numbers of all cases in a state, whoever may see them. Raises KeyError."""
    return " UNION ALL ".join(f"SELECT id FROM case_file WHERE {part.where}" for part in _STATES[state])  # noqa: S608


def fields_of_row(state: str) -> str:
    """Return the columns of a line about one limit: of `time_limit l`, its `case_file c` and the owner `person p`."""
    return _ROW.format(state=state, place="''")


def today_ids(
    reads: Reads,
    viewer: Viewer,
    today: date,
    soon_until: date,
    kind: str | None = None,
    owner: int | None = None,
    states: Sequence[str] = LISTED_STATES,
) -> list[int]:
    """Return the numbers of all cases of the list, or of some states of it, in its order.

    As many as `tally.today_groups` counts; `today_rows_by_ids` gives any part of it.
    """
    asked = asked_of(viewer, today, soon_until, kind, owner)
    found = [reads.fetch(sql, asked)[0][0] for state in states for sql in _IDS[state]]
    return [int(number) for numbers in found if numbers for number in numbers.split(",")]


def today_page(
    reads: Reads,
    viewer: Viewer,
    today: date,
    soon_until: date,
    state: str,
    after: TodayRow | None = None,
    size: int = 60,
    kind: str | None = None,
    owner: int | None = None,
) -> list[TodayRow]:
    """Return the next `size` cases of a state, after the last row of the page before."""
    asked = asked_of(viewer, today, soon_until, kind, owner)
    first, key, key_id = _begin(after)
    found: list[TodayRow] = []
    for number, sql in enumerate(_PAGES[state][first:], start=first):
        asked |= {"after": key, "after_id": key_id, "size": size - len(found)}
        rows = [_row(row, today, number) for row in reads.fetch(sql, asked)]
        found += sorted(rows, key=_BY_PLACE)
        if len(found) >= size:
            break
        key, key_id = "", 0
    return found


def today_rows_by_ids(
    reads: Reads, viewer: Viewer, ids: Iterable[int], today: date, soon_until: date
) -> list[TodayRow]:
    """Return the rows of these cases in this order, each in its state; what the viewer may not see is left out.

    A case in which nothing runs any more is `done`.
    """
    wanted = list(ids)
    asked = asked_of(viewer, today, soon_until) | {"ids": f"[{', '.join(map(str, wanted))}]"}
    found = {row[0]: _row(row, today) for row in reads.fetch(_ROWS, asked)}
    return [found[each] for each in wanted if each in found]


def limits_all(
    reads: Reads, viewer: Viewer, today: date, soon_until: date, kind: str | None = None, owner: int | None = None
) -> list[TodayRow]:
    """Return a row for each limit that runs, the worst state first; windows that are over are left out."""
    rows = reads.fetch(_LIMITS_ALL, asked_of(viewer, today, soon_until, kind, owner))
    order = {state: place for place, state in enumerate(LISTED_STATES)}
    found = [row for row in (_row(each, today) for each in rows) if row.state in order]
    return sorted(found, key=lambda row: order[row.state])  # keeps the order of the days within a state


def asked_of(
    viewer: Viewer, today: date, soon_until: date, kind: str | None = None, owner: int | None = None
) -> dict[str, Any]:
    """Return the parameters of every query of this list."""
    return asking(viewer) | {
        "today": today.isoformat(),
        "soon_until": soon_until.isoformat(),
        "lately": lately(today),
        "kind": kind,
        "owner": owner,
    }


@lru_cache(maxsize=4)
def lately(today: date) -> str:
    """Return the days, as JSON, on which a limit can have been acted by last that is `today` before its strict day."""
    # Written out, because no start should wait until `json` is loaded.
    days = [(today - timedelta(days=back)).isoformat() for back in range(EARLIEST_ACT + 1)]
    return "[" + ", ".join(f'"{day}"' for day in days) + "]"


def _begin(after: TodayRow | None) -> tuple[int, str, int]:
    if after is None:
        return 0, "", 0
    number, bar, key = after.place.partition("|")
    if not bar:
        raise ValueError("The next page begins after a row of the page before.")
    return int(number), key, after.case_id


_BY_PLACE = attrgetter("place", "case_id")
_NEW, _LATE = tuple.__new__, ("overdue", "past_target")
_DAY = date.fromisoformat


def _row(values: Iterable[Any], today: date, part: int | None = None) -> TodayRow:
    """Make the row of the list. A page has sixty and is asked for at every key: so it is filled at one stroke."""
    *whose, state, step, name, instance, due, act_by, force, side, _, owner, called, version, rules, until, key = values
    day = None if due is None else _DAY(due)
    late = 0 if day is None or state not in _LATE else (today - day).days
    act, last = None if act_by is None else _DAY(act_by), None if until is None else _DAY(until)
    place = key if part is None else f"{part}|{key}"
    what = (state, step, name, instance, day, act, force, side, late, owner, called, version)
    return _NEW(TodayRow, (*whose, *what, tuple(rules.split()), last, place))


def row_of(values: sqlite3.Row, today: date) -> TodayRow:
    """Return the line that `fields_of_row` asked for."""
    return _row(values, today)
