"""Naming people in a form: type a few letters, choose; or give a new name where the field takes new people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from sharedlives_tui.cleaning import clean_line, folded
from sharedlives_tui.facts import Value
from sharedlives_tui.widgets.around import Search
from sharedlives_tui.widgets.choices import Done, Edited
from sharedlives_tui.widgets.clicks import part_under
from sharedlives_tui.widgets.one_line import OneLine
from sharedlives_tui.widgets.safe import Words, join, lines

MOST_SHOWN = 5
NEW = "new"
EMPTY, MORE = "type a name", "another name; Backspace takes one out"
NAME_ALONE = "Write the name alone."
NAME_HELP = "Type a few letters; Enter takes a name."


class Found(NamedTuple):
    """Somebody in the office's list: the id (P-12), the name, the roles in words."""

    id: str
    name: str
    role: str


class PersonField(Widget):
    """One person or several. `value` holds ids of known people and the names of new ones.

    Letters show who fits: Up and Down move, Enter takes the highlighted one, Escape closes the list. `others` are
    answers that are no people ("the service"). What is typed in full and fits exactly one needs no choosing. A name
    that is nobody's is not taken by one Enter: the first asks, the second adds it where `adds` allows new people.
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
        offers: Search | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._offers = offers or search
        """Who is offered as one types; anybody else of the list is taken by their full name."""
        self._search, self._many, self._adds, self._others = search, many, adds, tuple(others)
        self._chosen: list[Found] = []
        self._matches: list[Found] = []
        self._at = 0
        """The highlighted match; -1 while none is, because only somebody new would fit."""
        self._looked_up = ""
        """The letters for which the matches were found."""
        self._told = False
        """It is being said that there is nobody of the name."""
        self._input = OneLine(advice=NAME_ALONE, select_on_focus=not many, placeholder=EMPTY)
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
        everybody = [each.id or each.name for each in self._chosen]
        if typed and not self._is_chosen(typed):
            everybody.append(typed)
        return tuple(dict.fromkeys(everybody)) if self._many else next(iter(everybody), "")

    @value.setter
    def value(self, value: Value) -> None:
        self._set(value)
        if self.is_mounted:
            self._draw()

    @property
    def shows_problem(self) -> bool:
        """Whether it says itself, below the line, that there is nobody of the name."""
        return self._told

    def problem(self) -> str:
        """Words where a name is neither in the list nor may be new."""
        typed = self._typed()
        if not typed or self._adds or self._exact(typed):
            return ""
        return self._nobody(typed)

    @staticmethod
    def _nobody(name: str) -> str:
        return f"Nobody in the office's list is called {name}. Choose somebody, or add them under People first"

    def _set(self, value: Value) -> None:
        names = [value] if isinstance(value, str) else list(value)
        self._chosen = [self._known(each) for each in names if each]
        self._fill()

    def _is_chosen(self, words: str) -> bool:
        """Whether somebody of that name or id stands in the field already."""
        return any(words == each.id or folded(words) == folded(each.name) for each in self._chosen)

    def _fill(self) -> None:
        """Put into the line what belongs there: the one person's name, or nothing where several may be named."""
        with self.prevent(Input.Changed):
            self._input.value = "" if self._many or not self._chosen else self._chosen[0].name

    def _known(self, name: str) -> Found:
        if name in self._others:
            return Found(name, name, "")
        exact = [Found(*each) for each in self._search(name) if name in (each[0], each[1])]
        return exact[0] if len(exact) == 1 else Found("", clean_line(name), NEW)

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
        return self._among_others(words) + [Found(*each) for each in self._search(words)]

    def _among_others(self, words: str) -> list[Found]:
        return [Found(each, each, "") for each in self._others if folded(words) in folded(each)]

    def _offer(self, words: str) -> list[Found]:
        return self._among_others(words) + [Found(*each) for each in self._offers(words)]

    # ------------------------------------------------------------ list

    def _find(self) -> None:
        words = self._looked_up = clean_line(self._input.value)
        self._matches = self._offer(words)[:MOST_SHOWN] if words else []
        self._at = 0 if self._matches else -1
        self._told = False
        here = any(folded(each.name) == folded(words) for each in self._matches)
        if words and self._adds and not here and not self._is_chosen(words):
            self._matches.append(Found("", words, ""))
        self._draw()

    def _draw(self) -> None:
        named = self._chosen if self._many else [each for each in self._chosen if not each.id]
        rows = [join(each.name, (f"  {each.role}", "$muted")) for each in named]
        self._input.placeholder = MORE if self._many and rows else EMPTY
        self._shown.display = bool(rows)
        self._shown.update(lines(*rows))
        found = [self._row(each, index == self._at) for index, each in enumerate(self._matches)]
        if self._told:
            found.append(join((f"▲ {self._nobody(clean_line(self._input.value))}", "$problem")))
        self._list.display = bool(found)
        self._list.update(lines(*found))
        if found and self._input.has_focus:  # in the last field that is seen the list would hang below the edge
            self._list.scroll_visible(animate=False)

    def _row(self, match: Found, here: bool) -> Content:
        role = match.role
        if not match.id:
            role = "not in the list yet: Enter adds them" if here else "add as a new person"
        return join(
            ("> " if here else "  ", "bold"),
            (match.name, "bold" if here else ""),
            (f"  {role}" if role else "", "$muted"),
        )

    def _take(self, found: Found) -> None:
        if not self._many:
            self._chosen = []
        if not self._is_chosen(found.id or found.name):
            self._chosen.append(Found(found.id, found.name, found.role if found.id else NEW))
        self._matches = []
        self._told = False
        self._fill()
        self._draw()
        self.post_message(Edited())

    def _close(self) -> None:
        self._matches = []
        self._told = False
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
            step = 1 if event.key == "down" or self._at < 0 else -1
            self._at = (self._at + step) % len(self._matches)
            self._draw()
        elif event.key == "enter":
            self._enter()
        elif event.key == "escape" and (self._matches or self._told):
            self._close()
        elif event.key == "backspace" and not self._input.value and self._many and self._chosen:
            self._chosen.pop()
            self._draw()
            self.post_message(Edited())
        else:
            return
        event.stop()

    def on_click(self, event: events.Click) -> None:
        """A click takes a name of the list, as Enter does."""
        offset = event.get_content_offset(self._list) if self._list.display else None
        if offset is None or part_under(self, event) is not self._list or not 0 <= offset.y < len(self._matches):
            return
        event.stop()
        self._take(self._matches[offset.y])
        self._input.focus()

    def _enter(self) -> None:
        """Take the highlighted one; of somebody new say first that they are; with nothing typed, go on."""
        if self._looked_up != clean_line(self._input.value) and (self._many or not self._chosen):
            self._find()  # Enter came in one burst with the last letters
        words = self._typed()
        if self._matches and self._at < 0:
            self._at = 0
            self._draw()
        elif self._matches:
            self._take(self._matches[self._at])
            if not self._many:
                self.post_message(Done())
        elif words and self._is_chosen(words):
            self._take(Found("", words, ""))
        elif self.problem():
            self._told = True
            self._draw()
        else:
            self.post_message(Done())

    def on_descendant_blur(self) -> None:
        """Leaving the field: a name typed in full is taken as it stands."""
        words = clean_line(self._input.value) if self._many or not self._chosen else ""
        exact = self._exact(words) if words else None
        if exact is not None:
            self._take(exact)
        elif words and self._adds:
            self._take(Found("", words, NEW))
        else:
            self._close()
