"""A person's own settings: a small TOML file in their own folder, never in the office. Looks, keys, filters.

For a screen that remembers its filters there are two functions: `filters("cases")` gives back what
`keep_filters("cases", {...})` wrote down (texts, numbers, yes or no, lists of texts), also after a restart. The other
settings are read with `read()` and changed with `keep("theme", "dark")`. Nothing here loads the terminal toolkit, and
what only writing needs is loaded when something is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sharedlives_tui import palettes
from sharedlives_tui.folders import settings_file
from sharedlives_tui.keymap import AREAS, BY_ID, say_key
from sharedlives_tui.light import NamedTuple
from sharedlives_tui.own_keys import overlay, why_not
from sharedlives_tui.refusals import Problem, Refused
from sharedlives_tui.shared import shown

LONGEST_FILE = 200_000
"""Bytes; a longer file is none of ours."""
LONGEST_FILTER = 500
"""Characters of one text of a filter."""

Filter = str | int | bool | tuple[str, ...]
"""What a filter can be: a text, a number, yes or no, or several texts."""


class OwnSetting(NamedTuple):
    """One setting that a person chooses from a list. `yes`/`no` stand in the file as true and false."""

    name: str
    words: str
    help: str
    choices: tuple[str, ...]

    @property
    def default(self) -> str:
        """What holds until the person chooses: the first of the choices."""
        return self.choices[0]


SETTINGS = (
    OwnSetting(
        "theme",
        "Colours",
        "automatic: black and white where the system asks for no colour, 16 colours on a terminal that has no more, "
        "otherwise dark.",
        ("automatic", *palettes.NAMES),
    ),
    OwnSetting(
        "symbols",
        "Symbols",
        "automatic: as the terminal can show them. plain: letters and signs of every keyboard.",
        ("automatic", "signs", "plain"),
    ),
    OwnSetting(
        "mouse",
        "Mouse",
        "no: the terminal keeps the mouse for itself, to select and copy its own way.",
        ("yes", "no"),
    ),
    OwnSetting("first_area", "First screen", "Where the program begins.", tuple(each.id for each in AREAS)),
)
"""Every setting that is chosen from a list, in the order of the screen."""
BY_NAME = {each.name: each for each in SETTINGS}
_TABLES = ("keys", "filters")


@dataclass(frozen=True)
class Own:
    """The settings of one person as they hold now. What the file says wrongly is told in `problems`, by its line."""

    values: Mapping[str, str] = field(default_factory=dict)
    """What was chosen, by name; `get` gives the default of what was not."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The person's own keys by what they do, as the toolkit calls them: `case.record` is ("t", "ctrl+t")."""
    filters: Mapping[str, Mapping[str, Filter]] = field(default_factory=dict)
    """What a screen remembers, by its name."""
    problems: tuple[str, ...] = ()
    """What cannot be used, a sentence each; the defaults hold for it."""
    broken: bool = False
    """The file as a whole cannot be read: it is left as it is, and nothing is written into it."""

    def get(self, name: str) -> str:
        """What holds for a setting of SETTINGS. Raises KeyError for another name."""
        return self.values.get(name, BY_NAME[name].default)


class NotKept(Refused):
    """A setting could not be written down; the words say why and what to do."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(Problem(name, "", words))


def own_file() -> Path:
    """Return where this person's settings lie, whether the file is there or not."""
    return Path(settings_file())


def read(place: Path | None = None) -> Own:
    """Return the person's settings; the defaults where there is no file. Never raises: what is wrong is told."""
    path = place or own_file()
    try:
        text, document = _load(path)
    except FileNotFoundError:
        return Own()
    except _Unreadable as error:
        return Own(problems=(str(error),), broken=True)
    return _checked(text, document, path)


def filters(place: str) -> Mapping[str, Filter]:
    """Return what a screen remembers by its name; empty where it remembers nothing."""
    return read().filters.get(place, {})


def keep_filters(place: str, remembered: Mapping[str, Filter]) -> None:
    """Write down what a screen remembers, instead of what it did; with nothing, forget it. Raises NotKept."""
    for name, value in remembered.items():
        if words := why_no_filter(value):
            raise NotKept(name, words)
    shown = {name: list(value) if isinstance(value, tuple) else value for name, value in remembered.items()}
    _write(("filters", place), shown or None)


def keep(name: str, value: str | None) -> None:
    """Choose a value of a setting of SETTINGS; None goes back to the default. Raises NotKept."""
    setting = BY_NAME.get(name)
    if setting is None:
        raise NotKept(name, f"There is no setting of that name. There are: {', '.join(BY_NAME)}.")
    if value is None:
        _write((name,), None)
        return
    if value not in setting.choices:
        raise NotKept(name, f"{setting.words} is one of: {', '.join(setting.choices)}.")
    _write((name,), value == "yes" if setting.choices == ("yes", "no") else value)


def keep_keys(name: str, keys: Sequence[str] | None) -> None:
    """Give an action other keys (as the toolkit calls them); None goes back to those it comes with. Raises NotKept."""
    if name not in BY_ID:
        raise NotKept(name, f"There is nothing called {name} to do. sharedlives settings keys lists everything.")
    if keys is not None and (words := why_not(name, keys, read().keys)):
        raise NotKept(name, words)
    if keys is None or tuple(keys) == BY_ID[name].keys:
        _write(("keys", name), None)
    else:
        shown = [say_key(each) for each in keys]
        _write(("keys", name), shown[0] if len(shown) == 1 else shown)


def forget_keys() -> None:
    """Go back to the keys as they come, all of them. Raises NotKept."""
    _write(("keys",), None)


