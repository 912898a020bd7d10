"""What all forms that are saved have in common: one write at a time, a draft, and what is said when it is refused."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen
from textual.widgets import Button

from sharedlives_tui.facts import Value
from sharedlives_tui.keymap import said
from sharedlives_tui.screens import drafts
from sharedlives_tui.screens.keeper import DRAFT, LEAVE, Keeper
from sharedlives_tui.screens.writing import NotWritten, Wrote, problems_of, words_of, write
from sharedlives_tui.store.errors import Conflict, StoreError
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from sharedlives_tui.caseviews import CaseView
    from sharedlives_tui.screens.conflict import Typed

RECORD = "record"
"""The word of Wrote and NotWritten for the saving itself."""


class Saves:
    """Mixed into a screen or dialog, before its base. Its main button is `#do`, its form is `form`.

    A subclass checks its form with `understood`, hands its write to `save`, and says in `saved` what follows; refusals
    stand under their fields.
    """

    form: Form | None = None
    busy = False

    if TYPE_CHECKING:
        message: MessageLine

        def say(self, words: str, *, problem: bool = False) -> None: ...

        def action_save(self) -> None: ...

    @property
    def _screen(self) -> Screen[Any]:
        return cast("Screen[Any]", self)

    def understood(self, form: Form) -> bool:
        """Return whether everything in the form can be saved; if not, show and count what is to be put right."""
        problems = form.problems()
        form.show_problems(problems)
        if problems:
            self.count(len(problems))
        return not problems

    def count(self, number: int) -> None:
        """Say how many things are to be put right."""
        self.say(f"{number} {'thing' if number == 1 else 'things'} to put right.", problem=True)

    def save(self, work: Callable[[], Any]) -> None:
        """Do it in a thread; `saved` or `refused` follows. Until then nothing else can be saved."""
        self.set_busy(True)
        write(self._screen, RECORD, work)

    def set_busy(self, busy: bool) -> None:
        """While it is being saved the button does nothing."""
        self.busy = busy
        self._screen.query_one("#do", Button).disabled = busy

    def saved(self, result: Any) -> None:
        """It is saved: tell the office, and close with what the write returned."""
        host_of(self._screen).announce()
        self._screen.dismiss(result)

    def refused(self, error: Exception) -> None:
        """It was refused: say why, under the fields that it is about."""
        if self.form is not None:
            self.form.show_problems(problems_of(error))
        self.say_refused(error)

    def say_refused(self, error: Exception) -> None:
        """Say in one line that nothing was saved."""
        if isinstance(error, StoreError | OSError):
            self.say("Not recorded.", problem=True)
        else:
            self.count(len(problems_of(error)))

    def action_back(self) -> None:
        if not self.busy:
            self._screen.dismiss(None)

    # ------------------------------------------------------------ events (the toolkit finds them by their names)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "do":
            event.stop()
            self.action_save()

    def on_wrote(self, event: Wrote) -> None:
        if event.what == RECORD:
            event.stop()
            self.saved(event.result)

    def on_not_written(self, event: NotWritten) -> None:
        if event.what == RECORD:
            event.stop()
            self.set_busy(False)
            self.refused(event.error)


class SavesWithDraft(Saves):
    """The same for what takes long to fill in: what was typed is kept as a draft until it is saved.

    `values` says what stands in the fields, `plain_values` with what they begin, `begin_at` goes to where one types.
    """

    keeper: Keeper | None = None
    draft: drafts.Draft | None = None
    begun: Mapping[str, Value] | None = None
    """What they begin with, where the fields themselves say that otherwise than `plain_values`."""

    if TYPE_CHECKING:

        def values(self) -> Mapping[str, Value]: ...

        def plain_values(self) -> dict[str, Value]: ...

        def begin_at(self) -> None: ...

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.request_id = os.urandom(16).hex()
        """A write that is sent again with it is answered, not done twice."""

    @property
    def place_of_draft(self) -> str:
        """Where the draft is kept; empty where none is."""
        return self.keeper.place if self.keeper is not None else ""

    def find_draft(self, place: str) -> None:
        """Look for what was typed at that place before: it then is `draft`."""
        self.keeper = Keeper(self._screen, place, self._typed)
        self.draft = self.keeper.find()

    def _typed(self) -> dict[str, Value]:
        """What stands in the fields beside what they begin with: that alone is kept, for the case may move on."""
        plain = self.plain_values() if self.begun is None else self.begun
        return {name: value for name, value in self.values().items() if value != plain.get(name)} | self._emptied()

    def _emptied(self) -> dict[str, Value]:
        """The fields in which something stood and nothing stands any more."""
        if self.form is None or self.begun is None:
            return {}
        standing = self.form.standing
        return {name: "" for name, value in self.begun.items() if value and not standing.get(name, value)}

    def with_draft(self) -> dict[str, Value]:
        """Return what the fields begin with: the draft over what is known."""
        return dict(self.plain_values()) | dict(self.draft.values if self.draft is not None else {})

    def begin(self, asked: Iterable[str]) -> None:
        """All fields of these names stand there: from now on what is typed is kept, beside what others ask."""
        if self.keeper is None:
            return
        self.keeper.begin(asked)
        self.begin_at()
        if self.draft is not None:
            self.say(self.draft.words)

    def put_plain(self) -> None:
        """Put into all fields what they begin with."""
        plain = self.plain_values()
        if self.form is not None:
            for each in self.form.fields:
                self.form.put(each.name, plain.get(each.name, each.default))
            self.form.show_problems(())

    def keep_draft(self) -> None:
        """Keep what was typed, at once: the program is about to end."""
        if self.keeper is not None:
            self.keeper.now()

    def draft_kept(self, at: str) -> None:
        """The draft was kept at that time of day. What is still to be put right stays said."""
        if self.form is not None and self.form.objects and self.message.problem:
            return
        self.say(f"Draft saved {at}.")

    def save(self, work: Callable[[], Any]) -> None:
        """Do it in a thread, and then put the draft away."""
        keeper = self.keeper
        super().save(work if keeper is None else lambda: keeper.recorded(work))

    def action_back(self) -> None:
        if not self.busy and (self.keeper is None or not self.keeper.leave()):
            self._screen.dismiss(None)

    def action_afresh(self) -> None:
        if self.keeper is None or self.busy:
            return
        self.put_plain()
        self.say("")
        self.keeper.drop()
        self.begin_at()

    def on_form_changed(self, event: Form.Changed) -> None:
        event.stop()
        if self.keeper is not None:
            self.keeper.soon()

    def on_wrote(self, event: Wrote) -> None:
        if event.what == LEAVE:
            self._screen.dismiss(None)
        elif event.what == DRAFT and event.result is not None:
            self.draft_kept(event.result)

    def on_not_written(self, event: NotWritten) -> None:
        if event.what == LEAVE and self.keeper is not None:
            self.keeper.not_kept()
            self.say(f"{words_of(event.error)} {said('back')} again leaves without a draft.", problem=True)
        elif event.what != RECORD:
            self.say(words_of(event.error), problem=True)


class SavesInCase(SavesWithDraft):
    """The same within one case, which somebody else may change meanwhile. `case` is the case as it was shown."""

    ref = ""
    version = 0
    met = 0
    """How often somebody else was quicker."""
    beside = False
    """What is saved now is wanted beside what others record: whoever saves was shown theirs."""
    case: CaseView | None = None

    if TYPE_CHECKING:

        def typed(self) -> Typed: ...

    def find_draft_of(self, instance: str) -> None:
        """Look for the draft of a step: recording it and writing its letter share one."""
        self.find_draft(f"step {self.ref} {instance}")

    def refused(self, error: Exception) -> None:
        if isinstance(error, Conflict) and self.case is not None:
            self.version = error.theirs
            self.say("Not recorded yet: the case has changed meanwhile.", problem=True)
            self.met += 1
            meet_conflict(self._screen, self.case, self.typed(), self._as_well, self.met)
        else:
            self.not_saved(error)

    def _as_well(self) -> None:
        self.beside = True
        try:
            self.action_save()
        finally:
            self.beside = False

    def not_saved(self, error: Exception) -> None:
        """It was refused for what stands in it: say why, under the fields that it is about."""
        super().refused(error)


def meet_conflict(
    screen: Screen[Any], before: CaseView, typed: Typed, again: Callable[[], None], times: int = 1
) -> None:
    """Show what was typed beside what somebody else recorded since `before`; `again` records it as well.

    `times` says how often it is met: the second time it may look like the first, as if the answer had done nothing.
    """

    def answered(answer: str | None) -> None:
        if answer == "again":
            again()
        elif answer == "open":
            host_of(screen).show("case", before.ref)

    host_of(screen).show("conflict", before, typed, times, then=answered)
