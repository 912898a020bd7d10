"""The tenth form: an index of words for each thing that Find looks in, so that no answer grows with the office.

Letters, facts of entries, and entries on people each have an index of their own, by row of the journal: it is read from
its end, the newest first, no further than is needed. In the one of the eighth form a word of letters lay among those of
facts, and whoever asked for facts read past all letters. Each has its beginnings of up to three letters ready; longer
ones are looked up among its words (`..._terms`), as those of titles are.
"""

from sharedlives_tui.store.schema.step_0008 import _LETTER, _LINES, _VALUES, BY_WORD, STANDING, _plain


def _said(words: str, kinds: str) -> str:
    # Without LIMIT the words would be worked out once for each place that names them.
    return f"""
SELECT seq, {_plain("said")} AS said FROM (
    SELECT j.seq AS seq, {words} AS said FROM journal j JOIN words w ON w.seq = j.seq
    WHERE j.kind IN ({kinds}) AND {{where}} LIMIT -1
) WHERE said <> ''
"""  # noqa: S608


_FACTS = f"trim({_VALUES} || char(10) || {_LINES}, char(10))"
SAID = {
    "find_letters": _said(_LETTER, "'entry', 'record'"),
    "find_facts": _said(_FACTS, "'entry'"),
    "find_records": _said(_FACTS, "'record'"),
}
"""What each index has: the letter of an entry, its facts, those of an entry on a person; by row of the journal.

Without numbers of people, references, days, yes and no, and for whom an entry is.
"""

TERMS = {
    "find_letter_terms": "find_letters",
    "find_fact_terms": "find_facts",
    "find_record_terms": "find_records",
    "find_title_terms": "find_titles",
}
"""The words of each index, in their order; a word stands there once for each row that has it."""

KEEPS_NO_TEXT = f"content = '', detail = none, prefix = '1 2 3', {BY_WORD}"


def _index(name: str) -> str:
    return f"""
CREATE VIRTUAL TABLE {name} USING fts5(said, {KEEPS_NO_TEXT});
INSERT INTO {name} (rowid, said) {SAID[name].format(where=STANDING).strip()};
"""


SQL = (
    "".join(_index(name) for name in SAID)
    + "".join(f"CREATE VIRTUAL TABLE {name} USING fts5vocab('{index}', 'instance');\n" for name, index in TERMS.items())
    + "DROP TABLE find_words;\n"
)
