"""The second form: what stands open after closing without a day is in the list of Today.

A closed case in which such a step was all that went on was in no list; its row now names that step. An open case
whose only step without a day is of that kind names it too.
"""

SQL = """
UPDATE case_file SET
    rest_state = 'no_limit',
    rest_instance = (
        SELECT l.instance FROM time_limit l
        WHERE l.case_id = case_file.id AND l.state_base = 'open' AND l.due IS NULL AND l.side <> 'theirs'
            AND l.after_closing = 1
        ORDER BY l.opened_on, l.instance LIMIT 1
    )
WHERE rest_instance = '' AND EXISTS (
    SELECT 1 FROM time_limit l
    WHERE l.case_id = case_file.id AND l.state_base = 'open' AND l.due IS NULL AND l.side <> 'theirs'
        AND l.after_closing = 1
);
"""
