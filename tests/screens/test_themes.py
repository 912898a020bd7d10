from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

import sharedlives_tui
from sharedlives_tui import own_settings, palettes, themes
from sharedlives_tui.limits import STATES
from sharedlives_tui.store.basics import LISTED_STATES
from sharedlives_tui.widgets.skins import THEMES, default_variables, in_sixteen
from tests.screens.contrast import ENOUGH, contrast, drawn_in

TODAY = date(2026, 11, 24)
STATE_VARIABLES = [
    "overdue", "due-today", "past-target", "soon", "on-track", "window", "waiting", "withheld", "no-limit", "done"
]  # fmt: skip


def test_contrast_is_counted_as_the_guidelines_do() -> None:
    assert round(contrast("#FFFFFF", "#000000"), 2) == 21
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_theme_defines_every_variable_and_borrows_none(theme: Theme) -> None:
    assert set(theme.variables) == set(THEMES[0].variables) == set(default_variables())
    assert set(palettes.VARIABLES) <= set(theme.variables)
    own = {*palettes.PALETTES[theme.name].colours.values()}
    assert {*theme.variables.values()} <= own
    given = (theme.primary, theme.secondary, theme.accent, theme.warning, theme.error, theme.success)
    assert {*given, theme.foreground, theme.background, theme.surface, theme.panel} <= own


def test_every_variable_in_a_style_sheet_or_style_is_defined() -> None:
    """What is named with a dollar in our sources is one of ours or one of the toolkit's."""
    package = Path(sharedlives_tui.__file__).parent
    sources = [
        *package.glob("*.tcss"),
        *package.glob("widgets/*.py"),
        *package.glob("screens/*.py"),
        package / "themes.py",
    ]
    toolkit = set(THEMES[0].to_color_system().generate())
    ours = set(palettes.VARIABLES)
    for source in sources:
        used = set(re.findall(r"\$([a-z]+(?:-[a-z]+)*)", source.read_text("utf-8")))
        assert used <= ours | toolkit, f"{source.name}: {used - ours - toolkit}"


def test_the_themes_follow_one_another_by_their_names() -> None:
    assert [*palettes.NAMES.values()] == ["Dark", "Light", "16 colours", "Black and white"]
    assert [palettes.after(each) for each in palettes.NAMES] == [*[*palettes.NAMES][1:], palettes.DARK]
    assert palettes.after("textual-light") == palettes.DARK
    assert own_settings.BY_NAME["theme"].choices == ("automatic", *palettes.NAMES)


# What the tables themselves promise; what is drawn is measured in test_contrast.

GROUNDS = ("ground", "raised", "panel", "bar", "field", "row", "row-idle")


@pytest.mark.parametrize("palette", palettes.PALETTES.values(), ids=lambda palette: palette.name)
@pytest.mark.parametrize("front", [*STATE_VARIABLES, "text", "muted", "key", "problem"])
def test_text_can_be_read_on_every_ground(palette: palettes.Palette, front: str) -> None:
    for ground in GROUNDS:
        assert worst(palette, front, ground) >= ENOUGH, ground


@pytest.mark.parametrize("palette", palettes.PALETTES.values(), ids=lambda palette: palette.name)
def test_what_is_chosen_can_be_read(palette: palettes.Palette) -> None:
    pairs = [
        ("row-text", "row"),
        ("row-text", "row-idle"),
        ("text", "button"),
        ("chosen-text", "chosen"),
        ("badge-text", "badge"),
    ]
    for front, back in [*pairs, ("text", "field-focus"), ("muted", "field-focus"), ("ground", "overdue")]:
        assert worst(palette, front, back) >= ENOUGH, (front, back)


def worst(palette: palettes.Palette, front: str, back: str) -> float:
    """Return the contrast of a pair; of sixteen colours the least that one of the usual palettes shows."""
    style = Style(color=palette.colours[front], bgcolor=palette.colours[back])
    return min(contrast(*pair) for pair in drawn_in(in_sixteen(style) if palette.name == palettes.SIXTEEN else style))


SHOUTING = Style(color="#FF5555", bgcolor="#0000AA", reverse=True, bold=True, dim=True)


@pytest.mark.parametrize(
    ("style", "wanted"),
    [
        (Style(color="#FF5555", bgcolor="#000000", bold=True), Style(color="bright_red", bgcolor="black", bold=True)),
        (Style(color="#FF5555", bgcolor="#0000AA"), Style(color="bright_white", bgcolor="blue")),
        (Style(color="#FFFF55", bgcolor="#0000AA"), Style(color="bright_yellow", bgcolor="blue")),
        (SHOUTING, Style(color="bright_white", bgcolor="red", bold=True)),
        (Style(color="#000000", bgcolor="#FFFFFF", bold=True), Style(color="black", bgcolor="white")),
        (Style(color="default"), Style(color="bright_white", bgcolor="black")),
    ],
)
def test_sixteen_colours_are_written_by_number_on_plain_grounds(style: Style, wanted: Style) -> None:
    written = in_sixteen(style)
    numbers = [(each.color.number, each.bgcolor.number) for each in (written, wanted) if each.color and each.bgcolor]
    assert numbers == [numbers[0]] * 2
    assert bool(written.bold) == bool(wanted.bold)
    assert not written.reverse
    assert not written.dim


