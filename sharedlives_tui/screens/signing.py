"""Letters that wait for a manager's sign-off: the list of them, one to read, and sending it back with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import STAFF, FieldView, SignOffView
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.names import in_one_line
from sharedlives_tui.screens.act_fields import asked
from sharedlives_tui.screens.kept_form import KeptForm
from sharedlives_tui.screens.small_form import SmallForm
from sharedlives_tui.screens.wizard_words import letter_words
from sharedlives_tui.screens.writing import NotWritten, Wrote, words_of, write
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, lines, one_line
from sharedlives_tui.widgets.sheet import SheetDialog
from sharedlives_tui.widgets.virtual_list import FixedRows, RowText, VirtualList

if TYPE_CHECKING:
    from sharedlives_tui.signing_off import Answered, Waiting

SIGN, SIGNED_OFF = "sign", "signed"
SIGNED = "{}: signed off. Whoever asked records it as sent once it has gone."
_FOR = "For a manager who decided it: say who, and how you know of it."


class WaitingDialog(Dialog[tuple[str, ...]]):
    """One's own letters that were answered, then those that wait, each the oldest first.

    Dismissed with what is to be opened for the chosen one: the case of the first, of the others the letter to read.
    """

    PLACE = "waiting"
    BINDINGS = bindings("waiting")
    DEFAULT_CSS = "WaitingDialog VirtualList { height: 14; background: $surface; }"

    def __init__(self) -> None:
        super().__init__("Letters and their sign-off")
        self._found: dict[str, tuple[str, ...]] = {}

    def body(self) -> Iterable[Widget]:
        yield VirtualList(id="list", empty="No letter waits for a sign-off.")

    def on_mount(self) -> None:
        from sharedlives_tui import signing_off

        self.add_class("-large")
        rows: list[RowText] = []
        try:
            desk = host_of(self).desk
            for each in signing_off.answered(desk):
                how = ("✓ signed off", "$done") if each.state == SIGNED_OFF else ("◆ sent back ", "$soon")
                rows.append(_row(each, "", how))
                self._found[rows[-1].key] = "case", each.ref
            for letter in signing_off.waiting(desk):
                asked_on = say_day(letter.on).removesuffix(f" {desk.today.year}")
                rows.append(_row(letter, f"{letter.asked_by}, {asked_on}"))
                self._found[rows[-1].key] = "sign-off", letter.ref, letter.instance
        except StoreError as error:
            self.say(str(error), problem=True)
        listed = self.query_one(VirtualList)
        listed.show(FixedRows(rows))
        listed.focus()

    @on(VirtualList.Selected)
    def _chosen(self, event: VirtualList.Selected) -> None:
        event.stop()
        self.dismiss(self._found[event.key])


def _row(each: Answered | Waiting, asked: str, *how: tuple[str, str]) -> RowText:
    """One letter, after how it was answered; by whom that was, and why, stands in its case."""
    about = f"{each.ref}  {one_line(each.name)}: {one_line(each.title)}"
    answer = tuple((f" {words}", style) for words, style in how)
    return RowText(f"{each.ref} {each.instance}", (*answer, (f" {about}", ""), (f"  {asked}", "$muted")))


class SignOffDialog(SheetDialog):
    """One letter to read: signed off, or sent back with the reason. Dismissed with what was done, in words."""

    PLACE = "sign-off"
    BINDINGS = bindings("sign-off")

    def __init__(self, ref: str, instance: str = "") -> None:
        super().__init__(f"Sign off a letter of {ref}")
        self._ref, self._instance = ref, instance
        self._letter: SignOffView | None = None

    def body(self) -> Iterable[Widget]:
        from sharedlives_tui import reading

        try:
            case = reading.case_view(host_of(self).desk, self._ref)
        except NoSuchCase as error:
            yield Words(str(error))
            return
        waiting = [each for each in case.sign_offs if each.state == "waiting"]
        fitting = [each for each in waiting if each.instance == self._instance]
        self._letter = next(iter(fitting or waiting), None)
        yield from self.sheet("Sign off")

    def sheet(self, verb: str) -> Iterable[Widget]:
        *parts, _ = super().sheet(verb)
        yield from parts
        yield Horizontal(
            Button(Content(verb), id="do", variant="primary", compact=True),
            Button("Send back", id="back", compact=True),
            classes="buttons",
        )

    def on_mount(self) -> None:
        super().on_mount()
        if not self.query("#sheet"):
            return
        if self._letter is None:
            self.show_sheet("No letter of this case waits for a sign-off.")
            for each in self.query(Button):
                each.display = False
            return
        about = f"{self._letter.name}. {self._letter.words}"
        goes = [join((self._letter.reaches, "$muted"))] if self._letter.reaches else []
        self.show_sheet(lines(join((about, "bold")), *goes, "", letter_words(self._letter.letter)))
        self.query_one("#do").focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "do":
            self.action_sign()
        else:
            self.action_send_back()

    def action_sign(self) -> None:
        letter = self._letter
        if letter is None or self.query_one("#do", Button).disabled:
            return
        from sharedlives_tui import signing_off

        desk, ref = host_of(self).desk, self._ref
        if not signing_off.signs(desk, ref, letter.instance):
            host_of(self).show("sign-off-for", ref, letter.instance, letter.letter, then=self._answered)
            return
        self.query_one("#do", Button).disabled = True

        def work() -> str:
            signing_off.sign(desk, ref, letter.instance, letter.letter)
            return SIGNED.format(ref)

        write(self, SIGN, work)

    def action_send_back(self) -> None:
        if self._letter is not None:
            host_of(self).show("send-back", self._ref, self._letter.instance, then=self._answered)

    def _answered(self, words: str | None) -> None:
        if words:
            self.dismiss(words)

    def on_wrote(self, event: Wrote) -> None:
        event.stop()
        host_of(self).announce()
        self.dismiss(event.result)

    def on_not_written(self, event: NotWritten) -> None:
        event.stop()
        self.query_one("#do", Button).disabled = False
        self.say(words_of(event.error), problem=True)


class SendBackDialog(KeptForm):
    """Sends a letter back with what is to be changed."""

    def __init__(self, ref: str, instance: str) -> None:
        super().__init__("Send the letter back", "Send it back", "Whoever asked sees the reason in the case.")
        self._ref, self._instance = ref, instance

    @property
    def place(self) -> str:
        return f"send back {self._ref} {self._instance}"

    def fields(self) -> Iterable[FieldView]:
        yield asked(
            "reason",
            "What to change",
            "long text",
            required=True,
            help="What is wrong with the letter, and what it is to say. Whoever asked reads it in the case.",
        )
        yield from () if _signs(host_of(self).desk, self._ref, self._instance) else _for_somebody()

    def work(self, values: dict[str, Value]) -> str:
        from sharedlives_tui import signing_off

        desk, by = host_of(self).desk, str(values.get("by", ""))
        reason, draft = str(values["reason"]), self.place_of_draft
        signing_off.send_back(desk, self._ref, self._instance, reason, by, values, draft=draft)
        return f"{self._ref}: the letter was sent back."


class SignForDialog(SmallForm):
    """Records that a manager signed a letter off, for those who do not sign it off themselves."""

    def __init__(self, ref: str, instance: str, letter: str) -> None:
        super().__init__("A manager signed it off", "Record it", _FOR)
        self._ref, self._instance, self._letter = ref, instance, letter

    def fields(self) -> Iterable[FieldView]:
        return _for_somebody()

    def work(self, values: dict[str, Value]) -> str:
        from sharedlives_tui import signing_off

        desk, by = host_of(self).desk, str(values["by"])
        signing_off.sign(desk, self._ref, self._instance, self._letter, by, values)
        return SIGNED.format(self._ref)


def _signs(desk: Desk, ref: str, instance: str) -> bool:
    from sharedlives_tui import signing_off

    try:
        return signing_off.signs(desk, ref, instance)
    except NoSuchCase:
        return True  # recording it says that there is no such case


def _for_somebody() -> Iterable[FieldView]:
    """Who decided it, and how whoever types knows of it."""
    from sharedlives_tui import on_behalf, sign_off

    who = f"Who decided it: {in_one_line(sign_off.signers())}."
    yield asked("by", "Who decided it", "person", required=True, help=who, among=(STAFF,))
    for each in on_behalf.FIELDS:
        yield asked(each.id, each.label, each.kind, required=True, help=each.help, choices=each.choices)
