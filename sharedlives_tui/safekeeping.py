"""Where an office's backups lie, how old the last one is, and what was noted outside the office's file."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sharedlives_tui import __version__, allowed
from sharedlives_tui.access import Roles, Viewer
from sharedlives_tui.audit import keeps_refusals
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import refuse_if
from sharedlives_tui.modes import open_to_writers
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.shared import shown
from sharedlives_tui.store import setting_changes, views
from sharedlives_tui.store.backup import first_hash
from sharedlives_tui.store.backups import Anchor, Found, Keep, Made, anchors_in, back_up, backups_in, differences
from sharedlives_tui.store.errors import StoreError, from_system
from sharedlives_tui.store.restoring import RESTORED, prove

FOLDER = "backup.folder"
"""The setting that says in which folder the office's backups lie."""
WHO = ("registered manager", "senior manager", "administrator")
"""The roles that may say where backups go, make one anywhere else, and let one take the office's place."""
OLD = timedelta(hours=48)
"""A last backup that is older than this is worth a word: every night one should come."""

_NOTED = re.compile(
    r"\b(?:row\s+)?(?P<row>[1-9]\d{0,9})(?:\s*[:,]?\s+(?:hash|mark)?\s*|:)(?P<hash>[0-9a-fA-F]{12,64})\b"
)
_SHORTEST = 12


class Age(NamedTuple):
    """How old the last backup is, in words; `worry` says that something is to be done."""

    words: str
    worry: bool
    last: Found | None = None


class Compared(NamedTuple):
    """What was noted outside the file, held against the journal."""

    noted: int
    """How many rows something was noted about."""
    differences: list[str]
    remarks: list[str]
    """What is worth knowing and no fault."""


def folder_of(desk: Desk) -> Path | None:
    """Return the folder of the office's backups; None where nobody has said."""
    said = views.settings(desk.store).get(FOLDER, "")
    return Path(said) if said else None


@keeps_refusals("say where backups go")
def set_folder(desk: Desk, folder: Path) -> Path:
    """Say where the office's backups go from now on; return the whole path. Raises Refused, StoreError."""
    desk.must_be_writable()
    whole = folder.expanduser().absolute()
    may = desk.library.roles.may_act_as(desk.viewer.roles, WHO)
    words = "" if may else f"Where backups go is said by: {', '.join(WHO)}."
    problems = [Problem("as", "", words), Problem("folder", "", _why_not_there(desk, whole))]
    refuse_if([each for each in problems if each.words])
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        writer.put_setting(FOLDER, str(whole))
    return whole


def _why_not_there(desk: Desk, whole: Path) -> str:
    """Why backups cannot lie in a folder: who may put files into it could put another backup in one's place."""
    if not whole.is_dir():
        return f"There is no folder {whole}. Make it first, readable by this account alone."
    found = () if desk.office.practice else open_to_writers(str(whole))
    return " ".join(map(str, found))


@keeps_refusals("make a backup")
def make(desk: Desk, place: Path, keep: Keep | None, *, unattended: bool = False) -> Made:
    """Back the office up into a folder or a new file. Raises Refused, StoreError.

    `unattended`: the account of this computer asks, as a timer does, and not somebody by name.
    """
    words = "" if unattended and desk.viewer.person_id is None else _why_no_copy(desk, place, lets_go=keep is not None)
    refuse_if([Problem("as", "", words)] if words else [])
    return back_up(desk.store, place, desk.clock.now(), __version__, keep)


def _why_no_copy(desk: Desk, place: Path, *, lets_go: bool) -> str:
    """A copy holds what is closed to whoever makes it: into the office's own folder alone, or by few people."""
    viewer, own = desk.viewer, folder_of(desk)
    if desk.office.practice or desk.library.roles.may_act_as(viewer.roles, WHO):
        return ""
    records = viewer.known and not allowed.only_reads(desk)
    if records and not lets_go and own is not None and place.expanduser().absolute() == own:
        return ""
    return (
        "A backup holds everything, also the cases that are closed to somebody. Into the office's own folder whoever "
        "records here makes one (sharedlives backup). To make another, or let older ones go, is for: "
        f"{', '.join(WHO)}."
    )


def must_restore(viewer: Viewer, *, practice: bool) -> None:
    """Raises Refused for somebody of the office's list whose role lets no backup take the office's place.

    The account of the computer that is nobody's may: whoever looks after it brings the office back.
    """
    if practice or viewer.person_id is None or Roles.load().may_act_as(viewer.roles, WHO):
        return
    words = f"Not restored, and nothing was changed: a backup takes the office's place by: {', '.join(WHO)}."
    raise Refused(Problem("as", "", words))


