"""Texts that are often used: choosing one for a field, keeping what stands in it, and the list of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress

from textual import on
from textual.widget import Widget

from sharedlives_tui import allowed, often_used
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.facts import Value
from sharedlives_tui.keymap import said, with_keys
from sharedlives_tui.often_used import ANY_STEP, OftenUsed
from sharedlives_tui.requests import Refused
from sharedlives_tui.screens.act_fields import asked
from sharedlives_tui.screens.case_rows import Row
from sharedlives_tui.screens.list_with_words import ListWithWords
from sharedlives_tui.screens.small_form import SmallForm
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.form import Check
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, one_line
from sharedlives_tui.widgets.virtual_list import FixedRows, RowText, VirtualList

Place = tuple[str, str, str]
_HERE, _EVERYWHERE = "this step alone", "every step that asks it"
_PUT_IN = "As it is put into the field; there it can still be changed."


class OftenDialog(Dialog[str]):
    """The texts of one field. Dismissed with the words of the chosen one; None to leave the field as it is."""

    PLACE = "often"
    BINDINGS = bindings("often")
    DEFAULT_CSS = """
    OftenDialog VirtualList { height: 8; background: $surface; }
    OftenDialog #text { height: auto; max-height: 6; margin: 1 0 0 0; color: $muted; }
    """

    def __init__(self, label: str, place: Place, standing: str) -> None:
        super().__init__(f"Often used: {one_line(label)}")
        self._place, self._standing = place, standing
        self._texts: dict[str, OftenUsed] = {}

    def body(self) -> Iterable[Widget]:
        yield VirtualList(id="list")
        yield Words(id="text")

    def on_mount(self) -> None:
        self.add_class("-large")
        self._look()
        self.query_one(VirtualList).focus()

    def _look(self) -> None:
        kind, act, field = self._place
        try:
            found = [each for each in often_used.often_used(host_of(self).desk, kind, act) if each.field == field]
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        self._texts = {str(each.id): each for each in found}
        rows = [RowText(key, ((f" {one_line(each.name)}", ""),)) for key, each in self._texts.items()]
        empty = with_keys("No text is kept for this field yet. {often.new} keeps what stands in it.")
        self.query_one(VirtualList).show(FixedRows(rows), empty=empty)

    @on(VirtualList.Highlighted)
    def _highlighted(self, event: VirtualList.Highlighted) -> None:
        event.stop()
        self.query_one("#text", Words).update(self._texts[event.key].text)

    @on(VirtualList.Selected)
    def _chosen(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.dismiss(self._texts[event.key].text)

    def action_new_text(self) -> None:
        desk = host_of(self).desk
        if desk.read_only:
            self.say("This office is open for reading only: nothing can be kept.", problem=True)
        elif words := allowed.why_not(desk, "office"):
            self.say(words, problem=True)
        elif not self._standing.strip():
            self.say("Nothing stands in the field. Write the text there first.", problem=True)
        else:
            host_of(self).show("often-keep", self._place, self._standing, then=self._kept)

    def _kept(self, words: str | None) -> None:
        if words:
            self._look()
            self.say(words)


class KeepDialog(SmallForm):
    """Keeps what stands in a field as a text that is often used there."""

    def __init__(self, place: Place, text: str) -> None:
        super().__init__("Keep as often used", "Keep", "Everybody of the office is then offered it in this field.")
        self._place, self._text = place, text

    def fields(self) -> Iterable[FieldView]:
        return (
            asked(
                "name", "Its name", "text", required=True, help="By it one finds the text. Take out names of people."
            ),
            asked(
                "step",
                "It is for",
                "choice",
                choices=(_HERE, _EVERYWHERE),
                required=True,
                default=_HERE,
                help="Whether this step alone offers the text, or each step that asks for the same.",
            ),
            asked("text", "The text", "long text", required=True, help=_PUT_IN),
        )

    def plain_values(self) -> dict[str, Value]:
        return {"text": self._text, "step": _HERE}

    def work(self, values: dict[str, Value]) -> str:
        kind, act, field = self._place
        place = (kind, act if values["step"] == _HERE else ANY_STEP, field)
        made = often_used.add(host_of(self).desk, str(values["name"]), place, str(values["text"]))
        return f"Kept: {made.name}."


class OftenScreen(ListWithWords):
    """All texts, by procedure and field. Enter changes one, n keeps another, e offers one no more."""

    PLACE = "often-list"
    BINDINGS = bindings("often-list")

    def crumbs(self) -> tuple[str, ...]:
        return ("Settings", "Often used texts")

    def look_again(self) -> None:
        try:
            found = often_used.often_used(self.desk)
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        rows: list[Row | str] = []
        heading = ""
        for each in found:
            place = often_used.said_place(self.desk, each)
            if place != heading:
                heading = place
                rows.append(heading)
            rows.append((str(each.id), ("·", "$muted"), "", f"{each.name}: {one_line(each.text)}", ""))
        empty = with_keys("No text is kept yet. {often-list.new} keeps one; in a field {form.often} does.")
        count = f"{len(found)} {'text' if len(found) == 1 else 'texts'} for fields of forms and letters"
        self.fill(count, rows, {str(each.id): one_line(each.text) for each in found}, empty)

    def chosen(self, key: str) -> None:
        if self.may_record("office"):
            self.open("often-change", int(key))

    def action_new_text(self) -> None:
        if self.may_record("office"):
            self.open("often-add")

    def action_retire(self) -> None:
        if self.key and self.may_record("office"):
            self.open("often-retire", int(self.key))


class AddDialog(SmallForm):
    """Keeps a text for a field that is named."""

    def __init__(self) -> None:
        super().__init__("Another text", "Keep")

    def fields(self) -> Iterable[FieldView]:
        example = "The kind of case, the step and the field: Complaint, Acknowledge in writing, Support on offer."
        return (
            asked("place", "Belongs to", "text", required=True, help=example),
            asked("name", "Its name", "text", required=True, help="By it one finds the text."),
            asked("text", "The text", "long text", required=True, help=_PUT_IN),
        )

    def checks(self) -> Mapping[str, Check]:
        desk = host_of(self).desk
        return {"place": lambda value: often_used.why_no_place(desk, str(value))}

    def work(self, values: dict[str, Value]) -> str:
        place = often_used.place_named(host_of(self).desk, str(values["place"]))
        made = often_used.add(host_of(self).desk, str(values["name"]), place, str(values["text"]))
        return f"Kept: {made.name}."


class ChangeDialog(SmallForm):
    """Gives a text another name or other words."""

    FIRST = "name"

    def __init__(self, number: int) -> None:
        super().__init__("Change this text", "Keep", "Letters that were written keep their words.")
        self._number = number

    def fields(self) -> Iterable[FieldView]:
        return (
            asked("name", "Its name", "text", required=True, help="By it one finds the text."),
            asked("text", "The text", "long text", required=True, help=_PUT_IN),
            asked("reason", "Why", "text", help="Stands in the journal, with your name and the day."),
        )

    def plain_values(self) -> dict[str, Value]:
        try:
            now = often_used.numbered(host_of(self).desk, self._number)
        except Refused:
            return {}  # somebody has just taken it away: keeping it says so
        self.seen = now
        return {"name": now.name, "text": now.text}

    def work(self, values: dict[str, Value]) -> str:
        desk, why = host_of(self).desk, str(values.get("reason", ""))
        made = often_used.change(desk, self._number, str(values["name"]), str(values["text"]), why, seen=self.seen)
        return f"Changed: {made.name}."


class RetireDialog(SmallForm):
    """Offers a text no more."""

    def __init__(self, number: int) -> None:
        super().__init__("Offer this text no more", "Offer it no more", f"{said('back')} leaves it as it is.")
        self._number = number

    def fields(self) -> Iterable[FieldView]:
        return (asked("reason", "Why", "text", help="Stands in the journal, with your name and the day."),)

    def plain_values(self) -> dict[str, Value]:
        with suppress(Refused):  # somebody has just taken it away: saying so is the door's
            self.seen = often_used.numbered(host_of(self).desk, self._number)
        return {}

    def work(self, values: dict[str, Value]) -> str:
        why = str(values.get("reason", ""))
        gone = often_used.retire(host_of(self).desk, self._number, why, seen=self.seen)
        return f"Offered no more: {gone.name}."
