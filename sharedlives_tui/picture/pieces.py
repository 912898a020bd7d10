"""Lines of a terminal as pieces of text with a style each: measured, cut, filled and wrapped by columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Piece = tuple[str, str]
"""Words, and their style: "", "bold $overdue", "$chosen-text on $chosen". Never markup."""
Line = tuple[Piece, ...]

_SPANS = ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF), (0x2010, 0x2027), (0x2030, 0x205E), (0x2190, 0x21FF))
_SIGNS = ((0x2500, 0x25FC), (0x2713, 0x2713))
_ONE_COLUMN_EACH = frozenset(chr(each) for first, last in _SPANS + _SIGNS for each in range(first, last + 1))
"""Characters that take a column each: ours nearly always do, and the tables of widths are slow to load."""


def width_of(words: str) -> int:
    """Return how many columns of the terminal the words take."""
    if words.isascii() or _ONE_COLUMN_EACH.issuperset(words):
        return len(words)
    from rich.cells import cell_len

    return cell_len(words)


def width_of_line(line: Iterable[Piece]) -> int:
    """Return how many columns the pieces take behind one another."""
    return sum(width_of(words) for words, _ in line)


def harmless(words: str) -> str:
    """Return the words without what a terminal obeys; where one counts a column for it, a space stays in its place."""
    if words.isprintable():
        return words
    from sharedlives_tui.cleaning import BAD

    return BAD.sub(lambda match: " " * width_of(match[0]), words).translate(_SPACES)


_SPACES = {9: 32, 10: 32}
_JOINER = "\u200d"
"""Would take what we put behind it into the character before it."""


def one_line(words: str) -> str:
    """Return the words on one line, for places that have only one."""
    return " ".join(words.split())


def fit(words: str, width: int, ellipsis: str = "…") -> str:
    """Return the words cut or filled to exactly this many columns of the terminal; cut ones end in an ellipsis."""
    if width <= 0:
        return ""
    words = words.rstrip(_JOINER)
    length = width_of(words)
    if length <= width:
        return words + " " * (width - length)
    head = _first_columns(words, width - len(ellipsis)).rstrip(_JOINER) + ellipsis[:width]
    return head + " " * (width - width_of(head))


def cut(line: Line, width: int) -> Line:
    """Return the line, cut to the width with an ellipsis where it is longer."""
    if width_of_line(line) <= width:
        return line
    found: list[Piece] = []
    for words, style in line:
        room = width - width_of_line(found)
        if width_of(words) >= room:  # what comes behind it is left out
            found.append((fit(words + " ", room), style))
            break
        found.append((words, style))
    return tuple(found)


def wrapped(line: Line, width: int) -> list[Line]:
    """Return the line folded between words to the width; a word that is wider is folded within."""
    found: list[list[Piece]] = [[]]
    for words, style in line:
        for each in _words(words):
            word = each
            if found[-1] and not _fits(found[-1], word, style, width):
                word = word.lstrip()
                found.append([])
            while len(word) > 1 and not _fits(found[-1], word, style, width):
                head = _first_columns(word, width) or word[0]
                word = word[len(head) :]
                found[-1].append((head, style))
                found.append([])
            found[-1].append((word, style))
    return [_together(each) for each in found]


def _words(words: str) -> Iterator[str]:
    """Each word with the space before it, and the space behind the last one. Patterns are slow to load."""
    at = 0
    for word in words.split():
        end = words.index(word, at) + len(word)
        yield words[at:end]
        at = end
    if at < len(words):
        yield words[at:]


def _fits(before: list[Piece], word: str, style: str, width: int) -> bool:
    """Whether the word fits behind what is there, measured together: a joiner takes what follows into itself."""
    return width_of_line(_together([*before, (word, style)])) <= width


def _together(pieces: Iterable[Piece]) -> Line:
    """The pieces with those of one style, one behind the other, as one."""
    found: list[Piece] = []
    for words, style in pieces:
        if found and found[-1][1] == style:
            found[-1] = (found[-1][0] + words, style)
        else:
            found.append((words, style))
    return tuple(found)


def _first_columns(words: str, width: int) -> str:
    """The longest beginning of the words that fits into the width."""
    if words.isascii():
        return words[: max(0, width)]
    end = 0
    while end < len(words) and width_of(words[: end + 1]) <= width:
        end += 1
    return words[:end]
