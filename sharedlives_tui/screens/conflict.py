"""Somebody else saved first: what was typed and what they recorded, beside each other. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from textual import on
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui import reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, EntryView, FieldView
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import namer
from sharedlives_tui.facts import Value
from sharedlives_tui.names import in_one_line
from sharedlives_tui.screens.act_fields import label_of
from sharedlives_tui.screens.drafts import say_time
from sharedlives_tui.screens.outcome import came_between
from sharedlives_tui.typed_dates import said_day
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, lines

AGAIN, OPEN = "again", "open"
"""The answers beside None, which goes back to the form."""


class Typed(NamedTuple):
    """What somebody was about to record: the step by its instance and name, and its filled fields."""

    instance: str
    name: str
    values: Sequence[tuple[str, str]]
    """Label and words of each field, in the order of the form."""
    only_adds: bool = False
    """It is a note: another one beside it is not the same thing done twice."""


class Pair(NamedTuple):
    """One line of the comparison. Either side may be empty."""

    label: str
    yours: str
    theirs: str


def typed_in(desk: Desk, fields: Iterable[FieldView], values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Return the label and words of each field that holds something; people by their names."""
    name = namer(desk.store)
    return [(each.label, _words(values[each.name], name)) for each in fields if values.get(each.name)]


def pairs(typed: Typed, theirs: EntryView) -> list[Pair]:
    """Return what was typed beside what an entry of the same step holds; of another step, what it holds alone."""
    said = {"Done on": said_day(theirs.done_on.isoformat()), "Who did it": theirs.done_by}
    said |= {theirs.labels.get(name, name): _words(value) for name, value in theirs.values.items()}
    if theirs.instance != typed.instance:
        return [Pair(label, "", words) for label, words in said.items()]
    found = [Pair(label, words, said.pop(label, "")) for label, words in typed.values]
    return found + [Pair(label, "", words) for label, words in said.items()]


def _words(value: Value, name: Callable[[str], str] = str) -> str:
    if isinstance(value, str):
        return said_day(name(value))
    return in_one_line([name(each) for each in value])


class ConflictDialog(Dialog[str]):
    """Yours and theirs. Dismissed with AGAIN (record mine as well), OPEN (see the case), or None (back to the form)."""

    PLACE = "conflict"
    BINDINGS = bindings("conflict")
    DEFAULT_CSS = """
    ConflictDialog VerticalScroll { height: auto; max-height: 13; scrollbar-size-vertical: 1; padding: 0 1 0 0; }
    ConflictDialog .pair { height: auto; }
    ConflictDialog .pair Words { width: 1fr; height: auto; padding: 0 1 0 0; }
    """

    def __init__(self, before: CaseView, typed: Typed, times: int = 1) -> None:
        """`times` says how often this is met with what was typed: somebody may be quicker while one reads."""
        super().__init__("Somebody else saved first" + (f" again ({times})" if times > 1 else ""))
        self._before, self._typed = before, typed

    def body(self) -> Iterable[Widget]:
        try:
            now = reading.case_view(host_of(self).desk, self._before.ref)
        except NoSuchCase:
            yield Words(f"{self._before.ref} cannot be seen any more. What you typed is kept as a draft.")
            yield Horizontal(Button("Back to the form", id="leave", compact=True), classes="buttons")
            return
        yield VerticalScroll(*self._comparison(now), id="whole", can_focus=False)
        yield Horizontal(
            Button("Back to the form", id="leave", variant="primary", compact=True),
            Button("Record mine as well", id="again", compact=True),
            Button("Open the case", id="open", compact=True),
            classes="buttons",
        )

    def _comparison(self, now: CaseView) -> Iterable[Widget]:
        entries, struck = came_between(self._before, now)
        same = [each for each in entries if each.instance == self._typed.instance]
        yield Words(_advice(bool(same), self._typed.only_adds))
        yield _pair(join(("Yours, not recorded", "bold underline")), join(("Theirs, recorded", "bold underline")))
        first = same[0] if same else (entries[0] if entries else None)
        yield _pair(self._typed.name, "" if first is None else _headline(first, now))
        if first is None or not same:
            alone = max(len(self._typed.values), 0 if first is None else len(pairs(self._typed, first)))
            theirs = [] if first is None else pairs(self._typed, first)
            for number in range(alone):
                mine = self._typed.values[number] if number < len(self._typed.values) else None
                other = theirs[number] if number < len(theirs) else None
                yield _pair(_said(mine), _said(None if other is None else (other.label, other.theirs)))
        else:
            for each in pairs(self._typed, first):
                mark = "" if self._typed.only_adds or each.yours == each.theirs else "bold"
                yield _pair(_said((each.label, each.yours), mark), _said((each.label, each.theirs), mark))
        for entry in [each for each in entries if each is not first]:
            yield _pair("", _headline(entry, now))
            for line in pairs(self._typed._replace(instance=""), entry):
                yield _pair("", _said((line.label, line.theirs)))
        for entry in struck:
            by = entry.struck_by or "Somebody"
            yield _pair("", join((f"{by} struck ‘{entry.name}’: {entry.struck_reason}", "bold")))
        if not entries and not struck:
            yield _pair("", "A limit has moved, or a paper was kept with the case.")

    def on_mount(self) -> None:
        self.add_class("-large")
        self.query_one("#leave").focus()

    @on(Button.Pressed)
    def _answer(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id if event.button.id in (AGAIN, OPEN) else None)

    def action_again(self) -> None:
        self.dismiss(AGAIN)

    def action_open(self) -> None:
        self.dismiss(OPEN)

    def action_scroll(self, away: int) -> None:
        for part in self.query("#whole"):
            part.scroll_relative(y=away * 5, animate=False)


def _advice(same: bool, only_adds: bool) -> str:
    """What to do with what was typed, where they recorded the `same` step or another one."""
    if not same:
        return "Nothing that you typed is lost. See whether it still holds, then record it."
    if only_adds:
        return "They added a note too. Read it: yours can go beside it, for a note takes nothing's place."
    return "They recorded the same step. Compare before you record yours too: it may be done already."


def _headline(entry: EntryView, case: CaseView) -> Content:
    name = label_of(entry.name, entry.instance, case)
    return lines((name, "bold"), (f"{entry.recorded_by}, at {say_time(entry.recorded_at)}", "$muted"))


def _said(what: tuple[str, str] | None, style: str = "") -> Content:
    if what is None or not what[1]:
        return Content("")
    return join((f"{what[0]}: ", "$muted"), (what[1], style))


def _pair(yours: str | Content, theirs: str | Content) -> Horizontal:
    return Horizontal(Words(yours), Words(theirs), classes="pair")
