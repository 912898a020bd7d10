"""What is noted beside a backup, and in its name: what a copy must be to be whole, and anchors for the journal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sharedlives_tui.store.backup import Backup
from sharedlives_tui.store.errors import StoreError, from_system
from sharedlives_tui.store.files import put_in_place, remove, unfinished_beside

ENDING = ".json"
"""A manifest is called like its backup, with this behind it."""

_LARGEST = 1_000_000
_NAME = re.compile(r"(?P<stem>.+)-(?P<at>\d{8}T\d{6}Z)-row(?P<rows>\d+)-(?P<head>[0-9a-f]{16})\.db")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Manifest:
    """What is noted beside a backup. The hashes of rows are anchors: the journal must still have them."""

    office: str
    made_at: str
    """In UTC, like 2026-11-16T09:30:00Z."""
    program: str
    form: int
    rows: int
    head: str
    first: str
    sha256: str
    size: int
    tables: Mapping[str, int]

    @property
    def at(self) -> datetime:
        """The instant at which the backup was made."""
        return datetime.fromisoformat(self.made_at)


@dataclass(frozen=True)
class Name:
    """What the name of a backup says by itself: of which file, when, the last row and the beginning of its hash."""

    stem: str
    at: datetime
    rows: int
    head: str


def name_for(stem: str, made: Backup, at: datetime) -> str:
    """Return the name of a backup that goes into a folder: what it says is an anchor of the journal."""
    return f"{stem}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-row{made.rows:06d}-{made.head[:16]}.db"


def said_by_name(name: str) -> Name | None:
    """Return what the name of a backup (or of its manifest) says; None for the name of something else."""
    found = _NAME.fullmatch(name.removesuffix(ENDING))
    if found is None:
        return None
    try:
        at = datetime.strptime(found["at"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return Name(found["stem"], at, int(found["rows"]), found["head"])


def manifest_of(backup: Path) -> Path:
    """Return where the manifest of a backup lies, whether it is there or not."""
    return backup.with_name(f"{backup.name}{ENDING}")


def write_manifest(noted: Manifest, backup: Path) -> Path:
    """Write the manifest of a backup, whole or not at all, for this account alone. Raises StoreError."""
    place = manifest_of(backup)
    text = json.dumps(asdict(noted), ensure_ascii=False, indent=2) + "\n"
    try:
        unfinished = unfinished_beside(place)
        try:
            unfinished.write_text(text, "utf-8")
            put_in_place(unfinished, place, replace=True)
        finally:
            remove(unfinished)
    except OSError as error:
        raise from_system(error, place) from None
    return place


def read_manifest(backup: Path) -> Manifest | None:
    """Return the manifest of a backup; None where there is none. Raises StoreError for one that cannot be read."""
    place = manifest_of(backup)
    try:
        with place.open("rb") as file:
            content = file.read(_LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise from_system(error, place) from None
    try:
        data = json.loads(content)
        noted = Manifest(**data)
        sound = _HASH.fullmatch(noted.head) and _HASH.fullmatch(noted.sha256) and noted.rows > 0 and noted.size > 0
        if not sound or noted.at.utcoffset() is None:
            raise ValueError
    except (ValueError, TypeError):
        raise StoreError(
            f"{place} is not as this program writes it: the backup beside it cannot be proved. Use another."
        ) from None
    return noted
