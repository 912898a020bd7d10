"""The first start: five questions, each with an answer to begin with; then an office, and work in it if one likes."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from sharedlives_tui.access import Roles
from sharedlives_tui.account import system_user
from sharedlives_tui.calendars import load_calendar
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.clock import Clock
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.keymap import DIALOG
from sharedlives_tui.requests import Problem
from sharedlives_tui.screens.act_fields import asked
from sharedlives_tui.screens.saving import Saves
from sharedlives_tui.screens.unsaved import AsksBeforeLeaving
from sharedlives_tui.screens.writing import problems_of
from sharedlives_tui.widgets.around import Surroundings
from sharedlives_tui.widgets.footer import KeyFooter
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import show_field_help
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.leaving import LeavesOnce
from sharedlives_tui.widgets.message_line import MessageLine
from sharedlives_tui.widgets.safe import Words, join, lines
from sharedlives_tui.workdays import NATIONS

NEXT = (
    "Next: {area.people} People: {person.new} adds people, {people.office} Our office holds the contacts for letters."
)
"""What is said in a new office: nearly every letter needs a contact that only its people know."""
PRACTICE = "practice.db"
"""The practice office's file, beside the real one."""
_NATIONS = {"england": "England", "wales": "Wales", "scotland": "Scotland", "northern-ireland": "Northern Ireland"}


class FirstRunScreen(AsksBeforeLeaving, Saves, LeavesOnce[Desk]):
    """Asks five questions and starts the office. Dismissed with a desk in it; None if it was left."""

    PLACE = "first-run"
    BINDINGS = bindings("first-run", DIALOG)
    DEFAULT_CSS = """
    FirstRunScreen #welcome { height: auto; padding: 1 1 1 1; }
    FirstRunScreen Form { height: 1fr; }
    FirstRunScreen .buttons { height: 1; padding: 0 1; margin: 0 0 1 0; }
    FirstRunScreen Button { margin: 0 2 0 0; }
    """

    def __init__(self, path: Path | str, clock: Clock | None = None) -> None:
        super().__init__()
        self._path, self._clock = Path(path), clock or Clock()
        self.message = MessageLine()

    def compose(self) -> ComposeResult:
        today = self._clock.today()
        self.form = Form(self._fields(), {}, Surroundings(today, load_calendar("england")))
        yield Words(
            lines(
                join(("Shared Lives desk", "bold")),
                join("There is no office yet. Five questions start one; each has an answer already."),
                join(("Nothing leaves this computer.", "$muted")),
            ),
            id="welcome",
        )
        yield self.form
        yield Horizontal(Button("Start the office", id="do", variant="primary", compact=True), classes="buttons")
        yield self.message
        yield KeyFooter(self.PLACE)

    def _fields(self) -> Sequence[FieldView]:
        table = Roles.load()
        roles = [each for each in table.names if table.is_office(each)]
        return (
            asked(
                "scheme",
                "1 The scheme's name",
                "text",
                required=True,
                default="Our Shared Lives scheme",
                help="As letters and the top line of every screen are to name it.",
            ),
            asked(
                "nation",
                "2 Where it is",
                "choice",
                required=True,
                choices=[_NATIONS[each] for each in NATIONS],
                default=_NATIONS["england"],
                help="It decides which bank holidays count.",
            ),
            asked("as", "3 Your name", "text", required=True, default=_own_name(), help="As the office knows you."),
            asked(
                "role",
                "  and your role",
                "choice",
                required=True,
                choices=roles,
                default="registered manager",
                help="What you are in the office: it decides what you see and may do.",
            ),
            asked(
                "file",
                "4 Where to keep it",
                "text",
                required=True,
                default=str(self._path),
                help="The file that will hold everything. Choose a folder that is backed up.",
            ),
            asked(
                "practice",
                "5 A practice office too?",
                "yes/no",
                required=True,
                default="yes",
                help="Made-up people and cases beside it, to try everything. Nothing in it is real.",
            ),
        )

    def on_mount(self) -> None:
        if self.form is not None:
            self.form.enter("scheme")

    # ------------------------------------------------------------ keys

    def say(self, words: str, *, problem: bool = False) -> None:
        """Show a message in the line above the keys."""
        self.message.say(words, problem=problem)

    def action_help(self) -> None:
        show_field_help(self)

    def action_save(self) -> None:
        if self.form is None or self.busy or not self.understood(self.form):
            return
        values, clock = self.form.values(), self._clock
        self.save(lambda: start(values, clock))
        self.say("Starting the office…")

    def saved(self, result: Desk) -> None:
        self.dismiss(result)

    def refused(self, error: Exception) -> None:
        self.say("")
        if self.form is not None:
            problems = problems_of(error)
            self.form.show_problems([each if each.field else Problem("file", "", each.words) for each in problems])


def start(values: dict[str, Value], clock: Clock) -> Desk:
    """Start the office that the answers describe, and the practice office beside it; return a desk in the real one.

    Raises Refused and the errors of the store. Where the practice office is there already it is left as it is.
    """
    from sharedlives_tui import demo, office

    nations = {words: nation for nation, words in _NATIONS.items()}
    path = Path(str(values["file"])).expanduser()
    desk = office.create_office(
        path,
        name=str(values["scheme"]),
        nation=nations[str(values["nation"])],
        by_name=str(values["as"]),
        by_role=str(values["role"]),
        account=system_user(),
        clock=clock,
    )
    beside = path.with_name(PRACTICE)
    if values.get("practice") == "yes" and not beside.exists():
        try:
            demo.make(beside, today=clock.fixed_day).store.close()
        except BaseException:
            desk.store.close()
            raise
    return desk


def _own_name() -> str:
    try:
        return clean_line(getpass.getuser())
    except (OSError, KeyError):  # no such user on this system
        return ""
