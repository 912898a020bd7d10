"""The words of one command: argparse, made lazily, with errors in our own words."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from sharedlives_tui.cli.options import WrongUsage

EVERYWHERE = """Every command also takes:
  --database FILE   the office, or its URL on a server (default: SHAREDLIVES_DATABASE, else in your data folder)
  --as NAME         who you are: a name or number of the office's list (default: your user name)
  --today DATE      read as on another day; recording so is for practice offices
  --json            one JSON document instead of text
  --no-mouse        leave the mouse to the terminal, for its own selection"""


class Parser(argparse.ArgumentParser):
    """A parser that raises WrongUsage instead of ending the program."""

    def __init__(self, name: str, summary: str) -> None:
        super().__init__(
            prog=f"sharedlives {name}",
            description=f"{summary}.",
            epilog=EVERYWHERE,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsage with the usage and the mistake."""
        message = message.replace("unrecognized arguments", "not understood")
        message = message.replace("the following arguments are required", "still needed")
        raise WrongUsage(f"{self.format_usage().strip()}\n{self.prog}: {message}. Try {self.prog} --help.")


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a check that a word is one of those."""

    def check(text: str) -> str:
        if text.lower() not in choices:
            raise argparse.ArgumentTypeError(f"write one of: {', '.join(choices)}")
        return text.lower()

    return check


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Return a check for a whole number in a range."""

    def check(text: str) -> int:
        digits = text.removeprefix("+").removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            raise argparse.ArgumentTypeError("write a whole number, like 5")
        number = int(text)
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"write a number from {least:,} to {most:,}")
        return number

    return check


def add_set(parser: argparse.ArgumentParser) -> None:
    """Add --set."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="a fact; repeat a field for several values; @FILE takes a file's text, @@ begins a value with @",
    )


def add_day(parser: argparse.ArgumentParser, name: str, words: str) -> None:
    """Add an option that takes a date as people type it."""
    parser.add_argument(name, metavar="DATE", help=f"{words}: 2026-12-25, 25/12/26, 25 dec, today, fri")


def named_values(pairs: Sequence[str]) -> list[tuple[str, str]]:
    """Return field and value of each FIELD=VALUE. Raises WrongUsage."""
    found = []
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise WrongUsage(f"--set takes FIELD=VALUE, like --set account=text; '{pair}' is none")
        found.append((name.strip(), value))
    return found


def number_of_seconds(text: str) -> float:
    """Return a number of seconds, from 0 to an hour. Raises ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 3600:
        raise argparse.ArgumentTypeError("write a number of seconds, like 0.4")
    return number
