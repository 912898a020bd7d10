"""A form that keeps no draft is not left by one key, once something was typed in it: the first Esc asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen
from textual.widgets import Button

from sharedlives_tui.facts import Value
from sharedlives_tui.keymap import said
from sharedlives_tui.widgets.ending import NO_DRAFT
from sharedlives_tui.widgets.form import Form

if TYPE_CHECKING:
    from sharedlives_tui.widgets.message_line import MessageLine

NOT_KEPT = "What you typed is not kept."
"""So it is asked; the answer counts as long as these words stand there."""


class AsksBeforeLeaving:
    """Mixed into a screen or dialog with one form and without a draft, before its base.

    `unkept` says whether something stands in the form that did not when it was opened: `widgets/ending.py` asks it.
    """

    busy = False
    """It is being saved, and is left by that alone."""
    _at_first: Mapping[str, Value] | None = None
    """What stood in the fields when the form was opened."""

    if TYPE_CHECKING:
        message: MessageLine

        def say(self, words: str, *, problem: bool = False) -> None: ...

    def _typed_in(self) -> Form | None:
        return next(iter(cast("Screen[Any]", self).query(Form)), None)

    @property
    def unkept(self) -> bool:
        """Whether something was typed that goes with the form; not while it is being saved."""
        form = self._typed_in()
        return form is not None and not self.busy and self._at_first not in (None, form.standing)

    def action_back(self) -> None:
        """Leave; where that would let go of something typed, say so first and leave at the next."""
        if self.busy:
            return
        if self.message.words.startswith(NOT_KEPT) or not self.unkept:
            cast("Screen[Any]", self).dismiss(None)
            return
        verb = cast("Screen[Any]", self).query_one("#do", Button).label
        self.say(f"{NOT_KEPT} {said('back')} again leaves without it. {said('form.save')}: {verb}.", problem=True)

    # ------------------------------------------------------------ events (the toolkit finds them by their names)

    def on_mount(self) -> None:
        form = self._typed_in()
        self._at_first = form.standing if form is not None else None

    def on_form_touched(self) -> None:
        """Something is typed after all: the question is taken back, that of Ctrl+Q too."""
        if self.message.words.startswith((NOT_KEPT, NO_DRAFT)):
            self.say("")
