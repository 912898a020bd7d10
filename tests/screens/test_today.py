from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from textual.screen import Screen

from sharedlives_tui import office, own_settings, palettes, screens
from sharedlives_tui.app import FirstRunApp, OfficeApp
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk, viewer_of
from sharedlives_tui.picture.today import counts_line, row_parts
from sharedlives_tui.screens.today import TodayScreen
from sharedlives_tui.screens.today_rows import WINDOW, TodayRows
from sharedlives_tui.screens.today_signing import NOTHING
from sharedlives_tui.seat import Question
from sharedlives_tui.store import views
from sharedlives_tui.store.rows import LISTED_STATES, TodayRow
from sharedlives_tui.widgets.host import masthead
from sharedlives_tui.widgets.message_line import MessageLine
from sharedlives_tui.widgets.virtual_list import Heading, RowText, VirtualList
from sharedlives_tui.widgets.watch import Watch
from tests.screens.conftest import TODAY, at, complaint
from tests.screens.stage import drawn
from tests.waiting import settled

REFS = ["CO-0001", "CO-0003", "CO-0002", "CO-0004", "CO-0005"]
"""The cases of the office as Today orders them."""


def today_of(app: OfficeApp) -> TodayScreen:
    screen = app.screen
    assert isinstance(screen, TodayScreen)
    return screen


