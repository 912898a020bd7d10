"""The stages of a case on one line: what is done, where it stands, what lies ahead."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from sharedlives_tui.caseviews import StageView
from sharedlives_tui.widgets.safe import Words, join, text


class StageTrack(Words):
    """A line like "✓ 1 Local resolution ── [▶ 2 Stage one] ── 3 Stage two"; `show(stages)` changes it."""

    DEFAULT_CSS = "StageTrack { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }"

    def __init__(self, stages: Sequence[StageView] = (), *, id: str | None = None) -> None:
        super().__init__(track(stages), id=id)

    def show(self, stages: Sequence[StageView]) -> None:
        """Show these stages."""
        self.update(track(stages))


def track(stages: Sequence[StageView]) -> Content:
    """Return the line of the stages; `place` of each is done, current or ahead."""
    pieces: list[Content] = []
    for number, stage in enumerate(stages, start=1):
        words = f"{number} {stage.name}"
        if stage.place == "done":
            pieces.append(text(f"✓ {words}", "$done"))
        elif stage.place == "current":
            pieces.append(text(f"[▶ {words}]", "bold $chosen-text on $chosen"))
        else:
            pieces.append(text(words, "$muted"))
    return join(" ── ").join(pieces) if pieces else Content("")
