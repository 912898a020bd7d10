"""Libraries are loaded without what we have no use for, and what was left out is there for whoever asks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.store_kit import new_store


def run(source: str, *words: str) -> str:
    ran = subprocess.run([sys.executable, "-c", source, *words], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_a_module_that_was_put_off_is_the_real_one_once_it_is_used() -> None:
    source = """
import sys
from sharedlives_tui.lean import load
load("statistics", later=("random", "fractions"), without=("_statistics",))
assert not {"random", "fractions", "_statistics"} & set(sys.modules)
import statistics
print(statistics.Fraction(1, 3), statistics.Fraction.from_float(0.5), statistics.NormalDist().mean, end=" ")
import fractions, random
print(statistics.Fraction(1, 3) == fractions.Fraction(1, 3), isinstance(random.random(), float))
"""
    assert run(source) == "1/3 1/2 0.0 True True"


def test_what_is_loaded_stays_as_it_is() -> None:
    source = """
import sys, random, statistics
from sharedlives_tui.lean import load
load("statistics", later=("random",))
load("tomllib", later=("random",), without=("statistics",))
print(sys.modules["random"] is random, sys.modules["statistics"] is statistics)
"""
    assert run(source) == "True True"


def test_saving_asks_no_other_package_to_take_part(tmp_path: Path) -> None:
    source = """
import sys
from datetime import UTC, datetime
from sharedlives_tui.store import Store
with Store.open(sys.argv[1]) as store:
    store.make_ready()
    with store.writing("Sam", datetime(2026, 11, 24, 9, tzinfo=UTC)) as writer:
        writer.add_person("Kim")
print(*sorted({"importlib.metadata", "email", "zipfile", "secrets", "hmac"} & set(sys.modules)))
"""
    with new_store(tmp_path) as store:
        path = store.path
    assert run(source, str(path)) == ""


def test_threads_that_need_a_library_at_once_all_get_it_whole(tmp_path: Path) -> None:
    (tmp_path / "slow_library.py").write_text("import time\ntime.sleep(0.3)\nwhole = True\n", "utf-8")
    source = """
import sys, threading, time
sys.path.insert(0, sys.argv[1])
from sharedlives_tui.lean import load
found = []
def need():
    load("slow_library")
    found.append(hasattr(sys.modules["slow_library"], "whole"))
threads = [threading.Thread(target=need) for _ in range(3)]
for each in threads:
    each.start()
    time.sleep(0.05)
for each in threads:
    each.join()
print(found)
"""
    assert run(source, str(tmp_path)) == "[True, True, True]"
