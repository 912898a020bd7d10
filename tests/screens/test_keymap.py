from __future__ import annotations

import importlib.util
from collections import Counter

import pytest
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Button, Input, TextArea

from sharedlives_tui import keymap, screens
from sharedlives_tui.app import OfficeApp
from sharedlives_tui.keymap import PARTS
from sharedlives_tui.screens.help import card
from sharedlives_tui.widgets.choices import Choice, Choices
from sharedlives_tui.widgets.keys import bindings
from sharedlives_tui.widgets.virtual_list import VirtualList

DIALOGS = {"record", "short-form", "entry", "ask", "actions", "why", "find", "help", "confirm"}
PLACES = sorted(keymap.FOOTERS)
BUILT = [
    name
    for name, where in screens.SCREENS.items()
    if importlib.util.find_spec(f"sharedlives_tui.screens.{where.partition(':')[0]}") is not None
]
PART_CLASSES = {"list": VirtualList, "choice": Choice}


def screen_class(name: str) -> type[Screen[object]]:
    module, _, class_name = screens.SCREENS[name].partition(":")
    return getattr(importlib.import_module(f"sharedlives_tui.screens.{module}"), class_name)


def chain(place: str) -> list[keymap.Key]:
    """Return all keys that work together on a screen: its own, those of its parts, those of everywhere."""
    outer = keymap.DIALOG if place in DIALOGS else keymap.EVERYWHERE
    return list(keymap.keys_of(place, *PARTS.get(place, ()), outer, keymap.APP))


def test_ids_are_unique_and_every_footer_names_keys_that_exist() -> None:
    ids = [key.id for key in keymap.KEYS]
    assert len(ids) == len(set(ids))
    assert {name for names in keymap.FOOTERS.values() for name in names} <= set(ids)


def test_every_key_says_what_it_does() -> None:
    for key in keymap.KEYS:
        assert key.keys
        assert key.words[:1].isupper()
        assert key.help.endswith("."), key.id
        assert key.group


@pytest.mark.parametrize("place", PLACES)
def test_no_key_means_two_things_on_one_screen(place: str) -> None:
    counted = Counter(each for key in chain(place) for each in key.keys)
    # In a form the arrows belong to the choice that has the focus, on a list to the list: never both at once.
    assert [each for each, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("place", PLACES)
def test_footers_fit_80_columns_and_have_at_most_seven_keys(place: str) -> None:
    keys = keymap.footer_of(place)
    assert 1 <= len(keys) <= keymap.FOOTER_LIMIT
    # The next part and recording never work in the same part.
    keys = tuple(key for key in keys if key.id != "form.next-part" or keymap.BY_ID["form.save"] not in keys)
    assert len("  ".join(f"{keymap.say_key(keymap.press_in(key, place))} {key.words}" for key in keys)) <= 78


@pytest.mark.parametrize("place", PLACES)
def test_footers_show_only_keys_that_work_there(place: str) -> None:
    assert {key.id for key in keymap.footer_of(place)} <= {key.id for key in chain(place)}


@pytest.mark.parametrize("name", BUILT)
def test_every_key_of_a_screen_has_its_action(name: str) -> None:
    owner = screen_class(name)
    for key in keymap.keys_of(owner.PLACE, keymap.DIALOG):
        action = key.action.partition("(")[0]
        target, _, method = action.rpartition(".")
        place = {"app": OfficeApp, "screen": Screen, "": owner}[target]
        assert hasattr(place, f"action_{method}"), f"{name}: {key.id}"


@pytest.mark.parametrize(("place", "part"), PART_CLASSES.items())
def test_every_key_of_a_part_has_its_action(place: str, part: type) -> None:
    for key in keymap.keys_of(place):
        assert hasattr(part, f"action_{key.action.partition('(')[0]}"), key.id


@pytest.mark.parametrize("name", BUILT)
def test_a_screen_binds_exactly_the_keys_of_its_place(name: str) -> None:
    bound = {
        each.id for listed in screen_class(name)._merged_bindings.key_to_bindings.values() for each in listed if each.id
    }
    own = {key.id for key in keymap.keys_of(screen_class(name).PLACE)}
    assert own <= bound
    assert bound <= own | {key.id for key in keymap.keys_of(keymap.EVERYWHERE, keymap.DIALOG)}


def test_every_binding_has_an_id_and_says_what_it_is_for() -> None:
    for binding in bindings("today", "list", keymap.EVERYWHERE):
        assert isinstance(binding, Binding)
        assert binding.id
        assert binding.tooltip


def consumed(widget: type, key: str) -> bool:
    """Return whether a focused widget takes this key for itself."""
    return key in widget._merged_bindings.key_to_bindings


@pytest.mark.parametrize("name", ["today", "people", "case", "person"])
def test_a_list_hides_no_key_of_its_screen(name: str) -> None:
    for key in keymap.keys_of(name, keymap.EVERYWHERE):
        assert not any(consumed(VirtualList, each) for each in key.keys), key.id


@pytest.mark.parametrize("widget", [Input, TextArea, Choice, Choices, Button])
def test_every_key_of_a_form_works_in_every_field(widget: type) -> None:
    typed = widget in (Input, TextArea)
    # Ctrl+C copies in a field too: there the field's own copying takes its place.
    for key in keymap.keys_of("record", "wizard", "new", "first-run", keymap.DIALOG):
        if key.id == "copy":
            continue
        works = [each for each in key.keys if not consumed(widget, each) and not (typed and letter(each))]
        assert works, f"{key.id} cannot be pressed in {widget.__name__}"


def letter(key: str) -> bool:
    return len(key) == 1 or key in ("slash", "question_mark", "space")


@pytest.mark.parametrize("place", ["today", "case", "wizard"])
def test_the_help_card_is_made_from_the_table(place: str) -> None:
    words = card(place).plain
    for key in chain(place):
        if key.where != (keymap.APP,):
            assert keymap.said_in(key, place) in words
            assert key.help.split()[0] in words


def test_help_names_only_keys_that_work_where_one_types() -> None:
    typing, reading = card("record").plain, card("today").plain
    assert "Go to Today" in reading
    assert "Go to Today" not in typing  # there 1 is a figure
    assert "? or F1 " in reading
    assert "? or F1" not in typing
    assert "  F1 " in typing
    assert "  Space " in typing


def test_the_way_keys_are_written() -> None:
    assert keymap.say_key("ctrl+s") == "Ctrl+S"
    assert keymap.say_key("question_mark") == "?"
    assert keymap.say_key("f5") == "F5"
    assert keymap.say_key("r") == "r"
    assert keymap.BY_ID["help"].all_shown == "? or F1"
