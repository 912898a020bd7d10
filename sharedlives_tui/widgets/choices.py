"""Choosing: one of several, several of several. A chosen one is told by its mark, (•) or [x], not by colour."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from sharedlives_tui.facts import Value
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import join, text

_GAP = "   "


class Edited(Message):
    """What stands in a field has changed. Posted by every part of a form."""


class Done(Message):
    """The person is done with the field and wants the next one (Enter)."""


class _Options(Widget, can_focus=True):
    """Options in reading order, as many to a line as fit, one of them under the cursor."""

    ALLOW_SELECT = False
    BINDINGS = bindings("choice")
    DEFAULT_CSS = "_Options { height: auto; width: 1fr; }"

    at: reactive[int] = reactive(0)
    """The option under the cursor."""

    def __init__(self, options: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options = tuple(options)

    def is_chosen(self, index: int) -> bool:
        """Whether the option is chosen."""
        raise LookupError(index)

    def marks(self) -> tuple[str, str]:
        """The marks of a chosen and of another option."""
        return ("(•)", "( )")

    def choose(self, index: int) -> None:
        """Choose the option, or untick it."""
        raise LookupError(index)

    def moved(self) -> None:
        """The cursor came to rest on another option."""

    def problem(self) -> str:
        """Why it cannot be understood: never."""
        return ""

    # ------------------------------------------------------------ drawing

    def places(self, width: int) -> list[tuple[int, int]]:
        """The line and column of each option at this width."""
        found, line, column = [], 0, 0
        for option in self.options:
            length = 4 + cell_len(option)
            if column and column + length > width:
                line, column = line + 1, 0
            found.append((line, column))
            column += length + len(_GAP)
        return found

    def render(self) -> Content:
        width = max(1, self.size.width)
        yes, no = self.marks()
        rows: list[list[Content]] = []
        for index, (line, _) in enumerate(self.places(width)):
            while len(rows) <= line:
                rows.append([])
            chosen = self.is_chosen(index)
            here = self.has_focus and index == self.at
            style = " ".join(each for each, wanted in (("bold", chosen), ("reverse", here and not chosen)) if wanted)
            rows[line].append(text(f"{yes if chosen else no} {self.options[index]}", style))
        return Content("\n").join([Content(_GAP).join(row) for row in rows])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return (self.places(max(1, width)) or [(0, 0)])[-1][0] + 1

    # ------------------------------------------------------------ events

    def _go(self, index: int) -> None:
        if self.options:
            self.at = index % len(self.options)
            self.moved()
            self.refresh()
            self.place_cursor()

    def place_cursor(self) -> None:
        """Put the terminal's own cursor on the option."""
        if self.has_focus and self.options:
            line, column = self.places(max(1, self.size.width))[self.at]
            self.app.cursor_position = self.content_region.offset + Offset(column + 1, line)

    def on_focus(self) -> None:
        self.place_cursor()
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            self.post_message(Done())
        elif event.character is not None and event.character.isalnum():
            event.stop()  # a letter typed in a form never works as a key of the screen
            letter = event.character.casefold()
            ahead = [(self.at + away) % len(self.options) for away in range(1, len(self.options) + 1)]
            found = next((each for each in ahead if self.options[each].casefold().startswith(letter)), None)
            if found is not None:
                self._go(found)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for index, (line, column) in enumerate(self.places(max(1, self.size.width))):
            if line == offset.y and column <= offset.x < column + 4 + cell_len(self.options[index]):
                self._go(index)
                self.choose(index)

    def action_before(self) -> None:
        self._go(self.at - 1)

    def action_after(self) -> None:
        self._go(self.at + 1)

    def action_tick(self) -> None:
        if self.options:
            self.choose(self.at)


class Choice(_Options):
    """One of several. The arrows choose, and so does the first letter; until then none may be chosen.

    `value` is the chosen option, or empty. `labels` are the words where they differ from the options.
    """

    def __init__(
        self,
        options: Sequence[str],
        value: str = "",
        *,
        labels: Sequence[str] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(labels if labels is not None else options, id=id)
        self._values = tuple(options)
        self._chosen = -1
        self.value = value

    @property
    def value(self) -> Value:
        """The chosen option; empty if none is."""
        return self._values[self._chosen] if self._chosen >= 0 else ""

    @value.setter
    def value(self, value: Value) -> None:
        word = value if isinstance(value, str) else next(iter(value), "")
        self._chosen = self._values.index(word) if word in self._values else -1
        self.set_reactive(_Options.at, max(0, self._chosen))
        self.refresh(layout=True)

    def is_chosen(self, index: int) -> bool:
        return index == self._chosen

    def choose(self, index: int) -> None:
        if index != self._chosen:
            self._chosen = index
            self.refresh()
            self.post_message(Edited())

    def moved(self) -> None:
        self.choose(self.at)

    def action_after(self) -> None:
        self._go(self.at + 1 if self._chosen >= 0 else self.at)


class YesNo(Choice):
    """Yes or no, by arrow or by letter; `value` is "yes", "no" or empty."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:
        super().__init__(("yes", "no"), value, labels=("Yes", "No"), id=id)


class Choices(_Options):
    """Several of several. The arrows and the first letter move, the space bar ticks. `value` is a tuple."""

    def __init__(self, options: Sequence[str], value: Sequence[str] = (), *, id: str | None = None) -> None:
        super().__init__(options, id=id)
        self._ticked: set[str] = set()
        self.value = tuple(value)

    @property
    def value(self) -> Value:
        """The ticked options, in the order in which they stand."""
        return tuple(each for each in self.options if each in self._ticked)

    @value.setter
    def value(self, value: Value) -> None:
        self._ticked = {value} if isinstance(value, str) else set(value)
        self.refresh(layout=True)

    def marks(self) -> tuple[str, str]:
        return ("[x]", "[ ]")

    def is_chosen(self, index: int) -> bool:
        return self.options[index] in self._ticked

    def choose(self, index: int) -> None:
        self._ticked ^= {self.options[index]}
        self.refresh()
        self.post_message(Edited())


def hint(words: str) -> Content:
    """Return words of help in the style of help."""
    return join((words, "$muted"))
