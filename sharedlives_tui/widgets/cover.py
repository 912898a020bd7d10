"""Nothing of a case is to be seen while nobody sits there: a page in front of everything."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from sharedlives_tui.widgets.leaving import LeavesOnce
from sharedlives_tui.widgets.safe import Words, join, lines


class Cover(ModalScreen[None], LeavesOnce[None]):
    """Hides the screen. Any key (see `idle`) or click takes it away, and does nothing else."""

    DEFAULT_CSS = """
    Cover { align: center middle; background: $background; }
    Cover Vertical { width: 60; max-width: 100%; height: auto; }
    """

    def __init__(self, minutes: int, *, all_kept: bool = True) -> None:
        super().__init__()
        self._minutes, self._all_kept = minutes, all_kept

    def compose(self) -> ComposeResult:
        after = f"{self._minutes} {'minute' if self._minutes == 1 else 'minutes'}"
        kept = "Nothing is lost: what you typed is a draft."
        if not self._all_kept:
            kept = "What you typed goes with it: this form keeps no draft."
        with Vertical():
            yield Words(
                lines(
                    join(("Hidden, because nobody has pressed a key.", "bold")),
                    join("Any key brings back what was here."),
                    join(f"After {after} without a key the session ends. {kept}"),
                )
            )

    def keep_draft(self) -> None:
        """Nothing is typed here."""

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.dismiss()
