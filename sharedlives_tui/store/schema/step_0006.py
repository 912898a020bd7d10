"""The sixth form: letters that wait for a manager's sign-off.

The table says which rows of the journal ask for one that nobody has given yet; what was asked and answered stands in
the journal.
"""

SQL = """
CREATE TABLE sign_off_waiting (
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    instance TEXT NOT NULL CHECK (length(instance) > 0),
    seq INTEGER NOT NULL REFERENCES journal (seq),
    PRIMARY KEY (case_id, instance)
) STRICT, WITHOUT ROWID;
"""
