"""Many more cases for a practice office: histories played once through the one door, then copied.

A copy begins on another day and has other people. Its entries are those of the history on its own days, and its
limits are computed by progress for those days; what has not come yet is left out.
"""

from __future__ import annotations

import random
import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.casefile import CaseFile, body_of, load
from sharedlives_tui.caserows import save_rows
from sharedlives_tui.demo_stories import OPENS_AT, Teller, Told, acts_of
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Entry
from sharedlives_tui.intake import fields_of
from sharedlives_tui.library import Library
from sharedlives_tui.progress import replay
from sharedlives_tui.resources import read_text
from sharedlives_tui.store import Store, register, views
from sharedlives_tui.store.bulk import BulkWriter, Pattern, holding_only, many
from sharedlives_tui.store.rows import AccessRow, CaseRow, EntryRow, LimitRow, PartyRow, PersonRow
from sharedlives_tui.typed_dates import parse_day

if TYPE_CHECKING:
    from sharedlives_tui.store.writer import Writer

LATELY = 63
"""Calendar days: cases begun in them are in the midst of things."""

LONG_AGO = 1090
"""Calendar days: no case begins earlier."""

SHARE_LATELY = 0.45
"""How many of the cases began lately."""


@dataclass(frozen=True)
class History:
    """One history as it was played: its acts as data, and the case that they made."""

    acts: Mapping[str, Any]
    file: CaseFile
    weight: float
    within: int
    people: Mapping[str, PersonRow]


def fill_up(desk: Desk, papers: Library, count: int, seed: int, today: date) -> None:
    """Write `count` further cases into a practice office. Raises the errors of the store."""
    told = tomllib.loads(read_text("practice", "many.toml"))
    lots = random.Random(seed)
    histories = play(desk, papers, told, count, today)
    left = count - len(histories)
    if left <= 0:
        return
    begins = desk.today
    with many(desk.store, desk.recorder, desk.clock.now(), seed) as writer:
        pools = _pools(desk.store, writer, told["drawn_from"], count, begins, lots)
        days = _days(left, today, lots)
        copier = Copier(desk.store, papers, today)
        cumulated = {day: _weights(histories, (today - day).days) for day in set(days)}
        for day in days:
            history = histories[bisect_left(cumulated[day], lots.random() * cumulated[day][-1])]
            writer.add_case(copier.pattern(history, day), _cast_by_lot(history.people, pools, lots))


def play(desk: Desk, papers: Library, told: Mapping[str, Any], count: int, today: date) -> list[History]:
    """Play each history once through the one door, at most `count` of them; return them with their cases."""
    calendar = load_calendar(desk.office.nation)
    seen_from = calendar.previous_working(parse_day(told["copied_from"], today, calendar))
    teller = Teller(desk.store, papers)
    played = []
    for number, case in enumerate(whole_histories(told)[:count]):
        acts = with_cast(case, told["cast"], told["letter"])
        for each in acts_of(number, acts, seen_from, calendar, papers):
            teller.tell(each)
        row = views.case_by_ref(desk.store, desk.viewer, teller.refs[number])
        if row is None:
            raise LookupError(f"The history {teller.refs[number]} is hidden from who plays it.")
        file = load(desk.store, papers, desk.office.nation, row)
        people = _parts(desk.store, case, told["cast"])
        played.append(History(acts, file, case["weight"], case.get("within", LONG_AGO), people))
    return played


