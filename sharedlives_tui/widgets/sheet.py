"""A dialog with a sheet to read: it takes the room that the window has, scrolls, and says when there is more."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.safe import Words, text

_LEAST, _FRAME = 22, 8
"""Lines: of the dialog in the smallest window; of its frame, its button and a message."""


class SheetDialog(Dialog[str]):
    """The base of Decide and of the copies: one sheet, one button. `show_sheet` puts words on it, from the top."""

    DEFAULT_CSS = """
    SheetDialog VerticalScroll { height: auto; max-height: 14; scrollbar-size-vertical: 1; padding: 0 1 0 0; }
    SheetDialog #more { height: 1; }
    """

    def sheet(self, verb: str) -> Iterable[Widget]:
        """The parts: the sheet, the line that says there is more, the button with the verb."""
        yield VerticalScroll(Words(id="sheet-words"), id="sheet", can_focus=False)
        yield Words(id="more")
        yield Horizontal(Button(Content(verb), id="do", variant="primary", compact=True), classes="buttons")

    def show_sheet(self, words: Content | str) -> None:
        """Show these words from their beginning."""
        self.query_one("#sheet-words", Words).update(words)
        self.query_one("#sheet").scroll_home(animate=False)
        self.call_after_refresh(self.say_more)

    def on_mount(self) -> None:
        self.add_class("-large")
        for sheet in self.query("#sheet"):
            self.watch(sheet, "scroll_y", self.say_more, init=False)  # the wheel moves it too

    def on_resize(self) -> None:
        """Give the sheet all the lines that there are beside the frame and the button."""
        height = max(_LEAST, self.size.height - 4)
        self.query_one(".frame").styles.max_height = height
        self.query_one(".parts").styles.max_height = height - 4
        for sheet in self.query("#sheet"):
            sheet.styles.max_height = height - _FRAME
        self.call_after_refresh(self.say_more)

    def say_more(self) -> None:
        """Say at the foot that there is more to read, as long as there is."""
        for sheet in self.query("#sheet"):
            left = sheet.max_scroll_y > sheet.scroll_offset.y
            self.query_one("#more", Words).update(text("↓ There is more to read." if left else "", "$muted"))

    def action_scroll(self, away: int) -> None:
        for sheet in self.query("#sheet"):
            sheet.scroll_relative(y=away * 5, animate=False)
        self.call_after_refresh(self.say_more)