async def test_the_day_begins_with_what_is_overdue(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        words = drawn(app)
        rows = words.splitlines()
        assert "Shared Lives desk  Eastmoor scheme" in rows[0]
        assert "Tue 24 Nov 2026" in rows[0]
        assert rows[0].rstrip().endswith("PRACTICE")
        assert rows[1].startswith("[1 Today]")
        assert "▲ 2 overdue   ◆ 1 past target   ◆ 2 due soon" in rows[2]
        assert "[All 5]  Complaints 5" in rows[3]
        assert "Showing: whole team" in rows[3]
        assert "▲ OVERDUE (2) ──" in rows[4]
        assert "▲ 15 days late  Mon 9 Nov  CO-0001 Farrow, Denise" in rows[5]
        assert "◆ tomorrow      Wed 25 Nov CO-0004 Osei, Grace" in words
        assert "CO-0001 Complaint · stage 2 of 4, Stage one · owner Reed, Jo" in rows[20]
        assert "due Mon 9 Nov 2026 (15 days late)" in rows[21]
        assert "Why: Mon 12 Oct 2026 + 20 working days = Mon 9 Nov 2026" in rows[22]
        assert rows[23].strip().startswith("Enter Open  n New case  r Record step")
        assert all(len(row) <= 80 for row in rows)


async def test_the_peek_follows_the_highlight(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("down", "down")
        await settled(pilot)
        row = today_of(app).highlighted
        assert row.ref == "CO-0002"
        foot = drawn(app).splitlines()[20:23]
        assert "CO-0002 Complaint · stage" in foot[0]
        assert f"◆ {row.step_name}: due Fri 20 Nov 2026 (4 days past our target)" in foot[1]
        assert "Why: Wed 18 Nov 2026 + 2 working days" in foot[2]


async def test_a_wide_window_has_a_pane_instead(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        words = drawn(app)
        assert app.screen.query_one("#pane").outer_size.width == 38
        for each in ("Next step", "Why this date", "Stage  2 of 4", "Latest"):
            assert each in words
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Why this date" not in drawn(app)


async def test_a_small_window_says_so_and_still_shows_the_list(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test(size=(70, 20)) as pilot:
        await settled(pilot)
        assert "This window is 70 by 20. Make it at least 80 by 24." in drawn(app)
        assert "15 days late" in drawn(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "This window" not in drawn(app)
        assert "[1 Today]" in drawn(app)


async def test_kinds_are_gone_through_with_the_arrows(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("right")
        await settled(pilot)
        assert "[Complaints 5]" in drawn(app)
        assert today_of(app).kind == "complaint"
        await pilot.press("left", "left")
        await settled(pilot)
        last = today_of(app)._kinds[-1]
        assert today_of(app).kind == last[0]
        if last[0] != "complaint":
            assert f"No open {last[1].lower()}. Press n to add one" in drawn(app)


async def test_mine_shows_only_my_cases_and_the_team_again(desk: Desk) -> None:
    officer = at(desk, TODAY, "Nair, Priya")
    app = OfficeApp(officer)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("m")
        await settled(pilot)
        assert "Showing: mine" in drawn(app)
        mine = views.today_ids(desk.store, officer.viewer, TODAY, officer.soon_until, owner=officer.viewer.person_id)
        assert today_of(app).rows.cases == len(mine)
        if not mine:
            assert "No open case is yours. Press m to see the whole team's." in drawn(app)
        await pilot.press("m")
        await settled(pilot)
        assert "Showing: whole team" in drawn(app)
        assert today_of(app).rows.cases == 5


async def test_a_name_that_is_not_in_the_list_owns_nothing(desk: Desk) -> None:
    app = OfficeApp(at(desk, TODAY, "Somebody Else"))
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("m")
        await pilot.pause()
        assert "Your name is not in the office's list" in drawn(app)
        assert "Showing: whole team" in drawn(app)


async def test_an_empty_office_says_what_to_do(empty_desk: Desk) -> None:
    app = OfficeApp(empty_desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        words = drawn(app)
        assert "✓ Nothing is overdue." in words
        assert "No case is open. Press n to log what came in." in words
        await pilot.press("r", "w", "y", "enter", "down")
        await pilot.pause()
        assert drawn(app).count("No case is open. Press n to log what came in.") == 2
        assert "· No case is open. Press n" in str(app.screen.query_one(MessageLine).render())


async def test_nothing_overdue_names_the_next_date(empty_desk: Desk) -> None:
    complaint(empty_desk, "Osei, Grace", date(2026, 11, 23))
    app = OfficeApp(empty_desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "✓ Nothing is overdue. Next: Wed 25 Nov" in drawn(app)


def test_a_day_that_has_gone_is_never_called_next() -> None:
    """On a Sunday what is due that day was to be done by Friday; a target of our own may have passed, too."""
    friday, sunday = date(2026, 11, 20), date(2026, 11, 22)
    row = TodayRow(
        1, "CO-0001", "complaint", "", "Osei, Grace", "one", "today", "s", "Do it", "s",
        sunday, friday, "must", "ours", 0, None, "", 1,
    )  # fmt: skip
    groups = dict.fromkeys(LISTED_STATES, 0)

    def said(row: TodayRow) -> str:
        return "".join(words for words, _ in counts_line(groups, row, sunday, 80))

    assert said(row) == " ✓ Nothing is overdue. Next: Sun 22 Nov"
    assert said(row._replace(state="past_target", due=friday, act_by=None)) == " ✓ Nothing is overdue."


def test_letters_that_were_answered_are_counted_before_the_next_day_is() -> None:
    """Of both there is room for one at 80 columns: the list says the day in its first line anyhow."""
    today = date(2026, 11, 20)
    row = TodayRow(
        1, "CO-0001", "complaint", "", "Osei, Grace", "one", "soon", "s", "Do it", "s",
        today, today, "must", "ours", 0, None, "", 1,
    )  # fmt: skip
    groups = dict.fromkeys(LISTED_STATES, 0) | {"soon": 4}

    def said(width: int) -> str:
        line = counts_line(groups, row, today, width, "1 signed off, 1 sent back (s)")
        return "".join(words for words, _ in line)

    assert said(120) == " ✓ Nothing is overdue. Next: Fri 20 Nov   ◆ 4 due soon   ◆ 1 signed off, 1 sent back (s)"
    assert said(80) == " ✓ Nothing is overdue.  ○ 4 others  ◆ 1 signed off, 1 sent back (s)"


class Opened(Screen[Any]):
    """Stands in for a screen that Today opens, and remembers what it was asked for."""

    asked: ClassVar[list[tuple[Any, ...]]] = []

    def __init__(self, *about: Any) -> None:
        super().__init__()
        Opened.asked.append(about)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    Opened.asked = []
    real = screens.make

    def make(name: str, *about: Any) -> Screen[Any]:
        return real(name, *about) if name == "today" else Opened(name, *about)

    monkeypatch.setattr(screens, "make", make)
    return Opened.asked


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("enter", ("case", "CO-0003")),
        ("r", ("record", "CO-0003", "tell_management")),
        ("w", ("wizard", "CO-0003", "tell_management")),
        ("y", ("why", "CO-0003", "tell_management")),
        ("n", ("new",)),
        ("slash", ("find",)),
        ("f3", ("find",)),
        ("question_mark", ("help", "today")),
        ("f1", ("help", "today")),
    ],
)
async def test_keys_open_what_they_say_for_the_highlighted_case(
    desk: Desk, opened: list[tuple[Any, ...]], key: str, wanted: tuple[str, ...]
) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("down")
        row = today_of(app).highlighted
        assert row.ref == "CO-0003"
        wanted = tuple(row.instance if each == "tell_management" else each for each in wanted)
        await pilot.press(key)
        await pilot.pause()
        assert opened == [wanted]


async def test_a_click_on_a_key_of_the_footer_presses_it(desk: Desk, opened: list[tuple[Any, ...]]) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        column = drawn(app).splitlines()[-1].index("n New case")
        await pilot.click(offset=(column + 3, 23))
        await pilot.pause()
        assert opened == [("new",)]


async def test_nothing_is_recorded_in_an_office_for_reading_only(
    desk: Desk, opened: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "read_only", property(lambda self: True))
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("r", "w", "n")
        await pilot.pause()
        assert opened == []
        assert "This office is open for reading only: nothing can be recorded." in drawn(app)
        assert "READ ONLY" in drawn(app)
        await pilot.press("y")
        await pilot.pause()
        assert opened[0][0] == "why"


async def test_what_others_record_appears_and_the_highlight_stays(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("down", "down")
        assert today_of(app).highlighted.ref == "CO-0002"
        complaint(desk, "New, Person", date(2026, 10, 13))
        app._poll()
        await settled(pilot)
        assert "CO-0006 New, Person" in drawn(app)
        assert "▲ 3 overdue" in drawn(app)
        assert today_of(app).highlighted.ref == "CO-0002"


async def test_a_screen_behind_another_looks_again_when_it_comes_back(
    desk: Desk, opened: list[tuple[Any, ...]]
) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("enter")
        complaint(desk, "New, Person", date(2026, 11, 2))
        app.announce()
        await settled(pilot)
        app.pop_screen()
        await settled(pilot)
        assert "CO-0006" in drawn(app)


def test_the_watch_sees_other_peoples_work_and_a_new_day(desk: Desk) -> None:
    watch = Watch(desk)
    assert watch.changed() is False
    complaint(desk, "New, Person", date(2026, 11, 2))
    assert watch.changed() is True
    assert watch.changed() is False
    days = iter([TODAY, TODAY + timedelta(1), TODAY + timedelta(1)])

    class Sunrise(Clock):
        def today(self) -> date:
            return next(days)

    watch = Watch(replace(desk, clock=Sunrise()))
    assert watch.changed() is True
    assert watch.changed() is False


async def test_a_message_takes_a_line_only_while_it_is_there(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        height = app.screen.query_one(VirtualList).size.height
        await pilot.press("f5")
        await pilot.pause()
        assert "This is how it stands now." in drawn(app)
        assert app.screen.query_one(VirtualList).size.height == height - 1


async def test_the_menu_does_things_by_name(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f9", *"mine")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await settled(pilot)
        assert today_of(app).mine is True


async def test_the_menu_says_where_else_something_can_be_done(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("f9", *"tried")
        await pilot.pause(0.3)
        assert "Tried to phone  t" in drawn(app)
        assert "Not on this screen." in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        assert "Tried to phone: It works in a case." in drawn(app)
        await pilot.press("f9", *"qqq")
        await pilot.pause(0.3)
        assert "Nothing is called ‘qqq’." in drawn(app)
        assert "No matches found" not in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        assert today_of(app) is app.screen


async def test_the_menu_offers_nothing_of_the_toolkits_own(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        words = drawn(app)
        assert "Record step  r" in words
        assert "creenshot" not in words
        await pilot.press("escape")
        assert list(app.get_system_commands(app.screen)) == []


async def test_themes_change_with_one_key(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        for wanted in (palettes.LIGHT, palettes.SIXTEEN, palettes.MONO, palettes.DARK):
            await pilot.press("f8")
            await pilot.pause()
            assert app.theme == wanted
            assert "15 days late" in drawn(app)
            assert f"Colours: {palettes.NAMES[wanted]}." in drawn(app)
            assert own_settings.read().get("theme") == wanted
        app.theme = "textual-light"  # one of the toolkit's own must not end the program either
        await pilot.pause()
        assert "15 days late" in drawn(app)


async def test_no_color_starts_in_black_and_white(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert app.theme == palettes.MONO
        reversed_words = [
            segment.text
            for line in app.screen._compositor.render_strips()
            for segment in line
            if segment.style is not None and segment.style.reverse
        ]
        assert "15 days late" in reversed_words


async def test_plain_symbols_on_the_whole_screen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAREDLIVES_SYMBOLS", "ascii")
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert drawn(app).isascii()
        assert " !!15 days late" in drawn(app)


async def test_suspending_does_nothing(desk: Desk) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+z", "ctrl+c")
        await pilot.pause()
        assert app.is_running
        assert today_of(app).highlighted is not None


async def test_a_crash_says_only_its_reference(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def broken(self: TodayScreen) -> None:
        raise ValueError("Farrow, Denise fell on Monday")

    async def press_the_broken_key() -> None:
        async with app.run_test() as pilot:
            await settled(pilot)
            monkeypatch.setattr(TodayScreen, "action_refresh", broken)
            await pilot.press("f5")
            await pilot.pause()

    app = OfficeApp(desk)
    with pytest.raises(ValueError, match="Farrow"):  # the pilot hands on what the app met
        await press_the_broken_key()
    assert app.return_code == 4
    said = capsys.readouterr()
    log = next(Path.home().rglob("problems.log")).read_text("utf-8")
    for words in (said.out + said.err, log):
        assert "Farrow" not in words
    assert "ValueError" in log
    assert "in broken" in log


async def test_quitting_keeps_drafts_first(desk: Desk) -> None:
    kept: list[str] = []

    class Draft(TodayScreen):
        def keep_draft(self) -> None:
            kept.append("kept")

    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        await app.push_screen(Draft())
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert kept == ["kept"]


def test_the_masthead_names_the_role_of_the_day(desk: Desk) -> None:
    assert masthead(desk).viewer == "Reed, Jo"
    assert masthead(desk).role == "registered manager"
    assert masthead(at(desk, TODAY, "Somebody Else")).role == "not in the list"
    assert masthead(desk).badge == "PRACTICE"


# ------------------------------------------------------------------------------------------- the rows themselves


def rows_of(desk: Desk, **more: Any) -> TodayRows:
    return TodayRows(desk.store, Question(desk.viewer, desk.today, desk.soon_until, **more))


def test_the_rows_are_the_list_of_today_with_headings(desk: Desk) -> None:
    rows = rows_of(desk)
    lines = [rows.row(index, 79) for index in range(rows.count)]
    assert [each.key for each in lines if isinstance(each, RowText)] == REFS
    assert [each.words for each in lines if isinstance(each, Heading)] == [
        "▲ OVERDUE (2)", "◆ PAST OUR OWN TARGET (1)", "◆ DUE SOON (2)"
    ]  # fmt: skip
    assert rows.cases == 5
    for index, line in enumerate(lines):
        if isinstance(line, RowText):
            assert rows.index_of(line.key) == index
            assert rows.case(index).ref == line.key
            assert 2 <= len(line.parts) <= 3
            assert len("".join(text for text, _ in line.parts)) == 79
    assert rows.index_of("CO-9999") is None


class ManyCases:
    """Stands in for the views of an office with so many cases that they are fetched by windows."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = dict.fromkeys(LISTED_STATES, 0) | counts
        self.ids: dict[str, list[int]] = {}
        number = 0
        for state, count in self.counts.items():
            self.ids[state] = list(range(number + 1, number + count + 1))
            number += count
        self.fetched: list[tuple[str, int]] = []

    def row(self, number: int) -> TodayRow:
        state = next(state for state, ids in self.ids.items() if number in ids)
        return TodayRow(
            number, f"CO-{number:04}", "complaint", "", f"Person {number}", "one", state, "s", "Do it", "s",
            TODAY, TODAY, "must", "ours", 0, None, "", 1,
        )  # fmt: skip

    def today_groups(self, *_: Any) -> dict[str, int]:
        return self.counts

    def today_page(self, _r: Any, _v: Any, _t: Any, _s: Any, state: str, _after: Any, size: int, *_: Any) -> Any:
        self.fetched.append(("page", size))
        return [self.row(number) for number in self.ids[state][:size]]

    def today_ids(self, _r: Any, _v: Any, _t: Any, _s: Any, _kind: Any, _owner: Any, states: list[str]) -> list[int]:
        self.fetched.append(("ids", len(self.ids[states[0]])))
        return self.ids[states[0]]

    def today_rows_by_ids(self, _r: Any, _v: Any, ids: list[int], *_: Any) -> list[TodayRow]:
        self.fetched.append(("rows", len(ids)))
        return [self.row(number) for number in ids]

    def case_by_ref(self, _r: Any, _v: Any, ref: str) -> Any:
        return type("Case", (), {"id": int(ref[3:])})() if int(ref[3:]) <= sum(self.counts.values()) else None


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[ManyCases, TodayRows]]:
    def make(**counts: int) -> tuple[ManyCases, TodayRows]:
        cases = ManyCases(counts)
        for name in ("today_groups", "today_page", "today_ids", "today_rows_by_ids", "case_by_ref"):
            monkeypatch.setattr(views, name, getattr(cases, name))
        return cases, TodayRows(None, Question(None, TODAY, TODAY))  # type: ignore[arg-type]

    return make


def test_rows_are_fetched_by_windows_and_once(many: Callable[..., tuple[ManyCases, TodayRows]]) -> None:
    cases, rows = many(overdue=200, soon=1000)
    assert cases.fetched == []
    assert [rows.row(index, 79).key for index in range(1, 31)] == [f"CO-{number:04}" for number in range(1, 31)]
    assert cases.fetched == [("page", WINDOW)]
    assert rows.row(150, 79).key == "CO-0150"
    assert cases.fetched[1:] == [("ids", 200), ("rows", WINDOW)]
    rows.row(151, 79), rows.row(149, 79)
    assert len(cases.fetched) == 3
    assert isinstance(rows.row(201, 79), Heading)
    assert rows.row(rows.count - 1, 79).key == "CO-1200"
    assert rows.index_of("CO-1200") == rows.count - 1
    assert rows.index_of("CO-0700") == 701
    assert rows.index_of("CO-9999") is None


@pytest.mark.parametrize(("today", "shown"), [(20, "Fri 20 Nov"), (21, "Sun 22 Nov"), (22, "Sun 22 Nov")])
def test_the_day_to_act_by_gives_way_to_the_strict_one_when_it_has_gone(
    many: Callable[..., tuple[ManyCases, TodayRows]], today: int, shown: str
) -> None:
    cases, rows = many(today=1)
    row = cases.row(1)._replace(state=rows.case(1).state, due=date(2026, 11, 22), act_by=date(2026, 11, 20))
    words = "".join(text for text, _ in row_parts(row, date(2026, 11, today), 79))
    assert words.index("today") < words.index(shown)


def test_a_case_that_left_between_count_and_fetch_leaves_a_line(
    many: Callable[..., tuple[ManyCases, TodayRows]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases, rows = many(overdue=3)
    monkeypatch.setattr(views, "today_page", lambda *_: [cases.row(1), cases.row(3)])
    assert rows.row(2, 79).key == "CO-0003"
    assert isinstance(rows.row(3, 79), Heading)


FIRST_PAINT = """
import asyncio, sys
from datetime import date
from sharedlives_tui.desk import open_desk
from sharedlives_tui.app import FirstRunApp, OfficeApp
from sharedlives_tui.screens.today import TodayScreen

seen = []
TodayScreen.painted = lambda self: seen.append(set(sys.modules))

async def main():
    app = OfficeApp(open_desk(sys.argv[1], "Reed, Jo", date(2026, 11, 24)))
    async with app.run_test() as pilot:
        while not seen:
            await pilot.pause(0.01)
        text = "".join(line.text for line in app.screen._compositor.render_strips())
        assert "15 days late" in text, text

asyncio.run(main())
heavy = {
    "sqlmodel", "sqlalchemy", "pydantic", "jinja2", "holidays", "docx", "lxml", "argparse", "numpy", "hashlib",
    "rapidfuzz",
}
later = {
    "attention", "casefile", "caserows", "caseviews", "casework", "doing", "facts", "intake", "letters", "library",
    "conditions", "instance_limits", "limits", "people_search", "procedure_checks", "procedure_files",
    "procedure_parts", "procedure_tables", "procedures", "progress", "reading", "reading_entries", "reading_limits",
    "reading_steps", "replaying", "requests", "standing",
    "finding", "near_names", "search_words", "store.aside", "store.find_views", "store.find_entries",
    "store.find_asked", "store.find_index",
    "store.case_views", "store.engine", "store.rows", "store.unpacking", "store.writer",
    "widgets.choices", "widgets.dialog", "widgets.fields", "widgets.form", "widgets.menu", "widgets.people",
}
print(sorted(heavy & seen[0]), sorted(later & {name.removeprefix("sharedlives_tui.") for name in seen[0]}))
"""


def test_the_first_picture_needs_nothing_that_is_slow_to_load(desk: Desk) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(desk.store.path)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "[] []"


def test_somebody_from_whom_a_case_is_hidden_does_not_see_it(desk: Desk) -> None:
    office.add_person(desk, "Hidden, Helen", [("senior manager", date(2026, 1, 1), None)])
    about = views.find_people(desk.store, desk.viewer, "Hidden")[0]
    ref = complaint(desk, "Someone, Sam", date(2026, 11, 20), about=about.ref)
    hers = replace(desk, viewer=viewer_of(desk.store, "Hidden, Helen", TODAY))
    assert rows_of(desk).index_of(ref) is not None
    assert rows_of(hers).index_of(ref) is None
    assert rows_of(hers).cases == 5


async def test_the_first_run_ends_with_the_desk_of_the_new_office(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []

    class Questions(Screen[Desk]):
        def on_mount(self) -> None:
            self.dismiss(desk)

    def make(*about: Any) -> Screen[Any]:
        asked.append(about)
        return Questions()

    monkeypatch.setattr(screens, "make", make)
    app = FirstRunApp(Path("office.db"))
    async with app.run_test() as pilot:
        await pilot.pause()
    assert asked == [("first-run", Path("office.db"))]
    assert app.return_value is desk


async def test_long_counts_are_added_up_and_whose_list_it_is_is_never_cut_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = OfficeApp(desk)
    async with app.run_test() as pilot:
        await settled(pilot)
        screen = today_of(app)
        monkeypatch.setattr(screen.rows, "groups", dict.fromkeys(LISTED_STATES, 111) | {"past_target": 0})
        counts = "".join(words for words, _ in counts_line(screen.rows.groups, None, desk.today, 80))
        assert len(counts) <= 80
        assert counts.endswith("○ 444 others")
        assert "▲ 111 overdue" in counts
        screen._kinds_counted(([(f"kind{number}", f"Kinds of sort {number}", 1000) for number in range(6)], NOTHING))
        await pilot.pause()
        assert drawn(app).splitlines()[3].startswith(" Team ←→ [All 6,000] Kinds of sort 0 1,000")
