"""How many scores of a class stand where."""

import pytest

from app.errors import NotPermitted
from app.services.scores.classes import find_class
from app.services.scores.counts import ClassProgress, count_states, progress_of
from tests.factories import make_chain, make_class, make_member
from tests.journey import begin


def test_a_score_is_counted_where_it_waits(session):
    journey = begin(session, learners=3)
    base = journey.chain.base_member
    facts = find_class(session, journey.chain.training_class.id, by=base)
    before = count_states(session, facts, by=base)
    journey.declare()
    waiting = count_states(session, facts, by=base)
    journey.review("employer_review", "approve", by=journey.chain.employer_member)
    later = count_states(session, facts, by=base)

    assert (before.total, before.entered, before.employer) == (3, 3, 0)
    assert (waiting.total, waiting.declared, waiting.employer, waiting.hr) == (3, 3, 3, 0)
    assert (later.total, later.declared, later.employer, later.hr) == (3, 3, 0, 3)


def test_the_progress_of_several_classes_is_told_at_once_and_of_no_other_base(session):
    journey = begin(session, learners=3)
    chain = journey.chain
    journey.declare()
    empty = make_class(session, base=chain.base)
    other = make_chain(session)
    other.make_scores(session)

    ids = [chain.training_class.id, empty.id, other.training_class.id]
    found = progress_of(session, ids, by=chain.base_member)

    assert found == {ids[0]: ClassProgress(declared=3), ids[1]: ClassProgress(), ids[2]: ClassProgress()}


def test_progress_is_for_those_who_see_classes(session):
    chain = make_chain(session)

    with pytest.raises(NotPermitted):
        progress_of(session, [], by=make_member(session, chain.base, modules=()))
