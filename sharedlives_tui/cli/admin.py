"""`admin`: what the operator of a shared server does: people, their keys, a look at everything, files to begin with."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sharedlives_tui.account import system_user
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.output import counted, listed
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.serving.config import PLACE, BadServer, Server, read_server
from sharedlives_tui.serving.key_list import NotAdded, line_of, read_list, strays
from sharedlives_tui.serving.keys import LONGEST, BadKey, read_key
from sharedlives_tui.serving.users import (
    User,
    add_user,
    add_user_key,
    disable_user,
    remove_user_keys,
    unlike,
    users,
    write_user_keys,
)
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.store.moved import whereabouts


def config_option(parser: argparse.ArgumentParser) -> None:
    """Where the server's settings lie."""
    parser.add_argument("--config", metavar="FILE", default=PLACE, help=f"the server's settings (default: {PLACE})")


@contextmanager
def told_plainly() -> Iterator[None]:
    """What is wrong with a server or a key is no fault of ours: it is told in words. Raises StoreError, Refused."""
    try:
        yield
    except BadServer as error:
        raise StoreError(str(error)) from None
    except (NotAdded, BadKey) as error:
        raise Refused(Problem("key", "", str(error))) from None


@contextmanager
def _opened(call: Call) -> Iterator[tuple[Desk, Server]]:
    """The office of the server, and its settings. Raises StoreError, WrongUsage."""
    if call.options.database is not None:
        raise WrongUsage("admin takes the office that the server's settings name: --config FILE, and no --database")
    with told_plainly():
        server = read_server(call.args.config)
        must_be_the_owner(server)
        with Call(call.options._replace(database=server.office), call.out, call.args).desk() as desk:
            yield desk, server


def must_be_the_owner(server: Server) -> None:
    """Raises StoreError for another account than the one that owns the office: its files would belong to both."""
    for each in (Path(server.people), Path(server.office)):
        if hasattr(os, "geteuid") and each.exists() and each.stat().st_uid != os.geteuid():
            words = f"{each} belongs to {each.owner()}, and you are {system_user()}. Nothing was changed."
            raise StoreError(f"{words} Run it as that account: runuser -u {each.owner()} -- sharedlives admin ...")


# ---------------------------------------------------------------- people


def _user_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("do", metavar="add|disable|list", choices=("add", "disable", "list"))
    parser.add_argument("account", metavar="ACCOUNT", nargs="?", help="as they sign in: alice")
    parser.add_argument("name", metavar="NAME", nargs="?", help="of the office's list: a number (P-12) or the name")
    parser.add_argument("--role", action="append", default=[], metavar="ROLE", help="a role that they get; repeat it")
    parser.add_argument("--from", dest="first", metavar="DATE", help="the first day of the roles (default: today)")
    config_option(parser)


def _user(call: Call) -> int:
    args = call.args
    if (args.do == "list") != (args.account is None) or (args.do == "add") != (args.name is not None):
        raise WrongUsage("admin user is followed by: add ACCOUNT NAME, disable ACCOUNT, or list")
    with _opened(call) as (desk, server):
        if args.do == "list":
            return _tell_users(call, users(desk, server))
        if args.do == "add":
            first = call.day(args.first, "--from", desk)
            person = add_user(desk, args.account, args.name, tuple(args.role), first)
            words = f"{args.account} comes in as {args.name} ({person}). Next, their key: "
            words += f"sharedlives admin key add {args.account} FILE.pub"
            data = {"account": args.account, "person": person}
        else:
            gone = disable_user(desk, server, args.account)
            words = f"{args.account} comes in no more: {counted(gone, 'key')} taken away. Who is in is out in a minute."
            data = {"account": args.account, "keys": gone}
    told(call, data, words)
    return 0


def told(call: Call, data: object, words: str) -> None:
    """Tell what was done: the data as JSON, or the words."""
    if call.json:
        call.out.data(data)
    else:
        call.out.line(words)


def _tell_users(call: Call, found: list[User]) -> int:
    if call.json:
        rows = [each._asdict() | {"keys": [key.fingerprint for key in each.keys]} for each in found]
        call.out.data(rows)
        return 0
    for each in found:
        who = f"{each.name} ({each.person}), {listed(each.roles, 'no role today')}" if each.person else "nobody's"
        call.out.line(f"{each.account}: {who}; {counted(len(each.keys), 'key') if each.keys else 'no key'}")
    if not found:
        call.out.line("Nobody comes in yet. Begin with: sharedlives admin user add ACCOUNT NAME")
    return 0


# ---------------------------------------------------------------- keys


