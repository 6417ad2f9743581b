"""The endpoints: what they answer, and what they say to nonsense."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.review.web.making import TEXT, fill
from vnfix.config import Config
from vnfix.review.outlook import MOST_WRONG
from vnfix.review.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

pytest.importorskip("starlette")
pytest.importorskip("httpx")

HOME = "http://127.0.0.1:8017"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Return a client whose base is `api/`."""
    from starlette.testclient import TestClient

    from vnfix.review.web.app import ReviewSession, make_app
    from vnfix.review.web.guard import Secret

    document = tmp_path / "plan.txt"
    document.write_text(TEXT.replace("s6 12", "(s6, 12"), "utf-8")
    fill(monkeypatch, tmp_path / "store.sqlite3", [document])
    secret = Secret()
    with Store(tmp_path / "store.sqlite3") as store:
        app = make_app(ReviewSession(store, "Lan", Config()), secret, 8017)
        made = TestClient(app, base_url=HOME, headers={"origin": HOME})
        made.get(f"{secret.root}?token={secret.token}")
        made.base_url = made.base_url.join(f"{secret.root}api/")
        yield made


def get(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_state(client: TestClient) -> None:
    state = get(client, "state")
    standing = state["progress"].pop("standing")
    assert state["progress"] == {"decided": 0, "asked": 6, "auto": 1, "conflicts": 0}
    opened, decided, left, auto = standing["1"]
    assert (opened, decided, auto) == (6, 0, 1)
    assert left == pytest.approx(3 * 0.4 + 0.5 + 0.3 + 0.2 + 0.01 + MOST_WRONG * 6)
    assert [d["state"] for d in state["documents"]] == ["ready"]
    assert get(client, "kinds") == {"fixers": ["decode"], "damage": []}


def test_queue_in_parts(client: TestClient) -> None:
    whole = get(client, "queue")
    assert [item["before"] for item in whole["items"]] == ["ndm", "tinh", "s6", "hiQn"]
    part = get(client, "queue?offset=1&limit=2")
    assert part == {"items": whole["items"][1:3], "total": 4, "sure": 0}
    last = whole["items"][3]["id"]
    assert len(get(client, f"queue?to={last}&limit=1")["items"]) == 4


def test_series_lists_its_places_in_context(client: TestClient) -> None:
    first = get(client, "queue")["items"][0]
    series = get(client, f"series?id={first['id']}")
    assert [p["line"] for p in series["places"]] == [1, 2, 3]
    shown = series["places"][1]
    assert shown["left"].endswith("hiện ")  # the line around is the repaired one
    assert shown["crop"] is False
    assert (shown["word"], shown["right"][:6]) == ("ndm", " 2021,")
    assert series["whole"] is False


def test_place_in_its_line(client: TestClient) -> None:
    number = get(client, "queue")["items"][1]["first"]
    place = get(client, f"place?id={number}&whole=true")
    assert (place["before"], place["after"]) == ("tinh", "tính")
    assert [text for text, _ in place["alternatives"]] == ["tỉnh", "tình"]
    assert " ".join(unit["before"] for unit in place["units"]) == TEXT.splitlines()[0]
    assert place["picture"] is None
    read = TEXT.replace("s6 12", "(s6, 12").splitlines()[1:]
    assert [was for _, was in place["context"]["below"]] == read
    assert place["context"]["below"][1][0] == "hết năm."


def test_one_place_of_a_series_keeps_its_marks(client: TestClient) -> None:
    """The word is decided, what stands around it is not."""
    number = next(i["first"] for i in get(client, "queue")["items"] if i["before"] == "s6")
    body = {"places": [number], "status": "edited", "after": "số", "whole": False}
    (changed,) = client.post("decisions", json=body).json()["places"]
    assert (changed["status"], changed["after"]) == ("edited", "số")


def test_undo_answers_with_the_places(client: TestClient) -> None:
    client.post("decisions", json={"places": [2, 3], "status": "accepted"})
    undone = client.post("undo", json={}).json()
    assert [(p["id"], p["status"]) for p in undone["places"]] == [(2, "proposed"), (3, "proposed")]
    assert client.post("undo", json={}).json()["places"] == []


@pytest.mark.parametrize(
    "path",
    [
        "queue?show=nonsense", "queue?limit=-1", "queue?low=2", "queue?low=x", "queue?document=x",
        "queue?page=9999999999999999", "queue?low=nan", "place", "place?id=0", "place?id=1e3",
        "picture?document=1&page=1&dpi=99999", "picture?document=7&page=1&dpi=120",
        "picture?document=1&page=1", "queue?limit=²",
    ],
)  # fmt: skip
def test_nonsense_in_a_query_is_told(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in {400, 422}
    assert answer.json()["error"]
    assert answer.json()["key"]


@pytest.mark.parametrize(
    "body",
    [
        [], 3, {}, {"places": []}, {"places": "1", "status": "accepted"},
        {"places": [1.5], "status": "accepted"}, {"places": [True], "status": "accepted"},
        {"places": [99], "status": "accepted"}, {"places": [1], "status": "proposed"},
        {"places": [1], "status": ["accepted"]}, {"places": [1], "status": "edited"},
        {"places": [1], "status": "edited", "after": 5},
        {"places": [1], "status": "edited", "after": "x" * 501},
        {"places": [1], "status": "edited", "after": "two\nlines"},
        {"places": [10**30], "status": "accepted"},
    ],
)  # fmt: skip
def test_nonsense_in_a_decision_is_told_and_changes_nothing(client: TestClient, body: Any) -> None:
    answer = client.post("decisions", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert answer.json()["key"]
    assert get(client, "state")["progress"]["decided"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {}, [], {"kind": "fix"}, {"kind": "fix", "before": "x", "after": "y"},
        {"kind": 1, "before": "x", "after": "y"}, {"kind": "channel", "before": "", "after": ""},
        {"kind": "../x", "before": "x", "after": "", "use": True},
    ],
)  # fmt: skip
def test_nonsense_about_a_lesson_is_told(client: TestClient, body: Any) -> None:
    answer = client.post("lessons", json=body)
    assert answer.status_code == 400
    assert answer.json()["key"] in {"request", "no-lesson"}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json(client: TestClient, content: bytes) -> None:
    headers = {"content-type": "application/json"}
    for path in ("decisions", "writings", "undo", "results"):
        assert client.post(path, content=content, headers=headers).status_code == 400


def test_a_body_has_a_limit(client: TestClient) -> None:
    headers = {"content-type": "application/json"}
    content = b'{"after": "' + b"x" * (1 << 20) + b'"}'
    assert client.post("decisions", content=content, headers=headers).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        {"document": 1, "start": 0, "end": 99999, "after": "x"},
        {"document": 9, "start": 0, "end": 1, "after": "x"},
        {"document": 1, "start": "0", "end": 1, "after": "x"},
        {"document": 1, "start": 4, "end": 8, "after": "cách"},
        {"document": 1, "start": 0, "end": 3},
    ],
)
def test_nonsense_in_a_writing_is_told(client: TestClient, body: Any) -> None:
    answer = client.post("writings", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert answer.json()["key"]


def test_results_do_not_replace_what_is_not_theirs(client: TestClient, tmp_path: Path) -> None:
    precious = tmp_path / "plan.fixed.txt"
    precious.write_text("precious", "utf-8")
    (tmp_path / "plan.txt.jsonl").write_text("precious too", "utf-8")
    outcome = client.post("results", json={"kinds": ["same", "corrections"]}).json()
    assert len(outcome["failed"]) == 2
    assert precious.read_text("utf-8") == "precious"
    assert (tmp_path / "plan.txt.jsonl").read_text("utf-8") == "precious too"
    outcome = client.post("results", json={"replace": True}).json()
    assert [f["key"] for f in outcome["failed"]] == ["changed", "changed"]
    assert precious.read_text("utf-8") == "precious"


def test_results_of_an_earlier_review_are_replaced_until_somebody_changes_them(
    client: TestClient, tmp_path: Path
) -> None:
    made, rows = tmp_path / "plan.fixed.txt", tmp_path / "plan.txt.jsonl"
    client.post("results", json={})
    first = made.read_text("utf-8")
    client.post("decisions", json={"places": [1], "status": "rejected"})
    assert stays(client, {}) == ["", "exists"]
    assert stays(client, {"replace": True}) == ["", ""]
    assert client.post("results", json={"replace": True}).json()["failed"] == []
    assert made.read_text("utf-8") != first
    made.write_text(f"{first}của cán bộ", "utf-8")
    rows.write_text(rows.read_text("utf-8").replace("proposed", "rejected"), "utf-8")
    assert stays(client, {"replace": True}) == ["decisions", "changed"]
    outcome = client.post("results", json={"replace": True}).json()
    assert [(f["key"], f["name"]) for f in outcome["failed"]] == [
        ("decisions", str(rows)),
        ("changed", str(made)),
    ]
    assert made.read_text("utf-8") == f"{first}của cán bộ"


def test_what_is_written_already_is_no_failure(client: TestClient, tmp_path: Path) -> None:
    """An interrupted saving is done again."""
    client.post("results", json={})
    outcome = client.post("results", json={}).json()
    assert outcome["failed"] == []
    assert len(outcome["written"]) == len(list(tmp_path.glob("plan.*.*")))


def test_saving_goes_on_without_a_page_and_says_so_to_the_next(client: TestClient) -> None:
    assert get(client, "saving") == {"running": False, "done": 0, "count": 0, "unseen": None}
    outcome = client.post("results", json={}).json()
    assert get(client, "saving") == {"running": False, "done": 2, "count": 2, "unseen": outcome}
    client.post("saving", json={})
    assert get(client, "saving")["unseen"] is None


def stays(client: TestClient, wanted: dict[str, Any]) -> list[str]:
    """Return why the planned files are not written, "" for those that are."""
    return [f["stays"] for f in client.post("plan", json=wanted).json()["files"]]


def test_names_that_no_file_system_holds_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vnfix.files.own import is_result
    from vnfix.review.web.results import Wanted, write_results

    document = tmp_path / f"{'k' * 251}.txt"
    document.write_text(TEXT, "utf-8")
    fill(monkeypatch, tmp_path / "store.sqlite3", [document])
    with Store(tmp_path / "store.sqlite3") as store:
        for wanted in (Wanted(), Wanted(replace=True, folder=str(tmp_path / "there"))):
            outcome = write_results(store, wanted, Config())
            assert outcome["failed"] == []
            assert len(outcome["written"]) == 2
            assert all("~" in name for name in outcome["written"])
    assert sorted(is_result(p) for p in tmp_path.glob("k*")) == [False, True, True]


def test_places_that_a_format_cannot_hold_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table whose quotes are marks of the text cannot hold a comma; its neighbours are made."""
    from vnfix.review import Status, decide
    from vnfix.review.web.results import Kind, Wanted, write_results

    document = tmp_path / "plan.csv"
    document.write_text('Cii cách ndm,tinh x\n"hiQn" y,z\n', "utf-8")
    fill(monkeypatch, tmp_path / "store.sqlite3", [document])
    with Store(tmp_path / "store.sqlite3") as store:
        decide(store, [2], Status.EDITED, "Lan", "năm,")
        outcome = write_results(store, Wanted([Kind.SAME]), Config())
    assert outcome["failed"] == []
    ((name, places),) = [(found["name"], found["places"]) for found in outcome["left"]]
    assert name == str(tmp_path / "plan.fixed.csv")
    assert [(p["before"], p["after"], p["line"]) for p in places] == [("ndm", "năm,", 1)]
    made = (tmp_path / "plan.fixed.csv").read_text("utf-8")
    assert made == 'Cải cách ndm,tính x\n"hiện" y,z\n'


def test_a_signed_pdf_is_told_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.pdf.write.test_signature import signed
    from vnfix.review.web.results import Wanted, plan_results

    document = tmp_path / "plan.pdf"
    document.write_bytes(signed())
    fill(monkeypatch, tmp_path / "store.sqlite3", [document])
    with Store(tmp_path / "store.sqlite3") as store:
        said = {f["kind"]: f["stays"] for f in plan_results(store, Wanted(), Config())["files"]}
        assert said == {"corrections": "", "text": "", "same": "signed"}
        said = plan_results(store, Wanted(), Config(break_signature=True))["files"]
        assert {f["stays"] for f in said} == {""}


def test_results_of_two_documents_of_one_name_do_not_meet(tmp_path: Path) -> None:
    from vnfix.files.own import is_result
    from vnfix.review.web.results import text_path

    (tmp_path / "plan.pdf").touch()
    alone = text_path(tmp_path / "plan.pdf")
    (tmp_path / "plan.txt").touch()
    beside = text_path(tmp_path / "plan.pdf")
    assert (alone.name, beside.name) == ("plan.fixed.txt", "plan.pdf.fixed.txt")
    assert is_result(alone)
    assert is_result(beside)
    assert not is_result(tmp_path / "other.fixed.txt")


def test_results_of_a_changed_document_are_refused(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("something else", "utf-8")
    outcome = client.post("results", json={"kinds": ["same", "corrections"]}).json()
    assert [f["name"] for f in outcome["failed"]] == [str(tmp_path / "plan.fixed.txt")]
    assert not (tmp_path / "plan.fixed.txt").exists()


def test_reading_order(client: TestClient) -> None:
    found = get(client, "queue?order=reading")["items"]
    assert [item["before"] for item in found] == ["ndm", "tinh", "hiQn", "s6"]
    assert client.get("queue?order=nonsense").status_code == 400


def test_all_from_95_percent_are_one_decision(client: TestClient) -> None:
    assert get(client, "queue?show=auto")["sure"] == 1
    answer = client.post("sure", json={"show": "auto"}).json()
    assert [p["status"] for p in answer["places"]] == ["accepted"]
    assert client.post("sure", json={}).json()["places"] == []
    assert len(client.post("undo", json={}).json()["places"]) == 1


def test_any_word_can_be_looked_at(client: TestClient) -> None:
    """One that is doubted gives its number, another one itself."""
    doubted = TEXT.index("ndm")
    number = get(client, f"spot?document=1&start={doubted}")["id"]
    assert get(client, f"place?id={number}")["before"] == "ndm"
    free = get(client, f"spot?document=1&start={TEXT.index('2020')}")
    assert (free["id"], free["before"], free["free"]) == (0, "2020", True)
    assert [u["after"] for u in free["units"]][:3] == ["Cải", "cách", "năm"]
    assert get(client, "spot?document=1&line=3")["line"] == 3
    assert get(client, "spot?document=1&page=1")["id"] == 2
    for bad in ("spot?document=1", "spot?document=1&page=9", "spot?document=7&line=1"):
        assert client.get(bad).status_code == 400


@pytest.mark.parametrize(
    ("wanted", "lines"),
    [
        ("ndm", [1, 2, 3]), ("năm", [1, 2, 3]), ("nam", [1, 2, 3]), ("THỰC", [2]),
        ("hiện năm", [2]),
        ("hiQn", [2]), ("nothing like it", []), ("  ", []),
    ],
)  # fmt: skip
def test_search_in_what_was_read_and_in_what_it_became(
    client: TestClient, wanted: str, lines: list[int]
) -> None:
    found = client.get("search", params={"text": wanted}).json()
    assert [hit["line"] for hit in found["hits"]] == lines
    for hit in found["hits"]:
        assert wanted.lower()[:2] in hit["word"].lower() or wanted == "nam"
        assert get(client, f"spot?document=1&start={hit['start']}")


def test_pages_and_summary(client: TestClient) -> None:
    assert [p["state"] for p in get(client, "pages?document=1")["pages"]] == ["undecided"]
    client.post("decisions", json={"places": [2], "status": "accepted"})
    client.post("decisions", json={"places": [3], "status": "rejected"})
    assert [p["state"] for p in get(client, "pages?document=1")["pages"]] == ["working"]
    summary = get(client, "summary")
    assert summary["reviewers"] == [{"name": "Lan", "accepted": 1, "rejected": 1}]
    first = summary["changes"][0]
    assert (first["before"], first["after"], first["count"], first["decided"]) == (
        "ndm",
        "năm",
        3,
        1,
    )
    assert "tinh" not in [c["before"] for c in summary["changes"]]


def test_the_plan_says_what_is_written_and_where(client: TestClient, tmp_path: Path) -> None:
    plan = client.post("plan", json={}).json()
    assert [f["path"] for f in plan["files"]] == [
        str(tmp_path / "plan.txt.jsonl"), str(tmp_path / "plan.fixed.txt")
    ]  # fmt: skip
    assert not any(f["stays"] for f in plan["files"])
    body = {"kinds": ["same"], "folder": str(tmp_path / "results")}
    written = client.post("results", json=body).json()["written"]
    assert written == [str(tmp_path / "results" / "plan.fixed.txt")]
    for bad in ({"folder": "relative"}, {"kinds": ["exe"]}, {"documents": ["1"]}):
        assert client.post("plan", json=bad).status_code == 400


def test_a_healthy_document_gets_no_file(client: TestClient, tmp_path: Path) -> None:
    from vnfix.review.loading import load

    healthy = tmp_path / "healthy.txt"
    healthy.write_text("Kế hoạch của tỉnh năm 2025\n", "utf-8")
    with Store(tmp_path / "store.sqlite3") as store:
        load(store, [healthy])
    plan = client.post("plan", json={}).json()
    assert plan["healthy"] == [str(healthy)]
    assert not any(f["path"].endswith("healthy.txt.jsonl") for f in plan["files"])