def why_no_filter(value: object) -> str:
    """Why a screen cannot remember that; empty where it can."""
    texts = value if isinstance(value, list | tuple) else (value,)
    if isinstance(value, list | tuple) and not all(isinstance(each, str) for each in value):
        return "A list holds texts only."
    if not all(isinstance(each, str | int) for each in texts):
        return "Only texts, numbers, yes or no, and lists of texts are remembered."
    if any(isinstance(each, str) and len(each) > LONGEST_FILTER for each in texts):
        return f"A text is longer than {LONGEST_FILTER} characters."
    if not all(_can_be_written(each) for each in texts if isinstance(each, str)):
        return "A text holds half a sign, which cannot be written down."
    return ""


def _can_be_written(text: str) -> bool:
    """Half of a pair of surrogates, as a broken paste can leave it, is in no file."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


# ---------------------------------------------------------------- reading


class _Unreadable(Exception):
    """The words say where the file is broken: `what` alone, and all of it with where it lies."""

    def __init__(self, what: str, path: Path) -> None:
        self.what = what
        super().__init__(
            f"{what} The program goes on with its own settings, and leaves the file {shown(path)} as it is."
        )


def _load(path: Path) -> tuple[str, dict[str, Any]]:
    """The file as text and as it is understood. Raises FileNotFoundError, _Unreadable."""
    try:
        if not path.exists():
            raise FileNotFoundError(path)
        if not path.is_file():
            raise _Unreadable("Your settings are no file.", path)
        if path.stat().st_size > LONGEST_FILE:
            raise _Unreadable(f"Your settings are longer than {LONGEST_FILE:,} bytes.", path)
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _Unreadable(f"Line {line} of your settings is no UTF-8 text.", path) from None
    except OSError as error:
        raise _Unreadable(f"Your settings cannot be read: {error.strerror or 'an error'}.", path) from None
    import tomllib

    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise _Unreadable(f"Line {line} of your settings cannot be understood.", path) from None


def _checked(text: str, document: Mapping[str, Any], path: Path) -> Own:
    """What of a file can be used, and what cannot."""
    values: dict[str, str] = {}
    written: dict[str, tuple[str, ...]] = {}
    remembered: dict[str, dict[str, Filter]] = {}
    problems: list[str] = []

    def tell(name: str, words: str, table: str = "") -> None:
        problems.append(f"Line {line_of(text, name, table)} of your settings {shown(path)}: {words}")

    for name, value in document.items():
        setting = BY_NAME.get(name)
        if setting is not None:
            word = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else value
            if isinstance(word, str) and word in setting.choices:
                values[name] = word
            else:
                yes_no = setting.choices == ("yes", "no")
                allowed = "true or false" if yes_no else f"one of: {', '.join(setting.choices)}"
                tell(name, f"{name} is {allowed}.")
        elif name not in _TABLES:
            tell(name, f"there is no setting {name}. There are: {', '.join((*BY_NAME, *_TABLES))}.")
        elif not isinstance(value, dict):
            tell(name, f"{name} is a table: write [{name}] in a line of its own.")
    for name, value in _table(document, "keys").items():
        listed = [value] if isinstance(value, str) else value
        if isinstance(listed, list) and listed and all(isinstance(each, str) and each for each in listed):
            written[name] = tuple(listed)
        else:
            tell(name, f'the keys of {name} are a key, like "t", or a list of them, like ["t", "f7"].', "keys")
    keys, refused = overlay(written) if written else ({}, {})
    for name, words in refused.items():
        tell(name, words, "keys")
    for place, table in _table(document, "filters").items():
        if not isinstance(table, dict):
            tell(place, f"what {place} remembers is a table: write [filters.{place}].", "filters")
            continue
        remembered[place] = {}
        for name, value in table.items():
            if words := why_no_filter(value):
                tell(name, words, f"filters.{place}")
            else:
                remembered[place][name] = tuple(value) if isinstance(value, list) else value
    return Own(values, keys, remembered, tuple(problems))


def _table(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def line_of(text: str, name: str, table: str = "") -> int:
    """Return the line, from 1, in which a file of settings says something; of its table where it cannot be found."""
    here, best = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            here = heading[1].replace('"', "").replace("'", "")
            if here in (table, name, f"{table}.{name}"):
                best = number
        elif (
            here == table
            and (said := re.match(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*=""", line))
            and (name in said.groups())
        ):
            return number
    return best


# ---------------------------------------------------------------- writing


def _write(names: tuple[str, ...], value: object) -> None:
    """Put a value under its names, or take it away with None; comments and the rest stay. Raises NotKept."""
    path, last = own_file(), names[-1]
    try:
        text, _ = _load(path)
    except FileNotFoundError:
        text = ""
    except _Unreadable as error:
        raise NotKept(last, f"{error.what} Mend it, or move it away, and choose again.") from None
    import tomlkit

    document = tomlkit.parse(text)
    table: Any = document
    for each in names[:-1]:
        if not isinstance(table.get(each), dict):
            if value is None:
                return
            table[each] = tomlkit.table()
        table = table[each]
    if value is None:
        table.pop(last, None)
    else:
        table[last] = value
    try:
        _put(path.resolve(), tomlkit.dumps(document))
    except OSError as error:
        words = (
            f"Your settings {shown(path)} cannot be written: {error.strerror or 'an error'}. It holds until you leave."
        )
        raise NotKept(last, words) from None


def _put(path: Path, text: str) -> None:
    """Write the file whole or not at all, readable by its owner alone. Raises OSError."""
    from sharedlives_tui.store.files import put_in_place, unfinished_beside

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = unfinished_beside(path)
    try:
        unfinished.write_text(text, encoding="utf-8")
        put_in_place(unfinished, path, replace=True)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
