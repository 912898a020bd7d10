"""Finds the office's papers (procedures, rules, letters, calendars), wherever the program was put.

A file is read without the library of paths, which takes longer to load than all that a start reads here.
"""

from __future__ import annotations

import os

from sharedlives_tui.light import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class MissingData(FileNotFoundError):
    """A file of the program itself is not where it should be; the words say what to do."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The program's own file {name} is not there. Install the program again.")


def data_file(*parts: str) -> Traversable:
    """Return a file or folder inside the data folder, named by its parts. Raises MissingData."""
    name, inside = _name(parts)
    place = _data_folder()
    for part in inside:
        place = place.joinpath(part)
    if not (place.is_file() or place.is_dir()):
        raise MissingData(name)
    return place


def read_bytes(*parts: str) -> bytes:
    """Return the bytes of a file inside the data folder. Raises MissingData."""
    name, inside = _name(parts)
    folder = _plain_folder()
    packed = _data_folder() if folder is None else None
    try:
        if packed is not None:
            return packed.joinpath(*inside).read_bytes()
        with open(os.path.join(folder or "", *inside), "rb") as file:  # noqa: PTH118, PTH123 - see above
            return file.read()
    except (FileNotFoundError, IsADirectoryError):
        raise MissingData(name) from None


def read_text(*parts: str) -> str:
    """Return the text (UTF-8) of a file inside the data folder. Raises MissingData."""
    return read_bytes(*parts).decode("utf-8")


def list_files(folder: str, suffix: str) -> list[Traversable]:
    """Return the files of one folder whose names end in `suffix` (".toml"), by name. Raises MissingData."""
    place = data_file(folder)
    if not place.is_dir():
        raise MissingData(f"data/{folder}")
    found = [file for file in place.iterdir() if file.name.endswith(suffix) and file.is_file()]
    return sorted(found, key=lambda file: file.name)


def _name(parts: tuple[str, ...]) -> tuple[str, list[str]]:
    """How a file is named to people, and its parts one by one. Raises MissingData for any outside the data folder."""
    name = "/".join(("data", *parts))
    inside = name.split("/")[1:]
    if any(part in ("", ".", "..") or "\\" in part or ":" in part for part in inside):
        raise MissingData(name)  # nothing outside the data folder is ever handed out
    return name, inside


def _plain_folder() -> str | None:
    """The data folder as a path; None where the program lies in a zip."""
    package = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - see above
    above = os.path.dirname(package)  # noqa: PTH120 - see above
    if os.path.isdir(f"{package}/data"):  # noqa: PTH112 - see above
        return f"{package}/data"
    if os.path.isfile(f"{above}/pyproject.toml") and os.path.isdir(f"{above}/data"):  # noqa: PTH112, PTH113 - a checkout
        return f"{above}/data"
    return None


def _data_folder() -> Traversable:
    folder = _plain_folder()
    if folder is not None:
        from pathlib import Path

        return Path(folder)
    # A zip. Imported only here, because it is slow to import.
    from importlib.resources import files

    packed = files(__package__ or "sharedlives_tui").joinpath("data")
    if not packed.is_dir():
        raise MissingData("data")
    return packed
