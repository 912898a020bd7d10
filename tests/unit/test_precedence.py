"""Who has a picture gives way to whoever has none, for a few seconds, where the kernel knows such a thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sharedlives_tui.serving import precedence


def test_a_session_gives_way_and_is_as_anybody_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "autogroup"
    own.write_text("")
    monkeypatch.setattr(precedence, "PLACE", str(own))
    monkeypatch.setattr(precedence, "SECONDS", 0.2)
    end = precedence.give_way()
    assert end is not None
    assert own.read_text() == "10"
    end.join(5)
    assert own.read_text().startswith("0")


def test_the_word_that_ends_it_is_said_until_the_kernel_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[int] = []

    def busy_kernel(nice: int) -> bool:
        said.append(nice)
        return nice == precedence.LESS or len(said) > 3

    monkeypatch.setattr(precedence, "_say", busy_kernel)
    monkeypatch.setattr(precedence, "SECONDS", 0.0)
    monkeypatch.setattr(precedence, "PAUSE", 0.0)
    end = precedence.give_way()
    assert end is not None
    end.join(5)
    assert said == [10, 0, 0, 0]


def test_nothing_happens_where_the_kernel_has_no_such_thing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "PLACE", str(tmp_path / "none"))
    assert precedence.give_way() is None
    assert not [*tmp_path.iterdir()]
