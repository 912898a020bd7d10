"""The eighth form: an index of words for Find, filled from what the office holds.

Three tables of their own: the words of letters and of the facts of entries, by row of the journal; names by person;
titles by case. The first keeps no text, only where each word stands. What was struck or disposed of is not in it.

Names and titles are kept as they are compared: the forms before left letters like ł as they were.
"""

_ALIKE = (
    *(("Ł", "l"), ("ł", "l"), ("Ø", "o"), ("ø", "o"), ("Đ", "d"), ("đ", "d"), ("ı", "i"), ("ß", "ss")),
    *(("Æ", "ae"), ("æ", "ae"), ("Œ", "oe"), ("œ", "oe")),
)


def _plain(text: str) -> str:
    """The SQL that writes letters for which accents alone are not the difference as people type them."""
    for letter, plain in _ALIKE:
        text = f"replace({text}, '{letter}', '{plain}')"
    return text


_VALUES = """(
    SELECT coalesce(group_concat(v.value, char(10)), '') FROM json_tree(w.body, '$.values') v
    WHERE v.type = 'text' AND v.fullkey <> '$.values.side' AND v.value NOT IN ('yes', 'no')
        AND (instr(v.value, ' ') > 0 OR NOT (
            v.value GLOB 'P-[0-9]*' OR v.value GLOB '[A-Z][A-Z]-[0-9]*'
            OR v.value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-*'
        ))
)"""
_LINES = """(
    SELECT coalesce(group_concat(json_extract(l.value, '$[2]'), char(10)), '') FROM json_each(w.body, '$.lines') l
)"""
_LETTER = "coalesce(json_extract(w.body, '$.letter'), '')"

SAID = f"""
SELECT
    seq, {_plain("letter")} AS letter, iif(kind = 'entry', {_plain("facts")}, '') AS facts,
    iif(kind = 'record', {_plain("facts")}, '') AS record
FROM (
    SELECT j.seq AS seq, j.kind AS kind, {_LETTER} AS letter, trim({_VALUES} || char(10) || {_LINES}, char(10)) AS facts
    FROM journal j JOIN words w ON w.seq = j.seq
    WHERE j.kind IN ('entry', 'record') AND {{where}}
) WHERE letter <> '' OR facts <> ''
"""  # noqa: S608
"""What an entry says in its letter and in its facts, and an entry on a person in its own.

Without numbers of people, references, days, yes and no, and for whom an entry is.
"""

STANDING = """
NOT EXISTS (SELECT 1 FROM journal s WHERE s.case_id = j.case_id AND s.kind = 'strike' AND s.number = j.number)
AND NOT EXISTS (SELECT 1 FROM person_entry e WHERE e.seq = j.seq AND e.struck_seq IS NOT NULL)
"""

BY_WORD = "tokenize = \"unicode61 remove_diacritics 2 categories 'L* M* N* Co So'\""
"""Signs of vowels (Bengali) and pictures (emoji) belong to words: how a text is taken apart."""

SQL = f"""
UPDATE person SET find_text = {_plain("find_text")} WHERE find_text GLOB '*[^ -~]*';
UPDATE case_file SET find_text = {_plain("find_text")} WHERE find_text GLOB '*[^ -~]*';

CREATE VIRTUAL TABLE find_words USING fts5(letter, facts, record, content = '', detail = column, {BY_WORD});
CREATE VIRTUAL TABLE find_names USING fts5(
    find_text, content = 'person', content_rowid = 'id', detail = column, {BY_WORD}
);
CREATE VIRTUAL TABLE find_titles USING fts5(
    find_text, content = 'case_file', content_rowid = 'id', detail = column, {BY_WORD}
);
CREATE VIRTUAL TABLE find_vocabulary USING fts5vocab('find_names', 'row');

INSERT INTO find_words (rowid, letter, facts, record) {SAID.format(where=STANDING).strip()};
INSERT INTO find_names (rowid, find_text) SELECT id, find_text FROM person WHERE find_text <> '';
INSERT INTO find_titles (rowid, find_text) SELECT id, find_text FROM case_file;
"""  # noqa: S608
