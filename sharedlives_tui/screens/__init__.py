"""The screens by name. Each is imported only when it is opened for the first time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen

SCREENS = {
    "today": "today:TodayScreen",
    "cases": "cases:CasesScreen",
    "calendar": "calendar:CalendarScreen",
    "outlook": "outlook:OutlookDialog",
    "reports": "reports:ReportsScreen",
    "performance": "performance:PerformanceScreen",
    "changes": "changes:ChangesScreen",
    "filter": "case_choices:FilterDialog",
    "columns": "case_choices:ColumnsDialog",
    "people": "people:PeopleScreen",
    "people-filter": "people:RolesDialog",
    "case": "case:CaseScreen",
    "person": "person:PersonScreen",
    "record": "record:RecordDialog",
    "new": "new:NewCaseScreen",
    "wizard": "wizard:WizardScreen",
    "why": "why:WhyDialog",
    "decide": "decide:DecideDialog",
    "copies": "copies:CopiesDialog",
    "find": "find:FindDialog",
    "ask": "ask:AskDialog",
    "conflict": "conflict:ConflictDialog",
    "entry": "entry:EntryDialog",
    "correct": "correct:CorrectDialog",
    "strike": "correct:StrikeDialog",
    "actions": "actions:ActionsDialog",
    "attach": "attach:AttachDialog",
    "record-kind": "person_records:KindDialog",
    "person-record": "person_records:RecordForm",
    "person-correct": "person_records:CorrectForm",
    "role": "person:RoleDialog",
    "end-role": "person:EndRoleDialog",
    "new-person": "person:NewPersonDialog",
    "account": "person:AccountDialog",
    "office": "our_office:OurOfficeScreen",
    "contact": "our_office:ContactDialog",
    "setting": "settings_office:SettingDialog",
    "settings": "settings:SettingsScreen",
    "journal": "journal:JournalScreen",
    "journal-filter": "journal:JournalFilter",
    "own-setting": "settings_own:OwnSettingDialog",
    "keys": "settings_own:KeysScreen",
    "key": "settings_own:KeyDialog",
    "own-day": "our_office:OwnDayDialog",
    "often": "often:OftenDialog",
    "often-keep": "often:KeepDialog",
    "often-list": "often:OftenScreen",
    "often-add": "often:AddDialog",
    "often-change": "often:ChangeDialog",
    "often-retire": "often:RetireDialog",
    "waits": "waits:WaitsDialog",
    "waiting": "signing:WaitingDialog",
    "sign-off": "signing:SignOffDialog",
    "send-back": "signing:SendBackDialog",
    "sign-off-for": "signing:SignForDialog",
    "sign-off-letters": "sign_off_letters:SignOffLettersScreen",
    "choose-sign-off": "sign_off_letters:ChooseDialog",
    "help": "help:HelpDialog",
    "first-run": "first_run:FirstRunScreen",
}
"""Name to module and class. The name is also the screen's place in the table of keys."""


def make(name: str, *args: Any, **kwargs: Any) -> Screen[Any]:
    """Return a new screen of that name. Raises KeyError for a name that is not in SCREENS."""
    module, _, class_name = SCREENS[name].partition(":")
    screen: Screen[Any] = getattr(import_module(f"sharedlives_tui.screens.{module}"), class_name)(*args, **kwargs)
    return screen
