"""A form made from a list of fields: labels in a column, help at the foot, errors under the field they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from textwrap import shorten, wrap

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.facts import Value
from sharedlives_tui.keymap import said, with_keys
from sharedlives_tui.requests import Problem
from sharedlives_tui.widgets.around import Surroundings
from sharedlives_tui.widgets.choices import Choice, Choices, Done, Edited, YesNo
from sharedlives_tui.widgets.clicks import part_under
from sharedlives_tui.widgets.fields import DAY_HELP, LINES_HELP, DayField, LineField, TextField
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.key_field import KeyField
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.one_line import LeftOut
from sharedlives_tui.widgets.people import NAME_HELP, PersonField
from sharedlives_tui.widgets.safe import Words, join

Check = Callable[[Value], str]
"""Says why a value cannot be kept; empty where it can."""
KEYS = "keys"
"""The kind of a field that takes keys of the keyboard."""
Part = LineField | TextField | DayField | Choice | Choices | PersonField
_HOW_TO_TYPE = {
    "date": DAY_HELP,
    "lines": LINES_HELP,
    "answers": LINES_HELP,
    "person": NAME_HELP,
    "people": NAME_HELP,
}
HELP_LINES = 2
"""Lines that help for a field has at the foot; F1 gives it as many as it needs."""
MORE_HELP = " … {help}: all of it"
BESIDE = 54
"""Columns that a form has at least for its labels to stand beside the fields."""
SAVE_AFTER = 1.0
"""Seconds without a key after which Changed is posted, so that a draft can be kept."""


def make_part(view: FieldView, value: Value, around: Surroundings) -> Part:
    """Return the part of a form for a field, holding that value."""
    word = value if isinstance(value, str) else ", ".join(value)
    if view.kind == "date":
        return DayField(around.today, around.calendar, word)
    if view.kind == "yes/no":
        return YesNo(word)
    if view.kind == KEYS:
        return KeyField(word)
    if view.kind in ("person", "people"):
        offers = None if view.among is None else partial(around.among, people=view.among)
        many, adds = view.kind == "people", view.adds_people
        return PersonField(around.search, value, many=many, adds=adds, others=view.choices, offers=offers)
    if view.kind == "choices":
        return Choices(view.choices, (value,) if isinstance(value, str) and value else tuple(value))
    if view.choices:
        return Choice(view.choices, word)
    if view.kind in ("long text", "lines", "answers"):
        return TextField(value, lines=view.many)
    return LineField(word, number=view.kind == "number")


class FieldRow(Widget):
    """A field with its label to the left and its error below."""

    DEFAULT_CSS = """
    FieldRow { height: auto; }
    FieldRow > Horizontal { height: auto; }
    FieldRow .label { width: 28; padding: 0 1 0 1; height: auto; }
    FieldRow > .problem, FieldRow > .left-out { color: $problem; padding: 0 1 0 28; height: auto; }
    """

    class OftenAsked(Message):
        """The label was clicked: what is often used here is wanted."""

        def __init__(self, row: FieldRow) -> None:
            self.row = row
            super().__init__()

    def __init__(self, view: FieldView, value: Value, around: Surroundings) -> None:
        super().__init__()
        self.view = view
        self.part = make_part(view, value, around)
        self.takes_texts = bool(around.kind) and type(self.part) in (LineField, TextField) and view.kind != "number"
        self.often = around.often(view.name) if self.takes_texts else ()
        self._problem = Words(classes="problem")
        self._problem.display = False
        self._objected: Value = ""
        """What stood in it when the error was shown."""
        self._left_out: Words | None = None
        """Says, once it is needed, that not all fitted that was pasted."""
        self._fitted: Value = ""
        """What stood in it then."""

    def compose(self) -> ComposeResult:
        optional = "" if _needed(self.view) else " (optional)"
        with Horizontal():
            count = len(self.often)
            often = f" [{count} {'text' if count == 1 else 'texts'}]" if count else ""
            yield _Label(join(self.view.label, (optional, "$muted"), (often, "$key")), classes="label")
            yield self.part
        yield self._problem

    def say(self, words: str) -> None:
        """Show an error under the field, unless the field shows it itself; empty words take it away."""
        part = self.part
        if isinstance(part, PersonField) and part.shows_problem and words == part.problem():
            words = ""
        self._problem.update(f"▲ {words}" if words else "")
        self._problem.display = bool(words)
        self._objected = self.part.value

    @property
    def objects(self) -> bool:
        """Whether an error is shown under the field, by whichever part."""
        return self._problem.display or (isinstance(self.part, PersonField) and self.part.shows_problem)

    def forgive(self) -> None:
        """Take the error away once something else stands there that the form itself finds nothing wrong with."""
        value = self.part.value
        mended = value != self._objected and (value or not _needed(self.view)) and not self.part.problem()
        if self._problem.display and mended:
            self.say("")

    @on(LeftOut)
    async def _did_not_fit(self, event: LeftOut) -> None:
        """Say under the field that not all fitted, until something else stands in it."""
        event.stop()
        if self._left_out is None:
            self._left_out = Words(classes="left-out")
            await self.mount(self._left_out)
        self._left_out.update(f"▲ {event.words}")
        self._left_out.display = True
        self._fitted = self.part.value
        self.call_after_refresh(self._left_out.scroll_visible, animate=False)

    def fits(self) -> None:
        """Take away what was said of a text that did not fit, once something else stands there."""
        if self._left_out is not None and self._left_out.display and self.part.value != self._fitted:
            self._left_out.display = False

    def on_click(self, event: events.Click) -> None:
        """A click on the label goes to its field."""
        part = part_under(self, event)
        if part is not None and part.has_class("label"):
            self.enter()

    @property
    def help(self) -> str:
        """What can be said about the field: its own help, how to type it, and that it may be confidential."""
        typed = with_keys(_HOW_TO_TYPE.get(self.view.kind, ""))
        often = f"{said('form.often')}: texts that are often used here." if self.often else ""
        return " ".join(each for each in (self.view.help, typed, often) if each)

    def enter(self) -> None:
        """Put the focus into the field."""
        inner = next((each for each in self.part.query("*") if each.focusable), None)
        (inner or self.part).focus()


class _Label(Words):
    """The name of a field; a click asks for what is often used in it."""

    def on_click(self) -> None:
        row = next(each for each in self.ancestors if isinstance(each, FieldRow))
        if row.takes_texts:
            row.enter()
            self.post_message(FieldRow.OftenAsked(row))


class Reasons(Words):
    """What is wrong and belongs to no field."""

    class TookRoom(Message):
        """It takes more lines than before, or fewer."""

    def on_resize(self) -> None:
        self.post_message(self.TookRoom())


class Form(Vertical):
    """Fields one below the other, with help for the one that has the focus in the last line.

    `values()` returns what stands in it. `show_problems` puts reasons under their fields, the first one focused;
    reasons that belong to no field stand above the help. `show_fields` asks for other fields and keeps what was typed.
    `checks` say by field what is wrong with it, at once as one types. Posts Changed a second after the last key.
    """

    BINDINGS = bindings("form")
    DEFAULT_CSS = """
    Form { height: 1fr; }
    Form > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    Form > .problems { color: $problem; height: auto; padding: 0 1; }
    Form > .help { color: $muted; height: 2; padding: 0 1; }
    Form.-narrow FieldRow > Horizontal { layout: vertical; }
    Form.-narrow FieldRow .label { width: 100%; }
    Form.-narrow FieldRow > .problem, Form.-narrow FieldRow > .left-out { padding: 0 1; }
    Form > .help.-whole { height: auto; min-height: 2; max-height: 8; }
    """

    class FormMessage(Message):
        """What all messages tell: the form."""

        def __init__(self, form: Form) -> None:
            self.form = form
            super().__init__()

        @property
        def control(self) -> Form:
            """The form."""
            return self.form

    class Changed(FormMessage):
        """Something was typed, and nothing more for SAVE_AFTER seconds: time to keep a draft."""

    class Touched(FormMessage):
        """Something was typed just now: for what is shown live, like the ticks of a letter."""

    class Finished(FormMessage):
        """Enter was pressed in the last field."""

    def __init__(
        self,
        fields: Iterable[FieldView],
        values: Mapping[str, Value],
        around: Surroundings,
        *,
        problems: Sequence[Problem] = (),
        checks: Mapping[str, Check] | None = None,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._around = around
        self._checks = dict(checks or {})
        self._kept: dict[str, Value] = dict(values)
        self._problems = tuple(problems)
        self._rows = [self._row(each) for each in fields]
        self._scroll_area = VerticalScroll(*self._rows, can_focus=False)
        self._general = Reasons(classes="problems")
        self._help = Words(classes="help")
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield self._scroll_area
        yield self._general
        yield self._help

    def on_mount(self) -> None:
        self._general.display = False
        self._ask_what_fits()
        if self._problems:
            self.call_after_refresh(self.show_problems, self._problems)

    def on_resize(self) -> None:
        """Where the fields would be a few columns wide, each stands under its label."""
        self.set_class(self.size.width < BESIDE, "-narrow")

    def _row(self, view: FieldView) -> FieldRow:
        return FieldRow(view, self._kept.get(view.name, view.default), self._around)

    # ------------------------------------------------------------ what stands in it

    @property
    def fields(self) -> tuple[FieldView, ...]:
        """The fields that are asked for."""
        return tuple(row.view for row in self._rows)

    @property
    def standing(self) -> dict[str, Value]:
        """All that stands in the fields, shown or not, by their names."""
        return {row.view.name: row.part.value for row in self._rows}

    def values(self) -> dict[str, Value]:
        """What stands in the fields that are not empty, as casework takes it (dates ISO, lists as tuples)."""
        return {row.view.name: row.part.value for row in self._rows if row.part.value and row.display}

    def _ask_what_fits(self) -> None:
        """Show the fields that are asked for as the others stand; what was typed into a hidden one is kept."""
        standing = self.standing
        for row in self._rows:
            conditions = [(standing[name], wanted) for name, wanted in row.view.asked_when if name in standing]
            against = [(standing[name], closed) for name, closed in row.view.asked_unless if name in standing]
            row.display = all({value} & set(wanted) for value, wanted in conditions if isinstance(value, str)) and all(
                value not in closed for value, closed in against
            )

    def put(self, name: str, value: Value) -> None:
        """Put a value into a field. Raises KeyError for a field that the form does not ask."""
        self._row_of(name).part.value = value
        self._ask_what_fits()

    def enter(self, name: str = "", *, needed: bool = False) -> None:
        """Focus a field; without a name the first empty one in order, or else the first.

        With `needed`, only one that must be filled counts as empty: where all else may well stay as it is.
        """
        if name:
            self._row_of(name).enter()
            return
        shown = [row for row in self._rows if row.display]
        empty = (row for row in shown if not row.part.value and (row.view.required or not needed))
        row = next(empty, shown[0] if shown else None)
        if row is not None:
            row.enter()

    def _row_of(self, name: str) -> FieldRow:
        found = next((row for row in self._rows if row.view.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    async def show_fields(self, fields: Iterable[FieldView]) -> None:
        """Ask for these fields instead. Those that stay keep their place, text and focus."""
        self._kept |= self.standing
        here = {row.view.name: row for row in self._rows}
        rows = [
            here[view.name] if view.name in here and here[view.name].view == view else self._row(view)
            for view in fields
        ]
        for row in [each for each in self._rows if each not in rows]:
            await row.remove()
        before: FieldRow | None = None
        for row in rows:
            if not row.is_attached:
                await self._scroll_area.mount(row)
            if before is not None:
                self._scroll_area.move_child(row, after=before)
            elif self._scroll_area.children[0] is not row:
                self._scroll_area.move_child(row, before=0)
            before = row
        self._rows = rows
        self._ask_what_fits()

    # ------------------------------------------------------------ problems

    def problems(self) -> list[Problem]:
        """What the form itself can say is wrong: what is required and empty, what cannot be understood."""
        found = []
        for row in (each for each in self._rows if each.display):
            if words := row.part.problem() or self._checked(row):
                found.append(Problem(row.view.name, "", words))
            elif _needed(row.view) and not row.part.value:
                found.append(Problem(row.view.name, "", _ask_for(row.view)))
        return found

    def _checked(self, row: FieldRow) -> str:
        """What the check of a field says of what stands in it; of an empty one nothing."""
        check, value = self._checks.get(row.view.name), row.part.value
        return check(value) if check is not None and value else ""

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Show reasons under their fields and focus the first; with none, take all away."""
        for row in self._rows:
            row.say("")
        names = {row.view.name for row in self._rows}
        under: dict[str, list[str]] = {}
        general = []
        for problem in problems:
            if problem.field in names:
                under.setdefault(problem.field, []).append(problem.words)
            else:
                general.append(problem.words)
        for name, words in under.items():
            self._row_of(name).say(" ".join(words))
        self._general.update("\n".join(f"▲ {each}" for each in general))
        self._general.display = bool(general)
        if under:
            first = next(row for row in self._rows if row.view.name in under)
            first.enter()
            self.call_after_refresh(first.scroll_visible, animate=False)  # its error needs a line first

    @property
    def problem_lines(self) -> int:
        """How many lines the problems take that belong to no field."""
        return self._general.size.height if self._general.display else 0

    @property
    def objects(self) -> bool:
        """Whether a problem is shown under a field or above them all."""
        return self._general.display or any(row.objects for row in self._rows)

    # ------------------------------------------------------------ help

    def show_help(self) -> bool:
        """Show all the help of the focused field; return whether more is shown than before. F1 asks for it."""
        row = self._focused_row()
        if row is None:
            return False
        said = "\n".join(each for each in (row.help, self._around.source(row.view.name)) if each)
        if self._help.has_class("-whole") or (said and said == self._as_room_is(row.help)):
            return False
        self._help.update(said or f"{row.view.label}: there is no more to say about this one.")
        self._help.add_class("-whole")
        return True

    # ------------------------------------------------------------ what is often used

    def action_often(self) -> None:
        """Offer the texts that are often used in the field that has the focus."""
        row = self._focused_row()
        if row is not None and row.takes_texts:
            self._offer(row)

    @on(FieldRow.OftenAsked)
    def _often_asked(self, event: FieldRow.OftenAsked) -> None:
        event.stop()
        self._offer(event.row)

    def _offer(self, row: FieldRow) -> None:
        part = row.part
        if not isinstance(part, LineField | TextField):
            return
        value = part.value if isinstance(part.value, str) else "\n".join(part.value)

        def put_in(words: str | None) -> None:
            if words:
                part.put_in(words)

        place = (self._around.kind, self._around.act, row.view.name)
        host_of(self).show("often", row.view.label, place, value, then=put_in)

    def _focused_row(self) -> FieldRow | None:
        focused = self.screen.focused
        return (
            next((each for each in focused.ancestors_with_self if isinstance(each, FieldRow)), None)
            if focused
            else None
        )

    # ------------------------------------------------------------ events

    def on_descendant_focus(self) -> None:
        row = self._focused_row()
        self._help.remove_class("-whole")
        self._help.update(self._as_room_is(row.help) if row is not None else "")

    def _as_room_is(self, help: str) -> str:
        """The help as far as its lines have room for it; of a longer one that F1 shows the rest."""
        width = self._help.content_size.width
        if not width or len(wrap(help, width)) <= HELP_LINES:
            return help
        more = MORE_HELP.format(help=said("help", "record"))
        room = width * HELP_LINES - len(more) - width // 4
        return (shorten(help, room, placeholder="") if room > 0 else "") + more

    @on(Edited)
    def _edited(self, event: Edited) -> None:
        event.stop()
        self._ask_what_fits()
        for row in self._rows:
            row.fits()
            if row.view.name in self._checks and row is self._focused_row():
                row.say(self._checked(row))
            else:
                row.forgive()
        self.post_message(self.Touched(self))
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SAVE_AFTER, self._pause)

    def _pause(self) -> None:
        self._timer = None
        self.post_message(self.Changed(self))

    def settle(self) -> None:
        """Post Changed at once where it is still to come: before the form is left."""
        if self._timer is not None:
            self._timer.stop()
            self._pause()

    @on(Done)
    def _next_field(self, event: Done) -> None:
        event.stop()
        row = self._focused_row()
        shown = [each for each in self._rows if each.display]
        place = shown.index(row) if row in shown else -1
        if place + 1 < len(shown):
            shown[place + 1].enter()
        else:
            self.post_message(self.Finished(self))


def _needed(view: FieldView) -> bool:
    """Whether it must be filled in while it is shown."""
    return view.required or view.needed_when_asked


def _ask_for(view: FieldView) -> str:
    """Words for a required field that is empty."""
    label = view.label[:1].lower() + view.label[1:]
    if view.kind == "date":
        return "Enter a date, like 25/12/26"
    if view.kind == "yes/no":
        return "Choose yes or no"
    if view.kind == "choices":
        return f"Tick at least one of these for ‘{view.label}’"
    if view.choices and view.kind not in ("person", "people"):
        return f"Choose one of these for ‘{view.label}’"
    if view.kind in ("person", "people"):
        return f"Name somebody: {label}"
    return f"Enter {label}"
