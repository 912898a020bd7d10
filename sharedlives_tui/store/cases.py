"""The list of all cases, closed ones too: narrowed as somebody chose, the newest first, a page at a time.

The order is that of the day a case came in, or, where days of closing were chosen, of the day it was closed. Pages go
on from a row (`Place`), forwards or backwards, and never by counting rows away: so the first page, the next one and
the last one cost the same in an office of a thousand cases and of a million. What may be dear is counting
(`cases_count`), which a screen does beside the first page.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sharedlives_tui.access import Viewer
from sharedlives_tui.store.basics import TodayRow
from sharedlives_tui.store.case_words import narrowed, source
from sharedlives_tui.store.performance import Fell
from sharedlives_tui.store.reads import Reads, asking, openable, visible
from sharedlives_tui.store.today import lately, state_ids, state_test, today_rows_by_ids

FEW = 20_000
"""So many cases of a state are sorted; more of them lie so close in the list that they are looked for there."""

AT_ONCE = 500
"""So many cases are looked at one by one, whether they have the words; for more it is gathered first which have."""

Place = tuple[str, int]
"""Where a case stands in the list: its day, its number."""


class Wanted(NamedTuple):
    """Which cases are listed; what is empty narrows nothing."""

    words: str = ""
    """Every word begins one of the title or of the name of somebody in the case, or means its reference.

    Where no case has them so, every word is part of one of those.
    """
    kind: str = ""
    stage: str = ""
    status: str = ""
    """`open` or `closed`."""
    state: str = ""
    """One of LISTED_STATES."""
    owner: int | None = None
    unowned: bool = False
    opened_from: date | None = None
    opened_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    fell: Fell | None = None
    """Only cases of which a limit of a step fell in some days, as the figures of a period count it."""

    @property
    def by_closing(self) -> bool:
        """Whether the list is in the order of the days of closing."""
        return self.closed_from is not None or self.closed_to is not None


class ListedCase(NamedTuple):
    """A case in the list. `today` is its line in Today; None where nothing runs in it, or the viewer may not know."""

    id: int
    ref: str
    kind: str
    type: str
    title: str
    stage: str
    status: str
    opened_on: date
    closed_on: date | None
    owner_id: int | None
    owner_name: str
    today: TodayRow | None = None
    place: Place = ("", 0)


def has_cases(reads: Reads, viewer: Viewer, kind: str) -> bool:
    """Return whether there is a case of a kind that the viewer may open."""
    sql = f"SELECT 1 FROM case_file WHERE kind = :kind AND {openable('case_file')} LIMIT 1"  # noqa: S608
    return bool(reads.fetch(sql, asking(viewer) | {"kind": kind}))


class CaseList:
    """One list: who asks, on which day, what is wanted."""

    def __init__(self, reads: Reads, viewer: Viewer, wanted: Wanted, today: date, soon_until: date) -> None:
        self._reads, self.viewer, self.wanted = reads, viewer, wanted
        self.today, self.soon_until = today, soon_until
        words = narrowed(reads, viewer, wanted.words)
        self._asked: dict[str, Any] = words.parameters | asking(viewer) | _days(wanted)
        self._asked |= {"today": today.isoformat(), "soon_until": soon_until.isoformat(), "lately": lately(today)}
        self._asked |= {"kind": wanted.kind, "stage": wanted.stage, "status": wanted.status, "owner": wanted.owner}
        self._asked |= wanted.fell.asked if wanted.fell is not None else {}
        self._day = "closed_on" if wanted.by_closing else "opened_on"
        tests = _tests(wanted)
        self._where_in_all, self._counting, self._where = (
            " AND ".join([test, *tests] if test else tests) for test in (words.test, words.counting, words.rest)
        )
        if words.few:
            self._from, self._counting = source(words), self._where
        else:
            self._where = self._where_in_all
            self._from = _source(wanted, are_few=bool(wanted.state) and self._are_few())

    def page(self, after: Place | None = None, size: int = 60, *, backwards: bool = False) -> list[ListedCase]:
        """Return the next cases after a place (of one before it, backwards), always in the order of the list."""
        found = self._fetch(_PAGE.format(found=self._found(after, backwards, size)), after, size)
        return self._with_today(sorted(found, key=lambda each: each.place, reverse=True))

    def beyond(self, after: Place | None, count: int, *, backwards: bool = False) -> Place | None:
        """Return the place of the case that is `count` further on, or of the last one there is; None for none."""
        order = "DESC" if backwards else "ASC"  # the furthest of what was found comes first
        sql = f"SELECT day, id FROM ({self._found(after, backwards, count)}) ORDER BY day {order}, id {order} LIMIT 1"  # noqa: S608
        rows = self._reads.fetch(sql, self._with(after, count))
        return (rows[0][0], rows[0][1]) if rows else None

    def count(self, after: Place | None = None, *, backwards: bool = False, most: int = -1) -> int:
        """Return how many cases there are, or how many after a place (before it, backwards), at most `most`."""
        found = self._found(after, backwards, most).partition(" ORDER BY")[0]
        limited = f"SELECT count(*) FROM ({found} LIMIT :size)"  # noqa: S608
        return int(self._reads.fetch(limited, self._with(after, most))[0][0])

    def one(self, ref: str) -> ListedCase | None:
        """Return a case of the list by its reference; None where the list does not have it."""
        sql = f"SELECT {self._day} AS day, id FROM case_file WHERE ref = :ref AND {self._where_in_all}"  # noqa: S608
        rows = self._reads.fetch(sql, self._asked | {"ref": ref})
        if not rows:
            return None
        found = self._reads.fetch(
            _PAGE.format(found="SELECT :day AS day, :id AS id"), {"day": rows[0][0], "id": rows[0][1]}
        )
        return self._with_today([_listed(found[0])])[0]

    # ------------------------------------------------------------ asking

    def _found(self, after: Place | None, backwards: bool, size: int) -> str:
        """The days and numbers of the cases, in order or backwards, `:size` of them."""
        than, order = (">", "ASC") if backwards else ("<", "DESC")
        where = self._where if 0 <= size <= AT_ONCE else self._counting
        goes_on = "" if after is None else f"AND ({self._day}, case_file.id) {than} (:after, :after_id) "
        return (
            f"SELECT {self._day} AS day, case_file.id AS id FROM {self._from} WHERE {where} {goes_on}"  # noqa: S608
            f"ORDER BY {self._day} {order}, case_file.id {order} LIMIT :size"
        )

    def _with(self, after: Place | None, size: int) -> dict[str, Any]:
        return self._asked | {"size": size} | ({} if after is None else {"after": after[0], "after_id": after[1]})

    def _fetch(self, sql: str, after: Place | None, size: int) -> list[ListedCase]:
        return [_listed(row) for row in self._reads.fetch(sql, self._with(after, size))]

    def _with_today(self, cases: list[ListedCase]) -> list[ListedCase]:
        rows = today_rows_by_ids(self._reads, self.viewer, [each.id for each in cases], self.today, self.soon_until)
        lines = {row.case_id: row for row in rows if row.state != "done"}
        return [each._replace(today=lines.get(each.id)) for each in cases]

    def _are_few(self) -> bool:
        sql = f"SELECT count(*) FROM ({state_ids(self.wanted.state)} LIMIT {FEW + 1})"  # noqa: S608
        return int(self._reads.fetch(sql, self._asked)[0][0]) <= FEW


_PAGE = (
    "SELECT c.id, c.ref, c.kind, c.type, c.title, c.stage, c.status, c.opened_on, c.closed_on, c.owner, "
    "coalesce(p.name, ''), s.day FROM ({found}) s CROSS JOIN case_file c ON c.id = s.id "
    "LEFT JOIN person p ON p.id = c.owner"
)


def _source(wanted: Wanted, *, are_few: bool) -> str:
    """The table in the order of the narrowest index for what is wanted; or first the few numbers of a state."""
    if are_few:
        few = f"(SELECT id AS few_id FROM ({state_ids(wanted.state)}))"  # noqa: S608
        return f"{few} CROSS JOIN case_file ON case_file.id = few_id"
    choices = (
        ("case_closed", wanted.by_closing),
        ("case_owner", wanted.owner is not None or wanted.unowned),
        ("case_stage", wanted.stage),
        ("case_kind", wanted.kind),
        ("case_status", wanted.status),
    )
    return f"case_file INDEXED BY {next((name for name, chosen in choices if chosen), 'case_opened')}"


def _tests(wanted: Wanted) -> list[str]:
    """What must be true of a case of the list, beside its words."""
    tests = [f"case_file.{each} = :{each}" for each in ("kind", "stage", "status") if getattr(wanted, each)]
    if wanted.owner is not None:
        tests.append("case_file.owner = :owner")
    elif wanted.unowned:
        tests.append("case_file.owner IS NULL")
    for name in ("opened", "closed"):
        tests += [f"{name}_on >= :{name}_from"] if getattr(wanted, f"{name}_from") is not None else []
        tests += [f"{name}_on <= :{name}_to"] if getattr(wanted, f"{name}_to") is not None else []
    if wanted.by_closing:
        tests.append("closed_on IS NOT NULL")
    if wanted.state:
        tests += [state_test(wanted.state), visible("case_file")]
    if wanted.fell is not None:
        tests += [wanted.fell.test("case_file"), visible("case_file")]
    return [*tests, openable("case_file")]


def _days(wanted: Wanted) -> dict[str, str]:
    days = {name: getattr(wanted, name) for name in ("opened_from", "opened_to", "closed_from", "closed_to")}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def _listed(row: Any) -> ListedCase:
    values = list(row)
    day = values.pop()
    opened, closed = values[7], values[8]
    values[7], values[8] = date.fromisoformat(opened), None if closed is None else date.fromisoformat(closed)
    return ListedCase._make([*values, None, (day, values[0])])
