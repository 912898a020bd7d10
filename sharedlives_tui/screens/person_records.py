"""What is on file of a carer's approval: its rows on the person's page, and the dialogs that record and correct it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.facts import Value
from sharedlives_tui.reading_steps import field_view
from sharedlives_tui.record_kinds import fields_of
from sharedlives_tui.screens.act_fields import BY, ON, asked, day_and_doer, known_how, usual_doer
from sharedlives_tui.screens.kept_form import KeptForm
from sharedlives_tui.typed_dates import say_day, say_short
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.list_dialog import ListDialog
from sharedlives_tui.widgets.safe import fit, join, one_line
from sharedlives_tui.widgets.virtual_list import FixedRows, RowText, VirtualList

if TYPE_CHECKING:
    from sharedlives_tui.approval import Approval
    from sharedlives_tui.person_records import PersonRecorded, RecordView
    from sharedlives_tui.record_kinds import Kind

_STRIKE = "strike it altogether"


def approval_words(approval: Approval) -> Any:
    """Return the approval as it stands, in one line."""
    mark, colour = {"approved": ("●", "$done"), "ended": ("■", "$muted")}.get(approval.status, ("○", "$muted"))
    terms = f"  {one_line(approval.terms)}" if approval.terms else ""
    coming = f"  ▸ changes {say_short(approval.coming[0])}" if approval.coming else ""
    return join((f"{mark} ", colour), approval.words, (terms, "$muted"), (coming, "$soon"))


def record_row(record: RecordView) -> RowText:
    """Return the row of an entry: day, kind, what it says; struck ones say so."""
    said = "; ".join(words for _, words in record.shown)
    state = "struck  " if record.struck else "its words were disposed of" if record.disposed else ""
    return RowText(
        str(record.id),
        (
            (f" {fit(say_day(record.done_on), 15)}  ", "$muted"),
            (fit(one_line(record.name), 24), "$muted" if record.struck else ""),
            (f" {state}", "$problem" if record.struck else "$muted"),
            (one_line(said), "$muted"),
        ),
    )


class KindDialog(ListDialog):
    """What can be recorded on a person. Dismissed with the id of the chosen kind; None to leave it."""

    DEFAULT_CSS = "KindDialog VirtualList { height: 10; background: $surface; }"

    def __init__(self) -> None:
        super().__init__("What is recorded")

    def body(self) -> Iterable[Widget]:
        kinds = host_of(self).desk.library.record_kinds.kinds
        yield VirtualList(FixedRows([RowText(each.id, ((f" {one_line(each.name)}", ""),)) for each in kinds]))


class RecordForm(KeptForm):
    """Records a dated entry of one kind on a person."""

    def __init__(self, person: str, kind: str) -> None:
        super().__init__("Record on this person", "Record")
        self._person, self._kind = person, kind

    @property
    def place(self) -> str:
        return f"record {self._kind} on {self._person}"

    def _known(self) -> Kind:
        return host_of(self).desk.library.record_kinds.by_id[self._kind]

    def body(self) -> Iterable[Widget]:
        kind = self._known()
        self._heading, self._intro = kind.name, kind.help
        return super().body()

    def fields(self) -> Iterable[FieldView]:
        kind = self._known()
        own = [field_view(each) for each in kind.fields]
        desk = host_of(self).desk
        return (*own, *day_and_doer(desk, kind.decides or kind.who), *(known_how(desk) if kind.decides else ()))

    def plain_values(self) -> dict[str, Value]:
        desk, kind = host_of(self).desk, self._known()
        return {ON: desk.today.isoformat(), BY: usual_doer(desk, kind.decides or kind.who)}

    def work(self, values: dict[str, Value]) -> str:
        from sharedlives_tui import person_records
        from sharedlives_tui.screens.person import day_of

        desk, by = host_of(self).desk, str(values.get(BY, ""))
        facts = {name: value for name, value in values.items() if name not in (ON, BY)}
        day, draft = day_of(values, ON), self.place_of_draft
        done = person_records.record_person(desk, self._person, self._kind, facts, day, by, draft=draft)
        return _told(done, f"Recorded: {self._known().name}.")


class CorrectForm(KeptForm):
    """Shows an entry on a person in whole, and corrects it: struck with a reason, and put right or not."""

    def __init__(self, person: str, entry: int) -> None:
        super().__init__(f"Entry {entry}: correct it", "Correct it", "The old entry stays to be seen, struck.")
        self._person, self._entry = person, entry
        self._record: RecordView | None = None

    def body(self) -> Iterable[Widget]:
        from sharedlives_tui import person_records

        found = person_records.records_of(host_of(self).desk, self._person)
        self._record = next(each for each in found if each.id == self._entry)
        if self._record.struck:
            self._intro = f"It is struck: {one_line(self._record.struck_reason)}"
        return super().body()

    @property
    def place(self) -> str:
        return f"correct entry {self._entry} on {self._person}"

    def _own(self) -> list[FieldView]:
        kinds = host_of(self).desk.library.record_kinds.by_id
        known = kinds.get(self._record.kind) if self._record is not None else None
        return [field_view(each) for each in fields_of(known)] if known is not None else []

    def fields(self) -> Iterable[FieldView]:
        return (
            *self._own(),
            asked(ON, "Done on", "date", required=True, help="The day on which it was really done."),
            asked(
                "why_corrected",
                "Why it is corrected",
                "text",
                required=True,
                help="What was wrong. It stands beside the struck entry, with your name and the day.",
            ),
            asked(
                "what",
                "What to do",
                "choice",
                required=True,
                choices=("put it right", _STRIKE),
                default="put it right",
                help="Put right: a new entry stands in its place. Struck: none does.",
            ),
        )

    def plain_values(self) -> dict[str, Value]:
        assert self._record is not None  # noqa: S101 - found in body
        return {**self._record.values, ON: self._record.done_on.isoformat()}

    def work(self, values: dict[str, Value]) -> str:
        from sharedlives_tui import person_records
        from sharedlives_tui.screens.person import day_of

        desk, reason, draft = host_of(self).desk, str(values.get("why_corrected", "")), self.place_of_draft
        if values.get("what") == _STRIKE:
            person_records.correct_person(desk, self._person, self._entry, reason, draft=draft)
            return f"Entry {self._entry} is struck."
        facts: dict[str, Value] = {each.name: values.get(each.name, "") for each in self._own()}
        day = day_of(values, ON)
        done = person_records.correct_person(desk, self._person, self._entry, reason, day, facts, draft=draft)
        return _told(done, f"Entry {self._entry} is struck, and entry {done.entry} stands in its place.")


def _told(done: PersonRecorded, words: str) -> str:
    return " ".join([words, *(f"Look at this: {each.words}" for each in done.warnings)])
