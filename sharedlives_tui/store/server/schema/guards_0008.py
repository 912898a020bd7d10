"""What is written stays as it is written, for whoever asks the server: as the guards of a file say it.

Each guard that looks into other tables says where it looks, so that no table of somebody's own deceives it.
"""

REFUSE = "RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation'"


def _guard(name: str, unless: str) -> str:
    """The function of a guard that looks into other tables: true lets the row through."""
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = sharedlives, pg_temp AS $$
BEGIN
    IF ({unless}) IS NOT TRUE THEN
        {REFUSE};
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


def _trigger(table: str, name: str, when: str, words: str, function: str = "refused", only: str = "") -> str:
    condition = f" WHEN ({only})" if only else ""
    return (
        f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} FOR EACH ROW{condition} "
        f"EXECUTE FUNCTION {function}('{words}');\n"
    )


def _never_emptied(*tables: str) -> str:
    return "".join(
        f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        f"EXECUTE FUNCTION refused('this table is never emptied');\n"
        for table in tables
    )


_PINNED = "the text that cases are pinned to cannot be"
_MEANS = f"""
CREATE FUNCTION refused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {REFUSE}; END $$;

CREATE FUNCTION words_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = sharedlives, pg_temp AS $$
BEGIN DELETE FROM words WHERE seq = NEW.seq; RETURN NULL; END $$;

CREATE FUNCTION tell_of_the_journal() RETURNS trigger LANGUAGE plpgsql SET search_path = sharedlives, pg_temp AS $$
BEGIN PERFORM pg_notify('sharedlives', (SELECT max(seq)::text FROM added)); RETURN NULL; END $$;

CREATE TRIGGER journal_tells AFTER INSERT ON journal REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION tell_of_the_journal();
CREATE TRIGGER disposal_done AFTER INSERT ON disposal FOR EACH ROW EXECUTE FUNCTION words_go();
"""  # noqa: S608
GUARDS = (
    _MEANS
    + _guard("office_is_new", "NOT EXISTS (SELECT 1 FROM office)")
    + _guard("is_next", "NEW.seq = (SELECT coalesce(max(seq), 0) + 1 FROM journal)")
    + _guard(
        "goes_on",
        "NEW.previous = coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), repeat('0', 64))",
    )
    + _guard("is_newest", "NEW.seq = (SELECT max(seq) FROM journal)")
    + _guard("is_disposed", "EXISTS (SELECT 1 FROM disposal WHERE seq = OLD.seq)")
    + _guard(
        "is_recorded",
        "NEW.by_seq = (SELECT max(seq) FROM journal) "
        "AND (SELECT kind FROM journal WHERE seq = NEW.by_seq) = 'disposal' "
        "AND (SELECT kind FROM journal WHERE seq = NEW.seq) NOT IN ('disposal', 'office', 'procedure')",
    )
    + _guard("is_emptied", "NEW.content IS NULL AND EXISTS (SELECT 1 FROM disposal WHERE seq = OLD.added_seq)")
    + _trigger("office", "once", "INSERT", "the office is there already", "office_is_new")
    + _trigger(
        "office",
        "fixed",
        "UPDATE",
        "an office is practice or real, and of its kind, for good",
        only="NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.practice <> OLD.practice "
        "OR NEW.created_at <> OLD.created_at",
    )
    + _trigger("office", "kept", "DELETE", "the office cannot be deleted")
    + _trigger("journal", "next", "INSERT", "the journal goes on with the next number", "is_next")
    + _trigger("journal", "chain", "INSERT", "the journal goes on from its last hash", "goes_on")
    + _trigger("journal", "fixed", "UPDATE", "the journal cannot be changed")
    + _trigger("journal", "kept", "DELETE", "the journal cannot be deleted")
    + _trigger("words", "newest", "INSERT", "words are written once, with their row of the journal", "is_newest")
    + _trigger("words", "fixed", "UPDATE", "words cannot be changed")
    + _trigger("words", "kept", "DELETE", "words go only by a disposal that the journal holds", "is_disposed")
    + _trigger(
        "disposal",
        "recorded",
        "INSERT",
        "a disposal stands in the journal first, and is never disposed of itself",
        "is_recorded",
    )
    + _trigger("disposal", "fixed", "UPDATE", "a disposal cannot be changed")
    + _trigger("disposal", "kept", "DELETE", "a disposal cannot be deleted")
    + _trigger("attachment", "fixed", "UPDATE", "an attachment cannot be changed", "is_emptied")
    + _trigger("attachment", "kept", "DELETE", "an attachment cannot be deleted")
    + _trigger("procedure_text", "fixed", "UPDATE", f"{_PINNED} changed")
    + _trigger("procedure_text", "kept", "DELETE", f"{_PINNED} deleted")
    + _trigger(
        "person_entry",
        "fixed",
        "UPDATE",
        "an entry on a person can be struck once, and not changed",
        only="OLD.struck_seq IS NOT NULL OR NEW.struck_seq IS NULL OR NEW.seq <> OLD.seq "
        "OR NEW.person_id <> OLD.person_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind "
        "OR NEW.done_on <> OLD.done_on",
    )
    + _trigger("person_entry", "kept", "DELETE", "an entry on a person cannot be deleted")
    + _never_emptied("office", "journal", "words", "disposal", "attachment", "procedure_text", "person_entry")
)
