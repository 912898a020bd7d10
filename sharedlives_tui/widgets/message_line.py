"""A line or two for what just happened: it needs no key, covers nothing, and stays until the next one."""

from __future__ import annotations

from sharedlives_tui.widgets.safe import Words, join, one_line


class MessageLine(Words):
    """A line of news ("Saved. The next step is due Tue 22 Dec."). It takes no room while there is none."""

    DEFAULT_CSS = """
    MessageLine { height: auto; max-height: 2; padding: 0 1; background: $bar; }
    """

    problem = False
    """Whether what stands there is a problem."""

    def on_mount(self) -> None:
        self.display = False

    def say(self, words: str, *, problem: bool = False) -> None:
        """Show the words; as a problem, in its colour and with its mark. Empty words take the line away."""
        mark = ("▲ ", "bold $problem") if problem else ("✓ ", "$done")
        self.update(join(mark, (one_line(words), "$problem" if problem else "")) if words else "")
        self.display = bool(words)
        self.problem = problem and bool(words)
