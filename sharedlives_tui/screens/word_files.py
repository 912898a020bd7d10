"""Saving a letter, an e-mail draft or copies of a case where the person keeps documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sharedlives_tui import audit, shared
from sharedlives_tui.desk import Desk
from sharedlives_tui.letters.naming import safe_name, save_new
from sharedlives_tui.requests import Problem, Refused

WORD, MAIL = ".docx", ".eml"
SEND_IT = "Open it in your mail program, put in the address, and send it."
"""What is to be done with an e-mail draft."""
MOST_TRIES = 50
Tell = Callable[[str], object]
"""Has the journal told of a file by its name, before the first byte of it is written: whatever breaks off then."""


def documents_folder() -> Path:
    """Return the person's own folder for documents; where there is none, the one the program was started in.

    On a server that is the folder of their own files there.
    """
    if (served := shared.session()) is not None:
        return Path(served.files)
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.cwd()


def save_document(name: str, content: bytes, ending: str = WORD, *, tell: Tell) -> Path:
    """Write a document under that name, or the name with a number where it is taken; return where it lies.

    Raises OSError, and Refused where there is no more room for the person's files on a server.
    """
    _must_have_room(len(content))
    for path in _free_names(name, ending):
        if path.exists():
            continue
        tell(path.name)
        try:
            save_new(path, content)
        except FileExistsError:
            continue
        return path
    raise _too_many()


def save_letter(desk: Desk, ref: str, name: str, content: bytes, ending: str = WORD) -> Path:
    """The same for a letter of a case, or an e-mail draft of it, told in the journal. Raises Refused, OSError."""
    audit.must_take(desk, ref)
    what = "letter" if ending == WORD else "e-mail draft"
    return save_document(name, content, ending, tell=lambda name: audit.taken(desk, what, ref=ref, name=name))


def save_together(name: str, make: Callable[[str], tuple[bytes, Mapping[str, bytes]]], *, tell: Tell) -> list[Path]:
    """Write a Word document with the files that belong beside it; return where they lie, the document first.

    `make` gets the document's name without its ending, and returns its content and the other files by name. Raises
    OSError, Refused; then none of them is left behind.
    """
    for path in _free_names(name, WORD):
        content, others = make(path.stem)
        whole = {path: content} | {path.parent / each: paper for each, paper in others.items()}
        if any(each.exists() for each in whole):
            continue
        _must_have_room(sum(map(len, whole.values())))
        tell(path.name)
        written: list[Path] = []
        try:
            for each, paper in whole.items():
                save_new(each, paper)
                written.append(each)
        except OSError:
            for each in written:
                each.unlink(missing_ok=True)
            raise
        return written
    raise _too_many()


def _must_have_room(more: int) -> None:
    """Raises Refused where a person would keep more on the server than is theirs: a full disk stops everybody."""
    if (served := shared.session()) is None:
        return
    from sharedlives_tui.serving.own_files import NoSuchFile, must_have_room

    try:
        must_have_room(served.files, more)
    except NoSuchFile as error:
        raise Refused(Problem("file", "", str(error).replace("OFFICE", served.called))) from None


def _free_names(name: str, ending: str) -> Iterator[Path]:
    folder = documents_folder()
    for number in range(1, MOST_TRIES):
        found = safe_name(f"{name}{f' ({number})' if number > 1 else ''}{ending}")
        yield folder / (found if shared.session() is None else fetchable(found))


def fetchable(name: str) -> str:
    """Return a file's name as it can be asked for over the network: without spaces, marks and letters of few."""
    return re.sub(r"\.{2,}", ".", re.sub(r"[^\w.()]+", "-", name)).strip("-._") or "file"


def _too_many() -> FileExistsError:
    words = "There are many of that name already. Move or delete some of them"
    return FileExistsError(17, words, shared.shown(documents_folder()))
