"""The fourth form: dated entries on a person, for a carer's approval, terms and number.

The table says which rows of the journal they are; their words lie where all words lie, so that disposing of them is
the same.
"""

SQL = """
CREATE TABLE person_entry (
    seq INTEGER NOT NULL PRIMARY KEY REFERENCES journal (seq),
    person_id INTEGER NOT NULL REFERENCES person (id),
    number INTEGER NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (length(kind) > 0),
    done_on TEXT NOT NULL CHECK (done_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    struck_seq INTEGER REFERENCES journal (seq)
) STRICT;

CREATE UNIQUE INDEX person_entry_number ON person_entry (person_id, number);

CREATE TRIGGER person_entry_fixed BEFORE UPDATE ON person_entry
WHEN OLD.struck_seq IS NOT NULL OR NEW.struck_seq IS NULL OR NEW.seq <> OLD.seq OR NEW.person_id <> OLD.person_id
    OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind OR NEW.done_on <> OLD.done_on
BEGIN SELECT RAISE(ABORT, 'an entry on a person can be struck once, and not changed'); END;

CREATE TRIGGER person_entry_kept BEFORE DELETE ON person_entry
BEGIN SELECT RAISE(ABORT, 'an entry on a person cannot be deleted'); END;
"""
