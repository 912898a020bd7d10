from __future__ import annotations

import pytest
from rich.style import Style
from textual.geometry import Offset

from sharedlives_tui import palettes
from sharedlives_tui.widgets.virtual_list import FixedRows, Heading, RowText, VirtualList
from tests.screens.stage import Stage, drawn, running


class ManyRows:
    """A heading before every hundred rows; counts how often a row is asked for."""

    def __init__(self, count: int = 100_000, skip: tuple[str, ...] = ()) -> None:
        kept = [number for number in range(count) if f"k{number}" not in skip] if skip else range(count)
        self.numbers = kept
        self.asked: list[int] = []

    @property
    def count(self) -> int:
        return len(self.numbers)

    def row(self, index: int, width: int) -> RowText | Heading:
        self.asked.append(index)
        number = self.numbers[index]
        if number % 100 == 0:
            return Heading(f"GROUP {number // 100}")
        late = number % 9
        return RowText(f"k{number}", ((f" ▲ {late} days late ", "$overdue bold"), (f"row {number}", "")))

    def index_of(self, key: str) -> int | None:
        number = int(key[1:])
        return self.numbers.index(number) if number in self.numbers else None


async def test_the_highlight_begins_on_the_first_row_below_its_heading() -> None:
    rows = VirtualList(ManyRows())
    app = Stage(rows)
    async with app.run_test(message_hook=app.hook()) as pilot:
        await pilot.pause()
        assert rows.key == "k1"
        assert "GROUP 0" in drawn(app)
        assert app.count(VirtualList.Highlighted) == 1


async def test_a_row_that_is_too_long_ends_in_an_ellipsis() -> None:
    app = Stage(VirtualList(FixedRows([RowText("a", (("long " * 40, ""), ("end", "$muted")))])))
    async with app.run_test(message_hook=app.hook()) as pilot:
        await pilot.pause()
        line = next(each for each in drawn(app).split("\n") if "long" in each)
        assert line.rstrip().endswith("…")
        assert "end" not in line


async def test_a_hundred_thousand_rows_ask_only_for_what_is_on_the_screen() -> None:
    source = ManyRows()
    rows = VirtualList(source)
    app = Stage(rows)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert len(set(source.asked)) <= 30
        source.asked.clear()
        await pilot.press("end")
        assert rows.key == "k99999"
        assert len(set(source.asked)) <= 60
        await pilot.press("home")
        assert rows.key == "k1"
        assert rows.scroll_offset.y == 0


async def test_keys_move_over_headings_and_stop_at_the_ends() -> None:
    rows = VirtualList(FixedRows([Heading("A"), _row("a"), Heading("B"), Heading("C"), _row("b"), _row("c")]))
    app = Stage(rows)
    async with app.run_test() as pilot:
        rows.focus()
        await pilot.press("j")
        assert rows.key == "b"
        await pilot.press("down", "down", "down")
        assert rows.key == "c"
        await pilot.press("k", "up", "up", "up")
        assert rows.key == "a"
        await pilot.press("pagedown")
        assert rows.key == "c"
        await pilot.press("pageup")
        assert rows.key == "a"


async def test_at_the_edge_the_list_moves_by_half_a_page() -> None:
    rows = VirtualList(ManyRows())
    app = Stage(rows)
    async with app.run_test() as pilot:
        rows.focus()
        for _ in range(22):
            await pilot.press("down")
        assert (rows.key, rows.scroll_offset.y) == ("k23", 0)
        await pilot.press("down")
        assert (rows.key, rows.scroll_offset.y) == ("k24", 12)
        for _ in range(12):
            await pilot.press("up")
        assert (rows.key, rows.scroll_offset.y) == ("k12", 12)
        await pilot.press("up")
        assert rows.key == "k11"
        assert rows.scroll_offset.y == 0


async def test_a_key_redraws_two_rows_of_at_most_three_pieces() -> None:
    rows = VirtualList(ManyRows())
    app = Stage(rows)
    async with app.run_test() as pilot:
        rows.focus()
        await pilot.pause()
        rows._exchange_repaint_regions()
        drawn_lines: list[int] = []
        draw = rows.render_line

        def counting(y: int) -> object:
            drawn_lines.append(y)
            return draw(y)

        rows.render_line = counting  # type: ignore[assignment,method-assign]
        await pilot.press("down")
        await pilot.pause()
        assert sorted(set(drawn_lines)) == [1, 2]
        assert len(list(draw(1))) <= 3


async def test_the_terminals_own_cursor_follows_the_highlight() -> None:
    rows = VirtualList(ManyRows())
    app = Stage(rows)
    async with app.run_test() as pilot:
        rows.focus()
        await pilot.press("down", "down")
        assert app.cursor_position == Offset(0, 3)
        await pilot.press("end")
        assert app.cursor_position == Offset(0, rows.highlighted - rows.scroll_offset.y)


