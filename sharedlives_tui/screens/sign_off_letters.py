"""Which letters a manager signs off before they go: the list of all letters by name, and changing one."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from sharedlives_tui import signing_off
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.facts import Value
from sharedlives_tui.keymap import with_keys
from sharedlives_tui.names import in_one_line
from sharedlives_tui.screens.act_fields import asked
from sharedlives_tui.screens.case_rows import Row
from sharedlives_tui.screens.list_with_words import ListWithWords
from sharedlives_tui.screens.small_form import SmallForm
from sharedlives_tui.sign_off import changers
from sharedlives_tui.signing_off import Choice
from sharedlives_tui.store.errors import StoreError
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings

_FIRST = "ALL PROCEDURES"
_TOP = "Letters that a manager signs off before they go. {list.open} changes one."


class SignOffLettersScreen(ListWithWords):
    """Every letter, those of a procedure together, and each by its name; Enter changes the highlighted one."""

    PLACE = "sign-off-letters"
    BINDINGS = bindings("sign-off-letters")

    def crumbs(self) -> tuple[str, ...]:
        return ("Settings", "Letters signed off")

    def look_again(self) -> None:
        try:
            found = signing_off.choices(self.desk)
        except StoreError as error:
            self.say(str(error), problem=True)
            return
        rows: list[Row | str] = []
        for each in found:
            heading = each.kind.upper() or _FIRST
            if heading not in rows:
                rows.append(heading)
            rows.append(
                (each.what, ("✓", "$on-track") if each.wanted else ("·", "$muted"), "", each.name, _short(each))
            )
        self.fill(with_keys(_TOP), rows, {each.what: _about(each) for each in found})

    def chosen(self, key: str) -> None:
        if self.may_record("settings"):
            self.open("choose-sign-off", key)


def _short(each: Choice) -> str:
    return "signed off" if each.chosen else f"with {each.by}" if each.by else ""


def _about(each: Choice) -> str:
    if each.by and not each.chosen:
        return f"It is signed off with ‘{each.by}’: change that, to choose letters one by one."
    how = "A manager signs it off before it is recorded as sent." if each.wanted else "It goes without a sign-off."
    return f"{how} On the command line: sharedlives signoff letters {each.what}."


class ChooseDialog(SmallForm):
    """Says of one letter, or of several together, whether a manager signs it off; begins with the other answer."""

    FIRST = "reason"

    def __init__(self, what: str) -> None:
        super().__init__("Letters signed off by a manager", "Keep", f"Changed by: {in_one_line(changers())}.")
        self._what = what
        self._choice: Choice | None = None

    def body(self) -> Iterable[Widget]:
        found = {each.what: each for each in signing_off.choices(host_of(self).desk)}
        self._choice = found.get(self._what)
        if self._choice is not None:
            self.seen = self._choice.chosen
            self._heading = self._choice.name
        return super().body()

    def fields(self) -> Iterable[FieldView]:
        choice = self._choice
        if choice is None:
            return ()
        now = "At present it is." if choice.chosen else "At present it is not."
        label, other = "A manager signs off", "no" if choice.chosen else "yes"
        return (
            asked("wanted", label, "yes/no", required=True, default=other, help=now),
            asked("reason", "Why", "text", required=True, help="Stands in the journal, with your name and the day."),
        )

    def work(self, values: dict[str, Value]) -> str:
        wanted = values.get("wanted") == "yes"
        signing_off.choose(host_of(self).desk, self._what, wanted, str(values.get("reason", "")), seen=self.seen)
        name = self._choice.name if self._choice is not None else self._what
        return f"Signed off before it goes: {name}." if wanted else f"Not signed off any more: {name}."
