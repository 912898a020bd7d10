"""What a command ends with when it was not done: the status, and the words. Nothing of a person's is in any of it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.output import Output

DONE, REFUSED, USAGE, COULD_NOT, OUR_FAULT = range(5)
"""The statuses of every command."""

STOPPED = 130
"""The status after Ctrl+C, as shells have it."""

Refusal = dict[str, str]


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
        return [{"field": each.field, "rule": each.rule, "words": each.words} for each in error.problems]
    if isinstance(error, NoSuchCase):
        return [{"field": "ref", "rule": "", "words": str(error)}]
    if isinstance(error, OutOfRange):
        return [{"field": "", "rule": "DY-01", "words": str(error)}]
    if isinstance(error, Conflict | PracticeOnly | Repeated | TooLarge):
        return [{"field": "", "rule": "", "words": str(error)}]
    if type(error) is LookupError:  # a KeyError is a mistake of ours
        return [{"field": "", "rule": "", "words": str(error)}]
    return []


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
        name = f"{error.filename}: " if error.filename else ""
        return [f"{name}{error.strerror or 'the system gave an error'}. Nothing was changed."]
    return []


# -- our own fault ------------------------------------------------------------------------------------------------


def our_fault(error: BaseException) -> str:
    """Write the places of a fault into the log, without any values; return what the person is told."""
    reference = secrets.token_hex(2).upper()
    try:
        _write_log(reference, error)
    except OSError:
        return f"Something went wrong. Reference {reference}. The log could not be written."
    return f"Something went wrong. Reference {reference}. What was saved before is safe."


def log_file() -> Path:
    """Return the log of faults."""
    from platformdirs import user_log_path

    return user_log_path("sharedlives", appauthor=False) / "faults.log"


def _write_log(reference: str, error: BaseException) -> None:
    from sharedlives_tui import __version__, clock

    lines = [f"{reference} {clock.now().isoformat(timespec='seconds')} version {__version__}", *_places(error)]
    path = log_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as log:
        log.write("\n".join(lines) + "\n\n")


def _places(error: BaseException | None) -> Iterator[str]:
    """The kind of the error and the lines of code that it went through: no message, no values, no text."""
    while error is not None:
        yield f"  {type(error).__module__}.{type(error).__qualname__}"
        trace: TracebackType | None = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            yield f"    {Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}"
            trace = trace.tb_next
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
