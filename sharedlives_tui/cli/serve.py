"""`serve`: the command that a key of the shared server forces. It fixes who is asking, and does a few things only."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from sharedlives_tui import shared
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.options import Options, WrongUsage
from sharedlives_tui.cli.screens import has_screen, show
from sharedlives_tui.serving.asked import FILES, GET, PUT, REMOVE, SCREENS, TODAY, Asked, NotAllowed, asked
from sharedlives_tui.serving.config import PLACE, BadServer, Server, is_account
from sharedlives_tui.serving.door import come_in, person_of
from sharedlives_tui.serving.environment import ORIGINAL

if TYPE_CHECKING:
    from sharedlives_tui.desk import Desk

REFUSED, COULD_NOT = 1, 3
CLOSED = (
    "This server lets nobody in until whoever looks after it has put it right. They are told what is wrong by: "
    "sharedlives admin check"
)
NO_TERMINAL = "The screens need a terminal: ssh -t OFFICE. Without one: today, files, get NAME, put NAME, remove NAME."
NOT_THEIRS = (
    "That file is of a case that is not open to you now. Ask a manager. To take it away: ssh OFFICE remove NAME"
)
DUMB = "This terminal cannot show screens (TERM={}). Use another one, or ask for the list as text: ssh OFFICE today"


FULL = (
    "You are signed in here {} times already, and more are not let in. Leave one of them (Ctrl+Q). A line that broke "
    "is noticed after a minute: try again then."
)


class NotIn(Exception):
    """Somebody is not let in; the words say what they can do."""


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", metavar="FILE", default=PLACE, help=f"the server's settings (default: {PLACE})")


def _run(call: Call) -> int:
    wanted = os.environ.get(ORIGINAL)
    account = _account(call.options)
    try:
        server = come_in(call.args.config, account)
    except BadServer as error:
        shared.tell_operator(str(error))
        call.out.note(CLOSED)
        return COULD_NOT
    try:
        return _served(call, server, account, wanted)
    except NotIn as error:
        call.out.note(str(error))
        return REFUSED


def _account(options: Options) -> str:
    """For whom the key's line says that it is; nothing else may be said beside it. Raises WrongUsage."""
    if options._replace(as_name=None) != Options():
        raise WrongUsage("serve takes no option but --as ACCOUNT and --config FILE: it is for the lines of keys")
    if options.as_name is None or not is_account(options.as_name):
        raise WrongUsage("serve needs an account of the server: serve --as alice. See: sharedlives admin user list")
    return options.as_name


# ---------------------------------------------------------------- who it is, and what they want


def _served(call: Call, server: Server, account: str, wanted: str | None) -> int:
    _take_place(call, server, account)
    try:
        wish = asked(wanted)
    except NotAllowed as error:
        return _not_allowed(call, server, account, error)
    if wish.what == SCREENS:
        return _screens(call, server, account)
    from sharedlives_tui import audit

    with _desk(server, account) as desk:
        audit.signed_in(desk)
        return _COMMANDS[wish.what](call, desk, server, wish)


def _take_place(call: Call, server: Server, account: str) -> None:
    """Raises NotIn for whoever is here often enough already."""
    from sharedlives_tui.serving.places import take_no_more_memory, take_place

    take_no_more_memory()
    if take_place(server.folder_of(account), server.at_once):
        return
    from sharedlives_tui.serving import journal

    if call.early is not None:
        call.early.end()  # before anything is told
    with _desk(server, account) as desk:
        journal.refused(desk, f"more than {server.at_once} sessions at once")
    raise NotIn(FULL.format(server.at_once))


def _not_allowed(call: Call, server: Server, account: str, error: NotAllowed) -> int:
    from sharedlives_tui.serving import journal

    with _desk(server, account) as desk:
        journal.refused(desk, error.kind)
    call.out.note(_addressed(str(error), server))
    return REFUSED


def _addressed(words: str, server: Server) -> str:
    """The words with the name that this server has for its people."""
    return words.replace("OFFICE", server.called)


@contextmanager
def _desk(server: Server, account: str) -> Iterator[Desk]:
    """The open office for whoever the account belongs to. Raises NotIn, StoreError."""
    from sharedlives_tui.desk import open_desk, viewer_of

    desk = open_desk(server.office, account, way=_way(account))
    try:
        found = person_of(desk.store, account)
        desk = replace(desk, viewer=viewer_of(desk.store, found or account, desk.today))
        if not found or desk.viewer.person_id is None or not desk.viewer.known:
            from sharedlives_tui.serving import journal

            journal.refused(desk, f"the account {account}, which is nobody's today")
            raise NotIn(_nobody(account))
        yield desk
    finally:
        desk.store.close()


