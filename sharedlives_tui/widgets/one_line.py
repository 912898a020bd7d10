"""One line that is typed or pasted into: as much is taken as fits, and what does not fit is said, never dropped unsaid.

The toolkit's own line refuses a whole paste that is too long, and takes only the first line of several.
"""

from __future__ import annotations

import re
from typing import Any

from textual import events
from textual.message import Message
from textual.widgets import Input

from sharedlives_tui.cleaning import LONGEST_LINE, clean_text

SHORTEN = "Shorten it, or keep the whole text in a note or a file of the case."
FILE_IT = "Add the whole text to the case as a file."
ONLY_DIGITS = "Nothing was taken: only a whole number in digits can stand here."
_SPACES = re.compile(r"\s+")


class LeftOut(Message):
    """Something that was typed or pasted did not fit. `words` say how much was taken, and what to do."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__()


def left_out(taken: int, longest: int, advice: str) -> str:
    """Return what is said of a text of which only `taken` characters fitted into a field that holds `longest`."""
    if not taken:
        return f"It is full: {longest:,} characters fit, and nothing more was taken. {advice}"
    first = "character was" if taken == 1 else f"{taken:,} characters were"
    return f"The first {first} taken; the rest did not fit. {advice}"


def as_one_line(text: str) -> str:
    """Return the text without control characters, its lines joined by one blank; a blank at its ends stays."""
    return _SPACES.sub(" ", clean_text(text, None).strip("\n"))


class OneLine(Input):
    """The one-line field of all forms. What does not fit is told by LeftOut, with `advice` what to do then."""

    def __init__(
        self, value: str = "", *, max_length: int = LONGEST_LINE, advice: str = SHORTEN, **settings: Any
    ) -> None:
        super().__init__(value, compact=True, max_length=max_length, **settings)
        self._longest, self._advice = max_length, advice

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()  # or the toolkit's own would take the first line once more
        self.replace(event.text, *self.selection)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in the place of what stands between two places, as much of it as fits: typed, pasted, put in."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        line = as_one_line(text)
        if self.restrict and text:
            line = line.strip()
            if re.fullmatch(self.restrict, line) is None:
                self.post_message(LeftOut(ONLY_DIGITS))
                return
        room = max(0, self._longest - len(self.value) + end - start)
        if text and not line:
            return
        taken = line[:room]
        if taken or not text:
            super().replace(taken, start, end)
        if len(line) > room:
            self.post_message(LeftOut(left_out(len(taken), self._longest, self._advice)))
