"""Plays scenarios: stories of a case as data, with what should follow, so that an office can prove its procedure.

The format stands in docs/scenarios.md. A scenario is played in a fresh practice office, through the same door as
everything else; what differs is told in words.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sharedlives_tui import casework, office, on_behalf, people_search, reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, LimitView
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.facts import Value
from sharedlives_tui.library import Library, library
from sharedlives_tui.limits import STATES
from sharedlives_tui.requests import Correct, OpenCase, Problem, Record, Recorded, Refused, Warned
from sharedlives_tui.store import views

CAST: Mapping[str, str] = {
    "Ada Admin": "administrator",
    "Olu Officer": "officer",
    "Odette Officer": "officer",
    "Rae Registered": "registered manager",
    "Mo Manager": "management team",
    "Cass Care": "customer care",
    "Cole Care": "customer care",
    "Sena Senior": "senior manager",
    "Tess Topp": "senior management team",
    "Hal Head": "head of care",
    "Ser Vice": "head of service",
    "Pat Panel": "panel member",
    "Mina Mediator": "mediator",
    "Cara Carer": "carer",
    "Colin Carer": "carer",
    "Sam Supported": "person supported",
    "Fay Family": "family",
    "Rex Representative": "representative",
    "Ivy Advocate": "advocate",
    "Gus Manager": "care manager",
}
"""The standard cast of every scenario's office, each in the role from 2000 on."""

RECORDER = "Ada Admin"
ENDINGS = ("met", "met late", "overtaken", "waived", "withdrawn", "declined", "not possible", "closed")
_DO_KEYS = {
    "open", "record", "correct", "calendar", "role", "on", "today", "by", "as", "set", "case", "reason", "day",
    "person", "from", "to", "letter", "has", "sent_incomplete", "refused", "warned", "expect",
}  # fmt: skip
_SCENARIO_KEYS = {"name", "rules", "nation", "office", "people", "do"}


class BadScenario(ValueError):
    """A scenario file that cannot be played; the text says where and why."""


@dataclass
class _Stage:
    """The office in which one scenario is played."""

    desk: Desk
    refs: dict[str, str] = field(default_factory=dict)
    differs: list[str] = field(default_factory=list)

    def at(self, day: date, who: str) -> Desk:
        store = self.desk.store
        return replace(self.desk, viewer=viewer_of(store, who, day), clock=Clock(day))


def play_file(path: Path, papers: Library | None = None) -> list[str]:
    """What differs in the scenarios of a file, a line each; empty if all agrees. Raises BadScenario."""
    lines = []
    for scenario in read_file(path):
        lines += [f"{scenario.get('name', path.name)}: {line}" for line in play(scenario, papers)]
    return lines


