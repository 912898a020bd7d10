from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui import safety
from sharedlives_tui.caseviews import StageView, Tick
from sharedlives_tui.cleaning import BAD
from sharedlives_tui.requests import Problem
from sharedlives_tui.widgets.choices import Choice, Choices
from sharedlives_tui.widgets.dialog import Confirm
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.guard import CleanOutput, PlainSymbols, tolerate_any_byte
from sharedlives_tui.widgets.header import Masthead, OfficeHeader
from sharedlives_tui.widgets.message_line import MessageLine
from sharedlives_tui.widgets.people import PersonField
from sharedlives_tui.widgets.safe import Words, fit
from sharedlives_tui.widgets.stage_track import StageTrack
from sharedlives_tui.widgets.ticks import Ticks
from sharedlives_tui.widgets.virtual_list import FixedRows, Heading, RowText, VirtualList
from tests.screens.stage import TODAY, Stage, around, drawn, field, running, terminal_text
from tests.wire import read

HOSTILE = [
    "\x1b]52;c;cm0gLXJm\x07",
    "\x1b]0;title\x1b\\",
    "\x1b]8;;http://x.example\x1b\\link",
    "\x1b[31mred\x1b[?1049l",
    "\x1bPq#0\x1b\\",
    "\x9b31m\x90q\x9c",
    "a\u202etxt\u2066b\u200bc",
    "nul\x00bel\x07cr\rback\x08",
    "\U000e0041\U000e0042 tags",
    "[@click=app.quit]press[/]",
    "[/x] [bold]not bold[/bold] [$nope]",
    "[link=http://x.example]l[/link] \\[x]",
    "=HYPERLINK(1) {{ x }} {% y %}",
]
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def without_sequences(written: str) -> str:
    """Return what is written with the toolkit's own colours and moves taken out."""
    import re

    return re.sub(r"\x1b\[[0-9;]*[mH]", "", written)


def parts(words: str) -> list[Widget]:
    """Return a part of every sort, each with the words in every place that takes data."""
    view = field("f", "choice", choices=(words, "b"), help=words, label=words)
    return [
        Words(words),
        Words(Content(words)),
        StageTrack([StageView("a", words, "current")]),
        Ticks([Tick("a", words, False, True, words)]),
        Choice((words, "b"), words),
        Choices((words, "b"), (words,)),
        OfficeHeader(Masthead(words, TODAY, words, words, "PRACTICE"), crumbs=(words, words)),
        VirtualList(FixedRows([Heading(words), RowText("k", ((words, "$overdue"), (words, "")))])),
        VirtualList(FixedRows(), empty=words),
        PersonField(lambda _: [("P-1", words, words)], ("P-1", words), many=True),
        Form(
            [view, field("g", "date", default=words), field("h", "long text", default=words)],
            {"g": words},
            around(),
            problems=[Problem("f", "", words), Problem("", "", words)],
        ),
    ]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
async def test_nothing_hostile_reaches_the_terminal_from_any_part(words: str) -> None:
    async with running(lambda: Vertical(*parts(words)), MessageLine, size=(100, 90)) as (app, _, pilot):
        app.query_one(MessageLine).say(words, problem=True)
        await pilot.pause()
        written = without_sequences(terminal_text(app))
        assert "1 thing missing" in written
        assert not BAD.search(written)
        assert "\x1b" not in written
        if "[" in words and words.isprintable():
            assert written.count(words[:12]) >= 12  # shown as it stands everywhere, not taken for markup


@pytest.mark.parametrize("words", ["[@click=app.quit]x[/]", "[/x]", "\x1b]52;c;x\x07"])
async def test_a_dialog_shows_data_as_it_stands(words: str) -> None:
    app = Stage()
    async with app.run_test() as pilot:
        await app.push_screen(Confirm(words, words, words))
        await pilot.pause()
        written = without_sequences(terminal_text(app))
        assert not BAD.search(written)
        assert app.screen.query_one("#do", Button).label.plain == Content(words).plain
        if words.isprintable():
            assert drawn(app).count(words) >= 2


