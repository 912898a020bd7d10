"""Naming people in a form: type a few letters, choose; or give a new name where the field takes new people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from sharedlives_tui.cleaning import LONGEST_LINE, clean_line, folded
from sharedlives_tui.facts import Value
from sharedlives_tui.widgets.around import Search
from sharedlives_tui.widgets.choices import Done, Edited
from sharedlives_tui.widgets.safe import Words, join, lines

MOST_SHOWN = 5


class Found(NamedTuple):
    """Somebody in the office's list: the id (P-12), the name, the roles in words."""

    id: str
    name: str
    role: str


class PersonField(Widget):
    """One person or several. `value` holds ids of known people and the names of new ones.

    Letters show who fits: Up and Down move, Enter takes the highlighted one, Escape closes the list. `others` are
    answers that are no people ("the service"). What is typed in full and fits exactly one needs no choosing.
    """

    DEFAULT_CSS = """
    PersonField { height: auto; width: 1fr; }
    PersonField Words { height: auto; width: 1fr; }
    PersonField .chosen { padding: 0 1; }
    PersonField .found { background: $panel; }
    """

    def __init__(
        self,
        search: Search,
        value: Value = "",
        *,
        many: bool = False,
        adds: bool = False,
        others: Sequence[str] = (),
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._search, self._many, self._adds, self._others = search, many, adds, tuple(others)
        self._chosen: list[Found] = []
        self._matches: list[Found] = []
        self._at = 0
        self._input = Input(compact=True, max_length=LONGEST_LINE, select_on_focus=not many, placeholder="type a name")
        self._shown = Words(classes="chosen")
        self._list = Words(classes="found")
        self._set(value)

    def compose(self) -> ComposeResult:
        yield self._shown
        yield self._input
        yield self._list

    def on_mount(self) -> None:
        self._list.display = False
        self._draw()

    # ------------------------------------------------------------ value

    @property
    def value(self) -> Value:
        """Ids and new names: a tuple where several may be named, otherwise one text; empty for nobody."""
        typed = self._typed()
        everybody = [each.id or each.name for each in self._chosen] + ([typed] if typed else [])
        return tuple(dict.fromkeys(everybody)) if self._many else next(iter(everybody), "")

    @value.setter
    def value(self, value: Value) -> None:
        self._set(value)
        if self.is_mounted:
            self._draw()

    def problem(self) -> str:
        """Words where a name is neither in the list nor may be new."""
        typed = self._typed()
        if not typed or self._adds or self._exact(typed):
            return ""
        return f"Nobody in the office's list is called {typed}. Choose somebody, or add them under People first"

    def _set(self, value: Value) -> None:
        names = [value] if isinstance(value, str) else list(value)
        self._chosen = [self._known(each) for each in names if each]
        self._fill()

    def _fill(self) -> None:
        """Put into the line what belongs there: the one person's name, or nothing where several may be named."""
        with self.prevent(Input.Changed):
            self._input.value = "" if self._many or not self._chosen else self._chosen[0].name

    def _known(self, name: str) -> Found:
        if name in self._others:
            return Found(name, name, "")
        exact = [Found(*each) for each in self._search(name) if name in (each[0], each[1])]
        return exact[0] if len(exact) == 1 else Found("", clean_line(name), "new")

    def _typed(self) -> str:
        """What stands in the line: an exact match as its id, otherwise the name as typed."""
        words = clean_line(self._input.value)
        if not words or (self._chosen and not self._many):
            return ""
        exact = self._exact(words)
        return exact.id if exact is not None else words

    def _exact(self, words: str) -> Found | None:
        wanted = folded(words)
        fits = [each for each in self._look_up(words) if folded(each.name) == wanted or each.id == words]
        return fits[0] if len(fits) == 1 else None

    def _look_up(self, words: str) -> list[Found]:
        others = [Found(each, each, "") for each in self._others if folded(words) in folded(each)]
        return others + [Found(*each) for each in self._search(words)]

    # ------------------------------------------------------------ list

    def _find(self) -> None:
        words = clean_line(self._input.value)
        self._matches = self._look_up(words)[:MOST_SHOWN] if words else []
        if words and self._adds and not any(folded(each.name) == folded(words) for each in self._matches):
            self._matches.append(Found("", words, "add as a new person"))
        self._at = 0
        self._draw()

    def _draw(self) -> None:
        named = self._chosen if self._many else []
        rows = [join(each.name, (f"  {each.role}", "$muted")) for each in named]
        self._shown.display = bool(rows)
        self._shown.update(lines(*rows))
        self._list.display = bool(self._matches)
        found = [
            join(
                ("> " if index == self._at else "  ", "bold"),
                (each.name, "bold" if index == self._at else ""),
                (f"  {each.role}", "$muted"),
            )
            for index, each in enumerate(self._matches)
        ]
        self._list.update(lines(*found))

    def _take(self, found: Found) -> None:
        if not self._many:
            self._chosen = []
        if found not in self._chosen:
            self._chosen.append(Found(found.id, found.name, found.role if found.id else "new"))
        self._matches = []
        self._fill()
        self._draw()
        self.post_message(Edited())

    def _close(self) -> None:
        self._matches = []
        self._draw()

    # ------------------------------------------------------------ events

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if not self._many:
            self._chosen = []
        self._find()
        self.post_message(Edited())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()

    def on_key(self, event: events.Key) -> None:
        if event.key in ("down", "up") and self._matches:
            self._at = (self._at + (1 if event.key == "down" else -1)) % len(self._matches)
            self._draw()
        elif event.key == "enter":
            if self._matches:
                self._take(self._matches[self._at])
                if not self._many:
                    self.post_message(Done())
            else:
                self.post_message(Done())
        elif event.key == "escape" and self._matches:
            self._close()
        elif event.key == "backspace" and not self._input.value and self._many and self._chosen:
            self._chosen.pop()
            self._draw()
            self.post_message(Edited())
        else:
            return
        event.stop()

    def on_descendant_blur(self) -> None:
        """Leaving the field: a name typed in full is taken as it stands."""
        words = clean_line(self._input.value) if self._many or not self._chosen else ""
        exact = self._exact(words) if words else None
        if exact is not None:
            self._take(exact)
        elif words and self._adds:
            self._take(Found("", words, "new"))
        else:
            self._close()
