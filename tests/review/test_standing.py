"""What several decisions amount to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vnfix.formats.corrections import Status
from vnfix.review.decisions import Decision, Standing, opinions, standing

DECISIONS = st.lists(
    st.builds(
        Decision,
        id=st.integers(1, 99),
        correction=st.just(1),
        reviewer=st.sampled_from(["Lan", "Minh", "Hoa"]),
        time=st.sampled_from(["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]),
        status=st.sampled_from([Status.ACCEPTED, Status.REJECTED, Status.EDITED]),
        before=st.just("tinh"),
        after=st.sampled_from(["tỉnh", "tính"]),
        settles=st.booleans(),
        undone=st.sampled_from(["", "2026-01-03T00:00:00Z"]),
    ),
    unique_by=lambda d: d.id,
)


def test_nothing_decided_is_as_proposed() -> None:
    assert standing([]) == Standing(Status.PROPOSED)


@given(DECISIONS, st.randoms())
def test_the_order_in_which_they_are_given_does_not_matter(
    made: list[Decision], random: st.DataObject
) -> None:
    mixed = list(made)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert standing(mixed) == standing(made)


@given(DECISIONS)
def test_each_reviewer_has_one_opinion_and_the_latest_stands(made: list[Decision]) -> None:
    latest = opinions(made)
    assert len({d.reviewer for d in latest}) == len(latest)
    assert all(not d.undone for d in latest)
    alive = [d for d in made if not d.undone]
    last = max(alive, key=lambda d: (d.time, d.id), default=None)
    if last is None:
        assert standing(made).status is Status.PROPOSED
    else:
        assert latest[-1] == last
        assert (standing(made).status, standing(made).reviewer) == (last.status, last.reviewer)


@given(DECISIONS)
def test_one_reviewer_never_disagrees(made: list[Decision]) -> None:
    assert not standing([d for d in made if d.reviewer == "Lan"]).conflict


@given(DECISIONS)
def test_settling_ends_a_disagreement(made: list[Decision]) -> None:
    last = Decision(
        100, 1, "Hoa", "2026-01-09T00:00:00Z", Status.REJECTED, "tinh", "tinh", settles=True
    )
    assert opinions([*made, last]) == [last]
