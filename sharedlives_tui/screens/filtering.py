"""The filter of the cases from a screen that lists them otherwise: Cases shows what was chosen."""

from __future__ import annotations

from sharedlives_tui import reading
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.case_filter import MINE, TEAM, CaseFilter
from sharedlives_tui.screens.listed_keys import place_of
from sharedlives_tui.store.errors import StoreError


def filter_cases(screen: OfficeScreen, *, mine: bool, kind: str | None = None) -> None:
    """Ask which cases to show, beginning with the open ones of the list in front; then go to Cases, which shows them.

    There Escape leads back to the screen. What is remembered of Cases' own filter stays as it is.
    """

    def chosen(found: CaseFilter | None) -> None:
        if found is not None:
            screen.host.go_to("cases", found)

    try:
        here = reading.kinds_here(screen.desk)
    except StoreError as error:
        screen.say(str(error), problem=True)
        return
    every = sorted(reading.kinds(screen.desk), key=lambda each: place_of(each[0]))
    kinds = [(each, plural) for each, _, plural in every if each in here]
    now = CaseFilter(kind=kind or "", state="open", whose=MINE if mine else TEAM)
    screen.open("filter", now, kinds, then=chosen)
