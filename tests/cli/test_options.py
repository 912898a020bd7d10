from __future__ import annotations

import pytest

from sharedlives_tui.cli.call import Call, office_path, path_of, system_user
from sharedlives_tui.cli.options import Options, WrongUsage, split
from sharedlives_tui.cli.output import Output


@pytest.mark.parametrize(
    "words",
    [
        ["--database", "a.db", "--as", "Ada", "--today", "2026-03-02", "--json", "case", "show", "CO-0001"],
        ["case", "show", "CO-0001", "--json", "--today=2026-03-02", "--as=Ada", "--database=a.db"],
        ["--as", "Ada", "case", "--database", "a.db", "show", "--json", "CO-0001", "--today", "2026-03-02"],
    ],
)
def test_options_of_all_commands_stand_before_and_after_the_command(words: list[str]) -> None:
    options, rest = split(words)
    assert options == Options("a.db", "Ada", "2026-03-02", True)
    assert rest == ["case", "show", "CO-0001"]


def test_the_mouse_can_be_left_to_the_terminal() -> None:
    assert split(["demo", "--no-mouse"]) == (Options(mouse=False), ["demo"])


def test_without_options_nothing_is_taken() -> None:
    assert split(["person", "add", "--role", "officer"]) == (Options(), ["person", "add", "--role", "officer"])


def test_after_two_strokes_nothing_is_an_option() -> None:
    options, rest = split(["find", "--", "--json"])
    assert options == Options()
    assert rest == ["find", "--", "--json"]


@pytest.mark.parametrize("words", [["--database"], ["today", "--as", "--json"], ["--today="], ["--as", " "]])
def test_an_option_without_its_value_is_wrong_usage(words: list[str]) -> None:
    with pytest.raises(WrongUsage, match="needs"):
        split(words)


def test_the_office_is_named_or_in_the_environment_or_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert office_path(Options()).name == "office.db"
    assert office_path(Options()).parent.name == "sharedlives"
    monkeypatch.setenv("SHAREDLIVES_DATABASE", "here/ours.db")
    assert office_path(Options()).as_posix() == "here/ours.db"
    assert office_path(Options(database="other.db")).as_posix() == "other.db"


def test_an_office_can_be_named_by_a_url_of_a_file() -> None:
    assert path_of("sqlite:///ours.db").as_posix() == "ours.db"
    assert path_of("sqlite:////var/ours.db").as_posix() == "/var/ours.db"
    for url in ("postgresql://host/ours", "sqlite://ours.db", "sqlite:///"):
        with pytest.raises(WrongUsage, match="file"):
            path_of(url)


def test_who_asks_is_the_user_of_the_system_unless_told() -> None:
    assert system_user()
    assert Call(Options(), Output()).who == system_user()
    assert Call(Options(as_name="Ada"), Output()).who == "Ada"
