"""A dialog with a few fields and one verb, for what belongs to the office and not to a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.facts import Value
from sharedlives_tui.keymap import said
from sharedlives_tui.meanwhile import ChangedMeanwhile
from sharedlives_tui.screens.saving import Saves
from sharedlives_tui.screens.unsaved import AsksBeforeLeaving
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.form import Check, Form
from sharedlives_tui.widgets.host import host_of, surroundings
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words


class SmallForm(AsksBeforeLeaving, Saves, Dialog[str]):
    """The base: a subclass says which fields and does the work. Dismissed with what `work` returns; None if left."""

    PLACE = "short-form"
    FIRST = ""
    """The field in which one begins; empty for the first that is empty."""
    BINDINGS = bindings("short-form")
    DEFAULT_CSS = """
    SmallForm Form { height: auto; max-height: 15; }
    SmallForm Form > VerticalScroll { height: auto; max-height: 12; }
    SmallForm .intro { height: auto; margin: 0 0 1 0; }
    """

    seen: Any = None
    """What of the office was shown when it was opened: the door says who changed it since (`meanwhile`)."""

    def __init__(self, title: str, verb: str, intro: str = "") -> None:
        super().__init__(title)
        self._verb, self._intro = verb, intro

    def fields(self) -> Iterable[FieldView]:
        """What is asked."""
        return ()

    def plain_values(self) -> dict[str, Value]:
        """What the fields begin with, beside their defaults."""
        return {}

    def begins_with(self) -> dict[str, Value]:
        """What stands in the fields when it is opened."""
        return self.plain_values()

    def checks(self) -> Mapping[str, Check]:
        """What is said of a field at once as one types, by its name."""
        return {}

    def work(self, values: dict[str, Value]) -> str:
        """In a thread: do it, and return what is said. Raises Refused and the errors of the store."""
        raise LookupError(f"{type(self).__name__} does not say what to do with {sorted(values)}")

    def body(self) -> Iterable[Widget]:
        around = surroundings(host_of(self).desk)
        self.form = Form(self.fields(), self.begins_with(), around, checks=self.checks())
        if self._intro:
            yield Words(self._intro, classes="intro")
        yield self.form
        yield Horizontal(Button(Content(self._verb), id="do", variant="primary", compact=True), classes="buttons")

    def on_mount(self) -> None:
        self.add_class("-large")
        if self.form is not None and self.form.fields:
            self.begin_at()
        else:  # there is nothing to be asked any more: the button says why
            self.query_one("#do").focus()

    def begin_at(self) -> None:
        """Go to where one begins to type."""
        if self.form is not None:
            self.form.enter(self.FIRST)

    @on(Form.Finished)
    def _finished(self, event: Form.Finished) -> None:
        """Enter in the last field presses the button."""
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        if self.form is None or self.busy or not self.understood(self.form):
            return
        values = self.form.values()
        self.save(lambda: self.work(values))

    def refused(self, error: Exception) -> None:
        """Say why. What somebody changed meanwhile is told once: saved again, this takes its place."""
        super().refused(error)
        if isinstance(error, ChangedMeanwhile):
            self.seen = error.now
            again = f"{said('form.save')} again puts yours in its place."
            self.say(f"Not kept yet: it was changed meanwhile. {again}", problem=True)
