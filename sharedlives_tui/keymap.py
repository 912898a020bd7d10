"""Every key of the screens, in one table: bindings, footers, Help, Menu and handbook are made from it.

A key is named for what it does (`case.record`), never by its letter. Where a key works is a place: the name
of a screen or of a part of one. Nothing here knows the terminal toolkit, so the handbook needs none of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

EVERYWHERE, DIALOG, APP = "everywhere", "dialog", "app"
FOOTER_LIMIT = 7
"""How many keys a footer shows at most."""


class Key(NamedTuple):
    """One thing that a key does. `keys` are the toolkit's names, the one to show first."""

    id: str
    keys: tuple[str, ...]
    words: str
    """A verb and what it acts on, short enough for the footer."""
    help: str
    """A sentence for Help and for the Menu."""
    where: tuple[str, ...]
    group: str
    action: str
    """The method `action_...` of the screen, part or app that has the key."""
    menu: bool = False
    """The Menu offers it too."""

    @property
    def shown(self) -> str:
        """How the key is written: "Ctrl+S", "?", "PgDn"."""
        return say_key(self.keys[0])

    @property
    def all_shown(self) -> str:
        """All its keys as they are written: "? or F1"."""
        return " or ".join(say_key(each) for each in self.keys)


class Area(NamedTuple):
    """A part of the office with a number key of its own; it keeps its own way back."""

    id: str
    number: str
    name: str


AREAS = (Area("today", "1", "Today"), Area("people", "4", "People"))

_MOVE, _ALL, _WORK, _FORM = "Move about", "Everywhere", "Work on a case", "In a form"
_LISTS = ("list",)

