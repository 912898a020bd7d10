"""The tenth form: letters, facts, and entries on people are looked for apart, as a file looks for them.

The words of an entry stay in one place, each with what it stands in; each of the three has an index over its own.
A beginning is asked of those as it is, so nobody asks here for the words of an index one by one.
"""

from sharedlives_tui.store.schema.step_0010 import TERMS

_WEIGHTS = {"find_letters": "a", "find_facts": "b", "find_records": "c"}


def _index(name: str) -> str:
    only = f"ts_filter(find_words, '{{{_WEIGHTS[name]}}}')"
    return f"""
CREATE INDEX {name}_index ON find_words USING gin ({only});
CREATE VIEW {name} AS SELECT rowid, {only} AS {name} FROM find_words;
"""  # noqa: S608


SQL = (
    "DROP INDEX find_words_index;\n"
    + "".join(_index(name) for name in _WEIGHTS)
    + "".join(f"CREATE VIEW {name} AS SELECT '' COLLATE \"C\" AS term WHERE false;\n" for name in TERMS)
    + "ANALYZE find_words;\n"
)
