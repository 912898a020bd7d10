"""What is done with the office, as rows of the journal: who came in, what was refused, what was taken out of it.

The rows belong to no case and are of a kind of their own, so nothing is replayed from them: no limit, no version and
no list moves. Changes of settings, roles and days are rows of the journal already. Writing one never stands in the way
of what it tells of: a file that is read only, full or busy has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sharedlives_tui import allowed, clock
from sharedlives_tui.account import system_user
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Refused
from sharedlives_tui.store import register
from sharedlives_tui.store.errors import StoreError

KIND = "audit"
SIGN_IN, REFUSED, TAKEN = "sign-in", "refused", "taken"
"""What such a row can tell."""

LONGEST = 120
"""Characters of a file's name or of a way in."""
_ACT = re.compile(r"[a-z][a-z0-9-]{0,59}")
_FIELD = re.compile(r"[a-z][a-z0-9_-]{0,39}")
"""Names of fields; others hold what somebody typed."""

Rest = ParamSpec("Rest")
Result = TypeVar("Result")


def signed_in(desk: Desk, way: str = "") -> bool:
    """Tell that somebody opened the office: `way` names how, like "SSH key anna-laptop"; else it is the account.

    Called once a start of the screens, in a thread, after the first picture; of commands, for the first of a day.
    Returns whether a row was written.
    """
    how = way or desk.way
    body = {"way": how} if how else {"account": clean_line(system_user(), LONGEST)}
    return _write(desk, SIGN_IN, body)


def refused(desk: Desk, what: str, error: Refused | NoSuchCase, ref: str = "", step: str = "") -> bool:
    """Tell that the office refused something: who asked, what, in which case, and the rules and fields of the reasons.

    Never the words: they can name people. Where the case is closed to whoever asked, that is told and not the step.
    The same refusal is told once. Returns whether a row was written.
    """
    if error.told:
        return False
    error.told = True
    body: dict[str, Any] = {"what": what}
    if isinstance(error, Refused):
        body["rules"] = sorted({each.rule for each in error.problems if each.rule})
        body["fields"] = sorted({each.field for each in error.problems if _FIELD.fullmatch(each.field)})
    found = _number(desk, ref)
    if isinstance(error, NoSuchCase):
        if found is None:
            return False  # a slip of the keyboard: there is no such case
        body["closed"] = True
    if found is not None:
        body["case"] = found
        act = _ACT.match(step)
        if act is not None and "closed" not in body:
            body["step"] = act[0]
    return _write(desk, REFUSED, body)


def taken(desk: Desk, what: str, *, ref: str = "", count: int = 1, name: str = "") -> bool:
    """Tell that something is taken out of the office: what (a letter, copies, a backup), how many, to which file.

    Told before a file is written: then none lies there without its row, wherever the program is broken off. (A backup
    and a move are told of when they were proved, under the name that they got.)

    `name` is cut to the file's own name, without its folder. Returns whether a row was written.
    """
    body: dict[str, Any] = {"what": what, "count": count}
    if name:
        body["name"] = clean_line(name.replace("\\", "/").rsplit("/", 1)[-1], LONGEST)
    found = _number(desk, ref)
    if found is not None:
        body["case"] = found
    return _write(desk, TAKEN, body)


def must_take(desk: Desk, ref: str = "") -> None:
    """Raises Refused for whoever may take nothing out of the office (data/roles.toml); the journal tells of it."""
    try:
        allowed.must(desk, "export")
    except Refused as error:
        refused(desk, "take something out", error, ref)
        raise


def keeps_refusals(
    what: str,
) -> Callable[[Callable[Concatenate[Desk, Rest], Result]], Callable[Concatenate[Desk, Rest], Result]]:
    """Have every refusal of a door told in the journal as `what`; it is raised all the same.

    A preview asks and does nothing: what it refuses is not told. The door is called outside of any transaction.
    """

    def wrap(door: Callable[Concatenate[Desk, Rest], Result]) -> Callable[Concatenate[Desk, Rest], Result]:
        @wraps(door)
        def watched(desk: Desk, /, *args: Rest.args, **more: Rest.kwargs) -> Result:
            try:
                return door(desk, *args, **more)
            except (Refused, NoSuchCase) as error:
                if not _only_looks(args, more):
                    refused(desk, what, error, *_asked(args))
                raise

        return watched

    return wrap


def _only_looks(args: tuple[object, ...], more: Mapping[str, object]) -> bool:
    return bool(more.get("preview")) or any(getattr(each, "preview", False) is True for each in args)


def _asked(args: tuple[object, ...]) -> tuple[str, str]:
    """The case and the step that a door was asked about: in a request, or as its first two words."""
    first = args[0] if args else ""
    if isinstance(first, str):
        second = args[1] if len(args) > 1 else ""
        return first, second if isinstance(second, str) else ""
    act = getattr(first, "act", "")
    return str(getattr(first, "ref", "")), str(act)


def _number(desk: Desk, ref: str) -> int | None:
    """The number of the case; None where there is none, or the words are a name or a text that a door was given."""
    if not ref or not ref.isascii():  # the store takes no half characters, and no reference has any
        return None
    try:
        return register.case_number(desk.store, ref)
    except StoreError:
        return None  # what is told of is not stopped by a file that cannot be read now


def _write(desk: Desk, act: str, body: Mapping[str, Any]) -> bool:
    """Whoever reads a real office as on another day is told of like everybody else, at the time that it is."""
    if desk.store.read_only:
        return False
    try:
        with desk.store.writing(desk.recorder, _at(desk)) as writer:
            writer.append(kind=KIND, act=act, body=body)
    except StoreError:
        return False
    return True


def _at(desk: Desk) -> datetime:
    """The time that a row has: of a practice office its own day, of a real one never another than it is."""
    return desk.clock.now() if desk.office.practice else clock.now()
