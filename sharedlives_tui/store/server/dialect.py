"""The SQL of the views, which is that of a file, in PostgreSQL's words. Pure; each text is worked out once.

What the server can learn it is taught instead: functions of the file's names (`json_each`, `json_extract`, `instr`)
are made beside the tables, so that only what is grammar is left to be changed here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sharedlives_tui.search_words import plain

_TOKEN = re.compile(
    r"(?P<text>'(?:[^']|'')*')|(?P<remark>--[^\n]*)|(?P<named>:[A-Za-z_]\w*)|(?P<placed>\?)"
    r"|(?P<word>[A-Za-z_]\w*)|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
_AFTER_A_TABLE = frozenset(
    "CROSS EXCEPT GROUP HAVING INNER INTERSECT JOIN LEFT LIMIT ON ORDER UNION WHERE".split()  # noqa: SIM905
)
"""What can stand behind a subquery that has no name of its own."""


_OTHERWISE = frozenset({("CROSS", "JOIN"), ("INDEXED", "BY")})
_CALLED = {"LIKE": "ILIKE", "INTEGER": "BIGINT", "WINDOW": '"window"'}
"""A file does not tell small letters from capitals in LIKE, has one kind of whole numbers, and lets names be words."""


class Words(NamedTuple):
    """A statement for the server."""

    sql: str
    names: frozenset[str] | None
    """The parameters that it names; None where they go by their place."""
    matched: frozenset[str]
    """Of those, what is asked of an index of words."""


class Asked(NamedTuple):
    """A statement for the server with its parameters."""

    sql: str
    parameters: Mapping[str, Any] | Sequence[Any] | None


def translated(sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> Asked:
    """Return a statement of the views and its parameters as the server takes them. Raises KeyError, IndexError.

    A parameter that is None stands in the text itself: the server asks of what kind each is that it does not see.
    """
    if isinstance(parameters, Mapping):
        words = _words(sql, frozenset(name for name, value in parameters.items() if value is None))
        values = {name: parameters[name] for name in words.names or ()}
        for name in words.matched:
            values[name] = as_tsquery(values[name])
        return Asked(words.sql, values or None)
    words = _words(sql, frozenset(str(place) for place, value in enumerate(parameters) if value is None))
    return Asked(words.sql, [value for value in parameters if value is not None] or None)


@lru_cache(maxsize=1_000)
def _words(sql: str, absent: frozenset[str]) -> Words:
    return _Translation(sql, absent).words()


class _Translation:
    """One text on its way through the rules, from its first token to its last."""

    def __init__(self, sql: str, absent: frozenset[str]) -> None:
        self._tokens = [(each.lastgroup or "", each[0]) for each in _TOKEN.finditer(sql) if each.lastgroup != "remark"]
        self._absent = absent
        self._has_parameters = any(kind in ("named", "placed") for kind, _ in self._tokens)
        self._names: set[str] = set()
        self._matched: set[str] = set()
        self._placed = 0
        self._subqueries = 0

    def words(self) -> Words:
        text = self._render(0, len(self._tokens))
        by_place = self._placed > 0
        if (not self._names and not by_place) or (by_place and self._placed == len(self._absent)):
            text = text.replace("%%", "%")  # without parameters nothing looks for them
        return Words(text, None if by_place else frozenset(self._names), frozenset(self._matched))

    # -- looking round ------------------------------------------------------------------------------------------

    def _next(self, at: int) -> int:
        """The place of the next token that is no space, from here on."""
        while at < len(self._tokens) and self._tokens[at][0] == "space":
            at += 1
        return at

    def _upper(self, at: int) -> str:
        return self._tokens[at][1].upper() if at < len(self._tokens) else ""

    def _closing(self, at: int) -> int:
        """The place of the bracket that closes the one here."""
        depth = 0
        for place in range(at, len(self._tokens)):
            depth += {"(": 1, ")": -1}.get(self._tokens[place][1], 0)
            if depth == 0:
                return place
        raise ValueError("A bracket of this statement is not closed.")

    def _arguments(self, at: int, end: int) -> list[tuple[int, int]]:
        """Where the arguments between two brackets stand."""
        found, start, depth = [], at + 1, 0
        for place in range(at + 1, end):
            sign = self._tokens[place][1]
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if sign == "," and depth == 0:
                found.append((start, place))
                start = place + 1
        return [*found, (start, end)]

    # -- the rules ----------------------------------------------------------------------------------------------

    def _render(self, at: int, end: int) -> str:
        parts: list[str] = []
        while at < end:
            kind, token = self._tokens[at]
            if kind == "word":
                part, at = self._word(token.upper(), token, at)
            elif kind in ("named", "placed"):
                part, at = self._parameter(at), at + 1
            else:
                part, at = (token.replace("%", "%%") if self._has_parameters else token), at + 1
            parts.append(part)
        return "".join(parts)

    def _word(self, upper: str, token: str, at: int) -> tuple[str, int]:
        after = self._next(at + 1)
        follows = self._upper(after)
        if (upper, follows) in _OTHERWISE:
            return self._otherwise(upper, after)
        if upper in ("FROM", "JOIN") and follows == "(":
            return token + self._subquery(after), self._closing(after) + 1
        if upper == "IS":
            return self._is(after, follows)
        if upper == "MATCH":
            return self._match(after)
        if upper == "LIMIT" and after < len(self._tokens) and self._tokens[after][0] in ("named", "placed"):
            return f"LIMIT NULLIF({self._parameter(after)}, -1)", after + 1
        if upper in ("MAX", "MIN", "GROUP_CONCAT") and follows == "(":
            return self._function(upper, token, at, after)
        return _CALLED.get(upper, token), at + 1

    def _otherwise(self, upper: str, after: int) -> tuple[str, int]:
        if upper == "INDEXED":  # a file's way to say by which index
            return "", self._next(after + 1) + 1
        table = self._next(after + 1)  # CROSS JOIN with a condition is a file's way to say in which order to look
        join = "JOIN" if self._has_condition(table) else "CROSS JOIN"
        if self._upper(table) == "(":
            return join + self._subquery(table), self._closing(table) + 1
        return join, after + 1

    def _has_condition(self, table: int) -> bool:
        """Whether ON stands behind the table here, its arguments and its other name."""
        at = table if self._upper(table) == "(" else self._next(table + 1)
        if self._upper(at) == "(":
            at = self._next(self._closing(at) + 1)
        while at < len(self._tokens) and self._tokens[at][0] == "word" and self._upper(at) not in _AFTER_A_TABLE:
            at = self._next(at + 1)
        return self._upper(at) == "ON"

    def _is(self, after: int, follows: str) -> tuple[str, int]:
        if follows == "NOT":
            behind = self._next(after + 1)
            return ("IS NOT", after + 1) if self._upper(behind) == "NULL" else ("IS DISTINCT FROM", after + 1)
        return ("IS ", after) if follows == "NULL" else ("IS NOT DISTINCT FROM ", after)

    def _match(self, after: int) -> tuple[str, int]:
        self._matched.add(self._tokens[after][1][1:])
        return f"@@ CAST({self._parameter(after)} AS tsquery)", after + 1

    def _function(self, upper: str, token: str, at: int, bracket: int) -> tuple[str, int]:
        end = self._closing(bracket)
        places = self._arguments(bracket, end)
        if len(places) == 1 and upper != "GROUP_CONCAT":
            return token, at + 1  # of many rows, as in every SQL
        arguments = [self._render(*each).strip() for each in places]
        if upper == "GROUP_CONCAT":
            between = arguments[1] if len(arguments) > 1 else "','"
            return f"string_agg(CAST({arguments[0]} AS TEXT), {between})", end + 1
        greatest = "GREATEST" if upper == "MAX" else "LEAST"
        return f"{greatest}({', '.join(arguments)})", end + 1

    def _subquery(self, bracket: int) -> str:
        """A bracket behind FROM or JOIN, with a name where it has none: the server wants one."""
        end = self._closing(bracket)
        behind = self._next(end + 1)
        text = f" ({self._render(bracket + 1, end)})"
        named = behind < len(self._tokens) and self._tokens[behind][0] == "word"
        if named and self._upper(behind) not in _AFTER_A_TABLE:
            return text
        self._subqueries += 1
        return f"{text} AS subquery_{self._subqueries}"

    def _parameter(self, at: int) -> str:
        kind, token = self._tokens[at]
        if kind == "placed":
            self._placed += 1
            return "NULL" if str(self._placed - 1) in self._absent else "%s"
        name = token[1:]
        if name in self._absent:
            return "NULL"
        self._names.add(name)
        return f"%({name})s"


# -- what is asked of an index of words ---------------------------------------------------------------------------

LONGEST_WORD = 500
"""How many characters of a word are looked at."""
COLUMNS = {"letter": "A", "facts": "B", "record": "C"}
"""The columns of the index of words, as weights in the one that the server keeps."""
_ASKED = re.compile(r'"(?P<word>[^"]*)"(?P<star>\*?)|(?P<name>AND|OR)|(?P<bracket>[()])|\s+')


def as_tsquery(match: str) -> str:
    """Return what asks a file's index of words, as PostgreSQL's index is asked. Raises ValueError."""
    parts: list[str] = []
    at = 0
    while at < len(match):
        found = _ASKED.match(match, at)
        if found is None:
            raise ValueError("This is no question to an index of words.")
        at = found.end()
        if found["bracket"] == "(":
            _and(parts)
        if found["bracket"]:
            parts.append(found["bracket"])
        elif found["name"]:
            parts.append({"AND": "&", "OR": "|"}[found["name"]])
        elif found["word"] is not None:
            _and(parts)
            parts.append(quoted(plain(found["word"])[:LONGEST_WORD]) + (":*" if found["star"] else ""))
    return " ".join(parts)


def _and(parts: list[str]) -> None:
    """Two that stand beside each other are both asked for."""
    if parts and parts[-1] not in ("(", "&", "|"):
        parts.append("&")


def quoted(word: str) -> str:
    """Return a word as it stands in the text of an index, whatever characters it has."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
