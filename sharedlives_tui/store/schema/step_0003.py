"""The third form: a case can be open to somebody in part.

Such a case is opened and found by name, and stands in no list whose line tells of steps that are closed to the viewer.
"""

SQL = """
CREATE TABLE case_access_new (
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    rule TEXT NOT NULL CHECK (rule IN ('hidden', 'viewer', 'part')),
    PRIMARY KEY (case_id, person_id, rule)
) STRICT, WITHOUT ROWID;

INSERT INTO case_access_new SELECT case_id, person_id, rule FROM case_access;

DROP TABLE case_access;

ALTER TABLE case_access_new RENAME TO case_access;

CREATE INDEX case_access_person ON case_access (person_id, rule, case_id);
"""
