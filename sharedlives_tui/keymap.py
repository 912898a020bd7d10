"""Every key of the screens, in one table: bindings, footers, Help, Menu and handbook are made from it.

A key is named for what it does (`case.record`), never by its letter. Where a key works is a place: the name
of a screen or of a part of one. Nothing here knows the terminal toolkit, so the handbook needs none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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


AREAS = (
    Area("today", "1", "Today"),
    Area("cases", "2", "Cases"),
    Area("calendar", "3", "Calendar"),
    Area("people", "4", "People"),
    Area("reports", "5", "Reports"),
)

_MOVE, _ALL, _WORK, _FORM = "Move about", "Everywhere", "What you can do here", "In a form"
_LISTS = ("list",)
_CASES = ("today", "cases")
"""The lists of cases."""

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
        "settings",
        ("f12",),
        "Settings",
        "Choose colours, keys and the first screen for yourself; change what the office has chosen.",
        (EVERYWHERE,),
        _ALL,
        "app.settings",
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
    Key("today.kind-before", ("left",), "Kind before", "Show the kind before.", _CASES, _MOVE, "kind(-1)"),
    Key("today.kind-after", ("right",), "Next kind", "Show the next kind.", _CASES, _MOVE, "kind(1)"),
    Key(
        "today.mine",
        ("m",),
        "Mine",
        "Show only my cases, or the whole team's again; in Cases also those that are nobody's.",
        (*_CASES, "calendar"),
        _MOVE,
        "mine",
        menu=True,
    ),
    Key(
        "case.new",
        ("n",),
        "New case",
        "Log what came in as a new case.",
        _CASES,
        _WORK,
        "new_case",
        menu=True,
    ),
    Key(
        "cases.filter",
        ("f",),
        "Filter",
        "Choose which cases are shown: words, kind, stage, state, owner, days. It is remembered; Esc shows all.",
        ("cases",),
        _MOVE,
        "filter",
        menu=True,
    ),
    Key(
        "cases.columns",
        ("v",),
        "Columns",
        "Choose the columns of the list. They are remembered.",
        ("cases",),
        _MOVE,
        "view",
        menu=True,
    ),
    Key(
        "filter.show",
        ("ctrl+s",),
        "Show",
        "Show what was chosen.",
        ("filter",),
        _FORM,
        "save",
    ),
    Key("filter.all", ("f4",), "Everything", "Go back to what is usual.", ("filter",), _FORM, "afresh"),
    Key(
        "today.changes",
        ("v",),
        "Since my last visit",
        "Show what others recorded, and what became overdue, since your last visit on an earlier day.",
        ("today",),
        _MOVE,
        "changes",
        menu=True,
    ),
    # calendar
    Key("calendar.day-before", ("left",), "Day before", "Go to the day before.", ("calendar",), _MOVE, "day(-1)"),
    Key("calendar.day-after", ("right",), "Next day", "Go to the next day.", ("calendar",), _MOVE, "day(1)"),
    Key(
        "calendar.before",
        ("comma",),
        "Earlier",
        "Show the month before; in a week the week before.",
        ("calendar",),
        _MOVE,
        "period(-1)",
        menu=True,
    ),
    Key(
        "calendar.after",
        ("full_stop",),
        "Later",
        "Show the next month; in a week the next week.",
        ("calendar",),
        _MOVE,
        "period(1)",
        menu=True,
    ),
    Key("calendar.today", ("t",), "Today", "Go to today.", ("calendar",), _MOVE, "to_today", menu=True),
    Key(
        "calendar.view",
        ("v",),
        "Month/week",
        "Change between a month and a week.",
        ("calendar",),
        _MOVE,
        "view",
        menu=True,
    ),
    Key(
        "calendar.export",
        ("e",),
        "To Outlook",
        "Save the limits of this month or week as a calendar file, with or without names.",
        ("calendar",),
        _WORK,
        "export",
        menu=True,
    ),
    # a case, also from the list
    Key(
        "case.record",
        ("r",),
        "Record step",
        "Record that the highlighted step was done.",
        ("today", "cases", "case"),
        _WORK,
        "record",
        menu=True,
    ),
    Key(
        "case.write",
        ("w",),
        "Write notice",
        "Write the notice for the highlighted step.",
        ("today", "cases", "case"),
        _WORK,
        "write",
        menu=True,
    ),
    Key(
        "case.why",
        ("y",),
        "Why",
        "Why this date: the whole sum, with its rule and source.",
        ("today", "cases", "case"),
        _WORK,
        "why",
        menu=True,
    ),
    Key("case.note", ("a",), "Add note", "Add a note to the case.", ("case",), _WORK, "note", menu=True),
    Key(
        "case.phoned",
        ("t",),
        "Tried to phone",
        "Add a note that somebody was telephoned and did not answer.",
        ("case",),
        _WORK,
        "phoned",
        menu=True,
    ),
    Key(
        "case.owner",
        ("o",),
        "Owner",
        "Change who owns the case.",
        ("today", "cases", "case"),
        _WORK,
        "owner",
        menu=True,
    ),
    Key(
        "case.copy-ref",
        ("c",),
        "Copy reference",
        "Copy the reference of the highlighted case.",
        _CASES,
        _WORK,
        "copy_ref",
        menu=True,
    ),
    Key(
        "case.decide",
        ("d",),
        "Decide",
        "Look at what a decision rests on, and record it.",
        ("today", "cases", "case"),
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
        "Strike what I recorded last: in this case, or from a list of cases in any.",
        ("today", "cases", "case"),
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
    Key(
        "case.sign-off",
        ("s",),
        "Sign off",
        "Read a letter that waits for a manager's sign-off, and sign it off or send it back.",
        ("today", "case"),
        _WORK,
        "sign_off",
        menu=True,
    ),
    Key("sign-off.sign", ("s",), "Sign off", "Sign the letter off as it stands.", ("sign-off",), _WORK, "sign"),
    Key(
        "sign-off.back",
        ("b",),
        "Send back",
        "Send the letter back with what is to be changed.",
        ("sign-off",),
        _WORK,
        "send_back",
    ),
    Key("sign-off.up", ("up", "pageup"), "Read up", "Read further up.", ("sign-off",), _MOVE, "scroll(-1)"),
    Key("sign-off.down", ("down", "pagedown"), "Read on", "Read on.", ("sign-off",), _MOVE, "scroll(1)"),
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
    Key("conflict.again", ("r",), "Record mine as well", "Record what I typed as well.", ("conflict",), _WORK, "again"),
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
    # settings
    Key(
        "settings.default",
        ("d",),
        "As it comes",
        "Go back to what it is unless one changes it.",
        ("settings",),
        _WORK,
        "default",
    ),
    Key(
        "journal.filter",
        ("f",),
        "Filter",
        "Choose whose rows are shown, from and to which day, and about what.",
        ("journal",),
        _MOVE,
        "filter",
        menu=True,
    ),
    Key("keys.default", ("d",), "As it comes", "Go back to the keys that it comes with.", ("keys",), _WORK, "default"),
    Key("keys.all", ("a",), "All as they come", "Go back to all keys as they come.", ("keys",), _WORK, "all_default"),
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
        "Record it; where a form has several parts, in the last one.",
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
    Key(
        "form.often",
        ("ctrl+t",),
        "Often used",
        "Offer the texts that are often used in this field, or keep what stands in it as one.",
        ("form",),
        _FORM,
        "often",
    ),
    Key(
        "often.new", ("n",), "Keep this one", "Keep what stands in the field as a text.", ("often",), _WORK, "new_text"
    ),
    Key("often-list.new", ("n",), "Another text", "Keep a text for a field.", ("often-list",), _WORK, "new_text"),
    Key(
        "often-list.end",
        ("e",),
        "No more",
        "Offer the highlighted text no more.",
        ("often-list",),
        _WORK,
        "retire",
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
    "cases": ("list.open", "cases.filter", "today.mine", "cases.columns", "case.record", "case.new", "help"),
    "calendar": (
        "list.open",
        "calendar.before",
        "calendar.after",
        "calendar.today",
        "calendar.view",
        "calendar.export",
        "help",
    ),
    "reports": ("list.open", "refresh", "find", "help"),
    "changes": ("list.open", "back", "find", "help"),
    "filter": ("filter.show", "form.next-field", "filter.all", "back", "help"),
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
    "settings": ("back", "list.open", "settings.default", "help"),
    "journal": ("back", "list.open", "journal.filter", "help"),
    "often": ("list.open", "often.new", "back"),
    "often-list": ("back", "list.open", "often-list.new", "often-list.end", "help"),
    "waiting": ("list.open", "back", "help"),
    "sign-off-letters": ("back", "list.open", "help"),
    "sign-off": ("back", "sign-off.sign", "sign-off.back", "sign-off.down"),
    "keys": ("back", "list.open", "keys.default", "keys.all", "help"),
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
    "cases": ("list",),
    "calendar": ("list",),
    "changes": ("list",),
    "reports": ("list",),
    "filter": ("form", "choice", "text"),
    "people": ("list",),
    "case": ("list",),
    "person": ("list",),
    "find": ("list",),
    "actions": ("list",),
    "office": ("list",),
    "settings": ("list",),
    "journal": ("list",),
    "keys": ("list",),
    "often": ("list",),
    "waiting": ("list",),
    "sign-off-letters": ("list",),
    "often-list": ("list",),
    "record": ("form", "choice", "text"),
    "short-form": ("form", "choice", "text"),
    "new": ("form", "choice", "text"),
    "wizard": ("form", "choice", "text"),
    "first-run": ("form", "choice"),
}
"""What a screen has beside its own keys."""

NAMES = {
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    **{name: name.capitalize() for name in ("enter", "up", "down", "left", "right", "home", "end", "tab", "space")},
    **{name: name.capitalize() for name in ("insert", "delete", "backspace")},
}
"""How keys with a name are written."""
SIGNS = {
    "slash": "/",
    "question_mark": "?",
    "exclamation_mark": "!",
    "quotation_mark": '"',
    "number_sign": "#",
    "dollar_sign": "$",
    "percent_sign": "%",
    "ampersand": "&",
    "apostrophe": "'",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "asterisk": "*",
    "plus": "+",
    "comma": ",",
    "minus": "-",
    "full_stop": ".",
    "colon": ":",
    "semicolon": ";",
    "less_than_sign": "<",
    "equals_sign": "=",
    "greater_than_sign": ">",
    "at": "@",
    "left_square_bracket": "[",
    "backslash": "\\",
    "right_square_bracket": "]",
    "circumflex_accent": "^",
    "underscore": "_",
    "grave_accent": "`",
    "left_curly_bracket": "{",
    "vertical_line": "|",
    "right_curly_bracket": "}",
    "tilde": "~",
}
"""The toolkit's names of the signs of every keyboard."""
BY_ID = {key.id: key for key in KEYS}
"""The table as it comes."""
_NAMED = re.compile(f"{{({'|'.join(map(re.escape, BY_ID))})}}")
_worn: dict[str, Key] = dict(BY_ID)
"""The table as the person in front of this program has it."""


