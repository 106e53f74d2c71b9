"""Choosing a class, and how many of its scores stand where."""

import pytest

from app.errors import NotFound, NotPermitted
from app.services.scores.classes import find_class, search_classes, years_of
from app.services.scores.counts import count_states
from models import ScoreState
from tests.factories import make_base, make_class, make_learner, make_member, make_score


def test_a_class_is_found_by_part_of_its_name_newest_first(session, chain):
    by = chain.base_member
    for name, year in (("2024公需", 2024), ("2026公需", 2026), ("2025公需", 2025), ("专业", 2026)):
        make_class(session, base=chain.base, name=name, training_year=year)

    assert [one.name for one in search_classes(session, "公需", by=by)] == ["2026公需", "2025公需", "2024公需"]
    assert search_classes(session, "%", by=by) == []
    assert len(search_classes(session, "", by=by, limit=2)) == 2


def test_another_bases_class_is_not_there(session, chain):
    other = make_class(session, base=make_base(session), name="别处的班")

    assert search_classes(session, "别处", by=chain.base_member) == []
    with pytest.raises(NotFound):
        find_class(session, other.id, by=chain.base_member)
    with pytest.raises(NotFound):
        find_class(session, 2**62, by=chain.base_member)


def test_the_years_on_offer_are_those_of_the_bases_classes(session, chain):
    make_class(session, base=chain.base, training_year=2024, credit_year=2025)
    make_class(session, base=make_base(session), training_year=1999)

    years = years_of(session, by=chain.base_member)

    assert (list(years.training), list(years.credit)) == ([2026, 2024], [2026, 2025])


def test_a_base_without_classes_has_no_years(session):
    years = years_of(session, by=make_member(session, make_base(session)))

    assert (list(years.training), list(years.credit)) == ([], [])


def test_scores_are_counted_by_where_they_stand(session, journey):
    chain = journey.chain
    journey.declare()
    journey.review("employer_review", "return", by=chain.employer_member)
    for value, state in (
        (60, ScoreState.ENTERED),
        (59.9, ScoreState.ENTERED),
        (70, ScoreState.QUALIFIED),
        (70, ScoreState.REJECTED),
    ):
        make_score(session, chain.training_class, make_learner(session), value=value, state=state)

    counts = count_states(
        session, find_class(session, chain.training_class.id, by=chain.base_member), by=chain.base_member
    )

    assert (counts.entered, counts.failing, counts.declared, counts.returned) == (1, 1, 3, 3)
    assert (counts.qualified, counts.rejected, counts.total) == (1, 1, 7)


def test_a_role_without_modules_sees_no_class(session, chain):
    bare = make_member(session, chain.base, modules=())

    for look in (
        lambda: search_classes(session, "", by=bare),
        lambda: years_of(session, by=bare),
        lambda: find_class(session, chain.training_class.id, by=bare),
    ):
        with pytest.raises(NotPermitted):
            look()
