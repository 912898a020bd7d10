"""`person login`: which account of this computer opens the office as whom."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from sharedlives_tui import office
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.desk import Desk
from sharedlives_tui.settings import accounts
from sharedlives_tui.store import register, views
from sharedlives_tui.store.rows import person_number


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="the person: a number, like P-12, or the exact name")
    parser.add_argument("user", nargs="?", metavar="USER", help="the account, as the computer has it: whoami tells it")
    parser.add_argument("--remove", metavar="USER", help="an account that is nobody's from now on")


def _run(call: Call) -> int:
    args = call.args
    if (args.name is None) != (args.user is None) or (args.name is not None and args.remove is not None):
        raise WrongUsage("person login is followed by NAME USER, by --remove USER, or by nothing for the list")
    with call.desk() as desk:
        if args.remove is not None:
            office.forget_account(desk, args.remove)
            words = f"{args.remove} is nobody's account from now on."
        elif args.name is not None:
            before = accounts(views.settings(desk.store)).get(clean_line(args.user))
            person = office.set_account(desk, args.name, args.user)
            names = _names(desk, (person, before or person))
            words = f"The account {args.user} opens this office as {names[person]} ({person}) from now on"
            words += f", and not as {names.get(before, before)} any more." if before not in (None, person) else "."
        else:
            words = ""
        return _tell(call, desk, words)


def _tell(call: Call, desk: Desk, words: str) -> int:
    """Tell what was done; without words the whole list. As JSON it is the list, as it now is."""
    found = accounts(views.settings(desk.store))
    names = _names(desk, found.values())
    if call.json:
        call.out.data([{"user": user, "id": who, "name": names.get(who, who)} for user, who in sorted(found.items())])
        return 0
    if words:
        call.out.line(words)
        return 0
    for user, who in sorted(found.items()):
        call.out.line(f"{user}: {names.get(who, who)} ({who})")
    if not found:
        call.out.line("No account of this computer is known: everybody says who they are with --as NAME.")
    return 0


def _names(desk: Desk, people: Iterable[str]) -> dict[str, str]:
    numbers = [number for number in map(person_number, people) if number is not None]
    return {f"P-{number}": name for number, name in register.names(desk.store, numbers).items()}


JOBS = {"person login": Job(_arguments, _run)}
