"""Why the date of the highlighted step is what it is, in the box below the steps."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.worker import get_current_worker

from sharedlives_tui import keymap
from sharedlives_tui.caseviews import StepView, WhyView
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.safe import Words, join, lines, text

WHY_AFTER = 0.06
"""Seconds that the highlight rests on a step before its sum is computed."""
MORE = "y: all of it"


class WhyBox(Vertical):
    """The gates and the sum of one step. `read` computes the sum of an instance, in a thread."""

    DEFAULT_CSS = "WhyBox Words { padding: 0 1; }"

    class Looked(Message):
        """The sum of a step was computed."""

        def __init__(self, step: StepView, why: WhyView | None) -> None:
            self.step, self.why = step, why
            super().__init__()

    def __init__(self, read: Callable[[str], WhyView]) -> None:
        super().__init__(id="why", classes="box")
        self._read = read
        self._step: StepView | None = None
        self._known: dict[str, WhyView | None] = {}
        self._timer: Timer | None = None
        self._rows: list[str] = []
        self.border_title = "Why this date"

    def compose(self) -> ComposeResult:
        yield Words(id="reason")

    def forget(self) -> None:
        """The case has changed: every sum is to be computed anew."""
        self._known.clear()

    def show(self, step: StepView | None) -> None:
        """Show why, at once where it is known, otherwise when the highlight has rested."""
        self._step = step
        if self._timer is not None:
            self._timer.stop()
        if step is None or step.instance in self._known:
            self._draw()
        else:
            self._timer = self.set_timer(WHY_AFTER, self._compute)

    def _compute(self) -> None:
        step = self._step
        if step is not None:
            self.run_worker(lambda: self._look(step), thread=True, group="why", exclusive=True)

    def _look(self, step: StepView) -> None:
        """In a thread: the sum."""
        try:
            why: WhyView | None = self._read(step.instance)
        except (LookupError, StoreError):
            why = None
        if not get_current_worker().is_cancelled:
            self.post_message(self.Looked(step, why))

    def on_why_box_looked(self, event: Looked) -> None:
        event.stop()
        self._known[event.step.instance] = event.why
        if self._step is event.step:
            self._draw()

    def _draw(self) -> None:
        step = self._step
        found = self._known.get(step.instance) if step is not None else None
        rows = [join((f"▲ Not yet. {each}", "$problem")) for each in (step.gates if step is not None else ())]
        if found is not None:
            rows.append(join(" ".join(found.sentences)))
            rows += [
                join((f"{title} ({name}). {keymap.said('case.why')} shows all.", "$muted"))
                for name, title, *_ in found.rules[:1]
            ]
        self._rows = [each.plain for each in rows]
        self.query_one("#reason", Words).update(lines(*rows))
        self._say_more()

    def on_resize(self) -> None:
        self._say_more()

    def _say_more(self) -> None:
        """Say below that y shows all of it, where the box has no room for the whole."""
        room = self.query_one("#reason").content_size
        cut = bool(room.width) and sum(len(wrap(each, room.width)) for each in self._rows) > room.height
        self.border_subtitle = text(MORE if cut else "")
