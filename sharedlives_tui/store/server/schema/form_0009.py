"""The ninth form: cases are counted as they are written, as a file counts them.

The program's role has no right to the counts: they are kept by what runs with every change of a case.
"""

from sharedlives_tui.store.schema.step_0009 import COLUMNS, SAYS

_BEFORE, _NOW = (", ".join(f"{row}.{name}" for name in COLUMNS) for row in ("OLD", "NEW"))
_CHANGED = f"UPDATE OF {', '.join(COLUMNS)} ON case_file FOR EACH ROW WHEN (({_BEFORE}) IS DISTINCT FROM ({_NOW}))"


def _function(name: str, number: str, sign: str, returned: str, *, sweeps: bool = False) -> str:
    counted = "".join(
        f"""
    INSERT INTO case_tally (owner, mark, day, kind, guarded, cases)
    SELECT {owner}, mark, day, kind, guarded, {sign}1 FROM case_tallied WHERE case_id = {number}
    ON CONFLICT (mark, owner, day, kind, guarded) DO UPDATE SET cases = case_tally.cases + excluded.cases;"""  # noqa: S608
        for owner in ("owner", "-1")
    )
    swept = "\n    DELETE FROM case_tally WHERE cases = 0;" if sweeps else ""
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = sharedlives, pg_temp AS $$
BEGIN{counted}{swept}
    RETURN {returned};
END $$;
"""


SQL = (
    f"""
CREATE VIEW case_tallied (case_id, owner, mark, day, kind, guarded) AS
{SAYS};

CREATE TABLE case_tally (
    owner BIGINT NOT NULL,
    mark TEXT COLLATE "C" NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    guarded BIGINT NOT NULL,
    cases BIGINT NOT NULL,
    PRIMARY KEY (mark, owner, day, kind, guarded)
);

CREATE INDEX case_tally_none ON case_tally (owner) WHERE cases = 0;

INSERT INTO case_tally (owner, mark, day, kind, guarded, cases)
SELECT owner, mark, day, kind, guarded, count(*) FROM case_tallied GROUP BY owner, mark, day, kind, guarded;

INSERT INTO case_tally (owner, mark, day, kind, guarded, cases)
SELECT -1, mark, day, kind, guarded, sum(cases) FROM case_tally GROUP BY mark, day, kind, guarded;
"""  # noqa: S608
    + _function("case_counted", "NEW.id", "", "NULL", sweeps=True)
    + _function("case_not_counted", "OLD.id", "-", "CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END")
    + f"""
CREATE TRIGGER case_tally_begins AFTER INSERT ON case_file FOR EACH ROW EXECUTE FUNCTION case_counted();
CREATE TRIGGER case_tally_leaves BEFORE {_CHANGED} EXECUTE FUNCTION case_not_counted();
CREATE TRIGGER case_tally_comes AFTER {_CHANGED} EXECUTE FUNCTION case_counted();
CREATE TRIGGER case_tally_ends BEFORE DELETE ON case_file FOR EACH ROW EXECUTE FUNCTION case_not_counted();
"""
)
