"""The door for what belongs to the office and not to one case: people, roles, calendar, contacts, settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sharedlives_tui import allowed
from sharedlives_tui.access import RoleSpan
from sharedlives_tui.account import UNKNOWN
from sharedlives_tui.audit import keeps_refusals
from sharedlives_tui.calendar_history import calendar_revisions
from sharedlives_tui.calendars import library_holidays
from sharedlives_tui.casefile import load, seen_state
from sharedlives_tui.caserows import limit_rows, save_rows
from sharedlives_tui.casework import moves
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.clock import Clock
from sharedlives_tui.contacts import CONTACTS, contact_key, default_contacts, practice_contacts
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.doing import people_named
from sharedlives_tui.facts import Revision
from sharedlives_tui.library import Library, library
from sharedlives_tui.meanwhile import ChangedMeanwhile, name_of, refuse_if_changed, words_of
from sharedlives_tui.names import in_one_line
from sharedlives_tui.requests import Moved, Problem, Refused
from sharedlives_tui.settings import account_key, accounts
from sharedlives_tui.sign_off import answered
from sharedlives_tui.store import Store, register, views
from sharedlives_tui.store.reads import Reads
from sharedlives_tui.store.rows import person_number
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.workdays import NATIONS, Calendar

KINDS = ("scheme", "membership-body")

Roles = Sequence[tuple[str, date | None, date | None]]
"""Roles with their first and last day; without a first day, since before the office kept its file."""

BEGINNING = date(2000, 1, 1)
"""The first day of a role of which nobody said when it began."""


def create_office(  # noqa: PLR0913 - each is one question of the first start
    path: str | Path,
    *,
    name: str,
    nation: str,
    kind: str = "scheme",
    practice: bool = False,
    by_name: str,
    by_role: str = "officer",
    account: str = "",
    clock: Clock | None = None,
    papers: Library | None = None,
) -> Desk:
    """Start an office; whoever starts it is its administrator and has `by_role`, and `account` of this computer.

    Raises Refused and the errors of the store.
    """
    clock = clock or Clock()
    problems = []
    if not clean_line(name):
        problems.append(Problem("scheme", "", "Give the scheme's name."))
    if nation not in NATIONS:
        problems.append(Problem("nation", "DY-01", f"The nation is one of: {', '.join(NATIONS)}."))
    if kind not in KINDS:
        problems.append(Problem("office", "RD-25", f"An office is one of: {', '.join(KINDS)}."))
    if not clean_line(by_name):
        problems.append(Problem("as", "", "Say who starts it."))
    if problems:
        raise Refused(*problems)
    store = Store.create(path, name=name, nation=nation, kind=kind, practice=practice, by=by_name, at=clock.now())
    contacts = default_contacts(nation) | (practice_contacts() if practice else {})
    with store.writing(by_name, clock.now()) as writer:
        person = writer.add_person(by_name)
        for role in dict.fromkeys(("administrator", by_role)):
            writer.add_role(person, role, BEGINNING)
        for contact, words in contacts.items():
            writer.put_setting(contact_key(contact), words)
        if account and account != UNKNOWN:
            writer.put_setting(account_key(account), f"P-{person}")
    return Desk(store, viewer_of(store, f"P-{person}", clock.today()), clock, papers or library())


@keeps_refusals("add a person")
def add_person(desk: Desk, name: str, roles: Roles) -> str:
    """Add somebody to the office's list, with roles; returns the id (P-12). Raises Refused."""
    _may_give(desk, [role for role, _, _ in roles])
    problems = [problem for role, first, last in roles for problem in _why_not_role(desk, role, first, last)]
    if not clean_line(name):
        problems.append(Problem("name", "", "Give the person's name."))
    elif name.strip().upper().startswith("P-"):
        problems.append(Problem("name", "", "A name does not begin like a number of the list (P-12)."))
    if problems:
        raise Refused(*problems)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        number = writer.add_person(name)
        for role, first, last in roles:
            writer.add_role(number, role, first or BEGINNING, last)
    return f"P-{number}"


