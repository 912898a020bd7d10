"""Many people at work over SSH: sign-ins at a rate, saves through real sessions, lines that are cut.

    python -m benchmarks.shared_server                                        40 people, 25 saves each, 50 cuts
    python -m benchmarks.shared_server --people 6 --saves 2 --disconnects 4   a small one

A real sshd on loopback, one key a person, the forced command of `sharedlives admin key`. First somebody signs in alone;
then everybody, four a second. Each opens a case that a few others work on too, adds notes (and records theirs as well
where somebody else was quicker), loses the line while typing or in the middle of a save, comes back and looks for what
was typed. It says how far it is while it runs. Status 1 where something is lost or somebody gets stuck, and with
--strict where a time is missed: times say something on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.crowd import Person, busy_together, how_far, say, telling, together
from benchmarks.processes import above, busy, sessions
from benchmarks.report import Figure, seconds, status
from sharedlives_tui import reading
from sharedlives_tui.office import add_person
from sharedlives_tui.store import views
from tests.desks import open_complaint
from tests.servers.office_kit import SharedServer, shared_server
from tests.servers.ssh_kit import service_account

RATE = 4.0
"""Sign-ins a second."""
TOGETHER = 5
"""People who work on one case."""
ALONE = 5
"""How often somebody signs in alone."""
SETTLED = 2.0
"""Seconds after which a session has loaded what it loads later."""


class Cost(NamedTuple):
    """Seconds of the processor of one sign-in on the server: the program's, and sshd's for it."""

    first_picture: float
    program: float
    sshd: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it and print the figures; return 1 where something was lost or somebody got stuck."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=40, help="people at once (40)")
    parser.add_argument("--saves", type=int, default=25, help="notes that each records (25)")
    parser.add_argument("--think", type=float, default=2.0, help="seconds before each note, on average (2)")
    parser.add_argument("--disconnects", type=int, default=50, help="lines that are cut (50)")
    parser.add_argument("--strict", action="store_true", help="end with status 1 where a time is missed, too")
    told = parser.parse_args(arguments)
    if arguments is None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))  # so that the account and the folders go
    with service_account() as account, shared_server(account) as server:
        people = let_in(server, told.people)
        try:
            rows = [*_alone(people[0]), *_storm(people), *_notes(people, told.saves, told.think)]
            rows += _cuts(people, told.disconnects)
        finally:
            for each in people:
                each.leaves()
    say("")
    print(f"{told.people} people, {told.saves} notes each; the machine's load is {os.getloadavg()[0]:.1f}\n")
    for row in rows:
        print(row.line())
    for each in people:
        if each.trouble:
            print(f"{each.account}: {each.trouble}", file=sys.stderr)
    return 1 if any(each.trouble for each in people) else status(rows, strict=told.strict)


def let_in(server: SharedServer, count: int) -> list[Person]:
    """Add so many people with an account and a key each, and the cases that they work on."""
    say(f"Letting {count} people in")
    refs = ["CO-0001"]
    while len(refs) * TOGETHER < count:
        refs.append(open_complaint(server.desk).ref)
    found = []
    for number in range(count):
        account = f"desk{number}"
        add_person(server.desk, f"Desk {number:02}", [("officer", None, None)])
        server.who[account] = f"Desk {number:02}"
        found.append(Person(server, account, refs[number % len(refs)]))
    server.let_in_quickly(*(each.account for each in found))
    return found


# -- the four parts ---------------------------------------------------------------------------------------------------


def _alone(person: Person) -> Iterator[Figure]:
    """Somebody signs in while nobody else does, several times."""
    say(f"Signing in alone, {ALONE} times")
    pictures, answered, costs = [], [], []
    for _ in range(ALONE):
        person.signs_in()
        pictures.append(person.first_picture)
        answered.append(person.answered)
        costs.append(_cost(person))
        person.leaves()
    person.first_picture = person.answered = 0.0
    middle = statistics.median
    yield seconds("alone: from ssh to the first picture", middle(pictures), 1.0)
    yield seconds("alone: until the first key is answered", middle(answered))
    yield seconds("processor: until a key is answered", middle(each.first_picture for each in costs))
    yield seconds("processor: the whole start, all that is loaded later", middle(each.program for each in costs))
    yield seconds("processor: sshd's share of it", middle(each.sshd for each in costs))


def _cost(person: Person) -> Cost:
    """What the session of somebody who has just come in has cost so far, and when all is loaded."""
    server = person.server
    pid = sessions(server.config)[person.account][0]
    first = busy(pid)
    if person.terminal is not None:
        person.terminal.rest(SETTLED)
    return Cost(first, busy(pid), sum(map(busy, above(pid, server.sshd.pid))))


def _storm(people: Sequence[Person]) -> Iterator[Figure]:
    """Everybody signs in, four a second."""
    with telling(people, f"{len(people)} people sign in, {RATE:g} a second"):
        together(people, Person.signs_in, 1 / RATE)
    server = people[0].server
    pids = [pid for each in sessions(server.config).values() for pid in each]
    spent = sum(map(busy, pids)) + sum(busy(up) for pid in pids for up in above(pid, server.sshd.pid))
    pictures = [each.first_picture for each in people if each.answered]
    came = f"{len(people)} at {RATE:g} a second"
    yield seconds(f"{came}: to the first picture, the slowest", max(pictures, default=0.0), 3.0)
    yield Figure(f"{came}: to the first picture, p50 / p95 in s", _spread(pictures))
    answered = [each.answered for each in people if each.answered]
    yield Figure(f"{came}: until the first key is answered, p50 / p95 in s", _spread(answered))
    has = (os.cpu_count() or 1) * len(people) / RATE
    yield Figure(f"{came}: processor they took, and there was in s", f"{spent:.1f} / {has:.1f}")


def _notes(people: Sequence[Person], saves: int, think: float) -> Iterator[Figure]:
    """Everybody records notes in cases that others work on too."""
    server = people[0].server
    with telling(people, f"Each opens a case and records {saves} notes, after about {think:g} seconds each"):
        together(people, Person.opens_the_case)
        before, began = busy_together(server), time.perf_counter()
        together(people, lambda each: each.saves_notes(saves, think))
        spent, took = busy_together(server) - before, time.perf_counter() - began
    done = [each for person in people for each in person.saves]
    lost = _missing(server, people)
    yield Figure(
        "notes acknowledged, and lost or doubled", f"{len(done):,}, {len(lost)}", "0 lost", not lost, must=True
    )
    yield Figure("conflicts shown, and recorded as well", str(sum(each.conflicts for each in people)))
    yield Figure("a save with its screens, p50 / p95 in s", _spread(done))
    if done:
        yield Figure(
            "notes a second, and processor of all sessions for each in s",
            f"{len(done) / took:.1f}, {spent / len(done):.2f}",
        )


def _cuts(people: Sequence[Person], cuts: int) -> Iterator[Figure]:
    """Lines are cut, every other one in the middle of a save; everybody comes back and looks."""
    shares = {each.account: range(place, cuts, len(people)) for place, each in enumerate(people)}
    with telling(people, f"{cuts} lines are cut while somebody types or saves"):
        together(people, lambda each: [each.is_cut_off(number) for number in shares[each.account]])
    server = people[0].server
    lost = [words for each in people for words in each.lost] + _missing(server, people)
    back, recorded = sum(each.back for each in people), sum(each.recorded for each in people)
    told = f"{back} + {recorded} of {cuts}"
    yield Figure(
        "lines cut: drafts back + recorded already; the rest lost",
        told,
        f"{cuts} of {cuts}",
        back + recorded == cuts and not lost,
        must=True,
    )
    left = [each.account for each in people if views.drafts(server.desk.store, server.person_of(each.account))]
    yield Figure("drafts left behind of what is recorded", str(len(left)), "0", not left)
    yield Figure(
        "people who got stuck",
        str(sum(bool(each.trouble) for each in people)),
        "0",
        not any(each.trouble for each in people),
    )
    say(how_far(people))


# -- counting ---------------------------------------------------------------------------------------------------------


def _missing(server: SharedServer, people: Sequence[Person]) -> list[str]:
    """What the program said was recorded and is not in its case exactly once."""
    notes = []
    for ref in {each.ref for each in people}:
        notes += [each.values.get("text", "") for each in reading.case_view(server.desk, ref).entries]
    return [words for each in people for words in each.kept if notes.count(words) != 1]


def _spread(values: Sequence[float]) -> str:
    if len(values) < 2:
        return "too few"
    parts = statistics.quantiles(values, n=20, method="inclusive")
    return f"{parts[9]:.2f} / {parts[18]:.2f}"


if __name__ == "__main__":
    sys.exit(main())
