"""A case: where it stands, what to do next and why then, and everything that was recorded."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.containers import Container, Vertical
from textual.widget import Widget

from sharedlives_tui import keymap, reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, StepView
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.case_box import PaneBox
from sharedlives_tui.screens.case_keys import CaseKeys
from sharedlives_tui.screens.case_rows import StepRows, title_line
from sharedlives_tui.screens.case_why import WhyBox
from sharedlives_tui.screens.outcome import OF_THE_PROCEDURE, came_between, others_did, what_changed
from sharedlives_tui.screens.waits import waits_line
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, one_line, text
from sharedlives_tui.widgets.stage_track import StageTrack
from sharedlives_tui.widgets.virtual_list import VirtualList


class CaseScreen(CaseKeys):
    """One case. `note` is a message to begin with, `entry` the number of an entry that is read first."""

    PLACE = "case"
    BINDINGS = bindings("case")
    DEFAULT_CSS = """
    CaseScreen #title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    CaseScreen #warning { height: 1; padding: 0 1; color: $soon; text-wrap: nowrap; text-overflow: ellipsis; }
    CaseScreen #waits { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    CaseScreen .box { border: round $line; border-title-color: $foreground; border-title-style: bold;
        border-subtitle-color: $muted; }
    CaseScreen .box:focus-within { border: round $chosen; }
    CaseScreen #columns { height: 1fr; }
    CaseScreen #left { height: auto; }
    CaseScreen #next { height: auto; max-height: 8; }
    CaseScreen #next VirtualList { height: 3; }
    CaseScreen #why { height: 5; }
    CaseScreen #why Words { height: 3; }
    CaseScreen #record { height: 1fr; }
    CaseScreen.-narrow.-short #columns, CaseScreen.-narrow.-low #columns {
        overflow-y: auto; scrollbar-gutter: stable; scrollbar-size: 0 1;
    }
    CaseScreen.-narrow.-short #record, CaseScreen.-narrow.-low #record { min-height: 6; }
    CaseScreen.-wide #columns { layout: horizontal; margin: 1 0 0 0; }
    CaseScreen.-wide #left { width: 3fr; height: 1fr; }
    CaseScreen.-wide #next { height: auto; max-height: 20; }
    CaseScreen.-wide #why { height: 1fr; }
    CaseScreen.-wide #why Words { height: 1fr; }
    CaseScreen.-wide #record { width: 2fr; height: 1fr; }
    CaseScreen.-enlarged #left { display: none; }
    CaseScreen.-wide #title { margin: 1 0 0 0; }
    CaseScreen.-wide StageTrack { margin: 1 0 0 0; }
    """

    def __init__(self, ref: str, note: str = "", entry: int | None = None) -> None:
        super().__init__()
        self.ref = ref.strip().upper()
        self.case: CaseView | None = None
        self.steps: list[StepView] = []
        self.step_rows = StepRows()
        self._note = note
        self._entry = entry

    def body(self) -> Iterable[Widget]:
        yield Words(id="title")
        yield Words(id="warning")
        yield Words(id="waits")
        yield StageTrack(id="track")
        next_box = Vertical(VirtualList(id="steps"), id="next", classes="box")
        why_box = WhyBox(lambda instance: reading.why_view(self.desk, self.ref, instance))
        yield Container(Vertical(next_box, why_box, id="left"), PaneBox(), id="columns")

    def crumbs(self) -> tuple[str, ...]:
        stack = [each for each in self.app.screen_stack if isinstance(each, OfficeScreen) and each is not self]
        names = [each.AREA.capitalize() for each in stack[:1] if each.AREA]
        return (*names, self.ref)

    @property
    def _panes(self) -> PaneBox:
        return self.query_one(PaneBox)

    # ------------------------------------------------------------ what is shown

    def look_again(self) -> None:
        """Show the case as it is now. After somebody's own recording the highlight goes to what is due first."""
        before = self.case
        try:
            with self.desk.store.reading():
                case = reading.case_view(self.desk, self.ref)
                self.steps = [] if case.narrow else reading.steps_view(self.desk, self.ref)
                decided = "" if case.narrow else self.decisions()
        except NoSuchCase as error:
            self._cannot_show(str(error))
            return
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        later = [] if before is None else came_between(before, case)[0]
        anew = before is None or any(each.recorded_by == self.desk.viewer.name for each in later)
        self.case = case
        self.query_one(WhyBox).forget()
        self.step_rows = StepRows(case, self.steps, self.desk.today, decided)
        self._show_top(case)
        self._show_steps(case, keep=not anew)
        self._panes.show(case, keep=not anew)
        self.refresh_bindings()
        if before is None:
            (self._panes.entries if case.narrow else self.step_list).focus()
            self.say(self._note)
            if self._entry in {each.id for each in case.entries}:
                self._panes.go_to(f"entry-{self._entry}")
                self.call_after_refresh(self.open, "entry", self.ref, self._entry)
        elif others_did(before, case, self.desk.viewer.name):
            self.say(f"{what_changed(before, case)} This is how it stands now.")

    def shows(self, cases: frozenset[str]) -> bool:
        """Return whether one of these cases is this one, or named in it. With many at work the others are not read."""
        if self.case is None or self.ref in cases:
            return True
        named = {each.ref for each in self.case.links}
        named.update(value for each in self.case.entries for value in each.values.values() if isinstance(value, str))
        return not cases.isdisjoint(named)

    def _cannot_show(self, words: str) -> None:
        self.case, self.steps, self.step_rows = None, [], StepRows()
        self.step_list.show(self.step_rows, empty=words)
        self._panes.clear()
        self.query_one("#title", Words).update(text(f" {self.ref}", "bold"))
        self.query_one("#warning").display = self.query_one("#waits").display = False
        self.query_one(WhyBox).show(None)
        self.remove_class("-enlarged")
        self.step_list.focus()

    def _show_top(self, case: CaseView) -> None:
        warning = self.query_one("#warning", Words)
        waits = self.query_one("#waits", Words)
        waits.display = bool(case.waits_now)
        waits.update(waits_line(case, self.desk.today))
        if case.narrow:
            self.query_one("#title", Words).update(join((f" {case.kind_name} {case.ref}", "bold")))
            warning.update("This case is about you. You see what was written to you, nothing else.")
            self.query_one("#track").display = False
            self.query_one("#left").display = False
            return
        self.query_one("#title", Words).update(title_line(case, self.steps, self.app.size.width))
        self.query_one(StageTrack).show(case.stages)
        more = (
            f"  ({len(case.warnings)} to look at: {keymap.said('case.pane-after')})" if len(case.warnings) > 1 else ""
        )
        of_the_case = [each for each in case.warnings if each.rule != OF_THE_PROCEDURE]
        warning.display = bool(of_the_case)
        if of_the_case:
            room = max(20, self.app.size.width - len(more) - 5)
            first = one_line(of_the_case[0].words)
            first = first if len(first) <= room else f"{first[: room - 1]}…"
            warning.update(join((f"▲ {first}", ""), (more, "$muted")))

    def _show_steps(self, case: CaseView, *, keep: bool) -> None:
        none = "This case is closed: nothing is left to do." if case.status == "closed" else "No step is open."
        self.step_list.show(
            self.step_rows, empty=f"{none} {keymap.said('case.actions')} shows what else can be recorded.", keep=keep
        )
        box = self.query_one("#next")
        box.border_title = text(f"What to do next ({len(self.step_rows.steps)})")
        most = 18 if self.has_class("-wide") else 6
        self.step_list.styles.height = max(1, min(most, self.step_rows.count))
        if not self.step_rows.count:
            self.query_one(WhyBox).show(None)

    def on_resize(self) -> None:
        if self.case is not None and not self.case.narrow:
            self.call_after_refresh(self._fit_in, self.case)

    def _fit_in(self, case: CaseView) -> None:
        """Lay everything out for the window's new size."""
        self._show_top(case)
        self._show_steps(case, keep=True)
        self._panes.say_others()

    @on(VirtualList.Highlighted, "#steps")
    def _on_step(self, event: VirtualList.Highlighted) -> None:
        event.stop()
        self.query_one(WhyBox).show(self.step_rows.step(event.key))

    # ------------------------------------------------------------ going about

    def action_pane(self, away: int) -> None:
        if self.case is None or self.case.narrow:
            return
        place = 0 if self.step_list.has_focus else self._panes.place + 1
        place = (place + away) % (len(self._panes.panes) + 1)
        if place == 0:
            self.remove_class("-enlarged")  # what to do next is to be seen where one goes to it
            self.step_list.focus()
        else:
            self._panes.turn_to(place - 1)

    def action_enlarge(self) -> None:
        """Give the timeline, or the pane in its place, the room of what to do next, or that its room again."""
        if self.toggle_class("-enlarged").has_class("-enlarged") and self.step_list.has_focus:
            self._panes.entries.focus()
        self.call_after_refresh(self._panes.say_others)

    def show_linked(self) -> None:
        self._panes.turn_to([each.name for each in self._panes.panes].index("Linked"))

    @on(VirtualList.Selected, "#steps")
    def _record_step(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.action_record()

    @on(VirtualList.Selected, "#entries")
    def _open_row(self, event: VirtualList.Selected) -> None:
        event.stop()
        what, _, name = event.key.partition("-")
        if what == "entry":
            self.open("entry", self.ref, int(name))
        elif what in ("person", "case"):
            self.open(what, name)
        elif what == "plan" and "@" in name and self.may_record():
            self.open("record", self.ref, name)
        elif what == "warning" and self.case is not None:
            self.tell(self.case.warnings[int(name)].words)
