"""What the services of annual reports promise."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.items.annual_report import ReportNotDraft
from app.services.approvals import withdraw
from app.services.approvals.refusals import CommentRequired, OutcomeNotOffered
from app.services.reports.edit import (
    attach_to_report,
    correct_report,
    create_report,
    declare_report,
    delete_report,
    edit_report,
    remove_from_report,
)
from app.services.reports.figures import drafted_next_year, figures_of
from app.services.reports.list import find_report, list_reports
from app.services.reports.refusals import NoCompetent, ReportNotChangeable, ReportNotReturned, YearTaken, YearToCome
from models import Grade, PlanState, Receiver, ReportState, ScoreState
from tests.factories import make_base, make_class, make_learner, make_member, make_plan, make_score
from tests.reporting import GOOD, YEAR, Reporting, report_something

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def reporting(session: Session) -> Reporting:
    return report_something(session)


@pytest.mark.parametrize("grade", list(Grade))
def test_each_grade_is_an_end_of_the_process(session: Session, grade: Grade):
    reporting = report_something(session)
    reporting.declare()
    assert reporting.decide(grade.value, by=reporting.hr_member).ok
    instance = reporting.instance()
    assert (instance.ended, reporting.report.state, reporting.report.grade) == (
        grade.value, ReportState.APPROVED, grade,
    )  # fmt: skip


def test_the_department_that_the_base_chose_reviews(session: Session):
    reporting = report_something(session, receiver=Receiver.COMPETENT)
    reporting.declare()
    assert isinstance(reporting.decide("qualified", by=reporting.hr_member).refusal, NotFound)
    assert reporting.competent_member
    assert reporting.decide("qualified", by=reporting.competent_member).ok


def test_a_base_without_competent_department_cannot_choose_one(session: Session):
    reporting = report_something(session, with_competent=False)
    with pytest.raises(NoCompetent):
        edit_report(
            session, reporting.report.id, replace(GOOD, receiver=Receiver.COMPETENT), by=reporting.base_member
        )


def test_a_report_is_graded_and_not_merely_approved(reporting: Reporting):
    reporting.declare()
    assert isinstance(reporting.decide("approve", by=reporting.hr_member).refusal, OutcomeNotOffered)


@pytest.mark.parametrize("outcome", ["unqualified", "return"])
def test_a_decision_against_the_base_needs_its_reason(reporting: Reporting, outcome: str):
    reporting.declare()
    with pytest.raises(CommentRequired):
        reporting.decide(outcome, by=reporting.hr_member, comment="")


def test_a_year_has_one_report(reporting: Reporting):
    with pytest.raises(YearTaken, match="2025年度的报告"):
        create_report(reporting.session, GOOD, by=reporting.base_member)


def test_a_year_that_has_not_begun_has_none(reporting: Reporting):
    with pytest.raises(YearToCome):
        create_report(reporting.session, replace(GOOD, year=date.today().year + 1), by=reporting.base_member)


def test_a_returned_report_is_corrected_in_the_same_instance(reporting: Reporting):
    reporting.declare()
    reporting.decide("return", by=reporting.hr_member)
    task, node = reporting.open_task()
    assert node == "revise"
    fields = replace(GOOD, work_done="完成培训两期，佐证见附件。")
    correct_report(reporting.session, task, fields, by=reporting.base_member, comment="已补充")
    assert reporting.open_task()[1] == "review"
    assert (reporting.instance().revision, reporting.report.work_done) == (2, fields.work_done)


def test_what_is_not_returned_cannot_be_corrected(reporting: Reporting):
    reporting.declare()
    task, _ = reporting.open_task()
    with pytest.raises(NotFound):
        correct_report(reporting.session, task, GOOD, by=reporting.base_member)
    reporting.decide("return", by=reporting.hr_member)
    back, _ = reporting.open_task()
    correct_report(reporting.session, back, GOOD, by=reporting.base_member)
    with pytest.raises(ReportNotReturned):
        correct_report(reporting.session, back, GOOD, by=reporting.base_member)


def test_a_declared_report_can_be_neither_changed_nor_deleted_nor_declared_again(reporting: Reporting):
    reporting.declare()
    with pytest.raises(ReportNotChangeable):
        edit_report(reporting.session, reporting.report.id, GOOD, by=reporting.base_member)
    with pytest.raises(ReportNotChangeable):
        delete_report(reporting.session, reporting.report.id, by=reporting.base_member)
    with pytest.raises(ReportNotDraft):
        declare_report(reporting.session, reporting.report.id, by=reporting.base_member)


def test_a_withdrawn_report_may_be_changed_but_stays(reporting: Reporting):
    reporting.declare()
    instance_id = reporting.instance().id
    assert withdraw(reporting.session, [instance_id], by=reporting.base_member, reason="数据有误")[0].ok
    reporting.session.expire_all()
    edit_report(reporting.session, reporting.report.id, GOOD, by=reporting.base_member)
    with pytest.raises(ReportNotChangeable, match="曾申报并撤回"):
        delete_report(reporting.session, reporting.report.id, by=reporting.base_member)


@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_database_keeps_what_was_declared(reporting: Reporting, withdrawn: bool):
    reporting.declare()
    if withdrawn:
        withdraw(reporting.session, [reporting.instance().id], by=reporting.base_member, reason="数据有误")
    with pytest.raises(IntegrityError, match="cannot be deleted"):
        reporting.session.execute(text("DELETE FROM annual_report"))


def test_a_draft_can_be_deleted(reporting: Reporting):
    assert delete_report(reporting.session, reporting.report.id, by=reporting.base_member) == GOOD.name
    assert list_reports(reporting.session, by=reporting.base_member).rows == []


def test_another_base_sees_and_changes_nothing(reporting: Reporting):
    stranger = make_member(reporting.session, make_base(reporting.session))
    for act in (
        lambda: find_report(reporting.session, reporting.report.id, by=stranger),
        lambda: edit_report(reporting.session, reporting.report.id, GOOD, by=stranger),
        lambda: declare_report(reporting.session, reporting.report.id, by=stranger),
        lambda: delete_report(reporting.session, reporting.report.id, by=stranger),
        lambda: attach_to_report(reporting.session, reporting.report.id, BytesIO(PDF), "a.pdf", by=stranger),
    ):
        with pytest.raises(NotFound):
            act()


def test_files_carry_their_remark_and_follow_the_state(reporting: Reporting):
    session, by, id = reporting.session, reporting.base_member, reporting.report.id
    file = attach_to_report(session, id, BytesIO(PDF), "总结.pdf", remark="全年工作总结", by=by)
    assert file.remark == "全年工作总结"
    reporting.declare()
    with pytest.raises(ReportNotChangeable):
        remove_from_report(session, id, file.id, by=by)
    reporting.decide("return", by=reporting.hr_member)
    assert remove_from_report(session, id, file.id, by=by).removed_at is not None


def test_the_figures_are_those_of_the_year(reporting: Reporting):
    session, base = reporting.session, reporting.base
    make_plan(session, base=base, state=PlanState.APPROVED, year=YEAR, people=50, hours=40)
    make_plan(session, base=base, year=YEAR)  # a draft does not count
    make_plan(session, base=base, state=PlanState.SUBMITTED, year=YEAR + 1, name="新技术培训", people=30, hours=16)
    taught = make_class(session, base=base, hours=24, training_year=YEAR)
    make_class(session, base=base, training_year=YEAR + 1)
    first, second = make_learner(session), make_learner(session)
    make_score(session, taught, first, value=80, entered_by=reporting.base_member)
    make_score(session, taught, second, value=50, entered_by=reporting.base_member)
    figures = figures_of(session, base.id, YEAR)
    assert (figures.plans, figures.planned_people, figures.planned_hours) == (1, 50, Decimal(40))
    assert (figures.classes, figures.hours, figures.people, figures.person_times) == (1, Decimal(24), 2, 2)
    assert (figures.passed, figures.pass_rate, figures.people_done, figures.qualified) == (1, 50.0, 4.0, 0)
    assert "新技术培训：30人" in drafted_next_year(session, base.id, YEAR)


def test_the_figures_of_a_declaration_stay_as_they_were(reporting: Reporting):
    reporting.declare()
    taught = make_class(reporting.session, base=reporting.base, training_year=YEAR)
    make_score(reporting.session, taught, make_learner(reporting.session), entered_by=reporting.base_member)
    row = find_report(reporting.session, reporting.report.id, by=reporting.base_member)
    assert row.figures is not None
    assert row.figures.person_times == 0
    assert figures_of(reporting.session, reporting.base.id, YEAR).person_times == 1


def test_scores_count_as_qualified_when_they_are(reporting: Reporting):
    taught = make_class(reporting.session, base=reporting.base, training_year=YEAR)
    learner = make_learner(reporting.session)
    score = make_score(reporting.session, taught, learner, entered_by=reporting.base_member)
    score.employer_id, score.state = learner.employer_id, ScoreState.QUALIFIED
    reporting.session.flush()
    figures = figures_of(reporting.session, reporting.base.id, YEAR)
    assert (figures.declared, figures.qualified) == (1, 1)
