"""The copies of a case for one person of it: what goes in, what is left out and why, and saving them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Button
from textual.worker import get_current_worker

from sharedlives_tui import audit, keymap, reading
from sharedlives_tui.bundles import ENTITLED, bundle_for
from sharedlives_tui.casefile import NoSuchCase
from sharedlives_tui.caseviews import CaseView, PartyView, StepView
from sharedlives_tui.desk import Desk
from sharedlives_tui.disclosed import Bundle
from sharedlives_tui.letters.bundle import UNREAD, beside, bundle_docx, items, unread
from sharedlives_tui.screens.act_fields import label_of
from sharedlives_tui.screens.word_files import save_together
from sharedlives_tui.screens.writing import EXPECTED, NotWritten, Wrote, words_of, write
from sharedlives_tui.shared import saved
from sharedlives_tui.widgets.host import host_of
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.safe import Words, join, lines
from sharedlives_tui.widgets.sheet import SheetDialog

FIRST_PARTS = ("subject", "complainant")
"""Whose copies they mostly are: these people are offered first."""
NOTICE = "NT-18"
"""The notice by which it is recorded that copies have gone."""


class CopiesDialog(SheetDialog):
    """What somebody of the case would get, looked at before anything is written; F2 saves it as a Word document."""

    PLACE = "copies"
    BINDINGS = bindings("copies")

    class Looked(Message):
        """What one person would get was put together, or the reason why they get nothing now."""

        def __init__(self, person: str, bundle: Bundle | None, why: str) -> None:
            self.person, self.bundle, self.why = person, bundle, why
            super().__init__()

    def __init__(self, ref: str) -> None:
        super().__init__(f"Copies of the records of {ref}")
        self._ref = ref
        self._case: CaseView | None = None
        self._steps: list[StepView] = []
        self._people: list[PartyView] = []
        self._place = 0
        self._bundle: Bundle | None = None

    def body(self) -> Iterable[Widget]:
        desk = host_of(self).desk
        try:
            with desk.store.reading():
                self._case = reading.case_view(desk, self._ref)
                self._steps = [] if self._case.narrow else reading.steps_view(desk, self._ref)
        except NoSuchCase as error:
            yield Words(str(error))
            return
        self._people = people_of(self._case)
        if not self._people:
            yield Words(
                "Copies are for the carer, for who complains, or for a side: nobody such is here. "
                f"{keymap.said('case.actions')} adds somebody."
            )
            return
        yield from self.sheet("Save as Word")

    def on_mount(self) -> None:
        super().on_mount()
        if self._people:
            self._look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "turn":
            return len(self._people) > 1
        return self._bundle is not None if action == "word" else True

    # ------------------------------------------------------------ what they would get

    def _look(self) -> None:
        """Put together what the person would get, in a thread: papers are opened for it."""
        self._bundle = None
        person = self._people[self._place]
        self._show(join(("One moment.", "$muted")))
        desk, ref = host_of(self).desk, self._ref

        def work() -> None:
            try:
                found = self.Looked(person.person, bundle_for(desk, ref, person.person), "")
            except EXPECTED as error:
                found = self.Looked(person.person, None, words_of(error))
            if not get_current_worker().is_cancelled:
                self.post_message(found)

        self.run_worker(work, thread=True, group="copies", exclusive=True)

    def on_copies_dialog_looked(self, event: Looked) -> None:
        event.stop()
        if event.person != self._people[self._place].person:
            return
        self._bundle = event.bundle
        self._show(join((f"▲ {event.why}", "$problem")) if event.bundle is None else preview_words(event.bundle))
        if event.bundle is not None:
            self.query_one("#do").focus()

    def _show(self, words: Content) -> None:
        person = self._people[self._place]
        several = f"   {self._place + 1} of {len(self._people)}: ← → shows the others" if len(self._people) > 1 else ""
        head = join(("For ", "$muted"), (person.name, "bold underline"), f" ({person.part_words})", (several, "$muted"))
        self.show_sheet(lines(head, words))
        self.query_one("#do").display = self._bundle is not None
        self.refresh_bindings()

    def action_turn(self, away: int) -> None:
        self._place = (self._place + away) % len(self._people)
        self.say("")
        self._look()

    # ------------------------------------------------------------ saving

    @on(Button.Pressed, "#do")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_word()

    def action_word(self) -> None:
        bundle = self._bundle
        if bundle is not None:
            write(self, "copies", lambda: save_bundle(host_of(self).desk, bundle))

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        event.stop()
        paths: list[Path] = event.result
        files = len(paths) - 1
        more = f" with {files} {'file' if files == 1 else 'files'} beside it" if files else ""
        done = join((f"✓ {saved(paths[0])}{more}. ", "$done bold"), f"Read it before it goes. {self._reminder()}")
        if self._bundle is not None:
            self._show(lines(done, preview_words(self._bundle)))

    @on(NotWritten)
    def _not_written(self, event: NotWritten) -> None:
        event.stop()
        self.say(words_of(event.error), problem=True)

    def _reminder(self) -> str:
        """What is to be recorded when the copies have gone."""
        person = self._people[self._place].person
        fitting = [each for each in self._steps if each.notice == NOTICE and each.kind == "step"]
        own = [each for each in fitting if each.instance.partition("@")[2].partition(".")[0] in ("", person)]
        if own and self._case is not None:
            return f"When it has gone, record ‘{label_of(own[0].name, own[0].instance, self._case)}’ (w on that step)."
        return "When it has gone, record to whom and when (a, a note)."


def people_of(case: CaseView) -> list[PartyView]:
    """Return who of the office's list has a part in the case, the carer or complainant first, each once."""
    known = [each for each in case.parties if each.person and each.part in ENTITLED]
    known.sort(key=lambda each: FIRST_PARTS.index(each.part) if each.part in FIRST_PARTS else len(FIRST_PARTS))
    return list({each.person: each for each in reversed(known)}.values())[::-1]


