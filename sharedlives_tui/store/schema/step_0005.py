"""The fifth form: closed cases without a day are counted and listed apart from open ones, by one index."""

SQL = """
DROP INDEX today_rest;

CREATE INDEX today_rest ON case_file
    (rest_state, status, id, window_until, kind, owner, restricted, guarded, next_act_by, theirs_instance)
    WHERE rest_state <> '' AND theirs_instance = '' AND next_act_by IS NULL;
"""
