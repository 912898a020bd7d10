"""`notice show`, `notice check` and `notice save`: a letter before it is recorded."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sharedlives_tui import audit, correspondence
from sharedlives_tui.caseviews import NoticeView
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.case_steps import tell_ticks, tick_data
from sharedlives_tui.cli.files import nothing_there, write_new
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.output import listed
from sharedlives_tui.cli.parsing import add_set
from sharedlives_tui.cli.values import text_of, values_of
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.letters.plain import plain_text


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like CO-0012")
    parser.add_argument("step", metavar="STEP", help="as case steps names it: acknowledge, tell-carer@P-12")
    add_set(parser)
    parser.add_argument("--by", default="", metavar="NAME", help="who signs it; left out, you")


def _read_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.add_argument("--letter", metavar="@FILE", help="the text of a letter that was written elsewhere")
    parser.add_argument("--has", action="append", default=[], metavar="ID", help="a required content that it holds")


def _view(call: Call, desk: Desk) -> NoticeView:
    args = call.args
    letter = None if args.letter is None else text_of("letter", args.letter, call.out)
    values = values_of(args.set, call.out)
    return correspondence.notice_view(desk, args.ref, args.step, values, letter=letter, has=tuple(args.has), by=args.by)


def _show(call: Call) -> int:
    with call.desk() as desk:
        view = _view(call, desk)
    if call.json:
        call.out.data(_data(call, view))
        return 0
    _tell_head(call, view)
    call.out.line()
    call.out.block(view.text if call.args.letter is not None else plain_text(view.text))
    return 0


def _check(call: Call) -> int:
    with call.desk() as desk:
        view = _view(call, desk)
    if call.json:
        call.out.data(_data(call, view))
    else:
        _tell_head(call, view)
        call.out.line("It holds all that it must." if view.complete else "It is not complete.")
    return 0 if view.complete else 1


def _tell_head(call: Call, view: NoticeView) -> None:
    call.out.line(f"{view.title} [{view.instance}], letter {view.notice}")
    call.out.line(f"To: {listed(view.to, 'whoever you name')}")
    call.out.line(f"Ways to send it: {listed(view.methods)}")
    if view.format_needed:
        call.out.line(f"The person needs it as: {view.format_needed}")
    for remark in view.remarks:
        call.out.line(f"Know: {remark}")
    tell_ticks(call.out, view.ticks)


def _data(call: Call, view: NoticeView) -> dict[str, Any]:
    return {
        "ref": call.args.ref.upper(),
        "step": view.act,
        "instance": view.instance,
        "notice": view.notice,
        "title": view.title,
        "to": list(view.to),
        "methods": list(view.methods),
        "spoken": view.spoken,
        "format_needed": view.format_needed,
        "remarks": list(view.remarks),
        "complete": view.complete,
        "must": [tick_data(each) for each in view.ticks if each.required],
        "may": [tick_data(each) for each in view.ticks if not each.required],
        "text": view.text if call.args.letter is not None else plain_text(view.text),
    }


def _save_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.add_argument("--docx", metavar="FILE", help="the Word document; a file that is there stays")
    parser.add_argument("--eml", metavar="FILE", help="an e-mail draft with the letter; a file that is there stays")
    parser.add_argument("--address", default="", metavar="ADDRESS", help="to whom the e-mail is addressed; with --eml")


def _save(call: Call) -> int:
    args = call.args
    if args.docx is None and args.eml is None:
        raise WrongUsage("Say where the letter goes: --docx FILE for a Word document, --eml FILE for an e-mail draft")
    if args.address and args.eml is None:
        raise WrongUsage("--address is the address of an e-mail: give it with --eml FILE")
    with call.desk() as desk:
        audit.must_take(desk, args.ref)
        values = values_of(args.set, call.out)
        view = correspondence.notice_view(desk, args.ref, args.step, values, by=args.by)
        content = _contents(call, desk, values)
        nothing_there(content)
        for path, written in content.items():
            what = "letter" if path == _path(args.docx) else "e-mail draft"
            audit.taken(desk, what, ref=args.ref, name=path.name)
            write_new(path, written)
    if call.json:
        call.out.data(
            {
                "ref": args.ref.upper(),
                "instance": view.instance,
                "file": str(next(iter(content))),
                "files": [str(path) for path in content],
                "complete": view.complete,
            }
        )
        return 0
    for path in content:
        what = "letter" if path == _path(args.docx) else "e-mail draft"
        call.out.line(f"The {what} was written to {path}. It is not recorded as sent.")
    for remark in view.remarks:
        call.out.note(f"Know: {remark}")
    if not view.complete:
        lacking = [each.name for each in view.ticks if each.required and not each.present]
        call.out.note(f"It is not complete. It lacks: {listed(lacking)}")
    return 0


def _contents(call: Call, desk: Desk, values: Mapping[str, Value]) -> dict[Path, bytes]:
    """What is written, by its file. Raises WrongUsage for an address that is none, or one file for both."""
    from sharedlives_tui.letters.draft_mail import BadAddress

    args, found = call.args, {}
    word, mail = _path(args.docx), _path(args.eml)
    if word is not None and word == mail:
        raise WrongUsage("The Word document and the e-mail draft are two files: name two")
    if word is not None:
        found[word] = correspondence.notice_docx(desk, args.ref, args.step, values, by=args.by)
    if mail is not None:
        try:
            draft = correspondence.notice_draft(desk, args.ref, args.step, values, by=args.by, address=args.address)
        except BadAddress as error:
            raise WrongUsage(str(error)) from None
        found[mail] = draft
    return found


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text).expanduser()


JOBS = {
    "notice show": Job(_read_arguments, _show),
    "notice check": Job(_read_arguments, _check),
    "notice save": Job(_save_arguments, _save),
}
