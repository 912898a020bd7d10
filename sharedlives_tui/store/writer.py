"""Writing cases: the row of the case, its limits, people, links and files, inside one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlmodel import col

from sharedlives_tui.cleaning import clean_line, folded
from sharedlives_tui.store import tables
from sharedlives_tui.store.errors import Conflict, TooLarge
from sharedlives_tui.store.office_writer import OfficeWriter
from sharedlives_tui.store.rows import AccessRow, CaseRow, ClassColumns, LimitRow, PartyRow, class_columns, stamp
from sharedlives_tui.store.unpacking import limit_from

LARGEST_ATTACHMENT = 10 * 1024 * 1024
"""Bytes of one attachment."""

_LIMITS = "SELECT * FROM time_limit WHERE case_id = ?"


class Writer(OfficeWriter):
    """Everything that one transaction can write. Handed out by `Store.writing`."""

    def new_case(
        self,
        prefix: str,
        kind: str,
        digest: str,
        opened_on: date,
        *,
        by: str | None = None,
        at: datetime | None = None,
    ) -> tuple[int, str]:
        """Begin a case under the next reference of the prefix; return its number and reference (`CO-0001`).

        The row of the journal is written too. Its version is 0 until `save_case`.
        """
        ref = self._next_ref(prefix)
        case_id = int(self.fetch("SELECT coalesce(max(id), 0) + 1 FROM case_file")[0][0])
        _, when = self._who_and_when(by, at)
        values = {
            "id": case_id,
            "ref": ref,
            "kind": clean_line(kind),
            "procedure_digest": digest,
            "opened_on": opened_on.isoformat(),
            "updated_at": when,
            "version": 0,
            "status": "open",
            "find_text": folded(ref),
        }
        blank = dict.fromkeys(("type", "title", "stage"), "")
        none = {"owner": None, "closed_on": None, "restricted": 0, "guarded": 0}
        self._insert(tables.CaseFile, {**values, **blank, **none, **_columns(class_columns((), "open"))})
        self._hands.put_text("find_titles", case_id, folded(ref))
        body = {"ref": ref, "kind": kind, "procedure": digest, "opened_on": opened_on.isoformat()}
        self.append(kind="case", act="open", case_id=case_id, body=body, recorded_by=by, recorded_at=at)
        return case_id, ref

    def _next_ref(self, prefix: str) -> str:
        counter = tables.RefCount
        last = self.fetch("SELECT last FROM ref_count WHERE prefix = ?", (prefix,))
        number = int(last[0][0]) + 1 if last else 1
        if not self._update(counter, {"last": number}, col(counter.prefix) == prefix):
            self._insert(counter, {"prefix": prefix, "last": number})
        return f"{prefix}-{number:04d}"

    def next_number(self, case_id: int) -> int:
        """Return the number that the next entry of the case has."""
        rows = self.fetch("SELECT max(number) FROM journal WHERE kind = 'entry' AND case_id = ?", (case_id,))
        return int(rows[0][0] or 0) + 1

    def case_version(self, case_id: int) -> int:
        """Return the version of the case. Raises LookupError."""
        return self._version(case_id)[1]

    def _version(self, case_id: int) -> tuple[str, int]:
        rows = self.fetch("SELECT ref, version FROM case_file WHERE id = ?", (case_id,))
        if not rows:
            raise LookupError(f"There is no case with the number {case_id}.")
        return str(rows[0][0]), int(rows[0][1])

    def add_sign_off(
        self, case_id: int, instance: str, act: str, body: Mapping[str, Any], by: str, asked_by: str = ""
    ) -> int:
        """Write that a letter's sign-off was asked, given or refused; return the row of the journal.

        Only what was asked last and not answered waits; what was answered stands for whoever asked (`asked_by`). `by`
        is who asked or decided.
        """
        seq = self.append(kind="sign-off", act=act, case_id=case_id, key=instance, body=body, done_by=by)
        for kept in (tables.SignOffWaiting, tables.SignOffAnswered):
            self._delete(kept, col(kept.case_id) == case_id, col(kept.instance) == instance)
        values = {"case_id": case_id, "instance": instance, "seq": seq}
        if act == "ask":
            self._insert(tables.SignOffWaiting, values)
        else:
            self._insert(tables.SignOffAnswered, {**values, "asked_by": asked_by})
        return seq

    def keep_answered(self, case_id: int, standing: Iterable[tuple[str, int, str]]) -> None:
        """Let these be the letters of the case that were answered and have not gone: step, row that answers, asker."""
        answered, wanted = tables.SignOffAnswered, {*standing}
        kept = "SELECT instance, seq, asked_by FROM sign_off_answered WHERE case_id = ?"
        found = {tuple(row) for row in self.fetch(kept, (case_id,))}
        for instance, _, _ in found - wanted:
            self._delete(answered, col(answered.case_id) == case_id, col(answered.instance) == instance)
        for instance, seq, by in sorted(wanted - found):
            values = {"case_id": case_id, "instance": instance, "seq": seq, "asked_by": by}
            self._insert(answered, values)

    def stop_waiting(self, case_id: int, still_open: Iterable[str]) -> None:
        """Let no letter of the case wait for its sign-off but those of these steps: the others are over."""
        waiting, standing = tables.SignOffWaiting, {*still_open}
        for row in self.fetch("SELECT instance FROM sign_off_waiting WHERE case_id = ?", (case_id,)):
            if row["instance"] not in standing:
                self._delete(waiting, col(waiting.case_id) == case_id, col(waiting.instance) == row["instance"])

    def save_case(self, row: CaseRow) -> int:
        """Write the row of the case and return its new version.

        `row.version` is the one that the caller read; kind, reference and procedure's first text are not changed
        here, and `row.classes` is computed anew. Raises Conflict if somebody saved in between, LookupError.
        """
        title = clean_line(row.title)
        find_text = folded(f"{row.ref} {title}")
        values = {
            "type": clean_line(row.type),
            "title": title,
            "find_text": find_text,
            "owner": row.owner,
            "stage": clean_line(row.stage),
            "status": row.status,
            "opened_on": row.opened_on.isoformat(),
            "closed_on": None if row.closed_on is None else row.closed_on.isoformat(),
            "procedure_digest": row.procedure,
            "restricted": int(row.restricted),
            "guarded": int(row.guarded),
            "updated_at": stamp(row.updated_at) if row.updated_at else self.last_stamp,
            "version": row.version + 1,
        }
        case = tables.CaseFile
        retitled = self._hands.drop_text("find_titles", row.id, unless=find_text)
        if not self._update(case, values, col(case.id) == row.id, col(case.version) == row.version):
            ref, theirs = self._version(row.id)
            raise Conflict(ref, row.version, theirs)
        if retitled:
            self._hands.put_text("find_titles", row.id, find_text)
        self._refresh_classes(row.id)
        return row.version + 1

    def replace_limits(self, case_id: int, limits: Iterable[LimitRow]) -> None:
        """Let these be the limits of the case, and compute what its row carries of them."""
        wanted = {each.instance: _limit_values(case_id, each) for each in limits}
        limit = tables.TimeLimit
        for row in self.fetch(_LIMITS, (case_id,)):
            new = wanted.get(row["instance"])
            if new == dict(row):
                del wanted[row["instance"]]
                continue
            self._delete(limit, col(limit.case_id) == case_id, col(limit.instance) == row["instance"])
        for values in wanted.values():
            self._insert(limit, values)
        self._refresh_classes(case_id)

    def _refresh_classes(self, case_id: int) -> None:
        rows = self.fetch("SELECT * FROM case_file WHERE id = ?", (case_id,))
        if not rows:
            raise LookupError(f"There is no case with the number {case_id}.")
        limits = [limit_from(row) for row in self.fetch(_LIMITS, (case_id,))]
        new = _columns(class_columns(limits, rows[0]["status"]))
        changed = {name: value for name, value in new.items() if rows[0][name] != value}
        if changed:
            self._update(tables.CaseFile, changed, col(tables.CaseFile.id) == case_id)

    def replace_parties(self, case_id: int, parties: Iterable[PartyRow]) -> None:
        """Let these be the people of the case."""
        party = tables.CaseParty
        self._delete(party, col(party.case_id) == case_id)
        for each in {(one.person_id, one.part, one.role): one for one in parties}.values():
            values = {"person_id": each.person_id, "part": clean_line(each.part), "role": clean_line(each.role)}
            self._insert(party, {"case_id": case_id, **values})

    def replace_access(self, case_id: int, access: Iterable[AccessRow]) -> None:
        """Let these be the people from whom the case is hidden, and who may see it where it is restricted."""
        rule = tables.CaseAccess
        self._delete(rule, col(rule.case_id) == case_id)
        for each in set(access):
            self._insert(rule, {"case_id": case_id, "person_id": each.person_id, "rule": each.rule})

    def add_link(
        self, case_id: int, other_id: int, words: str, *, by: str | None = None, at: datetime | None = None
    ) -> int:
        """Link two cases both ways; return the row of the journal. The same two are linked once, with new words."""
        words = clean_line(words)
        body = {"other": other_id, "words": words}
        seq = self.append(kind="link", act="link", case_id=case_id, body=body, recorded_by=by, recorded_at=at)
        link = tables.CaseLink
        for one, other in ((case_id, other_id), (other_id, case_id)):
            self._delete(link, col(link.case_id) == one, col(link.other_id) == other)
            self._insert(link, {"case_id": one, "other_id": other, "words": words, "seq": seq})
        return seq

    def remove_link(self, case_id: int, other_id: int, *, by: str | None = None, at: datetime | None = None) -> int:
        """Unlink two cases both ways; return the row of the journal that says so."""
        body = {"other": other_id}
        seq = self.append(kind="link", act="unlink", case_id=case_id, body=body, recorded_by=by, recorded_at=at)
        link = tables.CaseLink
        for one, other in ((case_id, other_id), (other_id, case_id)):
            self._delete(link, col(link.case_id) == one, col(link.other_id) == other)
        return seq

    def add_attachment(
        self,
        case_id: int,
        name: str,
        content: bytes,
        *,
        number: int | None = None,
        confidential: bool = False,
        by: str | None = None,
        at: datetime | None = None,
    ) -> int:
        """Keep a file with the case, at one of its entries if `number` says so; return its id. Raises TooLarge."""
        if len(content) > LARGEST_ATTACHMENT:
            raise TooLarge("the file", len(content), LARGEST_ATTACHMENT, "bytes")
        attachment_id = int(self.fetch("SELECT coalesce(max(id), 0) + 1 FROM attachment")[0][0])
        values: dict[str, Any] = {
            "name": _file_name(name),
            "sha256": sha256(content).hexdigest(),
            "size": len(content),
            "confidential": int(confidential),
        }
        seq = self.append(
            kind="attachment",
            act="attach",
            case_id=case_id,
            number=number,
            body={"attachment": attachment_id, **values},
            recorded_by=by,
            recorded_at=at,
        )
        keys = {"id": attachment_id, "case_id": case_id, "number": number, "added_seq": seq, "content": content}
        self._insert(tables.Attachment, {**keys, **values})
        return attachment_id


def _file_name(name: str) -> str:
    last = clean_line(name, 200).replace("\\", "/").rsplit("/", 1)[-1].strip(". ")
    return last or "file"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _columns(classes: ClassColumns) -> dict[str, str | None]:
    return {name: value if isinstance(value, str) else _iso(value) for name, value in classes.__dict__.items()}


def _limit_values(case_id: int, limit: LimitRow) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "instance": limit.instance,
        "step": limit.step,
        "step_name": clean_line(limit.step_name),
        "stage": limit.stage,
        "key": limit.key,
        "due": _iso(limit.due),
        "act_by": _iso(limit.act_by),
        "until": _iso(limit.until),
        "force": limit.force,
        "side": limit.side,
        "state_base": limit.state_base,
        "ended_on": _iso(limit.ended_on),
        "how": limit.how,
        "late": int(limit.late),
        "opened_on": limit.opened_on.isoformat(),
        "rules": " ".join(limit.rules),
        "after_closing": int(limit.after_closing),
    }
