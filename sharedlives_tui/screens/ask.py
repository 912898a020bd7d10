"""A step needs a letter and its letter is not complete: write it now, or record one that was sent elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.caseviews import StepView
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words
from sharedlives_tui.widgets.ticks import Ticks

WRITE, OUTSIDE = "facts", "outside"
"""The answers: the part of the wizard that is opened with them."""


class AskDialog(Dialog[str]):
    """Asks how the letter came or comes about. Dismissed with WRITE or OUTSIDE; None to leave it."""

    PLACE = "ask"
    BINDINGS = bindings("ask")
    DEFAULT_CSS = "AskDialog VerticalScroll { height: auto; max-height: 9; margin: 1 0 0 0; }"

    def __init__(self, step: StepView) -> None:
        super().__init__(step.name)
        self._step = step

    def body(self) -> Iterable[Widget]:
        yield Words("This step is done by a written letter, and the letter is not complete yet. It must hold:")
        yield VerticalScroll(Ticks([each for each in self._step.must if each.required]), can_focus=False)
        yield Horizontal(
            Button("Write it now", id="write", variant="primary", compact=True),
            Button("It was sent outside this program", id="outside", compact=True),
            classes="buttons",
        )

    def on_mount(self) -> None:
        self.add_class("-large")
        self.query_one("#write").focus()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(OUTSIDE if event.button.id == "outside" else WRITE)

    def action_write(self) -> None:
        self.dismiss(WRITE)

    def action_outside(self) -> None:
        self.dismiss(OUTSIDE)
