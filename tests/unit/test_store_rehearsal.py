"""Being ready to save: what is slow happens before the turn, so that a first save keeps nobody waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sharedlives_tui.store import Store, StoreError, engine, views
from sharedlives_tui.store.queue import Deadline, WriteQueue
from sharedlives_tui.store.rehearsal import rehearse
from tests.store_kit import AT, DAY, SAM, entry, known, limit, new_store, open_case


def test_after_a_rehearsal_the_first_save_compiles_nothing(tmp_path: Path) -> None:
    with new_store(tmp_path) as made, made.writing(SAM, AT) as writer:
        person = writer.add_person(SAM)
        case_id, ref = open_case(writer, [limit("note", DAY)])
    engine._compiled.clear()
    rehearse.cache_clear()
    with Store.open(tmp_path / "office.db") as store:
        store.make_ready()
        known_statements = set(engine._compiled)
        row = views.case_by_ref(store, known(person), ref)
        assert row is not None
        with store.writing(SAM, AT) as writer:
            entry(writer, case_id, "note", text="first")
            writer.replace_limits(case_id, [limit("note.2", DAY)])
            writer.save_case(row)
        assert set(engine._compiled) == known_statements


def test_the_file_is_opened_for_writing_before_the_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    turn, open_for_writing = WriteQueue.turn, engine.WriteEngine.__init__

    @contextmanager
    def told(queue: WriteQueue, deadline: Deadline) -> Iterator[None]:
        order.append("turn")
        with turn(queue, deadline):
            yield

    def opened(made: engine.WriteEngine, *about: object) -> None:
        order.append("opened")
        open_for_writing(made, *about)  # type: ignore[arg-type]

    with new_store(tmp_path) as store:
        monkeypatch.setattr(WriteQueue, "turn", told)
        monkeypatch.setattr(engine.WriteEngine, "__init__", opened)
        with store.writing(SAM, AT) as writer:
            writer.add_person("Kim")
    assert order == ["opened", "turn"]


def test_a_file_that_was_replaced_is_not_even_opened_for_writing(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        other = tmp_path / "other"
        other.mkdir()
        new_store(other).close()
        store.path.rename(tmp_path / "away.db")
        (other / "office.db").rename(store.path)
        for attempt in (store.make_ready, lambda: store.writing(SAM, AT).__enter__()):
            with pytest.raises(StoreError, match="moved or replaced"):
                attempt()
        assert store._engine is None


def test_nothing_is_made_ready_where_nothing_can_be_written(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        store.why_read_only = "this account may not write to the file"
        store.make_ready()
        assert store._engine is None
