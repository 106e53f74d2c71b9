"""The start page of a learner: the year against its rule, what happened last, certificates, a transfer."""

import pytest

from app.errors import NotFound
from app.services.home.learner import learner_home
from tests.certifying import reach_standard
from tests.factories import learner_actor, make_class, make_score
from tests.journey import Journey
from tests.statements import statements
from tests.today import today
from tests.transferring import transfer_somebody


def test_the_present_year_and_the_last_scores(journey: Journey):
    session, learner = journey.session, journey.chain.learners[0]
    for _ in range(6):
        make_score(session, make_class(session, base=journey.chain.base), learner)
    home = learner_home(session, by=learner_actor(session, learner))
    assert home.year.year == today().year
    ids = [score.id for score in home.newest]
    assert len(ids) == 5
    assert ids == sorted(ids, reverse=True)


def test_a_year_that_is_reached_waits_for_its_certificate_until_there_is_one(session):
    year = reach_standard(session)
    home = learner_home(session, by=year.actor)
    assert (len(home.certifiable), home.papers) == (1, [])
    certificate = year.issue()
    home = learner_home(session, by=year.actor)
    assert (home.certifiable, [paper.number for paper in home.papers]) == ([], [certificate.number])


def test_a_transfer_under_way_is_told(session):
    moving = transfer_somebody(session)
    assert learner_home(session, by=moving.actor).transfer is None
    moving.request()
    assert learner_home(session, by=moving.actor).transfer.word.text == "待单位审核"
    moving.decide("return")
    assert learner_home(session, by=moving.actor).transfer.is_returned


def test_a_member_is_no_learner(journey: Journey):
    with pytest.raises(NotFound):
        learner_home(journey.session, by=journey.chain.base_member)


def test_the_number_of_statements_does_not_grow(journey: Journey):
    session, learner = journey.session, journey.chain.learners[0]
    by = learner_actor(session, learner)

    def count() -> int:
        with statements() as sent:
            learner_home(session, by=by)
        return len(sent)

    few = count()
    for year in range(2010, 2027):
        make_score(session, make_class(session, base=journey.chain.base, training_year=year), learner)
    assert count() == few
