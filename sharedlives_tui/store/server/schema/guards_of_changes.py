"""What is computed from the journal changes only together with a row of the journal that says so.

These guards look at the end of a transaction: whatever was changed in it must be told by a row that the same
transaction added. So nobody who may work with the office can change a setting, a role, who may see a case, or anything
else that lists and doors rest on, without leaving a row of the chain behind that `check` and the screens show.

They are no step of the form: they are made anew by every upgrade, and where an office of this form lacks them. They
hold for its owner too, so an upgrade takes them away first.
"""

from typing import Final

from sharedlives_tui.store.server.schema.guards_0008 import REFUSE

_NOW: Final = "j.xmin = pg_current_xact_id()::xid"
"""Whether a row of the journal was added by this very transaction."""
_CASE_KINDS: Final = "'case', 'entry', 'strike', 'attachment', 'sign-off', 'link'"


def _latest(kind: str, act: str = "") -> str:
    """Whether the latest row of a kind that belongs to no case was added just now."""
    also = f" AND j.act = '{act}'" if act else ""
    of_these = f"WHERE j.case_id IS NULL AND j.kind = '{kind}'{also}"
    return f"(SELECT {_NOW} FROM journal j {of_these} ORDER BY j.seq DESC LIMIT 1)"  # noqa: S608


def _case(number: str) -> str:
    """Whether something was just written in that case; or a working day changed, which moves limits of many cases."""
    written = (
        f"(SELECT {_NOW} FROM journal j WHERE j.case_id = {number} AND j.kind IN ({_CASE_KINDS}) "  # noqa: S608
        "ORDER BY j.seq DESC LIMIT 1)"
    )
    return f"{written} OR {_latest('calendar')}"


def _said(seq: str, kind: str, *told: str) -> str:
    """Whether a row of the journal of this kind was just added, and its words (`b`) say all that."""
    also = "".join(f" AND {each}" for each in told)
    return (
        "EXISTS (SELECT FROM journal j JOIN words w ON w.seq = j.seq CROSS JOIN LATERAL (SELECT w.body::jsonb) v (b) "
        f"WHERE j.seq = {seq} AND j.kind = '{kind}' AND {_NOW}{also})"
    )


_ROW: Final = "(CASE TG_OP WHEN 'DELETE' THEN OLD.{0} ELSE NEW.{0} END)"
_THESE_WORDS: Final = (
    "EXISTS (SELECT FROM words w WHERE w.seq = NEW.seq "
    "AND NEW.digest = encode(sha256(convert_to(w.salt || w.body, 'UTF8')), 'hex'))"
)
_OPENED: Final = "SELECT FROM case_file c JOIN journal j ON j.case_id = c.id AND j.kind = 'case'"
_NUMBER: Final = "lpad(NEW.last::text, greatest(4, length(NEW.last::text)), '0')"
_STRUCK: Final = (
    "EXISTS (SELECT FROM journal e JOIN journal j ON j.case_id = e.case_id AND j.kind = 'strike' "
    f"AND j.number = e.number WHERE e.seq = OLD.rowid AND {_NOW})"
)
_ADDED: Final = f"EXISTS (SELECT FROM journal j WHERE j.seq = NEW.rowid AND j.kind IN ('entry', 'record') AND {_NOW})"
# Function, table, when, what must hold.
_HOLDS: Final = (
    ("journal_is_told", "journal", "INSERT", _THESE_WORDS),
    (
        "disposal_is_told",
        "disposal",
        "INSERT",
        _said("NEW.by_seq", "disposal", "b -> 'seqs' @> to_jsonb(NEW.seq)"),
    ),
    ("office_is_told", "office", "UPDATE", _latest("office", "change")),
    (
        "setting_is_told",
        "setting",
        "INSERT OR UPDATE OR DELETE",
        _said("NEW.seq", "setting", "b ->> 'name' = NEW.name", "b ->> 'value' = NEW.value"),
    ),
    (
        "role_is_told",
        "role_held",
        "INSERT OR UPDATE OR DELETE",
        _said(
            *("NEW.seq", "role", "(b ->> 'person')::bigint = NEW.person_id", "b ->> 'role' = NEW.role"),
            *("b ->> 'first' = NEW.from_day", "(b ->> 'last') IS NOT DISTINCT FROM NEW.to_day"),
        ),
    ),
    (
        "person_is_told",
        "person",
        "INSERT OR UPDATE OR DELETE",
        _said("NEW.named_seq", "person", "(b ->> 'person')::bigint = NEW.id", "b ->> 'name' = NEW.name")
        + " OR (NEW.name = '' AND NEW.find_text = '' AND EXISTS (SELECT FROM disposal WHERE seq = NEW.named_seq))",
    ),
    (
        "day_is_told",
        "calendar_change",
        "INSERT OR UPDATE OR DELETE",
        _said(
            *("NEW.seq", "calendar", "b ->> 'day' = NEW.day", "(b ->> 'working')::boolean = (NEW.working = 1)"),
            *("b ->> 'reason' = NEW.reason", "b ->> 'entered_on' = NEW.entered_on"),
            "j.recorded_at = NEW.recorded_at",
        ),
    ),
    (
        "procedure_is_told",
        "procedure_text",
        "INSERT",
        _said(
            *("NEW.seq", "procedure", "b ->> 'digest' = NEW.digest", "b ->> 'id' = NEW.id"),
            *("b ->> 'in_force' = NEW.in_force", "b ->> 'file_name' = NEW.file_name"),
            "b ->> 'sha256' = encode(sha256(convert_to(NEW.text, 'UTF8') || '\\x00'::bytea || "
            "convert_to(NEW.shared, 'UTF8')), 'hex')",
        ),
    ),
    (
        "record_is_told",
        "person_entry",
        "INSERT",
        _said(
            *("NEW.seq", "record", "j.key = 'P-' || NEW.person_id", "j.number = NEW.number"),
            *("j.act = NEW.kind", "j.done_on = NEW.done_on", "NEW.struck_seq IS NULL"),
        ),
    ),
    (
        "strike_is_told",
        "person_entry",
        "UPDATE",
        _said("NEW.struck_seq", "strike", "j.key = 'P-' || NEW.person_id", "j.number = NEW.number"),
    ),
    (
        "paper_is_told",
        "attachment",
        "INSERT",
        _said(
            *("NEW.added_seq", "attachment", "j.case_id = NEW.case_id", "j.number IS NOT DISTINCT FROM NEW.number"),
            *("b ->> 'sha256' = NEW.sha256", "b ->> 'name' = NEW.name", "(b ->> 'size')::bigint = NEW.size"),
            *("(b ->> 'confidential')::bigint = NEW.confidential", "NEW.sha256 = encode(sha256(NEW.content), 'hex')"),
        ),
    ),
    (
        "number_is_told",
        "ref_count",
        "INSERT OR UPDATE OR DELETE",
        f"EXISTS ({_OPENED} WHERE c.ref = NEW.prefix || '-' || {_NUMBER} AND {_NOW})",
    ),
    ("case_is_told", "case_file", "INSERT OR UPDATE OR DELETE", _case(_ROW.format("id"))),
    (
        "link_is_told",
        "case_link",
        "INSERT OR UPDATE OR DELETE",
        # Both of two linked cases have a row here; the journal has one, in the case in which it was recorded.
        " OR ".join(
            f"EXISTS (SELECT FROM journal j JOIN words w ON w.seq = j.seq WHERE j.case_id = {one} AND j.kind = 'link' "
            f"AND {_NOW} AND (w.body::jsonb ->> 'other')::bigint = {other})"
            for one, other in (
                (_ROW.format("case_id"), _ROW.format("other_id")),
                (_ROW.format("other_id"), _ROW.format("case_id")),
            )
        ),
    ),
    (
        "answer_is_told",
        "sign_off_answered",
        "INSERT OR UPDATE OR DELETE",
        f"{_case(_ROW.format('case_id'))} OR {_latest('disposal')}",
    ),
    ("part_of_case_is_told", "", "INSERT OR UPDATE OR DELETE", _case(_ROW.format("case_id"))),
    ("title_is_told", "find_titles", "INSERT OR UPDATE OR DELETE", _case(_ROW.format("rowid"))),
    (
        "name_is_told",
        "find_names",
        "INSERT OR UPDATE OR DELETE",
        f"{_latest('person')} OR {_latest('disposal')}",
    ),
    (
        "words_are_told",
        "find_words",
        "INSERT OR UPDATE OR DELETE",
        f"CASE TG_OP WHEN 'DELETE' THEN {_latest('disposal')} OR {_latest('strike')} OR {_STRUCK} ELSE {_ADDED} END",
    ),
)
_PARTS_OF_CASES: Final = ("time_limit", "case_party", "case_access", "sign_off_waiting")
_WORDS: Final = "{} changes only with a row of the journal that tells of it"