def wear(own: Mapping[str, tuple[str, ...]]) -> None:
    """Take the person's own keys, by what they do: from now on everything that shows keys shows these.

    They are checked before (`own_keys.overlay`). An empty table goes back to the keys as they come. One program has
    one person in front of it, so there is one such table.
    """
    for name, key in BY_ID.items():
        _worn[name] = key._replace(keys=own[name]) if name in own else key


def worn() -> tuple[Key, ...]:
    """Return the whole table as the person has it."""
    return tuple(_worn.values())


def first_key(name: str) -> str:
    """Return the toolkit's name of the first key of an action, as the person has it. Raises KeyError."""
    return _worn[name].keys[0]


def said(name: str, place: str = "") -> str:
    """Return how the key of an action is written, as the person has it: "r". Raises KeyError.

    With a place, the one to press there: where one types, no letter.
    """
    return say_key(press_in(_worn[name], place))


def with_keys(words: str) -> str:
    """Return the words with the person's key in the place of each action's name: "{case.note} adds one."."""
    return _NAMED.sub(lambda found: said(found[1]), words)


def say_key(key: str) -> str:
    """Return how a key of the toolkit is written for people: "ctrl+s" is "Ctrl+S"."""
    *held, last = key.split("+")
    plain = NAMES.get(last) or SIGNS.get(last) or (last if len(last) == 1 and not held else last.upper())
    return "+".join([*(each.capitalize() for each in held), plain])


