"""Why this date: the whole sum, the days passed over, and each rule with its words and where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import WhyView
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.dialog import Dialog
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, lines


class WhyDialog(Dialog[None]):
    """A date that explains itself. Escape closes it; the arrows scroll."""

    PLACE = "why"
    BINDINGS = bindings("why")
    DEFAULT_CSS = """
    WhyDialog VerticalScroll { height: auto; max-height: 17; scrollbar-size-vertical: 1; padding: 0 1 0 0; }
    """

    def __init__(self, ref: str, instance: str) -> None:
        super().__init__("Why this date")
        self._ref, self._instance = ref, instance

    def body(self) -> Iterable[Widget]:
        from sharedlives_tui import reading

        try:
            words = why_words(reading.why_view(host_of(self).desk, self._ref, self._instance))
        except NoSuchCase as error:
            words = Content(str(error))
        except LookupError:
            words = Content("This step has no date of its own. The case shows what can be recorded now.")
        yield VerticalScroll(Words(words), id="sum")

    def on_mount(self) -> None:
        self.add_class("-large")
        self.query_one("#sum").focus()


def why_words(why: WhyView) -> Content:
    """Return all that there is to say about a date."""
    rows = [join((why.title, "bold")), *(join(each) for each in why.sentences)]
    if why.passed_over:
        rows += [join(""), join(("Days passed over", "bold"))]
        rows += [join(f"  {say_day(day)}: {reason}") for day, reason in why.passed_over]
    for name, title, words, where in why.rules:
        rows += [join(""), join((f"{name}  {title}", "bold")), join(words), join((where, "$muted"))]
    return lines(*rows)
