"""The eleventh form: letters that a manager answered, for whoever asked, as a file keeps them."""

from sharedlives_tui.store.schema.step_0011 import ANSWERED

SQL = f"""
CREATE TABLE sign_off_answered (
    case_id BIGINT NOT NULL REFERENCES case_file (id) DEFERRABLE,
    instance TEXT COLLATE "C" NOT NULL CHECK (length(instance) > 0),
    seq BIGINT NOT NULL REFERENCES journal (seq) DEFERRABLE,
    asked_by TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (case_id, instance)
);

CREATE INDEX sign_off_answered_by ON sign_off_answered (asked_by, seq);

INSERT INTO sign_off_answered (case_id, instance, seq, asked_by)
{ANSWERED.strip()};
"""
