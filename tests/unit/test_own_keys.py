"""A person's own keys: what can be used, in words why another cannot, and no two on one screen."""

from __future__ import annotations

import string
from collections import Counter
from pathlib import Path

import pytest
from textual.keys import _character_to_key
from textual.widgets import Input, TextArea

from sharedlives_tui import keymap, own_keys, own_settings
from sharedlives_tui.keymap import BY_ID, KEYS
from sharedlives_tui.own_keys import overlay, parse_key, parse_keys, say_keys, why_not
from sharedlives_tui.own_settings import NotKept, forget_keys, keep_keys, own_file, read


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("t", "t"),
        ("T", "T"),
        ("Ctrl+T", "ctrl+t"),
        ("ctrl-t", "ctrl+t"),
        ("^t", "ctrl+t"),
        ("Ctrl + T", "ctrl+t"),
        ("f4", "f4"),
        ("F12", "f12"),
        ("PgDn", "pagedown"),
        ("page down", "pagedown"),
        ("?", "question_mark"),
        ("/", "slash"),
        ("+", "plus"),
        ("-", "minus"),
        ("ctrl++", "ctrl+plus"),
        ("Esc", "escape"),
        ("space", "space"),
        ("Shift+Tab", "shift+tab"),
        ("f13", ""),
        ("", ""),
        ("tt", ""),
        ("é", ""),
        ("ctrl+", ""),
        ("\x1b[A", ""),
    ],
)
def test_keys_are_understood_as_people_write_them(words: str, key: str) -> None:
    assert parse_key(words) == key


def test_every_key_can_be_typed_the_way_it_is_written() -> None:
    for key in KEYS:
        for each in key.keys:
            assert parse_key(keymap.say_key(each)) == each
        assert parse_keys(key.all_shown) == key.keys


def test_the_names_of_signs_are_those_of_the_toolkit() -> None:
    assert {_character_to_key(each): each for each in string.punctuation} == keymap.SIGNS


def test_what_fields_take_for_themselves_is_known() -> None:
    for field in (Input, TextArea):
        for key in field._merged_bindings.key_to_bindings:
            plain = "+" not in key or (key.startswith("ctrl+") and len(key) == 6)
            if plain and key not in ("enter", "ctrl+c"):
                assert key in own_keys.IN_FIELDS, key


def test_several_keys_in_one_line() -> None:
    assert parse_keys("t or F4") == ("t", "f4")
    assert parse_keys("t, F4 t") == ("t", "f4")
    assert parse_keys(",") == ("comma",)
    assert parse_keys("  ") == ()
    assert say_keys(("t", "f4")) == "t or F4"
    with pytest.raises(ValueError, match="no key called F99"):
        parse_keys("t or F99")


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [
        ("case.record", "escape", "Esc always goes back"),
        ("case.record", "ctrl+c", "Ctrl+C always copies"),
        ("case.record", "enter", "Enter opens a row"),
        ("case.record", "tab", "Tab goes from part to part"),
        ("case.record", "ctrl+i", "as Tab"),
        ("case.record", "ctrl+b", "tmux"),
        ("case.record", "alt+t", "another sign"),
        ("case.record", "shift+f4", "does not arrive"),
        ("case.record", "ctrl+f4", "does not arrive"),
        ("back", "q", "Esc always goes back"),
        ("copy", "y", "Ctrl+C always copies"),
        ("form.save", "s", "never gets past a field"),
        ("form.save", "ctrl+a", "never gets past a field"),
        ("form.fresh", "f7", "never gets past a field"),
        ("choice.tick", "t", "first option that begins so"),
        ("menu", "m", "could not be typed"),
        ("help", "q", "while one types"),
        ("case.record", "w", "w is Write notice at present: Write the notice"),
        ("case.record", "slash", "/ is Find at present"),
        ("case.record", "f9", "F9 is Menu at present"),
        ("area.today", "j", "j is Down at present"),
        ("today.mine", "n", "n is New case at present"),
    ],
)
def test_what_cannot_be_a_key_is_said_with_the_reason(name: str, key: str, words: str) -> None:
    assert words in why_not(name, (key,), {})


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("case.record", ("Z",)),
        ("case.record", ("Y", "ctrl+t", "f6")),
        ("form.save", ("ctrl+g",)),
        ("person.new", ("Z",)),
        ("help", ("q", "f1")),
        ("list.down", ("down", "J")),
        ("menu", ("ctrl+g",)),
        ("office.day", ("a",)),  # a does nothing on that screen
    ],
)
def test_what_can_be_a_key(name: str, keys: tuple[str, ...]) -> None:
    assert why_not(name, keys, {}) == ""


