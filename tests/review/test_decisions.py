"""Decisions: one, a series, an edit, a word of one's own, undo."""

from __future__ import annotations

import pytest

from vnfix.apply import apply_corrections
from vnfix.errors import RefusedError, UsageError
from vnfix.formats.corrections import decided
from vnfix.model import Safety
from vnfix.review import (
    Filters,
    Status,
    Store,
    decide,
    disagreements,
    documents,
    export,
    export_rows,
    history,
    place,
    progress,
    queue,
    select,
    series,
    settle,
    undo,
    write,
)
from vnfix.review.decisions import REPLACED
from vnfix.review.items import ALL, AUTO, CONFLICT, DECIDED
from vnfix.review.records import text_of


def result(store: Store, document: int = 1) -> str:
    """Return the text that `apply` would make of the decisions."""
    read = text_of(store, document)
    return apply_corrections(read.text, decided(read, *export_rows(store, document)))


def numbers(store: Store, before: str) -> list[int]:
    return [p.id for p in select(store, Filters(ALL)) if p.correction.before.startswith(before)]


def test_undecided_means_as_proposed(shelf: Store) -> None:
    assert result(shelf) == "Cải cách hành chính tỉnh\nCải cách, tỉnh.\n".replace(
        "cách, tỉnh.", "c6ch, tinh."
    )


def test_accept_reject_edit(shelf: Store) -> None:
    (cii, _), (cach,) = numbers(shelf, "Cii"), numbers(shelf, "c6ch")
    (tinh,) = numbers(shelf, "tinh")
    decide(shelf, [cii], Status.REJECTED, "Lan")
    decide(shelf, [cach], Status.ACCEPTED, "Lan")
    (p,) = decide(shelf, [tinh], Status.EDITED, "Lan", "tính")
    assert (p.status, p.decided, p.reviewer) == (Status.EDITED, "tính", "Lan")
    assert result(shelf).splitlines()[0] == "Cii cách hành chính tính"
    assert progress(shelf).decided == 3


def test_only_the_doubtful_ask(shelf: Store) -> None:
    assert {p.correction.safety for p in select(shelf)} == {Safety.REVIEW}
    seen = progress(shelf)
    assert (seen.decided, seen.asked, seen.auto) == (0, 1, 5)
    decide(shelf, [select(shelf, Filters(AUTO))[0].id], Status.REJECTED, "Lan")
    seen = progress(shelf)
    assert (seen.decided, seen.asked, seen.auto) == (1, 2, 4)


def test_an_edit_to_the_proposal_or_the_original_is_no_edit(shelf: Store) -> None:
    (tinh,) = numbers(shelf, "tinh")
    assert decide(shelf, [tinh], Status.EDITED, "Lan", "tỉnh")[0].status is Status.ACCEPTED
    assert decide(shelf, [tinh], Status.EDITED, "Lan", "tinh")[0].status is Status.REJECTED


def test_what_is_typed_is_kept_in_nfc(shelf: Store) -> None:
    (tinh,) = numbers(shelf, "tinh")
    assert decide(shelf, [tinh], Status.EDITED, "Lan", "ti\u0301nh")[0].decided == "t\u00ednh"


@pytest.mark.parametrize(
    ("status", "after", "reviewer"),
    [
        (Status.PROPOSED, None, "Lan"),
        (Status.EDITED, None, "Lan"),
        (Status.ACCEPTED, "x", "Lan"),
        (Status.EDITED, "a\nb", "Lan"),
        (Status.EDITED, "a\u2028b", "Lan"),
        (Status.EDITED, "\ud800", "Lan"),
        (Status.ACCEPTED, None, " "),
        (Status.ACCEPTED, None, "La\nn"),
    ],
)
def test_decisions_without_sense_are_refused(
    shelf: Store, status: Status, after: str | None, reviewer: str
) -> None:
    first = select(shelf)[0].id
    with pytest.raises(UsageError):
        decide(shelf, [first], status, reviewer, after)
    assert history(shelf, [first]) == []


def test_an_unknown_correction_is_told_and_nothing_is_saved(shelf: Store) -> None:
    first = select(shelf)[0].id
    with pytest.raises(UsageError, match="999"):
        decide(shelf, [first, 999], Status.ACCEPTED, "Lan")
    assert history(shelf, [first]) == []


def test_a_series_is_one_decision_with_exceptions(shelf: Store) -> None:
    (item,) = [i for i in queue(shelf, Filters(AUTO)) if i.before == "Cii"]
    assert (item.after, item.count) == ("Cải", 2)
    first, second = series(shelf, item.id)
    decide(shelf, [first.id], Status.REJECTED, "Lan")
    rest = [p for p in series(shelf, item.id) if p.status is Status.PROPOSED]
    assert [p.id for p in rest] == [second.id]
    made = decide(shelf, [first.id, second.id], Status.ACCEPTED, "Lan")
    assert {p.status for p in made} == {Status.ACCEPTED}
    assert history(shelf, [second.id])[-1].via == item.id
    undone = undo(shelf, "Lan")
    assert [p.status for p in undone] == [Status.REJECTED, Status.PROPOSED]