def age(desk: Desk, now: datetime) -> Age | None:
    """Return how old the last backup in the office's folder is; None where the office has no such folder."""
    folder = folder_of(desk)
    if folder is None:
        return None
    try:
        there = backups_in(folder, desk.store.stem)
    except StoreError as error:
        return Age(f"No backup can be seen: {error}", worry=True)
    if not there:
        return Age(f"There is no backup in {shown(folder)} yet. Make one: sharedlives backup", worry=True)
    old = now - there[0].at
    words = f"The last backup is {_long(old)} old."
    if old > OLD:
        return Age(f"{words} See why none came since: sharedlives backup", worry=True, last=there[0])
    return Age(words, worry=False, last=there[0])


def _long(old: timedelta) -> str:
    hours = max(0, int(old.total_seconds()) // 3600)
    number, unit = (hours // 24, "day") if hours >= 48 else (hours, "hour")
    return f"{number} {unit}{'' if number == 1 else 's'}" if hours else "less than an hour"


# -- what was noted outside ---------------------------------------------------------------------------------------


def noted_by_hand(text: str) -> Anchor | None:
    """Return the anchor that somebody wrote down: "120 9f3a...", "120:9f3a..." or the line of `journal head`."""
    found = _NOTED.search(text)
    return Anchor(int(found["row"]), found["hash"].lower(), "what was noted") if found else None


def compare(desk: Desk, folders: Iterable[Path] = (), by_hand: Sequence[Anchor] = ()) -> Compared:
    """Hold what was noted in backups' folders and by hand against the journal. Raises StoreError."""
    own = folder_of(desk)
    places = {each.expanduser().absolute(): each for each in ([own] if own is not None else [])}
    named = {each.expanduser().absolute(): each for each in folders}
    remarks: list[str] = []
    noted = list(by_hand)
    with desk.store.reading():
        first, (last, _) = first_hash(desk.store), desk.store.head()
        for place in {**places, **named}:
            try:
                noted += anchors_in(place, desk.store.stem, first)
            except StoreError as error:
                if place in named:
                    raise
                remarks.append(f"The backups could not be compared with: {error}")
        left, skipped = _since_restored(desk, noted)
        rows = sorted({each.row for each in left})
        kept = [pair for some in _parts(rows) for pair in _hashes(desk, some)]
    remarks += skipped
    return Compared(len(rows), differences(kept, last, left), remarks)


def _since_restored(desk: Desk, noted: Sequence[Anchor]) -> tuple[list[Anchor], list[str]]:
    """Leave out what was noted about rows that a restored backup did not have, before it was restored."""
    left, remarks = list(noted), []
    for change in setting_changes.changes(desk.store, RESTORED):
        row = int(change.value.partition(" ")[0])
        later = [each for each in left if each.row > row and each.at is not None and each.at <= change.at]
        if later:
            left = [each for each in left if each not in later]
            remarks.append(
                f"On {change.at:%d %B %Y} the office was restored from a backup that ended with row {row}. Backups "
                f"that were made before hold up to row {max(each.row for each in later)}: what was recorded between "
                "is in them, not here."
            )
    return left, remarks


def _hashes(desk: Desk, rows: Sequence[int]) -> list[tuple[int, str]]:
    marks = ", ".join("?" * len(rows))
    found = desk.store.fetch(f"SELECT seq, hash FROM journal WHERE seq IN ({marks})", rows)  # noqa: S608
    return [(int(row[0]), str(row[1])) for row in found]


def _parts(rows: Sequence[int]) -> Iterable[Sequence[int]]:
    return (rows[start : start + 500] for start in range(0, len(rows), 500))


# -- a rehearsal --------------------------------------------------------------------------------------------------


def rehearse(backup: Path, *, without_note: bool = False) -> float:
    """Restore a backup into a temporary folder, open it and prove it; return the seconds that it took.

    Raises StoreError where it could not take the office's place.
    """
    import tempfile  # with what copies and packs, which no session needs

    with tempfile.TemporaryDirectory(prefix="sharedlives-rehearsal-") as folder:  # for this account alone
        begun = time.perf_counter()
        try:
            prove(backup, Path(folder) / "office.db", without_note=without_note)
        except OSError as error:
            raise from_system(error, Path(folder)) from None
        return time.perf_counter() - begun
