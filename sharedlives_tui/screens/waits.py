"""Whom a case waits for: how it is said on screens, and the dialog in which a wait is ended or put right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.content import Content
from textual.widget import Widget

from sharedlives_tui import keymap
from sharedlives_tui.caseviews import CaseView, WaitView
from sharedlives_tui.names import in_one_line
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.case_rows import Row, TextRows
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.themes import LOOKS
from sharedlives_tui.typed_dates import say_short
from sharedlives_tui.waits import BEGINS, ENDS, WHICH
from sharedlives_tui.widgets.list_dialog import ListDialog
from sharedlives_tui.widgets.safe import join, one_line
from sharedlives_tui.widgets.virtual_list import VirtualList

ANOTHER = "another"


def since_words(wait: WaitView, today: date) -> str:
    """Return since when a wait lasts: "since Tue 3 Nov, 21 days"."""
    days = wait.days(today)
    return f"since {say_short(wait.since)}" + (f", {days} {'day' if days == 1 else 'days'}" if days else "")


def waits_line(case: CaseView, today: date) -> Content:
    """Return the line on top of a case that says whom it waits for; several by whom alone. Nobody: empty."""
    found = case.waits_now
    if not found:
        return Content("")
    said, more = found[0].words, f" ({since_words(found[0], today)})"
    if len(found) > 1:
        said = in_one_line(dict.fromkeys(each.whom for each in found))
        more = f" ({len(found)}: {keymap.said('case.waits')} shows them)"
    return join((f"{LOOKS['waiting'].symbol} Waiting for: ", "$waiting"), one_line(said), (more, "$muted"))


def ask_about_waits_in(screen: OfficeScreen, ref: str) -> None:
    """The same for a case of a list, by its reference."""
    from sharedlives_tui import reading
    from sharedlives_tui.casefile import NoSuchCase

    try:
        case = reading.case_view(screen.desk, ref)
    except (NoSuchCase, StoreError) as error:
        screen.say(str(error), problem=True)
        return
    if case.narrow:
        screen.tell(f"{ref} is about you: what it waits for is for others to note.")
    else:
        ask_about_waits(screen, case)


def ask_about_waits(screen: OfficeScreen, case: CaseView) -> None:
    """Ask whom the case waits for; where it waits already, show for whom, to end one or to add another."""

    def chosen(key: str | None) -> None:
        if key is None:
            return
        what, _, number = key.partition("-")
        if what == ANOTHER:
            screen.open("record", case.ref, BEGINS)
            return
        wait = next(each for each in case.waits_now if each.entry == int(number))
        if what == "over":
            screen.open("record", case.ref, ENDS, {WHICH: wait.words})
        else:
            screen.open("entry", case.ref, wait.entry)

    if case.status == "closed":
        screen.tell(f"{case.ref} is closed: it waits for nobody.")
    elif case.waits_now:
        screen.open("waits", case, then=chosen)
    else:
        screen.open("record", case.ref, BEGINS)


class WaitsDialog(ListDialog):
    """For whom the case waits. Dismissed with `over-N` (what ends), `entry-N` (what is put right) or `another`."""

    def __init__(self, case: CaseView) -> None:
        super().__init__(f"Whom {case.ref} waits for")
        self._waits = case.waits_now

    def body(self) -> Iterable[Widget]:
        yield VirtualList(TextRows(self._rows()))

    def _rows(self) -> list[Row | str]:
        sign = (LOOKS["waiting"].symbol, "$waiting")
        rows: list[Row | str] = ["IT CAME, OR WE NO LONGER WAIT"]
        rows += [(f"over-{each.entry}", sign, "", each.words, f"since {say_short(each.since)}") for each in self._waits]
        rows += ["MORE", (ANOTHER, ("+", "$key"), "", "Wait for somebody else as well", "")]
        rows += [(f"entry-{each.entry}", (" ", ""), "Correct or strike: ", each.words, each.by) for each in self._waits]
        return rows
