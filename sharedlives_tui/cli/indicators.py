"""`indicators list` and `indicators record`: the service's performance indicators and their figures."""

from __future__ import annotations

import argparse

from sharedlives_tui import indicators
from sharedlives_tui.cli.call import Call, Job


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def _list(call: Call) -> int:
    with call.desk() as desk:
        found = indicators.indicators_view(desk)
    if call.json:
        call.out.data(
            [
                {
                    "id": each.indicator.id,
                    "name": each.indicator.name,
                    "target": each.indicator.target,
                    "period": each.indicator.period,
                    "rules": list(each.indicator.rules),
                    "figures": [{"period": period, "figure": figure} for period, figure in each.figures],
                }
                for each in found
            ]
        )
        return 0
    for each in found:
        indicator = each.indicator
        call.out.line(f"{indicator.name} [{indicator.id}]")
        call.out.line(f"target: {indicator.target}, each {indicator.period}", 2)
        for period, figure in each.figures:
            call.out.line(f"{period}: {figure}", 2)
        if not each.figures:
            call.out.line("no figure yet", 2)
    return 0


def _record_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="as indicators list names it")
    parser.add_argument("period", metavar="PERIOD", help="the month (2026-11), quarter (2026-Q4) or year (2026)")
    parser.add_argument("figure", metavar="FIGURE", help='what was reached, like "96 of 100"')


def _record(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        found = indicators.record_figure(desk, args.id, args.period, args.figure)
    if call.json:
        call.out.data({"id": found.id, "period": args.period.upper(), "figure": args.figure})
    else:
        call.out.line(f"{found.name}, {args.period.upper()}: {args.figure} (target: {found.target}).")
    return 0


JOBS = {"indicators list": Job(_no_arguments, _list), "indicators record": Job(_record_arguments, _record)}
