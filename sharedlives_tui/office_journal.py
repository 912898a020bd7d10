"""What was done with the office, to be read: who came in, what was refused or taken, settings, roles, days.

For those whose role may read it (data/roles.toml). A row that names a case is there for whoever may open that case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sharedlives_tui import allowed, audit
from sharedlives_tui.audit import REFUSED, SIGN_IN, TAKEN, keeps_refusals
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import people_named
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.setting_words import SettingWords
from sharedlives_tui.store import office_rows, register
from sharedlives_tui.store.basics import person_number
from sharedlives_tui.store.changed import row_before
from sharedlives_tui.store.office_rows import OfficeRow
from sharedlives_tui.typed_dates import say_day

MOST = 10**18
"""Beyond the last row of any journal."""
PAGE = 60
"""Rows that are read together."""
NAMED_BY_US = ("backup", "the whole office")
"""What is called by the name of the office's file alone."""
WHAT: Mapping[str, str] = {
    SIGN_IN: "came in",
    REFUSED: "refused",
    TAKEN: "taken out",
    "setting": "setting",
    "role": "role",
    "calendar": "working day",
    "office": "office",
}
"""What a row can be about, with the word for it."""


class Wanted(NamedTuple):
    """Which rows: by whom (P-12, or a name), from and to which day, about what; all of them unless said."""

    by: str = ""
    first: date | None = None
    last: date | None = None
    what: str = ""


class Line(NamedTuple):
    """One row in words."""

    row: int
    at: datetime
    by: str
    """Who, by name."""
    person: str
    """P-12; empty for somebody who is not in the office's list."""
    what: str
    words: str
    ref: str = ""
    """The case that it names, where it names one."""


@keeps_refusals("read the journal of the office")
def read(desk: Desk, wanted: Wanted | None = None, before: int = MOST, size: int = PAGE) -> list[Line]:
    """Return the rows before one of the journal, the latest first. Raises Refused for those who may not read it."""
    allowed.must(desk, "journal")
    wanted = wanted or Wanted()
    who = _whom(desk, wanted.by)
    with desk.store.reading():
        after = 0 if wanted.first is None else row_before(desk.store, wanted.first)
        if wanted.last is not None:
            before = min(before, row_before(desk.store, wanted.last + timedelta(days=1)) + 1)
        found: list[Line] = []
        while len(found) < size:
            rows = office_rows.rows(desk.store, _kinds(wanted.what), after, before, PAGE, who)
            found += _lines(desk, rows, wanted.what)
            if len(rows) < PAGE:
                break
            before = rows[-1].seq
    return found[:size]


def _kinds(what: str) -> Collection[str]:
    if not what:
        return office_rows.KINDS
    return (audit.KIND,) if what in (SIGN_IN, REFUSED, TAKEN) else (what,)


def _whom(desk: Desk, by: str) -> str:
    """Whose rows: a person's number where the list has the name once, else the name. Raises Refused for several."""
    found = people_named(desk, desk.store, by) if by else []
    if len(found) > 1:
        words = f"Several people are called {clean_line(by)}. Give the number: {', '.join(found)}."
        raise Refused(Problem("by", "", words))
    return found[0] if found else clean_line(by)


def _lines(desk: Desk, rows: Iterable[OfficeRow], what: str) -> Iterable[Line]:
    kept = [each for each in rows if _is_wanted(desk, each, what)]
    cases = {each.body["case"] for each in kept if "case" in each.body}
    refs = office_rows.references(desk.store, desk.viewer, cases)
    told = set(refs) - office_rows.closed_in_part(desk.store, refs)
    numbers = {number for each in kept for text in _people(each) if (number := person_number(text)) is not None}
    known = {f"P-{number}": name for number, name in register.names(desk.store, numbers).items()}

    settings = SettingWords(desk)

    def name(person: str) -> str:
        return known.get(person, person)

    for each in kept:
        ref = refs.get(each.body.get("case", 0), "")
        if "case" in each.body and not ref:
            continue  # a case that is closed to whoever reads is named nowhere
        person = each.by if each.by in known else ""
        words = _WORDS[each.kind](_without_name(desk, each, told), name, ref, settings)
        yield Line(each.seq, each.at, name(each.by), person, _what(each), words, ref)


