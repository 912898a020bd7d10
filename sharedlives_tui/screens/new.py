"""Logging what came in: choose the kind, then one form, what is always asked first and the rest below."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button

from sharedlives_tui import keymap, people_search, reading
from sharedlives_tui.caseviews import STAFF, FieldView
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import OpenCase
from sharedlives_tui.screens.act_fields import BY, ON, asked
from sharedlives_tui.screens.base import OfficeScreen
from sharedlives_tui.screens.outcome import recorded_words
from sharedlives_tui.screens.saving import SavesWithDraft
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import surroundings
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join
from sharedlives_tui.widgets.virtual_list import FixedRows, RowText, VirtualList


class NewCaseScreen(SavesWithDraft, OfficeScreen):
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
        self._kinds: list[tuple[str, str, str]] = []
        self._few: tuple[str, ...] = ()
        self._given: dict[str, Value] = {}
        self._filled: Value = ""
        """What the list of people filled in as what they are: it may be put right, what was chosen may not."""

    def crumbs(self) -> tuple[str, ...]:
        return ("New case",)

    def body(self) -> Iterable[Widget]:
        yield Words(id="top")
        yield Vertical(VirtualList(id="kinds"), id="work")

    # ------------------------------------------------------------ which kind

    def look_again(self) -> None:
        if self.form is not None or self._kinds:
            return
        self._kinds = in_order(reading.kinds(self.desk), reading.usual_kinds(self.desk))
        if any(kind == self.kind for kind, *_ in self._kinds):
            self.run_worker(self._begin(self.kind), group="begin")
            return
        rows = [RowText(kind, ((f" {name}", ""),)) for kind, name, _ in self._kinds]
        listed = self.query_one("#kinds", VirtualList)
        listed.show(FixedRows(rows), empty="There is no procedure for new cases.")
        listed.focus()
        self.query_one("#top", Words).update(f"What came in? {keymap.said('list.open')} chooses.")

    @on(VirtualList.Selected, "#kinds")
    async def _chosen(self, event: VirtualList.Selected) -> None:
        event.stop()
        if self.form is None:
            await self._begin(event.key)

    # ------------------------------------------------------------ the form

    async def _begin(self, kind: str) -> None:
        self.kind = kind
        self.find_draft(f"new {kind}")
        fields, self._few = arranged(reading.opening_fields(self.desk, kind), self._day_and_doer())
        version = self.desk.library.in_force(kind, self.desk.today)
        around = surroundings(self.desk, kind, version.procedure.opening.id if version is not None else "")
        self.form = Form(fields, self.with_draft(), around, id="form")
        name = next((name for each, name, _ in self._kinds if each == kind), kind)
        self.query_one("#top", Words).update(
            join(
                (f"New: {name}", "bold"),
                (f"   What is always asked comes first; {keymap.said('form.next-part')} goes to the rest.", "$muted"),
            )
        )
        work = self.query_one("#work")
        await work.remove_children()
        button = Button("Log it", id="do", variant="primary", compact=True)
        await work.mount(self.form, Horizontal(button, classes="buttons"))
        self._given = self.values()
        self.begin(each.name for each in fields)
        self.refresh_bindings()

    def _day_and_doer(self) -> tuple[FieldView, ...]:
        words = (
            "Who of the office heard or opened it, if not you. They look after the case until it is given to another."
        )
        return (
            asked(
                ON,
                "Received on",
                "date",
                required=True,
                help="The day on which it reached the office, by whichever way: the first limits count from it.",
            ),
            asked(BY, "Who received it", "person", help=words, among=(STAFF,)),
        )

    def plain_values(self) -> dict[str, Value]:
        """What the fields begin with: received today by the viewer."""
        me = self.desk.viewer.person_id
        return {ON: self.desk.today.isoformat(), BY: f"P-{me}" if me is not None else ""}

    def values(self) -> dict[str, Value]:
        """What stands in the fields."""
        return self.form.values() if self.form is not None else {}

    def begin_at(self) -> None:
        """The first empty field of the few that come first; of a draft the first that must still be filled in."""
        if self.form is not None:
            self.form.enter(needed=self.draft is not None)

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
        roles = [role for _, _, roles in people_search.person_matches(self.desk, first) for role in roles.split(", ")]
        fits = [each for each in choices if each in roles]
        said = now.get("complainant_kind", "")
        if first.startswith("P-") and len(fits) == 1 and said in ("", self._filled):
            self._filled = fits[0]
            event.form.put("complainant_kind", fits[0])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return not (self.form is None and action in ("save", "next_part", "afresh"))

    def action_next_part(self) -> None:
        if self.form is not None:
            rest = [each.name for each in self.form.fields if each.name not in self._few]
            self.form.enter(rest[0])

    # ------------------------------------------------------------ recording

    def action_save(self) -> None:
        if self.form is None or self.busy or not self.may_record() or not self.understood(self.form):
            return
        values = self.values()
        day, by = date.fromisoformat(str(values.pop(ON))), str(values.pop(BY, ""))
        request, desk = OpenCase(self.kind, values, day, by, self.request_id, self.place_of_draft), self.desk

        def work() -> tuple[str, str]:
            from sharedlives_tui import casework

            result = casework.open_case(desk, request)
            words = recorded_words(desk, result).replace("Recorded.", f"Recorded as {result.ref}.", 1)
            return result.ref, words

        self.save(work)

    def saved(self, result: tuple[str, str]) -> None:
        """Open the new case."""
        ref, words = result
        host = self.host
        host.announce()
        self.dismiss(words)
        self.app.call_later(host.show, "case", ref, words)


def in_order(kinds: Sequence[tuple[str, str, str]], usual: Collection[str]) -> list[tuple[str, str, str]]:
    """Return the kinds as they are offered: those that the office is for, complaints before others; then the rest."""
    return sorted(kinds, key=lambda each: (each[0] not in usual, each[0] != "complaint", each[1]))


def arranged(
    fields: Sequence[FieldView], day_and_doer: Sequence[FieldView]
) -> tuple[tuple[FieldView, ...], tuple[str, ...]]:
    """Return the fields in the order of asking, and the names of the few that come first.

    First comes the person it comes from or is about, then what has to be chosen, then what else has to be said; after
    them the day, who received it, and the rest. What has to be chosen begins unchosen: an answer that stands there
    already is one that nobody gave.
    """
    fields = [replace(each, default="") if each.required and each.choices else each for each in fields]
    person = next((each for each in fields if each.kind in ("person", "people")), None)
    few = [each for each in fields if each.required or each is person]
    choices = [each for each in few if each is not person and each.kind in ("choice", "yes/no")]
    first = [*([person] if person is not None else []), *choices]
    first += [each for each in few if each not in first]
    first = first or list(fields[:1]) or list(day_and_doer[:1])
    rest = [each for each in (*day_and_doer, *fields) if each not in first]
    return (*first, *rest), tuple(each.name for each in first)
