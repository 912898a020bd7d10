"""`case attach` and `case attachment`: papers that came in, kept with a case and taken out again."""

from __future__ import annotations

import argparse
from pathlib import Path

from sharedlives_tui import audit, casework, reading
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.files import nothing_there, write_new
from sharedlives_tui.cli.parsing import whole_number
from sharedlives_tui.requests import Attach
from sharedlives_tui.store import views
from sharedlives_tui.store.errors import TooLarge

MOST = 10 * 1024 * 1024
"""How many bytes a paper may have."""


def _attach_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like CO-0012")
    parser.add_argument("file", metavar="FILE", help="the letter, e-mail or other paper; at most 10 MB")
    parser.add_argument("--entry", type=whole_number(1, 999_999), metavar="NUMBER", help="the entry it belongs to")
    parser.add_argument("--confidential", action="store_true", help="it was given in confidence")


def _attach(call: Call) -> int:
    args = call.args
    path = Path(args.file).expanduser()
    with path.open("rb") as file:
        content = file.read(MOST + 1)
    if len(content) > MOST:
        raise TooLarge(f"the paper {path.name}", path.stat().st_size, MOST, "bytes")
    with call.desk() as desk:
        request = Attach(args.ref, path.name, content, args.entry, args.confidential)
        number = casework.attach(desk, request)
        if call.json:
            call.out.data({"ref": args.ref.upper(), "attachment": number, "name": path.name, "size": len(content)})
        else:
            call.out.line(f"{path.name} is kept with {args.ref.upper()} as number {number}.")
    return 0


def _take_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like CO-0012")
    parser.add_argument("number", type=whole_number(1, 999_999_999), metavar="NUMBER", help="as case show has it")
    parser.add_argument("file", metavar="FILE", help="where to write it; a file that is there stays as it is")


def _take(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        case = reading.case_view(desk, args.ref)
        found = next((each for each in case.attachments if each.id == args.number), None)
        content = None if found is None else views.attachment_content(desk.store, found.id)
        if found is None or content is None:
            raise LookupError(f"{case.ref} keeps no paper {args.number}. See: sharedlives case show {case.ref}")
        audit.must_take(desk, case.ref)
        path = Path(args.file).expanduser()
        nothing_there([path])
        audit.taken(desk, "paper", ref=case.ref, name=path.name)
        write_new(path, content)
        if call.json:
            call.out.data({"ref": case.ref, "attachment": found.id, "name": found.name, "file": str(path)})
        else:
            call.out.line(f"{found.name} was written to {path}.")
    return 0


JOBS = {"case attach": Job(_attach_arguments, _attach), "case attachment": Job(_take_arguments, _take)}
