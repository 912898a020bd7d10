"""The form of an office on a server, as numbered steps beside those of a file: the same numbers, the same forms.

The whole way from one form to another is one transaction. The tables belong to whoever made them; the program works in
a role that owns nothing and can only add to the journal.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from sharedlives_tui.store.form import SCHEMA
from sharedlives_tui.store.server.connect import PROGRAM, SCHEMA_NAME
from sharedlives_tui.store.server.schema import form_0008, form_0009, form_0010, form_0011, guards_of_changes

if TYPE_CHECKING:
    from sharedlives_tui.store.server.connect import Link

CHANNEL: Final = "sharedlives"
"""Where the journal tells of its new rows."""
TURN: Final = 0x53684C76
"""The lock that whoever writes holds: one after the other, in the order in which they came."""


class Step(NamedTuple):
    """One change of form, as plain SQL."""

    number: int
    sql: str


STEPS: Final = (Step(8, form_0008.SQL), Step(9, form_0009.SQL), Step(10, form_0010.SQL), Step(11, form_0011.SQL))

_ADDED_TO: Final = ("journal", "words", "disposal", "procedure_text", "calendar_change")
_CHANGED: Final = ("case_file", "person", "role_held", "setting", "ref_count")
_COMPUTED: Final = (
    *("time_limit", "case_party", "case_access", "case_link", "sign_off_waiting", "sign_off_answered", "draft"),
    *("find_words", "find_names", "find_titles"),
)
GRANTS: Final = f"""
REVOKE ALL ON SCHEMA {SCHEMA_NAME} FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA_NAME} FROM PUBLIC, {PROGRAM};
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {SCHEMA_NAME} FROM PUBLIC, {PROGRAM};
GRANT USAGE ON SCHEMA {SCHEMA_NAME} TO {PROGRAM};
GRANT EXECUTE ON FUNCTION json_each(text), json_extract(text, text), instr(text, text) TO {PROGRAM};
GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA_NAME} TO {PROGRAM};
GRANT INSERT ON {", ".join((*_ADDED_TO, *_CHANGED, *_COMPUTED, "attachment", "person_entry"))} TO {PROGRAM};
GRANT UPDATE ON {", ".join(_CHANGED)} TO {PROGRAM};
GRANT UPDATE (name, nation) ON office TO {PROGRAM};
GRANT UPDATE (name, content) ON attachment TO {PROGRAM};
GRANT UPDATE (struck_seq) ON person_entry TO {PROGRAM};
GRANT DELETE ON {", ".join(_COMPUTED)} TO {PROGRAM};
"""
"""What the program's role may do: the journal, its words and disposals can be added to, and nothing else.

What it may change beside them, `guards_of_changes` lets it change with a row of the journal alone; drafts are free.

What runs by itself is nobody's to call: hung on a table of one's own, it would do there what only the owner may.
"""

_FORM: Final = """
CREATE TABLE form (id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1), number BIGINT NOT NULL, described TEXT NOT NULL);
INSERT INTO form VALUES (1, 0, '');
"""
_ROLE: Final = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{PROGRAM}') THEN CREATE ROLE {PROGRAM} NOLOGIN; END IF;
    IF NOT pg_has_role('{PROGRAM}', 'MEMBER') THEN GRANT {PROGRAM} TO CURRENT_USER; END IF;
END $$
"""  # noqa: S608


def make(link: Link) -> None:
    """Make the tables of an office, inside the transaction that has begun. Raises psycopg.Error."""
    link.execute(_ROLE)
    link.execute(f"CREATE SCHEMA {SCHEMA_NAME}")
    link.execute(_FORM)
    upgrade(link)


def upgrade(link: Link) -> None:
    """Take the steps that the office does not have yet, inside the transaction that has begun."""
    found = form_of(link)
    link.execute(guards_of_changes.TAKEN_AWAY)  # what a step changes stands in no row of the journal
    for step in STEPS:
        if step.number > found:
            link.execute(step.sql)
    link.execute(guards_of_changes.MADE)
    link.execute(GRANTS)
    link.execute("UPDATE form SET number = %s, described = %s", (SCHEMA, digest(described(link))))


def has_guards(link: Link) -> bool:
    """Return whether what is computed from the journal is guarded: an office of before has yet to be given that."""
    found = link.execute(f"SELECT to_regproc('{SCHEMA_NAME}.{guards_of_changes.MARK}') IS NOT NULL").fetchone()
    return bool(found and found[0])


def is_there(link: Link) -> bool:
    """Return whether the database holds an office."""
    found = link.execute("SELECT to_regclass(%s) IS NOT NULL", (f"{SCHEMA_NAME}.form",)).fetchone()
    return bool(found and found[0])


def form_of(link: Link) -> int:
    """Return the form of the office: the number of its last step."""
    found = link.execute("SELECT number FROM form").fetchone()
    return int(found[0]) if found else 0


_DESCRIBED: Final = (
    """
SELECT 'table ' || c.relname, string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
    a.attnotnull, a.attcollation::regcollation), ', ' ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v') AND c.relnamespace = 'sharedlives'::regnamespace GROUP BY c.relname
""",
    """
SELECT concat('rule ', conname, ' of ', conrelid::regclass), pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'sharedlives'::regnamespace AND contype IN ('c', 'f', 'p', 'u')
""",
    """
SELECT 'index ' || relname, pg_get_indexdef(oid)
FROM pg_class WHERE relkind = 'i' AND relnamespace = 'sharedlives'::regnamespace
""",
    """
SELECT 'guard ' || t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace = 'sharedlives'::regnamespace
""",
    """
SELECT 'function ' || proname, md5(concat_ws(' ', prosrc, proconfig, prosecdef))
FROM pg_proc WHERE pronamespace = 'sharedlives'::regnamespace
""",
)


def described(link: Link) -> dict[str, str]:
    """Return what every table, rule, index, guard and function is, by kind and name, as the server tells it.

    Without brackets: how many of those it writes changes when an office is dumped and restored.
    """
    found: dict[str, str] = {}
    for sql in _DESCRIBED:
        found |= {name: " ".join(re.split(r"[()\s]+", text)) for name, text in link.execute(sql).fetchall()}
    return found


def digest(found: dict[str, str]) -> str:
    """Return one mark over all of that."""
    return sha256("\n".join(f"{name}: {found[name]}" for name in sorted(found)).encode()).hexdigest()