def save_bundle(desk: Desk, bundle: Bundle) -> list[Path]:
    """Write the copies where the person keeps documents; return where they lie, the document first. Raises OSError.

    The journal tells who took them. Raises Refused for whoever may not.
    """
    audit.must_take(desk, bundle.ref)
    contents = items(bundle)

    def make(stem: str) -> tuple[bytes, dict[str, bytes]]:
        files = beside(bundle, contents, stem)
        return bundle_docx(bundle, files), {name: bundle.contents[paper] for paper, name in files.items()}

    return save_together(
        f"{bundle.ref} copies for {bundle.name}",
        make,
        tell=lambda name: audit.taken(desk, "copies", ref=bundle.ref, count=len(contents), name=name),
    )


def preview_words(bundle: Bundle) -> Content:
    """Return what would go in and how much is left out, and why; never what."""
    told, contents = bundle.told, items(bundle)
    count = sum(each.count for each in told.withheld)
    left_out = f"▲ Left out: {count} {'record' if count == 1 else 'records'}" if count else "Left out: nothing"
    rows = [join((left_out, "bold $soon" if count else "bold"))]
    rows += [join(f"  {each.count}: {each.why}") for each in told.withheld]
    if told.missing:
        rows += [join((f"▲ Known to be missing: {len(told.missing)}", "bold $soon"))]
        rows += [join(f"  {each}") for each in told.missing]
    if told.narrow:
        rows += [join(("They are of the office: they get the notice to them, and nothing else of the case.", "$soon"))]
    rows += [join((f"What goes in: {len(contents)} {'item' if len(contents) == 1 else 'items'}", "bold"))]
    rows += [join((f"{each.number:3} ", "$muted"), each.title) for each in contents]
    if unread(bundle):
        rows += [join((f"▲ {UNREAD}.", "$soon"))]
    return lines(*rows)
