"""`settings`: the office's own numbers, kept in its file as entries; and a person's own settings and keys."""

from __future__ import annotations

import argparse
import sys

from sharedlives_tui import office_settings, own_settings
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.store import views
from sharedlives_tui.typed_dates import say_day


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    return


# ---------------------------------------------------------------- the office's


def _list(call: Call) -> int:
    with call.desk() as desk:
        kept = views.settings(desk.store)
    rows = [
        {
            "name": each.name,
            "value": kept.get(each.name) or each.default,
            "default": each.default,
            "label": each.label,
            "least": each.least,
            "most": each.most,
            "changed_by_roles": list(each.who),
        }
        for each in office_settings.office_settings().values()
    ]
    if call.json:
        call.out.data(rows)
        return 0
    for row in rows:
        call.out.line(f"{row['name']}: {row['value']} ({row['default']} unless changed)")
        call.out.line(f"  {row['label']}, {row['least']} to {row['most']}")
    return 0


def _set_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="as settings list names it")
    parser.add_argument("value", metavar="NUMBER", help="a whole number")
    parser.add_argument("--reason", metavar="WORDS", default="", help="why it changes; some settings need it")


def _set(call: Call) -> int:
    name = call.args.name
    with call.desk() as desk:
        office_settings.put(desk, name, call.args.value, call.args.reason)
        value = office_settings.value_of(desk, name)
    if call.json:
        call.out.data({"name": name, "value": value, "default": office_settings.office_settings()[name].default})
    else:
        call.out.line(f"{name}: {value} from now on.")
    return 0


def _history_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", default="", help="one setting; without it, all numbers")


def _history(call: Call) -> int:
    known = office_settings.office_settings()
    with call.desk() as desk:
        office_settings.must_be_known(desk)
        found = [each for each in office_settings.changes(desk, call.args.name) if each.name in known]
    return call.listed(
        found,
        lambda one: {"name": one.name, "value": one.value, "by": one.by, "at": one.at.isoformat(), "reason": one.why},
        lambda one: f"{one.name}: {one.value}, {say_day(one.at.date())}, {one.by}{f': {one.why}' * bool(one.why)}",
        "Nobody has changed it yet.",
    )


# ---------------------------------------------------------------- one's own


def _mine_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help=f"one of: {', '.join(own_settings.BY_NAME)}")
    parser.add_argument("value", metavar="VALUE", nargs="?", help="what you want; the list shows what there is")
    parser.add_argument("--default", action="store_true", help="go back to what it is unless changed")


def _mine(call: Call) -> int:
    args = call.args
    if args.name is None:
        if args.default:
            raise WrongUsage("settings mine --default needs the NAME of what goes back to its default")
        return _tell_mine(call)
    if (args.value is None) != args.default:
        raise WrongUsage("settings mine is followed by NAME VALUE, by NAME --default, or by nothing for the list")
    own_settings.keep(args.name, args.value)
    value = own_settings.read().get(args.name)
    if call.json:
        call.out.data({"name": args.name, "value": value})
    else:
        call.out.line(f"{args.name}: {value} from the next start on.")
    return 0


def _tell_mine(call: Call) -> int:
    own, place = own_settings.read(), own_settings.own_file()
    if call.json:
        call.out.data(
            {
                "file": str(place),
                "settings": [
                    {"name": each.name, "value": own.get(each.name), "choices": list(each.choices)}
                    for each in own_settings.SETTINGS
                ],
                "keys": {name: list(keys) for name, keys in own.keys.items()},
                "problems": list(own.problems),
            }
        )
        return 0
    call.out.line(f"Kept in {place}")
    for each in own_settings.SETTINGS:
        call.out.line(f"{each.name}: {own.get(each.name)} (one of: {', '.join(each.choices)})")
    call.out.line(f"keys of your own: {len(own.keys)}. See: sharedlives settings keys")
    for words in own.problems:
        call.out.note(words)
    return 0


def _keys_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="what is to be done, as the list names it: case.record")
    parser.add_argument("keys", metavar="KEY", nargs="*", help='the keys: t, F4, "Ctrl+T"; at most four')
    parser.add_argument("--default", action="store_true", help="go back to the keys it comes with; without NAME, all")
    parser.add_argument(
        "--card", action="store_true", help="all keys on one page, to print: your own where you have some"
    )


def _keys(call: Call) -> int:
    args = call.args
    if args.default and args.keys:
        raise WrongUsage("settings keys NAME --default takes no key")
    if args.card:
        return _card(call)
    if args.name is None and args.default:
        own_settings.forget_keys()
    elif args.name is not None and (args.keys or args.default):
        own_settings.keep_keys(args.name, None if args.default else _understood(args.name, args.keys))
    return _tell_keys(call, args.name)


def _understood(name: str, written: list[str]) -> tuple[str, ...]:
    """The keys of the command line as the toolkit calls them. Raises NotKept."""
    from sharedlives_tui.own_keys import parse_keys

    try:
        return tuple(dict.fromkeys(key for each in written for key in parse_keys(each)))
    except ValueError as error:
        raise own_settings.NotKept(name, str(error)) from None


def _card(call: Call) -> int:
    from sharedlives_tui import keymap
    from sharedlives_tui.key_card import key_card
    from sharedlives_tui.themes import plain_symbols, wants_plain_symbols

    if call.args.name is not None or call.args.default or call.json:
        raise WrongUsage(
            "settings keys --card stands alone: it changes nothing and is text. For data: settings keys --json"
        )
    own = own_settings.read()
    keymap.wear(own.keys)
    speaks = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    plain = not speaks or wants_plain_symbols(wished=own.get("symbols"))
    call.out.block(plain_symbols(key_card()) if plain else key_card())
    return 0


def _tell_keys(call: Call, name: str | None) -> int:
    from sharedlives_tui import keymap

    own = own_settings.read()
    if name is not None and name not in keymap.BY_ID:
        raise own_settings.NotKept(name, f"There is nothing called {name} to do. See: sharedlives settings keys")
    keymap.wear(own.keys)
    rows = [
        {"name": key.id, "keys": list(key.keys), "said": key.all_shown, "words": key.words, "own": key.id in own.keys}
        | {"help": key.help, "default": list(keymap.BY_ID[key.id].keys)}
        for key in keymap.worn()
        if name in (None, key.id)
    ]
    if call.json:
        call.out.data(rows)
        return 0
    wide = max(len(str(row["name"])) for row in rows)
    for row in rows:
        mark = " (your own)" if row["own"] else ""
        call.out.line(f"{row['name']!s:<{wide}}  {row['said']}{mark}: {row['words']}. {row['help']}")
    for words in own.problems:
        call.out.note(words)
    return 0


JOBS = {
    "settings list": Job(_no_arguments, _list),
    "settings set": Job(_set_arguments, _set),
    "settings history": Job(_history_arguments, _history),
    "settings mine": Job(_mine_arguments, _mine),
    "settings keys": Job(_keys_arguments, _keys),
}