def _key_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("do", metavar="add|remove|list|write", choices=("add", "remove", "list", "write"))
    parser.add_argument("account", metavar="ACCOUNT", nargs="?", help="whose key it is")
    parser.add_argument(
        "key",
        metavar="KEY",
        nargs="?",
        help="add: the file of the public half, or - for what is piped in; remove: its mark",
    )
    parser.add_argument("--all", action="store_true", help="remove: every key of the account")
    config_option(parser)


def _key(call: Call) -> int:
    args = call.args
    usage = (
        "admin key is followed by: add ACCOUNT FILE, remove ACCOUNT SHA256:..., remove ACCOUNT --all, list, or write"
    )
    wanted = {"add": 2, "remove": 1 if args.all else 2, "list": None, "write": 0}[args.do]
    given = bool(args.account) + bool(args.key)
    if (wanted is not None and given != wanted) or (args.all and args.do != "remove") or (wanted is None and given > 1):
        raise WrongUsage(usage)
    with _opened(call) as (desk, server):
        if args.do == "list":
            return _tell_keys(call, server, args.account)
        if args.do == "add":
            key = read_key(handed_over(args.key))
            add_user_key(desk, server, args.account, key)
            words, data = f"{args.account} comes in by this key: {key.fingerprint}", {"key": key.fingerprint}
        elif args.do == "remove":
            count = remove_user_keys(desk, server, args.account, "" if args.all else args.key)
            words, data = f"{counted(count, 'key')} of {args.account} taken away.", {"keys": str(count)}
        else:
            count = write_user_keys(desk, server)
            words, data = f"{counted(count, 'line')} written anew into {server.keys}.", {"keys": str(count)}
    told(call, {"account": args.account or "", **data}, words)
    return 0


def handed_over(named: str) -> str:
    """Return the text of a key's file, or what is piped in. Raises OSError."""
    if named == "-":
        return sys.stdin.read(LONGEST + 1)
    with Path(named).expanduser().open(encoding="utf-8", errors="replace") as file:
        return file.read(LONGEST + 1)


def _tell_keys(call: Call, server: Server, account: str | None) -> int:
    found = [each for each in read_list(server) if account in (None, each.account)]
    if call.json:
        rows = [{"account": each.account, "type": each.key.type, "key": each.key.fingerprint} for each in found]
        call.out.data(rows)
        return 0
    for each in found:
        call.out.line(f"{each.account}: {each.key.fingerprint} ({each.key.type})")
    if not found:
        call.out.line("There is no key. Add one: sharedlives admin key add ACCOUNT FILE.pub")
    return 0


def _keys_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "mark", metavar="SHA256:...", nargs="?", help="only the line of this key, as sshd's %%f names it"
    )
    config_option(parser)


def _keys(call: Call) -> int:
    """For AuthorizedKeysCommand, and for a list that root installs: the lines, and nothing else."""
    with told_plainly():
        server = read_server(call.args.config)
        for each in read_list(server):
            if call.args.mark in (None, each.key.fingerprint):
                call.out.line(line_of(server, each))
    return 0


# ---------------------------------------------------------------- the server as a whole


def _check(call: Call) -> int:
    found = []
    with _opened(call) as (desk, server):
        found += [str(each) for each in server.wrong_modes()]
        where = whereabouts(desk.store.fetch)
        if where.gone:
            at = where.moved_to
            found.append(f'The office was moved to {at}. Name it there: office = "{at}" in {server.place}')
        elif where.why_read_only:
            found.append(f"Nobody can record: {where.why_read_only}. {where.way_on(server.office)}")
        again = f"sharedlives admin key write --config {server.place}"
        found += [f"A key of {each} runs another program than the settings say: {again}" for each in strays(server)]
        found += [
            f"The keys of {each} are others than those that were added here. Look at them: sharedlives admin key list "
            f"{each}. Then begin anew: sharedlives admin key remove {each} --all"
            for each in unlike(desk, server)
        ]
        for each in users(desk, server):
            if each.keys and not each.person:
                found.append(f"{each.account} has a key and is nobody's: sharedlives admin user disable {each.account}")
            elif each.keys and not each.let_in:
                words = "holds no role of the office today: they are not let in."
                found.append(f"{each.account} has a key and {each.name} {words}")
    told(
        call, {"problems": found}, "\n".join(found) or "All is as it should be: nobody else reads or changes its files."
    )
    return 1 if found else 0


JOBS = {
    "admin user": Job(_user_arguments, _user),
    "admin key": Job(_key_arguments, _key),
    "admin keys": Job(_keys_arguments, _keys),
    "admin check": Job(config_option, _check),
}
