"""`init`: start an office, without a question."""

from __future__ import annotations

import argparse

from sharedlives_tui import office
from sharedlives_tui.access import Roles
from sharedlives_tui.account import system_user
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.options import office_place
from sharedlives_tui.cli.parsing import one_of
from sharedlives_tui.clock import Clock
from sharedlives_tui.store.errors import PracticeOnly
from sharedlives_tui.workdays import NATIONS


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scheme", required=True, metavar="NAME", help="the scheme's name, as letters have it")
    parser.add_argument(
        "--nation",
        type=one_of(*NATIONS),
        default="england",
        metavar="NATION",
        help=f"whose bank holidays count: {', '.join(NATIONS)} (default: england)",
    )
    parser.add_argument(
        "--office",
        type=one_of(*office.KINDS),
        default="scheme",
        metavar="KIND",
        help=f"{' or '.join(office.KINDS)} (default: scheme)",
    )
    ours = [role for role in Roles.load().names if Roles.load().is_office(role)]
    parser.add_argument(
        "--role",
        type=one_of(*ours),
        default="officer",
        metavar="ROLE",
        help="what you do there besides looking after the program; administrator for nothing else (default: officer)",
    )
    parser.add_argument("--practice", action="store_true", help="a practice office, for good")


def _run(call: Call) -> int:
    args = call.args
    day = call.given_day()
    if day is not None and not args.practice:
        raise PracticeOnly("Starting an office as on another day")
    path = office_place(call.options)
    desk = office.create_office(
        path,
        name=args.scheme,
        nation=args.nation,
        kind=args.office,
        practice=args.practice,
        by_name=call.who,
        by_role=args.role,
        account=system_user(),
        clock=Clock(day),
    )
    try:
        if call.json:
            call.out.data(
                {
                    "database": path,
                    "scheme": desk.office.name,
                    "nation": desk.office.nation,
                    "office": desk.office.kind,
                    "practice": desk.office.practice,
                    "administrator": desk.recorder,
                    "account": system_user(),
                }
            )
        else:
            call.out.line(f"{desk.office.name} begins in {path}.")
            call.out.line(f"{desk.viewer.name} is its administrator, number {desk.recorder}.")
            if desk.viewer.name != system_user():
                call.out.line(f"The account {system_user()} of this computer opens it as {desk.viewer.name}.")
    finally:
        desk.store.close()
    return 0


JOBS = {"init": Job(_arguments, _run)}
