"""What is the office's own: whom its letters name, the days on which it is closed, its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual import on
from textual.widget import Widget

from sharedlives_tui import keymap
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.contacts import CONTACTS
from sharedlives_tui.facts import Value
from sharedlives_tui.office_settings import office_settings
from sharedlives_tui.requests import Moved, Problem, Refused
from sharedlives_tui.screens.act_fields import asked
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.case_rows import Row, TextRows
from sharedlives_tui.screens.person import day_of
from sharedlives_tui.screens.small_form import SmallForm
from sharedlives_tui.settings import contact_list
from sharedlives_tui.store import views
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, fit
from sharedlives_tui.widgets.virtual_list import VirtualList


class OurOfficeScreen(OfficeScreen):
    """Contacts (CC-32), own days and numbers, one below the other. Enter changes the highlighted one."""

    PLACE = "office"
    BINDINGS = bindings("office")
    DEFAULT_CSS = "OurOfficeScreen #top { height: 1; padding: 0 1; margin: 0 0 1 0; }"

    def __init__(self) -> None:
        super().__init__()
        self._shown = False

    def crumbs(self) -> tuple[str, ...]:
        return ("People", "Our office")

    def body(self) -> Iterable[Widget]:
        words = "Letters take these details from here. {list.open} changes one; {office.day} adds a day."
        yield Words(keymap.with_keys(words), id="top")
        yield VirtualList(id="list")

    def look_again(self) -> None:
        try:
            settings = views.settings(self.desk.store)
            changes = views.calendar_changes(self.desk.store)
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        rows: list[Row | str] = ["CONTACTS IN LETTERS"]
        for name, words in contact_list(settings).items():
            style = "" if words else "$soon"
            rows.append(_row(f"contact {name}", name, words or "not filled in yet", style))
        rows.append("OUR OWN DAYS")
        for each in reversed(changes):
            what = "a working day" if each.working else "closed"
            rows.append(_row(f"day {each.seq}", say_day(each.day), f"{what}: {each.reason}", ""))
        if not changes:
            rows.append(
                _row(
                    "day 0",
                    "none",
                    f"Only weekends and national holidays. {keymap.said('office.day')} adds a day.",
                    "$muted",
                )
            )
        rows.append("NUMBERS")
        for number in office_settings().values():
            rows.append(_row(f"setting {number.name}", settings.get(number.name) or number.default, number.label, ""))
        listed = self.query_one(VirtualList)
        listed.show(TextRows(rows), keep=self._shown)
        if not self._shown:
            listed.focus()
        self._shown = True

    @on(VirtualList.Selected)
    def _change(self, event: VirtualList.Selected) -> None:
        event.stop()
        what, _, name = event.key.partition(" ")
        if not self.may_record("settings" if what == "setting" else "office"):
            return
        if what in ("contact", "setting"):
            self.open(what, name)
        else:
            self.action_own_day()

    def action_own_day(self) -> None:
        if self.may_record("office"):
            self.open("own-day")


def _row(key: str, first: str, words: str, style: str) -> Row:
    return (key, ("·", style or "$muted"), f"{fit(first, 22)} ", words, "")


class ContactDialog(SmallForm):
    """Writes down how somebody is reached."""

    def __init__(self, name: str) -> None:
        super().__init__(f"How letters name: {name}", "Keep")
        self._which = name if name in CONTACTS else CONTACTS[0]

    def fields(self) -> Iterable[FieldView]:
        help_words = "One line as letters print it: who, telephone, web, post. Empty takes it away."
        return (asked("words", "Details", "text", help=help_words),)

    def plain_values(self) -> dict[str, Value]:
        self.seen = contact_list(views.settings(host_of(self).desk.store))[self._which]
        return {"words": self.seen}

    def work(self, values: dict[str, Value]) -> str:
        from sharedlives_tui import office

        office.set_contact(host_of(self).desk, self._which, str(values.get("words", "")), self.seen)
        return f"Letters written from now on take it: {self._which}."


class OwnDayDialog(SmallForm):
    """Makes a day a working day or none. What it moves is shown first; the second Ctrl+S does it (DY-08)."""

    def __init__(self) -> None:
        super().__init__("A day of our own", "Show what it moves", "Open limits move; closed cases keep theirs.")
        self._previewed: dict[str, Value] = {}

    def fields(self) -> Iterable[FieldView]:
        return (
            asked("day", "Day", "date", required=True, help="The day that is different from the calendar."),
            asked(
                "how",
                "It is",
                "choice",
                choices=("closed", "a working day"),
                required=True,
                default="closed",
                help="Closed days are not counted as working days; a working day is, even at a weekend.",
            ),
            asked("reason", "Reason", "text", required=True, help="Like: training day, office moves."),
        )

    def work(self, values: dict[str, Value]) -> str:
        from sharedlives_tui import office

        day = day_of(values, "day")
        if day is None:
            raise Refused(Problem("day", "", "Enter a date, like 25/12/26"))
        working, reason = values["how"] == "a working day", str(values["reason"])
        desk, preview = host_of(self).desk, self._previewed != values
        moved = office.change_calendar(desk, day, working=working, reason=reason, preview=preview)
        if preview:
            self._previewed = dict(values)
            raise Refused(Problem("", "", f"{_moved_words(moved)} Press {keymap.said('form.save')} again to do it."))
        return f"{say_day(day)} is {values['how']} from now on. {_moved_words(moved)}"


def _moved_words(moved: list[Moved]) -> str:
    if not moved:
        return "No open limit moves."
    first = "; ".join(
        f"{each.ref} {each.instance}: {_day_words(each.before)} becomes {_day_words(each.after)}" for each in moved[:4]
    )
    more = f", and {len(moved) - 4} more" if len(moved) > 4 else ""
    return f"{len(moved)} {'limit moves' if len(moved) == 1 else 'limits move'}: {first}{more}."


def _day_words(day: date | None) -> str:
    return say_day(day) if day is not None else "no date"
