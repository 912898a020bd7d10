"""`notice show`, `notice check` and `notice save`: a letter before it is recorded."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sharedlives_tui import correspondence
from sharedlives_tui.caseviews import NoticeView
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.case_steps import tell_ticks, tick_data
from sharedlives_tui.cli.files import write_new
from sharedlives_tui.cli.output import listed
from sharedlives_tui.cli.parsing import add_set
from sharedlives_tui.cli.values import text_of, values_of
from sharedlives_tui.desk import Desk
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
        "complete": view.complete,
        "must": [tick_data(each) for each in view.ticks if each.required],
        "may": [tick_data(each) for each in view.ticks if not each.required],
        "text": view.text if call.args.letter is not None else plain_text(view.text),
    }


def _save_arguments(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.add_argument("--docx", required=True, metavar="FILE", help="the Word document; a file that is there stays")


def _save(call: Call) -> int:
    args = call.args
    path = Path(args.docx).expanduser()
    with call.desk() as desk:
        values = values_of(args.set, call.out)
        view = correspondence.notice_view(desk, args.ref, args.step, values)
        content = correspondence.notice_docx(desk, args.ref, args.step, values)
    write_new(path, content)
    if call.json:
        call.out.data(
            {"ref": args.ref.upper(), "instance": view.instance, "file": str(path), "complete": view.complete}
        )
        return 0
    call.out.line(f"The letter was written to {path}. It is not recorded as sent.")
    if not view.complete:
        lacking = [each.name for each in view.ticks if each.required and not each.present]
        call.out.note(f"It is not complete. It lacks: {listed(lacking)}")
    return 0


JOBS = {
    "notice show": Job(_read_arguments, _show),
    "notice check": Job(_read_arguments, _check),
    "notice save": Job(_save_arguments, _save),
}
