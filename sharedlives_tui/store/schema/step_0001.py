"""The first form: office, journal and words, and what is computed from them.

Days are ISO text, instants UTC ISO text. What is computed (all but office, journal, words, disposal, the contents of
attachments and drafts) can be made again from the journal.
"""

SQL = """
CREATE TABLE office (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    nation TEXT NOT NULL CHECK (nation IN ('england', 'wales', 'scotland', 'northern-ireland')),
    kind TEXT NOT NULL CHECK (kind IN ('scheme', 'membership-body')),
    practice INTEGER NOT NULL CHECK (practice IN (0, 1)),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE case_file (
    id INTEGER NOT NULL PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (length(kind) > 0),
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    find_text TEXT NOT NULL,
    owner INTEGER REFERENCES person (id),
    stage TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed')),
    opened_on TEXT NOT NULL CHECK (opened_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    closed_on TEXT CHECK (closed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    procedure_digest TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 0),
    updated_at TEXT NOT NULL,
    restricted INTEGER NOT NULL CHECK (restricted IN (0, 1)),
    guarded INTEGER NOT NULL CHECK (guarded IN (0, 1)),
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
) STRICT;

CREATE TABLE journal (
    seq INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    case_id INTEGER REFERENCES case_file (id),
    number INTEGER CHECK (number > 0),
    act TEXT NOT NULL,
    key TEXT,
    done_on TEXT CHECK (done_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    done_by TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    request_id TEXT UNIQUE,
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    previous TEXT NOT NULL CHECK (length(previous) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    CHECK (kind <> 'entry' OR (case_id IS NOT NULL AND number IS NOT NULL AND done_on IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX journal_entry ON journal (case_id, number) WHERE kind = 'entry';
CREATE INDEX journal_case ON journal (case_id, seq) WHERE case_id IS NOT NULL;
CREATE INDEX journal_office ON journal (kind, seq) WHERE case_id IS NULL;

CREATE TABLE words (
    seq INTEGER NOT NULL PRIMARY KEY REFERENCES journal (seq),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    body TEXT NOT NULL
) STRICT;

CREATE TABLE disposal (
    seq INTEGER NOT NULL PRIMARY KEY REFERENCES journal (seq),
    by_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT;

CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    find_text TEXT NOT NULL,
    created_seq INTEGER NOT NULL REFERENCES journal (seq),
    named_seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT;

CREATE INDEX person_name ON person (name, id);

CREATE TABLE role_held (
    person_id INTEGER NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT CHECK (to_day >= from_day),
    seq INTEGER NOT NULL REFERENCES journal (seq),
    PRIMARY KEY (person_id, role, from_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE procedure_text (
    digest TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    in_force TEXT NOT NULL,
    file_name TEXT NOT NULL,
    text TEXT NOT NULL,
    shared TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT;

CREATE TABLE calendar_change (
    seq INTEGER NOT NULL PRIMARY KEY REFERENCES journal (seq),
    day TEXT NOT NULL,
    working INTEGER NOT NULL CHECK (working IN (0, 1)),
    reason TEXT NOT NULL,
    entered_on TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES journal (seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE ref_count (
    prefix TEXT NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL CHECK (last > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE time_limit (
    case_id INTEGER NOT NULL REFERENCES case_file (id),
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
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    opened_on TEXT NOT NULL,
    rules TEXT NOT NULL,
    after_closing INTEGER NOT NULL CHECK (after_closing IN (0, 1)),
    PRIMARY KEY (case_id, instance)
) STRICT, WITHOUT ROWID;

CREATE INDEX time_limit_running ON time_limit (due, case_id, instance) WHERE state_base <> 'ended';

CREATE TABLE case_party (
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    part TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (case_id, person_id, part, role)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_party_person ON case_party (person_id, case_id);

CREATE TABLE case_access (
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    person_id INTEGER NOT NULL REFERENCES person (id),
    rule TEXT NOT NULL CHECK (rule IN ('hidden', 'viewer')),
    PRIMARY KEY (case_id, person_id, rule)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_access_person ON case_access (person_id, rule, case_id);

CREATE TABLE case_link (
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    other_id INTEGER NOT NULL REFERENCES case_file (id),
    words TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES journal (seq),
    PRIMARY KEY (case_id, other_id),
    CHECK (case_id <> other_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment (
    id INTEGER NOT NULL PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES case_file (id),
    number INTEGER,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size INTEGER NOT NULL CHECK (size BETWEEN 0 AND 10485760),
    confidential INTEGER NOT NULL CHECK (confidential IN (0, 1)),
    added_seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
    content BLOB
) STRICT;

CREATE INDEX attachment_case ON attachment (case_id, id);

CREATE TABLE draft (
    person TEXT NOT NULL,
    place TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (person, place)
) STRICT, WITHOUT ROWID;

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
    (rest_state, id, window_until, kind, owner, restricted, guarded, next_act_by, theirs_instance)
    WHERE rest_state <> '' AND theirs_instance = '' AND next_act_by IS NULL;
CREATE INDEX case_kind ON case_file (kind, id);
CREATE INDEX case_restricted ON case_file (id) WHERE restricted = 1;

-- What was written stays as it was written.

CREATE TRIGGER office_once BEFORE INSERT ON office WHEN EXISTS (SELECT 1 FROM office)
BEGIN SELECT RAISE(ABORT, 'the office is there already'); END;

CREATE TRIGGER office_fixed BEFORE UPDATE ON office
WHEN NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.practice <> OLD.practice OR NEW.created_at <> OLD.created_at
BEGIN SELECT RAISE(ABORT, 'an office is practice or real, and of its kind, for good'); END;

CREATE TRIGGER office_kept BEFORE DELETE ON office
BEGIN SELECT RAISE(ABORT, 'the office cannot be deleted'); END;

CREATE TRIGGER journal_next BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'the journal goes on with the next number'); END;

CREATE TRIGGER journal_chain BEFORE INSERT ON journal
WHEN NEW.previous IS NOT coalesce(
    (SELECT hash FROM journal ORDER BY seq DESC LIMIT 1),
    '0000000000000000000000000000000000000000000000000000000000000000'
)
BEGIN SELECT RAISE(ABORT, 'the journal goes on from its last hash'); END;

CREATE TRIGGER journal_fixed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal cannot be changed'); END;

CREATE TRIGGER journal_kept BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal cannot be deleted'); END;

CREATE TRIGGER words_newest BEFORE INSERT ON words
WHEN NEW.seq IS NOT (SELECT max(seq) FROM journal) OR EXISTS (SELECT 1 FROM words WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'words are written once, with their row of the journal'); END;

CREATE TRIGGER words_fixed BEFORE UPDATE ON words
BEGIN SELECT RAISE(ABORT, 'words cannot be changed'); END;

CREATE TRIGGER words_kept BEFORE DELETE ON words
WHEN NOT EXISTS (SELECT 1 FROM disposal WHERE seq = OLD.seq)
BEGIN SELECT RAISE(ABORT, 'words go only by a disposal that the journal holds'); END;

CREATE TRIGGER disposal_recorded BEFORE INSERT ON disposal
WHEN NEW.by_seq IS NOT (SELECT max(seq) FROM journal)
    OR (SELECT kind FROM journal WHERE seq = NEW.by_seq) IS NOT 'disposal'
    OR EXISTS (SELECT 1 FROM disposal WHERE seq = NEW.seq)
    OR (SELECT kind FROM journal WHERE seq = NEW.seq) IN ('disposal', 'office', 'procedure')
BEGIN SELECT RAISE(ABORT, 'a disposal stands in the journal first, and is never disposed of itself'); END;

CREATE TRIGGER disposal_fixed BEFORE UPDATE ON disposal
BEGIN SELECT RAISE(ABORT, 'a disposal cannot be changed'); END;

CREATE TRIGGER disposal_kept BEFORE DELETE ON disposal
BEGIN SELECT RAISE(ABORT, 'a disposal cannot be deleted'); END;

CREATE TRIGGER attachment_fixed BEFORE UPDATE ON attachment
WHEN NOT EXISTS (SELECT 1 FROM disposal WHERE seq = OLD.added_seq) OR NEW.content IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an attachment cannot be changed'); END;

CREATE TRIGGER attachment_once BEFORE INSERT ON attachment
WHEN EXISTS (SELECT 1 FROM attachment WHERE id = NEW.id OR added_seq = NEW.added_seq)
BEGIN SELECT RAISE(ABORT, 'an attachment cannot be replaced'); END;

CREATE TRIGGER attachment_kept BEFORE DELETE ON attachment
BEGIN SELECT RAISE(ABORT, 'an attachment cannot be deleted'); END;

CREATE TRIGGER procedure_fixed BEFORE UPDATE ON procedure_text
BEGIN SELECT RAISE(ABORT, 'the text that cases are pinned to cannot be changed'); END;

CREATE TRIGGER procedure_once BEFORE INSERT ON procedure_text
WHEN EXISTS (SELECT 1 FROM procedure_text WHERE digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'the text that cases are pinned to cannot be replaced'); END;

CREATE TRIGGER procedure_kept BEFORE DELETE ON procedure_text
BEGIN SELECT RAISE(ABORT, 'the text that cases are pinned to cannot be deleted'); END;
"""