async def test_the_highlight_stays_on_its_key_and_its_line_when_rows_change() -> None:
    rows = VirtualList(ManyRows(1000))
    app = Stage(rows)
    async with app.run_test(message_hook=app.hook()) as pilot:
        rows.focus()
        rows.move_to("k250")
        await pilot.pause()
        line = rows.highlighted - rows.scroll_offset.y
        rows.show(ManyRows(1000, skip=("k1", "k2", "k3", "k249")))
        await pilot.pause()
        assert rows.key == "k250"
        assert rows.highlighted == 246
        assert rows.highlighted - rows.scroll_offset.y == line


async def test_the_row_that_takes_the_place_of_a_gone_one_is_highlighted() -> None:
    rows = VirtualList(ManyRows(300))
    app = Stage(rows)
    async with app.run_test() as pilot:
        rows.move_to("k150")
        rows.show(ManyRows(300, skip=("k150",)))
        await pilot.pause()
        assert rows.key == "k151"
        rows.show(FixedRows([Heading("A"), _row("only")]))
        await pilot.pause()
        assert rows.key == "only"
        rows.show(FixedRows(), empty="Nothing is overdue.")
        await pilot.pause()
        assert rows.key is None
        assert "Nothing is overdue." in drawn(app)


async def test_enter_and_a_second_click_choose() -> None:
    rows = VirtualList(ManyRows(50))
    app = Stage(rows)
    async with app.run_test(message_hook=app.hook()) as pilot:
        rows.focus()
        await pilot.press("enter")
        await pilot.pause()
        assert app.count(VirtualList.Selected) == 1
        await pilot.click(rows, offset=(10, 5))
        assert rows.key == "k5"
        assert app.count(VirtualList.Selected) == 1
        await pilot.click(rows, offset=(10, 0))  # a heading stands for its first row, and is never chosen
        assert rows.key == "k1"
        await pilot.click(rows, offset=(10, 0))
        assert app.count(VirtualList.Selected) == 1
        await pilot.click(rows, offset=(10, 1))
        await pilot.pause()
        assert app.count(VirtualList.Selected) == 2


async def test_keys_on_an_empty_list_do_nothing() -> None:
    rows = VirtualList(FixedRows())
    app = Stage(rows)
    async with app.run_test(message_hook=app.hook()) as pilot:
        rows.focus()
        await pilot.press("down", "up", "pagedown", "pageup", "home", "end", "enter")
        assert rows.key is None
        assert app.count(VirtualList.Selected) == 0


@pytest.mark.parametrize("theme", [*palettes.NAMES])
async def test_the_highlight_can_be_told_in_every_theme(theme: str) -> None:
    rows = VirtualList(ManyRows(50))
    app = Stage(rows)
    async with app.run_test() as pilot:
        app.theme = theme
        rows.focus()
        await pilot.pause()
        grounds = [{segment.style.bgcolor.name for segment in rows.render_line(line)} for line in (1, 2)]
        assert grounds[0] == {app.theme_variables["row"].lower()}
        assert grounds[1].isdisjoint(grounds[0])


def _row(key: str) -> RowText:
    return RowText(key, ((key, ""),))


async def test_a_list_without_a_colour_of_its_own_can_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(lambda: VirtualList(FixedRows([RowText("a", (("first", ""), (" more", "$muted")))]))) as run:
        _, listed, _ = run
        monkeypatch.setattr(type(listed), "rich_style", Style())  # as it is while the list is being taken away
        listed.notify_style_update()
        assert "first more" in listed.render_line(0).text
        assert listed._worked_out("bold", 0).bold


async def test_a_key_of_the_list_does_its_work_once() -> None:
    rows = VirtualList(FixedRows([_row(f"k{number}") for number in range(9)]))
    app = Stage(rows)
    async with app.run_test(message_hook=app.hook()) as pilot:
        rows.focus()
        await pilot.press("down", "down", "up")
        assert rows.key == "k1"
        await pilot.press("enter")
        assert app.count(VirtualList.Selected) == 1


async def test_the_page_after_the_one_that_is_shown_is_drawn_while_nobody_waits() -> None:
    source = ManyRows()
    rows = VirtualList(source)
    app = Stage(rows)
    async with app.run_test() as pilot:
        rows.focus()
        await pilot.press("pagedown")
        await pilot.pause(0.3)
        source.asked.clear()
        end = rows.scroll_offset.y + rows.size.height
        await pilot.press("pagedown")
        fresh = {index for index in source.asked if index > end}
        assert rows.highlighted is not None
        assert fresh <= {rows.highlighted - 1, rows.highlighted}, (
            "only what is highlighted looks otherwise, and above it"
        )
        assert f"row {rows.highlighted}" in drawn(app)