def read_file(path: Path) -> list[dict[str, Any]]:
    """The scenarios of a file. Raises BadScenario."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadScenario(f"{path.name} cannot be read: {error}") from error
    except OSError as error:
        raise BadScenario(f"{path} cannot be read: {error.strerror}") from error
    found = data.get("scenario")
    if set(data) != {"scenario"} or not isinstance(found, list):
        raise BadScenario(f"{path.name}: write each scenario as [[scenario]], and nothing else.")
    for place, each in enumerate(found, 1):
        unknown = set(each) - _SCENARIO_KEYS
        for number, do in enumerate(each.get("do", []), 1):
            unknown |= {f"do {number}: {key}" for key in set(do) - _DO_KEYS}
        if unknown or not each.get("name") or not each.get("do"):
            words = f"unknown: {', '.join(sorted(unknown))}" if unknown else "it needs a name and at least one do"
            raise BadScenario(f"{path.name}, scenario {place} ({each.get('name', '')}): {words}")
    return found


def play(scenario: Mapping[str, Any], papers: Library | None = None) -> list[str]:
    """Play one scenario in a fresh practice office; what differs, a line each."""
    with tempfile.TemporaryDirectory(prefix="scenario-") as folder:
        stage = _Stage(_office(Path(folder) / "office.db", scenario, papers or library()))
        try:
            for number, do in enumerate(scenario["do"], 1):
                stage.differs += [f"do {number}: {line}" for line in _do(stage, do)]
        finally:
            stage.desk.store.close()
        return stage.differs


def first_day(scenario: Mapping[str, Any]) -> date:
    """Return the day on which the office of a scenario begins: the first that it names."""
    days = [each for do in scenario["do"] for each in (do.get("on"), do.get("today")) if each is not None]
    return min(days, default=date(2026, 1, 5))


def _office(path: Path | str, scenario: Mapping[str, Any], papers: Library) -> Desk:
    first = first_day(scenario)
    desk = office.create_office(
        path,
        name="Scenario",
        nation=scenario.get("nation", "england"),
        kind=scenario.get("office", "scheme"),
        practice=True,
        by_name=RECORDER,
        by_role="officer",  # an administrator alone opens no case, and it is they who type
        clock=Clock(first),
        papers=papers,
    )
    began = date(2000, 1, 1)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        for name, role in CAST.items():
            number = 1 if name == RECORDER else writer.add_person(name)
            writer.add_role(number, role, began)
        for each in scenario.get("people", []):
            number = writer.add_person(each["name"])
            roles = each.get("role", [])
            for role in [roles] if isinstance(roles, str) else roles:
                writer.add_role(number, role, each.get("from", began), each.get("to"))
    return desk


def _do(stage: _Stage, do: Mapping[str, Any]) -> Iterator[str]:
    day = do.get("today") or do.get("on")
    if day is None:
        yield "it says neither on nor today"
        return
    desk = stage.at(day, do.get("as", RECORDER))
    wanted = do.get("refused")
    try:
        warned = _act(stage, desk, do)
    except Refused as refused:
        yield from _refused(refused.problems, wanted)
    except NoSuchCase as missing:
        if wanted is None:
            yield str(missing)
    else:
        if wanted is not None:
            yield f"was to be refused ({', '.join(wanted)}), and was not"
        for rule in do.get("warned", []):
            if rule not in {each.rule for each in warned}:
                yield f"was to warn of {rule}; it warned of: {', '.join(each.rule for each in warned) or 'nothing'}"
    if "expect" in do:
        looked = stage.at(do["expect"].get("on_day", day), RECORDER)
        yield from _expect(stage, looked, do.get("case", "case"), do["expect"])


def _refused(problems: Sequence[Problem], wanted: Sequence[str] | None) -> Iterator[str]:
    told = "; ".join(f"[{each.field} {each.rule}] {each.words}" for each in problems)
    if wanted is None:
        yield f"was refused: {told}"
        return
    named = {name for each in problems for name in (each.rule, each.field, each.content)}
    for each in wanted:
        if each not in named:
            yield f"was to be refused because of {each}; it was refused so: {told}"


def _act(stage: _Stage, desk: Desk, do: Mapping[str, Any]) -> tuple[Warned, ...]:
    name, on, by = do.get("case", "case"), do.get("on"), do.get("by", "")
    values = _values(do.get("set", {}), stage)
    if "open" in do:
        result = casework.open_case(desk, OpenCase(do["open"], values, on, by))
        stage.refs[name] = result.ref
        return result.warnings
    if "record" in do:
        request = Record(
            stage.refs.get(name, name),
            do["record"],
            values,
            on,
            by,
            letter=do.get("letter"),
            has=tuple(do.get("has", ())),
            sent_incomplete=do.get("sent_incomplete", False),
        )
        return recorded(desk, request).warnings
    if "correct" in do:
        change = values if "set" in do else None
        correct = Correct(stage.refs.get(name, name), do["correct"], do.get("reason", ""), on, change)
        return casework.correct(desk, correct).warnings
    if "calendar" in do:
        working = do["calendar"] == "remove"
        office.change_calendar(desk, do["day"], working=working, reason=do.get("reason", ""))
    if "role" in do:
        office.add_role(desk, do["person"], do["role"], do.get("from"), do.get("to"))
    return ()


def recorded(desk: Desk, request: Record) -> Recorded:
    """Record it; a story that is not about it leaves out how one knew what somebody else decided."""
    try:
        return casework.record(desk, request)
    except Refused as refused:
        if on_behalf.HOW not in {each.field for each in refused.problems}:
            raise
        known = {on_behalf.HOW: "minutes", on_behalf.WORDS: "Of the meeting that day"}
        return casework.record(desk, replace(request, values={**request.values, **known}))


def _values(given: Mapping[str, Any], stage: _Stage) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, value in given.items():
        if isinstance(value, list):
            found[name] = tuple(str(each) for each in value)
        elif isinstance(value, date):
            found[name] = value.isoformat()
        elif isinstance(value, bool):
            found[name] = "yes" if value else "no"
        else:
            found[name] = stage.refs.get(value, str(value)) if name == "reference" else str(value)
    return found


# -- what should follow ------------------------------------------------------------------------------------------


def _expect(stage: _Stage, desk: Desk, name: str, expect: Mapping[str, Any]) -> Iterator[str]:
    ref = stage.refs.get(name)
    if ref is None:
        yield f"there is no case '{name}' to look at"
        return
    yield from _seen(desk, ref, expect)
    row = views.case_by_ref(desk.store, desk.viewer, ref)
    if row is None:
        yield f"{RECORDER} does not see {ref}"
        return
    case = reading.case_view(desk, ref)
    for key in ("stage", "status", "type", "closed_on", "dispose_after"):
        if key in expect and str(getattr(case, key)) != str(expect[key]):
            yield f"{key} is {getattr(case, key)}, not {expect[key]}"
    yield from _limits(desk, case, expect)
    yield from _warnings(case, expect)
    yield from _possible(desk, ref, expect)
    outside = [each.id for each in case.entries if each.outside]
    if "outside" in expect and sorted(expect["outside"]) != outside:
        yield f"outside the procedure are entries {outside}, not {expect['outside']}"
    if "today" in expect:
        ids = views.today_ids(desk.store, desk.viewer, desk.today, desk.soon_until)
        rows = views.today_rows_by_ids(desk.store, desk.viewer, ids, desk.today, desk.soon_until)
        found = next((each.state for each in rows if each.ref == ref), "absent")
        if found != expect["today"]:
            yield f"on Today it is {found}, not {expect['today']}"


def _seen(desk: Desk, ref: str, expect: Mapping[str, Any]) -> Iterator[str]:
    for key, wanted in (("hidden_from", False), ("seen_by", True)):
        for person in expect.get(key, []):
            viewer = viewer_of(desk.store, person, desk.today)
            if (views.case_by_ref(desk.store, viewer, ref) is not None) != wanted:
                yield f"{person} {'does not see' if wanted else 'sees'} {ref}"


def _limits(desk: Desk, case: CaseView, expect: Mapping[str, Any]) -> Iterator[str]:
    found = {each.instance: each for each in case.limits}
    for name, text in expect.get("limits", {}).items():
        instance = _instance(desk, name)
        limit = found.get(instance)
        if text == "absent" or limit is None:
            if text != "absent" or limit is not None:
                there = ", ".join(found)
                yield f"{name}: {'is there' if limit is not None else f'is not there; there are: {there}'}"
            continue
        for word in text.split():
            told = _word(limit, word)
            if told is not None:
                yield f"{name}: {told}"
    open_now = {each.instance for each in case.limits if each.ended is None}
    for name in expect.get("open", []):
        if _instance(desk, name) not in open_now | {each.partition("@")[0] for each in open_now}:
            yield f"{name} is not open; open are: {', '.join(sorted(open_now)) or 'none'}"
    for name in expect.get("not_open", []):
        if _instance(desk, name) in open_now:
            yield f"{name} is open"


def _instance(desk: Desk, name: str) -> str:
    step, at, party = name.partition("@")
    if not at:
        return name
    person, dot, number = party.rpartition(".")
    if not (dot and number.isdigit()):
        person, dot, number = party, "", ""
    return f"{step}@{people_search.resolve_people(desk, [person])[0]}{dot}{number}"


def _word(limit: LimitView, word: str) -> str | None:
    """What differs from one word of an expected limit; None if nothing does."""
    key, colon, value = word.partition(":")
    checks: dict[str, Any] = {
        "act-by": limit.act_by,
        "ended": limit.ended,
        "late": limit.days_late,
        "until": limit.until,
        "force": limit.force.replace(" ", "-"),
    }
    if colon and key in checks:
        return None if str(checks[key]) == value else f"{key} is {checks[key]}, not {value}"
    if word.replace("-", " ") in ENDINGS:
        wanted = word.replace("-", " ")
        return None if limit.how == wanted else f"ended as '{limit.how or 'open'}', not '{wanted}'"
    if word in STATES:
        return None if limit.state == word else f"is {limit.state}, not {word}"
    return None if str(limit.due) == word else f"is due {limit.due}, not {word}"


def _warnings(case: CaseView, expect: Mapping[str, Any]) -> Iterator[str]:
    rules = {each.rule for each in case.warnings}
    for rule in expect.get("warnings", []):
        if rule not in rules:
            yield f"does not warn of {rule}; it warns of: {', '.join(sorted(rules)) or 'nothing'}"
    for rule in expect.get("no_warnings", []):
        if rule in rules:
            yield f"warns of {rule}"


def _possible(desk: Desk, ref: str, expect: Mapping[str, Any]) -> Iterator[str]:
    if not {"actions", "no_actions", "gated"} & set(expect):
        return
    steps = reading.steps_view(desk, ref)
    actions = {each.step for each in steps if each.kind == "action"}
    for name in expect.get("actions", []):
        if name not in actions:
            yield f"the action {name} is not possible; possible are: {', '.join(sorted(actions))}"
    for name in expect.get("no_actions", []):
        if name in actions:
            yield f"the action {name} is possible"
    gated = {each.instance for each in steps if each.gates}
    for name in expect.get("gated", []):
        if _instance(desk, name) not in gated:
            yield f"{name} is not held by a gate"
