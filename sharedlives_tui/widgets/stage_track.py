"""The stages of a case on one line: what is done, where it stands, what lies ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from textual.content import Content

from sharedlives_tui.caseviews import StageView
from sharedlives_tui.widgets.safe import Words, join, text

_BETWEEN = (" ── ", " ─ ", "  ")
"""What stands between two stages: the less, the less room there is. Room goes before a name does."""
Numbered = tuple[int, StageView]


class StageTrack(Words):
    """A line like "✓ 1 Local resolution ── [▶ 2 Stage one] ── 3 Stage two"; `show(stages)` changes it."""

    DEFAULT_CSS = "StageTrack { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }"

    def __init__(self, stages: Sequence[StageView] = (), *, id: str | None = None) -> None:
        super().__init__(track(stages), id=id)

    def show(self, stages: Sequence[StageView]) -> None:
        """Show these stages, as fully as the window is wide."""
        self.update(track(stages, self.app.size.width - 2))


def track(stages: Sequence[StageView], width: int = 0) -> Content:
    """Return the line of the stages; `place` of each is done, skipped, current or ahead.

    Where it would be wider than `width` columns, they stand closer; then names are left out whole: first those of
    skipped stages, then of what is done, then of what is furthest ahead. The stage where the case stands always has
    its name.
    """
    numbered = list(enumerate(stages, start=1))
    here = next((number for number, stage in numbered if stage.place == "current"), 0)
    named = {number for number, _ in numbered}
    behind = [number for number, stage in numbered if stage.place == "done"]
    ahead = [number for number, stage in reversed(numbered) if stage.place == "ahead"]
    line = _line(numbered, named, _BETWEEN[0], brief=False)
    for number in (0, *behind, *ahead):  # 0: only the skipped ones lose their names
        if not width or line.cell_length <= width:
            break
        named -= {number} - {here}
        for between in _BETWEEN:
            line = _line(numbered, named, between, brief=True)
            if line.cell_length <= width:
                break
    return line


def _line(numbered: Sequence[Numbered], named: set[int], between: str, *, brief: bool) -> Content:
    pieces: list[Content] = []
    for skipped, group in groupby(numbered, lambda each: each[1].place == "skipped"):
        some = list(group)
        pieces += [_skipped(some)] if skipped and brief else _each(some, named, alone=len(numbered) == 1)
    return join(between).join(pieces) if pieces else Content("")


def _skipped(some: Sequence[Numbered]) -> Content:
    """Stages that the case went past, together: "2, 3 skipped"."""
    return text(f"{', '.join(str(number) for number, _ in some)} skipped", "$muted")


def _each(some: Sequence[Numbered], named: set[int], *, alone: bool) -> Iterator[Content]:
    for number, stage in some:
        words = stage.brief if alone else f"{number} {stage.brief}" if number in named else str(number)
        if stage.place == "done":
            yield text(f"✓ {words}", "$done")
        elif stage.place == "current":
            yield text(f"[▶ {words}]", "bold $chosen-text on $chosen")
        else:
            yield text(f"{words}: skipped" if stage.place == "skipped" else words, "$muted")