def _function(name: str, holds: str) -> str:
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = sharedlives, pg_temp AS $$
BEGIN
    IF ({holds}) IS NOT TRUE THEN
        {REFUSE};
    END IF;
    RETURN NULL;
END $$;
"""


def _trigger(function: str, table: str, when: str) -> str:
    return (
        f"CREATE CONSTRAINT TRIGGER {table}_told_{when.split(' ', maxsplit=1)[0].lower()} AFTER {when} ON {table} "
        "DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW EXECUTE FUNCTION {function}('{_WORDS.format(table)}');\n"
    )


_STAYS: Final = f"""
CREATE FUNCTION count_goes_on() RETURNS trigger LANGUAGE plpgsql SET search_path = sharedlives, pg_temp AS $$
BEGIN
    IF NEW.last <> (CASE TG_OP WHEN 'INSERT' THEN 1 ELSE OLD.last + 1 END) THEN
        {REFUSE};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ref_count_goes_on BEFORE INSERT OR UPDATE ON ref_count
    FOR EACH ROW EXECUTE FUNCTION count_goes_on('references are counted one by one');
CREATE TRIGGER case_file_fixed BEFORE UPDATE ON case_file
    FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.kind <> OLD.kind OR NEW.version < OLD.version)
    EXECUTE FUNCTION refused('a case keeps its reference and kind, and its version only goes up');
CREATE TRIGGER person_fixed BEFORE UPDATE ON person
    FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.created_seq <> OLD.created_seq)
    EXECUTE FUNCTION refused('a person keeps their number');
"""
_FUNCTIONS: Final = (*(name for name, *_ in _HOLDS), "count_goes_on")
MARK: Final = "part_of_case_is_told"
"""One of the functions: where it is missing, so are the guards."""
TAKEN_AWAY: Final = (
    "".join(f"DROP FUNCTION IF EXISTS {name}() CASCADE;\n" for name in _FUNCTIONS)
    + "DROP TRIGGER IF EXISTS case_file_fixed ON case_file;\nDROP TRIGGER IF EXISTS person_fixed ON person;\n"
)
"""The SQL that takes the guards away, whether they are there or not; the tables must be there."""
MADE: Final = (
    _STAYS
    + "".join(_function(name, holds) for name, _, _, holds in _HOLDS)
    + "".join(_trigger(name, table, when) for name, table, when, _ in _HOLDS if table)
    + "".join(_trigger(MARK, table, "INSERT OR UPDATE OR DELETE") for table in _PARTS_OF_CASES)
)
"""The SQL that makes them."""
