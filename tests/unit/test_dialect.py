"""The SQL of a file in a server's words: each rule, and every word of the one text that stays as it is."""

from __future__ import annotations

import pytest

from sharedlives_tui.store.server.dialect import as_tsquery, quoted, translated


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT a FROM t WHERE b = :x AND c = :x", "SELECT a FROM t WHERE b = %(x)s AND c = %(x)s"),
        ("SELECT a FROM t CROSS JOIN u v ON v.a = t.a", "SELECT a FROM t JOIN u v ON v.a = t.a"),
        ("SELECT a FROM t CROSS JOIN (SELECT 1) v", "SELECT a FROM t CROSS JOIN (SELECT 1) v"),
        ("SELECT a FROM f(:x) w CROSS JOIN g(:x) AS u ON u.b", "SELECT a FROM f(%(x)s) w JOIN g(%(x)s) AS u ON u.b"),
        ("SELECT 1 FROM t INDEXED BY t_day WHERE a", "SELECT 1 FROM t WHERE a"),
        ("SELECT 1 FROM (SELECT 2) WHERE a", "SELECT 1 FROM (SELECT 2) AS subquery_1 WHERE a"),
        ("SELECT 1 FROM (SELECT 2 FROM (SELECT 3)) s", "SELECT 1 FROM (SELECT 2 FROM (SELECT 3) AS subquery_1) s"),
        ("a IS NULL AND b IS NOT NULL", "a IS NULL AND b IS NOT NULL"),
        ("a IS NOT b OR c IS d", "a IS DISTINCT FROM b OR c IS NOT DISTINCT FROM d"),
        ("a LIKE '%b' AND CAST(c AS INTEGER)", "a ILIKE '%b' AND CAST(c AS BIGINT)"),
        ("a LIKE '%b' AND c = :x", "a ILIKE '%%b' AND c = %(x)s"),
        ("max(:x, b)", "GREATEST(%(x)s, b)"),
        ("max(a) + min(f(b, c))", "max(a) + min(f(b, c))"),
        ("min(a, (SELECT min(b) FROM t))", "LEAST(a, (SELECT min(b) FROM t))"),
        ("group_concat(a)", "string_agg(CAST(a AS TEXT), ',')"),
        ("group_concat(a || 'b', ', ')", "string_agg(CAST(a || 'b' AS TEXT), ', ')"),
        (
            "SELECT window - 1, 'window' FROM (SELECT 2 AS window) s",
            """SELECT "window" - 1, 'window' FROM (SELECT 2 AS "window") s""",
        ),
        ("SELECT a FROM t LIMIT :x", "SELECT a FROM t LIMIT NULLIF(%(x)s, -1)"),
        ("SELECT a FROM t LIMIT 100", "SELECT a FROM t LIMIT 100"),
        ("SELECT ':x', '?', 'it''s -- IS NOT' -- IS NOT\n", "SELECT ':x', '?', 'it''s -- IS NOT' \n"),
    ],
)
def test_each_rule_changes_its_words_and_no_other(sql: str, expected: str) -> None:
    found = translated(sql, {"x": 1}).sql
    assert " ".join(found.split()) == " ".join(expected.split())


def test_parameters_that_are_nothing_stand_in_the_text() -> None:
    named = translated("SELECT 1 FROM t WHERE (:a IS NULL OR b = :a) AND c = :c", {"a": None, "c": 2, "unused": 3})
    assert named == ("SELECT 1 FROM t WHERE (NULL IS NULL OR b = NULL) AND c = %(c)s", {"c": 2})
    assert translated("a = ? AND b = ? AND c = ?", (1, None, 3)) == ("a = %s AND b = NULL AND c = %s", [1, 3])
    assert translated("a LIKE '%' AND b = ?", (None,)) == ("a ILIKE '%' AND b = NULL", None)
    assert translated("a LIKE '%'") == ("a ILIKE '%'", None)


def test_a_parameter_that_was_not_given_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        translated("SELECT :gone", {"other": 1})


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ('"one"*', "'one':*"),
        ('"one"* "two"*', "'one':* & 'two':*"),
        ('"one" AND "two"*', "'one' & 'two':*"),
        ('("one" OR "uno") AND ("two")', "( 'one' | 'uno' ) & ( 'two' )"),
        ('"Élan"*', "'elan':*"),
    ],
)
def test_a_question_to_an_index_of_words(asked: str, expected: str) -> None:
    assert as_tsquery(asked) == expected
    assert translated("SELECT 1 FROM find_names WHERE find_names MATCH :match", {"match": asked}) == (
        "SELECT 1 FROM find_names WHERE find_names @@ CAST(%(match)s AS tsquery)",
        {"match": expected},
    )


def test_what_is_no_question_is_refused() -> None:
    with pytest.raises(ValueError, match="no question"):
        as_tsquery('"one" NEAR "two"')


def test_a_word_cannot_end_its_own_quotation() -> None:
    assert quoted("a'b\\") == "'a''b\\\\'"
