"""The pictures wait as the tests of screens do."""

from __future__ import annotations

import pytest

from tests.waiting import quick_waits


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for the program itself, not for the clock."""
    quick_waits(monkeypatch)
