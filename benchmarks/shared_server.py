"""Many people at work over SSH: sign-ins at a rate, saves through real sessions, lines that are cut while one types.

    python -m benchmarks.shared_server                          40 people, 3 saves each
    python -m benchmarks.shared_server --people 6 --saves 2     a small one

A real sshd on loopback, one key a person, the forced command of `sharedlives admin key`. Each person opens a case that
a few others work on too, adds notes (and records theirs as well where somebody else was quicker), types half a note,
and is cut off. Status 1 where an acknowledged note or a draft is lost.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from sharedlives_tui import reading
from sharedlives_tui.office import add_person
from sharedlives_tui.store import views
from tests.desks import open_complaint
from tests.servers import office_kit
from tests.servers.office_kit import SharedServer, shared_server
from tests.servers.ssh_kit import service_account
from tests.terminal_kit import Terminal

RATE = 4.0
"""Sign-ins a second."""
TOGETHER = 5
"""People who work on one case."""
PATIENCE = 300.0


@dataclass
class Person:
    """One of them, and what they saw."""

    account: str
    ref: str
    first_picture: float = 0.0
    saves: list[float] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Notes that the program said were recorded."""
    half: str = ""
    conflicts: int = 0
    trouble: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it and print the figures; return 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--saves", type=int, default=3)
    told = parser.parse_args(arguments)
    with service_account() as account, shared_server(account) as server:
        people = _let_in(server, told.people)
        threads = [threading.Thread(target=_works, args=(server, each, told.saves)) for each in people]
        for each in threads:
            each.start()
            time.sleep(1 / RATE)
        for each in threads:
            each.join()
        return _tell(server, people)


def _let_in(server: SharedServer, count: int) -> list[Person]:
    """Add so many people with an account and a key each, and the cases that they work on."""
    refs = ["CO-0001"]
    while len(refs) * TOGETHER < count:
        refs.append(open_complaint(server.desk).ref)
    found = []
    for number in range(count):
        account = f"desk{number}"
        add_person(server.desk, f"Desk {number:02}", [("officer", None, None)])
        office_kit.WHO[account] = f"Desk {number:02}"
        found.append(Person(account, refs[number % len(refs)]))
    server.let_in_quickly(*(each.account for each in found))
    return found


def _works(server: SharedServer, person: Person, saves: int) -> None:
    """What one of them does, in a thread."""
    began = time.perf_counter()
    try:
        with server.sshd.sign_in(server.keys[person.account], quiet=0.05) as terminal:  # type: ignore[arg-type]
            terminal.sees("[1 Today]", seconds=PATIENCE)
            person.first_picture = time.perf_counter() - began
            terminal.press("/")
            terminal.sees("Find", seconds=PATIENCE)
            terminal.press(person.ref)
            terminal.sees(f"{person.ref} ", seconds=PATIENCE)
            terminal.press("down", "enter")
            terminal.sees("What to do next", person.ref, seconds=PATIENCE)
            for number in range(saves):
                _saves(terminal, person, f"{person.account} says {number}.")
            person.half = f"{person.account} had begun to"
            _begins(terminal, person.half)
            terminal.kill()
    except AssertionError as error:
        person.trouble = str(error)


def _begins(terminal: Terminal, words: str) -> None:
    terminal.press("a")
    terminal.is_at("Note", seconds=PATIENCE)
    terminal.press(words)
    terminal.sees(words, seconds=PATIENCE)


def _saves(terminal: Terminal, person: Person, words: str) -> None:
    _begins(terminal, words)
    began = time.perf_counter()
    terminal.press("ctrl+s")
    while "r Record step" not in (seen := terminal.glance()) or "─ Add a note ─" in seen:
        if "Yours, not recorded" in seen:
            person.conflicts += 1
            terminal.press("r")
            while "Yours, not recorded" in terminal.glance():
                assert time.perf_counter() - began < PATIENCE, terminal.seen()
        assert time.perf_counter() - began < PATIENCE, seen
    person.saves.append(time.perf_counter() - began)
    person.kept.append(words)


# -- the figures ----------------------------------------------------------------------------------------------------


def _tell(server: SharedServer, people: Sequence[Person]) -> int:
    time.sleep(2)  # what the last cut line had kept
    notes = _notes(server, {each.ref for each in people})
    lost = [words for each in people for words in each.kept if notes.count(words) != 1]
    drafts = _drafts(server, people)
    gone = [each.account for each in people if each.half and each.half not in drafts]
    saves = sorted(took for each in people for took in each.saves)
    pictures = sorted(each.first_picture for each in people if each.first_picture)
    rows = {
        "people at work": len(pictures),
        "first picture, p50 / p95 in s": _spread(pictures),
        "notes acknowledged": len(saves),
        "of these lost or doubled": len(lost),
        "conflicts shown": sum(each.conflicts for each in people),
        "a save with its screens, p50 / p95 in s": _spread(saves),
        "lines cut while typing": sum(1 for each in people if each.half),
        "drafts lost": len(gone),
        "people who got stuck": sum(1 for each in people if each.trouble),
    }
    for name, value in rows.items():
        print(f"{name}: {value}")
    for each in people:
        if each.trouble:
            print(f"{each.account}: {each.trouble}", file=sys.stderr)
    return 1 if lost or gone or rows["people who got stuck"] else 0


def _spread(values: Sequence[float]) -> str:
    if len(values) < 2:
        return "too few"
    parts = statistics.quantiles(values, n=20, method="inclusive")
    return f"{parts[9]:.2f} / {parts[18]:.2f}"


def _notes(server: SharedServer, refs: set[str]) -> list[str]:
    """The text of every note of these cases."""
    found = []
    for ref in refs:
        for entry in reading.case_view(server.desk, ref).entries:
            text = entry.values.get("text", "")
            found.append(text if isinstance(text, str) else "")
    return found


def _drafts(server: SharedServer, people: Sequence[Person]) -> str:
    found = []
    for each in people:
        person = server.person_of(each.account)
        found += [row.body for row in views.drafts(server.desk.store, person)]
    return " ".join(found)


if __name__ == "__main__":
    sys.exit(main())
