"""A dialog with a few fields in which much is typed: it is kept as a draft, as in the larger forms."""

from __future__ import annotations

from collections.abc import Mapping

from sharedlives_tui.facts import Value
from sharedlives_tui.screens.saving import SavesWithDraft
from sharedlives_tui.screens.small_form import SmallForm
from sharedlives_tui.widgets.form import Form
from sharedlives_tui.widgets.host import host_of, surroundings
from sharedlives_tui.widgets.keys import bindings


class KeptForm(SavesWithDraft, SmallForm):
    """The base: a subclass says at which `place` its draft is kept, and has its write put `place_of_draft` away."""

    PLACE = "kept-form"
    BINDINGS = bindings("kept-form")

    unkept = False
    """Nothing goes with the form, so nothing is asked."""

    @property
    def place(self) -> str:
        """The place of the draft: what is to be recorded, and on what."""
        raise LookupError(f"{type(self).__name__} does not say where its draft is kept")

    def values(self) -> Mapping[str, Value]:
        """What stands in the fields."""
        return self.form.values() if self.form is not None else {}

    def begins_with(self) -> dict[str, Value]:
        self.find_draft(self.place)
        self.begun = Form(self.fields(), self.plain_values(), surroundings(host_of(self).desk)).values()
        return self.with_draft()

    def on_mount(self) -> None:
        if self.form is not None:
            self.begin(each.name for each in self.form.fields)