def test_states_stand_in_the_order_of_the_core_each_with_symbol_words_and_style() -> None:
    assert tuple(each for each in themes.LOOKS if each != "after_closing") == STATES
    assert set(LISTED_STATES) <= set(themes.LOOKS), "a list knows one more"
    for state in themes.LOOKS:
        says = themes.urgency(state, TODAY)
        assert says.symbol
        assert says.words
        assert says.style.startswith("$")


@pytest.mark.parametrize(
    ("state", "due", "act_by", "words"),
    [
        ("overdue", date(2026, 11, 19), None, "5 days late"),
        ("overdue", date(2026, 11, 23), None, "1 day late"),
        ("past_target", date(2026, 11, 20), None, "4 days past"),
        ("today", date(2026, 11, 24), date(2026, 11, 24), "today"),
        ("soon", date(2026, 11, 29), date(2026, 11, 27), "in 3 days"),
        ("soon", date(2026, 11, 25), date(2026, 11, 25), "tomorrow"),
        ("on_track", date(2026, 12, 8), None, "in 14 days"),
        ("window", date(2026, 12, 8), None, "open until"),
        ("no_limit", None, None, "no set limit"),
    ],
)
def test_the_words_of_a_state(state: str, due: date | None, act_by: date | None, words: str) -> None:
    assert themes.urgency(state, TODAY, due, act_by).words == words


def test_only_overdue_is_reversed_and_a_window_never_is() -> None:
    reversed_states = [state for state in STATES if "reverse" in themes.urgency(state, TODAY, TODAY).words_style]
    assert reversed_states == ["overdue"]
    assert themes.LOOKS["window"].symbol == "◇"


@pytest.mark.parametrize(
    ("environment", "wished", "theme"),
    [
        ({}, "", palettes.DARK),
        ({}, "automatic", palettes.DARK),
        ({}, "light", palettes.LIGHT),
        ({"NO_COLOR": "1"}, "light", palettes.MONO),
        ({"NO_COLOR": ""}, "", palettes.DARK),
        ({"TERM": "linux"}, "light", palettes.SIXTEEN),
        ({"TERM": "xterm-16color"}, "", palettes.SIXTEEN),
        ({"TERM": "linux"}, "mono", palettes.MONO),
        ({"TERM": "linux", "NO_COLOR": "1"}, "", palettes.MONO),
        ({"TERM": "xterm-256color"}, "16-colours", palettes.SIXTEEN),
    ],
)
def test_what_the_terminal_can_show_goes_before_a_wish(environment: dict[str, str], wished: str, theme: str) -> None:
    assert palettes.first_theme(environment, wished) == theme


def test_black_and_white_holds_no_colour() -> None:
    mono = next(theme for theme in THEMES if theme.name == palettes.MONO)
    for value in mono.to_color_system().generate().values():
        if value.startswith("#"):
            red, green, blue = Color.parse(value).rgb
            assert red == green == blue, value


@pytest.mark.parametrize(
    ("environment", "plain"),
    [
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "en_GB.utf8"}, False),
        ({"LANG": "C"}, False),
        ({}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "POSIX"}, False),
        ({"LANG": "en_GB.UTF-8@euro"}, False),
        ({"LANG": "en_GB.ISO-8859-1"}, True),
        ({"LANG": "en_GB"}, True),
        ({"LANG": "en_GB@euro"}, True),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "en_GB.ISO-8859-1"}, True),
        ({"LANG": "en_GB.UTF-8", "SHAREDLIVES_SYMBOLS": "ascii"}, True),
    ],
)
def test_plain_symbols_where_the_terminal_has_no_others(environment: dict[str, str], plain: bool) -> None:
    assert themes.wants_plain_symbols(environment) is plain
    assert themes.wants_plain_symbols(environment, "automatic") is plain


def test_plain_symbols_as_somebody_wishes() -> None:
    assert themes.wants_plain_symbols({"LANG": "en_GB.UTF-8"}, "plain")
    assert not themes.wants_plain_symbols({"LANG": "en_GB.ISO-8859-1"}, "signs")
    assert themes.wants_plain_symbols({"SHAREDLIVES_SYMBOLS": "ascii"}, "signs")


def test_plain_symbols_keep_every_column() -> None:
    line = " ▲ 5 days late ── [▶ 2 Review] … ● ok ◇▲1"
    plain = themes.plain_symbols(line)
    assert plain.isascii()
    assert len(plain) == len(line)
    assert plain.startswith(" !!5 days late -- [> 2 Review] ~ okok")


def test_every_sign_that_stands_in_the_sources_of_the_screens_has_a_plain_one() -> None:
    package = Path(sharedlives_tui.__file__).parent
    sources = [
        *package.glob("widgets/*.py"),
        *package.glob("screens/*.py"),
        package / "themes.py",
        *package.glob("key*.py"),
    ]
    for source in sources:
        tree = ast.parse(source.read_text("utf-8"))
        said = {
            node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        constants = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        for words in constants - said:  # a text that stands alone is a description
            plain = themes.plain_symbols(words)
            assert plain.isascii(), f"{source.name}: {words!r}"
            assert len(plain) == len(words)
