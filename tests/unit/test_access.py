import tomllib
from datetime import date

import pytest

from sharedlives_tui import access
from sharedlives_tui.access import BadRoles, Roles, RoleSpan, Viewer, held_on, viewer
from sharedlives_tui.resources import read_text

ROLES = Roles.load()
OFFICE = {
    "officer",
    "registered manager",
    "management team",
    "senior manager",
    "senior management team",
    "head of care",
    "head of service",
    "responsible person",
    "customer care",
    "panel member",
    "mediator",
    "administrator",
    "inspector",
}
OUTSIDE = {
    "carer",
    "person supported",
    "family",
    "representative",
    "advocate",
    "care manager",
    "other organisation",
    "other",
}


def test_the_table_holds_every_role() -> None:
    assert set(ROLES.names) == OFFICE | OUTSIDE
    assert {role for role in ROLES.names if ROLES.is_office(role)} == OFFICE
    assert not ROLES.is_office("king")


@pytest.mark.rule("RD-11", "RD-20")
def test_ranks_are_data_and_order_the_office() -> None:
    ladder = ["officer", "management team", "registered manager", "senior manager", "senior management team"]
    ladder += ["head of care", "head of service", "responsible person"]
    ranks = [ROLES.rank(role) for role in ladder]
    assert ranks == sorted(set(ranks))
    assert all(ROLES.rank(role) == 0 for role in OUTSIDE | {"inspector", "administrator", "king"})
    assert ROLES.highest_rank({"officer", "registered manager"}) == ROLES.rank("registered manager")
    assert ROLES.highest_rank(()) == 0
    other = Roles.parse('[[role]]\nid = "officer"\noffice = true\nrank = 7\n')
    assert other.rank("officer") == 7


def test_who_may_do_whose_work() -> None:
    assert ROLES.may_act_as({"registered manager"}, ["officer"])
    assert ROLES.may_act_as({"registered manager"}, ["management team"])
    assert ROLES.may_act_as({"senior manager"}, ["management team"])
    assert ROLES.may_act_as({"officer", "carer"}, ["customer care", "officer"])
    assert ROLES.may_act_as(set(), [])
    assert not ROLES.may_act_as({"officer"}, ["registered manager"])
    assert not ROLES.may_act_as({"management team"}, ["registered manager"])
    assert not ROLES.may_act_as({"head of service"}, ["registered manager"])
    assert not ROLES.may_act_as(set(), ["officer"])


@pytest.mark.rule("RD-20")
def test_a_role_is_held_from_and_to() -> None:
    span = RoleSpan("officer", date(2026, 1, 5), date(2026, 3, 31))
    assert [span.held_on(day) for day in (date(2026, 1, 4), date(2026, 1, 5))] == [False, True]
    assert [span.held_on(day) for day in (date(2026, 3, 31), date(2026, 4, 1))] == [True, False]
    assert RoleSpan("officer", date(2026, 1, 5)).held_on(date(2099, 1, 1))
    spans = [span, RoleSpan("registered manager", date(2026, 4, 1))]
    assert held_on(spans, date(2026, 3, 31)) == {"officer"}
    assert held_on(spans, date(2026, 4, 1)) == {"registered manager"}


def test_a_viewer_is_known_by_a_role_of_the_office_on_the_day() -> None:
    spans = [RoleSpan("carer", date(2026, 1, 1)), RoleSpan("officer", date(2026, 2, 1), date(2026, 2, 28))]
    assert viewer("Sam", 3, spans, date(2026, 2, 10)) == Viewer(3, "Sam", frozenset({"carer", "officer"}), True)
    assert viewer("Sam", 3, spans, date(2026, 3, 1)) == Viewer(3, "Sam", frozenset({"carer"}), False)
    assert viewer("Temp", None, spans, date(2026, 2, 10)) == Viewer(None, "Temp", frozenset(), False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("role = 3", "[[role]]"),
        ("[[role]]\noffice = true", "id"),
        ('[[role]]\nid = "a"', "office"),
        ('[[role]]\nid = "a"\noffice = "yes"', "office"),
        ('[[role]]\nid = "a"\noffice = true\nrank = -1', "rank"),
        ('[[role]]\nid = "a"\noffice = true\nrank = true', "rank"),
        ('[[role]]\nid = "a"\noffice = true\nacts_for = "b"', "acts_for"),
        ('[[role]]\nid = "a"\noffice = true\nacts_for = ["b"]', "'b'"),
        ('[[role]]\nid = "a"\noffice = true\ncolour = "red"', "colour"),
        ('[[role]]\nid = "a"\noffice = true\n[[role]]\nid = "a"\noffice = true', "twice"),
        ("[[role", "cannot be read"),
        ('role = ["a"]', "table"),
    ],
)
def test_mistakes_in_the_table_are_named(text: str, words: str) -> None:
    with pytest.raises(BadRoles, match=r"roles\.toml") as refused:
        Roles.parse(text)
    assert words in str(refused.value)


def test_the_plain_reading_of_the_roles_is_what_toml_says() -> None:
    text = read_text("roles.toml")
    assert access._plain(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "line",
    ['id = "a" # b', "id = 'a'", 'acts_for = ["a","b"]', "rank = 0x1", "rank = 1_0", "id = [1]", 'id = "a\\\\b"'],
)
def test_what_is_not_plain_is_read_as_toml(line: str) -> None:
    text = f"[[role]]\n{line}\n"
    assert access._plain(text) is None or access._plain(text) == tomllib.loads(text)
    assert access._toml(text) == tomllib.loads(text)