KEYS: tuple[Key, ...] = (
    # everywhere
    *(
        Key(
            f"area.{area.id}",
            (area.number,),
            area.name,
            f"Go to {area.name}.",
            (EVERYWHERE,),
            _ALL,
            f"app.area('{area.id}')",
            menu=True,
        )
        for area in AREAS
    ),
    Key(
        "back",
        ("escape",),
        "Back",
        "Go back or close. What you typed is kept as a draft.",
        (EVERYWHERE, DIALOG),
        _ALL,
        "back",
    ),
    Key(
        "find",
        ("slash", "f3", "ctrl+f"),
        "Find",
        "Find people, cases, letters and notes; closed cases too.",
        (EVERYWHERE,),
        _ALL,
        "app.find",
        menu=True,
    ),
    Key(
        "help",
        ("question_mark", "f1"),
        "Help",
        "Show the keys of this screen; in a form, help for the field.",
        (EVERYWHERE, DIALOG),
        _ALL,
        "help",
        menu=True,
    ),
    Key(
        "menu",
        ("f9", "ctrl+p"),
        "Menu",
        "Do anything by its name. A click on the program's name at the top does the same.",
        (EVERYWHERE, APP),
        _ALL,
        "app.command_palette",
    ),
    Key("refresh", ("f5", "ctrl+r"), "Refresh", "Look again now.", (EVERYWHERE,), _ALL, "refresh", menu=True),
    Key(
        "theme",
        ("f8",),
        "Colours",
        "Change to the next colours: dark, light, 16 colours, black and white.",
        (EVERYWHERE,),
        _ALL,
        "app.next_theme",
        menu=True,
    ),
    Key(
        "copy",
        ("ctrl+c",),
        "Copy",
        "Copy the text that is selected with the mouse.",
        (EVERYWHERE, DIALOG),
        _ALL,
        "screen.copy_text",
    ),
    Key("quit", ("ctrl+q",), "Quit", "Leave. Drafts are kept.", (EVERYWHERE, APP), _ALL, "app.quit", menu=True),
    # lists
    Key("list.up", ("up", "k"), "Up", "One row up.", _LISTS, _MOVE, "up"),
    Key("list.down", ("down", "j"), "Down", "One row down.", _LISTS, _MOVE, "down"),
    Key("list.page-up", ("pageup",), "Page up", "A page up.", _LISTS, _MOVE, "page_up"),
    Key("list.page-down", ("pagedown",), "Page down", "A page down.", _LISTS, _MOVE, "page_down"),
    Key("list.first", ("home",), "First row", "To the first row.", _LISTS, _MOVE, "first"),
    Key("list.last", ("end",), "Last row", "To the last row.", _LISTS, _MOVE, "last"),
    Key("list.open", ("enter",), "Open", "Open the highlighted row.", _LISTS, _MOVE, "select"),
    # today
    Key("today.kind-before", ("left",), "Kind before", "Show the kind before.", ("today",), _MOVE, "kind(-1)"),
    Key("today.kind-after", ("right",), "Next kind", "Show the next kind.", ("today",), _MOVE, "kind(1)"),
    Key(
        "today.mine",
        ("m",),
        "Mine",
        "Show only my cases, or the whole team's again.",
        ("today",),
        _MOVE,
        "mine",
        menu=True,
    ),
    Key(
        "case.new",
        ("n",),
        "New case",
        "Log what came in as a new case.",
        ("today",),
        _WORK,
        "new_case",
        menu=True,
    ),
    # a case, also from the list
    Key(
        "case.record",
        ("r",),
        "Record step",
        "Record that the highlighted step was done.",
        ("today", "case"),
        _WORK,
        "record",
        menu=True,
    ),
    Key(
        "case.write",
        ("w",),
        "Write notice",
        "Write the notice for the highlighted step.",
        ("today", "case"),
        _WORK,
        "write",
        menu=True,
    ),
    Key(
        "case.why",
        ("y",),
        "Why",
        "Why this date: the whole sum, with its rule and source.",
        ("today", "case"),
        _WORK,
        "why",
        menu=True,
    ),
    Key("case.note", ("a",), "Add note", "Add a note to the case.", ("case",), _WORK, "note", menu=True),
    Key(
        "case.phoned",
        ("t",),
        "Tried to phone",
        "Add a note that somebody was telephoned and did not answer: t, then Ctrl+S.",
        ("case",),
        _WORK,
        "phoned",
        menu=True,
    ),
    Key("case.owner", ("o",), "Owner", "Change who owns the case.", ("case",), _WORK, "owner", menu=True),
    Key(
        "case.decide",
        ("d",),
        "Decide",
        "Look at what a decision rests on, and record it.",
        ("today", "case"),
        _WORK,
        "decide",
        menu=True,
    ),
    Key(
        "case.linked",
        ("l",),
        "Linked case",
        "Go to the linked case; of several, to the list of them.",
        ("case",),
        _WORK,
        "linked",
        menu=True,
    ),
    Key(
        "case.actions",
        ("x",),
        "Other",
        "Everything else that can be recorded now.",
        ("case",),
        _WORK,
        "others",
        menu=True,
    ),
    Key(
        "case.attach",
        ("f",),
        "Keep a file",
        "Keep a letter, an e-mail or another paper with the case.",
        ("case",),
        _WORK,
        "attach",
        menu=True,
    ),
    Key(
        "case.copies",
        ("b",),
        "Copies",
        "See what a person of the case would get as copies of its records, and save them.",
        ("case",),
        _WORK,
        "copies",
        menu=True,
    ),
    Key(
        "case.undo",
        ("u",),
        "Undo",
        "Strike what I recorded last: in this case, or from Today in any.",
        ("today", "case"),
        _WORK,
        "undo",
        menu=True,
    ),
    Key(
        "case.pane-after",
        ("tab",),
        "Next pane",
        "Go on: what to do, timeline, letters, people, notes, papers. Shift+Tab goes back.",
        ("case",),
        _MOVE,
        "pane(1)",
    ),
    Key(
        "case.pane-before",
        ("shift+tab",),
        "Pane before",
        "Go back to the pane before.",
        ("case",),
        _MOVE,
        "pane(-1)",
    ),
    # one entry
    Key("entry.correct", ("c",), "Correct", "Correct its day or what was written.", ("entry",), _WORK, "correct"),
    Key(
        "entry.strike",
        ("u",),
        "Strike",
        "Strike it, with the reason: it stays to be seen.",
        ("entry",),
        _WORK,
        "strike",
    ),
    Key("entry.attach", ("f",), "Keep a file", "Keep a paper with this entry.", ("entry",), _WORK, "attach"),
    Key("entry.word", ("f2",), "Word", "Save its letter as a Word document.", ("entry",), _WORK, "word"),
    Key(
        "entry.mail",
        ("ctrl+o",),
        "E-mail",
        "Save its letter as an e-mail draft, the Word letter attached.",
        ("entry",),
        _WORK,
        "mail",
    ),
    # a letter asked for by r
    Key("ask.write", ("w",), "Write it now", "Write the letter here.", ("ask",), _WORK, "write"),
    Key(
        "ask.outside",
        ("o",),
        "It was sent",
        "Record a letter that was written and sent outside this program.",
        ("ask",),
        _WORK,
        "outside",
    ),
    # somebody else saved first
    Key("conflict.again", ("r",), "Record mine too", "Record what I typed as well.", ("conflict",), _WORK, "again"),
    Key(
        "conflict.open",
        ("o",),
        "Open the case",
        "See the case as it is now; Esc comes back to the form.",
        ("conflict",),
        _WORK,
        "open",
    ),
    Key("conflict.up", ("up", "pageup"), "Read up", "Read further up.", ("conflict",), _MOVE, "scroll(-1)"),
    Key("conflict.down", ("down", "pagedown"), "Read on", "Read on.", ("conflict",), _MOVE, "scroll(1)"),
    # people
    Key(
        "person.new",
        ("n",),
        "New person",
        "Add somebody to the office's list.",
        ("people", "person"),
        _WORK,
        "new_person",
        menu=True,
    ),
    Key(
        "person.role",
        ("a",),
        "Add role",
        "Add a role from one day to another.",
        ("person",),
        _WORK,
        "add_role",
        menu=True,
    ),
    Key(
        "people.guidance",
        ("g",),
        "Without guidance",
        "Show only those who have not been given the complaints guidance, or everybody again.",
        ("people",),
        _MOVE,
        "guidance",
        menu=True,
    ),
    Key(
        "people.office",
        ("o",),
        "Our office",
        "The office's contacts and its own days.",
        ("people",),
        _WORK,
        "our_office",
        menu=True,
    ),
    Key(
        "person.record",
        ("r",),
        "Record",
        "Record a dated entry: an assessment, a decision on the approval, terms, the number of people.",
        ("person",),
        _WORK,
        "record",
        menu=True,
    ),
    Key(
        "person.account",
        ("l",),
        "Log-in",
        "Say which account of this computer is theirs, so that the program knows them.",
        ("person",),
        _WORK,
        "account",
        menu=True,
    ),
    Key(
        "person.end",
        ("e",),
        "End role",
        "End the highlighted role on a day.",
        ("person",),
        _WORK,
        "end_role",
        menu=True,
    ),
    Key("office.day", ("n",), "Own day", "Make a day a working day or none.", ("office",), _WORK, "own_day"),
    # forms
    Key(
        "form.next-field",
        ("tab",),
        "Next",
        "Go to the next field, as Enter does; Shift+Tab goes to the one before.",
        ("form",),
        _FORM,
        "app.focus_next",
    ),
    Key(
        "form.next-part",
        ("ctrl+n",),
        "Next part",
        "Go on to the next part.",
        ("wizard", "new"),
        _FORM,
        "next_part",
    ),
    Key(
        "form.save",
        ("ctrl+s",),
        "Record",
        "Record it. Works in the last part only.",
        ("record", "short-form", "wizard", "new", "first-run"),
        _FORM,
        "save",
    ),
    Key(
        "form.fresh",
        ("f4",),
        "Start afresh",
        "Put the draft away and begin anew.",
        ("record", "wizard", "new"),
        _FORM,
        "afresh",
        menu=True,
    ),
    Key("wizard.word", ("f2",), "Word", "Save the letter as a Word document.", ("wizard",), _FORM, "word", menu=True),
    Key(
        "wizard.mail",
        ("ctrl+o",),
        "E-mail",
        "Save the letter as an e-mail draft that a mail program opens, the Word letter attached.",
        ("wizard",),
        _FORM,
        "mail",
        menu=True,
    ),
    Key(
        "text.new-line",
        ("ctrl+j",),
        "New line",
        "Begin a new line in a long text; Enter goes to the next field.",
        ("text",),
        _FORM,
        "new_line",
    ),
    # what a decision rests on
    Key("decide.before", ("left",), "One before", "Show the decision before.", ("decide",), _MOVE, "turn(-1)"),
    Key("decide.after", ("right",), "Next one", "Show the next decision.", ("decide",), _MOVE, "turn(1)"),
    Key("decide.up", ("up", "pageup"), "Read up", "Read further up.", ("decide",), _MOVE, "scroll(-1)"),
    Key("decide.down", ("down", "pagedown"), "Read on", "Read on.", ("decide",), _MOVE, "scroll(1)"),
    # copies of a case for one person
    Key(
        "copies.before",
        ("left",),
        "One before",
        "Show the copies for the person before.",
        ("copies",),
        _MOVE,
        "turn(-1)",
    ),
    Key(
        "copies.after", ("right",), "Next person", "Show the copies for the next person.", ("copies",), _MOVE, "turn(1)"
    ),
    Key("copies.up", ("up", "pageup"), "Read up", "Read further up.", ("copies",), _MOVE, "scroll(-1)"),
    Key("copies.down", ("down", "pagedown"), "Read on", "Read on.", ("copies",), _MOVE, "scroll(1)"),
    Key(
        "copies.word",
        ("f2",),
        "Save as Word",
        "Save the copies as a Word document, with the files that belong to it.",
        ("copies",),
        _WORK,
        "word",
    ),
    # choices in a form
    Key("choice.before", ("left", "up"), "Choice before", "The choice before.", ("choice",), _FORM, "before"),
    Key("choice.after", ("right", "down"), "Next choice", "The next choice.", ("choice",), _FORM, "after"),
    Key("choice.tick", ("space",), "Tick", "Choose it, or tick and untick it.", ("choice",), _FORM, "tick"),
)

