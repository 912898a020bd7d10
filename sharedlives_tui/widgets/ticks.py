"""What a letter must hold, ticked off while it is written."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from sharedlives_tui.caseviews import Tick
from sharedlives_tui.widgets.safe import Words, join, lines

CONTACT = "contact:"
"""What the field of a tick or of a refusal begins with where a contact of the office is lacking."""
WHERE = "4 People, o Our office"


def with_way(field: str, words: str) -> str:
    """Return what is missing, and for a contact of the office the way to where it is written down."""
    return f"{words.rstrip('.')}: {WHERE}" if words and field.startswith(CONTACT) else words


class Ticks(Words):
    """The required contents of a letter. `short` puts them on one or two lines, otherwise one stands on each.

    `show(ticks)` is called whenever the facts change.
    """

    DEFAULT_CSS = "Ticks { height: auto; padding: 0 1; }"

    def __init__(self, ticks: Sequence[Tick] = (), *, short: bool = False, id: str | None = None) -> None:
        self._short = short
        super().__init__(self._content(ticks), id=id)

    def show(self, ticks: Sequence[Tick]) -> None:
        """Show these ticks."""
        self.update(self._content(ticks))

    def _content(self, ticks: Sequence[Tick]) -> Content:
        return one_line(ticks) if self._short else one_each(ticks)


def one_line(ticks: Sequence[Tick]) -> Content:
    """Return "Must include: 2 of 3, 1 thing missing   ✓1 ✗2 add the place ✓3": the sum is never cut."""
    must = [each for each in ticks if each.required]
    if not must:
        return join(("This letter has no required contents.", "$muted"))
    pieces = [join("Must include: ", _sum(must), "  ")]
    for number, tick in enumerate(must, start=1):
        if tick.present:
            pieces.append(join((f" ✓{number}", "$done")))
        else:
            todo = with_way(tick.field, tick.missing) or tick.name
            pieces.append(join((f" ✗{number} {todo}", "bold $problem")))
    return join(*pieces)


def one_each(ticks: Sequence[Tick]) -> Content:
    """Return a line for each required content, what to do where it is missing, and the sum."""
    must = [each for each in ticks if each.required]
    rows = [_row(number, tick) for number, tick in enumerate(must, start=1)]
    rows += [_row(0, tick) for tick in ticks if not tick.required]
    return lines(*rows, _sum(must)) if must else lines(*rows, "This letter has no required contents.")


def _row(number: int, tick: Tick) -> Content:
    place = f"{number:>2} " if number else "   "
    if tick.present:
        return join(("✓ ", "$done"), (place, "$muted"), tick.name)
    if not tick.required:
        return join(("  ", ""), (place, "$muted"), (f"{tick.name} (may be added)", "$muted"))
    todo = f": {with_way(tick.field, tick.missing)}" if tick.missing else ""
    return join(("✗ ", "bold $problem"), (place, "$muted"), (f"{tick.name}{todo}", "bold $problem"))


def _sum(must: Sequence[Tick]) -> Content:
    missing = sum(not each.present for each in must)
    count = f"{len(must) - missing} of {len(must)}"
    if not missing:
        return join((f"{count}, nothing missing", "$done"))
    things = "thing" if missing == 1 else "things"
    return join((count, "bold"), (f", {missing} {things} missing", "bold $problem"))