@keeps_refusals("give or end a role")
def add_role(
    desk: Desk,
    person: str,
    role: str,
    first: date | None,
    last: date | None,
    seen: Sequence[RoleSpan] | None = None,
) -> None:
    """Give somebody a role from a day, or end one that they hold (`last`). Raises Refused.

    `seen` is how they held their roles when that was shown; ChangedMeanwhile where they hold this one otherwise now.
    """
    _may_give(desk, [role])
    problems = _why_not_role(desk, role, first, last)
    if problems:
        raise Refused(*problems)
    number = person_number(find_person(desk, person))
    assert number is not None  # noqa: S101 - find_person gives an id
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        now = register.spans(writer, number)
        spans = [each for each in now if each.role == role]
        if seen is not None and spans != [each for each in seen if each.role == role]:
            who = name_of(desk, writer, register.role_changed_by(writer, number, role))
            raise ChangedMeanwhile(now, "role" if first is not None else "to", words_of(who, _said_role(spans)))
        if first is None and last is not None:
            if not any(each.last is None for each in spans):
                raise Refused(Problem("role", "", f"They do not hold the role {role} now. Give the first day too."))
            writer.end_role(number, role, last)
        else:
            writer.add_role(number, role, first or desk.today, last)


def _said_role(spans: Sequence[RoleSpan]) -> str:
    """How somebody holds a role, in words."""
    days = ((each, f" to {say_day(each.last)}" if each.last is not None else "") for each in spans)
    return "; ".join(f"{each.role} from {say_day(each.first)}{until}" for each, until in days)


@keeps_refusals("say whose account it is")
def set_account(
    desk: Desk, person: str, account: str, instead_of: str = "", seen: tuple[str, ...] | None = None
) -> str:
    """Let an account of this computer belong to somebody, and to nobody else any more; returns their id.

    `instead_of` is an account that then belongs to nobody. `seen` are the accounts that were shown as theirs;
    ChangedMeanwhile where they have others by now. Raises Refused.
    """
    _must_be_administrator(desk)
    if not clean_line(account) or clean_line(account) == UNKNOWN:
        raise Refused(Problem("account", "", "Give the name of the account, as the computer has it (whoami tells it)."))
    found = find_person(desk, person)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        _refuse_if_theirs_changed(desk, writer, found, seen)
        if instead_of and account_key(instead_of) != account_key(account):
            writer.put_setting(account_key(instead_of), "")
        writer.put_setting(account_key(account), found)
    return found


@keeps_refusals("say whose account it is")
def forget_account(desk: Desk, account: str, person: str = "", seen: tuple[str, ...] | None = None) -> None:
    """Let an account of this computer belong to nobody. Raises Refused.

    `seen` are the accounts that were shown as the person's; ChangedMeanwhile where they have others by now.
    """
    _must_be_administrator(desk)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        _refuse_if_theirs_changed(desk, writer, person, seen)
        if clean_line(account) not in accounts(views.settings(writer)):
            raise Refused(Problem("account", "", f"The account {clean_line(account)} belongs to nobody here."))
        writer.put_setting(account_key(account), "")


def _refuse_if_theirs_changed(desk: Desk, writer: Reads, person: str, seen: tuple[str, ...] | None) -> None:
    """Raises ChangedMeanwhile where somebody has other accounts than were shown."""
    theirs = tuple(account for account, who in accounts(views.settings(writer)).items() if who == person)
    if seen is not None and theirs != seen:
        which = next(iter([*(each for each in theirs if each not in seen), *seen]))
        said = in_one_line(theirs) if theirs else ""
        key = account_key(which)
        refuse_if_changed(desk, writer, key, seen=seen, now=theirs, wanted=seen, field="account", said=said)


def _must_be_administrator(desk: Desk) -> None:
    """Raises Refused for everybody else, with the names of those who can do it."""
    must_be_of_the_office(desk)
    if not allowed.may(desk, "accounts"):
        holders = desk.library.roles.who_may("accounts")
        names = [name for _, name, _ in register.people_holding(desk.store, holders, desk.today)]
        ask = f" Ask {in_one_line(names[:3])}." if names else ""
        raise Refused(Problem("as", "", f"An administrator says whose account it is.{ask}"))


def find_person(desk: Desk, text: str) -> str:
    """The id of the person of this id (P-12) or exact name. Raises Refused where there is none or several."""
    found = people_named(desk, desk.store, text)
    if not found:
        raise Refused(Problem("person", "", f"There is nobody called {clean_line(text)} in the office's list."))
    if len(found) > 1:
        words = f"Several people are called {clean_line(text)}. Give the number: {', '.join(found)}."
        raise Refused(Problem("person", "", words))
    return found[0]