def _nobody(account: str) -> str:
    return f"The account {account} is not in use here today. Ask whoever looks after the server."


def _way(account: str) -> str:
    """How they came in, for the journal; sshd alone says where somebody comes from, and a timer comes from nowhere."""
    return f"SSH key of {account}" if os.environ.get("SSH_CONNECTION") else f"the server itself, for {account}"


# ---------------------------------------------------------------- the screens


def _screens(call: Call, server: Server, account: str) -> int:
    if not has_screen():
        name = os.environ.get("TERM", "")[:40]
        terminal = sys.stdin is not None and sys.stdin.isatty()
        call.out.note(_addressed(DUMB.format(name) if terminal else NO_TERMINAL, server))
        return REFUSED
    gc.disable()  # until the first picture: nothing that is loaded to start is garbage
    try:
        with _desk(server, account) as desk:
            _tidy(desk, server)
            return show(desk, early=call.early)
    finally:
        if call.early is not None:
            call.early.end()  # before anything is told


def _tidy(desk: Desk, server: Server) -> None:
    from sharedlives_tui.serving.own_files import tidy

    with suppress(OSError):  # the next start finds it again
        tidy(_files(), desk.clock.now(), server.keep_days)


# ---------------------------------------------------------------- the commands


def _files() -> str:
    now = shared.session()
    assert now is not None  # noqa: S101 - serve has begun it
    return now.files


def _today(call: Call, desk: Desk, _server: Server, wish: Asked) -> int:
    from sharedlives_tui.cli.today import whole_list, write

    write(call, desk, whole_list(desk), names=not wish.name)
    return 0


def _list(call: Call, desk: Desk, server: Server, _wish: Asked) -> int:
    from datetime import UTC, datetime

    from sharedlives_tui.clock import local_day
    from sharedlives_tui.serving.own_files import listed
    from sharedlives_tui.typed_dates import say_day

    _tidy(desk, server)
    found = listed(_files())
    for each in found:
        day = say_day(local_day(datetime.fromtimestamp(each.saved_at, UTC)))
        when = f"fetched {day}, gone a day later" if each.fetched else f"saved {day}"
        call.out.line(f"{each.name}  {each.size:,} bytes, {when}")
    if not found:
        call.out.line("You have no files here. The screens save letters and copies here; put NAME sends a paper.")
    return 0


def _get(_call: Call, desk: Desk, server: Server, wish: Asked) -> int:
    from sharedlives_tui.serving import journal
    from sharedlives_tui.serving.own_files import send

    if sys.stdout.isatty():
        raise NotIn(_addressed(f"Send it into a file: ssh OFFICE get {wish.name} > {wish.name}", server))
    if not journal.is_open(desk, wish.name):
        journal.refused(desk, "get of a file of a case that was closed to them")
        raise NotIn(_addressed(NOT_THEIRS, server))
    with _plain_refusals(desk, server, "get of a file that is not there"):
        send(_files(), wish.name, sys.stdout.buffer, lambda: journal.fetched(desk, wish.name))
    return 0


def _put(call: Call, desk: Desk, server: Server, wish: Asked) -> int:
    from sharedlives_tui.serving.own_files import somebody_listens, take

    if sys.stdin.isatty():
        raise NotIn(_addressed(f"Send a file: ssh OFFICE put {wish.name} < {wish.name}", server))
    with _plain_refusals(desk, server, ""):
        size = take(_files(), wish.name, sys.stdin.buffer, lambda: somebody_listens(sys.stdout.fileno()))
        call.out.line(f"{wish.name} is here ({size:,} bytes). Keep it with a case by its name, then remove it here.")
    return 0


def _remove(call: Call, desk: Desk, server: Server, wish: Asked) -> int:
    from sharedlives_tui.serving.own_files import remove

    with _plain_refusals(desk, server, "remove of a file that is not there"):
        remove(_files(), wish.name)
        call.out.line(f"{wish.name} is removed.")
    return 0


@contextmanager
def _plain_refusals(desk: Desk, server: Server, kind: str) -> Iterator[None]:
    """Tell in words what a file stood in the way of; the journal is told `kind`, where there is one. Raises NotIn."""
    from sharedlives_tui.serving import journal
    from sharedlives_tui.serving.own_files import NoSuchFile

    try:
        yield
    except NoSuchFile as error:
        if kind:
            journal.refused(desk, kind)
        raise NotIn(_addressed(str(error), server)) from None


_COMMANDS: Mapping[str, Callable[[Call, Desk, Server, Asked], int]] = {
    TODAY: _today,
    FILES: _list,
    GET: _get,
    PUT: _put,
    REMOVE: _remove,
}
JOBS = {"serve": Job(_arguments, _run)}
