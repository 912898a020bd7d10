"""The office's papers as they are in force: procedures by date, rules with their words, roles.

A scheme's own procedure files (in its folder of own papers) take the place of ours with the same id and date, or
stand beside them as later versions. A case keeps the version that it began under (CC-31).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from sharedlives_tui import procedure_files, record_kinds
from sharedlives_tui.access import Roles
from sharedlives_tui.letters.rendering import letter_names
from sharedlives_tui.procedures import Procedure, Vocabulary
from sharedlives_tui.resources import list_files, read_text

OWN_PAPERS = "SHAREDLIVES_PAPERS"
"""The environment variable that names the folder of a scheme's own papers."""


@dataclass(frozen=True)
class Rule:
    """One rule, notice, reading or edge in our words, with where it stands."""

    id: str
    title: str
    words: str
    source: str
    section: str
    force: str
    inferred: tuple[str, ...]
    limit: str

    @property
    def where(self) -> str:
        """Where the rule comes from, for the reader."""
        if self.source in ("practice", "") or "everything" in self.inferred:
            return "The scheme's own practice, not the guidance"
        if self.source == "law":
            return "The law beside the guidance"
        section = f", section {self.section}" if self.section else ""
        return f"Guidance document {self.source}{section}"


@dataclass(frozen=True)
class Version:
    """A procedure with the texts that it was read from, as they are kept with the office."""

    procedure: Procedure
    file_name: str
    text: str
    shared: str


@dataclass(frozen=True)
class Library:
    """All papers, read as they are asked for. Raises ProcedureMistakes where a file of the scheme's own is wrong."""

    own: Path | None = None
    _pinned: dict[str, Procedure] = field(default_factory=dict, compare=False)

    @cached_property
    def shared(self) -> str:
        """The text of the shared actions and fields."""
        return read_text("actions.toml")

    @cached_property
    def roles(self) -> Roles:
        """The roles of the office and outside."""
        return Roles.load()

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its ID."""
        return _rules()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What procedures may name."""
        letters = letter_names(self.own_letters)
        return Vocabulary(frozenset(self.rules), frozenset(self.roles.names), letters)

    @cached_property
    def record_kinds(self) -> record_kinds.RecordKinds:
        """The kinds of dated entries on a person; a scheme's own file takes the place of ours."""
        place = None if self.own is None else self.own / record_kinds.FILE
        if place is None or not place.is_file():
            return record_kinds.read(read_text(record_kinds.FILE))
        listed = [each.procedure for versions in self.versions.values() for each in versions]
        return record_kinds.read(place.read_text(encoding="utf-8"), self.vocabulary, listed)

    @property
    def own_letters(self) -> Path | None:
        """The folder of the scheme's own letter templates, which take the place of ours."""
        return None if self.own is None else self.own / "letters"

    @cached_property
    def versions(self) -> Mapping[str, tuple[Version, ...]]:
        """Every version of every procedure by its id, the earliest first."""
        found: dict[tuple[str, date], Version] = {}
        for name, text in self._files():
            procedure = procedure_files.read(text, name, self.shared)
            found[procedure.id, procedure.control.in_force] = Version(procedure, name, text, self.shared)
        listed: dict[str, list[Version]] = {}
        for (kind, _), version in sorted(found.items(), key=lambda item: item[0]):
            listed.setdefault(kind, []).append(version)
        return {kind: tuple(each) for kind, each in listed.items()}

    def kinds(self) -> list[str]:
        """The ids of all procedures, complaints first."""
        return sorted(self.versions, key=lambda kind: (kind != "complaint", kind))

    def in_force(self, kind: str, on: date) -> Version | None:
        """The version that governs a case begun on that day: the latest in force by then, or else the earliest."""
        versions = self.versions.get(kind, ())
        begun = [each for each in versions if each.procedure.control.in_force <= on]
        standing = begun or list(versions[:1])
        return standing[-1] if standing else None

    def pinned(self, digest: str, text: str, shared: str, name: str) -> Procedure:
        """The procedure of a text that the office keeps, read once."""
        if digest not in self._pinned:
            self._pinned[digest] = procedure_files.read(text, name, shared)
        return self._pinned[digest]

    def _files(self) -> list[tuple[str, str]]:
        files = [(file.name, file.read_text(encoding="utf-8")) for file in list_files("procedures", ".toml")]
        folder = None if self.own is None else self.own / "procedures"
        if folder is not None and folder.is_dir():
            files += [(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]
        return files


@cache
def _rules() -> Mapping[str, Rule]:
    data: dict[str, dict[str, Any]] = tomllib.loads(read_text("rules.toml"))
    return {
        name: Rule(
            id=name,
            title=each["title"],
            words=each["words"],
            source=each["source"],
            section=each["section"],
            force=each["force"],
            inferred=tuple(each["inferred"]),
            limit=each["limit"],
        )
        for name, each in data.items()
    }


@cache
def library() -> Library:
    """The papers of this installation, with the scheme's own where SHAREDLIVES_PAPERS names a folder."""
    own = os.environ.get(OWN_PAPERS, "")
    return Library(Path(own) if own else None)
