"""A few people at once over a real sshd, as `python -m benchmarks.shared_server` has many: nothing is lost."""

from __future__ import annotations

import pytest

from benchmarks import shared_server


def test_a_few_people_at_work_and_cut_off_lose_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shared_server, "ALONE", 1)
    told = ["--people", "3", "--saves", "2", "--disconnects", "4", "--think", "0.3"]
    assert shared_server.main(told) == 0, capfd.readouterr()
    rows = capfd.readouterr().out
    assert "6, 0  0 lost  reached" in rows
    assert "4 of 4  reached" in rows
    assert "people who got stuck" in rows