FOOTERS: dict[str, tuple[str, ...]] = {
    "today": ("list.open", "case.new", "case.record", "case.write", "today.mine", "find", "help"),
    "people": ("list.open", "person.new", "people.guidance", "people.office", "find", "help"),
    "case": ("back", "case.record", "case.write", "case.note", "case.why", "case.actions", "help"),
    "person": ("back", "person.record", "person.role", "person.end", "person.account", "list.open", "help"),
    "record": ("form.save", "form.next-field", "text.new-line", "back", "form.fresh", "help"),
    "short-form": ("form.save", "form.next-field", "text.new-line", "back", "help"),
    "new": ("back", "form.next-part", "form.save", "text.new-line", "form.fresh", "help"),
    "wizard": ("back", "form.next-part", "form.save", "text.new-line", "wizard.word", "wizard.mail", "help"),
    "entry": ("back", "entry.correct", "entry.strike", "entry.attach", "entry.word", "entry.mail"),
    "ask": ("ask.write", "ask.outside", "back"),
    "conflict": ("back", "conflict.again", "conflict.open", "conflict.down"),
    "actions": ("list.open", "back"),
    "office": ("back", "list.open", "office.day", "help"),
    "why": ("back",),
    "decide": ("back", "decide.before", "decide.after", "decide.down"),
    "copies": ("back", "copies.word", "copies.before", "copies.after", "copies.down"),
    "find": ("list.open", "back"),
    "help": ("back",),
    "first-run": ("form.save", "form.next-field", "quit", "help"),
    "confirm": ("back",),
}
"""What the footer of a place shows, in order. Only keys that work there are drawn."""

