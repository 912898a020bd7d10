"""Keeping a letter, an e-mail or another paper that came in with a case, or with one entry of it."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.requests import Attach, Problem
from sharedlives_tui.screens.act_fields import asked
from sharedlives_tui.screens.paper_files import paper, where_it_lies
from sharedlives_tui.screens.unsaved import AsksBeforeLeaving
from sharedlives_tui.screens.writing import NotWritten, Wrote, problems_of, write
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import host_of, surroundings
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words

MOST = 10 * 1024 * 1024
"""Bytes of a file that are read at most: one more than the office keeps is refused by it."""


class AttachDialog(AsksBeforeLeaving, Dialog[str]):
    """Takes a file from the computer into the case. Dismissed with its name in words."""

    PLACE = "short-form"
    BINDINGS = bindings("short-form")
    DEFAULT_CSS = "AttachDialog Form { height: 8; margin: 1 0 0 0; }"

    def __init__(self, ref: str, entry: int | None = None) -> None:
        super().__init__("Keep a paper with the case")
        self._ref, self._entry = ref, entry

    def body(self) -> Iterable[Widget]:
        of = f", with entry {self._entry}" if self._entry is not None else ""
        yield Words(f"{self._ref}{of}. The file is copied into the office's own file; at most 10 MB.")
        fields = (
            asked("file", "File", "text", required=True, help=where_it_lies()),
            asked(
                "confidential",
                "Given in confidence",
                "yes/no",
                default="no",
                help="Yes: it is left out of copies of the case, and goes with no letter.",
            ),
        )
        yield Form(fields, {}, surroundings(host_of(self).desk))
        yield Horizontal(Button("Keep it", id="do", variant="primary", compact=True), classes="buttons")

    def on_mount(self) -> None:
        self.add_class("-large")
        self.query_one(Form).enter("file")

    @on(Button.Pressed, "#do")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_save()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return action != "afresh"  # there is no draft here

    def action_save(self) -> None:
        form = self.query_one(Form)
        problems = form.problems()
        form.show_problems(problems)
        if problems or self.busy:
            return
        values, desk = form.values(), host_of(self).desk
        named = str(values["file"])
        confidential = values.get("confidential") == "yes"
        self.busy = True
        self.query_one("#do", Button).disabled = True

        def work() -> str:
            from sharedlives_tui import casework

            name, content = paper(named, MOST)
            casework.attach(desk, Attach(self._ref, name, content, self._entry, confidential))
            return f"Kept with {self._ref}: {name}"

        write(self, "attach", work)

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        event.stop()
        host_of(self).announce()
        self.dismiss(event.result)

    @on(NotWritten)
    def _not_written(self, event: NotWritten) -> None:
        event.stop()
        self.busy = False
        self.query_one("#do", Button).disabled = False
        problems = problems_of(event.error)
        self.query_one(Form).show_problems([Problem("file", each.rule, each.words) for each in problems])
