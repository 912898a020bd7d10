"""A dialog with a few fields and one verb, for what belongs to the office and not to a case."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.facts import Value
from sharedlives_tui.screens.writing import NotWritten, Wrote, problems_of, write
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import host_of, surroundings
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words


class SmallForm(Dialog[str]):
    """The base: a subclass says which fields and does the work. Dismissed with what `work` returns; None if left."""

    PLACE = "short-form"
    BINDINGS = bindings("short-form")
    DEFAULT_CSS = """
    SmallForm Form { height: auto; max-height: 15; }
    SmallForm Form > VerticalScroll { height: auto; max-height: 12; }
    SmallForm .intro { height: auto; margin: 0 0 1 0; }
    """

    def __init__(self, title: str, verb: str, intro: str = "") -> None:
        super().__init__(title)
        self._verb, self._intro = verb, intro
        self._form: Form | None = None
        self._busy = False

    def fields(self) -> Iterable[FieldView]:
        """What is asked."""
        return ()

    def values(self) -> dict[str, Value]:
        """What the fields begin with, beside their defaults."""
        return {}

    def work(self, values: dict[str, Value]) -> str:
        """In a thread: do it, and return what is said. Raises Refused and the errors of the store."""
        raise LookupError(f"{type(self).__name__} does not say what to do with {sorted(values)}")

    def body(self) -> Iterable[Widget]:
        self._form = Form(self.fields(), self.values(), surroundings(host_of(self).desk))
        if self._intro:
            yield Words(self._intro, classes="intro")
        yield self._form
        yield Horizontal(Button(Content(self._verb), id="do", variant="primary", compact=True), classes="buttons")

    def on_mount(self) -> None:
        self.add_class("-large")
        if self._form is not None:
            self._form.enter()

    @on(Button.Pressed, "#do")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        if self._form is None or self._busy:
            return
        problems = self._form.problems()
        self._form.show_problems(problems)
        if problems:
            return
        values, self._busy = self._form.values(), True
        self.query_one("#do", Button).disabled = True
        write(self, "do", lambda: self.work(values))

    def action_back(self) -> None:
        if not self._busy:
            self.dismiss(None)

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        event.stop()
        host_of(self).announce()
        self.dismiss(event.result)

    @on(NotWritten)
    def _not_written(self, event: NotWritten) -> None:
        event.stop()
        self._busy = False
        self.query_one("#do", Button).disabled = False
        if self._form is not None:
            self._form.show_problems(problems_of(event.error))
