"""The one chain of the office: each row's hash covers the row before and a salted digest of its own words.

The words lie apart, so that disposing of them leaves the chain whole. Pure: what reads and writes rows is elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sharedlives_tui.cleaning import clean_text
from sharedlives_tui.store.errors import TooLarge

KINDS = frozenset(
    {
        "office",
        "setting",
        "person",
        "role",
        "record",
        "calendar",
        "procedure",
        "case",
        "entry",
        "strike",
        "attachment",
        "sign-off",
        "link",
        "disposal",
        "audit",
    }
)
"""What a row of the journal can be about. `audit` is what was done with the office: who came in, was refused, took."""

BEGINNING = "0" * 64
"""What the first row follows from."""

LONGEST_WORDS = 4_000_000
"""How many characters the words of one row may have."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode


@dataclass(frozen=True)
class Row:
    """The columns of a row of the journal, without what is computed from them."""

    seq: int
    kind: str
    case_id: int | None
    number: int | None
    act: str
    key: str | None
    done_on: str | None
    done_by: str | None
    recorded_by: str
    recorded_at: str
    request_id: str | None
    digest: str
    previous: str

    @property
    def hash(self) -> str:
        """The hash that the next row follows from."""
        return row_hash(
            (
                self.seq,
                self.kind,
                self.case_id,
                self.number,
                self.act,
                self.key,
                self.done_on,
                self.done_by,
                self.recorded_by,
                self.recorded_at,
                self.request_id,
                self.digest,
                self.previous,
            )
        )


COLUMNS = (
    "seq, kind, case_id, number, act, key, done_on, done_by, recorded_by, recorded_at, request_id, digest, previous"
)
"""The columns that a hash covers, in their order."""


def row_hash(columns: tuple[Any, ...]) -> str:
    """Return the hash over COLUMNS, in their order."""
    return sha256(_encode(columns).encode()).hexdigest()


def words_digest(salt: str, body: str) -> str:
    """Return the digest of the words as they are kept; without the salt nobody can guess the words from it."""
    return sha256(f"{salt}{body}".encode()).hexdigest()


def words_text(body: Mapping[str, Any]) -> str:
    """Return the words as they are kept: cleaned, as JSON with sorted keys. Raises TooLarge, TypeError."""
    text = _encode(cleaned(body))
    if len(text) > LONGEST_WORDS:
        raise TooLarge("the text of this entry", len(text), LONGEST_WORDS, "characters")
    return text


def cleaned(value: Any) -> Any:
    """Return a value of JSON with every text in it cleaned: the net under all ways in."""
    if isinstance(value, str):
        return clean_text(value, None)
    if isinstance(value, Mapping):
        return {clean_text(name, None): cleaned(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(each) for each in value]
    return value


def breaks(
    rows: Iterable[tuple[Any, ...]],
    disposed: Mapping[int, int],
    anchors: Mapping[int, str] | None = None,
) -> Iterator[str]:
    """Yield a sentence for each place where the chain or its words do not hold; none if all is whole.

    A row is COLUMNS, its hash, its salt and its words (both None where there are none), in the order of seq.
    `disposed` says by which row words were disposed of, `anchors` which hash a row had when it was noted elsewhere.
    """
    expected, previous = 1, BEGINNING
    left = dict(anchors or {})
    for row in rows:
        columns, (kept, salt, body) = row[:13], row[13:]
        seq = int(columns[0])
        yield from _gap(expected, seq)
        if row_hash(columns) != kept:
            yield f"Row {seq} of the journal is not as it was written."
        if columns[12] != previous and expected == seq:
            yield f"Row {seq} of the journal does not follow from row {seq - 1}."
        yield from _words(seq, columns[11], salt, body, disposed)
        if seq in left and left.pop(seq) != kept:
            yield f"Row {seq} of the journal has another hash than was noted for it outside this file."
        expected, previous = seq + 1, kept
    for seq in sorted(left):
        yield f"Row {seq} of the journal was noted outside this file and is gone: the journal was cut off."


def _gap(expected: int, seq: int) -> Iterator[str]:
    if seq == expected + 1:
        yield f"Row {expected} of the journal is missing."
    elif seq > expected:
        yield f"Rows {expected} to {seq - 1} of the journal are missing."


def _words(seq: int, digest: str, salt: str | None, body: str | None, disposed: Mapping[int, int]) -> Iterator[str]:
    if salt is None or body is None:
        if seq not in disposed:
            yield f"The words of row {seq} of the journal are missing, and no disposal says why."
    elif words_digest(salt, body) != digest:
        yield f"The words of row {seq} of the journal are not as they were written."
    elif seq in disposed:
        yield f"The words of row {seq} of the journal are still there, although row {disposed[seq]} disposed of them."
