"""What a command ends with when it was not done: the status, and the words. Nothing of a person's is in any of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.output import Output

if TYPE_CHECKING:
    from sharedlives_tui.desk import Desk

DONE, REFUSED, USAGE, COULD_NOT, OUR_FAULT = range(5)
"""The statuses of every command."""

STOPPED = 130
"""The status after Ctrl+C, as shells have it."""

UNNAMED = "look at something"
"""What the journal tells of a refusal whose door has no words of its own: every door of ours has some."""

Refusal = dict[str, str]
CONTACT = "contact:"
"""What the field of a refusal, or of what a letter lacks, begins with where a contact of the office is lacking."""


def with_command(field: str, words: str) -> str:
    """Return what is missing, and for a contact of the office the command that writes it down."""
    if not words or not field.startswith(CONTACT):
        return words
    return f'{words.rstrip(".")}: sharedlives contacts set "{field.removeprefix(CONTACT)}" WORDS'


def status_of(error: BaseException, out: Output) -> int:
    """Tell an error in words, and return the status that it gives."""
    if isinstance(error, WrongUsage):
        out.note(str(error))
        return USAGE
    refused = refusals(error)
    if refused:
        return refuse(out, refused)
    words = could_not(error)
    if words:
        for each in words:
            out.note(each)
        return COULD_NOT
    out.note(our_fault(error))
    return OUR_FAULT


def refuse(out: Output, refused: list[Refusal]) -> int:
    """Tell why something was refused: as JSON on standard output, or a line each on standard error."""
    if out.as_json:
        out.data({"refused": refused})
    else:
        for each in refused:
            rule = f" ({each['rule']})" if each["rule"] else ""
            out.note(f"{each['words']}{rule}")
    return REFUSED


def refusals(error: BaseException) -> list[Refusal]:
    """Return the reasons of a refusal, as JSON has them; none if the error is no refusal."""
    from sharedlives_tui.casefile import NoSuchCase
    from sharedlives_tui.requests import Refused
    from sharedlives_tui.store.errors import Conflict, PracticeOnly, Repeated, TooLarge
    from sharedlives_tui.workdays import OutOfRange

    if isinstance(error, Refused):
        return [
            {"field": each.field, "rule": each.rule, "words": with_command(each.field, each.words)}
            | ({"content": each.content} if each.content else {})
            for each in error.problems
        ]
    if isinstance(error, NoSuchCase):
        return [{"field": "ref", "rule": "", "words": str(error)}]
    if isinstance(error, OutOfRange):
        return [{"field": "", "rule": "DY-01", "words": str(error)}]
    if isinstance(error, Conflict | PracticeOnly | Repeated | TooLarge):
        return [{"field": "", "rule": "", "words": str(error)}]
    if type(error) is LookupError:  # a KeyError is a mistake of ours
        return [{"field": "", "rule": "", "words": str(error)}]
    return []


def tell_journal(desk: Desk, error: BaseException) -> None:
    """Have the journal tell that somebody asked for a case that is closed to them, or for what is not for them.

    What a door of the office refused it tells already; a slip in what was typed is nobody's business.
    """
    from sharedlives_tui import audit
    from sharedlives_tui.casefile import NoSuchCase
    from sharedlives_tui.requests import Refused

    if isinstance(error, NoSuchCase):
        audit.refused(desk, "look at a case", error, error.ref)
    elif isinstance(error, Refused) and any(each.field == "as" for each in error.problems):
        audit.refused(desk, UNNAMED, error)


def could_not(error: BaseException) -> list[str]:
    """Return the words for what stood in the way from outside; none if it was a mistake of ours."""
    from sharedlives_tui.calendars import CalendarNotRead
    from sharedlives_tui.procedure_files import ProcedureMistakes
    from sharedlives_tui.resources import MissingData
    from sharedlives_tui.store.errors import StoreError

    if isinstance(error, ProcedureMistakes):
        return ["A procedure file cannot be used:", *error.lines]
    if isinstance(error, StoreError | MissingData | CalendarNotRead):
        return [str(error)]
    if isinstance(error, OSError):
        if isinstance(error, FileNotFoundError):
            return [f"There is no file {error.filename}. Check its name and folder."]
        if isinstance(error, IsADirectoryError):
            return [f"{error.filename} is a folder. Name a file."]
        name = f"{error.filename}: " if error.filename else ""
        return [f"{name}{error.strerror or 'the system gave an error'}."]
    return []


# -- our own fault ------------------------------------------------------------------------------------------------


def our_fault(error: BaseException) -> str:
    """Record where a fault of ours happened, without any values; return what the person is told."""
    from sharedlives_tui import clock, safety, shared

    reference = safety.new_reference()
    words = f"Something went wrong. Reference {reference}."
    if safety.record_crash(error, reference, clock.now()):
        return f"{words} What is known is in {shared.shown(safety.log_file())}. What was saved before is safe."
    return f"{words} What was saved before is safe."
