"""What the keys of a case do: each opens the dialog or screen in which it is done."""

from __future__ import annotations

from sharedlives_tui import keymap, reading
from sharedlives_tui.addresses import reach_of
from sharedlives_tui.caseviews import CaseView, StepView
from sharedlives_tui.desk import Desk
from sharedlives_tui.names import natural
from sharedlives_tui.screens.act_fields import NO_LETTER
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.case_rows import StepRows
from sharedlives_tui.screens.drafts import say_time
from sharedlives_tui.screens.waits import ask_about_waits
from sharedlives_tui.widgets.virtual_list import VirtualList

_OF_THE_CASE = (
    "pane",
    "enlarge",
    "record",
    "write",
    "decide",
    "why",
    "note",
    "owner",
    "linked",
    "others",
    "attach",
    "copies",
    "phoned",
    "waits",
    "undo",
    "sign_off",
)
"""What can be done only by somebody who sees the whole case."""


class CaseKeys(OfficeScreen):
    """The keys. `case` is the case that is shown, `steps` are its open steps and possible actions."""

    ref: str
    case: CaseView | None
    steps: list[StepView]
    step_rows: StepRows

    @property
    def step_list(self) -> VirtualList:
        """The list of what to do next."""
        return self.query_one("#steps", VirtualList)

    @property
    def highlighted(self) -> StepView | None:
        """The highlighted step; None where no step is open."""
        return self.step_rows.step(self.step_list.key)

    def decisions(self) -> str:
        """The steps that are decisions of somebody named by the procedure; a letter that only tells one is none."""
        steps = reading.open_file(self.desk, self.ref).procedure.steps
        return " ".join(each.id for each in steps if each.is_decision)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Whether a key works: nothing can be done to a case that one does not see whole."""
        ours = action in _OF_THE_CASE
        return not ours or (self.case is not None and not self.case.narrow)

    def _may(self) -> bool:
        return self.case is not None and not self.case.narrow and self.may_record()

    def action_sign_off(self) -> None:
        if self._may():
            self.open("sign-off", self.ref, self.highlighted.instance if self.highlighted is not None else "")

    def action_record(self) -> None:
        if not self._may():
            return
        if self.highlighted is None:
            self.tell(f"No step is open. {keymap.said('case.actions')} shows what else can be recorded.")
        else:
            self.open("record", self.ref, self.highlighted.instance)

    def action_write(self) -> None:
        step = self.highlighted
        if not self._may():
            return
        if step is None or not step.notice:
            self.tell(keymap.with_keys(NO_LETTER))
        else:
            self.open("wizard", self.ref, step.instance)

    def action_decide(self) -> None:
        if not self._may():
            return
        step = self.highlighted
        self.open("decide", self.ref, step.instance if step is not None else "", then=self._decided)

    def _decided(self, instance: str | None) -> None:
        if instance is not None:
            self.open("record", self.ref, instance)

    def action_why(self) -> None:
        if self.highlighted is not None:
            self.open("why", self.ref, self.highlighted.instance)

    def action_note(self) -> None:
        self._act("note")

    def action_phoned(self) -> None:
        """A note, written already, that somebody was telephoned and did not answer."""
        if self._may() and self.case is not None:
            step = self.highlighted
            words = tried_to_phone(self.desk, self.case, "" if step is None else step.instance)
            self.open("record", self.ref, "note", {"text": words})

    def action_waits(self) -> None:
        if self._may() and self.case is not None:
            ask_about_waits(self, self.case)

    def action_owner(self) -> None:
        self._act("owner")

    def action_linked(self) -> None:
        links = self.case.links if self.case is not None else ()
        if len(links) == 1:
            self.open("case", links[0].ref)
        elif links:
            self.show_linked()
        else:
            self.tell(f"No case is linked. {keymap.said('case.actions')}, Link another case.")

    def show_linked(self) -> None:
        """Go to the list of linked cases."""

    def _act(self, action: str) -> None:
        if self._may():
            self.open("record", self.ref, action)

    def action_others(self) -> None:
        if self._may() and self.case is not None:
            self.open("actions", self.case, self.steps, then=self._chosen)

    def _chosen(self, action: str | None) -> None:
        if action is not None:
            self.open("record", self.ref, action)

    def action_attach(self) -> None:
        if self._may():
            self.open("attach", self.ref)

    def action_copies(self) -> None:
        if self.case is not None and not self.case.narrow:
            self.open("copies", self.ref)

    def action_undo(self) -> None:
        if not self._may() or self.case is None:
            return
        me = self.desk.viewer.name
        mine = [each for each in self.case.entries[1:] if each.recorded_by == me and not each.struck]
        if not mine:
            self.tell(
                "You recorded nothing here that could be struck. What opened the case can be corrected (Enter, c)."
            )
        else:
            self.open("strike", self.ref, max(each.id for each in mine))


def tried_to_phone(desk: Desk, case: CaseView, instance: str) -> str:
    """Return the words of a note that somebody did not answer the telephone.

    Whom the highlighted step is for, else whoever raised the case, else the first person of it who is not of the
    office; with the number on their page.
    """
    party = instance.partition("@")[2].partition(".")[0]
    first = [each for each in case.parties if each.person == party]
    first += [each for each in case.parties if each.part in ("complainant", "lead complainant", "carer")]
    first += [each for each in case.parties if not desk.library.roles.is_office(each.role)]
    at = say_time(desk.clock.now())
    if not first:
        return f"Tried to phone at {at}: no answer."
    telephone = reach_of(desk.store, first[0].person, desk.today).telephone if desk.viewer.known else ""
    number = f" ({telephone})" if telephone else ""
    return f"Tried to phone {natural(first[0].name)}{number} at {at}: no answer."
