"""Logging what came in: choose the kind, then one form, what is always asked first and the rest below."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui import reading
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import OpenCase
from sharedlives_tui.screens import drafts
from sharedlives_tui.screens.act_fields import BY, ON, asked
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.keeper import DRAFT, LEAVE, Keeper
from sharedlives_tui.screens.outcome import recorded_words
from sharedlives_tui.screens.writing import NotWritten, Wrote, problems_of, words_of, write
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import surroundings
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join
from sharedlives_tui.widgets.virtual_list import FixedRows, RowText, VirtualList


class NewCaseScreen(OfficeScreen):
    """A new case. Opens the case once it is recorded. `kind` leaves out the choice of kind."""

    PLACE = "new"
    BINDINGS = bindings("new")
    DEFAULT_CSS = """
    NewCaseScreen #top { height: 1; margin: 0 0 1 0; padding: 0 1; }
    NewCaseScreen #kinds, NewCaseScreen #form { height: 1fr; }
    NewCaseScreen.-wide FieldRow { margin: 0 0 1 0; }
    NewCaseScreen .buttons { height: 1; padding: 0 1; }
    """

    def __init__(self, kind: str = "") -> None:
        super().__init__()
        self.kind = kind
        self._form: Form | None = None
        self._keeper: Keeper | None = None
        self._kinds: list[tuple[str, str, str]] = []
        self._few: tuple[str, ...] = ()
        self._given: dict[str, Value] = {}
        self._request = secrets.token_hex(16)
        self._busy = False

    def crumbs(self) -> tuple[str, ...]:
        return ("New case",)

    def body(self) -> Iterable[Widget]:
        yield Words(id="top")
        yield Vertical(VirtualList(id="kinds"), id="work")

    # ------------------------------------------------------------ which kind

    def look_again(self) -> None:
        if self._form is not None or self._kinds:
            return
        self._kinds = in_order(reading.kinds(self.desk))
        if any(kind == self.kind for kind, *_ in self._kinds):
            self.run_worker(self._begin(self.kind), group="begin")
            return
        rows = [RowText(kind, ((f" {name}", ""),)) for kind, name, _ in self._kinds]
        listed = self.query_one("#kinds", VirtualList)
        listed.show(FixedRows(rows), empty="There is no procedure for new cases.")
        listed.focus()
        self.query_one("#top", Words).update("What came in? Enter chooses.")

    @on(VirtualList.Selected, "#kinds")
    async def _chosen(self, event: VirtualList.Selected) -> None:
        event.stop()
        if self._form is None:
            await self._begin(event.key)

    # ------------------------------------------------------------ the form

    async def _begin(self, kind: str) -> None:
        self.kind = kind
        self._keeper = Keeper(self, f"new {kind}", self.values)
        draft = self._keeper.find()
        fields, self._few = arranged(reading.opening_fields(self.desk, kind), self._day_and_doer())
        values = self._plain() | dict(draft.values if draft is not None else {})
        self._form = Form(fields, values, surroundings(self.desk), id="form")
        name = next((name for each, name, _ in self._kinds if each == kind), kind)
        self.query_one("#top", Words).update(
            join((f"New: {name}", "bold"), ("   What is always asked comes first; Ctrl+N goes to the rest.", "$muted"))
        )
        work = self.query_one("#work")
        await work.remove_children()
        button = Button("Log it", id="do", variant="primary", compact=True)
        await work.mount(self._form, Horizontal(button, classes="buttons"))
        self._given = self.values()
        self._keeper.begin()
        self._form.enter(self._few[0])
        self.refresh_bindings()
        if draft is not None:
            self.say(draft.words)

    def _day_and_doer(self) -> tuple[FieldView, ...]:
        return (
            asked(ON, "Received on", "date", required=True),
            asked(BY, "Who received it", "person", help="Who of the office heard or opened it, if not you."),
        )

    def _plain(self) -> dict[str, Value]:
        me = self.desk.viewer.person_id
        return {ON: self.desk.today.isoformat(), BY: f"P-{me}" if me is not None else ""}

    def values(self) -> dict[str, Value]:
        """What stands in the fields."""
        return self._form.values() if self._form is not None else {}

    @on(Form.Touched)
    def _touched(self, event: Form.Touched) -> None:
        """What the list of people knows of somebody is not asked again."""
        event.stop()
        now, before = self.values(), self._given
        self._given = now
        people = now.get("complainant", ())
        choices = next((each.choices for each in event.form.fields if each.name == "complainant_kind"), ())
        if people == before.get("complainant", ()) or not people or not choices:
            return
        first = people if isinstance(people, str) else people[0]
        roles = [role for _, _, roles in reading.person_matches(self.desk, first) for role in roles.split(", ")]
        fits = [each for each in choices if each in roles]
        if first.startswith("P-") and len(fits) == 1:
            event.form.put("complainant_kind", fits[0])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return not (self._form is None and action in ("save", "next_part", "afresh"))

    def action_next_part(self) -> None:
        if self._form is not None:
            rest = [each.name for each in self._form.fields if each.name not in self._few]
            self._form.enter(rest[0])

    # ------------------------------------------------------------ drafts

    def keep_draft(self) -> None:
        """Keep what was typed, at once: the program is about to end."""
        if self._keeper is not None:
            self._keeper.now()

    @on(Form.Changed)
    def _pause(self, event: Form.Changed) -> None:
        event.stop()
        if self._keeper is not None:
            self._keeper.soon()

    def action_back(self) -> None:
        if not self._busy and (self._keeper is None or not self._keeper.leave()):
            self.dismiss(None)

    def action_afresh(self) -> None:
        if self._form is None or self._keeper is None or self._busy:
            return
        plain = self._plain()
        for each in self._form.fields:
            self._form.put(each.name, plain.get(each.name, each.default))
        self._form.show_problems(())
        self.say("")
        self._keeper.drop()
        self._form.enter(self._few[0])

    # ------------------------------------------------------------ recording

    @on(Button.Pressed, "#do")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        if self._form is None or self._keeper is None or self._busy or not self.may_record():
            return
        problems = self._form.problems()
        self._form.show_problems(problems)
        if problems:
            self._count(len(problems))
            return
        values = self.values()
        day, by = date.fromisoformat(str(values.pop(ON))), str(values.pop(BY, ""))
        request = OpenCase(self.kind, values, day, by, self._request)
        desk, place = self.desk, self._keeper.place
        self._set_busy(True)

        def work() -> tuple[str, str]:
            from sharedlives_tui import casework

            result = casework.open_case(desk, request)
            drafts.drop(desk, place)
            words = recorded_words(desk, result).replace("Recorded.", f"Recorded as {result.ref}.", 1)
            return result.ref, words

        write(self, "record", work)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.query_one("#do", Button).disabled = busy

    def _count(self, number: int) -> None:
        self.say(f"{number} {'thing' if number == 1 else 'things'} to put right.", problem=True)

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        event.stop()
        if event.what == "record":
            ref, words = event.result
            if self._keeper is not None:
                self._keeper.done = True
            self.host.announce()
            host = self.host
            self.dismiss(words)
            self.app.call_later(host.show, "case", ref, words)
        elif event.what == LEAVE:
            self.dismiss(None)
        elif event.what == DRAFT:
            self.say(f"Draft saved {event.result}.")

    @on(NotWritten)
    def _not_written(self, event: NotWritten) -> None:
        event.stop()
        if event.what == LEAVE:
            self.dismiss(None)
        elif event.what == "record" and self._form is not None:
            self._set_busy(False)
            problems = problems_of(event.error)
            self._form.show_problems(problems)
            self._count(len(problems))
        else:
            self.say(words_of(event.error), problem=True)


def in_order(kinds: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return the kinds as they are offered: complaints first."""
    return sorted(kinds, key=lambda each: (each[0] != "complaint", each[1]))


def arranged(
    fields: Sequence[FieldView], day_and_doer: Sequence[FieldView]
) -> tuple[tuple[FieldView, ...], tuple[str, ...]]:
    """Return the fields in the order of asking, and the names of the few that come first.

    First comes the person it comes from or is about, then what has to be chosen, then what else has to be said; after
    them the day, who received it, and the rest.
    """
    person = next((each for each in fields if each.kind in ("person", "people")), None)
    few = [each for each in fields if each.required or each is person]
    choices = [each for each in few if each is not person and each.kind in ("choice", "yes/no")]
    first = [*([person] if person is not None else []), *choices]
    first += [each for each in few if each not in first]
    first = first or list(fields[:1]) or list(day_and_doer[:1])
    rest = [each for each in (*day_and_doer, *fields) if each not in first]
    return (*first, *rest), tuple(each.name for each in first)
