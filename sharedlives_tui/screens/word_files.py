"""Saving a letter as a Word document where the person keeps documents."""

from __future__ import annotations

from pathlib import Path

from sharedlives_tui.letters.naming import safe_name, save_new

MOST_TRIES = 50


def documents_folder() -> Path:
    """Return the person's own folder for documents; where there is none, the one the program was started in."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.cwd()


def save_document(name: str, content: bytes) -> Path:
    """Write a document under that name, or the name with a number where it is taken; return where it lies.

    Raises OSError.
    """
    folder = documents_folder()
    for number in range(1, MOST_TRIES):
        path = folder / safe_name(f"{name}{f' ({number})' if number > 1 else ''}.docx")
        try:
            save_new(path, content)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(17, "There are many of that name already. Move or delete some of them", str(folder))
