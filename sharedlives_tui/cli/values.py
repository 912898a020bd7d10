"""What --set and --letter give: typed words, or the text of a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sharedlives_tui.cleaning import LONGEST_TEXT
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.output import Output
from sharedlives_tui.cli.parsing import named_values
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Problem, Refused


def values_of(pairs: Sequence[str], out: Output) -> dict[str, Value]:
    """Return the values of FIELD=VALUE; a field that comes several times holds several texts.

    Raises WrongUsage, Refused for a text that is too long to keep whole, OSError for a file that cannot be read.
    """
    found: dict[str, list[str]] = {}
    for name, text in named_values(pairs):
        found.setdefault(name, []).append(text_of(name, text, out))
    return {name: texts[0] if len(texts) == 1 else tuple(texts) for name, texts in found.items()}


def text_of(name: str, text: str, out: Output) -> str:
    """Return a value as it was typed, or the text of a file for @FILE; @@ stands for one @ at the beginning."""
    if text.startswith("@@"):
        text = text[1:]
    elif text.startswith("@"):
        if len(text) == 1:
            raise WrongUsage(f"{name}: write the name of a file after the @, or @@ for an @ itself")
        text = file_text(Path(text[1:]).expanduser(), out)
    if len(text) > LONGEST_TEXT:
        words = f"It has {len(text):,} characters; at most {LONGEST_TEXT:,} are kept. Shorten it, or attach the file."
        raise Refused(Problem(name, "", words))
    return text


def file_text(path: Path, out: Output) -> str:
    """Return the text of a file: UTF-8, or Latin-1 with a word about it on standard error. Raises OSError."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        out.note(f"{path} is not written in UTF-8; it was read as Latin-1. Check its £ signs and accents.")
        return content.decode("latin-1")
