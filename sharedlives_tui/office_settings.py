"""The door for the office's settings: what there is (data), who may change it, and every change as an entry.

What a person wants for themselves stands in `own_settings`, not here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sharedlives_tui import settings
from sharedlives_tui.access import Roles
from sharedlives_tui.audit import keeps_refusals
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import refuse_if
from sharedlives_tui.meanwhile import refuse_if_changed
from sharedlives_tui.names import in_one_line
from sharedlives_tui.office import must_be_of_the_office
from sharedlives_tui.procedure_files import ProcedureMistakes
from sharedlives_tui.procedure_tables import Table
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.resources import read_text
from sharedlives_tui.store import register, setting_changes, views
from sharedlives_tui.store.basics import person_number
from sharedlives_tui.store.reads import Reads

FILE = "office-settings.toml"


class OfficeSetting(NamedTuple):
    """One number of the office, as data/office-settings.toml describes it."""

    name: str
    label: str
    help: str
    least: int
    most: int
    who: tuple[str, ...] = ()
    """The roles that may change it; empty for everybody of the office's list."""
    why: bool = False
    """A change says why."""
    rules: tuple[str, ...] = ()

    @property
    def default(self) -> str:
        """What holds until the office chooses another."""
        return settings.DEFAULTS[self.name]


class Change(NamedTuple):
    """One change of a setting: what it became, who changed it, when, and why where that was said."""

    name: str
    value: str
    by: str
    at: datetime
    why: str


@cache
def office_settings() -> Mapping[str, OfficeSetting]:
    """Return the office's numbers by their names, in the order of the file. Raises ProcedureMistakes."""
    mistakes: list[str] = []
    found = {}
    for name, data in tomllib.loads(read_text(FILE)).items():
        table = Table(data, f"{FILE}, {name}", mistakes)
        found[name] = OfficeSetting(
            name,
            table.text("label", needed=True),
            table.text("help", needed=True),
            table.number("least") or 0,
            table.number("most") or 0,
            table.texts("who"),
            table.flag("why"),
            table.texts("rules"),
        )
        table.finish()
        mistakes += [f"{FILE}, {name}: there is no role '{role}'" for role in set(found[name].who) - _roles()]
    if set(found) != set(settings.DEFAULTS):
        mistakes.append(f"{FILE}: describe these, and no others: {', '.join(settings.DEFAULTS)}")
    if mistakes:
        raise ProcedureMistakes(mistakes)
    return found


def _roles() -> set[str]:
    return set(Roles.load().names)


def why_not(setting: OfficeSetting, value: str) -> str:
    """Return why a setting cannot have that value, with what it can have; empty where it can."""
    digits = value.strip()
    fits = digits.isascii() and digits.isdigit() and len(digits) <= 9 and setting.least <= int(digits) <= setting.most
    return "" if fits else f"Write a whole number from {setting.least} to {setting.most}."


def why_may_not(desk: Desk, who: tuple[str, ...], what: str = "This") -> str:
    """Return why the viewer may not change what only these roles change; empty where they may."""
    if not who or desk.library.roles.may_act_as(desk.viewer.roles, who):
        return ""
    return f"{what} is changed by: {in_one_line(who)}."


@keeps_refusals("change a setting")
def put(desk: Desk, name: str, value: str, why: str = "", *, seen: str | None = None) -> None:
    """Change one of the office's numbers: an entry with who, when and why. Raises Refused.

    `seen` is the number that was shown before; ChangedMeanwhile where it is another by now.
    """
    must_be_of_the_office(desk, "settings")
    setting = office_settings().get(name)
    if setting is None:
        raise Refused(Problem(name, "", f"There is no setting {name}. There are: {', '.join(office_settings())}."))
    rule = setting.rules[0] if setting.rules else ""
    problems = [
        Problem("as", rule, why_may_not(desk, setting.who)),
        Problem(name, rule, why_not(setting, value)),
        Problem("reason", rule, "" if clean_line(why) or not setting.why else "Say why it changes."),
    ]
    refuse_if([each for each in problems if each.words])
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        now, wanted = value_of(desk, name, writer), str(int(value))
        refuse_if_changed(desk, writer, name, seen=seen, now=now, wanted=wanted, field="number", said=now)
        writer.put_setting(name, wanted, why=clean_line(why))


@keeps_refusals("read who changed the settings")
def must_be_known(desk: Desk) -> None:
    """Raises Refused for somebody who is not of the office: who changed what is for its own people."""
    if not desk.viewer.known:
        raise Refused(Problem("as", "", f"Who changed what is for people of the office. {desk.guest_words}"))


def changes(desk: Desk, name: str = "") -> list[Change]:
    """Return the changes of one setting, or of all, the latest first, with people by their names."""
    rows = setting_changes.changes(desk.store, name)
    numbers = {number for row in rows if (number := person_number(row.by)) is not None}
    names = register.names(desk.store, numbers) if numbers else {}
    return [Change(row.name, row.value, names.get(person_number(row.by) or 0, row.by), row.at, row.why) for row in rows]


def value_of(desk: Desk, name: str, reads: Reads | None = None) -> str:
    """Return what holds for one of the office's numbers, as a transaction reads it or the store. Raises KeyError."""
    return views.settings(desk.store if reads is None else reads).get(name) or settings.DEFAULTS[name]
