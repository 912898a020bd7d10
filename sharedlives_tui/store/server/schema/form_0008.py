"""The eighth form, as a server has it from the start: the same tables, checks and indexes as a file's, and guards.

Texts are compared by their characters alone, as a file compares them: so every list is in the same order on both.
"""

import re

from sharedlives_tui.store.server.schema.guards_0008 import GUARDS

TABLES = r"""
CREATE TABLE office (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    nation TEXT NOT NULL CHECK (nation IN ('england', 'wales', 'scotland', 'northern-ireland')),
    kind TEXT NOT NULL CHECK (kind IN ('scheme', 'membership-body')),
    practice BIGINT NOT NULL CHECK (practice IN (0, 1)),
    created_at TEXT NOT NULL
);

CREATE TABLE case_file (
    id BIGINT NOT NULL PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (length(kind) > 0),
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    find_text TEXT NOT NULL,
    owner BIGINT,
    stage TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    opened_on TEXT NOT NULL CHECK (opened_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
    closed_on TEXT CHECK (closed_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
    procedure_digest TEXT NOT NULL,
    version BIGINT NOT NULL CHECK (version >= 0),
    updated_at TEXT NOT NULL,
    restricted BIGINT NOT NULL CHECK (restricted IN (0, 1)),
    guarded BIGINT NOT NULL CHECK (guarded IN (0, 1)),
    must_due TEXT,
    must_act_by TEXT,
    must_instance TEXT NOT NULL,
    target_due TEXT,
    target_act_by TEXT,
    target_instance TEXT NOT NULL,
    window_until TEXT,
    window_instance TEXT NOT NULL,
    theirs_due TEXT,
    theirs_instance TEXT NOT NULL,
    next_act_by TEXT,
    rest_state TEXT NOT NULL CHECK (rest_state IN ('', 'withheld', 'no_limit')),
    rest_instance TEXT NOT NULL,
    CHECK ((must_due IS NULL) = (must_act_by IS NULL)),
    CHECK ((target_due IS NULL) = (target_act_by IS NULL))
);

CREATE TABLE journal (
    seq BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    case_id BIGINT REFERENCES case_file (id),
    number BIGINT CHECK (number > 0),
    act TEXT NOT NULL,
    key TEXT,
    done_on TEXT CHECK (done_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
    done_by TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    request_id TEXT UNIQUE,
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    previous TEXT NOT NULL CHECK (length(previous) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    CHECK (kind <> 'entry' OR (case_id IS NOT NULL AND number IS NOT NULL AND done_on IS NOT NULL))
);

CREATE UNIQUE INDEX journal_entry ON journal (case_id, number) WHERE kind = 'entry';
CREATE INDEX journal_case ON journal (case_id, seq) WHERE case_id IS NOT NULL;
CREATE INDEX journal_office ON journal (kind, seq) WHERE case_id IS NULL;

CREATE TABLE words (
    seq BIGINT NOT NULL PRIMARY KEY REFERENCES journal (seq),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    body TEXT NOT NULL
);

CREATE TABLE disposal (
    seq BIGINT NOT NULL PRIMARY KEY REFERENCES journal (seq),
    by_seq BIGINT NOT NULL REFERENCES journal (seq)
);

CREATE TABLE person (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    find_text TEXT NOT NULL,
    created_seq BIGINT NOT NULL REFERENCES journal (seq),
    named_seq BIGINT NOT NULL REFERENCES journal (seq)
);

CREATE INDEX person_name ON person (name, id);

CREATE TABLE role_held (
    person_id BIGINT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT CHECK (to_day >= from_day),
    seq BIGINT NOT NULL REFERENCES journal (seq),
    PRIMARY KEY (person_id, role, from_day)
);

CREATE TABLE procedure_text (
    digest TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    in_force TEXT NOT NULL,
    file_name TEXT NOT NULL,
    text TEXT NOT NULL,
    shared TEXT NOT NULL,
    seq BIGINT NOT NULL REFERENCES journal (seq)
);

CREATE TABLE calendar_change (
    seq BIGINT NOT NULL PRIMARY KEY REFERENCES journal (seq),
    day TEXT NOT NULL,
    working BIGINT NOT NULL CHECK (working IN (0, 1)),
    reason TEXT NOT NULL,
    entered_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    seq BIGINT NOT NULL REFERENCES journal (seq)
);

CREATE TABLE ref_count (
    prefix TEXT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL CHECK (last > 0)
);

CREATE TABLE time_limit (
    case_id BIGINT NOT NULL REFERENCES case_file (id),
    instance TEXT NOT NULL,
    step TEXT NOT NULL,
    step_name TEXT NOT NULL,
    stage TEXT NOT NULL,
    key TEXT,
    due TEXT,
    act_by TEXT,
    until TEXT,
    force TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('ours', 'theirs')),
    state_base TEXT NOT NULL CHECK (state_base IN ('open', 'withheld', 'ended')),
    ended_on TEXT,
    how TEXT NOT NULL,
    late BIGINT NOT NULL CHECK (late IN (0, 1)),
    opened_on TEXT NOT NULL,
    rules TEXT NOT NULL,
    after_closing BIGINT NOT NULL CHECK (after_closing IN (0, 1)),
    PRIMARY KEY (case_id, instance)
);

CREATE INDEX time_limit_running ON time_limit (due, case_id, instance) WHERE state_base <> 'ended';

CREATE TABLE case_party (
    case_id BIGINT NOT NULL REFERENCES case_file (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    part TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (case_id, person_id, part, role)
);

CREATE INDEX case_party_person ON case_party (person_id, case_id);

CREATE TABLE case_access (
    case_id BIGINT NOT NULL REFERENCES case_file (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    rule TEXT NOT NULL CHECK (rule IN ('hidden', 'viewer', 'part')),
    PRIMARY KEY (case_id, person_id, rule)
);

CREATE INDEX case_access_person ON case_access (person_id, rule, case_id);

CREATE TABLE case_link (
    case_id BIGINT NOT NULL REFERENCES case_file (id),
    other_id BIGINT NOT NULL REFERENCES case_file (id),
    words TEXT NOT NULL,
    seq BIGINT NOT NULL REFERENCES journal (seq),
    PRIMARY KEY (case_id, other_id),
    CHECK (case_id <> other_id)
);

CREATE TABLE attachment (
    id BIGINT NOT NULL PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES case_file (id),
    number BIGINT,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size BIGINT NOT NULL CHECK (size BETWEEN 0 AND 10485760),
    confidential BIGINT NOT NULL CHECK (confidential IN (0, 1)),
    added_seq BIGINT NOT NULL UNIQUE REFERENCES journal (seq),
    content BYTEA
);

CREATE INDEX attachment_case ON attachment (case_id, id);

CREATE TABLE draft (
    person TEXT NOT NULL,
    place TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (person, place)
);

CREATE TABLE person_entry (
    seq BIGINT NOT NULL PRIMARY KEY REFERENCES journal (seq),
    person_id BIGINT NOT NULL REFERENCES person (id),
    number BIGINT NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (length(kind) > 0),
    done_on TEXT NOT NULL CHECK (done_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
    struck_seq BIGINT REFERENCES journal (seq)
);

CREATE UNIQUE INDEX person_entry_number ON person_entry (person_id, number);

CREATE TABLE sign_off_waiting (
    case_id BIGINT NOT NULL REFERENCES case_file (id),
    instance TEXT NOT NULL CHECK (length(instance) > 0),
    seq BIGINT NOT NULL REFERENCES journal (seq),
    PRIMARY KEY (case_id, instance)
);

ALTER TABLE case_file ADD FOREIGN KEY (owner) REFERENCES person (id);

-- The list of Today: one index a state, wide enough to be counted and filtered without the table.

CREATE INDEX today_overdue ON case_file (must_due, id, kind, owner, restricted, guarded)
    WHERE must_due IS NOT NULL;
CREATE INDEX today_must ON case_file (must_act_by, must_due, id, kind, owner, restricted, guarded)
    WHERE must_act_by IS NOT NULL;
CREATE INDEX today_target ON case_file (target_act_by, target_due, id, must_act_by, kind, owner, restricted, guarded)
    WHERE target_act_by IS NOT NULL;
CREATE INDEX today_past_target ON case_file (target_due, id, must_act_by, kind, owner, restricted, guarded)
    WHERE target_due IS NOT NULL;
CREATE INDEX today_next ON case_file (next_act_by, id, kind, owner, restricted, guarded)
    WHERE next_act_by IS NOT NULL;
CREATE INDEX today_window ON case_file (window_until, id, kind, owner, restricted, guarded, next_act_by)
    WHERE window_until IS NOT NULL AND next_act_by IS NULL;
CREATE INDEX today_waiting ON case_file
    (theirs_due, id, window_until, kind, owner, restricted, guarded, next_act_by, theirs_instance)
    WHERE theirs_instance <> '' AND next_act_by IS NULL;
CREATE INDEX today_rest ON case_file
    (rest_state, status, id, window_until, kind, owner, restricted, guarded, next_act_by, theirs_instance)
    WHERE rest_state <> '' AND theirs_instance = '' AND next_act_by IS NULL;
CREATE INDEX case_restricted ON case_file (id) WHERE restricted = 1;
CREATE INDEX case_opened ON case_file (opened_on, id, restricted, guarded);
CREATE INDEX case_kind ON case_file (kind, opened_on, id, restricted, guarded);
CREATE INDEX case_stage ON case_file (stage, opened_on, id, kind, restricted, guarded);
CREATE INDEX case_status ON case_file (status, opened_on, id, owner, restricted, guarded);
CREATE INDEX case_owner ON case_file (owner, opened_on, id, status, restricted, guarded);
CREATE INDEX case_closed ON case_file (closed_on, id, kind, owner, restricted, guarded) WHERE closed_on IS NOT NULL;
CREATE INDEX case_guarded ON case_file (id) WHERE guarded = 1;

-- A window ends for good on its last day; ours come first within a day.
CREATE INDEX limit_day ON time_limit (
    (CASE force WHEN 'window' THEN coalesce(until, due) ELSE due END),
    (CASE WHEN force = 'window' THEN 2 WHEN side = 'theirs' THEN 3 WHEN force IN ('must', 'aim') THEN 0 ELSE 1 END),
    case_id, instance, due, act_by, side, force
) WHERE state_base = 'open' AND due IS NOT NULL;
CREATE INDEX limit_undated ON time_limit (case_id) WHERE state_base <> 'ended' AND due IS NULL AND after_closing = 0;
"""

