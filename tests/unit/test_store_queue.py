"""Many at once: turns, deadlines, crowds, killed writers; and all of it without the kernel's locks."""

import json
import os
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from sharedlives_tui.store import Busy, CaseRow, Conflict, Store, views
from sharedlives_tui.store.queue import LONGEST, Deadline, leave, queue_for
from tests.store_kit import AT, DAY, DIGEST, SAM, entry, known, new_store, open_case

ROOT = Path(__file__).parents[2]


def run(*arguments: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=timeout, check=False, cwd=ROOT
    )


def test_two_in_one_process_take_turns(tmp_path: Path) -> None:
    with new_store(tmp_path) as one, Store.open(one.path) as two:
        with one.writing(SAM, AT) as writer:
            case_id, _ = open_case(writer)

        def save(store: Store) -> None:
            for _ in range(30):
                with store.writing(SAM, AT) as writer:
                    entry(writer, case_id, "note")

        threads = [threading.Thread(target=save, args=(store,)) for store in (one, two, one)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(views.entries(one, case_id)) == 2 + 90
        assert one.verify_journal() == []


def test_a_turn_held_too_long_is_busy_and_nothing_is_left_behind(tmp_path: Path) -> None:
    with new_store(tmp_path) as one, Store.open(one.path, wait=0.1) as two:
        with one.writing(SAM, AT), pytest.raises(Busy, match=r"0\.1 seconds"), two.writing(SAM, AT):
            pass
        with two.writing(SAM, AT) as writer:
            writer.add_person("Kim")


HOLDER = """
import sys, time
from pathlib import Path
from sharedlives_tui.store.queue import Deadline, queue_for
with queue_for(Path(sys.argv[1])).turn(Deadline(30)):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_turn_held_by_another_process_is_busy_then_free(tmp_path: Path) -> None:
    with new_store(tmp_path, wait=0.2) as store:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(store.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        begun = time.monotonic()
        with pytest.raises(Busy), store.writing(SAM, AT):
            pass
        assert time.monotonic() - begun < 5
        with pytest.raises(Busy), store.writing(SAM, AT):  # the one who gave up does not hold up the next
            pass
        holder.kill()  # the kernel gives the lock back
        holder.wait()
        holder.stdin.close()
        holder.stdout.close()
        store.wait = 30.0
        with store.writing(SAM, AT) as writer:
            writer.add_person("Kim")
        assert store.verify_journal() == []


def test_one_waits_longer_while_others_have_their_turns(tmp_path: Path) -> None:
    """A machine with much to do gives everybody a turn, if late: nobody is told to try again."""
    with new_store(tmp_path, wait=0.3) as store:
        words = [sys.executable, "-c", HOLDER, str(store.path)]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as holder:
            assert holder.stdin is not None
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"

            def others_have_turns() -> None:
                for _ in range(20):
                    time.sleep(0.05)
                    os.utime(f"{store.path}-queue")
                holder.kill()

            others = threading.Thread(target=others_have_turns)
            begun = time.monotonic()
            others.start()
            with store.writing(SAM, AT) as writer:
                writer.add_person("Kim")
            assert time.monotonic() - begun > 0.9
            others.join()
        assert store.verify_journal() == []


def test_a_turn_marks_the_small_file(tmp_path: Path) -> None:
    queue = queue_for(tmp_path / "office.db")
    with queue.turn(Deadline(1)):
        os.utime(queue.side_file, (0, 0))
    assert queue.side_file.stat().st_mtime > 0
    leave(queue)


def test_nobody_waits_for_ever_though_others_have_their_turns() -> None:
    deadline = Deadline(0.1)
    deadline._began -= LONGEST
    assert not deadline.renew()
    assert deadline.left() == 0
    assert deadline.waited == LONGEST


def test_the_side_file_is_closed_by_its_last_user(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    queue = queue_for(path)
    assert queue_for(path) is queue
    with queue.turn(Deadline(1)):
        pass
    leave(queue)
    with queue.turn(Deadline(1)):
        pass
    leave(queue)
    other = queue_for(path)
    assert other is not queue
    leave(other)


@pytest.mark.parametrize("shared", [True, False], ids=["with locks", "without locks"])
def test_a_crowd_on_one_case_loses_nothing(tmp_path: Path, shared: bool) -> None:
    script = ["benchmarks/kill_writers.py", "crowd", "--processes", "8", "--saves", "12"]
    if not shared:
        code = f"import sys, runpy; sys.modules['fcntl'] = None; sys.argv = {script!r}; runpy.run_path({script[0]!r}, "
        script = ["-c", code + "run_name='__main__')"]
    result = run(*script)
    assert result.returncode == 0, result.stderr + result.stdout
    found = json.loads(result.stdout)
    assert (found["acknowledged"], found["lost"], found["busy"]) == (96, 0, 0)


def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    result = run("benchmarks/kill_writers.py", "kill", "--rounds", "8")
    assert result.returncode == 0, result.stderr + result.stdout
    found = json.loads(result.stdout)
    assert found["killed"] == 32
    assert found["acknowledged"] > 0
    assert (found["lost"], found["halves"], found["journal"], found["file"]) == (0, [], [], [])


def test_without_the_kernels_locks_everything_still_works(tmp_path: Path) -> None:
    code = """
    import sys
    sys.modules["fcntl"] = None
    from pathlib import Path
    from sharedlives_tui.store import Busy, Store, queue
    from tests.store_kit import AT, SAM, new_store, open_case
    assert not queue.HAS_LOCKS
    with new_store(Path(sys.argv[1]), wait=0.3) as store, Store.open(store.path, wait=0.3) as other:
        with store.writing(SAM, AT) as writer:
            open_case(writer)
        with store.writing(SAM, AT):
            try:
                with other.writing(SAM, AT):
                    raise SystemExit("two wrote at once")
            except Busy:
                pass
        assert store.verify_journal() == [] and store.check_file() == []
    assert not list(Path(sys.argv[1]).glob("*-queue"))
    """
    result = run("-W", "error", "-c", textwrap.dedent(code), str(tmp_path))
    assert result.returncode == 0, result.stderr


def test_a_disk_without_locks_falls_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    with new_store(tmp_path) as store:
        monkeypatch.setattr(fcntl, "lockf", refuse)
        with store.writing(SAM, AT) as writer:
            writer.add_person("Kim")
        assert store.verify_journal() == []


# -- the same case, by two people -------------------------------------------------------------------------------


def test_a_stale_form_is_a_conflict_and_changes_nothing(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        with store.writing(SAM, AT) as writer:
            person = writer.add_person(SAM)
            case_id, ref = open_case(writer, title="Bell")
        mine = views.case_by_ref(store, known(person), ref)
        assert isinstance(mine, CaseRow)
        with store.writing("Kim", AT) as writer:
            entry(writer, case_id, "note", text="from Kim")
            assert writer.save_case(mine) == mine.version + 1

        def save_mine() -> None:
            with store.writing(SAM, AT) as writer:
                entry(writer, case_id, "note", text="from Sam")
                writer.save_case(mine)

        with pytest.raises(Conflict) as refused:
            save_mine()
        conflict = refused.value
        assert (conflict.ref, conflict.yours, conflict.theirs) == (ref, mine.version, mine.version + 1)
        assert "Your text is kept" in str(conflict)
        texts = [each.body["values"].get("text") for each in views.entries(store, case_id) if each.act == "note"]
        assert texts == ["from Kim"]


def test_saving_a_case_that_is_not_there(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        with pytest.raises(LookupError), store.writing(SAM, AT) as writer:
            writer.save_case(CaseRow(9, "CO-0009", "complaint", DIGEST, DAY, 0))
        with pytest.raises(LookupError), store.writing(SAM, AT) as writer:
            writer.case_version(9)
        with pytest.raises(LookupError), store.writing(SAM, AT) as writer:
            writer.replace_limits(9, [])
