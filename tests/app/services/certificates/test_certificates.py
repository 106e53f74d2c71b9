"""Certificates: issued when the standard is reached, and told of to whoever holds the paper."""

import pytest

from app.errors import NotFound
from app.services.accounts.throttle import ADDRESS_FAILURES
from app.services.certificates.check import ChecksThrottled, check_certificate, is_sealed, seal_of
from app.services.certificates.draw import draw_certificate
from app.services.certificates.issue import StandardNotPublished, StandardNotReached, issue_certificate
from app.services.certificates.list import find_paper, read_shelf
from models import ScoreState
from tests.certifying import YEAR, reach_standard
from tests.factories import learner_actor, make_learner


@pytest.fixture
def year(session):
    return reach_standard(session)


def test_a_certificate_keeps_the_hours_of_its_day(year):
    certificate = year.issue()
    assert certificate.hours == {"public": "30.0", "professional": "60.0", "total": "90.0"}
    assert certificate.issuer_id == year.chain.hr.id
    assert len(certificate.code) == 16
    assert year.issue().id == certificate.id, "a second click gets the first one"


def test_a_year_that_is_short_or_without_a_rule_has_none(session, year):
    with pytest.raises(StandardNotPublished):
        issue_certificate(session, 2019, by=year.actor)
    year.scores[0].state = ScoreState.DECLARED
    session.flush()
    with pytest.raises(StandardNotReached, match="还差30"):
        year.issue()


def test_it_is_the_learners_own(session, year):
    certificate = year.issue()
    stranger = learner_actor(session, make_learner(session))
    with pytest.raises(NotFound):
        find_paper(session, certificate.id, by=stranger)
    assert read_shelf(session, by=stranger).papers == []
    assert [one.number for one in read_shelf(session, by=year.actor).papers] == [certificate.number]


def test_a_stranger_is_told_with_a_masked_name(session, year):
    certificate = year.issue()
    code = certificate.code.lower()
    told = check_certificate(session, f" {certificate.number.lower()} ", f"{code[:4]}-{code[4:]}")
    assert told is not None
    assert told.is_valid
    assert told.masked_name == "测***"


def test_a_certificate_whose_hours_are_gone_is_void_before_anybody_says_so(session, year):
    certificate = year.issue()
    year.scores[1].state = ScoreState.REJECTED
    session.flush()
    told = check_certificate(session, certificate.number, certificate.code)
    assert told is not None
    assert not told.is_valid


def test_a_wrong_code_and_an_unknown_number_are_answered_alike_and_counted(session, year):
    certificate = year.issue()
    assert check_certificate(session, certificate.number, "A" * 16) is None
    for _ in range(ADDRESS_FAILURES - 1):
        assert check_certificate(session, "JXJY999900000001", certificate.code) is None
    with pytest.raises(ChecksThrottled):
        check_certificate(session, certificate.number, certificate.code)


def test_the_qr_code_proves_that_the_paper_was_read():
    seal = seal_of("JXJY1", "CODE")
    assert is_sealed("JXJY1", "CODE", seal)
    assert not is_sealed("JXJY2", "CODE", seal)


def test_the_paper_is_a_pdf_with_its_fonts_inside(session, year):
    paper = find_paper(session, year.issue().id, by=year.actor)
    pdf = draw_certificate(paper, "https://example.org/certificates/check?number=1&code=2")
    assert pdf.startswith(b"%PDF-")
    assert b"NotoSerif" in pdf
    assert f"/{YEAR}" not in paper.number
