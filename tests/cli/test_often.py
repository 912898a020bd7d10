from __future__ import annotations

from typing import Any


def test_often_used_texts_have_a_twin(office: Any) -> None:
    assert "No text is kept" in office.done("often", "list").out
    made = office.done("often", "add", "Advocacy", "complaint, acknowledge, support", "An advocate\ncan help", "--json")
    assert made.data == {
        "id": 1,
        "name": "Advocacy",
        "kind": "complaint",
        "act": "acknowledge",
        "field": "support",
        "text": "An advocate\ncan help",
    }
    office.done("often", "add", "Any", "complaint, *, support", "Words")
    assert "1. Advocacy (complaint, acknowledge, support)" in office.done("often", "list").lines
    assert [each["id"] for each in office.done("often", "list", "complaint", "--step", "outcome", "--json").data] == [2]
    assert len(office.done("often", "list", "complaint", "--json").data) == 2
    assert office.done("often", "list", "dispute", "--json").data == []
    office.done("often", "change", "1", "--text", "Two", "--reason", "shorter")
    assert office.done("often", "list", "complaint", "--step", "acknowledge", "--json").data[0]["text"] == "Two"
    office.done("often", "retire", "1")
    assert [each["id"] for each in office.done("often", "list", "--json").data] == [2]
    refused = office("often", "add", "A", "complaint, nothing, support", "x", "--json")
    assert (refused.status, refused.data["refused"][0]["field"]) == (1, "place")
    assert office("often", "retire", "9").status == 1
    assert office("often", "retire", "x").status == 2
    assert office.done("check").status == 0
