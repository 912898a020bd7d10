"""Who may come in: accounts of the server, each of a person of the office's list, and their keys."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sharedlives_tui import allowed, office
from sharedlives_tui.audit import keeps_refusals
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import people_named
from sharedlives_tui.refusals import Problem, Refused
from sharedlives_tui.serving import journal
from sharedlives_tui.serving.config import Server, is_account
from sharedlives_tui.serving.key_list import adding, read_list, remove_keys, write_again
from sharedlives_tui.serving.keys import Key
from sharedlives_tui.settings import accounts
from sharedlives_tui.store import register, views
from sharedlives_tui.store.basics import person_number


class User(NamedTuple):
    """One account: whose it is, what they are today, and the keys that let them in."""

    account: str
    person: str
    """The id (P-12); empty for keys of an account that is nobody's: they let nobody in."""
    name: str
    roles: tuple[str, ...]
    keys: tuple[Key, ...]
    let_in: bool = False
    """Whether it is somebody's who holds a role of the office today."""


def _must_be_allowed(desk: Desk) -> None:
    """Raises Refused for whoever may not say whose account is which (`accounts` of data/roles.toml)."""
    desk.must_be_writable()
    allowed.must(desk, "accounts")


def must_be_an_account(account: str) -> None:
    """Raises Refused for what no account can be called."""
    if not is_account(account):
        words = "An account is small letters, digits, - and _, at most 32 of them, and begins with a letter: alice."
        raise Refused(Problem("account", "", words))


@keeps_refusals("let somebody in")
def add_user(desk: Desk, account: str, person: str, roles: tuple[str, ...], first: date | None) -> str:
    """Let an account belong to a person of the office's list; returns their id (P-12).

    With roles, somebody who is not in the list is added to it, and somebody who is gets those that they lack. All is
    asked before anything is written. Raises Refused.
    """
    _must_be_allowed(desk)
    must_be_an_account(account)
    office.must_give(desk, roles)
    before = accounts(views.settings(desk.store)).get(account)
    named = people_named(desk, desk.store, person)
    if before is not None and named != [before]:  # asked first: nobody is added, or gets a role, for nothing
        name = register.names(desk.store, [person_number(before) or 0]).get(person_number(before) or 0, before)
        words = f"The account {account} is {name}'s. Disable it first: sharedlives admin user disable {account}"
        raise Refused(Problem("account", "", words))
    if len(named) == 1 and not _let_in(desk, named[0], roles):
        raise Refused(Problem("role", "", _NO_ROLE))
    if roles and not named:
        if not any(map(desk.library.roles.is_office, roles)):
            raise Refused(Problem("role", "", _NO_ROLE))
        found = office.add_person(desk, person, [(role, first or desk.today, None) for role in roles])
    else:
        found = office.find_person(desk, person)
        held = register.roles_on(desk.store, found, desk.today)
        for role in roles:
            if role not in held:
                office.add_role(desk, found, role, first or desk.today, None)
    office.set_account(desk, found, account)
    return found


_NO_ROLE = "They hold no role of the office today, so they could not come in. Give one: --role officer"


def _let_in(desk: Desk, person: str, more: Collection[str] = ()) -> bool:
    """Whether somebody of the list comes in, with the roles of today and some more: those outside the office do not."""
    held = {*register.roles_on(desk.store, person, desk.today), *more}
    return any(map(desk.library.roles.is_office, held))


@keeps_refusals("let somebody in no more")
def disable_user(desk: Desk, server: Server, account: str) -> int:
    """Let an account in no more: its keys go, and it belongs to nobody; returns how many keys went. Raises Refused.

    The keys go first. Who is in loses the session within the minute. Their files stay until they are old.
    """
    _must_be_allowed(desk)
    known = account in accounts(views.settings(desk.store))
    gone = remove_keys(server, account)
    if not known and not gone:
        raise Refused(Problem("account", "", f"There is no account {account}. See: sharedlives admin user list"))
    if gone:
        journal.keep_marks(desk, account, ())
    if known:
        office.forget_account(desk, account)
    return gone


@keeps_refusals("add a key")
def add_user_key(desk: Desk, server: Server, account: str, key: Key) -> None:
    """Let somebody in by a key. Raises Refused, NotAdded, BadServer, StoreError."""
    _must_be_allowed(desk)
    if account not in accounts(views.settings(desk.store)):
        words = f"There is no account {account}. Begin with: sharedlives admin user add {account} NAME"
        raise Refused(Problem("account", "", words))
    with adding(server, account, key) as marks:
        journal.keep_marks(desk, account, marks)


@keeps_refusals("take a key away")
def remove_user_keys(desk: Desk, server: Server, account: str, fingerprint: str) -> int:
    """Take one key of an account away, or with no fingerprint all; returns how many. Raises as add_user_key."""
    _must_be_allowed(desk)
    removed = remove_keys(server, account, fingerprint)
    if not removed:
        words = f"{account} has no such key. See: sharedlives admin key list {account}"
        raise Refused(Problem("key", "", words))
    journal.keep_marks(desk, account, (each.key.fingerprint for each in read_list(server) if each.account == account))
    return removed


@keeps_refusals("write the list of keys anew")
def write_user_keys(desk: Desk, server: Server) -> int:
    """Write every line of the list anew, as the settings now say; returns how many. Raises as add_user_key."""
    _must_be_allowed(desk)
    return write_again(server)


def unlike(desk: Desk, server: Server) -> list[str]:
    """Return the accounts whose keys in the list are others than those that the office wrote down. Raises BadServer."""
    kept = journal.kept_marks(views.settings(desk.store))
    found: dict[str, set[str]] = {}
    for each in read_list(server):
        found.setdefault(each.account, set()).add(each.key.fingerprint)
    return sorted(each for each in {*kept, *found} if kept.get(each, set()) != found.get(each, set()))


def users(desk: Desk, server: Server) -> list[User]:
    """Return every account that is somebody's or has a key, by name. Raises BadServer, StoreError."""
    whose = {name: who for name, who in accounts(views.settings(desk.store)).items() if is_account(name)}
    keys: dict[str, list[Key]] = {}
    for each in read_list(server):
        keys.setdefault(each.account, []).append(each.key)
    names = register.names(desk.store, [person_number(who) or 0 for who in whose.values()])
    found = []
    for account in sorted({*whose, *keys}):
        person = whose.get(account, "")
        roles = tuple(sorted(register.roles_on(desk.store, person, desk.today))) if person else ()
        name = names.get(person_number(person) or 0, "")
        found.append(
            User(account, person, name, roles, tuple(keys.get(account, ())), bool(person) and _let_in(desk, person))
        )
    return found