def test_too_many_or_none() -> None:
    assert "at least one" in why_not("case.record", (), {})
    assert "At most 4" in why_not("case.record", ("t", "z", "T", "Z", "q"), {})


def test_every_key_can_stay_as_it_comes_or_be_said_why() -> None:
    for key in KEYS:
        assert why_not(key.id, key.keys, {}) == own_keys.STAYS.get(key.id, "")


def test_two_keys_change_places_together() -> None:
    wanted, refused = overlay({"case.record": ("w",), "case.write": ("r",)})
    assert wanted == {"case.record": ("w",), "case.write": ("r",)}
    assert not refused


def test_of_two_that_clash_the_later_gives_way_and_is_told() -> None:
    wanted, refused = overlay({"case.record": ("Z",), "case.why": ("Z",), "case.note": ("w",), "nothing": ("x",)})
    assert wanted == {"case.record": ("Z",)}
    assert "Z is Record step at present" in refused["case.why"]
    assert "w is Write notice at present" in refused["case.note"]
    assert "nothing called nothing" in refused["nothing"]


def test_one_that_gives_way_takes_others_with_it_until_nothing_clashes() -> None:
    # Record wants the key of Write, Write one that never works: so Write keeps w, and Record cannot have it.
    wanted, refused = overlay({"case.record": ("w",), "case.write": ("enter",)})
    assert wanted == {}
    assert set(refused) == {"case.record", "case.write"}


def test_whatever_is_wished_for_no_screen_has_one_key_for_two_things() -> None:
    wild = {key.id: ("t", "w", "1") for key in KEYS}
    wanted, _ = overlay(wild)
    for place in keymap.FOOTERS:
        where = {place, *keymap.PARTS.get(place, ()), keymap.EVERYWHERE, keymap.DIALOG, keymap.APP}
        counted = Counter(key for each in KEYS if where & {*each.where} for key in wanted.get(each.id, each.keys))
        assert max(counted.values()) == 1, place


def test_the_table_wears_them_and_goes_back() -> None:
    before = [each.keys for each in keymap.worn()]
    try:
        keymap.wear({"case.record": ("Z", "f4")})
        assert keymap.said("case.record") == "Z"
        assert keymap.said("case.record", "wizard") == "F4"
        assert [key.all_shown for key in keymap.footer_of("case")][1] == "Z or F4"
        assert BY_ID["case.record"].keys == ("r",), "the table itself stays"
    finally:
        keymap.wear({})
    assert [each.keys for each in keymap.worn()] == before


def test_keys_are_kept_as_people_write_them() -> None:
    keep_keys("case.record", ("Z", "ctrl+t"))
    keep_keys("case.write", ("semicolon",))
    text = own_file().read_text()
    assert '"case.record" = ["Z", "Ctrl+T"]' in text
    assert read().keys == {"case.record": ("Z", "ctrl+t"), "case.write": ("semicolon",)}
    keep_keys("case.record", None)
    assert read().keys == {"case.write": ("semicolon",)}
    keep_keys("case.write", ("w",))
    assert read().keys == {}, "what it comes with is not written down"
    keep_keys("case.note", ("q",))
    forget_keys()
    assert read().keys == {}


def test_a_clash_is_refused_and_nothing_is_written() -> None:
    keep_keys("case.record", ("Z",))
    before = own_file().read_bytes()
    for name, keys in (("case.why", ("Z",)), ("case.nothing", ("q",)), ("form.save", ("s",))):
        with pytest.raises(NotKept):
            keep_keys(name, keys)
    assert own_file().read_bytes() == before


def test_a_file_with_wrong_keys_tells_each_by_its_line(own_surroundings: Path) -> None:
    own_file().parent.mkdir(parents=True)
    own_file().write_text('theme = "mono"\n[keys]\n"case.record" = "Z"\n"case.why" = ["Z"]\n"case.note" = "F99"\n')
    own = own_settings.read()
    assert own.keys == {"case.record": ("Z",)}
    assert own.get("theme") == "mono"
    assert [each[:7] for each in own.problems] == ["Line 5 ", "Line 4 "]
