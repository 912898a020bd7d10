"""A person's own settings: read without trust, told by their line, written without losing a word of the file."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from sharedlives_tui import own_settings
from sharedlives_tui.own_settings import BY_NAME, NotKept, filters, keep, keep_filters, keep_keys, own_file, read
from sharedlives_tui.prepaint import plain_wishes


def written(text: str | bytes) -> Path:
    place = own_file()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return place


def test_without_a_file_the_defaults_hold_and_none_is_made() -> None:
    own = read()
    assert [own.get(name) for name in BY_NAME] == ["automatic", "automatic", "yes", "today"]
    assert not own.problems
    assert not own.broken
    assert not own_file().parent.exists()


def test_the_file_lies_in_the_persons_folder_or_where_they_say(own_surroundings: Path, monkeypatch) -> None:
    if sys.platform == "linux":
        assert own_file() == own_surroundings / ".config" / "sharedlives" / "settings.toml"
    monkeypatch.setenv("SHAREDLIVES_SETTINGS", "~/mine.toml")
    assert own_file() == own_surroundings / "mine.toml"


def test_what_is_chosen_is_kept_and_can_be_read_by_its_owner_alone() -> None:
    keep("theme", "mono")
    keep("mouse", "no")
    own = read()
    assert (own.get("theme"), own.get("mouse")) == ("mono", "no")
    assert "mouse = false" in own_file().read_text()
    assert stat.S_IMODE(own_file().stat().st_mode) == 0o600
    keep("theme", None)
    assert read().get("theme") == "automatic"
    assert read().get("mouse") == "no"


@pytest.mark.parametrize(("name", "value"), [("theme", "pink"), ("mouse", "true"), ("colour", "dark"), ("keys", "x")])
def test_what_cannot_be_chosen_is_refused_with_what_can(name: str, value: str) -> None:
    with pytest.raises(NotKept) as refused:
        keep(name, value)
    assert any(each in str(refused.value) for each in ("automatic, dark", "yes, no", "theme, symbols"))
    assert refused.value.problems[0].field == name
    assert not own_file().exists()


def test_a_screen_remembers_its_filters() -> None:
    assert filters("cases") == {}
    told = {"kind": "complaint", "closed": True, "since": 30, "columns": ("case", "who", "Ŵ ‘x’")}
    keep_filters("cases", told)
    assert filters("cases") == told
    keep_filters("calendar", {"week": False})
    keep_filters("cases", {})
    assert filters("cases") == {}
    assert filters("calendar") == {"week": False}


@pytest.mark.parametrize("value", ["x" * 501, ("a", 3), 1.5, None, ("x" * 501,), "half \ud83d", ("a", "\udc80")])
def test_what_no_screen_should_remember_is_refused(value: object) -> None:
    with pytest.raises(NotKept):
        keep_filters("cases", {"kind": value})  # type: ignore[dict-item]
    assert not own_file().exists()


def test_comments_order_and_the_rest_of_the_file_stay() -> None:
    text = '# mine\ntheme = "dark" # at night\n\n[keys]\n# t is nearer\n"case.record" = "Z"\n\n[other]\nx = 1\n'
    place = written(text)
    keep("theme", "mono")
    assert place.read_text() == text.replace('"dark"', '"mono"')
    keep_filters("cases", {"kind": "dispute"})
    assert place.read_text().startswith('# mine\ntheme = "mono" # at night\n')
    assert "# t is nearer" in place.read_text()
    assert read().keys == {"case.record": ("Z",)}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('# a\ntheme = "pink"\n', 2, "one of: automatic, dark"),
        ("mouse = 1\n", 1, "true or false"),
        ('theme = ["dark"]\n', 1, "one of: automatic"),
        ('\n\ncolour = "dark"\n', 3, "there is no setting colour"),
        ("keys = 3\n", 1, "write [keys]"),
        ('[keys]\n"case.note" = "q"\n"case.record" = 3\n', 3, "a key, like"),
        ('[keys]\n"case.record" = []\n', 2, "a key, like"),
        ("[filters]\ncases = 2\n", 2, "write [filters.cases]"),
        ("[filters.cases]\nkind = 1.5\n", 2, "Only texts"),
        ("[filters.cases.kind]\nx = 1\n", 1, "Only texts"),
    ],
)
def test_one_wrong_value_is_told_by_its_line_and_the_rest_holds(text: str, line: int, words: str) -> None:
    place = written('first_area = "people"\n' + text)
    own = read()
    assert own.get("first_area") == "people"
    assert not own.broken
    (told,) = own.problems
    assert f"Line {line + 1} of your settings {place}: " in told
    assert words in told
    assert own.get("theme") == "automatic"


@pytest.mark.parametrize(
    ("text", "line"),
    [('theme = "dark"\nmouse = tru\n', 2), ('a = 1\na = 2\nx = "', 2), (b"a = 1\nb = '\xff'\n", 2), ("[keys\n", 1)],
)
def test_a_broken_file_is_told_by_its_line_and_never_written_over(text: str | bytes, line: int) -> None:
    place = written(text)
    before = place.read_bytes()
    own = read()
    assert own.broken
    assert own.get("theme") == "automatic"
    assert f"Line {line} of" in own.problems[0]
    assert str(place) in own.problems[0]
    for change in (
        lambda: keep("theme", "mono"),
        lambda: keep_filters("cases", {"a": "b"}),
        lambda: keep("theme", None),
    ):
        with pytest.raises(NotKept, match="Mend it, or move it away"):
            change()
    assert place.read_bytes() == before


def test_what_is_no_file_or_too_long_is_left_alone() -> None:
    own_file().mkdir(parents=True)
    assert "are no file" in read().problems[0]
    with pytest.raises(NotKept):
        keep("theme", "mono")
    own_file().rmdir()
    written("#" * (own_settings.LONGEST_FILE + 1))
    assert "longer than" in read().problems[0]


def test_a_folder_that_cannot_be_written_is_said_in_words(own_surroundings: Path) -> None:
    (own_surroundings / ".config").write_text("a file where a folder should be")
    with pytest.raises(NotKept, match="cannot be written"):
        keep("theme", "mono")


def test_a_link_to_the_file_stays_a_link(own_surroundings: Path) -> None:
    real = own_surroundings / "real.toml"
    real.write_text("mouse = false\n")
    own_file().parent.mkdir(parents=True)
    own_file().symlink_to(real)
    keep("theme", "dark")
    assert own_file().is_symlink()
    assert real.read_text() == 'mouse = false\ntheme = "dark"\n'


def test_the_first_picture_reads_a_plain_file_by_itself_and_leaves_any_other() -> None:
    """What it reads is what holds; what it cannot be sure of it does not read."""
    keep_filters("visits", {"one": "7 2026-11-16T09:30:00+00:00|9 2026-11-17T09:30:00+00:00"})
    keep_filters("cases", {"closed": True, "since": 30, "columns": ("case", "who"), "words": "[keys] = 'x'"})
    assert plain_wishes(own_file().read_text()) == ("", "")
    keep("theme", "light")
    keep("first_area", "today")
    keep("symbols", "plain")
    own = read()
    assert plain_wishes(own_file().read_text()) == (own.get("theme"), own.get("symbols")) == ("light", "plain")
    keep("first_area", "cases")
    assert plain_wishes(own_file().read_text()) is None
    keep("first_area", None)
    keep_keys("case.record", ["ctrl+t"])
    assert plain_wishes(own_file().read_text()) is None


@pytest.mark.parametrize(
    "text",
    [
        'theme = "pink"\n',
        "theme = 'dark'\n",
        'theme = "dark" # of winter\n',
        'theme = "dark\n',
        "[keys]\n",
        '[filters.cases]\nwords = """\n[filters.x]\n"""\n',
        '[filters.cases]\nwords = [\n  "a",\n]\n',
        "[[filters.cases]]\n",
        "filters = 3\n",
        "\ufefftheme = 1\n",
    ],
)
def test_what_is_not_plain_is_left_to_the_library(text: str) -> None:
    assert plain_wishes(text) is None
