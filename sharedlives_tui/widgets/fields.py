"""The fields of forms: one line, long text, a day. Choosing stands in `choices`, people in `people`.

Each has `value` (a fact as casework takes it), `problem()` (words while it cannot be understood, or empty), and posts
`Edited` when what stands in it changes and `Done` when Enter asks for the next field.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.widget import Widget
from textual.widgets import Input, TextArea

from sharedlives_tui.cleaning import LONGEST_TEXT, clean_line, clean_text
from sharedlives_tui.facts import Value
from sharedlives_tui.typed_dates import DayNotUnderstood, parse_day, say_day, say_long
from sharedlives_tui.widgets.choices import Done, Edited
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.one_line import FILE_IT, LeftOut, OneLine, left_out
from sharedlives_tui.widgets.safe import Words, join
from sharedlives_tui.workdays import Calendar, OutOfRange

DAY_HELP = "A date: 25/12/26, 25 dec, today, fri, +10 (days), +10 working."
LONGEST_DAY = 40
"""Characters of a day as somebody types it."""
DAY_ALONE = "Write the date alone."
LINES_HELP = "One on each line: {text.new-line} begins a new one."


class LineField(Widget):
    """One line of text; with `number`, a whole number. `value` is the line, cleaned."""

    DEFAULT_CSS = "LineField { height: auto; width: 1fr; }"

    def __init__(self, value: str = "", *, number: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._number = number
        self._input = OneLine(clean_line(value), restrict=r"[0-9]*" if number else None, select_on_focus=False)

    def compose(self) -> ComposeResult:
        yield self._input

    @property
    def value(self) -> Value:
        """The line, without control characters and without space at its ends."""
        return clean_line(self._input.value)

    @value.setter
    def value(self, value: Value) -> None:
        self._input.value = clean_line(value if isinstance(value, str) else ", ".join(value))

    def problem(self) -> str:
        """Why it cannot be understood: never."""
        return ""

    def put_in(self, words: str) -> None:
        """Put words in where the cursor stands, on one line."""
        self._input.insert_text_at_cursor(words)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(Edited())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(Done())


class CappedText(TextArea):
    """A text area that takes no more than the office keeps: what does not fit is told by LeftOut.

    Enter goes to the next field, as it does everywhere; Ctrl+J begins a new line: every terminal sends it.
    """

    BINDINGS = bindings("text")

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(Done())

    def action_new_line(self) -> None:
        start, end = self.selection
        self.replace("\n", start, end, maintain_selection_offset=False)

    def _recompute_cursor_offset(self) -> None:
        """While something is undone the text is shorter already, and the cursor still stands where it was."""
        inside = self.clamp_visitable(self.cursor_location)
        self._cursor_offset = self.wrapped_document.location_to_offset(inside)

    def edit(self, edit: Edit) -> EditResult:
        room = LONGEST_TEXT - len(self.text) + len(self.get_text_range(edit.from_location, edit.to_location))
        whole = clean_text(edit.text, None)
        taken = whole[: max(0, room)]
        if taken != whole:
            self.post_message(LeftOut(left_out(len(taken), LONGEST_TEXT, FILE_IT)))
        return super().edit(replace(edit, text=taken))


class TextField(Widget):
    """Text of several lines. With `lines`, `value` is a tuple, one text for each line that is not empty."""

    DEFAULT_CSS = "TextField { height: auto; width: 1fr; }"

    def __init__(self, value: Value = "", *, lines: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines = lines
        self._area = CappedText(
            self._words(value),
            compact=True,
            soft_wrap=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
        )

    def compose(self) -> ComposeResult:
        yield self._area

    @property
    def value(self) -> Value:
        """The text, or its lines."""
        words = clean_text(self._area.text).strip()
        if not self._lines:
            return words
        return tuple(each.strip() for each in words.split("\n") if each.strip())

    @value.setter
    def value(self, value: Value) -> None:
        self._area.text = self._words(value)

    def problem(self) -> str:
        """Why it cannot be understood: never."""
        return ""

    @staticmethod
    def _words(value: Value) -> str:
        return clean_text(value if isinstance(value, str) else "\n".join(value))

    def put_in(self, words: str) -> None:
        """Put words in where the cursor stands, in the place of what is selected."""
        start, end = self._area.selection
        self._area.replace(words, start, end, maintain_selection_offset=False)

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(Edited())


class DayField(Widget):
    """A day as people type it, with the day that was understood beside it. `value` is ISO text, or what was typed.

    Raises nothing: what cannot be understood is said in words, beside the field and by `problem()`.
    """

    DEFAULT_CSS = """
    DayField { height: auto; width: 1fr; }
    DayField > Horizontal { height: auto; }
    DayField Input { width: 18; }
    DayField Words { width: 1fr; padding: 0 0 0 2; }
    """

    def __init__(self, today: date, calendar: Calendar, value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._today, self._calendar = today, calendar
        self._input = OneLine(self._typed(value), max_length=LONGEST_DAY, advice=DAY_ALONE, select_on_focus=True)
        self._said = Words()

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self._input
            yield self._said

    def on_resize(self) -> None:
        self._say()

    @property
    def day(self) -> date | None:
        """The day that was typed; None if it is empty or cannot be understood."""
        try:
            return parse_day(self._input.value, self._today, self._calendar)
        except DayNotUnderstood:
            return None

    @property
    def value(self) -> Value:
        """The day as ISO text; what was typed where it cannot be understood; empty if it is."""
        return self.day.isoformat() if self.day is not None else clean_line(self._input.value)

    @value.setter
    def value(self, value: Value) -> None:
        self._input.value = self._typed(value if isinstance(value, str) else "")

    def problem(self) -> str:
        """Words that say how to enter a day, where what was typed cannot be understood."""
        if not self._input.value.strip():
            return ""
        try:
            parse_day(self._input.value, self._today, self._calendar)
        except DayNotUnderstood as error:
            return str(error)
        return ""

    def _typed(self, value: str) -> str:
        """A day as somebody would type it: 22/12/2026, or today."""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return clean_line(value)
        return "today" if day == self._today else f"{day:%d/%m/%Y}"

    def _say(self) -> None:
        day, wrong = self.day, self.problem()
        if day is None:
            self._said.update(join((wrong, "$muted")))
            return
        wide = self.size.width >= 76
        words = f"{say_long(day)}{_away(day, self._today)}." if wide else f"{say_long(day)}."
        if self.size.width < 46:  # a form beside a letter
            words = f"{say_day(day)}."
        self._said.update(join((f"● {words}", "$on-track"), self._why_closed(day)))

    def _why_closed(self, day: date) -> tuple[str, str]:
        try:
            why = self._calendar.why_not(day)
        except OutOfRange:
            return ("", "")
        return (f" Not a working day: {why}." if why else "", "$soon")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._say()
        self.post_message(Edited())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(Done())


def _away(day: date, today: date) -> str:
    days = (day - today).days
    if days in (-1, 0, 1):
        return {-1: ", yesterday", 0: ", today", 1: ", tomorrow"}[days]
    return f", {days} days from today" if days > 0 else f", {-days} days ago"