PARTS = {
    "today": ("list",),
    "people": ("list",),
    "case": ("list",),
    "person": ("list",),
    "find": ("list",),
    "actions": ("list",),
    "office": ("list",),
    "record": ("form", "choice", "text"),
    "short-form": ("form", "choice", "text"),
    "new": ("form", "choice", "text"),
    "wizard": ("form", "choice", "text"),
    "first-run": ("form", "choice"),
}
"""What a screen has beside its own keys."""

NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "slash": "/",
    "question_mark": "?",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "space": "Space",
}
BY_ID = {key.id: key for key in KEYS}


def say_key(key: str) -> str:
    """Return how a key of the toolkit is written for people: "ctrl+s" is "Ctrl+S"."""
    *held, last = key.split("+")
    plain = NAMES.get(last) or (last if len(last) == 1 and not held else last.upper())
    return "+".join([*(each.capitalize() for each in held), plain])


def press_in(key: Key, place: str) -> str:
    """Return which of its keys to press on a screen: where there is a form, one that no field takes as a letter."""
    if "form" in PARTS.get(place, ()):
        free = (each for each in key.keys if len(each) > 1 and each not in ("slash", "question_mark", "space"))
        return next(free, key.keys[0])
    return key.keys[0]


def keys_of(*places: str) -> tuple[Key, ...]:
    """Return the keys that work in any of these places, in the order of the table."""
    return tuple(key for key in KEYS if any(place in key.where for place in places))


def footer_of(place: str) -> tuple[Key, ...]:
    """Return the keys of the footer of a place. Raises KeyError for a place without one."""
    return tuple(BY_ID[name] for name in FOOTERS[place])


def help_groups(*places: str) -> Iterator[tuple[str, tuple[Key, ...]]]:
    """Yield each group's name with its keys for these places, the place's own before everywhere's."""
    found = keys_of(*places)
    for group in (_WORK, _MOVE, _FORM, _ALL):
        if keys := tuple(key for key in found if key.group == group):
            yield group, keys
