"""The service's performance indicators: target and period from data, figures from the office (DA-35).

A figure is a setting of the office (`indicator.ID.PERIOD`), and every change of it a row of the journal.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sharedlives_tui.audit import keeps_refusals
from sharedlives_tui.cleaning import clean_line
from sharedlives_tui.desk import Desk
from sharedlives_tui.procedure_files import ProcedureMistakes
from sharedlives_tui.procedure_tables import Table
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.resources import read_text
from sharedlives_tui.store import views

FILE = "indicators.toml"
KEY = "indicator."
RECORDED_BY = ("registered manager", "management team", "administrator")
"""Who records figures; whoever may act as one of them may too."""
LONGEST_FIGURE = 60

_PERIODS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "month": (re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])"), "2026-11"),
    "quarter": (re.compile(r"(20[0-9]{2})-Q([1-4])"), "2026-Q4"),
    "year": (re.compile(r"(20[0-9]{2})"), "2026"),
}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Indicator:
    """What is looked at, over which period (month, quarter, year), and what is to be reached."""

    id: str
    name: str
    target: str
    period: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndicatorView:
    """An indicator with the figures that the office has recorded, by period, the newest first."""

    indicator: Indicator
    figures: tuple[tuple[str, str], ...]


def read(text: str) -> tuple[Indicator, ...]:
    """The indicators of a text, in its order. Raises ProcedureMistakes with a line a mistake."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProcedureMistakes([f"{FILE}: cannot be read as TOML: {error}"]) from None
    mistakes: list[str] = []
    top = Table(data, FILE, mistakes)
    found = [_indicator(each) for each in top.tables("indicator")]
    top.finish()
    ids = [each.id for each in found]
    mistakes += [f"{FILE}: '{each}' stands there twice" for each in dict.fromkeys(ids) if ids.count(each) > 1]
    if mistakes:
        raise ProcedureMistakes(mistakes)
    return tuple(found)


def _indicator(table: Table) -> Indicator:
    result = Indicator(
        id=table.text("id", needed=True),
        name=table.text("name", needed=True),
        target=table.text("target", needed=True),
        period=table.text("period", needed=True, of=_PERIODS),
        rules=table.texts("rules"),
    )
    table.finish()
    if result.id and not _ID.fullmatch(result.id):
        table.wrong(f"'id' is '{result.id}'; write small letters, numbers and hyphens")
    return result


def indicators(desk: Desk) -> tuple[Indicator, ...]:
    """The indicators of the scheme: its own list, or else ours. Raises ProcedureMistakes."""
    own = desk.library.own
    place = None if own is None else own / FILE
    if place is not None and place.is_file():
        return read(place.read_text(encoding="utf-8"))
    return read(read_text(FILE))


@keeps_refusals("look at the indicators")
def indicators_view(desk: Desk) -> list[IndicatorView]:
    """Every indicator with its figures as they stand. Raises Refused for a guest."""
    _must_be_known(desk)
    kept = views.settings(desk.store)
    found = []
    for each in indicators(desk):
        start = f"{KEY}{each.id}."
        figures = {name.removeprefix(start): value for name, value in kept.items() if name.startswith(start) and value}
        found.append(IndicatorView(each, tuple(sorted(figures.items(), reverse=True))))
    return found


@keeps_refusals("record a figure")
def record_figure(desk: Desk, indicator: str, period: str, figure: str) -> Indicator:
    """Record the figure that was reached in a period; a later one takes its place. Raises Refused."""
    _must_be_known(desk)
    desk.must_be_writable()
    if not desk.library.roles.may_act_as(desk.viewer.roles, RECORDED_BY):
        raise Refused(Problem("as", "DA-35", f"Figures are recorded by: {', '.join(RECORDED_BY)}."))
    known = {each.id: each for each in indicators(desk)}
    found = known.get(indicator.strip().lower())
    if found is None:
        raise Refused(Problem("id", "DA-35", f"There is no indicator '{indicator}'. There are: {', '.join(known)}."))
    period, figure = clean_line(period).upper(), clean_line(figure)
    problems = _why_not_period(found, period, desk.today)
    if not any(each.isdigit() for each in figure) or len(figure) > LONGEST_FIGURE:
        words = f"Write the figure with a number, like 96 of 100, in at most {LONGEST_FIGURE} characters."
        problems.append(Problem("figure", "DA-35", words))
    if problems:
        raise Refused(*problems)
    with desk.store.writing(desk.recorder, desk.clock.now()) as writer:
        writer.put_setting(f"{KEY}{found.id}.{period}", figure)
    return found


def _why_not_period(indicator: Indicator, period: str, today: date) -> list[Problem]:
    pattern, example = _PERIODS[indicator.period]
    match = pattern.fullmatch(period)
    if match is None:
        return [Problem("period", "DA-35", f"{indicator.name}: give the {indicator.period}, like {example}.")]
    part = int(match[2]) if match.re.groups > 1 else 1
    first = date(int(match[1]), part if indicator.period == "month" else 3 * part - 2, 1)
    return [Problem("period", "DA-35", f"{period} has not begun yet.")] if first > today else []


def _must_be_known(desk: Desk) -> None:
    if not desk.viewer.known:
        raise Refused(Problem("as", "DA-35", f"The indicators are for people of the office. {desk.guest_words}"))