def test_the_net_keeps_every_column_and_every_control_of_the_toolkit() -> None:
    net, ground = CleanOutput(), Color.parse("black")
    clean = [Segment("plain ▲ text")]
    assert net.apply(clean, ground) is clean
    dirty = net.apply([Segment("a\x1b[31mb\u202ec")], ground)
    assert "".join(segment.text for segment in dirty) == "a[31mbc"
    two_lines = net.apply([Segment("one"), Segment("two\nthree\tfour")], ground)
    assert [segment.text for segment in two_lines] == ["one", "twothreefour"]
    assert PlainSymbols().apply([Segment("▲ late")], ground)[0].text == "!!late"


async def test_a_name_of_two_lines_in_a_field_begins_no_line_on_the_terminal() -> None:
    """As an older office may hold it."""
    async with running(lambda: PersonField(lambda _: [("P-1", "Reed\nJo\tan", "")], "P-1")) as (app, _, _pilot):
        assert "ReedJo" in read(terminal_text(app).encode(), app.size.height, app.size.width)


def test_texts_are_cut_by_columns_and_not_by_letters() -> None:
    assert fit("Adeyemi", 10) == "Adeyemi   "
    assert fit("Adeyemi", 5) == "Adey…"
    assert fit("漢字漢字", 5) == "漢字…"
    assert fit("x", 0) == ""


def test_one_wrong_byte_does_not_end_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    from textual.drivers import linux_driver

    with pytest.raises(UnicodeDecodeError):
        linux_driver.getincrementaldecoder("utf-8")().decode(b"\xa3")
    monkeypatch.setattr(linux_driver, "getincrementaldecoder", linux_driver.getincrementaldecoder)
    tolerate_any_byte()
    decoder = linux_driver.getincrementaldecoder("utf-8")()
    assert decoder.decode(b"\xa3") == "\ufffd"
    assert decoder.decode(b"\xc2") + decoder.decode(b"\xa3") == "£"


def test_the_environment_is_scrubbed() -> None:
    environment = {
        "TEXTUAL_DRIVER": "os:system", "TEXTUAL": "debug", "EDITOR": "vi", "VISUAL": "vi", "PAGER": "less",
        "BROWSER": "x", "TERM": "xterm", "LANG": "en_GB.UTF-8", "LC_ALL": "C", "NO_COLOR": "1",
        "COLORTERM": "truecolor", "SSH_TTY": "/dev/pts/1", "HOME": "/home/x",
    }  # fmt: skip
    safety.scrub_environment(environment)
    assert set(environment) == {"TERM", "LANG", "LC_ALL", "NO_COLOR", "COLORTERM", "SSH_TTY", "HOME"}


def test_a_crash_is_recorded_without_a_word_of_the_case(tmp_path: Path) -> None:
    def deep(secret: str) -> None:
        inner = secret.upper()
        raise ValueError(f"cannot use {inner}")

    path = tmp_path / "state" / "problems.log"
    try:
        try:
            deep("Mrs Farrow fell")
        except ValueError as error:
            raise RuntimeError("while saving Mrs Farrow") from error
    except RuntimeError as error:
        assert safety.record_crash(error, "7F3A", AT, path)
    written = path.read_text("utf-8")
    assert "arrow" not in written.lower()
    assert "7F3A" in written
    assert "RuntimeError" in written
    assert "ValueError" in written
    assert "in deep" in written
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_crash_is_survived_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert safety.record_crash(ValueError("x"), "7F3A", AT, tmp_path / "file" / "problems.log") is False


def test_references_are_short_and_differ() -> None:
    found = {safety.new_reference() for _ in range(20)}
    assert len(found) > 1
    assert all(len(each) == 4 and each.isalnum() and each.upper() == each for each in found)
