"""A case: where it stands, what to do next and why then, and everything that was recorded."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.containers import Container, Vertical
from textual.widget import Widget

from sharedlives_tui import reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, StepView
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.case_rows import EMPTY, PANES, StepRows, TextRows, other_panes, pane_rows, title_line
from sharedlives_tui.screens.case_why import WhyBox
from sharedlives_tui.screens.outcome import OF_THE_PROCEDURE, newest, what_changed
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, one_line, text
from sharedlives_tui.widgets.stage_track import StageTrack
from sharedlives_tui.widgets.virtual_list import VirtualList

WHY_AFTER = 0.06
"""Seconds that the highlight rests on a step before its sum is computed."""
_OF_THE_CASE = ("pane", "record", "write", "decide", "why", "note", "owner", "others", "attach", "undo")
"""What can be done only by somebody who sees the whole case."""


class CaseScreen(OfficeScreen):
    """One case. `note` is a message to begin with."""

    PLACE = "case"
    BINDINGS = bindings("case")
    DEFAULT_CSS = """
    CaseScreen #title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    CaseScreen #warning { height: 1; padding: 0 1; color: $soon; text-wrap: nowrap; text-overflow: ellipsis; }
    CaseScreen .box { border: round $line; border-title-color: $foreground; border-title-style: bold;
        border-subtitle-color: $muted; }
    CaseScreen .box:focus-within { border: round $chosen; }
    CaseScreen MessageLine { height: auto; max-height: 3; text-wrap: wrap; }
    CaseScreen #columns { height: 1fr; }
    CaseScreen #left { height: auto; }
    CaseScreen #next { height: auto; max-height: 8; }
    CaseScreen #next VirtualList { height: 3; }
    CaseScreen #why { height: 5; }
    CaseScreen #why Words { height: 3; }
    CaseScreen #record { height: 1fr; }
    CaseScreen.-wide #columns { layout: horizontal; margin: 1 0 0 0; }
    CaseScreen.-wide #left { width: 3fr; height: 1fr; }
    CaseScreen.-wide #next { height: auto; max-height: 20; }
    CaseScreen.-wide #why { height: 1fr; }
    CaseScreen.-wide #why Words { height: 1fr; }
    CaseScreen.-wide #record { width: 2fr; height: 1fr; }
    CaseScreen.-wide #title { margin: 1 0 0 0; }
    CaseScreen.-wide StageTrack { margin: 1 0 0 0; }
    """

    def __init__(self, ref: str, note: str = "") -> None:
        super().__init__()
        self.ref = ref.strip().upper()
        self.case: CaseView | None = None
        self.steps: list[StepView] = []
        self.pane = PANES[0]
        self._rows = StepRows()
        self._counts: dict[str, int] = {}
        self._note = note

    def body(self) -> Iterable[Widget]:
        yield Words(id="title")
        yield Words(id="warning")
        yield StageTrack(id="track")
        next_box = Vertical(VirtualList(id="steps"), id="next", classes="box")
        why_box = WhyBox(lambda instance: reading.why_view(self.desk, self.ref, instance))
        record_box = Vertical(VirtualList(id="entries"), id="record", classes="box")
        yield Container(Vertical(next_box, why_box, id="left"), record_box, id="columns")

    def crumbs(self) -> tuple[str, ...]:
        stack = [each for each in self.app.screen_stack if isinstance(each, OfficeScreen) and each is not self]
        names = [each.AREA.capitalize() for each in stack[:1] if each.AREA]
        return (*names, self.ref)

    # ------------------------------------------------------------ what is shown

    def look_again(self) -> None:
        first, before = self.case is None, self.case
        try:
            with self.desk.store.reading():
                case = reading.case_view(self.desk, self.ref)
                self.steps = [] if case.narrow else reading.steps_view(self.desk, self.ref)
                decided = "" if case.narrow else self._decisions()
        except NoSuchCase as error:
            self._cannot_show(str(error))
            return
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        self.case = case
        self.query_one(WhyBox).forget()
        self._rows = StepRows(case, self.steps, self.desk.today, decided)
        self._show_top(case)
        self._show_steps(case, first)
        self._show_pane()
        self.refresh_bindings()
        if first:
            (self._entries if case.narrow else self._steps).focus()
            self.say(self._note)
        elif before is not None and newest(case) > newest(before):
            self._say_what_others_did(case, newest(before))

    def _cannot_show(self, words: str) -> None:
        self.case, self.steps, self._rows = None, [], StepRows()
        self._steps.show(self._rows, empty=words)
        self._entries.show(TextRows(()), empty="")
        self.query_one("#title", Words).update(text(f" {self.ref}", "bold"))
        self.query_one("#warning").display = False
        self.query_one(WhyBox).show(None)
        self._steps.focus()

    def _decisions(self) -> str:
        """The steps that are decisions of somebody named by the procedure."""
        file = reading.open_file(self.desk, self.ref)
        return " ".join(each.id for each in file.procedure.steps if each.decides)

    def _say_what_others_did(self, case: CaseView, seen: int) -> None:
        me = self.desk.viewer.name
        if any(each.id > seen and each.recorded_by != me for each in case.entries):
            self.say(f"{what_changed(self.desk, self.ref, seen)} This is how it stands now.")

    def _show_top(self, case: CaseView) -> None:
        warning = self.query_one("#warning", Words)
        if case.narrow:
            self.query_one("#title", Words).update(join((f" {case.kind_name} {case.ref}", "bold")))
            warning.update("This case is about you. You see what was written to you, nothing else.")
            self.query_one("#track").display = False
            self.query_one("#left").display = False
            return
        self.query_one("#title", Words).update(title_line(case, self.steps))
        self.query_one(StageTrack).show(case.stages)
        more = f"  ({len(case.warnings)} to look at: Tab)" if len(case.warnings) > 1 else ""
        of_the_case = [each for each in case.warnings if each.rule != OF_THE_PROCEDURE]
        warning.display = bool(of_the_case)
        if of_the_case:
            room = max(20, self.app.size.width - len(more) - 5)
            first = one_line(of_the_case[0].words)
            first = first if len(first) <= room else f"{first[: room - 1]}…"
            warning.update(join((f"▲ {first}", ""), (more, "$muted")))

    def _show_steps(self, case: CaseView, first: bool) -> None:
        none = "This case is closed: nothing is left to do." if case.status == "closed" else "No step is open."
        self._steps.show(self._rows, empty=f"{none} x shows what else can be recorded.", keep=not first)
        box = self.query_one("#next")
        box.border_title = text(f"What to do next ({len(self._rows.steps)})")
        most = 18 if self.has_class("-wide") else 6
        self._steps.styles.height = max(1, min(most, self._rows.count))
        if not self._rows.count:
            self.query_one(WhyBox).show(None)

    @property
    def _steps(self) -> VirtualList:
        return self.query_one("#steps", VirtualList)

    @property
    def _entries(self) -> VirtualList:
        return self.query_one("#entries", VirtualList)

    def _show_pane(self, keep: bool = True) -> None:
        if self.case is None:
            return
        self._entries.show(TextRows(pane_rows(self.case, self.pane)), empty=EMPTY[self.pane], keep=keep)
        box = self.query_one("#record")
        counts = {pane: len([row for row in pane_rows(self.case, pane) if not isinstance(row, str)]) for pane in PANES}
        counts["People"] = len(self.case.parties)
        box.border_title = text(f"{self.pane} ({counts[self.pane]})")
        self._counts = {} if self.case.narrow else counts
        self._show_other_panes()

    def _show_other_panes(self) -> None:
        box = self.query_one("#record")
        if self._counts:
            others = {pane: count for pane, count in self._counts.items() if pane != self.pane}
            box.border_subtitle = text(other_panes(others, box.size.width - 4))

    def on_resize(self) -> None:
        if self.case is not None and not self.case.narrow:
            self.call_after_refresh(self._show_steps, self.case, False)
            self.call_after_refresh(self._show_other_panes)

    @on(VirtualList.Highlighted, "#steps")
    def _on_step(self, event: VirtualList.Highlighted) -> None:
        event.stop()
        self.query_one(WhyBox).show(self._rows.step(event.key))

    # ------------------------------------------------------------ keys

    def action_pane(self, away: int) -> None:
        if self.case is None or self.case.narrow:
            return
        place = 0 if self._steps.has_focus else PANES.index(self.pane) + 1
        place = (place + away) % (len(PANES) + 1)
        if place == 0:
            self._steps.focus()
            return
        self.pane = PANES[place - 1]
        self._show_pane(keep=False)
        self._entries.focus()

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
        elif what == "warning" and self.case is not None:
            self.say(self.case.warnings[int(name)].words)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        ours = action in _OF_THE_CASE
        return not ours or (self.case is not None and not self.case.narrow)

    def _may(self) -> bool:
        return self.case is not None and not self.case.narrow and self.may_record()

    @property
    def highlighted(self) -> StepView | None:
        """The highlighted step; None where no step is open."""
        return self._rows.step(self._steps.key)

    def action_record(self) -> None:
        if not self._may():
            return
        if self.highlighted is None:
            self.say("No step is open. x shows what else can be recorded.")
        else:
            self.open("record", self.ref, self.highlighted.instance)

    def action_write(self) -> None:
        step = self.highlighted
        if not self._may():
            return
        if step is None or not step.notice:
            self.say("This step needs no letter. r records it.")
        else:
            self.open("wizard", self.ref, step.instance)

    def action_decide(self) -> None:
        if not self._may():
            return
        decided = self._decisions().split()
        waiting = [each for each in self._rows.steps if each.step in decided]
        step = self.highlighted if self.highlighted in waiting else next(iter(waiting), None)
        if step is None:
            self.say("No decision is waiting in this case. x shows what else can be recorded.")
        else:
            self.open("record", self.ref, step.instance)

    def action_why(self) -> None:
        if self.highlighted is not None:
            self.open("why", self.ref, self.highlighted.instance)

    def action_note(self) -> None:
        self._act("note")

    def action_owner(self) -> None:
        self._act("owner")

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

    def action_undo(self) -> None:
        if not self._may() or self.case is None:
            return
        me = self.desk.viewer.name
        mine = [each for each in self.case.entries[1:] if each.recorded_by == me and not each.struck]
        if not mine:
            self.say(
                "You recorded nothing here that could be struck. What opened the case can be corrected (Enter, c)."
            )
        else:
            self.open("strike", self.ref, max(each.id for each in mine))
