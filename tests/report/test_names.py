"""Names are put in when a document is shown, and control characters never get that far."""

from __future__ import annotations

from typing import Any

from personae.report.names import shown


def test_every_text_gets_the_current_name(example_document: dict[str, Any]) -> None:
    renamed = {
        **example_document,
        "segments": [dict(item) for item in example_document["segments"]],
    }
    renamed["segments"][1]["name"] = "Wholesale VIPs"
    assert "Wholesale VIPs is a pattern only" in shown(renamed)["trust_sentence"]
    assert "⟪" not in str(shown(renamed))


def test_the_document_itself_stays_as_it_was(example_document: dict[str, Any]) -> None:
    before = str(example_document)
    shown(example_document)
    assert str(example_document) == before


def test_escape_codes_and_turned_writing_are_gone() -> None:
    text = "a\x1b[31mb\u202ec\ud800d\x00e\u2028f"
    page = shown({"segments": [{"segment": 1, "name": text}]})
    assert page["segments"][0]["name"] == "a [31mb c d e f"


def test_a_name_that_looks_like_a_token_is_left_alone() -> None:
    segments = [{"segment": 1, "name": "A"}, {"segment": 2, "name": "B"}]
    assert shown({"segments": segments, "sentence": "⟪1⟫ ⟪2⟫ ⟪7⟫"})["sentence"] == "A B segment 7"


def test_segments_that_are_followed_over_time_have_names_of_their_own() -> None:
    page = shown(
        {
            "segments": [{"segment": 1, "name": "A"}],
            "trends": {"names": [{"segment": 1, "name": "B"}], "words": ["⟪t1⟫ grew, ⟪t2⟫ shrank"]},
            "sentence": "⟪1⟫",
        }
    )
    assert page["sentence"] == "A"
    assert page["trends"]["words"] == ["B grew, segment 2 shrank"]
