"""Fills letter templates (`data/letters/*.md`, Markdown with Jinja2) with the facts of a case.

Whatever people wrote stays text: every value is escaped on its way in, so that it becomes no heading, list,
table, link or markup, and no template either. Templates run in a sandbox that has no functions, no attributes
and no arithmetic: a scheme's own templates can arrange facts and nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sharedlives_tui.cleaning import clean_text
from sharedlives_tui.resources import MissingData, list_files, read_text

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER: Final = "letters"
ENDING: Final = ".md"
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,60}")
_LONGEST_OWN_TEMPLATE: Final = 100_000

GAP_WORDS: Final = "not written yet"
"""What a gap in a letter says after the name of the fact that is missing."""


class LetterProblem(ValueError):
    """A letter cannot be made; the words say which template or file is at fault, and where."""


class Wording(str):
    """Markdown of our own, which is not escaped. Facts never are this: `render` makes plain texts of them."""

    __slots__ = ()


def letter_names(own: Path | None = None) -> frozenset[str]:
    """Return the names of the letters that can be rendered ("NT-04"): ours, and those in the folder `own`."""
    names = {file.name.removesuffix(ENDING) for file in list_files(FOLDER, ENDING)}
    if own is not None and own.is_dir():
        names |= {file.stem for file in own.glob(f"*{ENDING}") if file.is_file()}
    return frozenset(name for name in names if not name.startswith("_") and _NAME.fullmatch(name))


def render(letter: str, facts: Mapping[str, str | list[str]], own: Path | None = None) -> str:
    """Return the letter as Markdown. A fact that the letter needs and that is empty shows as a visible gap.

    A template of that name in the folder `own` takes the place of ours. Raises LetterProblem where there is
    no such letter, where the template is wrong, or where it names a fact that `facts` lacks; TypeError for a
    fact that is neither text nor a list of texts.
    """
    from jinja2 import TemplateError, TemplateNotFound

    given = {name: _plain(name, value) for name, value in facts.items()}
    try:
        text = _environment(own).get_template(letter).render(given)
    except TemplateNotFound as error:
        raise LetterProblem(f"There is no letter template {error.name}.") from None
    except (TemplateError, TypeError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f", line {line}" if line else ""
        raise LetterProblem(f"The letter template {letter} cannot be filled{where}: {error}") from None
    lines = [line.rstrip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _plain(name: str, value: object) -> str | list[str]:
    if isinstance(value, str):
        return clean_text(str(value))
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return [clean_text(str(each)) for each in value]
    raise TypeError(f"The fact {name} is neither text nor a list of texts")


# -- escaping ------------------------------------------------------------------------------------------------

_MARKUP: Final = re.compile(
    r"[\\`*_{}\[\]<>#|~!&^@]"
    # Some readers make links of bare addresses, which need a dot, a colon or two slashes within a word.
    r"|[.:](?=\S)|/(?=/)"
)
_LIST_START: Final = re.compile(r"(?P<number>[0-9]*)(?P<sign>[-+=:]|(?<=[0-9])[.)])")


def escaped(text: str) -> str:
    """Return Markdown that shows the text as it is, its line breaks included, and as nothing but text."""
    return "\\\n".join(_escaped_line(line) for line in text.strip().split("\n"))


def _escaped_line(line: str) -> str:
    line = " ".join(line.split())
    start = ""
    if begins_list := _LIST_START.match(line):
        start, line = f"{begins_list['number']}\\{begins_list['sign']}", line[begins_list.end() :]
    return start + _MARKUP.sub(r"\\\g<0>", line)


def _finalize(value: object) -> object:
    if isinstance(value, Wording):
        return value
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, list):
        raise LetterProblem("A list of facts cannot stand in a letter as it is: go through it with for.")
    return value


# -- filters -------------------------------------------------------------------------------------------------


def gap(value: str | Sequence[str], label: str) -> str | Sequence[str]:
    """Return the value, or a line that says what is missing: **[[ Who deals with it: not written yet ]]**."""
    if value and (isinstance(value, str) or any(value)):
        return value
    return Wording(f"**[[ {escaped(label)}: {GAP_WORDS} ]]**")


def together(names: Sequence[str] | str) -> str:
    """Return names as one reads them out: "Rosa Marsh, Tom Marsh and Ali Khan"; one name as it is."""
    if isinstance(names, str):
        return names
    *most, last = names or [""]
    return f"{', '.join(most)} and {last}" if most else last


# -- the sandbox ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _environment(own: Path | None) -> Environment:
    """Return the environment for our templates, or for those of a scheme with ours behind them."""
    from jinja2 import FunctionLoader, StrictUndefined, TemplateNotFound
    from jinja2.exceptions import SecurityError
    from jinja2.runtime import LoopContext
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)
        # What a block or a macro has put together holds escaped values already.
        concat = staticmethod(lambda parts: Wording("".join(parts)))

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return isinstance(obj, LoopContext) and super().is_safe_attribute(obj, attr, value)

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            del context, left, right
            raise SecurityError(f"a letter has no use for '{operator}'")

    def load(name: str) -> tuple[str, str | None, Any]:
        if not _NAME.fullmatch(name):
            raise TemplateNotFound(name)
        place = None if own is None else own / f"{name}{ENDING}"
        stamp = _stamp(place)
        if place is not None and stamp is not None:
            return _own_template(place), str(place), lambda: _stamp(place) == stamp
        try:
            ours = read_text(FOLDER, f"{name}{ENDING}")
        except MissingData:
            raise TemplateNotFound(name) from None
        return ours, None, lambda: _stamp(place) is None

    # Letters are Markdown, and `finalize` escapes every value for it; HTML escaping would damage the text.
    made = Sandbox(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.clear()
    made.filters = {"gap": gap, "together": together}
    return made


def _stamp(place: Path | None) -> tuple[int, int] | None:
    """Return the time and size of a template file; None where there is none."""
    try:
        found = None if place is None else place.stat()
    except OSError:
        return None
    return None if found is None else (found.st_mtime_ns, found.st_size)


def _own_template(place: Path) -> str:
    try:
        content = place.read_bytes()
        if len(content) > _LONGEST_OWN_TEMPLATE:
            raise LetterProblem(f"The letter template {place.name} is too long for a letter.")
        return content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LetterProblem(f"The letter template {place.name} cannot be read: {error}") from None
