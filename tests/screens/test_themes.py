from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import Theme

import sharedlives_tui
from sharedlives_tui import themes
from sharedlives_tui.limits import STATES

TODAY = date(2026, 11, 24)
STATE_VARIABLES = [
    "overdue", "due-today", "past-target", "soon", "on-track", "window", "waiting", "withheld", "no-limit", "done"
]  # fmt: skip


def contrast(front: str, back: str) -> float:
    """Return the contrast of two colours as the web's guidelines count it, from 1 to 21."""
    light, dark = sorted((luminance(Color.parse(each)) for each in (front, back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Color) -> float:
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_counted_as_the_guidelines_do() -> None:
    assert round(contrast("#FFFFFF", "#000000"), 2) == 21
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
def test_every_theme_defines_every_variable(theme: Theme) -> None:
    assert set(themes.VARIABLES) <= set(theme.variables)
    assert set(themes.default_variables({})) == set(theme.variables)


def test_every_variable_in_a_style_sheet_or_style_is_defined() -> None:
    """What is named with a dollar in our sources is one of ours or one of the toolkit's."""
    package = Path(sharedlives_tui.__file__).parent
    sources = [
        package / "app.tcss",
        *package.glob("widgets/*.py"),
        *package.glob("screens/*.py"),
        package / "themes.py",
    ]
    toolkit = set(themes.THEMES[0].to_color_system().generate())
    ours = set(themes.VARIABLES)
    for source in sources:
        used = set(re.findall(r"\$([a-z]+(?:-[a-z]+)*)", source.read_text("utf-8")))
        assert used <= ours | toolkit, f"{source.name}: {used - ours - toolkit}"


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("state", STATE_VARIABLES)
def test_states_can_be_read_on_every_ground(theme: Theme, state: str) -> None:
    colour = theme.variables[state]
    for ground in (theme.background, theme.variables["row"], theme.surface):
        assert ground is not None
        assert contrast(colour, ground) >= 4.5


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
def test_parts_can_be_read(theme: Theme) -> None:
    pairs = [
        ("row-text", "row"), ("chosen-text", "chosen"), ("badge-text", "badge"), ("key", "bar"), ("muted", "bar"),
        ("muted", "field"), ("row-text", "field"), ("problem", "field"),
    ]  # fmt: skip
    for front, back in pairs:
        assert contrast(theme.variables[front], theme.variables[back]) >= 4.5, (front, back)
    for front in ("muted", "problem", "key"):
        for ground in (theme.background, theme.surface):
            assert contrast(theme.variables[front], str(ground)) >= 4.5, front
    for back in ("bar", "field", "field-focus"):
        assert contrast(str(theme.foreground), theme.variables[back]) >= 4.5, back


def test_states_stand_in_the_order_of_the_core_each_with_symbol_words_and_style() -> None:
    assert tuple(themes.LOOKS) == STATES
    for state in STATES:
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


def test_no_color_means_black_and_white() -> None:
    assert themes.first_theme({"NO_COLOR": "1"}) == themes.MONO
    assert themes.first_theme({"NO_COLOR": ""}) == themes.DARK
    assert themes.first_theme({}) == themes.DARK
    mono = next(theme for theme in themes.THEMES if theme.name == themes.MONO)
    for value in mono.variables.values():
        red, green, blue = Color.parse(value).rgb
        assert red == green == blue


@pytest.mark.parametrize(
    ("environment", "plain"),
    [
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "en_GB.utf8"}, False),
        ({"LANG": "C"}, False),
        ({}, False),
        ({"LANG": "en_GB.ISO-8859-1"}, True),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "en_GB.ISO-8859-1"}, True),
        ({"LANG": "en_GB.UTF-8", "SHAREDLIVES_SYMBOLS": "ascii"}, True),
    ],
)
def test_plain_symbols_where_the_terminal_has_no_others(environment: dict[str, str], plain: bool) -> None:
    assert themes.wants_plain_symbols(environment) is plain


def test_plain_symbols_keep_every_column() -> None:
    line = " ▲ 5 days late ── [▶ 2 Review] … ● ok ◇▲1"
    plain = themes.plain_symbols(line)
    assert plain.isascii()
    assert len(plain) == len(line)
    assert plain.startswith(" !!5 days late -- [> 2 Review] ~ okok")