def press_in(key: Key, place: str) -> str:
    """Return which of its keys to press on a screen: where there is a form, one that no field takes as a letter."""
    if "form" in PARTS.get(place, ()):
        free = (each for each in key.keys if not types(each))
        return next(free, key.keys[0])
    return key.keys[0]


def said_in(key: Key, place: str) -> str:
    """Return how its keys are written, as far as they work on a screen: "? or F1", where one types "F1".

    Empty where each of them is a letter that the fields take.
    """
    typing = key.group == _ALL and "form" in PARTS.get(place, ())
    return " or ".join(say_key(each) for each in key.keys if not (typing and types(each)))


def types(key: str) -> bool:
    """Return whether a key writes a letter or a sign where one types."""
    return len(key) == 1 or key == "space" or key in SIGNS


def keys_of(*places: str) -> tuple[Key, ...]:
    """Return the keys that work in any of these places, as the person has them, in the order of the table."""
    return tuple(key for key in worn() if any(place in key.where for place in places))


def footer_of(place: str) -> tuple[Key, ...]:
    """Return the keys of the footer of a place. Raises KeyError for a place without one."""
    return tuple(_worn[name] for name in FOOTERS[place])


def help_groups(*places: str) -> Iterator[tuple[str, tuple[Key, ...]]]:
    """Yield each group's name with its keys for these places, the place's own before everywhere's."""
    found = keys_of(*places)
    for group in (_WORK, _MOVE, _FORM, _ALL):
        if keys := tuple(key for key in found if key.group == group):
            yield group, keys
