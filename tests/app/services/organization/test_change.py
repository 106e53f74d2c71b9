"""A name and credit code change once the superior approves, and not before."""

from io import BytesIO

import pytest
from sqlalchemy import select, update

from app.errors import NotFound, NotPermitted
from app.items.registration import CodeTaken
from app.services.approvals import decide, withdraw
from app.services.attachments.find import attachments_of
from app.services.commands import order
from app.services.demo.numbers import nth_credit_code
from app.services.instances.read import read_instance
from app.services.name_key import name_key
from app.services.organization.change import KIND, ChangeFields, Scan, correct_change, request_change
from app.services.organization.refusals import (
    ChangeNotReturned,
    ChangeUnderWay,
    CodeAsked,
    CodeOfAnother,
    NoSuperior,
    NothingChanges,
)
from app.services.organization.under_way import find_under_way
from app.services.registration.refusals import ScanMissing, WrongCode, WrongScan
from models import ChangeState, CommandKind, OrganizationChange, WorkItem
from tests.changing import NEW_CODE, NEW_NAME, change_something
from tests.factories import make_base, make_change, make_employer, make_member
from tests.factories.planning import PDF


@pytest.fixture
def changing(session):
    return change_something(session)


def identity(changing):
    changing.session.expire_all()
    return changing.base.name, changing.base.name_key, changing.base.credit_code


def corrected(changing, change, scan=None, **fields):
    new = ChangeFields(**({"name": NEW_NAME, "credit_code": NEW_CODE, "reason": "更正"} | fields))
    correct_change(changing.session, change.id, new, scan, by=changing.base_member)


def test_an_approved_organisation_has_the_new_name_and_code(changing):
    before = identity(changing)
    change = changing.request()
    assert identity(changing) == before
    assert changing.decide("approve").ok
    assert identity(changing) == (NEW_NAME, name_key(NEW_NAME), NEW_CODE)
    assert change.state is ChangeState.APPROVED


def test_a_rejected_organisation_stays_as_it_was_and_may_ask_again(changing):
    before, change = identity(changing), changing.request()
    assert changing.decide("reject").ok
    assert (identity(changing), change.state) == (before, ChangeState.REJECTED)
    changing.request()


def test_one_change_at_a_time(changing):
    changing.request()
    with pytest.raises(ChangeUnderWay):
        changing.request()


def test_an_organisation_without_a_superior_is_told_who_does_it(session, changing):
    changing.hr.superior_id = None
    session.flush()
    with pytest.raises(NoSuperior, match="联系系统管理员"):
        make_change(session, changing.hr_member)


def test_a_base_without_a_superior_in_the_tree_asks_its_hr_department(session, changing):
    changing.base.superior_id = None
    session.flush()
    changing.request()
    assert changing.decide("approve").ok


@pytest.mark.parametrize(
    ("code", "refusal"), [("12345", WrongCode), (NEW_CODE[:-1] + "!", WrongCode), ("another's", CodeOfAnother)]
)
def test_a_wrong_code_is_refused(session, changing, code, refusal):
    with pytest.raises(refusal):
        changing.request(credit_code=make_employer(session).credit_code if code == "another's" else code)


def test_something_must_change(changing):
    with pytest.raises(NothingChanges):
        changing.request(name=changing.base.name, credit_code=changing.base.credit_code)


@pytest.mark.parametrize(
    ("scan", "refusal"), [(None, ScanMissing), (Scan(BytesIO(b"MZ\x90\x00 a program"), "证书.pdf"), WrongScan)]
)
def test_the_certificate_is_a_picture_or_a_pdf_by_its_content(session, changing, scan, refusal):
    with pytest.raises(refusal):
        request_change(session, ChangeFields(NEW_NAME, NEW_CODE, "更名"), scan, by=changing.base_member)


def test_a_code_taken_meanwhile_stands_in_the_way_of_approving(session, changing):
    before = identity(changing)
    changing.request()
    make_employer(session, credit_code=NEW_CODE)
    with pytest.raises(CodeTaken, match=NEW_CODE), session.begin_nested():
        changing.decide("approve")
    assert identity(changing) == before
    assert changing.decide("return").ok


