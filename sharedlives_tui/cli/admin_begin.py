"""`admin setup`, `admin begin`, `admin example`: how a shared server begins."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from sharedlives_tui import office, resources
from sharedlives_tui.access import Roles
from sharedlives_tui.cli.admin import config_option, handed_over, must_be_the_owner, told, told_plainly
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.parsing import one_of
from sharedlives_tui.clock import Clock
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.serving.config import read_server
from sharedlives_tui.serving.key_list import read_list
from sharedlives_tui.serving.keys import read_key
from sharedlives_tui.serving.setting_up import EXAMPLES, CannotSetUp, set_up
from sharedlives_tui.serving.users import add_user, add_user_key, must_be_an_account
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.workdays import NATIONS

NEXT = """\
Next, read /etc/sharedlives/server.toml, let sshd read its lines, and begin the office:
  sshd -t && systemctl reload ssh
  office admin begin ida - --scheme "Harbour Shared Lives" --as "Ida Marsh" < ida.pub"""


# ---------------------------------------------------------------- the server


def _nothing(_parser: argparse.ArgumentParser) -> None:
    """No options of its own."""


def _set_up(call: Call) -> int:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise Refused(Problem("as", "", "Only root can make an account and files of the system. Run it as root."))
    made = []
    try:
        for line in set_up(Path("/")):
            made.append(line)
            if not call.json:
                call.out.line(line)
    except CannotSetUp as error:
        raise StoreError(str(error)) from None
    if call.json:
        call.out.data({"done": made})
    else:
        call.out.line()
        call.out.block(NEXT)
    return 0


# ---------------------------------------------------------------- the office


def _begin_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("account", metavar="ACCOUNT", help="as whoever begins it signs in: ida")
    parser.add_argument("key", metavar="KEY", help="the file of their public key, or - for what is piped in")
    parser.add_argument("--scheme", required=True, metavar="NAME", help="the scheme's name, as letters have it")
    parser.add_argument("--nation", type=one_of(*NATIONS), default="england", metavar="NATION", help=", ".join(NATIONS))
    parser.add_argument(
        "--office", type=one_of(*office.KINDS), default="scheme", metavar="KIND", help=" or ".join(office.KINDS)
    )
    ours = [role for role in Roles.load().names if Roles.load().is_office(role)]
    parser.add_argument(
        "--role", type=one_of(*ours), default="officer", metavar="ROLE", help="what they do there besides (officer)"
    )
    config_option(parser)


def _begin(call: Call) -> int:
    """The office of the settings, its first administrator, and their key: all is looked at before anything is made."""
    args = call.args
    if call.options.database is not None or call.options.as_name is None:
        raise WrongUsage('admin begin takes --as "NAME", who begins the office, and no --database')
    with told_plainly():
        server = read_server(args.config)
        if "://" in server.office:
            raise StoreError("An office in a database is begun by its owner. docs/postgresql.md says how.")
        must_be_the_owner(server)
        must_be_an_account(args.account)
        read_list(server)
        key = read_key(handed_over(args.key))
        desk = office.create_office(
            server.office,
            name=args.scheme,
            nation=args.nation,
            kind=args.office,
            by_name=call.who,
            by_role=args.role,
            clock=Clock(),
        )
        try:
            person = add_user(desk, args.account, desk.recorder, (), None)
            add_user_key(desk, server, args.account, key)
        finally:
            desk.store.close()
    words = f"{args.scheme} begins in {server.office}. {call.who} is its administrator, number {person}: "
    told(
        call,
        {"database": server.office, "administrator": person, "account": args.account, "key": key.fingerprint},
        f"{words}{args.account} comes in by this key: {key.fingerprint}",
    )
    return 0


# ---------------------------------------------------------------- files to begin with


def _example_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="one of them; without it, their names")


def _example(call: Call) -> int:
    names = [file.name for file in resources.list_files(EXAMPLES, "")]
    if call.args.name is None:
        call.out.block("\n".join(names))
    elif call.args.name in names:
        call.out.block(resources.read_text(EXAMPLES, call.args.name).rstrip("\n"))
    else:
        raise Refused(Problem("name", "", f"There is no example {call.args.name}. There are: {', '.join(names)}."))
    return 0


JOBS = {
    "admin setup": Job(_nothing, _set_up),
    "admin begin": Job(_begin_arguments, _begin),
    "admin example": Job(_example_arguments, _example),
}
