"""What the journal of the office is told of the server: who was refused what, who fetched what, whose keys changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sharedlives_tui import audit
from sharedlives_tui.desk import Desk
from sharedlives_tui.refusals import Problem, Refused
from sharedlives_tui.store import register, views

_REF = re.compile(r"[A-Za-z]+-[0-9]+")
KEYS = "keys."
"""What the settings begin with that say by which keys an account comes in: `keys.alice` is "SHA256:..."."""


def refused(desk: Desk, kind: str) -> None:
    """Tell that somebody asked the server for what it does not do: which kind of thing, never their words."""
    audit.refused(desk, f"over SSH: {kind}", Refused(Problem("command", "", "")))


def is_open(desk: Desk, name: str) -> bool:
    """Return whether a file is still for whoever saved it: not where it is called by a case that was closed to them."""
    found = _REF.match(name)
    if found is None or register.case_number(desk.store, found[0]) is None:
        return True
    return views.case_by_ref(desk.store, desk.viewer, found[0]) is not None


def fetched(desk: Desk, name: str) -> None:
    """Tell that somebody fetches one of their files; with its case, where its name begins with a reference.

    Told before the first byte leaves: whoever breaks the line off in the middle has it as well.

    What the screens save is called so, and often by a person's name: it is for those who may open the case.
    """
    ref = _REF.match(name)
    audit.taken(desk, "file over SSH", ref=ref[0] if ref else "", name=name)


def keep_marks(desk: Desk, account: str, marks: Iterable[str]) -> None:
    """Write down as a setting of the office by which keys an account comes in now: a row with who changed it and when.

    The list that sshd reads is compared with it: a line that came there in another way shows.
    """
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        writer.put_setting(KEYS + account, " ".join(sorted(marks)))


def kept_marks(settings: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the marks of the keys of each account, as they were written down."""
    return {name.removeprefix(KEYS): set(value.split()) for name, value in settings.items() if name.startswith(KEYS)}
