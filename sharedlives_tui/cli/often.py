"""`often`: texts that the scheme uses often, each for one field of a procedure."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from sharedlives_tui import often_used
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.often_used import OftenUsed

_PLACE = 'the procedure, the step (or *), the field: "complaint, acknowledge, support"'


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="PROCEDURE", nargs="?", default="", help="only those of this procedure")
    parser.add_argument("--step", metavar="STEP", default="", help="only those that fit this step of it")


def _list(call: Call) -> int:
    with call.desk() as desk:
        found = often_used.often_used(desk, call.args.kind, call.args.step)
        if not call.args.step and call.args.kind:
            found = [each for each in often_used.often_used(desk) if each.kind == call.args.kind]
    return _tell(call, found)


def _tell(call: Call, found: Sequence[OftenUsed]) -> int:
    if call.json:
        call.out.data([each._asdict() for each in found])
        return 0
    for each in found:
        call.out.line(f"{each.id}. {each.name} ({each.place})")
        call.out.line(each.text, 3)
    if not found:
        call.out.line("No text is kept. Keep one: sharedlives often add NAME PLACE TEXT")
    return 0


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="what it is called in the list")
    parser.add_argument("place", metavar="PLACE", help=_PLACE)
    parser.add_argument("text", metavar="TEXT", help="the text, as it is put into the field")
    _why(parser)


def _add(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        made = often_used.add(desk, args.name, often_used.place_named(desk, args.place), args.text, args.reason)
    return _tell_one(call, made, f"{made.id}. {made.name}: kept for {made.place}.")


def _change_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", type=int, help="as often list shows it")
    parser.add_argument("--name", metavar="NAME", help="another name")
    parser.add_argument("--text", metavar="TEXT", help="other words")
    _why(parser)


def _change(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        now = often_used.numbered(desk, args.number)
        name, text = (now.name if args.name is None else args.name), (now.text if args.text is None else args.text)
        made = often_used.change(desk, args.number, name, text, args.reason)
    return _tell_one(call, made, f"{made.id}. {made.name}: changed. Letters that were written keep their words.")


def _retire_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", type=int, help="as often list shows it")
    _why(parser)


def _retire(call: Call) -> int:
    with call.desk() as desk:
        gone = often_used.retire(desk, call.args.number, call.args.reason)
    return _tell_one(call, gone, f"{gone.name}: offered no more.")


def _tell_one(call: Call, made: OftenUsed, words: str) -> int:
    if call.json:
        call.out.data(made._asdict())
    else:
        call.out.line(words)
    return 0


def _why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", metavar="WORDS", default="", help="why; it stands in the journal")


JOBS = {
    "often list": Job(_list_arguments, _list),
    "often add": Job(_add_arguments, _add),
    "often change": Job(_change_arguments, _change),
    "often retire": Job(_retire_arguments, _retire),
}
