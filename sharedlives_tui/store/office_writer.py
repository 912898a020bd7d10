"""Writing what belongs to the office and not to one case: people, roles, calendar, procedures, settings, disposal.

Each call appends its own row to the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from sqlmodel import col

from sharedlives_tui.cleaning import clean_line, clean_text, folded
from sharedlives_tui.store import tables
from sharedlives_tui.store.append import JournalWriter
from sharedlives_tui.store.rows import Office, person_ref, stamp


class OfficeWriter(JournalWriter):
    """The office's own tables."""

    def found_office(self, office: Office) -> None:
        """Write whose file this is, as its first row. Raises sqlite3.IntegrityError if there is one already."""
        body = {
            "name": clean_line(office.name, 200),
            "nation": office.nation,
            "kind": office.kind,
            "practice": office.practice,
        }
        self.append(kind="office", act="found", body=body)
        values = {"id": 1, **body, "practice": int(office.practice), "created_at": stamp(office.created_at)}
        self._insert(tables.Office, values)

    def change_office(
        self,
        *,
        name: str | None = None,
        nation: str | None = None,
        by: str | None = None,
        at: datetime | None = None,
    ) -> int:
        """Give the office another name or nation; return the row of the journal."""
        changes = {"name": None if name is None else clean_line(name, 200), "nation": nation}
        body = {field: value for field, value in changes.items() if value is not None}
        seq = self.append(kind="office", act="change", body=body, recorded_by=by, recorded_at=at)
        if body:
            self._update(tables.Office, body, col(tables.Office.id) == 1)
            self.office_changed = True
        return seq

    # -- people -------------------------------------------------------------------------------------------------

    def add_person(
        self, name: str, *, by: str | None = None, at: datetime | None = None, case_id: int | None = None
    ) -> int:
        """Add somebody to the list; return the number. Raises ValueError for an empty name.

        `case_id` is the case that brought them: to whom it is closed, they are named only where they came in otherwise.
        """
        name = _named(name)
        person_id = int(self.fetch("SELECT coalesce(max(id), 0) + 1 FROM person")[0][0])
        seq = self.append(
            kind="person",
            act="add",
            body={"person": person_id, "name": name, **_of(case_id)},
            recorded_by=by,
            recorded_at=at,
        )
        self._insert(
            tables.Person,
            {"id": person_id, "name": name, "find_text": folded(name), "created_seq": seq, "named_seq": seq},
        )
        self._hands.put_text("find_names", person_id, folded(name))
        return person_id

    def rename_person(self, person_id: int, name: str, *, by: str | None = None, at: datetime | None = None) -> int:
        """Correct somebody's name; return the row of the journal. Raises LookupError, ValueError."""
        name = _named(name)
        body = {"person": person_id, "name": name}
        seq = self.append(kind="person", act="rename", body=body, recorded_by=by, recorded_at=at)
        values = {"name": name, "find_text": folded(name), "named_seq": seq}
        self._hands.drop_text("find_names", person_id)
        if not self._update(tables.Person, values, col(tables.Person.id) == person_id):
            raise LookupError(f"There is no person with the number {person_id}.")
        self._hands.put_text("find_names", person_id, folded(name))
        return seq

    def add_role(
        self,
        person_id: int,
        role: str,
        first: date,
        last: date | None = None,
        *,
        by: str | None = None,
        at: datetime | None = None,
        case_id: int | None = None,
    ) -> int:
        """Give somebody a role from a day, to a day if it is known; return the row of the journal.

        The same role from the same day is not held twice: it takes the new last day.
        """
        return self._hold(person_id, role, first, last, by, at, _of(case_id))

    def end_role(
        self, person_id: int, role: str, last: date, *, by: str | None = None, at: datetime | None = None
    ) -> int:
        """End a role that somebody holds, `last` being its last day; return the row of the journal.

        Raises LookupError if nobody holds it then.
        """
        found = self.fetch(
            "SELECT from_day FROM role_held WHERE person_id = ? AND role = ? AND from_day <= ? "
            "AND (to_day IS NULL OR to_day >= ?) ORDER BY from_day DESC LIMIT 1",
            (person_id, role, last.isoformat(), last.isoformat()),
        )
        if not found:
            raise LookupError(f"This person does not hold the role {role} on {last.isoformat()}.")
        return self._hold(person_id, role, date.fromisoformat(found[0][0]), last, by, at)

    def _hold(
        self,
        person_id: int,
        role: str,
        first: date,
        last: date | None,
        by: str | None,
        at: datetime | None,
        of: Mapping[str, int] = MappingProxyType({}),
    ) -> int:
        role = clean_line(role)
        ends = None if last is None else last.isoformat()
        body = {"person": person_id, "role": role, "first": first.isoformat(), "last": ends, **of}
        seq = self.append(kind="role", act="hold", body=body, recorded_by=by, recorded_at=at)
        held = tables.RoleHeld
        same = (col(held.person_id) == person_id, col(held.role) == role, col(held.from_day) == first.isoformat())
        if not self._update(held, {"to_day": ends, "seq": seq}, *same):
            values = {"person_id": person_id, "role": role, "from_day": first.isoformat(), "to_day": ends}
            self._insert(held, {**values, "seq": seq})
        return seq

    # -- dated entries on a person ------------------------------------------------------------------------------

    def next_person_entry(self, person_id: int) -> int:
        """Return the number that the next entry on the person has."""
        rows = self.fetch("SELECT max(number) FROM person_entry WHERE person_id = ?", (person_id,))
        return int(rows[0][0] or 0) + 1

    def add_person_entry(
        self,
        person_id: int,
        kind: str,
        done_on: date,
        done_by: str,
        body: Mapping[str, Any],
    ) -> int:
        """Add a dated entry on somebody; return its number among theirs."""
        number, kind = self.next_person_entry(person_id), clean_line(kind)
        seq = self.append(
            kind="record",
            act=kind,
            body=body,
            number=number,
            key=person_ref(person_id),
            done_on=done_on,
            done_by=done_by,
        )
        values = {"person_id": person_id, "number": number, "kind": kind, "done_on": done_on.isoformat()}
        self._insert(tables.PersonEntry, {"seq": seq, **values, "struck_seq": None})
        return number

    def strike_person_entry(self, person_id: int, number: int, reason: str) -> int:
        """Strike an entry on somebody; return the row of the journal. Raises LookupError where none stands."""
        body = {"number": number, "reason": clean_text(reason)}
        seq = self.append(kind="strike", act="", body=body, key=person_ref(person_id))
        entry = tables.PersonEntry
        standing = (col(entry.person_id) == person_id, col(entry.number) == number, col(entry.struck_seq).is_(None))
        if not self._update(entry, {"struck_seq": seq}, *standing):
            raise LookupError(f"P-{person_id} has no entry {number} that stands.")
        return seq

    # -- calendar, procedures, settings -------------------------------------------------------------------------

    def add_calendar_change(
        self,
        day: date,
        working: bool,
        reason: str,
        entered_on: date,
        *,
        by: str | None = None,
        at: datetime | None = None,
    ) -> int:
        """Add a day to the office's working days, or take it from them; return the row of the journal."""
        reason = clean_line(reason)
        body = {"day": day.isoformat(), "working": working, "reason": reason, "entered_on": entered_on.isoformat()}
        seq = self.append(kind="calendar", act="change", body=body, recorded_by=by, recorded_at=at)
        values = {**body, "seq": seq, "working": int(working), "recorded_at": self.last_stamp}
        self._insert(tables.CalendarChange, values)
        return seq

    def put_procedure(
        self,
        digest: str,
        id: str,
        in_force: date,
        file_name: str,
        text: str,
        shared: str = "",
        *,
        by: str | None = None,
        at: datetime | None = None,
    ) -> int:
        """Keep the text of a procedure under its digest, once and unchanged; return the row of the journal."""
        known = self.fetch("SELECT seq FROM procedure_text WHERE digest = ?", (digest,))
        if known:
            return int(known[0][0])
        body = {
            "digest": digest,
            "id": id,
            "in_force": in_force.isoformat(),
            "file_name": clean_line(file_name),
            "sha256": sha256(f"{text}\0{shared}".encode()).hexdigest(),
        }
        seq = self.append(kind="procedure", act="put", body=body, recorded_by=by, recorded_at=at)
        values = {name: body[name] for name in ("digest", "id", "in_force", "file_name")}
        self._insert(tables.ProcedureText, {**values, "text": text, "shared": shared, "seq": seq})
        return seq

    def put_setting(
        self, name: str, value: str, *, why: str = "", by: str | None = None, at: datetime | None = None
    ) -> int:
        """Set one of the office's settings, with the reason where there is one; return the row of the journal."""
        name, value = clean_line(name), clean_text(value)
        body = {"name": name, "value": value} | ({"reason": clean_line(why)} if why else {})
        seq = self.append(kind="setting", act="put", body=body, recorded_by=by, recorded_at=at)
        if not self._update(tables.Setting, {"value": value, "seq": seq}, col(tables.Setting.name) == name):
            self._insert(tables.Setting, {"name": name, "value": value, "seq": seq})
        return seq

    # -- drafts, outside the journal ----------------------------------------------------------------------------

    def save_draft(self, person: str, place: str, body: str, saved_at: datetime) -> None:
        """Keep what somebody has typed so far at one place of the program."""
        person, place = clean_line(person), clean_line(place)
        self.drop_draft(person, place)
        values = {"person": person, "place": place, "body": clean_text(body, None), "saved_at": stamp(saved_at)}
        self._insert(tables.Draft, values)

    def drop_draft(self, person: str, place: str) -> None:
        """Forget a draft; nothing happens if there is none."""
        draft = tables.Draft
        self._delete(draft, col(draft.person) == clean_line(person), col(draft.place) == clean_line(place))

    # -- disposal -----------------------------------------------------------------------------------------------

    def dispose(self, seqs: Iterable[int], reason: str, *, by: str | None = None, at: datetime | None = None) -> int:
        """Delete the words of rows of the journal (and files kept with them) for good; return the row that says so.

        The chain stays whole. Raises sqlite3.IntegrityError for rows of the office, procedures and disposals.
        """
        gone = sorted(set(seqs))
        seq = self.append(
            kind="disposal",
            act="dispose",
            body={"seqs": gone, "reason": clean_text(reason)},
            recorded_by=by,
            recorded_at=at,
        )
        for each in gone:
            self._insert(tables.Disposal, {"seq": each, "by_seq": seq})
            self._hands.drop_words(each)
            for (person,) in self.fetch("SELECT id FROM person WHERE named_seq = ?", (each,)):
                self._hands.drop_text("find_names", person)
            self._hands.delete_words(each)
            blank = {"name": "", "find_text": ""}
            self._update(tables.Person, blank, col(tables.Person.named_seq) == each)
            self._update(tables.Attachment, {"name": "", "content": None}, col(tables.Attachment.added_seq) == each)
            self._forget_answer(each)
        self._hands.forget()
        return seq

    def _forget_answer(self, seq: int) -> None:
        """A letter of which nobody knows any more what it said waits for nobody to send it."""
        answered = tables.SignOffAnswered
        asked = "SELECT case_id, key FROM journal WHERE seq = ? AND kind = 'sign-off' AND act = 'ask'"
        later = "SELECT 1 FROM journal WHERE case_id = ? AND kind = 'sign-off' AND key = ? AND act = 'ask' AND seq > ?"
        for case_id, instance in self.fetch(asked, (seq,)):
            if not self.fetch(later, (case_id, instance, seq)):
                self._delete(answered, col(answered.case_id) == case_id, col(answered.instance) == instance)


def _named(name: str) -> str:
    name = clean_line(name, 200)
    if not name:
        raise ValueError("A person needs a name.")
    return name


def _of(case_id: int | None) -> dict[str, int]:
    """What a row says of the case that brought somebody; nothing where none did."""
    return {} if case_id is None else {"case": case_id}
