"""The ninth form: cases are counted as they are written, by owner and by the days on which their state changes.

Counting the list of Today is then a sum over at most a few rows for each owner and day, however many cases there are.
The view says under which days a case counts; the table holds how many cases of each; what happens to a row of
`case_file` takes away what it said before and adds what it says now.

Restricted cases are not counted here: only those who were added to one may know of it, so they are counted one by one.
Of guarded cases an unknown viewer may not know, so they are counted apart. Which cases a person may not see does not
matter here either: they are few, and whoever asks takes them off again.

A day means from that day on; a day with `z` behind it means from the day after (it sorts behind its day and before the
next one). What holds on every day has an empty one. An owner of 0 is nobody, and -1 is everybody, so that the count of
a whole office does not grow with those who work there.
"""

_FREE = "next_act_by IS NULL"
_REST = f"rest_state <> '' AND theirs_instance = '' AND {_FREE}"
_AFTER_WINDOW = "CASE WHEN window_until IS NULL THEN '' ELSE window_until || 'z' END"

# Mark, day, and which cases bear one: a case bears each mark once, or not.
_MARKS = (
    ("open", "''", "status = 'open'"),
    ("next", "next_act_by", "next_act_by IS NOT NULL"),
    ("must_over", "must_due || 'z'", "must_due IS NOT NULL"),
    (
        "target_over",
        "target_due || 'z'",
        "target_due IS NOT NULL AND (must_act_by IS NULL OR must_act_by > target_due)",
    ),
    ("target_ends", "must_act_by", "must_act_by > target_due"),
    ("window", "''", f"window_until IS NOT NULL AND {_FREE}"),
    ("window_over", "window_until || 'z'", f"window_until IS NOT NULL AND {_FREE}"),
    ("waiting", _AFTER_WINDOW, f"theirs_instance <> '' AND {_FREE}"),
    ("withheld", _AFTER_WINDOW, f"rest_state = 'withheld' AND {_REST}"),
    ("no_limit", _AFTER_WINDOW, f"rest_state = 'no_limit' AND status = 'open' AND {_REST}"),
    ("after_closing", _AFTER_WINDOW, f"rest_state = 'no_limit' AND status = 'closed' AND {_REST}"),
)
SAYS = "\nUNION ALL ".join(
    f"SELECT id, coalesce(owner, 0), '{name}', {day}, kind, guarded FROM case_file WHERE restricted = 0 AND {where}"  # noqa: S608
    for name, day, where in _MARKS
)
COLUMNS = (
    *("kind", "owner", "status", "restricted", "guarded", "must_due", "must_act_by", "target_due", "next_act_by"),
    *("window_until", "theirs_instance", "rest_state"),
)
_BEFORE, _NOW = (", ".join(f"{row}.{name}" for name in COLUMNS) for row in ("OLD", "NEW"))
_CHANGED = f"UPDATE OF {', '.join(COLUMNS)} ON case_file\nWHEN ({_BEFORE}) IS NOT ({_NOW})"


def _counts(row: str, more: str) -> str:
    return "\n    ".join(
        f"""INSERT INTO case_tally (owner, mark, day, kind, guarded, cases)
    SELECT {owner}, mark, day, kind, guarded, {more}1 FROM case_tallied WHERE case_id = {row}.id
    ON CONFLICT (mark, owner, day, kind, guarded) DO UPDATE SET cases = cases + excluded.cases;"""  # noqa: S608
        for owner in ("owner", "-1")
    )


_ADDS, _TAKES = _counts("NEW", ""), _counts("OLD", "-")
_SWEEPS = "DELETE FROM case_tally WHERE cases = 0;"

SQL = f"""
CREATE VIEW case_tallied (case_id, owner, mark, day, kind, guarded) AS
{SAYS};

CREATE TABLE case_tally (
    owner INTEGER NOT NULL,
    mark TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    guarded INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    PRIMARY KEY (mark, owner, day, kind, guarded)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_tally_none ON case_tally (owner) WHERE cases = 0;

INSERT INTO case_tally (owner, mark, day, kind, guarded, cases)
SELECT owner, mark, day, kind, guarded, count(*) FROM case_tallied GROUP BY owner, mark, day, kind, guarded;

INSERT INTO case_tally (owner, mark, day, kind, guarded, cases)
SELECT -1, mark, day, kind, guarded, sum(cases) FROM case_tally GROUP BY mark, day, kind, guarded;

CREATE TRIGGER case_tally_begins AFTER INSERT ON case_file
BEGIN
    {_ADDS}
END;

CREATE TRIGGER case_tally_leaves BEFORE {_CHANGED}
BEGIN
    {_TAKES}
END;

CREATE TRIGGER case_tally_comes AFTER {_CHANGED}
BEGIN
    {_ADDS}
    {_SWEEPS}
END;

CREATE TRIGGER case_tally_ends BEFORE DELETE ON case_file
BEGIN
    {_TAKES}
    {_SWEEPS}
END;
"""  # noqa: S608
