"""What changed since somebody's last visit: what others recorded, and what became overdue, as they may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import NamedTuple

from sharedlives_tui import sign_off
from sharedlives_tui.casefile import CaseFile, NoSuchCase, viewing
from sharedlives_tui.clock import is_summer_time, local_day
from sharedlives_tui.desk import Desk
from sharedlives_tui.reading import open_file
from sharedlives_tui.store import register
from sharedlives_tui.store.basics import TodayRow, person_number
from sharedlives_tui.store.changed import LATEST, entries_since, overdue_since, row_before
from sharedlives_tui.store.rows import EntryRow
from sharedlives_tui.typed_dates import say_short

MOST = 300
"""So many entries and overdue cases are shown; of more it is said that there are more."""
_BY_STATE = {sign_off.WAITING: "asked", sign_off.SIGNED: "signed", sign_off.SENT_BACK: "back"}
NAMED = 2
"""Kinds of step that the line calls by name, beside cases opened and letters."""


class Visit(NamedTuple):
    """The end of a visit: the last row of the journal then, and the instant."""

    row: int
    at: datetime

    @property
    def day(self) -> date:
        """Its day in London."""
        return local_day(self.at)

    @property
    def words(self) -> str:
        """Its day and time: "Fri 20 Nov 16:40"."""
        local = self.at + timedelta(hours=1 if is_summer_time(self.at) else 0)
        return f"{say_short(self.day)} {local:%H:%M}"


class Change(NamedTuple):
    """Something that somebody else did."""

    ref: str
    title: str
    name: str
    what: str
    """`opened`, `letter`, `step`, `struck`; of a letter that a manager signs off `asked`, `signed` or `back`."""
    done_on: date
    recorded_at: datetime
    by: str


class Changes(NamedTuple):
    """All of it, the newest first."""

    since: str
    """In words."""
    recorded: tuple[Change, ...]
    overdue: tuple[TodayRow, ...]
    more: bool
    """There is more than is shown."""

    @property
    def sentence(self) -> str:
        """One line: "Since Fri 20 Nov 16:40: 2 became overdue, 1 letter sent."; empty where nothing changed."""
        opened = sum(each.what == "opened" for each in self.recorded)
        letters = sum(each.what == "letter" for each in self.recorded)
        apart = Counter(each.what for each in self.recorded)
        steps = Counter(each.name for each in self.recorded if each.what == "step")
        named = steps.most_common(NAMED) if len(steps) <= NAMED else steps.most_common(NAMED - 1)
        others = steps.total() - sum(number for _, number in named)
        counted = [
            (len(self.overdue), "became overdue", "became overdue"),
            (opened, "new case", "new cases"),
            (letters, "letter sent", "letters sent"),
            (apart["back"], "letter sent back to you", "letters sent back to you"),
            (apart["signed"], "letter signed off for you", "letters signed off for you"),
            (apart["asked"], "letter to sign off", "letters to sign off"),
            (apart["struck"], "entry struck", "entries struck"),
            *((number, f"‘{name}’", f"‘{name}’") for name, number in named),
            (others, "other entry", "other entries"),
        ]
        pieces = [f"{number} {one if number == 1 else several}" for number, one, several in counted if number]
        more = " and more" if self.more else ""
        return f"Since {self.since}: {', '.join(pieces)}{more}." if pieces else ""


def changes_since_row(desk: Desk, visit: Visit) -> Changes:
    """Return what changed since a visit ended. Raises the errors of the store."""
    return _changes(desk, visit.row, visit.day, visit.words)


def changes_since(desk: Desk, day: date) -> Changes:
    """Return what changed since the beginning of a day."""
    return _changes(desk, row_before(desk.store, day), day, say_short(day))


def recorded_since(desk: Desk, row: int) -> tuple[Change, ...]:
    """Return what others recorded after a row of the journal, newest first, as far as the viewer may see it."""
    with desk.store.reading():
        return _latest(desk, row, MOST)


def _changes(desk: Desk, row: int, day: date, words: str) -> Changes:
    with desk.store.reading():
        recorded = _latest(desk, row, MOST + 1)
        overdue = overdue_since(desk.store, desk.viewer, day, desk.today, MOST + 1)
    more = len(recorded) > MOST or len(overdue) > MOST
    return Changes(words, recorded[:MOST], tuple(overdue[:MOST]), more)


def _latest(desk: Desk, since: int, size: int) -> tuple[Change, ...]:
    """The newest entries after a row of the journal that the viewer may see: what is closed to them takes no place."""
    made: list[Change] = []
    files: dict[str, CaseFile | None] = {}
    before = LATEST
    while len(made) < size:
        rows = entries_since(desk.store, desk.viewer, since, desk.recorder, MOST + 1, before)
        made += [each for _, each in sorted(_recorded(desk, rows, files, since), key=itemgetter(0), reverse=True)]
        if len(rows) <= MOST:
            break
        before = rows[-1][0]
    return tuple(made[:size])


def _recorded(
    desk: Desk, found: Iterable[tuple[int, str]], files: dict[str, CaseFile | None], since: int
) -> Iterable[tuple[int, Change]]:
    """What stands and what was struck, as far as the viewer may see it (DI-16): each case says so itself."""
    rows: dict[str, set[int]] = {}
    for seq, ref in found:
        rows.setdefault(ref, set()).add(seq)
    for ref, wanted in rows.items():
        if ref not in files:
            files[ref] = _file(desk, ref)
        file = files[ref]
        if file is None:
            continue
        names = _names(desk, {each.recorded_by for each in file.rows})
        strikes: dict[int | None, EntryRow] = {each.seq: each for each in file.rows if each.kind == "strike"}
        yield from _signed(desk, file, wanted, names)
        for row in file.rows:
            strike = strikes.get(row.struck_by) if row.struck_by in wanted else None
            if strike is not None and _is_news(desk, file, row, strike, since):
                yield strike.seq, _struck(file, row, strike, names)
            if row.seq not in wanted or row.kind != "entry" or row.struck_by is not None:
                continue
            act = file.procedure.by_id.get(row.act)
            opening = act is not None and act is file.procedure.opening
            what = "opened" if opening else "letter" if row.body.get("letter") else "step"
            name = act.name if act is not None else row.act
            done_on = row.done_on or local_day(row.recorded_at)
            by = names.get(row.recorded_by, row.recorded_by)
            yield row.seq, Change(ref, file.row.title, name, what, done_on, row.recorded_at, by)


def _is_news(desk: Desk, file: CaseFile, row: EntryRow, strike: EntryRow, since: int) -> bool:
    """Whether to tell that this entry was struck: it was known, and nothing came with the strike that tells it."""
    known = row.seq <= since or row.recorded_by == desk.recorder
    return known and not any(
        each.act == row.act or _undoes_closing(file, each)
        for each in file.rows
        if each.kind == "entry" and each.recorded_by == strike.recorded_by and abs(each.seq - strike.seq) == 1
    )


def _undoes_closing(file: CaseFile, row: EntryRow) -> bool:
    act = file.procedure.by_id.get(row.act)
    return act is not None and act.effect == "undo-closing"


def _struck(file: CaseFile, row: EntryRow, strike: EntryRow, names: Mapping[str, str]) -> Change:
    act = file.procedure.by_id.get(row.act)
    name = act.name if act is not None else row.act
    by = names.get(strike.recorded_by, strike.recorded_by)
    return Change(file.row.ref, file.row.title, name, "struck", local_day(strike.recorded_at), strike.recorded_at, by)


def _signed(desk: Desk, file: CaseFile, wanted: Set[int], names: Mapping[str, str]) -> Iterable[tuple[int, Change]]:
    """What became of the letters that somebody asked a manager to sign off, for them; and what waits, for managers."""
    rows = {row.key: row for row in file.rows if row.kind == "sign-off"}  # the last of each letter
    if not any(row.seq in wanted for row in rows.values()):
        return
    me = viewing(desk.viewer, file.progress)
    signs = desk.library.roles.may_act_as(desk.viewer.roles, sign_off.signers())
    for each in sign_off.all_of(file.rows):
        row, act = rows[each.instance], file.procedure.by_id.get(each.instance.partition("@")[0].partition(".")[0])
        mine = signs if each.state == sign_off.WAITING else each.asked_by == desk.recorder
        if row.seq not in wanted or not mine or act is None or sign_off.is_over(file.progress, each):
            continue
        if sign_off.may_read(file.progress, each, act, me):
            what = _BY_STATE[each.state]
            by, day = names.get(row.recorded_by, row.recorded_by), local_day(row.recorded_at)
            yield row.seq, Change(file.row.ref, file.row.title, act.name, what, day, row.recorded_at, by)


def _file(desk: Desk, ref: str) -> CaseFile | None:
    try:
        return open_file(desk, ref)
    except NoSuchCase:
        return None


def _names(desk: Desk, people: Iterable[str]) -> Mapping[str, str]:
    numbers = {ref: number for ref in people if (number := person_number(ref)) is not None}
    known = register.names(desk.store, numbers.values())
    return {ref: known[number] for ref, number in numbers.items() if number in known}
