"""From the words of a command line to its command, and from its end to the exit status."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sharedlives_tui.cli.options import Options, WrongUsage, split
from sharedlives_tui.cli.output import Output

if TYPE_CHECKING:
    from sharedlives_tui.prepaint import Prepaint

COMMANDS: Mapping[str, tuple[str, str]] = {
    "today": ("today", "List what is due, the worst first"),
    "changes": ("changes", "Tell what others recorded, and what became overdue, since your last visit"),
    "workload": ("workload", "Count the cases of each owner; nobody's first"),
    "report performance": ("reports", "Tell how the work of a period was done: in time, late, open by stage and age"),
    "find": ("find", "Find people and cases, closed ones too"),
    "case open": ("cases", "Log what came in, as a new case"),
    "case fields": ("case_steps", "Show what a new case, or a step of a case, asks for"),
    "case show": ("case_show", "Show a case: stage, dates, people, entries"),
    "case steps": ("case_steps", "Show what can be recorded next, with its date and what it needs"),
    "case decide": ("decisions", "Lay out what a decision rests on: who may, whom it touches"),
    "case why": ("case_show", "Explain a date of a case: event, count, days passed over, rules"),
    "case record": ("cases", "Record that a step or action was done"),
    "case wait": ("waits", "Note whom a case waits for, say that it came, or list whom it waits for"),
    "case correct": ("cases", "Strike an entry, and put another in its place"),
    "case attach": ("attachments", "Keep a paper with a case"),
    "case attachment": ("attachments", "Write a paper kept with a case into a file"),
    "case bundle": ("bundles", "Write the copies of a case for a person of it, without what was told in confidence"),
    "case list": ("case_list", "List all cases and what became of them"),
    "notice show": ("notices", "Show a letter as it stands, and what it holds and lacks"),
    "notice check": ("notices", "Say what a letter lacks; status 1 if anything"),
    "notice save": ("notices", "Write a letter into a Word document, or an e-mail draft"),
    "person add": ("people", "Add somebody to the office's list"),
    "person role": ("people", "Give somebody a role from a day, or end one"),
    "person show": ("person_records", "Show a person: roles, approval, records, open cases"),
    "person record": ("person_records", "Record a dated entry on a carer's approval, terms or number"),
    "person correct": ("person_records", "Strike an entry on a person, and put another in its place"),
    "person login": ("accounts", "Say which account of this computer is whose, or list them"),
    "person list": ("people", "List people with their roles"),
    "contacts list": ("contacts", "Show the contact list that all letters use"),
    "contacts set": ("contacts", "Change how a letter says somebody is reached"),
    "settings list": ("settings", "Show the office's numbers: retention, what counts as soon"),
    "settings set": ("settings", "Change one of them"),
    "settings history": ("settings", "Show who changed the office's numbers, when and why"),
    "settings mine": ("settings", "Show or change your own settings: colours, symbols, mouse, first screen"),
    "settings keys": ("settings", "Show every key, or take another one for something"),
    "signoff list": ("signing", "List the letters that wait for a manager's sign-off"),
    "signoff answered": (
        "signing",
        "List the letters of yours that a manager signed off or sent back, until they have gone",
    ),
    "signoff show": ("signing", "Show such a letter, and how it stands"),
    "signoff ask": ("signing", "Ask for the sign-off of a complete letter"),
    "signoff sign": ("signing", "Sign a letter off"),
    "signoff back": ("signing", "Send a letter back with the reason"),
    "signoff letters": ("signing", "Show or choose which letters need a sign-off"),
    "often list": ("often", "Show the texts that are used often, each for one field"),
    "often add": ("often", "Keep a text for a field of a procedure"),
    "often change": ("often", "Give such a text another name or other words"),
    "often retire": ("often", "Offer such a text no more"),
    "indicators list": ("indicators", "Show the service's performance indicators with their figures"),
    "indicators record": ("indicators", "Record the figure that was reached in a period"),
    "due": ("due", "Count days from a date, and explain the count"),
    "calendar month": ("calendar_days", "Show which limits fall on which day of a month, or write them for Outlook"),
    "calendar week": ("calendar_days", "The same for a week"),
    "calendar list": ("calendar", "Show the office's own changes of its working days"),
    "calendar add": ("calendar", "Add a day on which the office does not work"),
    "calendar remove": ("calendar", "Make a holiday or closure a working day again"),
    "calendar check": ("calendar", "Compare the office's holidays with the library of holidays"),
    "procedures list": ("procedures", "List the procedures with their versions"),
    "procedures show": ("procedures", "Show a procedure: steps, limits, who, rules"),
    "procedures check": ("procedures", "Check procedure files; a line a mistake"),
    "scenario": ("practice", "Play scenario files and say what differs"),
    "init": ("office", "Start an office"),
    "demo": ("practice", "Open a practice office with made-up people"),
    "journal": ("journal", "Tell who came in, what was refused or taken out, and what was changed in the office"),
    "backup": ("backups", "Copy the whole office into a folder or file, and prove the copy"),
    "backups list": ("backups", "List the backups of the office"),
    "backups folder": ("backups", "Show or choose the folder in which the office's backups lie"),
    "restore": ("backups", "Let a backup take the place of the office's file; the old one is kept"),
    "serve": ("serve", "Run for somebody who came in over SSH: the command of a key, see docs/server.md"),
    "admin setup": ("admin_begin", "Make what a shared server needs: account, folders, settings, timers (as root)"),
    "admin begin": ("admin_begin", "Begin the office of a shared server, with its first administrator and their key"),
    "admin user": ("admin", "Let people of the office's list in over SSH, or no more"),
    "admin key": ("admin", "Add, remove and list the keys that let people in"),
    "admin keys": ("admin", "Print the list of keys, for sshd"),
    "admin check": ("admin", "Say what of a shared server others could read or change"),
    "admin example": ("admin_begin", "Print a file to begin a server with: its settings, sshd's, timers"),
    "check": ("upkeep", "Prove the journal and compute every limit anew"),
    "soak": ("soak", "Let many sessions write at once into a practice office, and count what was lost"),
    "journal head": ("upkeep", "Show the journal's last mark, to be noted outside the office"),
    "move": ("moving", "Carry the office to a server or back into a file, and compare every row"),
}
"""Every command with the module that holds it and what it does."""


def run(argv: Sequence[str], early: Prepaint | None = None) -> int:
    """Run one command; return the exit status. Nothing that goes wrong leaves here as an exception.

    `early` is the first picture of Today, where it was painted already.
    """
    out = Output(as_json="--json" in argv)
    try:
        try:
            status = _run(argv, out, early)
            sys.stdout.flush()
        except BrokenPipeError:  # whoever read the output has seen enough
            _forget_output()
            status = 0
        return status
    except SystemExit as ended:  # --help and --version of a command
        return ended.code if isinstance(ended.code, int) else 0
    except KeyboardInterrupt:
        from sharedlives_tui.cli.failures import STOPPED

        out.note("Stopped. What was saved before is safe.")
        return STOPPED
    except Exception as error:  # the last net: a person is told in words, never by a traceback
        return _told(error, out)


def _told(error: Exception, out: Output) -> int:
    from sharedlives_tui.cli.failures import COULD_NOT, status_of

    try:
        status = status_of(error, out)
        sys.stdout.flush()
    except OSError:  # nowhere left to tell it
        _forget_output()
        status = COULD_NOT
    return status


def _run(argv: Sequence[str], out: Output, early: Prepaint | None) -> int:
    options, words = split(argv)
    if not words:
        from sharedlives_tui.cli.screens import plain

        return plain(options, out, early)
    if words[0] in ("--help", "-h", "help"):
        return _help(words[1:], out)
    if words[0] == "--version":
        from sharedlives_tui import __version__

        out.line(f"sharedlives {__version__}")
        return 0
    for length in (2, 1):
        name = " ".join(words[:length])
        if name in COMMANDS and len(words) >= length:
            return _command(name, words[length:], options, out, early)
    return _unknown(words, out)


def _command(name: str, words: Sequence[str], options: Options, out: Output, early: Prepaint | None = None) -> int:
    from sharedlives_tui.cli.call import Call
    from sharedlives_tui.cli.parsing import Parser

    module, summary = COMMANDS[name]
    job = importlib.import_module(f"sharedlives_tui.cli.{module}").JOBS[name]
    parser = Parser(name, summary)
    job.arguments(parser)
    return int(job.run(Call(options, out, parser.parse_args(list(words)), early)))


def _help(words: Sequence[str], out: Output) -> int:
    name = " ".join(words)
    if name in COMMANDS:
        return _command(name, ["--help"], Options(), out)
    from sharedlives_tui.cli.parsing import EVERYWHERE

    shown = {each: what for each, (_, what) in COMMANDS.items() if not name or each.split()[0] == words[0]}
    if not shown:
        return _unknown(words, out)
    out.line("sharedlives: cases, time limits and letters of a Shared Lives office")
    out.line()
    if not name:
        out.line("Without a command it opens the screens; without a terminal it prints today's list.")
        out.line()
    width = max(map(len, shown))
    for each, what in shown.items():
        out.line(f"  sharedlives {each:<{width}}  {what}")
    out.line()
    out.block(EVERYWHERE)
    out.line()
    out.line("What a command takes: sharedlives COMMAND --help. Statuses: 0 done, 1 refused or found wanting,")
    out.line("2 wrong usage, 3 could not, 4 our own fault.")
    return 0


def _unknown(words: Sequence[str], out: Output) -> int:
    group = [each for each in COMMANDS if each.split()[0] == words[0] and " " in each]
    if group and words[1:] in (["--help"], ["-h"]):
        return _help(words[:1], out)
    if group:
        following = ", ".join(each.split()[1] for each in group)
        raise WrongUsage(f"sharedlives {words[0]} is followed by one of: {following}")
    from difflib import get_close_matches

    first = list(dict.fromkeys(each.split()[0] for each in COMMANDS))
    near = get_close_matches(words[0], first, 1)
    hint = f"Did you mean '{near[0]}'? " if near else ""
    raise WrongUsage(f"There is no command '{words[0]}'. {hint}See: sharedlives --help")


def _forget_output() -> None:
    """Point standard output at nothing, so that Python's own last flush has nothing to complain about."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
    except (OSError, ValueError):  # no real file stands behind it
        sys.stdout = io.StringIO()
