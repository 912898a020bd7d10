"""Finds the office's papers (procedures, rules, letters, calendars), wherever the program was put."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class MissingData(FileNotFoundError):
    """A file of the program itself is not where it should be; the words say what to do."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The program's own file {name} is not there. Install the program again.")


def data_file(*parts: str) -> Traversable:
    """Return a file or folder inside the data folder, named by its parts. Raises MissingData."""
    name = "/".join(("data", *parts))
    place = _data_folder()
    for part in name.split("/")[1:]:
        if part in ("", ".", "..") or "\\" in part or ":" in part:
            raise MissingData(name)  # nothing outside the data folder is ever handed out
        place = place.joinpath(part)
    if not (place.is_file() or place.is_dir()):
        raise MissingData(name)
    return place


def read_bytes(*parts: str) -> bytes:
    """Return the bytes of a file inside the data folder. Raises MissingData."""
    return _whole_file(*parts).read_bytes()


def read_text(*parts: str) -> str:
    """Return the text (UTF-8) of a file inside the data folder. Raises MissingData."""
    return _whole_file(*parts).read_text(encoding="utf-8")


def list_files(folder: str, suffix: str) -> list[Traversable]:
    """Return the files of one folder whose names end in `suffix` (".toml"), by name. Raises MissingData."""
    place = data_file(folder)
    if not place.is_dir():
        raise MissingData(f"data/{folder}")
    found = [file for file in place.iterdir() if file.name.endswith(suffix) and file.is_file()]
    return sorted(found, key=lambda file: file.name)


def _whole_file(*parts: str) -> Traversable:
    place = data_file(*parts)
    if not place.is_file():
        raise MissingData("/".join(("data", *parts)))
    return place


def _data_folder() -> Traversable:
    package = Path(__file__).parent
    if (package / "data").is_dir():  # installed
        return package / "data"
    if (package.parent / "pyproject.toml").is_file() and (package.parent / "data").is_dir():  # a checkout
        return package.parent / "data"
    # A zip. Imported only here, because it is slow to import.
    from importlib.resources import files

    packed = files(__package__ or "sharedlives_tui").joinpath("data")
    if not packed.is_dir():
        raise MissingData("data")
    return packed