@keeps_refusals("change a working day")
def change_calendar(desk: Desk, day: date, *, working: bool, reason: str, preview: bool = False) -> list[Moved]:
    """Make a day working or not, from now on: open limits move, closed cases keep theirs (DY-08, RD-32).

    Returns the limits that move; with `preview` nothing is written. Raises Refused.
    """
    must_be_of_the_office(desk, "office")
    at = desk.clock.now()
    with desk.store.writing(desk.recorder, at) as writer:
        revisions = calendar_revisions(writer, desk.office.nation)
        calendar = revisions[-1].calendar
        _refuse_change(calendar, day, working, reason)
        changed = calendar.without(day, clean_line(reason)) if working else calendar.with_added(day, clean_line(reason))
        later = (*revisions, Revision(changed, desk.today, at))
        moved: list[Moved] = []
        files = []
        for row in views.cases_with_open_limits(writer):
            file = load(writer, desk.library, desk.office.nation, row)
            after = file.with_revisions(later)
            # The day to act by, and the last day of grace, can move where the strict day stands.
            if limit_rows(after) != limit_rows(file.progress):
                files.append((row, after, answered(file.rows, after)))
                if views.case_by_ref(writer, desk.viewer, row.ref) is not None:
                    before, then = (seen_state(writer, desk.viewer, file, each) for each in (file.progress, after))
                    moved += moves(row.ref, before, then)
        if preview:
            return moved
        writer.add_calendar_change(day, working, clean_line(reason), desk.today)
        for row, after, letters in files:
            save_rows(writer, row, after)
            writer.keep_answered(row.id, letters)
    return moved


def _refuse_change(calendar: Calendar, day: date, working: bool, reason: str) -> None:
    problems = []
    if not clean_line(reason):
        problems.append(Problem("reason", "DY-01", "Say why."))
    if not 2000 <= day.year <= 2100:
        problems.append(Problem("day", "DY-01", "The office counts days from 2000 to 2100."))
    elif working and day not in calendar.non_working:
        problems.append(
            Problem("day", "DY-01", f"{say_day(day)} is no holiday or closure of the office: see the year.")
        )
    elif not working and not calendar.is_working(day):
        problems.append(Problem("day", "DY-01", f"{say_day(day)} is no working day: {calendar.why_not(day)}."))
    if problems:
        raise Refused(*problems)


def check_calendar(desk: Desk) -> list[tuple[date, str]]:
    """Holidays that the library of holidays knows and the office does not, from today on."""
    calendar = calendar_revisions(desk.store, desk.office.nation)[-1].calendar
    known = library_holidays(desk.office.nation)
    changed = {each.day for each in views.calendar_changes(desk.store)}
    return sorted(
        (day, name)
        for day, name in known.items()
        if day >= desk.today and day not in changed and day not in calendar.non_working
    )


@keeps_refusals("change a contact")
def set_contact(desk: Desk, name: str, words: str, seen: str | None = None) -> None:
    """Write down how to reach somebody; every letter takes it from there (CC-32). Raises Refused.

    `seen` are the words that were shown before; ChangedMeanwhile where there are others by now.
    """
    if name not in CONTACTS:
        raise Refused(Problem("name", "CC-32", f"The contacts are: {', '.join(CONTACTS)}."))
    must_be_of_the_office(desk, "office")
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        key = contact_key(name)
        now = views.settings(writer).get(key, "")
        refuse_if_changed(desk, writer, key, seen=seen, now=now, wanted=words, field="words", said=now)
        writer.put_setting(key, words)


@keeps_refusals("give or end a role")
def must_give(desk: Desk, roles: Sequence[str]) -> None:
    """Raises Refused where one of the roles is none, or whoever sits there may not give them."""
    if problems := [problem for role in roles for problem in _why_not_role(desk, role, None, None)]:
        raise Refused(*problems)
    if roles:
        _may_give(desk, roles)


def _may_give(desk: Desk, roles: Sequence[str]) -> None:
    """Raises Refused for those who may not give these roles: some only those of people outside the office."""
    ours = any(desk.library.roles.is_office(each) for each in roles)
    must_be_of_the_office(desk, "roles" if ours else "people")


def must_be_of_the_office(desk: Desk, verb: str = "") -> None:
    """Raises Refused for a name that is not in the list of a real office.

    With a verb of `access.VERBS`, also for those of the office whose role may not do that.
    """
    desk.must_be_writable()
    if not desk.office.practice and not desk.viewer.known:
        words = f"{desk.viewer.name} is not in the office's list. Somebody who is changes people, days and contacts."
        words += " Ask an administrator to add you, or start with --as NAME."
        raise Refused(Problem("as", "", words))
    if verb:
        allowed.must(desk, verb)


def _why_not_role(desk: Desk, role: str, first: date | None, last: date | None) -> list[Problem]:
    if role not in desk.library.roles.names:
        return [
            Problem(
                "role",
                "",
                f"There is no role '{role}'. The roles are: {', '.join(desk.library.roles.names)}.",
            )
        ]
    if first is not None and last is not None and last < first:
        return [Problem("to", "", "The last day of a role lies on or after its first day.")]
    return []
