"""What a screen shows, taken out as a workbook: written in a thread where documents are kept, told in the journal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sharedlives_tui import audit
from sharedlives_tui.desk import Desk
from sharedlives_tui.requests import Refused
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.word_files import save_document
from sharedlives_tui.shared import saved
from sharedlives_tui.store.cases import CaseList, Wanted
from sharedlives_tui.store.errors import StoreError


def take_out(screen: OfficeScreen, write: Callable[[], Path]) -> None:
    """Have `write` do it in a thread, if whoever sits here may take out files; say where the file lies, or why not."""

    def work() -> None:
        try:
            audit.must_take(screen.desk)
            path = write()
        except (StoreError, OSError, Refused, ValueError) as error:
            screen.app.call_later(screen.say, f"Not saved. {error}", problem=True)
            return
        screen.app.call_later(screen.say, saved(path))

    screen.run_worker(work, thread=True, group="save", exclusive=True)


def save_cases(desk: Desk, wanted: Wanted) -> Path:
    """Write the cases that are wanted into a workbook; return where it lies.

    Raises OSError, StoreError, Refused; ValueError for more than a sheet holds.
    """
    from sharedlives_tui.case_sheet import case_sheet, every
    from sharedlives_tui.marks import mark_of
    from sharedlives_tui.workbook import ENDING, workbook

    reads = desk.store.aside()  # the screens go on meanwhile
    try:
        with reads.reading():
            cases = CaseList(reads, desk.viewer, wanted, desk.today, desk.soon_until)
            sheets, mark = [case_sheet(every(cases))], mark_of(desk).line
            content = workbook(f"{desk.office.name}: cases", sheets, desk.clock.now(), mark)
    finally:
        reads.close()
    tell = "cases for Excel"
    return save_document(f"Cases {desk.today}", content, ENDING, tell=lambda name: audit.taken(desk, tell, name=name))
