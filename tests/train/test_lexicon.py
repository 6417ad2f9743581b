"""The builder of the counted dictionaries: what it takes from a small invented corpus."""

from __future__ import annotations

import lzma
from typing import TYPE_CHECKING

import pytest

from vnfix.data.check import PACKAGE
from vnfix.data.entries import read_entries
from vnfix.data.lexicon import load_lexicon
from vnfix.text.syllable import is_syllable
from vnfix.train.lexicon import (
    Corpus,
    Counts,
    PhraseSize,
    main,
    names,
    places,
    set_phrases,
    syllables,
    train_lexicon,
    words,
)

if TYPE_CHECKING:
    from pathlib import Path

TEAMS = ["đội", "nhóm", "ban", "trạm", "phòng", "xưởng"]
VERBS = ["đọc", "viết", "gửi", "giữ", "xem", "mở"]
DAYS = ["nay", "mai", "kia", "qua", "sớm", "muộn"]
SMALL = PhraseSize(shortest=3, longest=5, min_count=5, most=50)


def sentences() -> list[str]:
    """Return lines in which one phrase stands among ever other words."""
    told = [f"{a} {b} sổ theo dõi cá heo {c}" for a in TEAMS for b in VERBS for c in DAYS]
    told += [f"{a}: sổ theo dõi cá heo." for a in TEAMS for _ in range(60)]
    return told + [f"{c} {a} {b} {c} {b}" for a in TEAMS for b in VERBS for c in DAYS]


def test_finds_the_phrase_and_none_of_its_pieces() -> None:
    corpus = Corpus()
    corpus.add(sentences())
    corpus.add(sentences())
    found = set_phrases(corpus, SMALL, frozenset(DAYS))
    assert "sổ theo dõi cá heo" in found
    assert not any("theo dõi" in p and not p.startswith("sổ") for p in found)
    assert "sổ theo dõi" not in found


def test_marks_and_digits_end_a_phrase() -> None:
    corpus = Corpus()
    corpus.add(s.replace("dõi", "dõi, 5") for s in sentences())
    assert not any("cá" in p and "sổ" in p for p in set_phrases(corpus, SMALL, frozenset()))


def test_an_empty_corpus_has_no_phrases() -> None:
    assert set_phrases(Corpus(), SMALL, frozenset()) == []


def test_the_usual_case_is_kept() -> None:
    corpus = Corpus()
    corpus.add(s.replace("sổ theo dõi", "Sổ Theo dõi") for s in sentences())
    assert "Sổ Theo dõi cá heo" in set_phrases(corpus, SMALL, frozenset())


def counted(*texts: str) -> Counts:
    counts = Counts()
    for text in texts:
        counts.add([text])
    return counts


def test_syllables_that_occur_are_taken_in_both_tone_styles() -> None:
    found = syllables(counted("hoà " * 6, "hiếm " * 3, "qươ c6ch"), ["xã Ea Súp"] * 3)
    assert {"hoà", "hòa", "súp", "ea"} <= found
    assert not found & {"hiếm", "qươ", "c"}


def test_acronyms_and_suffixes_are_taken() -> None:
    text = "ABCX " * 15 + "QĐ-ABCX " * 5 + "XX " * 20 + "XIV " * 20 + "QĐ-ZZZZ " * 5
    found = words(counted(text, text), ["QĐ"], frozenset({"QĐ"}))
    assert {"ABCX", "QĐ-ABCX", "XIV"} <= found
    assert not found & {"QĐ-ZZZZ"}


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """Return a data folder of the builder's form, with invented rows."""
    lists, text = tmp_path / "data" / "lists", tmp_path / "data" / "text"
    lists.mkdir(parents=True)
    text.mkdir()
    head = "level\tcode\tfull_name\tname\tparent\n"
    rows = "province\t1\tTỉnh Hoà Sơn\tHoà Sơn\t\ncommune\t2\tXã Bến Gạo\tBến Gạo\t1\n"
    rows += "commune\t3\tPhường 7\t7\t1\n"
    for name in ("admin_units_pre2025_madnh.tsv", "admin_units_post2025_thanglequoc.tsv"):
        (lists / name).write_text(head + rows, "utf-8")
    for name in ("surnames.tsv", "given_name_syllables.tsv"):
        (lists / name).write_text("name\tn\nPhạm\t1\n", "utf-8")
    for name in ("congbao_8chude", "hanoi_ubnd_decisions", "luatvietnam_docs",
                 "nd30_2020_van_thu", "thutuc_hanhchinh_nhdandz", "tnt305_official"):  # fmt: skip
        with lzma.open(text / f"{name}.txt.xz", "wt", encoding="utf-8") as f:
            f.write("\n".join(sentences()) + "\n")
    return tmp_path / "data"


def test_building_twice_gives_the_same_bytes(little: Path, tmp_path: Path) -> None:
    made = []
    for k in ("a", "b"):
        out = tmp_path / k
        out.mkdir()
        kept = ("abbreviations", "agencies", "doc_types", "function_words", "headings", "loanwords",
                "corrections", "doc_suffixes")  # fmt: skip
        for name in kept:
            (out / f"{name}.txt").write_bytes(
                (PACKAGE / "dictionaries" / f"{name}.txt").read_bytes()
            )
        (out / "README.md").write_bytes((PACKAGE / "dictionaries" / "README.md").read_bytes())
        assert main([str(little), str(out)]) == 0
        made.append({p.name: p.read_bytes() for p in out.iterdir()})
    assert made[0] == made[1]
    lexicon = load_lexicon(tmp_path / "a")
    assert lexicon.has_phrase("tỉnh Hòa Sơn")
    assert {"bến", "gạo", "phạm"} <= lexicon.syllables
    assert lexicon.has_phrase("sổ theo dõi cá heo")


def test_main_tells_its_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_an_offices_own_words_load_as_a_users_dictionary(tmp_path: Path) -> None:
    text = tmp_path / "own.txt"
    text.write_text("\n".join(sentences() * 2 + ["WXYZ"] * 30 + ["UBND"] * 30), "utf-8")
    shipped = load_lexicon(PACKAGE / "dictionaries")
    path = train_lexicon([text], tmp_path, shipped.words)
    assert [e.text for e in read_entries(path)] == ["WXYZ", "sổ theo dõi cá heo"]
    assert load_lexicon(PACKAGE / "dictionaries", (path,)).knows("WXYZ")


@pytest.mark.shared
def test_shipped_places_and_names_are_those_of_the_lists(shared: Path) -> None:
    lexicon = load_lexicon(PACKAGE / "dictionaries")
    large = {text for text, level in places(shared).items() if level != "commune"}
    assert {p.text for p in lexicon.phrases if p.kind == "places"} == large
    by_rule = {n.lower() for n in names(shared) if is_syllable(n.lower())}
    assert by_rule <= lexicon.syllables
