"""The tables as SQLModel declares them. Imported by what writes, and by nothing else: it is slow to import.

The form of the file itself is made by the numbered steps of `schema`; a test holds the two equal. Days and instants
are ISO text here, as they are kept; `rows` has them as values.
"""

from __future__ import annotations

from pydantic import ConfigDict
from sqlmodel import Field, SQLModel


class Row(SQLModel):
    """A row of a table. What would check one is made when one is checked, which only tests do: it is slow to make."""

    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]


class Office(Row, table=True):
    """Whose file this is; one row."""

    id: int = Field(primary_key=True)
    name: str
    nation: str
    kind: str
    practice: int
    created_at: str


class CaseFile(Row, table=True):
    """A case as it stands, with the earliest limit of each class."""

    __tablename__ = "case_file"

    id: int = Field(primary_key=True)
    ref: str = Field(unique=True)
    kind: str
    type: str
    title: str
    find_text: str
    owner: int | None = Field(foreign_key="person.id")
    stage: str
    status: str
    opened_on: str
    closed_on: str | None
    procedure_digest: str
    version: int
    updated_at: str
    restricted: int
    guarded: int
    must_due: str | None
    must_act_by: str | None
    must_instance: str
    target_due: str | None
    target_act_by: str | None
    target_instance: str
    window_until: str | None
    window_instance: str
    theirs_due: str | None
    theirs_instance: str
    next_act_by: str | None
    rest_state: str
    rest_instance: str


class Journal(Row, table=True):
    """The one chain of the office."""

    seq: int = Field(primary_key=True)
    kind: str
    case_id: int | None = Field(foreign_key="case_file.id")
    number: int | None
    act: str
    key: str | None
    done_on: str | None
    done_by: str | None
    recorded_by: str
    recorded_at: str
    request_id: str | None = Field(unique=True)
    digest: str
    previous: str
    hash: str


class Words(Row, table=True):
    """The personal text of a row of the journal."""

    seq: int = Field(primary_key=True, foreign_key="journal.seq")
    salt: str
    body: str


class Disposal(Row, table=True):
    """Which words were disposed of, by which row of the journal."""

    seq: int = Field(primary_key=True, foreign_key="journal.seq")
    by_seq: int = Field(foreign_key="journal.seq")


class Person(Row, table=True):
    """Somebody in the office's list."""

    id: int = Field(primary_key=True)
    name: str
    find_text: str
    created_seq: int = Field(foreign_key="journal.seq")
    named_seq: int = Field(foreign_key="journal.seq")


class RoleHeld(Row, table=True):
    """A role held from and to."""

    __tablename__ = "role_held"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    role: str = Field(primary_key=True)
    from_day: str = Field(primary_key=True)
    to_day: str | None
    seq: int = Field(foreign_key="journal.seq")


class PersonEntry(Row, table=True):
    """A dated entry on a person: which row of the journal it is, and which one struck it."""

    __tablename__ = "person_entry"

    seq: int = Field(primary_key=True, foreign_key="journal.seq")
    person_id: int = Field(foreign_key="person.id")
    number: int
    kind: str
    done_on: str
    struck_seq: int | None = Field(foreign_key="journal.seq")


class ProcedureText(Row, table=True):
    """The text of a procedure that cases are pinned to."""

    __tablename__ = "procedure_text"

    digest: str = Field(primary_key=True)
    id: str
    in_force: str
    file_name: str
    text: str
    shared: str
    seq: int = Field(foreign_key="journal.seq")


class CalendarChange(Row, table=True):
    """A day that the office added to its working days, or took from them."""

    __tablename__ = "calendar_change"

    seq: int = Field(primary_key=True, foreign_key="journal.seq")
    day: str
    working: int
    reason: str
    entered_on: str
    recorded_at: str


class Setting(Row, table=True):
    """A setting of the office, as it stands."""

    name: str = Field(primary_key=True)
    value: str
    seq: int = Field(foreign_key="journal.seq")


class RefCount(Row, table=True):
    """The last number given under each prefix."""

    __tablename__ = "ref_count"

    prefix: str = Field(primary_key=True)
    last: int


class TimeLimit(Row, table=True):
    """One instance of a step with its limit."""

    __tablename__ = "time_limit"

    case_id: int = Field(primary_key=True, foreign_key="case_file.id")
    instance: str = Field(primary_key=True)
    step: str
    step_name: str
    stage: str
    key: str | None
    due: str | None
    act_by: str | None
    until: str | None
    force: str
    side: str
    state_base: str
    ended_on: str | None
    how: str
    late: int
    opened_on: str
    rules: str
    after_closing: int


class CaseParty(Row, table=True):
    """Somebody's part in a case."""

    __tablename__ = "case_party"

    case_id: int = Field(primary_key=True, foreign_key="case_file.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    part: str = Field(primary_key=True)
    role: str = Field(primary_key=True)


class CaseAccess(Row, table=True):
    """Who may see a restricted case, and from whom one is hidden."""

    __tablename__ = "case_access"

    case_id: int = Field(primary_key=True, foreign_key="case_file.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    rule: str = Field(primary_key=True)


class CaseLink(Row, table=True):
    """Two cases that belong together, from each side."""

    __tablename__ = "case_link"

    case_id: int = Field(primary_key=True, foreign_key="case_file.id")
    other_id: int = Field(primary_key=True, foreign_key="case_file.id")
    words: str
    seq: int = Field(foreign_key="journal.seq")


class Attachment(Row, table=True):
    """A file kept with a case."""

    id: int = Field(primary_key=True)
    case_id: int = Field(foreign_key="case_file.id")
    number: int | None
    name: str
    sha256: str
    size: int
    confidential: int
    added_seq: int = Field(foreign_key="journal.seq", unique=True)
    content: bytes | None


class CaseTally(Row, table=True):
    """How many cases change their state on a day, by owner (0 nobody, -1 everybody): kept by the file itself."""

    __tablename__ = "case_tally"

    owner: int = Field(primary_key=True)
    mark: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    guarded: int = Field(primary_key=True)
    cases: int


class SignOffWaiting(Row, table=True):
    """A letter that waits for a manager's sign-off: which row of the journal asks for it."""

    __tablename__ = "sign_off_waiting"

    case_id: int = Field(primary_key=True, foreign_key="case_file.id")
    instance: str = Field(primary_key=True)
    seq: int = Field(foreign_key="journal.seq")


class SignOffAnswered(Row, table=True):
    """A letter that a manager answered and that has not gone yet: the row that answers, and who asked (P-12)."""

    __tablename__ = "sign_off_answered"

    case_id: int = Field(primary_key=True, foreign_key="case_file.id")
    instance: str = Field(primary_key=True)
    seq: int = Field(foreign_key="journal.seq")
    asked_by: str


class Draft(Row, table=True):
    """A text that somebody has begun to type."""

    person: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    body: str
    saved_at: str
