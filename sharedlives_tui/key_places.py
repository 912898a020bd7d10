"""What each place shows of the table: its footer, the parts that it has, and what it is for."""

from __future__ import annotations

FOOTER_LIMIT = 7
"""How many keys a footer shows at most."""

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
    "reports": ("list.open", "reports.performance", "refresh", "find", "help"),
    "performance": ("list.open", "performance.period", "performance.excel", "back", "help"),
    "changes": ("list.open", "back", "find", "help"),
    "filter": ("filter.show", "form.next-field", "filter.all", "back", "help"),
    "people": ("list.open", "person.new", "people.guidance", "people.office", "find", "help"),
    "case": ("back", "case.record", "case.write", "case.note", "case.why", "case.actions", "help"),
    "person": ("back", "person.record", "person.role", "person.end", "person.account", "list.open", "help"),
    "record": ("form.save", "form.next-field", "text.new-line", "back", "form.fresh", "help"),
    "short-form": ("form.save", "form.next-field", "text.new-line", "back", "help"),
    "kept-form": ("form.save", "form.next-field", "text.new-line", "back", "form.fresh", "help"),
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
    "find": ("list.open", "back", "help"),
    "help": ("back",),
    "first-run": ("form.save", "form.next-field", "quit", "help"),
    "confirm": ("back", "help"),
    "outlook": ("back", "help"),
}
"""What the footer of a place shows, in order. Only keys that work there are drawn."""

PARTS = {
    "today": ("list",),
    "cases": ("list",),
    "calendar": ("list",),
    "changes": ("list",),
    "reports": ("list",),
    "performance": ("list",),
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
    "kept-form": ("form", "choice", "text"),
    "new": ("form", "choice", "text"),
    "wizard": ("form", "choice", "text"),
    "first-run": ("form", "choice"),
}
"""What a screen has beside its own keys."""

OPENING = {"office": ("office",), "often-list": ("office",), "sign-off-letters": ("settings",)}
"""Where a row is opened to change it: what one must be allowed to do for that (verbs of `access.VERBS`)."""

TYPED = ("find",)
"""Dialogs in which one types from the first moment, beside those with a form: letters and signs are words there."""

ABOUT = {
    "today": "What is due, the most pressing first. A case stands here once, in its worst state; closed cases in which "
    "something is still to be done are here too.",
    "cases": "All cases, closed ones too, the newest first. The filter and the columns are remembered.",
    "calendar": "The limits by their day. The list below the month is that of the day under the cursor.",
    "people": "Everybody in the office's list, with their roles of today and their open cases.",
    "reports": "How many open cases each owner has, and how they stand. Closed cases are not counted here; Today has "
    "those in which something is still to be done.",
    "performance": "Of each step whose day fell in the period how often it was done in time, late, or not yet; then "
    "what is open today by stage and age, and the months. It is counted anew each time, of the cases that you may see.",
    "changes": "What others recorded, and what became overdue, since your last visit on an earlier day.",
    "case": "One case: what to do next, why it is due then, and all that was recorded.",
    "person": "One person: roles, cases, and what is on file.",
    "new": "What came in, as a new case. What is always asked comes first.",
    "record": "Record that a step was done. What you type is kept as a draft.",
    "wizard": "A letter in four parts: facts, checklist, preview, record as sent.",
    "filter": "Choose which cases are shown. What is left empty narrows nothing; on Cases the choice is remembered.",
    "find": "Type a name (a slip is forgiven), a reference like CO-12, or words of a letter or note. "
    "The list shows what fits as you type; nothing that you may not read is in it.",
    "outlook": "Saves the limits of the month or week as a file (.ics) that Outlook and other calendar programs open. "
    "A calendar is often shared, so names are left out unless you choose them. Nothing is sent by itself.",
    "settings": "Above, what you choose for yourself on this computer; below, what the office has chosen for all of "
    "you, where each change is an entry with its reason. The words at the foot say what the highlighted one does.",
    "sign-off-letters": "Which letters a manager reads and signs off before they are recorded as sent.",
    "journal": "Who came in, what was refused or taken out, and what was changed in the office; the latest first.",
    "keys": "Everything that a key does. You can give each another key of your own.",
    "office": "How letters say whom to reach, and the office's own days.",
    "often-list": "Texts that are offered in their field of every case.",
    "waiting": "Your letters that a manager signed off or sent back, as long as they have not gone; then those that "
    "wait until a manager has read them. The one that has waited longest comes first.",
    "sign-off": "One letter as it would go: read it to the end, then sign it off or send it back with the reason.",
    "entry": "One entry, whole, with the letter that left and the papers kept with it.",
    "decide": "What a decision rests on: read it before you record the decision.",
    "copies": "What a person of the case would get as copies of its records, and what is left out.",
    "confirm": "A question before something happens. Esc changes nothing.",
}
"""What a screen or dialog is for, in a sentence or two of its help. Keys stand in it as `with_keys` takes them."""
