"""An app around single parts, with our themes and our net under the output, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.filter import LineFilter
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from sharedlives_tui import palettes
from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.widgets.around import Surroundings
from sharedlives_tui.widgets.guard import CleanOutput
from sharedlives_tui.widgets.skins import THEMES, default_variables

TODAY = date(2026, 11, 24)
PEOPLE = (
    ("P-1", "Reed, Jo", "registered manager"),
    ("P-2", "Nair, Priya", "officer"),
    ("P-3", "Adeyemi, Tola", "carer"),
    ("P-4", "Adeyemi, Sam", "family"),
)


class Stage(App[None]):
    """Shows the parts that it is given, and keeps every message that a part of ours posts."""

    CSS_PATH = None

    def __init__(self, *parts: Widget) -> None:
        super().__init__()
        self.parts = parts
        self.makers: Sequence[Callable[[], Widget]] = ()
        self.made: list[Widget] = []
        self.heard: list[Message] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = palettes.DARK

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return default_variables()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), CleanOutput()]

    def compose(self) -> ComposeResult:
        self.made = [make() for make in self.makers]
        yield from (*self.parts, *self.made)

    def hook(self) -> Callable[[Message], None]:
        """Return a message hook for run_test that keeps what our parts post."""

        def keep(message: Message) -> None:
            if type(message).__module__.startswith("sharedlives_tui"):
                self.heard.append(message)

        return keep

    def count(self, kind: type[Message]) -> int:
        """Return how many messages of a kind were posted (each is heard once by every part it passes)."""
        return len({id(each) for each in self.heard if isinstance(each, kind)})


def search(words: str) -> list[tuple[str, str, str]]:
    """Return the people of the list that fit some letters."""
    wanted = words.casefold()
    return [each for each in PEOPLE if wanted in each[1].casefold() or words == each[0]]


def around() -> Surroundings:
    """Return a Tuesday in England with four people."""
    return Surroundings(TODAY, load_calendar("england"), search)


def field(name: str, kind: str = "text", **more: object) -> FieldView:
    """Return a field; what is not said is as plain as can be."""
    plain: dict[str, object] = {
        "label": name.capitalize(),
        "required": False,
        "choices": (),
        "confidential": False,
        "help": "",
        "default": "",
        "many": kind in ("people", "choices", "lines", "answers"),
    }
    return FieldView(name=name, kind=kind, **(plain | more))  # type: ignore[arg-type]


def drawn(widgets: App[None]) -> str:
    """Return the text of the whole screen as it is drawn, after every filter."""
    return "\n".join(line.text for line in lines_of(widgets))


def lines_of(app: App[None]) -> Iterable[object]:
    """Return the strips of the screen."""
    return app.screen._compositor.render_strips()


def terminal_text(app: App[None]) -> str:
    """Return what would be written to the terminal for the whole screen, sequences and all."""
    update = app.screen._compositor.render_full_update(simplify=False)
    return update.render_segments(app.console)


Part = TypeVar("Part", bound=Widget)


@asynccontextmanager
async def running(
    make: Callable[[], Part], *others: Callable[[], Widget], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Stage, Part, Pilot[None]]]:
    """Run an app with the part that is made inside it (the toolkit wants that); give the app, the part, the pilot."""
    app = Stage()
    app.makers = (make, *others)
    async with app.run_test(size=size, message_hook=app.hook()) as pilot:
        await pilot.pause()
        yield app, app.made[0], pilot  # type: ignore[misc]
