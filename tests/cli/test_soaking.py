"""Sessions that write at once: nothing is lost, and what would be lost is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sharedlives_tui import casework, office, soaking
from sharedlives_tui.desk import open_desk
from sharedlives_tui.store import Busy, StoreError


def test_sessions_of_their_own_lose_nothing() -> None:
    found = soaking.soak(users=3, writes=5, cases=2)
    assert found.sound, found
    assert (found.acknowledged, found.users) == (15, 3)
    assert 0 < found.p50_ms <= found.p95_ms <= found.longest_ms


@pytest.fixture
def path(tmp_path: Path) -> Path:
    soaking.make_office(tmp_path / "soak.db", users=2, cases=2)
    return tmp_path / "soak.db"


def test_what_is_lost_is_counted(path: Path) -> None:
    """A report that says more than the office holds, and two who wrote over the same version."""
    reports = list(soaking.session(str(path), "Officer 001", 3, 0.0))
    assert [each["what"] for each in reports] == ["saved"] * 3
    assert soaking._figures(path, 2, 1.0, reports).sound
    invented = {**reports[0], "request": "never-saved", "seen": 99}
    assert soaking._figures(path, 2, 1.0, [*reports, invented]).lost == 1
    same = {**reports[0], "request": reports[1]["request"]}
    assert soaking._figures(path, 2, 1.0, [*reports, same]).lost_updates == 1
    busy = {**reports[0], "what": "busy"}
    found = soaking._figures(path, 2, 1.0, [*reports, busy])
    assert (found.lock_errors, found.sound) == (1, False)


def test_a_session_that_meets_others_looks_again_and_one_that_waits_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(str(path), "Officer 002")
    record = casework.record
    ways: list[str] = ["quicker", "busy"]

    def disturbed(at: Any, request: Any) -> Any:
        way = ways.pop() if ways else ""
        if way == "busy":
            raise Busy(1)
        if way == "quicker":
            record(desk, soaking.Record(request.ref, "note", {"text": "I was quicker"}))
        return record(at, request)

    monkeypatch.setattr(casework, "record", disturbed)
    found = [each["what"] for each in soaking.session(str(path), "Officer 001", 1, 0.001)]
    assert found == ["busy", "conflict", "saved"]
    desk.store.close()


def test_the_command_tells_its_figures(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    good = soaking.Figures(0, 0, 0, [], 2, 8, 1, 1.5, 5.3, 10.0, 20.0, 30.0, 40.0)
    monkeypatch.setattr(soaking, "soak", lambda *_: good)
    told = ask("soak", "--users", "2", "--writes", "4")
    assert told.status == 0
    assert "Acknowledged and lost: 0" in told.out
    assert ask("soak", "--json").data["p95_ms"] == 20.0
    bad = soaking.Figures(1, 0, 0, ["CO-0001: broken"], 2, 8, 1, 1.5, 5.3, 10.0, 20.0, 30.0, 40.0)
    monkeypatch.setattr(soaking, "soak", lambda *_: bad)
    told = ask("soak")
    assert (told.status, "CO-0001: broken" in told.err) == (1, True)
    told = ask("soak", "--database", "real.db")
    assert (told.status, "name a new, empty database" in told.err) == (2, True)
    assert ask("soak", "--database", "postgresql://ada:Tr0ub4dor@h/office").status == 2
    assert ask("soak", "--think", "soon").status == 2


def test_no_session_writes_into_a_real_office(tmp_path: Path) -> None:
    real = office.create_office(tmp_path / "real.db", name="Real", nation="england", by_name="Ada Admin")
    before = real.store.head()
    with pytest.raises(StoreError, match="is a real office"):
        next(soaking.session(str(real.store.place), "Ada Admin", 1, 0.0))
    assert real.store.head() == before
    real.store.close()


def test_the_pace_of_desks_is_one_word_and_stands_alone(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []

    def soak(*given: object) -> soaking.Figures:
        asked.append(given)
        return soaking.Figures(0, 0, 0, [], 2, 8, 1, 1.5, 5.3, 10.0, 20.0, 30.0, 40.0)

    monkeypatch.setattr(soaking, "soak", soak)
    assert ask("soak", "--users", "2", "--writes", "3", "--desk").status == 0
    assert asked == [(2, 3, 0.4, 200, "")]
    url = "postgresql:///eastmoor_try"
    assert f"stays in {url}" in ask("soak", "--database", url).err
    assert asked[1:] == [(8, 100, 0.0, 0, url)]
    told = ask("soak", "--desk", "--think", "1")
    assert told.status == 2
    assert "leave --think and --cases out" in told.err
