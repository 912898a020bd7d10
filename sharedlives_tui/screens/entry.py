"""One entry of a case, whole: what was recorded, by whom and when, and the letter that left."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from sharedlives_tui import reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, EntryView
from sharedlives_tui.clock import local_day
from sharedlives_tui.facts import Value
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.screens.act_fields import label_of
from sharedlives_tui.screens.case_panes import marks, size_words
from sharedlives_tui.screens.drafts import say_time
from sharedlives_tui.screens.word_files import MAIL, SEND_IT, save_letter
from sharedlives_tui.screens.writing import NotWritten, Wrote, words_of, write
from sharedlives_tui.shared import saved
from sharedlives_tui.typed_dates import said_day, say_day
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Piece, Words, join, lines

_SENT_LABELS = {
    "method": "How it went",
    "to": "To whom",
    "copies": "Copies to",
    "enclosures": "Enclosures",
    "format_met": "In their format",
}


class EntryDialog(Dialog[str]):
    """An entry shown whole. It can be corrected or struck from here, and papers can be kept with it."""

    PLACE = "entry"
    BINDINGS = bindings("entry")
    DEFAULT_CSS = "EntryDialog VerticalScroll { height: auto; max-height: 16; scrollbar-size-vertical: 1; }"

    def __init__(self, ref: str, number: int) -> None:
        super().__init__("Entry")
        self._ref, self._number = ref, number
        self._narrow = self._found = False
        self._letter = self._title = ""

    def body(self) -> Iterable[Widget]:
        words = Content(f"{self._ref} has no such entry any more.")
        try:
            case = reading.case_view(host_of(self).desk, self._ref)
        except NoSuchCase as error:
            words = Content(str(error))
        else:
            self._narrow = case.narrow
            entry = next((each for each in case.entries if each.id == self._number), None)
            if entry is not None:
                self._found, self._letter, self._title = True, entry.letter, entry.name
                self._heading = f"Entry {entry.id}: {label_of(entry.name, entry.instance, case)}"
                words = entry_words(case, entry)
        yield VerticalScroll(Words(words), id="whole")

    def on_mount(self) -> None:
        self.add_class("-large")
        self.query_one("#whole").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action in ("word", "mail"):
            return bool(self._letter)
        return not (action in ("correct", "strike", "attach") and (self._narrow or not self._found))

    def action_correct(self) -> None:
        host_of(self).show("correct", self._ref, self._number, then=self._done)

    def action_strike(self) -> None:
        host_of(self).show("strike", self._ref, self._number, then=self._done)

    def action_attach(self) -> None:
        host_of(self).show("attach", self._ref, self._number, then=self._done)

    def action_word(self) -> None:
        from sharedlives_tui.correspondence import letterhead
        from sharedlives_tui.letters.word import docx

        desk, letter, title = host_of(self).desk, self._letter, self._title

        def work() -> Path:
            content = docx(letter, letterhead(desk), desk.office.practice, title)
            return save_letter(desk, self._ref, f"{self._ref} {title}", content)

        write(self, "word", work)

    def action_mail(self) -> None:
        from sharedlives_tui.correspondence import letter_draft

        desk, letter, title, number = host_of(self).desk, self._letter, self._title, self._number
        name = f"{self._ref} {title}"

        def work() -> Path:
            return save_letter(desk, self._ref, name, letter_draft(desk, self._ref, number, letter, title), MAIL)

        write(self, "mail", work)

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        event.stop()
        self.say(f"{saved(event.result)}{f'. {SEND_IT}' if event.what == 'mail' else ''}")

    @on(NotWritten)
    def _not_written(self, event: NotWritten) -> None:
        event.stop()
        self.say(words_of(event.error), problem=True)

    def _done(self, words: str | None) -> None:
        if words is not None:
            self.dismiss(words)


def entry_words(case: CaseView, entry: EntryView) -> Content:
    """Return everything that there is to say about an entry."""
    recorded = f"{say_day(local_day(entry.recorded_at))} at {say_time(entry.recorded_at)}"
    rows: list[Piece] = [
        join(("Done on  ", "$muted"), f"{say_day(entry.done_on)} by {entry.done_by}"),
        join(("Recorded ", "$muted"), f"{recorded} by {entry.recorded_by}"),
    ]
    if entry.signed_off_by:
        rows.append(join(("Signed off by ", "$muted"), entry.signed_off_by))
    rows += [join((f"▲ {each[:1].upper()}{each[1:]}", "$problem")) for each in marks(entry)]
    rows.append(join(""))
    for name in [*(each for each in entry.labels if each in entry.values), *(set(entry.values) - set(entry.labels))]:
        label = entry.labels.get(name) or _SENT_LABELS.get(name, name)
        mark = " (confidential)" if name in entry.confidential else ""
        rows += _value_lines(f"{label}{mark}", entry.values[name])
    papers = [each for each in case.attachments if each.entry == entry.id]
    if papers:
        rows += [join(""), join(("Papers kept with it", "bold"))]
        rows += [join(f"{each.name} ({size_words(each.size)})") for each in papers]
    if entry.letter:
        how = "The letter as it left" if not entry.incomplete else "The letter as it left, incomplete"
        rows += [join(""), join((how, "bold underline")), join(plain_text(entry.letter).rstrip())]
    return lines(*rows)


def _value_lines(label: str, value: Value) -> list[Content]:
    texts = (value,) if isinstance(value, str) else value
    if len(texts) == 1 and "\n" not in texts[0]:
        return [join((f"{label}: ", "$muted"), said_day(texts[0]))]
    return [join((f"{label}:", "$muted")), *(join(f"  {each}") for text in texts for each in text.split("\n"))]
