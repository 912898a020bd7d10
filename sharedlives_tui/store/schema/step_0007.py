"""The seventh form: the list of all cases by the day they came in or were closed, and limits by their day.

Each choice that the list offers has an index in the list's own order, with what says who may see a case.
"""

SQL = """
DROP INDEX case_kind;
CREATE INDEX case_opened ON case_file (opened_on, id, restricted, guarded);
CREATE INDEX case_kind ON case_file (kind, opened_on, id, restricted, guarded);
CREATE INDEX case_stage ON case_file (stage, opened_on, id, kind, restricted, guarded);
CREATE INDEX case_status ON case_file (status, opened_on, id, owner, restricted, guarded);
CREATE INDEX case_owner ON case_file (owner, opened_on, id, status, restricted, guarded);
CREATE INDEX case_closed ON case_file (closed_on, id, kind, owner, restricted, guarded) WHERE closed_on IS NOT NULL;
CREATE INDEX case_guarded ON case_file (id) WHERE guarded = 1;

-- A window ends for good on its last day; ours come first within a day.
CREATE INDEX limit_day ON time_limit (
    CASE force WHEN 'window' THEN coalesce(until, due) ELSE due END,
    CASE WHEN force = 'window' THEN 2 WHEN side = 'theirs' THEN 3 WHEN force IN ('must', 'aim') THEN 0 ELSE 1 END,
    case_id, instance, due, act_by, side, force
) WHERE state_base = 'open' AND due IS NOT NULL;
CREATE INDEX limit_undated ON time_limit (case_id) WHERE state_base <> 'ended' AND due IS NULL AND after_closing = 0;
"""