WHAT_A_FILE_KNOWS = """
CREATE FUNCTION json_each(list TEXT) RETURNS TABLE (value TEXT) LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT jsonb_array_elements_text(list::jsonb) $$;

CREATE FUNCTION json_extract(body TEXT, path TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT body::jsonb #>> string_to_array(substr(path, 3), '.') $$;

CREATE FUNCTION instr(body TEXT, part TEXT) RETURNS BIGINT LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT strpos(body, part)::bigint $$;
"""

FINDING = """
CREATE TABLE find_words (rowid BIGINT NOT NULL PRIMARY KEY, find_words TSVECTOR NOT NULL);
CREATE TABLE find_names (rowid BIGINT NOT NULL PRIMARY KEY, find_names TSVECTOR NOT NULL);
CREATE TABLE find_titles (rowid BIGINT NOT NULL PRIMARY KEY, find_titles TSVECTOR NOT NULL);
CREATE INDEX find_words_index ON find_words USING gin (find_words);
CREATE INDEX find_names_index ON find_names USING gin (find_names);
CREATE INDEX find_titles_index ON find_titles USING gin (find_titles);
CREATE VIEW find_vocabulary AS
    SELECT word COLLATE "C" AS term FROM ts_stat('SELECT find_names FROM sharedlives.find_names');
"""

SQL = (
    re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', re.sub(r"REFERENCES \w+ \(\w+\)", r"\g<0> DEFERRABLE", TABLES))
    + WHAT_A_FILE_KNOWS
    + FINDING
    + GUARDS
)
