from __future__ import annotations

from personae.workflow.forget import LEFT_TO_DO, Forgotten


def test_it_says_what_was_removed_and_what_is_left_to_do(personae, monkeypatch, tmp_path):
    asked = []

    def forget(folder, customer):
        asked.append((str(folder), customer))
        return Forgotten(folder, {"segments.csv": 1, "worth.csv": 1}, 5, ("report.html",))

    monkeypatch.setattr("personae.workflow.forget.forget", forget)
    answer = personae("forget", "shop-personae", "C-0017")
    assert asked == [("shop-personae", "C-0017")]
    assert answer.code == 0
    out = " ".join(answer.out.split())
    assert "Removed 2 rows of this customer from segments.csv, worth.csv." in out
    assert all(text in out for text in LEFT_TO_DO)
    assert "The same text still stands in report.html" in out
    assert "C-0017" not in answer.out


def test_as_json(personae, monkeypatch):
    done = Forgotten("r", {"segments.csv": 1}, 2, ())
    monkeypatch.setattr("personae.workflow.forget.forget", lambda *_: done)
    answer = personae("forget", "r", "x", "--json")
    assert '"lists_searched": 2' in answer.out


def test_a_folder_that_is_none_is_refused(personae, tmp_path):
    answer = personae("forget", tmp_path, "C-0017")
    assert answer.code == 3
    assert "is not a whole run folder" in answer.err
    assert "C-0017" not in answer.err
