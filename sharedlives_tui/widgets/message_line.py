"""The words for what just happened: they need no key, cover nothing, and stay until the next ones."""

from __future__ import annotations

from sharedlives_tui.widgets.safe import Words, join, one_line


class MessageLine(Words):
    """A line of news ("Saved. The next step is due Tue 22 Dec."), or as many as it takes to say it whole.

    It takes no room while there is none. What it says last is often what to do, so nothing of it is cut.
    """

    DEFAULT_CSS = """
    MessageLine { height: auto; max-height: 45%; padding: 0 1; background: $bar; text-wrap: wrap; }
    """

    problem = False
    """Whether what stands there is a problem."""
    words = ""
    """What stands there; empty for nothing."""

    def on_mount(self) -> None:
        self.display = False

    def say(self, words: str, *, problem: bool = False, done: bool = True) -> None:
        """Show the words; as a problem, in its colour and with its mark. Empty words take the line away.

        Without `done` they only say how things stand, and bear no tick: nothing came of the key.
        """
        mark = ("▲ ", "bold $problem") if problem else ("✓ ", "$done") if done else ("· ", "$muted")
        self.update(join(mark, (one_line(words), "$problem" if problem else "")) if words else "")
        self.words, self.display = words, bool(words)
        self.problem = problem and bool(words)
