"""The toolkit is loaded without what no start needs, and all of that is there once somebody needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sharedlives_tui.desk import Desk
from tests.screens.offices import TODAY
from tests.terminal_kit import Person

LEFT_OUT = (
    "ssl _ssl textual.command textual.types textual.widgets._input textual.widgets._select "
    "textual.widgets._option_list textual.widgets._directory_tree platformdirs shutil uuid platform rich.table"
)


def run(source: str) -> str:
    return subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout.strip()


def test_what_no_start_needs_is_not_loaded() -> None:
    source = f"""
import sys
from sharedlives_tui.widgets.lean import load_toolkit
load_toolkit()
import sharedlives_tui.office_app, sharedlives_tui.screens.today, textual.drivers.linux_driver
assert "textual.app" in sys.modules
print(*sorted(set({LEFT_OUT!r}.split()) & set(sys.modules)))
"""
    assert run(source) == ""


def test_all_of_it_is_there_when_it_is_used() -> None:
    source = """
import sys
from sharedlives_tui.widgets.lean import load_toolkit
load_toolkit()
import platformdirs, ssl, textual.app, textual.command
app = textual.app.App()
assert textual.app.user_downloads_path() == platformdirs.user_downloads_path()
assert ssl.create_default_context().check_hostname
assert textual.app.CommandPalette.run_on_select == textual.command.CommandPalette.run_on_select
assert isinstance(textual.app.CommandPalette(), textual.command.CommandPalette)
from sharedlives_tui.widgets.menu import Menu
print(issubclass(Menu, textual.command.CommandPalette))
"""
    assert run(source) == "True"


def test_a_toolkit_that_is_loaded_stays_as_it_is() -> None:
    source = """
import sys, textual.app, ssl
before = dict(sys.modules)
from sharedlives_tui.widgets.lean import load_toolkit
load_toolkit()
print(all(sys.modules[name] is module for name, module in before.items()))
"""
    assert run(source) == "True"


def test_the_menu_opens_and_does_what_is_chosen_in_the_real_program(desk: Desk) -> None:
    path = Path(desk.store.path)
    with Person(["--database", str(path), "--as", "Reed, Jo", "--today", TODAY.isoformat()]) as person:
        person.sees("overdue")
        person.press("f9")
        person.sees("What do you want to do?")
        person.press("colours: light")
        person.sees("Colours: Light")
        person.press("enter")
        person.sees("Colours: Light.")
        person.press("ctrl+q")
        assert person.ends() == 0
