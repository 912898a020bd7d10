"""Practice offices in which every name and text tries something, for the soak of the screens."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sharedlives_tui import allowed, casework, demo, office, person_records
from sharedlives_tui.clock import Clock
from sharedlives_tui.contacts import CONTACTS
from sharedlives_tui.desk import Desk, open_desk
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Attach, OpenCase, Record
from sharedlives_tui.store import views
from sharedlives_tui.store.rows import person_ref

TODAY = date(2026, 11, 24)
"""A Tuesday."""

NAMES = (
    "Ffrancon-Llŷr, Siân Gwenllïan",
    "Święcicka-Żółtowska, Łucja",
    "محمد بن عبد الله الراشد",
    "রবীন্দ্রনাথ ভট্টাচার্য্য",
    "👩‍👩‍👧‍👦 Zoë 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇵🇱",
    "漢字漢字 かな",
    "[@click=app.quit]Reed[/] [/x] [bold]Jo[/bold] [$nope]",
    "\x1b]52;c;cm0gLXJm\x07\x1b[2J\x9b31m Hostile \u202ednilb\u2066",
    "Z̸̢͉̓a̷͖͐l̵̪̇g̴͙̀o̵̺͒",
    "O'Brien; DROP TABLE case_file; -- {{ 7*7 }} {% raw %}",
    "=HYPERLINK(1) " + "w" * 900,
)
"""In Welsh, Polish, Arabic, Bengali, as pictures, and worse. The first is the one with many cases."""

TEXTS = (
    *NAMES,
    "",
    " ",
    "\t\n\r\n\v\f",
    "\x00\x07\x08\x1b\x7f\x85\xad\u2028\u2029\ufeff\ufffe\U000e0041",
    "\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\ \x1bPq#0\x1b\\ \x1b]0;title\x07 \x1b[?1049l",
    "\u200d\u200d\ufe0f\u0301\u0301",
    "one\ntwo | three | four\n\n- five [x](y) # six\n",
    "25/12/26",
    "tomorrow",
    "-99999999999999999999",
    "31.2.2027",
    "9999-12-31",
    "P-1",
    "P-99999999999999999999",
    "CO-0001",
    "<b>&amp;\"'`$(true)",
    "%s %d {0} \\n \\x1b \\u202e",
    "ﷺ" * 60,
    "नमस्ते " * 40,
    "x" * 3_000,
)
"""What is typed and pasted."""

MANY = 500
"""Open cases of one person."""


@dataclass(frozen=True)
class Hostile:
    """A hostile office on the disk: who may sit at its desk, and what there is to open."""

    path: Path
    viewers: tuple[str, ...]
    refs: tuple[str, ...]
    """Cases; those of the one with many only in a few."""
    people: tuple[str, ...]
    many: str
    """Who has many open cases."""
    on_file: tuple[tuple[str, int], ...]
    """People with their entries of approval."""


def make(folder: Path, kind: str = "scheme", many: int = MANY) -> Hostile:
    """Return a new hostile office of a kind, with so many open cases of one person; the desk is closed again."""
    path = folder / "office.db"
    desk = demo.make(path, today=TODAY, kind=kind)
    told = [each.ref for each in views.all_cases(desk.store)]
    born = replace(desk, clock=Clock(TODAY))
    people = [_person(born, name, role) for name, role in zip(NAMES, _roles(kind), strict=True)]
    log = _complaint if kind == "scheme" else _dispute
    refs = [log(born, person, TEXTS[place % len(TEXTS)]) for place, person in enumerate(people)]
    for ref in refs:
        for words in (*TEXTS[:6], "y" * 90_000):
            casework.record(born, Record(ref, "note", {"text": words or "-"}))
        casework.attach(born, Attach(ref, f"{NAMES[7]}/../letter.pdf", NAMES[7].encode()))
    crowd = [log(born, people[0], "The visit was missed.") for _ in range(many)]
    for place, name in enumerate(CONTACTS):
        office.set_contact(born, name, NAMES[place % len(NAMES)])
    everybody = [person_ref(each.id) for each in views.people_page(desk.store, desk.viewer, size=10_000)]
    theirs = everybody if allowed.may(desk, "records") else []
    on_file = tuple((each, one.id) for each in theirs for one in person_records.records_of(desk, each)[:3])
    desk.store.close()
    viewers = (demo.manager(kind), *(each for each in people[:4]), "P-2", "P-5", "Nobody, Known")
    return Hostile(path, viewers, (*told, *refs, *crowd[:3]), (*people, *everybody[:40]), people[0], on_file)


def copied(made: Hostile, folder: Path, viewer: str) -> Desk:
    """Return the desk of somebody in a copy of a hostile office: quicker than making it again."""
    path = folder / "office.db"
    shutil.copyfile(made.path, path)
    return open_desk(str(path), viewer, TODAY)


def _roles(kind: str) -> tuple[str, ...]:
    if kind != "scheme":
        return ("carer", "other organisation", "mediator", "officer", *("carer",) * (len(NAMES) - 4))
    return ("carer", "officer", "registered manager", "family", *("person supported",) * (len(NAMES) - 4))


def _person(desk: Desk, name: str, role: str) -> str:
    return office.add_person(desk, name, [(role, date(2026, 1, 5), None)])


def _complaint(desk: Desk, person: str, words: str) -> str:
    values: dict[str, Value] = {
        "type": "formal complaint",
        "complainant": (person,),
        "complainant_kind": "family",
        "about": ("the service",),
        "account": words.strip() or "-",
        "points": (words.strip() or "-",),
    }
    return casework.open_case(desk, OpenCase("complaint", values, TODAY)).ref


def _dispute(desk: Desk, person: str, words: str) -> str:
    values: dict[str, Value] = {
        "caller": (person,),
        "first_side": (person,),
        "second_side": ("Anita Roy",),
        "spokesman": person,
        "roles_taken": ("support", "mediation"),
        "matter": words.strip() or "-",
        "tried": words.strip() or "-",
        "affected": "-",
        "how_came": "telephone",
    }
    return casework.open_case(desk, OpenCase("dispute", values, TODAY)).ref