def test_an_edit_of_a_series_keeps_the_marks_around_each_place(shelf: Store) -> None:
    made = write(shelf, 1, (29, 34), "cách,", "Lan")
    assert made.correction.before == "c6ch,"
    both = series(shelf, made.series)
    assert [p.correction.before for p in both] == ["c6ch", "c6ch,"]
    decide(shelf, [p.id for p in both], Status.EDITED, "Lan", "cạch")
    assert result(shelf) == "Cải cạch hành chính tỉnh\nCải cạch, tinh.\n"


def test_undo_takes_back_step_by_step_and_only_ones_own(shelf: Store) -> None:
    (tinh,), (cach,) = numbers(shelf, "tinh"), numbers(shelf, "c6ch")
    decide(shelf, [tinh], Status.ACCEPTED, "Lan")
    decide(shelf, [tinh], Status.EDITED, "Lan", "tinh te")
    decide(shelf, [cach], Status.REJECTED, "Minh")
    assert undo(shelf, "Lan")[0].status is Status.ACCEPTED
    assert undo(shelf, "Lan")[0].status is Status.PROPOSED
    assert undo(shelf, "Lan") == []
    assert place(shelf, cach).status is Status.REJECTED
    assert [bool(d.undone) for d in history(shelf, [tinh])] == [True, True]


def test_two_reviewers_agree_differ_and_settle(shelf: Store) -> None:
    (tinh,) = numbers(shelf, "tinh")
    decide(shelf, [tinh], Status.ACCEPTED, "Lan")
    assert not decide(shelf, [tinh], Status.ACCEPTED, "Minh")[0].conflict
    assert decide(shelf, [tinh], Status.EDITED, "Minh", "tính")[0].conflict
    (d,) = disagreements(shelf)
    assert [(o.reviewer, o.after) for o in d.opinions] == [("Lan", "tỉnh"), ("Minh", "tính")]
    assert [p.id for p in select(shelf, Filters(CONFLICT))] == [tinh]
    assert progress(shelf).conflicts == 1
    with pytest.raises(RefusedError, match="disagree"):
        export(shelf, 1, strict=True)
    assert "tính" in export(shelf, 1)
    assert not settle(shelf, [tinh], Status.ACCEPTED, "Hoa")[0].conflict
    assert disagreements(shelf) == []
    assert "tỉnh" in result(shelf)
    assert undo(shelf, "Hoa")[0].conflict


def test_a_word_of_ones_own_is_applied_and_undone(shelf: Store) -> None:
    made = write(shelf, 1, (29, 33), "cách", "Lan")
    assert (made.correction.fixer, made.status) == ("reviewer", Status.ACCEPTED)
    assert result(shelf).splitlines()[1] == "Cải cách, tinh."
    undo(shelf, "Lan")
    assert result(shelf).splitlines()[1] == "Cải c6ch, tinh."
    assert made.id not in numbers(shelf, "c6ch")
    assert select(shelf, Filters(DECIDED)) == []
    again = write(shelf, 1, (29, 33), "cạch", "Lan")
    assert again.id == made.id
    assert result(shelf).splitlines()[1] == "Cải cạch, tinh."


def test_writing_over_corrections_makes_room(shelf: Store) -> None:
    made = write(shelf, 1, (0, 8), "CẢI CÁCH", "Lan")
    assert made.correction.before == "Cii c6ch"
    assert result(shelf).splitlines()[0] == "CẢI CÁCH hành chính tỉnh"
    first = numbers(shelf, "c6ch")[0]
    assert history(shelf, [first])[0].via == REPLACED
    undo(shelf, "Lan")
    assert result(shelf).splitlines()[0] == "Cải cách hành chính tỉnh"


def test_writing_on_a_correction_is_an_edit_of_it(shelf: Store) -> None:
    made = write(shelf, 1, (0, 3), "Cái", "Lan")
    assert (made.id, made.status) == (numbers(shelf, "Cii")[0], Status.EDITED)


def test_overlaps_are_refused(shelf: Store) -> None:
    with pytest.raises(RefusedError, match="overlaps") as e:
        write(shelf, 1, (1, 6), "x", "Lan")
    assert e.value.remedy
    decide(shelf, [numbers(shelf, "Cii")[0]], Status.ACCEPTED, "Lan")
    with pytest.raises(RefusedError):
        write(shelf, 1, (0, 8), "x", "Minh")
    decide(shelf, [numbers(shelf, "Cii")[0]], Status.REJECTED, "Lan")
    write(shelf, 1, (0, 8), "x", "Minh")
    with pytest.raises(RefusedError):
        decide(shelf, [numbers(shelf, "Cii")[0]], Status.ACCEPTED, "Lan")
    with pytest.raises(RefusedError):
        undo(shelf, "Lan")
    assert result(shelf).splitlines()[0] == "x hành chính tỉnh"


@pytest.mark.parametrize("span", [(0, 99), (20, 28), (-1, 2), (3, 2), (24, 25)])
def test_a_span_outside_of_a_line_is_refused(shelf: Store, span: tuple[int, int]) -> None:
    with pytest.raises(UsageError):
        write(shelf, 1, span, "x", "Lan")


def test_writing_what_stands_there_is_refused(shelf: Store) -> None:
    with pytest.raises(UsageError):
        write(shelf, 1, (29, 33), "c6ch", "Lan")


def test_an_unknown_document_is_told(shelf: Store) -> None:
    assert [d.id for d in documents(shelf)] == [1]
    with pytest.raises(UsageError):
        export(shelf, 7)
