"""The eleventh form: letters that a manager answered, and the row of the journal behind what is no case.

A letter that was signed off, or sent back, stands in its table until it is recorded as sent, asked for again, or over
otherwise: so Today tells whoever asked, without going through the journal.

People, roles, settings, the office's own days and its name change only as a row of the journal says it, a newer one
than the row behind what stands there: so it was added in the same transaction, and nothing is put back by naming an
old one. None of them is deleted. The guards read the words as text, since they may not read JSON where the schema is
not trusted; in JSON no quotation mark within a text is without a backslash before it, so what they look for is found
where it was said, and nowhere else.
"""

_SINCE = """
    SELECT 1 FROM journal e LEFT JOIN words b ON b.seq = e.seq
    WHERE e.case_id = a.case_id AND e.kind = 'entry' AND e.recorded_at > q.recorded_at
        AND substr(a.key || '@', 1, length(e.act) + 1) IN (e.act || '@', e.act || '.')
        AND coalesce(e.key, '') = coalesce(t.key, '')
        AND (t.instance IS NULL OR b.body IS NULL OR instr(b.body, '"incomplete":["') = 0)
        AND NOT EXISTS (
            SELECT 1 FROM journal s WHERE s.case_id = e.case_id AND s.kind = 'strike' AND s.number = e.number
        )
"""
ANSWERED = f"""
SELECT a.case_id AS case_id, a.key AS instance, a.seq AS seq, coalesce(q.done_by, q.recorded_by) AS asked_by
FROM journal a
JOIN case_file c ON c.id = a.case_id
JOIN journal q ON q.seq = (
    SELECT max(x.seq) FROM journal x
    WHERE x.case_id = a.case_id AND x.kind = 'sign-off' AND x.act = 'ask' AND x.key = a.key
)
JOIN words w ON w.seq = q.seq
LEFT JOIN time_limit t ON t.case_id = a.case_id AND t.instance = a.key
WHERE a.kind = 'sign-off' AND a.act IN ('sign', 'back')
    AND NOT EXISTS (
        SELECT 1 FROM journal x
        WHERE x.case_id = a.case_id AND x.kind = 'sign-off' AND x.key = a.key AND x.seq > a.seq
    )
    AND coalesce(t.state_base, c.status) NOT IN ('ended', 'closed')
    AND NOT EXISTS ({_SINCE})
"""  # noqa: S608
"""What the table holds, as the journal says it: what `sign_off.answered` says of one case. A server takes it too."""


def _quoted(value: str) -> str:
    """A text as the words of the journal have it, between its quotation marks."""
    for plain, escaped in (("'\\'", "'\\\\'"), ("'\"'", "'\\\"'"), ("char(10)", "'\\n'"), ("char(9)", "'\\t'")):
        value = f"replace({value}, {plain}, {escaped})"
    return f"'\"' || {value} || '\"'"


def _text(name: str, value: str) -> str:
    return f"instr(w.body, '\"{name}\":' || {_quoted(value)}) > 0"


def _number(name: str, value: str) -> str:
    return f"instr(replace(w.body, '}}', ','), '\"{name}\":' || {value} || ',') > 0"


def _said(kind: str, seq: str, *told: str) -> str:
    """Whether that row of the journal is of this kind, and its words say all that."""
    return (
        "EXISTS (SELECT 1 FROM journal j JOIN words w ON w.seq = j.seq "  # noqa: S608
        f"WHERE j.seq = {seq} AND j.case_id IS NULL AND j.kind = '{kind}' AND {' AND '.join(told)})"
    )


def _guards(table: str, what: str, seq: str, key: str, same: str, said: str, unless: str = "0") -> str:
    """The guards of a table with the row of the journal (`seq`) behind each row; `key` finds the same row."""
    words = f"{what} only with a newer row of the journal that tells of it"
    return f"""
CREATE TRIGGER {table}_told BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {key}) OR NOT {said}
BEGIN SELECT RAISE(ABORT, '{words}'); END;

CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table}
WHEN ({same} OR NEW.{seq} <= OLD.{seq} OR NOT {said}) AND NOT ({unless})
BEGIN SELECT RAISE(ABORT, '{words}'); END;

CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{what}, and is never deleted'); END;
"""  # noqa: S608


_BLANKED = (
    "NEW.name = '' AND NEW.find_text = '' AND NEW.id = OLD.id AND NEW.created_seq = OLD.created_seq "
    "AND NEW.named_seq = OLD.named_seq AND EXISTS (SELECT 1 FROM disposal WHERE seq = OLD.named_seq)"
)
_TO = f"CASE WHEN NEW.to_day IS NULL THEN 'null' ELSE {_quoted('NEW.to_day')} END"
_OFFICE_SAID = """EXISTS (
    SELECT 1 FROM words w WHERE w.seq = (SELECT max(seq) FROM journal WHERE case_id IS NULL AND kind = 'office')
        AND {}
)"""

SQL = (
    f"""
CREATE TABLE sign_off_answered (
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    instance TEXT NOT NULL CHECK (length(instance) > 0),
    seq INTEGER NOT NULL REFERENCES journal (seq),
    asked_by TEXT NOT NULL,
    PRIMARY KEY (case_id, instance)
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_off_answered_by ON sign_off_answered (asked_by, seq);

INSERT INTO sign_off_answered (case_id, instance, seq, asked_by)
{ANSWERED.strip()};
"""
    + _guards(
        "setting",
        "a setting changes",
        "seq",
        "name = NEW.name",
        "NEW.name <> OLD.name",
        _said("setting", "NEW.seq", _text("name", "NEW.name"), _text("value", "NEW.value")),
    )
    + _guards(
        "role_held",
        "a role changes",
        "seq",
        "person_id = NEW.person_id AND role = NEW.role AND from_day = NEW.from_day",
        "NEW.person_id <> OLD.person_id OR NEW.role <> OLD.role OR NEW.from_day <> OLD.from_day",
        _said(
            *("role", "NEW.seq", _number("person", "NEW.person_id"), _text("role", "NEW.role")),
            *(_text("first", "NEW.from_day"), f"instr(w.body, '\"last\":' || {_TO}) > 0"),
        ),
    )
    + _guards(
        "person",
        "a person changes",
        "named_seq",
        "id = NEW.id",
        "NEW.id <> OLD.id OR NEW.created_seq <> OLD.created_seq",
        _said("person", "NEW.named_seq", _number("person", "NEW.id"), _text("name", "NEW.name")),
        _BLANKED,
    )
    + _guards(
        "calendar_change",
        "a working day changes",
        "seq",
        "seq = NEW.seq",
        "1",
        _said(
            *("calendar", "NEW.seq", _text("day", "NEW.day"), _text("reason", "NEW.reason")),
            _text("entered_on", "NEW.entered_on"),
            _number("working", "CASE NEW.working WHEN 1 THEN 'true' ELSE 'false' END"),
        ),
    )
    + f"""
CREATE TRIGGER office_told BEFORE UPDATE ON office
WHEN (NEW.name <> OLD.name AND NOT {_OFFICE_SAID.format(_text("name", "NEW.name"))})
    OR (NEW.nation <> OLD.nation AND NOT {_OFFICE_SAID.format(_text("nation", "NEW.nation"))})
BEGIN SELECT RAISE(ABORT, 'the office changes only with a newer row of the journal that tells of it'); END;
"""
)
