"""`case bundle`, and `case show --for`: a case as a person of it may read it, and the copies that they get."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sharedlives_tui import audit
from sharedlives_tui.bundles import bundle_for
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.files import nothing_there, write_new
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.output import Output, counted
from sharedlives_tui.desk import Desk
from sharedlives_tui.disclosed import Bundle, Disclosed, ShownEntry
from sharedlives_tui.letters.bundle import UNREAD, Item, beside, bundle_docx, items, unread
from sharedlives_tui.typed_dates import say_day


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like DA-0003")
    parser.add_argument("--for", dest="whom", required=True, metavar="PERSON", help="a person of the case")
    parser.add_argument("--docx", metavar="FILE", help="the Word document; a file that is there stays")
    parser.add_argument("--preview", action="store_true", help="only show what would go in and how much is left out")


def _bundle(call: Call) -> int:
    args = call.args
    if args.docx is None and not args.preview:
        raise WrongUsage("Say where the copies go: --docx FILE. With --preview they are only looked at")
    with call.desk() as desk:
        bundle = bundle_for(desk, args.ref, args.whom)
        contents = items(bundle)
        if not args.preview:
            audit.must_take(desk, bundle.ref)
        written = [] if args.preview else _write(desk, bundle, contents, Path(args.docx).expanduser())
    if call.json:
        call.out.data(_data(bundle, contents, written))
    else:
        _tell(call.out, bundle, contents, written)
    return 0


def _write(desk: Desk, bundle: Bundle, contents: tuple[Item, ...], path: Path) -> list[Path]:
    """Write the document and what belongs beside it; return where they lie. Raises StoreError; then none is written."""
    files = beside(bundle, contents, path.stem)
    whole = {path: bundle_docx(bundle, files)}
    whole |= {path.parent / name: bundle.contents[paper] for paper, name in files.items()}
    nothing_there(whole)
    audit.taken(desk, "copies", ref=bundle.ref, count=len(contents), name=path.name)
    for each, content in whole.items():
        write_new(each, content)
    return list(whole)


def _data(bundle: Bundle, contents: tuple[Item, ...], written: list[Path]) -> dict[str, Any]:
    return {
        "ref": bundle.ref,
        "for": bundle.name,
        "person": bundle.person,
        "items": [{"number": each.number, "kind": each.kind, "title": each.title} for each in contents],
        "withheld": withheld_data(bundle.told),
        "missing": list(bundle.told.missing),
        "file": str(written[0]) if written else "",
        "files": [str(each) for each in written[1:]],
    }


def withheld_data(told: Disclosed) -> list[dict[str, Any]]:
    """Return why something was left out, and how often."""
    return [{"why": each.why, "count": each.count} for each in told.withheld]


def _tell(out: Output, bundle: Bundle, contents: tuple[Item, ...], written: list[Path]) -> None:
    out.line(f"Copies of {bundle.ref} for {bundle.name}: {counted(len(contents), 'item')}")
    for each in contents:
        out.line(f"{each.number}. {each.title}", 3)
    _tell_withheld(out, bundle.told)
    for path in written:
        out.line(f"Written: {path}")
    if not written:
        out.line("Nothing was written.")
    if unread(bundle):
        out.note(f"{UNREAD}.")
    if written:
        out.note("Read the copies before they go, and record it when they have gone.")


def _tell_withheld(out: Output, told: Disclosed) -> None:
    out.line(f"LEFT OUT ({sum(each.count for each in told.withheld)})")
    for each in told.withheld:
        out.line(f"{each.count}: {each.why}", 3)
    if told.missing:
        out.line(f"KNOWN TO BE MISSING ({len(told.missing)})")
        for text in told.missing:
            out.line(text, 3)


# -- the case as they may read it ------------------------------------------------------------------------------


def show_for(call: Call) -> int:
    """Show a case as the person named may read it; return the exit status."""
    with call.desk() as desk:
        bundle = bundle_for(desk, call.args.ref, call.args.whom)
    if call.json:
        call.out.data(_shown_data(bundle))
    else:
        _tell_shown(call.out, bundle)
    return 0


def _shown_data(bundle: Bundle) -> dict[str, Any]:
    told = bundle.told
    return {
        "ref": bundle.ref,
        "kind": bundle.kind,
        "for": bundle.name,
        "person": bundle.person,
        "narrow": told.narrow,
        "people": [{"part": part, "name": name} for part, name in told.people],
        "entries": [
            {
                "id": each.number,
                "done_on": each.done_on,
                "name": each.name,
                "by": each.by,
                "about": each.whom,
                "facts": [{"label": label, "words": words} for label, words in each.facts],
                "letter": each.letter,
                "marks": list(each.marks),
            }
            for each in told.entries
        ],
        "lines": [
            {
                "text": each.text,
                "facts": [{"label": label, "words": words, "on": on} for label, words, on in each.facts],
            }
            for each in told.lines
        ],
        "papers": [{"id": each.id, "name": each.name, "kind": each.kind} for each in told.papers],
        "withheld": withheld_data(told),
        "missing": list(told.missing),
    }


def _tell_shown(out: Output, bundle: Bundle) -> None:
    told = bundle.told
    out.line(f"{bundle.ref} {bundle.kind}, as {bundle.name} may read it")
    for part, name in told.people:
        out.line(f"{part}: {name}")
    out.line()
    out.line(f"ENTRIES ({len(told.entries)})")
    for each in told.entries:
        _tell_entry(out, each)
    if told.lines:
        out.line()
        out.line(f"EACH POINT ({len(told.lines)})")
        for line in told.lines:
            out.line(line.text)
            for label, words, on in line.facts:
                out.line(f"{label}, {say_day(on)}: {words}", 3)
    if told.papers:
        out.line()
        out.line(f"PAPERS ({len(told.papers)})")
        for paper in told.papers:
            out.line(f"{paper.id}. {paper.name}")
    out.line()
    _tell_withheld(out, told)


def _tell_entry(out: Output, entry: ShownEntry) -> None:
    about = f", about {entry.whom}" if entry.whom else ""
    out.line(f"{say_day(entry.done_on)}: {entry.name}{about}, by {entry.by}")
    for mark in entry.marks:
        out.line(mark, 3)
    for label, words in entry.facts:
        out.line(f"{label}: {words}", 3)
    if entry.letter:
        out.line("The letter as it left:", 3)
        for line in entry.letter.splitlines():
            out.line(f"| {line}", 3)


JOBS = {"case bundle": Job(_arguments, _bundle)}
