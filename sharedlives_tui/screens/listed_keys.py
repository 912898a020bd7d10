"""What the keys do with the case that is highlighted in a list: the same on Today as in Cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sharedlives_tui.light import NamedTuple
from sharedlives_tui.picture.today import no_case
from sharedlives_tui.screens.base import OfficeScreen

if TYPE_CHECKING:
    from sharedlives_tui.changes import Change

FIRST_KINDS = ("complaint", "dispute", "deapproval")
"""The kinds of case that come first after all of them; the others follow by their names."""


class Listed(NamedTuple):
    """The highlighted case and its step that presses most; no step where nothing runs."""

    ref: str
    instance: str


class ListedKeys(OfficeScreen):
    """A screen with a list of cases. Each key is about the case highlighted when it was pressed."""

    kind: str | None = None
    """The kind that a new case is of, where only one is listed."""

    def hear(self, recorded: Sequence[Change]) -> None:
        """Say what others recorded just now: the list shows it already, the highlight stayed where it was."""
        from sharedlives_tui.screens.outcome import heard_words

        self.say(heard_words(recorded))

    def listed(self) -> Listed | None:
        """Return the highlighted case; None where there is none."""
        return None

    def nothing(self) -> str:
        """Return why there is no case to highlight, and what to do about it."""
        return no_case(self.desk.works)

    def action_new_case(self) -> None:
        if self.may_record("open"):
            self.open("new", *([self.kind] if self.kind else []))

    def action_record(self) -> None:
        self._with_step("record", recording=True)

    def action_write(self) -> None:
        self._with_step("wizard", recording=True)

    def action_why(self) -> None:
        self._with_step("why")

    def action_decide(self) -> None:
        found = self.listed()
        if found is not None and self.may_record():
            ref = found.ref  # of the case highlighted now, whatever moves in the list afterwards

            def decided(instance: str | None) -> None:
                if instance is not None:
                    self.open("record", ref, instance)

            self.open("decide", ref, found.instance, then=decided)

    def action_owner(self) -> None:
        found = self.listed()
        if found is None:
            self.tell(self.nothing())
        elif self.may_record():
            self.open("record", found.ref, "owner")

    def action_waits(self) -> None:
        found = self.listed()
        if found is None:
            self.tell(self.nothing())
        elif self.may_record():
            from sharedlives_tui.screens.waits import ask_about_waits_in

            ask_about_waits_in(self, found.ref)

    def action_copy_ref(self) -> None:
        found = self.listed()
        if found is not None:
            self.app.copy_to_clipboard(found.ref)
            self.say(f"{found.ref} is copied.")

    def action_undo(self) -> None:
        """Strike what I recorded last, in whichever case: the dialog names it, and shows what moves."""
        if not self.may_record():
            return
        from sharedlives_tui.reading import last_recorded

        last = last_recorded(self.desk)
        if last is None:
            self.tell("You recorded nothing lately that could be struck. Open the case to look further back.")
        else:
            self.open("strike", *last)

    def _with_step(self, name: str, *, recording: bool = False) -> None:
        """Open a screen about the step that is highlighted now."""
        found = self.listed()
        if found is None:
            self.tell(self.nothing())
        elif not found.instance:
            self.tell(f"No step of {found.ref} waits here. Enter opens it; x there shows what can be recorded.")
        elif not recording or self.may_record():
            self.open(name, found.ref, found.instance)


def place_of(kind: str) -> tuple[int, str]:
    """Where a kind stands in the line of kinds."""
    return (FIRST_KINDS.index(kind) if kind in FIRST_KINDS else len(FIRST_KINDS), kind)
