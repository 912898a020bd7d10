"""Where a case stands, over random lists of entries: it never fails, and the order of recording changes nothing.

Two kinds of lists are drawn: wild ones, of any acts on any days, and likely ones, in which most entries answer what
is open at that point, so that the later stages of a procedure are reached as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.facts import Entry, Line, Party, Revision, Value
from sharedlives_tui.limits import STATES
from sharedlives_tui.procedure_files import read
from sharedlives_tui.procedures import Act, Condition, Field, Procedure
from sharedlives_tui.progress import Progress, replay, why_not

DATA = Path(__file__).resolve().parents[2] / "data"
KINDS = ("complaint", "deapproval", "dispute", "joint-review")
EVERY_KIND = (*KINDS, "arrangement-review", "carer-sharing", "guidance")
FIRST = date(2026, 3, 27)  # the days of the lists lie around Easter
RECORDED = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
PEOPLE = ("P-1", "P-2", "P-3")
LINES = ("point", "allegation", "promise", "step", "record", "copy", "missing")
KEYS = (None, None, *PEOPLE, "allegation-1", "promise-1", "step-2", "record-1", "copy-1")

# Few examples, so that the suite stays quick; each holds a whole case.
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@cache
def procedure(kind: str) -> Procedure:
    text = (DATA / "procedures" / f"{kind}.toml").read_text("utf-8")
    return read(text, f"{kind}.toml", (DATA / "actions.toml").read_text("utf-8"))


@cache
def revisions() -> tuple[Revision, ...]:
    """A calendar that was changed twice while the cases ran: an addition, then a removal."""
    england = load_calendar("england")
    closed = england.with_added(date(2026, 4, 8), "office closed")
    opened = closed.without(date(2026, 4, 6), "the office works that day")
    return (
        Revision(england),
        Revision(closed, date(2026, 4, 1), datetime(2026, 4, 1, 9, 0, tzinfo=UTC)),
        Revision(opened, date(2026, 4, 3), datetime(2026, 4, 3, 9, 0, tzinfo=UTC)),
    )


days = st.integers(0, 40).map(lambda number: FIRST + timedelta(number))
wild_days = st.one_of(days, days, days, st.sampled_from((date.min, date(1999, 12, 31), date(2100, 12, 31), date.max)))
wild_numbers = st.sampled_from(("0", "3", "14", "007", "-1", "2.5", "²", "٣", "words", "9" * 5000, ""))
wild_texts = st.sampled_from(("not a day", "2026-02-30", "1999-12-31", "2100-12-31", ""))


line_days = st.one_of(st.none(), days, st.sampled_from((date.min, date.max)))


def value_of(field: Field) -> st.SearchStrategy[Value]:
    """A value that the field can hold."""
    if field.kind == "choice":
        return st.sampled_from(field.choices)
    if field.kind == "choices":
        return st.lists(st.sampled_from(field.choices), max_size=2, unique=True).map(tuple)
    kinds: dict[str, st.SearchStrategy[Value]] = {
        "yes/no": st.sampled_from(("yes", "no")),
        "date": st.one_of(days.map(date.isoformat), days.map(date.isoformat), wild_texts),
        "people": st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple),
        "person": st.sampled_from(PEOPLE),
        "instance": st.sampled_from(("respond", "acknowledge", "tell-carer@P-2", "plan@P-3", "no-such-step")),
        "number": wild_numbers,
    }
    return kinds.get(field.kind, st.just("words"))


@st.composite
def entry_of(draw: st.DrawFn, act: Act, number: int, on: date, key: str | None) -> Entry:
    """An entry of the act, with values for most of its fields, and the people and lines that they bring in."""
    values: dict[str, Value] = {}
    for field in act.fields:
        if draw(st.integers(0, 9)) or field.required:
            values[field.id] = draw(value_of(field))
    parts = tuple(
        Party(person, field.part, draw(st.sampled_from(("carer", "officer", "family"))))
        for field in act.fields
        if field.part is not None
        for person in _people(values.get(field.id, ()))
    )
    kinds = [field.line for field in act.fields if field.line in LINES and field.kind == "lines"]
    lines = tuple(
        Line(f"{kind}-{place}", kind or "", "words", by=draw(line_days), ours=draw(st.booleans()))
        for kind in kinds
        for place in (1, 2)
    )
    recorded = draw(st.sampled_from((datetime.combine(on, datetime.min.time(), UTC), RECORDED)))
    gaps = ("handler",) if act.notice is not None and draw(st.integers(0, 7)) == 0 else ()
    has = tuple(content.id for content in act.notice.must) if act.notice is not None and not gaps else ()
    struck = draw(st.integers(0, 19)) == 0
    return Entry(
        number, act.id, on, recorded, "P-1", "P-1", key, values, parts, lines, has, incomplete=gaps, struck=struck
    )


def _people(value: Value) -> Sequence[str]:
    return (value,) if isinstance(value, str) else value


@st.composite
def wild_lists(draw: st.DrawFn, kind: str) -> list[Entry]:
    """Any acts of the procedure, and one that it does not have, on any days (impossible ones too), for anybody."""
    acts = (*procedure(kind).acts, Act("no-such-step", "", "step", ()))
    found = [draw(entry_of(procedure(kind).opening, 1, draw(wild_days), None))]
    for number in range(2, draw(st.integers(2, 14))):
        act = draw(st.sampled_from(acts))
        found.append(draw(entry_of(act, number, draw(wild_days), draw(st.sampled_from(KEYS)))))
    return found


@st.composite
def likely_lists(draw: st.DrawFn, kind: str) -> list[Entry]:
    """Mostly what is open or possible at that point, some days later each time; sometimes anything."""
    rules, on = procedure(kind), draw(days)
    found = [draw(entry_of(rules.opening, 1, on, None))]
    for number in range(2, draw(st.integers(3, 16))):
        on += timedelta(draw(st.sampled_from((0, 0, 1, 3, 12))))
        progress = replay(rules, found, revisions())
        choices: list[tuple[Act, str | None]] = [(each.act, each.key) for each in progress.open_instances()] * 4
        choices += [(act, None) for act in rules.actions]
        act, key = draw(st.sampled_from(choices))
        found.append(draw(entry_of(act, number, on, key)))
    return found


@st.composite
def lists(draw: st.DrawFn, kind: str) -> list[Entry]:
    """A list of either kind; some entries say which other of their day (or any other number) they follow."""
    found = draw(st.one_of(likely_lists(kind), wild_lists(kind)))
    for place, each in enumerate(found):
        of_the_day = [one.number for one in found if one.done_on == each.done_on]
        if draw(st.integers(0, 3)) == 0:
            found[place] = replace(each, follows=draw(st.sampled_from([*of_the_day, *of_the_day, 1, 99])))
    return found


def picture(progress: Progress, original: dict[int, int] | None = None) -> dict[str, object]:
    """What a case shows. `original` says which entry it is that now has another number."""
    names = original or {}

    def number(each: int | None) -> int | None:
        return names.get(each, each) if each is not None else None

    return {
        "stage": (progress.stage, progress.status, progress.type, progress.opened_on, progress.closed_on),
        "stages": progress.stages_entered,
        "closings": [(each.on, each.how, number(each.by), each.stage) for each in progress.closings],
        "instances": sorted(
            (each.name, each.opened_on, str(each.ended_on), each.how, str(progress.due(each)))
            for each in progress.instances
        ),
        "spans": sorted((each.name, str(each.key), each.begun_on, str(each.ended_on)) for each in progress.spans),
        "outside": sorted(
            (progress.entry[each].act, progress.entry[each].done_on, words) for each, words in progress.outside.items()
        ),
        "parties": progress.parties,
        "lines": progress.lines,
        "taken": [number(each.number) for each in progress.taken],
    }


def read_everything(progress: Progress, on: date) -> None:
    """Ask all that a screen asks. It must be possible whatever the entries are."""
    for instance in progress.instances:
        assert progress.state(instance, on) in STATES
        assert isinstance(progress.how(instance, on), str)
        assert progress.by_name(instance.name) is not None
        due = progress.due(instance)
        assert due is None or due.until >= due.due
        assert not (instance.how == "not possible" and due is not None)
    for act in progress.procedure.acts:
        asking = Entry(0, act.id, on, RECORDED)
        assert progress.holds(act.available, asking) in (True, False)
        assert isinstance(why_not(progress, asking), str | None)
        for need in act.needs:
            for each in [*progress.open_instances(act.id), None]:
                assert progress.holds(need.when, asking, each) in (True, False)


@pytest.mark.parametrize("kind", EVERY_KIND)
@pytest.mark.rule("DY-08")
@given(data=st.data())
@QUICK
def test_no_list_of_entries_makes_it_fail_and_every_entry_is_accounted_for(kind: str, data: st.DataObject) -> None:
    entries = data.draw(lists(kind))
    progress = replay(procedure(kind), entries, revisions())
    read_everything(progress, data.draw(days) + timedelta(30))
    taken = {each.number for each in progress.taken}
    struck = {each.number for each in entries if each.struck}
    assert taken | {*progress.outside} | struck == {each.number for each in entries}
    assert not taken & {*progress.outside}
    assert not struck & (taken | {*progress.outside})
    assert all(words for words in progress.outside.values()), "it is said why an entry stands outside"


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@QUICK
def test_reading_twice_gives_the_same(kind: str, data: st.DataObject) -> None:
    entries = data.draw(lists(kind))
    once = replay(procedure(kind), entries, revisions())
    read_everything(once, FIRST)
    assert picture(replay(procedure(kind), entries, revisions())) == picture(once)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.rule("DY-07")
@given(data=st.data())
@QUICK
def test_the_order_of_recording_changes_nothing(kind: str, data: st.DataObject) -> None:
    """Save for entries of one step on one day, which keep their order among themselves."""
    entries = data.draw(lists(kind))
    shuffled = data.draw(st.permutations(entries))
    numbers: dict[int, int] = {}
    for place, each in enumerate(shuffled, 1):
        numbers[each.number] = place
    for group in _same_step_same_day(entries):
        for old, new in zip(group, sorted(numbers[each] for each in group), strict=True):
            numbers[old] = new
    renumbered = [
        replace(each, number=numbers[each.number], follows=numbers.get(each.follows or 0, each.follows))
        for each in shuffled
    ]
    back = {new: old for old, new in numbers.items()}
    first = replay(procedure(kind), entries, revisions())
    second = replay(procedure(kind), renumbered, revisions())
    assert picture(second, back) == picture(first)


def _same_step_same_day(entries: Sequence[Entry]) -> list[list[int]]:
    found: dict[tuple[str, date], list[int]] = {}
    for each in entries:
        found.setdefault((each.act, each.done_on), []).append(each.number)
    return [sorted(group) for group in found.values()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.rule("DY-08")
@given(data=st.data())
@QUICK
def test_a_struck_entry_leaves_nothing_behind(kind: str, data: st.DataObject) -> None:
    """A case with an entry struck stands as if the entry had never been."""
    entries = data.draw(lists(kind))
    chosen = data.draw(st.sampled_from(entries))
    struck = [replace(each, struck=True) if each is chosen else each for each in entries]
    without = [each for each in entries if each is not chosen]
    assert picture(replay(procedure(kind), struck, revisions())) == picture(
        replay(procedure(kind), without, revisions())
    )


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@QUICK
def test_instances_have_names_of_their_own_and_end_no_sooner_than_they_open(kind: str, data: st.DataObject) -> None:
    progress = replay(procedure(kind), data.draw(lists(kind)), revisions())
    names = [each.name for each in progress.instances]
    assert len({*names}) == len(names)
    for each in progress.instances:
        assert each.ended_on is None or each.ended_on >= each.opened_on
        assert (each.ended_on is None) == (each.how == "")
    open_now = [(each.act.id, each.key) for each in progress.open_instances()]
    assert len({*open_now}) == len(open_now), "at most one round of a step is open for one party"


@st.composite
def conditions_of(draw: st.DrawFn, kind: str) -> Condition:
    """One comparison that a condition can make, over any fields and steps of the procedure."""
    rules = procedure(kind)
    names = st.sampled_from(sorted(rules.fields))
    steps = st.sampled_from([each.id for each in rules.steps])
    in_window = (draw(st.one_of(st.just(""), names)), draw(steps))
    numbers = (draw(names), draw(names))
    return draw(
        st.sampled_from(
            (
                Condition(within=in_window),
                Condition(beyond=in_window),
                Condition(below=numbers),
                Condition(at_least=numbers),
                Condition(given=(draw(names),)),
                Condition(over=(draw(steps),)),
                Condition(older=(draw(names), draw(st.integers(1, 2000)))),
                Condition(covers=draw(steps)),
            )
        )
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.rule("RD-16", "DA-15")
@given(data=st.data())
@QUICK
def test_every_comparison_has_an_answer_whatever_stands_in_the_fields(kind: str, data: st.DataObject) -> None:
    """And its opposite is never true with it: a date is not within and beyond, a number not below and at least."""
    progress = replay(procedure(kind), data.draw(lists(kind)), revisions())
    asking = data.draw(st.sampled_from([*progress.entry.values()]))
    when = data.draw(conditions_of(kind))
    instance = progress.instance_of.get(asking.number)
    held = progress.holds(when, asking, instance)
    assert held in (True, False)
    if held:
        assert all(asking.texts(name) for name in when.given)
        opposite = Condition(within=when.beyond, beyond=when.within, below=when.at_least, at_least=when.below)
        assert opposite == Condition() or not progress.holds(opposite, asking, instance)


def test_the_lists_reach_the_later_stages() -> None:
    """Guards the other tests: lists that never came past the first stage would prove little."""
    reached: dict[str, set[str]] = {kind: set() for kind in KINDS}
    endings: set[str] = set()

    @settings(max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=[*HealthCheck])
    @given(data=st.data(), kind=st.sampled_from(("complaint", "deapproval")))
    def wander(data: st.DataObject, kind: str) -> None:
        progress = replay(procedure(kind), data.draw(likely_lists(kind)), revisions())
        reached[kind] |= {stage for stage, _ in progress.stages_entered}
        endings.update(each.how for each in progress.instances)

    wander()
    assert {"local", "one"} <= reached["complaint"]
    assert {"one", "four"} <= reached["deapproval"]
    assert len(reached["deapproval"]) >= 4
    assert {"met", "overtaken", "not possible"} <= endings
