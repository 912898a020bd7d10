"""Changing one of the office's numbers: an entry with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sharedlives_tui import office_settings
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.desk import Desk
from sharedlives_tui.facts import Value
from sharedlives_tui.screens.act_fields import asked
from sharedlives_tui.screens.small_form import SmallForm
from sharedlives_tui.typed_dates import say_day
from sharedlives_tui.widgets.form import Check
from sharedlives_tui.widgets.host import host_of

NUMBER, REASON = "number", "reason"


class SettingDialog(SmallForm):
    """One number, checked as it is typed, and why it changes."""

    FIRST = NUMBER

    def __init__(self, name: str) -> None:
        self._setting = office_settings.office_settings()[name]
        super().__init__(self._setting.label, "Keep", self._setting.help)

    def fields(self) -> Iterable[FieldView]:
        setting = self._setting
        allowed = f"From {setting.least} to {setting.most}; {setting.default} unless the office changes it."
        return (
            asked(NUMBER, "Number", "number", required=True, help=f"{allowed} {self._last_change()}".rstrip()),
            asked(
                REASON, "Why", "text", required=setting.why, help="Stands in the journal, with your name and the day."
            ),
        )

    def plain_values(self) -> dict[str, Value]:
        self.seen = office_settings.value_of(host_of(self).desk, self._setting.name)
        return {NUMBER: self.seen}

    def checks(self) -> Mapping[str, Check]:
        return {NUMBER: lambda value: office_settings.why_not(self._setting, str(value))}

    def work(self, values: dict[str, Value]) -> str:
        name, value = self._setting.name, str(values[NUMBER])
        office_settings.put(host_of(self).desk, name, value, str(values.get(REASON, "")), seen=self.seen)
        return f"From now on: {value}."

    def _last_change(self) -> str:
        return last_change(host_of(self).desk, self._setting.name)


def last_change(desk: Desk, name: str) -> str:
    """Return in words who changed a setting last, when and why; empty where nobody did, or for a guest."""
    found = office_settings.changes(desk, name)[:1] if desk.viewer.known else []
    return "".join(
        f"{each.by} changed it on {say_day(each.at.date())}{f': {each.why}' if each.why else ''}." for each in found
    )
