"""How one comes to an office and leaves it, and how one screen leads to what another shows."""

from __future__ import annotations

from importlib import import_module

from sharedlives_tui.clock import now
from sharedlives_tui.desk import Desk
from sharedlives_tui.widgets.safe_app import SafeApp


class ComesAndGoes(SafeApp[None]):
    """The base of the program in front of an open office."""

    desk: Desk
    greeting = ""
    """What is said in the first screen."""
    _has_come_in = False
    is_trouble = False
    """What is said there is to be looked into."""

    async def action_area(self, area: str) -> None:
        """Go to an area."""
        raise LookupError(area)

    def greet(self) -> None:
        """Say in the first screen what there is to be said at the start."""
        if not self.screen_stack:
            return  # the program is about to end
        say = getattr(self.screen, "say", None)
        if callable(say) and self.own.problems:
            more = f" And {len(self.own.problems) - 1} more: see Settings." if self.own.problems[1:] else ""
            say(f"{self.own.problems[0]}{more}", problem=True)
        elif callable(say):
            say(self.greeting, problem=self.is_trouble)

    def come_in(self) -> None:
        """In a thread, when the first picture stands: have the journal tell who opened the office, once a start."""
        if not self._has_come_in:
            self._has_come_in = True
            import_module("sharedlives_tui.audit").signed_in(self.desk)

    def look_back(self) -> None:
        """In a thread: say what is to be looked into; else, once a day, what changed since the last visit."""
        words = import_module("sharedlives_tui.caretaking").trouble(self.desk, now())
        self.is_trouble = bool(words)
        words = words or import_module("sharedlives_tui.visits").news_of(self.desk)
        if words and not self.greeting:
            self.greeting = words
            self.call_later(self.greet)

    def on_unmount(self) -> None:
        import_module("sharedlives_tui.visits").leave(self.desk)
        self.come_in()  # who was quick to leave was here as well

    def go_to(self, area: str, what: object) -> None:
        self.call_later(self._go_to, area, what)

    async def _go_to(self, area: str, what: object) -> None:
        before = self.current_mode
        await self.action_area(area)
        take = getattr(self.screen, "take", None)
        if callable(take):
            take(what, before if before != area else "")
