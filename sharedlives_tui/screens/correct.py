"""Striking an entry, or putting another in its place: with a reason, and with what it moves shown first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui import reading
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, EntryView, FieldView
from sharedlives_tui.facts import Value
from sharedlives_tui.reading_steps import field_view
from sharedlives_tui.requests import Correct, Corrected, Problem
from sharedlives_tui.screens.act_fields import DONE_ON, ON, asked, label_of
from sharedlives_tui.screens.conflict import Typed, typed_in
from sharedlives_tui.screens.outcome import corrected_words
from sharedlives_tui.screens.saving import Saves, SavesWithDraft, meet_conflict
from sharedlives_tui.screens.unsaved import AsksBeforeLeaving
from sharedlives_tui.screens.writing import EXPECTED, problems_of, words_of
from sharedlives_tui.store.errors import Conflict
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import host_of, surroundings
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, lines

REASON = "reason_of_correction"
_DEFAULT = "Recorded by mistake"


class _Correcting(Saves, Dialog[str]):
    """What striking and correcting share: the entry, the request, what it did in words."""

    def __init__(self, ref: str, number: int) -> None:
        super().__init__("Correct an entry")
        self.ref, self.number = ref, number
        self.case: CaseView | None = None
        self.entry: EntryView | None = None
        self._version = 0

    def find(self) -> bool:
        """Read the case; return whether the entry is there to be changed: in a case about the viewer none is."""
        try:
            self.case = reading.case_view(host_of(self).desk, self.ref)
        except NoSuchCase:
            return False
        self._version = self.case.version
        entries = () if self.case.narrow else self.case.entries
        self.entry = next((each for each in entries if each.id == self.number), None)
        return self.entry is not None

    def correct(self, request: Correct) -> None:
        """Do it in a thread."""
        desk = host_of(self).desk

        def work() -> Corrected:
            from sharedlives_tui import casework

            return casework.correct(desk, request)

        self.save(work)

    def effects(self, result: Corrected) -> Content:
        """What a correction moves, a line each."""
        if self.case is None:
            return Content("")
        rows = [join(f"  {each}") for each in corrected_words(result, self.case)]
        names = {each.id: each.name for each in self.case.entries}
        rows += [join(f"  Entry {each} would then stand outside: {names.get(each, '')}") for each in result.outside]
        rows += [join((f"  ▲ {each.words}", "$problem")) for each in result.warnings]
        return lines(
            join(("What it changes:", "bold")), *(rows or [join("  No date, and nothing that is to be done.")])
        )

    def saved(self, result: Corrected) -> None:
        """It is done: close with what it moved, in words."""
        name = self.entry.name if self.entry is not None else ""
        word = "Corrected" if result.entry is not None else "Struck"
        moved = corrected_words(result, self.case) if self.case is not None else []
        super().saved(" ".join([f"{word}: {self.ref}, {name}.", *(f"{each}." for each in moved)]))

    def refused(self, error: Exception) -> None:
        """Somebody else was quicker, and theirs is shown; or it was refused for what stands in it."""
        if isinstance(error, Conflict) and self.case is not None:
            self._version = error.theirs
            self.say("Not done yet: the case has changed meanwhile.", problem=True)
            meet_conflict(self, self.case, self.typed(), self.action_save)
        else:
            self.not_done(problems_of(error))

    def typed(self) -> Typed:
        """What was about to be done, in words."""
        name = f"{self._heading}: {self.entry.name}" if self.entry is not None else self._heading
        form = self.query(Form).first()
        return Typed("", name, typed_in(host_of(self).desk, form.fields, form.values()))

    def not_done(self, problems: Iterable[Problem]) -> None:
        """Show why it was not done."""
        self.say(" ".join(each.words for each in problems), problem=True)


class StrikeDialog(AsksBeforeLeaving, _Correcting):
    """Strikes an entry, with a reason. The entry stays to be seen. Enter on the button does it."""

    PLACE = "short-form"
    BINDINGS = bindings("short-form")
    DEFAULT_CSS = """
    StrikeDialog Form { height: auto; margin: 1 0 0 0; }
    StrikeDialog Form > VerticalScroll { height: auto; max-height: 5; }
    """

    def body(self) -> Iterable[Widget]:
        if not self.find() or self.case is None or self.entry is None:
            yield Words(f"{self.ref} has no such entry any more.")
            return
        entry = self.entry
        self._heading = "Strike this entry"
        letter = " A letter that has left stays as it left; from now on it counts as recorded in error."
        yield Words(
            lines(
                join((f"{self.ref} · {self.case.title}", "$muted")),
                join((label_of(entry.name, entry.instance, self.case), "bold"), f", {say_day(entry.done_on)}"),
                join((f"It stays to be seen, marked as struck.{letter if entry.letter else ''}", "$muted")),
            )
        )
        yield Words(id="effects")
        reason = asked(
            REASON,
            "Reason",
            "text",
            required=True,
            default=_DEFAULT,
            help="Why it is no longer to count. It stands beside the struck entry, with your name and the day.",
        )
        yield Form((reason,), {}, surroundings(host_of(self).desk))
        yield Horizontal(Button("Strike it", id="do", variant="primary", compact=True), classes="buttons")

    def on_mount(self) -> None:
        self.add_class("-large")
        if self.entry is None:
            return
        self.query_one("#do").focus()
        from sharedlives_tui import casework

        try:
            result = casework.correct(host_of(self).desk, Correct(self.ref, self.number, _DEFAULT, preview=True))
        except EXPECTED as error:
            self.query_one("#effects", Words).update(join((f"▲ {words_of(error)}", "$problem")))
            self.query_one("#do", Button).disabled = True
        else:
            self.query_one("#effects", Words).update(self.effects(result))

    def action_save(self) -> None:
        if self.entry is None or self.busy:
            return
        form = self.query_one(Form)
        problems = form.problems()
        form.show_problems(problems)
        if not problems:
            reason = str(form.values()[REASON])
            self.correct(Correct(self.ref, self.number, reason, version=self._version))


class CorrectDialog(SavesWithDraft, _Correcting):
    """Puts a corrected entry in the place of one: another day, or other words. Dismissed with what moved."""

    PLACE = "kept-form"
    BINDINGS = bindings("kept-form")
    DEFAULT_CSS = """
    CorrectDialog Form { height: auto; max-height: 14; }
    CorrectDialog Form > VerticalScroll { height: auto; max-height: 10; }
    """

    def body(self) -> Iterable[Widget]:
        if not self.find() or self.case is None or self.entry is None:
            yield Words(f"{self.ref} has no such entry any more.")
            return
        self._heading = f"Correct: {label_of(self.entry.name, self.entry.instance, self.case)}"
        around = surroundings(host_of(self).desk, self.case.kind, self.entry.step)
        # Numbers move when an entry before it is opened or closed to somebody: the draft belongs to this one.
        self.find_draft(f"correct {self.ref} {self.number} {self.entry.instance} {self.entry.done_on}")
        fields = self._fields()
        self.begun = Form(fields, self.plain_values(), around).values()  # as fields say it, without the draft
        self.form = Form(fields, self.with_draft(), around)
        yield self.form
        yield Horizontal(Button("Correct it", id="do", variant="primary", compact=True), classes="buttons")

    def _fields(self) -> tuple[FieldView, ...]:
        from sharedlives_tui import intake

        entry = self.entry
        assert entry is not None  # noqa: S101 - asked only with one
        act = reading.open_file(host_of(self).desk, self.ref).procedure.by_id.get(entry.step)
        own = [field_view(each) for each in intake.fields_of(act)] if act is not None else []
        first = (
            asked(
                REASON,
                "Why it is corrected",
                "text",
                required=True,
                help="What was wrong with the entry. It stands beside the old one, with your name and the day.",
            ),
            asked(
                ON,
                (act.day if act is not None else "") or DONE_ON,
                "date",
                required=True,
                help="The day on which it was really done: limits are counted anew from it.",
            ),
        )
        return (*first, *own)

    def plain_values(self) -> dict[str, Value]:
        """What the fields begin with: the entry as it stands."""
        return {} if self.entry is None else {ON: self.entry.done_on.isoformat(), **self.entry.values}

    def values(self) -> dict[str, Value]:
        """What stands in the fields."""
        return self.form.values() if self.form is not None else {}

    def begin_at(self) -> None:
        """Why it is corrected comes first."""
        if self.form is not None:
            self.form.enter(REASON)

    def on_mount(self) -> None:
        self.add_class("-large")
        if self.form is not None:
            self.begin(each.name for each in self.form.fields)

    def action_save(self) -> None:
        if self.entry is None or self.form is None or self.busy:
            return
        problems = self.form.problems()
        self.form.show_problems(problems)
        if problems:
            return
        values = self.form.values()
        day = date.fromisoformat(str(values[ON]))
        before = self.begun or {}
        names = {*values, *before} - {ON, REASON}
        changed = {name: values.get(name, "") for name in names if values.get(name) != before.get(name)}
        on_day = day if day != self.entry.done_on else None
        if not changed and on_day is None:
            self.say("Nothing is different yet: change the day or what was written.", problem=True)
            return
        reason, on, draft = str(values[REASON]), on_day or self.entry.done_on, self.place_of_draft
        self.correct(Correct(self.ref, self.number, reason, on, changed, version=self._version, draft=draft))

    def not_done(self, problems: Iterable[Problem]) -> None:
        found = [Problem(REASON, each.rule, each.words) if each.field == "reason" else each for each in problems]
        if self.form is not None:
            self.form.show_problems(found)
        self.say("Not corrected.", problem=True)