def whole_histories(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the histories, each with what follows its closing."""
    found = []
    for case in told["case"]:
        later = [each for each in told["afterwards"] if each["act"] in case.get("afterwards", ())]
        found.append({**case, "act": [*case["act"], *later]})
    return found


def with_cast(case: Mapping[str, Any], cast_names: Mapping[str, str], letter: str) -> dict[str, Any]:
    """Return a history with names in place of its parts, and the words that are kept of each letter."""
    gaps = {f"{{{part}}}": name for part, name in cast_names.items()}

    def named(value: Any) -> Any:
        if isinstance(value, list):
            return [gaps.get(each, each) for each in value]
        return gaps.get(value, value) if isinstance(value, str) else value

    acts = [{"letter": letter} | {name: named(value) for name, value in act.items()} for act in case["act"]]
    return {"kind": case["kind"], "act": acts}


def _parts(store: Store, case: Mapping[str, Any], cast_names: Mapping[str, str]) -> dict[str, PersonRow]:
    used = {
        each for act in case["act"] for value in act.values() for each in ([value] if isinstance(value, str) else value)
    }
    return {
        part: PersonRow(register.exact(store, name)[0], name)
        for part, name in cast_names.items()
        if f"{{{part}}}" in used
    }


class Copier:
    """Works out patterns: a history as it stands today if it began on a day. Each is worked out once."""

    def __init__(self, store: Store, papers: Library, today: date) -> None:
        self._store, self._papers, self._today = store, papers, today
        self._known: dict[tuple[int, date], Pattern] = {}

    def pattern(self, history: History, day: date) -> Pattern:
        """Return the pattern of a history that began on a day. Raises ValueError where it cannot be told so."""
        key = (history.file.row.id, day)
        if key not in self._known:
            self._known[key] = self._work_out(history, day)
        return self._known[key]

    def _work_out(self, history: History, day: date) -> Pattern:
        file = history.file
        calendar = file.revisions[-1].calendar
        told = [each for each in acts_of(0, history.acts, day, calendar, self._papers) if each.on < self._today]
        entries = [
            _moved(entry, each, place, file)
            for place, (entry, each) in enumerate(zip(file.entries, told, strict=False))
        ]
        progress = replay(file.procedure, entries, file.revisions)
        if progress.outside:
            raise ValueError(f"The history {file.row.ref} cannot begin on {day}: {progress.outside}.")
        caught = _Caught(self._store)
        row = replace(file.row, id=0, ref="", opened_on=day, version=len(entries) - 1, updated_at=None)
        save_rows(cast("Writer", caught), row, progress)
        bodies = {each.number: each.body for each in file.rows if each.kind == "entry"}
        return Pattern(
            prefix=file.procedure.prefix,
            row=caught.row,
            entries=tuple(_row(entry, bodies[entry.number]) for entry in entries),
            limits=tuple(caught.limits),
            parties=tuple(caught.parties),
            access=tuple(caught.access),
            people=history.people,
        )


def _moved(entry: Entry, told: Told, place: int, file: CaseFile) -> Entry:
    """The entry on the day on which it is told, recorded on that day, the dates among its facts moved too."""
    at = datetime(told.on.year, told.on.month, told.on.day, tzinfo=UTC) + timedelta(minutes=OPENS_AT + 5 * place)
    fields = fields_of(file.procedure.by_id[entry.act])
    dates = {each.id: told.values[each.id] for each in fields if each.kind == "date" and each.id in told.values}
    return replace(entry, done_on=told.on, recorded_at=at, values={**entry.values, **dates})


def _row(entry: Entry, kept: Mapping[str, Any]) -> EntryRow:
    extra = {name: kept[name] for name in ("letter", "written_elsewhere") if name in kept}
    return EntryRow(
        seq=0,
        kind="entry",
        number=entry.number,
        act=entry.act,
        key=entry.key,
        done_on=entry.done_on,
        done_by=entry.done_by,
        recorded_by=entry.recorded_by,
        recorded_at=entry.recorded_at,
        body=body_of(entry, extra),
    )


class _Caught:
    """Takes what `save_rows` would write, so that a copy has the very rows of casework."""

    def __init__(self, store: Store) -> None:
        self.fetch = store.fetch
        self.limits: list[LimitRow] = []
        self.parties: list[PartyRow] = []
        self.access: list[AccessRow] = []
        self.row: CaseRow

    def replace_limits(self, _case_id: int, limits: Sequence[LimitRow]) -> None:
        self.limits = list(limits)

    def replace_parties(self, _case_id: int, parties: Sequence[PartyRow]) -> None:
        self.parties = list(parties)

    def replace_access(self, _case_id: int, access: Sequence[AccessRow]) -> None:
        self.access = list(access)

    def save_case(self, row: CaseRow) -> int:
        self.row = replace(row, version=row.version + 1)
        return self.row.version


# -- by lot ------------------------------------------------------------------------------------------------------


def _days(count: int, today: date, lots: random.Random) -> list[date]:
    """The day on which each case begins, the earliest first. Few cases share few days, so that few are worked out."""
    lately = [today - timedelta(days=ago) for ago in range(1, LATELY + 1)]
    steps = max(12, min(700, count // 60))
    before = [today - timedelta(days=LATELY + 1 + (LONG_AGO - LATELY - 1) * step // steps) for step in range(steps)]
    days = [lots.choice(lately if lots.random() < SHARE_LATELY else before) for _ in range(count)]
    return sorted(days)


def _weights(histories: Sequence[History], days_ago: int) -> list[float]:
    total, found = 0.0, []
    for each in histories:
        total += each.weight if days_ago <= each.within else 0
        found.append(total)
    return found


def _pools(
    store: Store, writer: BulkWriter, drawn_from: Mapping[str, str], count: int, begins: date, lots: random.Random
) -> dict[str, list[PersonRow]]:
    """For each part those from whom it is drawn: people of one role, nobody for two parts of the same role."""
    names = tomllib.loads(read_text("practice", "names.toml"))
    wanted = {
        "carer": count // 60,
        "person supported": count // 25,
        "family": count // 20,
        "officer": min(40, count // 2500),
        "management team": min(12, count // 8000),
        "customer care": min(12, count // 8000),
    }
    by_role: dict[str, list[PersonRow]] = {}
    for role in sorted(set(drawn_from.values())):
        held = holding_only(store, role, begins)
        made = [f"{lots.choice(names['first'])} {lots.choice(names['last'])}" for _ in range(wanted.get(role, 0))]
        by_role[role] = held + writer.add_people(made, role, begins)
    pools: dict[str, list[PersonRow]] = {}
    for part, role in drawn_from.items():
        parts = [each for each, other in drawn_from.items() if other == role]
        pools[part] = by_role[role][parts.index(part) :: len(parts)]
    return pools


def _cast_by_lot(
    parts: Mapping[str, PersonRow], pools: Mapping[str, Sequence[PersonRow]], lots: random.Random
) -> dict[str, PersonRow]:
    return {part: pools[part][int(lots.random() * len(pools[part]))] for part in parts}