def test_a_code_that_another_asks_for_is_refused(session, changing):
    changing.request()
    other = make_member(session, make_base(session, hr=changing.hr))
    with pytest.raises(CodeAsked, match=changing.base.name):
        make_change(session, other, credit_code=NEW_CODE)
    changing.decide("reject")
    make_change(session, other, credit_code=NEW_CODE)


def test_two_that_want_one_code_are_not_approved_together(session, changing):
    other = make_member(session, make_base(session, hr=changing.hr))
    changing.request()
    make_change(session, other, credit_code=nth_credit_code(8_200_002))
    session.execute(update(OrganizationChange).values(new_credit_code=NEW_CODE))  # asked for in the same moment
    tasks = list(session.scalars(select(WorkItem.id).where(WorkItem.closed_at.is_(None))))
    with pytest.raises(CodeTaken):
        decide(session, tasks, by=changing.hr_member, outcome="approve")


def test_a_returned_change_is_corrected_with_another_scan(session, changing):
    change = changing.request(credit_code=changing.base.credit_code)
    with pytest.raises(ChangeNotReturned):
        corrected(changing, change)
    assert changing.decide("return").ok
    corrected(changing, change, Scan(BytesIO(PDF), "新证书.pdf"))
    assert [one.name for one in attachments_of(session, KIND, change.id)] == ["新证书.pdf"]
    assert (
        read_instance(session, changing.instance().id, by=changing.hr_member).latest.content["scan"] == "新证书.pdf"
    )
    assert changing.decide("approve").ok
    assert identity(changing)[2] == NEW_CODE


def test_a_wrong_scan_leaves_a_returned_change_as_it_was(session, changing):
    change = changing.request()
    changing.decide("return")
    with pytest.raises(WrongScan):
        corrected(changing, change, Scan(BytesIO(b"MZ"), "证书.pdf"), name="别的名称")
    session.flush()
    session.expire_all()
    assert change.new_name == NEW_NAME


def test_another_organisation_neither_decides_nor_corrects(session, changing):
    change = changing.request()
    stranger = make_member(session, make_base(session, hr=changing.hr))
    assert isinstance(changing.decide("approve", by=stranger).refusal, NotFound)
    changing.decide("return")
    with pytest.raises(NotFound):
        correct_change(session, change.id, ChangeFields("改名", NEW_CODE, "更正"), None, by=stranger)


def test_who_keeps_no_profile_asks_for_nothing(session, changing):
    with pytest.raises(NotPermitted):
        make_change(session, make_member(session, changing.base, modules=()))


def test_it_may_be_taken_back_before_the_first_decision(session, changing):
    change = changing.request()
    assert withdraw(session, [changing.instance().id], by=changing.base_member, reason="不改了")[0].ok
    session.expire_all()
    assert change.state is ChangeState.WITHDRAWN
    changing.request()


def test_the_organisation_sees_who_has_it(session, changing):
    assert find_under_way(session, by=changing.base_member) is None
    changing.request()
    row = find_under_way(session, by=changing.base_member)
    assert (row.holder, row.word.text, row.new_name) == (changing.hr.name, "变更审核中", NEW_NAME)
    changing.decide("return")
    row = find_under_way(session, by=changing.base_member)
    assert (row.holder, row.word.text, row.last_comment) == (changing.base.name, "已退回", "请上传新证书")
    assert find_under_way(session, by=changing.hr_member) is None


def test_in_a_bulk_a_taken_code_spoils_only_its_own_row(session, changing):
    other = make_member(session, make_base(session, hr=changing.hr))
    changing.request()
    good = make_change(session, other, name="可以更名的基地")
    make_employer(session, credit_code=NEW_CODE)
    tasks = select(WorkItem.id).where(WorkItem.closed_at.is_(None)).order_by(WorkItem.id)
    targets = [(task, None) for task in session.scalars(tasks)]
    outcome = {"outcome": "approve"}
    command = order(session, CommandKind.DECIDE, targets, by=changing.hr_member, key="bulk", params=outcome)
    assert (command.done, command.refused) == (1, 1)
    assert session.get_one(OrganizationChange, good.id, populate_existing=True).state is ChangeState.APPROVED
