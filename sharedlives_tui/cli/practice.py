"""`demo` and `scenario`: a practice office with made-up people, and stories that prove a procedure."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from sharedlives_tui.cli.call import Call, Job, data_folder, path_of
from sharedlives_tui.cli.output import counted
from sharedlives_tui.cli.parsing import whole_number
from sharedlives_tui.cli.screens import has_screen, open_screens
from sharedlives_tui.clock import Clock
from sharedlives_tui.store import Store
from sharedlives_tui.store.errors import PracticeOnly

CASES = 60
SEED = 1


def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=whole_number(1, 1_000_000), default=CASES, metavar="N", help="how many cases")
    parser.add_argument("--seed", type=whole_number(0, 999_999_999), default=SEED, metavar="S", help="another draw")
    parser.add_argument("--no-open", action="store_true", help="only make it; do not open the screens")


def _demo(call: Call) -> int:
    args, options = call.args, call.options
    path = path_of(options.database) if options.database is not None else data_folder() / "practice.db"
    made = not path.exists()
    if made:
        from sharedlives_tui import demo

        path.parent.mkdir(parents=True, exist_ok=True)
        demo.make(path, args.cases, args.seed, Clock(call.given_day()).today())
    else:
        with Store.open(path) as store:
            if not store.office.practice:
                raise PracticeOnly("Opening it as a demo")
    if call.json:
        call.out.data({"database": str(path), "made": made})
        return 0
    shows = not args.no_open and has_screen()
    if not shows or made:
        office = f"A practice office with {counted(args.cases, 'case')}" if made else "The practice office, as it was,"
        call.out.line(f"{office} is in {path}.")
    if not shows:
        call.out.line(f"To open it, run in a terminal: sharedlives --database {path}")
        return 0
    return open_screens(replace(call, options=replace(options, database=str(path))))


def _scenario_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="scenario files; see docs/scenarios.md")


def _scenario(call: Call) -> int:
    from sharedlives_tui import scenarios

    differs: dict[str, list[str]] = {}
    for name in call.args.files:
        path = Path(name).expanduser()
        path.read_bytes()  # a file that is not there is told as that, and not as a scenario that differs
        try:
            differs[name] = scenarios.play_file(path)
        except scenarios.BadScenario as error:
            differs[name] = [str(error)]
    if call.json:
        call.out.data([{"file": name, "differs": lines} for name, lines in differs.items()])
    else:
        for name, lines in differs.items():
            for line in lines:
                call.out.line(f"{name}: {line}")
            if not lines:
                call.out.line(f"{name}: all agrees.")
    return 1 if any(differs.values()) else 0


JOBS = {"demo": Job(_demo_arguments, _demo), "scenario": Job(_scenario_arguments, _scenario)}
