"""`settings list` and `settings set`: the office's own numbers, kept in its file."""

from __future__ import annotations

import argparse

from sharedlives_tui import office
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import listed
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.settings import DEFAULTS
from sharedlives_tui.store import views


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def _list(call: Call) -> int:
    with call.desk() as desk:
        kept = views.settings(desk.store)
    rows = [{"name": name, "value": kept.get(name, default), "default": default} for name, default in DEFAULTS.items()]
    if call.json:
        call.out.data(rows)
        return 0
    for row in rows:
        call.out.line(f"{row['name']}: {row['value']} ({row['default']} unless changed)")
    return 0


def _set_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="as settings list names it")
    parser.add_argument("value", metavar="NUMBER", help="a whole number")


def _set(call: Call) -> int:
    name, value = call.args.name, call.args.value
    if name not in DEFAULTS:
        words = f"There is no setting {name}. There are: {listed([*DEFAULTS])}."
        raise Refused(Problem(name, "", words))
    with call.desk() as desk:
        office.put_setting(desk, name, value)
    if call.json:
        call.out.data({"name": name, "value": value, "default": DEFAULTS[name]})
    else:
        call.out.line(f"{name}: {value} from now on.")
    return 0


JOBS = {"settings list": Job(_no_arguments, _list), "settings set": Job(_set_arguments, _set)}
