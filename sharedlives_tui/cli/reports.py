"""`report performance`: how the work of a period was done; and reports as Excel workbooks."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sharedlives_tui import audit, performance
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import counted
from sharedlives_tui.cli.parsing import add_day
from sharedlives_tui.desk import Desk
from sharedlives_tui.marks import MARKED, mark_of
from sharedlives_tui.performance import AGE_WORDS, KindWork, Performance
from sharedlives_tui.store.performance import Kept
from sharedlives_tui.typed_dates import say_day

if TYPE_CHECKING:
    from sharedlives_tui.workbook import Sheet


def add_excel(parser: argparse.ArgumentParser) -> None:
    """Add --excel FILE."""
    parser.add_argument("--excel", metavar="FILE", help="write it into a new Excel workbook")


def write_excel(call: Call, desk: Desk, title: str, sheets: Sequence[Sheet]) -> int:
    """Write the sheets into the new file that --excel names, and say so. Raises StoreError, Exists."""
    from sharedlives_tui.cli.files import nothing_there, write_new
    from sharedlives_tui.workbook import workbook

    audit.must_take(desk)
    path = Path(call.args.excel).expanduser()
    nothing_there([path])
    content = workbook(f"{desk.office.name}: {title}", sheets, desk.clock.now(), mark_of(desk).line)
    audit.taken(desk, f"{title} for Excel", name=path.name)
    write_new(path, content)
    if call.json:
        call.out.data({"file": str(path)})
    else:
        call.out.line(f"Written to {path}.")
    return 0


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_day(parser, "--from", "first day of the period; a year before its end if left out")
    add_day(parser, "--to", "last day of the period; today if left out")
    add_excel(parser)


def _run(call: Call) -> int:
    args = call.args
    with call.desk() as desk, desk.store.reading():
        first, last = (call.day(getattr(args, name), name, desk) for name in ("from", "to"))
        mark = mark_of(desk)
        found = performance.read(desk, performance.chosen(first, last, desk.today))
        if args.excel is not None:
            from sharedlives_tui.workbook import performance_sheets

            return write_excel(call, desk, "performance", performance_sheets(found))
    if call.json:
        call.out.data(_data(found) | {"mark": mark.line})
        return 0
    call.out.line(
        f"{desk.office.name}. {say_day(found.period.first)} to {say_day(found.period.last)}. "
        f"Limits: {_kept(found.kept)}."
    )
    for each in found.kinds:
        _tell(call, each)
    if not found.kinds:
        call.out.line("No case was received, closed or open.")
    call.out.line()
    call.out.line(f"{MARKED}:")
    call.out.line(mark.line)
    return 0


def _tell(call: Call, work: KindWork) -> None:
    call.out.line()
    call.out.line(f"{work.plural}: {work.opened} received, {work.closed} closed, {work.open_now} open today.")
    for step in work.steps:
        target = " (our own target)" if step.target else ""
        call.out.line(f"  {step.name}{target}: {_kept(step.kept)}")
    for stage in work.stages:
        ages = ", ".join(f"{number} {words}" for number, words in zip(stage.ages, AGE_WORDS, strict=True) if number)
        call.out.line(f"  Open in {stage.name}: {counted(sum(stage.ages), 'case')}; {ages}")


def _kept(kept: Kept) -> str:
    if not kept.fell:
        return "none fell in it"
    more = [f"{number} {words}" for number, words in ((kept.late, "late"), (kept.not_done, "not done")) if number]
    return "; ".join([f"{kept.in_time} of {kept.fell} in time ({performance.percent(kept)})", *more])


def _data(found: Performance) -> dict[str, Any]:
    return {
        "from": found.period.first,
        "to": found.period.last,
        "kept": _sums(found.kept),
        "kinds": [
            {
                "kind": each.kind,
                "received": each.opened,
                "closed": each.closed,
                "open": each.open_now,
                "steps": [
                    {"step": step.step, "name": step.name, "target": step.target, **_sums(step.kept)}
                    for step in each.steps
                ],
                "open_by_stage": [
                    {"stage": one.stage, "name": one.name, "ages": list(one.ages)} for one in each.stages
                ],
            }
            for each in found.kinds
        ],
        "months": [{"month": each.month, "received": each.opened, **_sums(each.kept)} for each in found.months],
    }


def _sums(kept: Kept) -> dict[str, int]:
    return kept._asdict()


JOBS = {"report performance": Job(_arguments, _run)}
