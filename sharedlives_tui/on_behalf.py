"""What is recorded for somebody else who decided it: how whoever types knows of it. Pure.

The entry keeps both names, of who decided and of who typed; these two facts say what stands between them.
"""

from __future__ import annotations

from collections.abc import Mapping

from sharedlives_tui.facts import Value
from sharedlives_tui.procedures import Field
from sharedlives_tui.requests import Problem

HOW, WORDS = "how_known", "how_known_words"
WAYS = ("letter", "e-mail", "telephone", "in person", "minutes")

FIELDS = (
    Field(
        HOW,
        "How this is known",
        "choice",
        "You record what somebody else decided: how did they tell you?",
        choices=WAYS,
    ),
    Field(
        WORDS,
        "Which one, and when",
        "text",
        "The letter, call or minutes in a line, so that it can be found again: of which day, and who told you.",
    ),
)
"""What is asked where the one who decided and the one who types are two people."""


def missing(values: Mapping[str, Value], rule: str) -> list[Problem]:
    """Return why a decision of somebody else cannot be recorded yet: it does not say how one knows of it."""
    ways = ", ".join(WAYS)
    words = f"You record what somebody else decided. Say how you know of it: {ways}."
    found = [] if values.get(HOW) else [Problem(HOW, rule, words)]
    line = "Say in a line which letter, call or minutes it was: of which day, and who told you."
    return found + ([] if values.get(WORDS) else [Problem(WORDS, rule, line)])
