"""`demo` and `scenario`: a practice office with made-up people, and stories that prove a procedure."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from sharedlives_tui.cli.call import Call, Job, data_folder, path_of
from sharedlives_tui.cli.parsing import one_of, whole_number
from sharedlives_tui.cli.screens import has_screen, show
from sharedlives_tui.office import KINDS

MOST_CASES = 1_000_000


def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    cases = whole_number(1, MOST_CASES)
    parser.add_argument(
        "--office",
        type=one_of(*KINDS),
        default=None,
        metavar="KIND",
        help=f"whose it is, {' or '.join(KINDS)} (default: a scheme's)",
    )
    parser.add_argument("--cases", type=cases, default=0, metavar="N", help="fill a new one up to so many cases")
    parser.add_argument(
        "--seed", type=whole_number(0, 999_999_999), default=1, metavar="S", help="another draw of those"
    )
    parser.add_argument("--no-open", action="store_true", help="only make it; do not open the screens")


def _demo(call: Call) -> int:
    from sharedlives_tui import demo

    args, options = call.args, call.options
    named = options.database
    path = path_of(named) if named is not None else data_folder() / demo.FILES[args.office or "scheme"]
    made = not path.exists()
    desk = demo.open_or_make(path, args.cases, args.seed, call.given_day(), options.as_name or "", args.office or "")
    try:
        if call.json:
            call.out.data({"database": str(path), "made": made})
            return 0
        if not args.no_open and has_screen():
            return show(desk, mouse=options.mouse)
        what = "A practice office was made" if made else "There is a practice office already"
        call.out.line(f"{what}: {path}")
        call.out.line(f"To open it, run in a terminal: sharedlives --database {shlex.quote(str(path))}")
    finally:
        desk.store.close()
    return 0


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