def _without_name(desk: Desk, row: OfficeRow, told: Collection[int]) -> OfficeRow:
    """A file is called as somebody typed it, often by people: that is told with its case, or to whoever took it.

    Not with a case in which a name may be withheld from whoever reads (RD-48): copies are called by whom they are for.
    """
    if row.kind != audit.KIND or row.by == desk.recorder or row.body.get("what") in NAMED_BY_US:
        return row
    if row.body.get("case") in told:
        return row
    return row._replace(body={key: value for key, value in row.body.items() if key != "name"})


def _is_wanted(desk: Desk, row: OfficeRow, what: str) -> bool:
    """Roles of people outside the office say who came in with a case: they are no business of the office's."""
    if row.kind == "role" and not desk.library.roles.is_office(str(row.body.get("role", ""))):
        return False
    return what in ("", _what(row))


def _what(row: OfficeRow) -> str:
    return row.act if row.kind == audit.KIND else row.kind


def _people(row: OfficeRow) -> Iterable[str]:
    yield row.by
    if "person" in row.body:
        yield _held_by(row)
    yield str(row.body.get("value", ""))


def _held_by(row: OfficeRow) -> str:
    return f"P-{row.body['person']}"


# -- in words -------------------------------------------------------------------------------------------------------

Namer = Callable[[str], str]


def _audit(row: OfficeRow, name: Namer, ref: str, settings: SettingWords) -> str:
    del name, settings
    body = row.body
    if row.act == SIGN_IN:
        way = body.get("way") or (f"account {body['account']}" if body.get("account") else "")
        return f"came in{f' ({way})' if way else ''}"
    if row.act == TAKEN:
        count = int(body.get("count", 1))
        what = f"{body['what']}{f' ({count:,} in it)' if count != 1 else ''}"
        return "".join(("took out: ", what, f" of {ref}" * bool(ref), f", {body.get('name')}" * bool(body.get("name"))))
    if body.get("closed"):
        return f"was refused: {body['what']} ({ref}), which is closed to them"
    place = ", ".join(each for each in (ref, _spaced(str(body.get("step", "")))) if each)
    rules = ", ".join(body.get("rules", ()))
    return f"was refused: {body['what']}{f' ({place})' if place else ''}{f', by {rules}' if rules else ''}"


def _spaced(step: str) -> str:
    return f"step {step}" if step else ""


def _setting(row: OfficeRow, name: Namer, ref: str, settings: SettingWords) -> str:
    del ref
    why = f": {row.body['reason']}" if row.body.get("reason") else ""
    return f"{settings.told(str(row.body['name']), str(row.body['value']), name)}{why}"


def _role(row: OfficeRow, name: Namer, ref: str, settings: SettingWords) -> str:
    del ref, settings
    body: Mapping[str, Any] = row.body
    days = f"from {say_day(date.fromisoformat(body['first']))}"
    days += f" to {say_day(date.fromisoformat(body['last']))}" if body.get("last") else ""
    return f"{name(_held_by(row))}: {body['role']} {days}"


def _calendar(row: OfficeRow, name: Namer, ref: str, settings: SettingWords) -> str:
    del name, ref, settings
    body = row.body
    what = "a working day" if body["working"] else "no working day"
    return f"{say_day(date.fromisoformat(body['day']))} became {what}: {body['reason']}"


def _office(row: OfficeRow, name: Namer, ref: str, settings: SettingWords) -> str:
    del name, ref, settings
    if row.act == "found":
        return f"began the office {row.body['name']}"
    return "changed the office: " + ", ".join(f"{key} {value}" for key, value in row.body.items())


_WORDS: Mapping[str, Callable[[OfficeRow, Namer, str, SettingWords], str]] = {
    audit.KIND: _audit,
    "setting": _setting,
    "role": _role,
    "calendar": _calendar,
    "office": _office,
}
