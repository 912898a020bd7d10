"""The words that stand in place of a name that is withheld, in lists of people and in running text (RD-48)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from sharedlives_tui.names import natural, without_forms_of_address

A_MEMBER: Final = "a member of the group"
"""What stands in place of one withheld name."""
A_GROUP: Final = "a group of carers"
"""What stands in place of a side's list of withheld names."""


def group_words(number: int | None, *, among: bool, noun: str = "carers") -> str:
    """Return the words for members of a side whose names are withheld; `number` None where it is not told.

    `among`: others of that side stand before it by name.
    """
    if among:
        return "others of the group" if number is None else f"{number} others of the group"
    return f"a group of {noun}" if number is None else f"a group of {number} {noun}"


class Masks:
    """Takes the names of some people, and their numbers (P-12), out of what is shown."""

    def __init__(self, people: Iterable[str], names: Mapping[str, str]) -> None:
        self.people = frozenset(people)
        self.names = names

    def name(self, person: str) -> str:
        """Return the person's number, or the words in its place."""
        return A_MEMBER if person in self.people else person

    def scrub(self, text: str) -> str:
        """Return the text with the words in place of each withheld name, in either order of surname and given name."""
        return text if self._pattern is None else self._pattern.sub(A_MEMBER, text)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = sorted(
            {form for each in self.people for form in self._forms(each)}, key=lambda each: (-len(each), each)
        )
        if not forms:
            return None
        # A line that was broken anywhere within a name still holds it.
        found = "|".join(r"\s+".join(re.escape(word) for word in form.split()) for form in forms)
        return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)

    def _forms(self, person: str) -> Iterator[str]:
        yield person
        name = self.names.get(person, "").strip()
        for form in (name, natural(name)):
            yield from (each for each in (form, without_forms_of_address(form)) if each)
