"""The limits of a month or week as a file that Outlook and other calendars open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui import audit, limit_calendar
from sharedlives_tui.desk import Desk
from sharedlives_tui.letters.outlook import ENDING
from sharedlives_tui.requests import Refused
from sharedlives_tui.screens.word_files import documents_folder, save_document
from sharedlives_tui.shared import saved, shown
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words


class OutlookDialog(Dialog[str]):
    """Enter saves without names: a calendar is often shared. Dismissed with what is said of it."""

    PLACE = "outlook"
    BINDINGS = bindings("outlook")

    def __init__(self, days: tuple[date, date], owner: int | None) -> None:
        super().__init__("Limits for Outlook")
        self._days, self._owner = days, owner

    def body(self) -> Iterable[Widget]:
        first, last = self._days
        whose = "your own" if self._owner is not None else "the whole team's"
        yield Words(
            f"Saves {whose} limits from {say_day(first)} to {say_day(last)} as a file in {shown(documents_folder())}. "
            "Without names it has references and steps only: a calendar is often shared."
        )
        yield Horizontal(
            Button("Save without names", id="do", variant="primary", compact=True),
            Button("Save with names", id="named", compact=True),
            classes="buttons",
        )

    def on_mount(self) -> None:
        self.query_one("#do").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        names, desk = event.button.id == "named", host_of(self).desk
        self.run_worker(lambda: self._save(desk, names), thread=True, group="save", exclusive=True)

    def _save(self, desk: Desk, names: bool) -> None:
        """In a thread: make the file and put it where documents are kept."""
        try:
            audit.must_take(desk)
            content, number = limit_calendar.outlook_file(desk, self._days, self._owner, names=names)
            path = save_document(
                limit_calendar.file_name(self._days[1]),
                content,
                ENDING,
                tell=lambda name: audit.taken(desk, "limits", count=number, name=name),
            )
        except (StoreError, OSError, Refused) as error:
            self.app.call_later(self.say, f"Not saved. {error}", problem=True)
            return
        limits = "limit" if number == 1 else "limits"
        self.app.call_later(self.dismiss, f"{number:,} {limits}. {saved(path)}. Open it in your calendar program.")
