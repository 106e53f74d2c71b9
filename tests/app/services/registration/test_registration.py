from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import func, select, text, update

from app.errors import FieldRefusal, Refusal
from app.services.accounts import sign_in as signing
from app.services.accounts.sign_in import RegistrationPending, WrongSignIn
from app.services.accounts.throttle import Locked
from app.services.approvals.refusals import DecidedByOthers
from app.services.demo.numbers import nth_credit_code
from app.services.registration import uploads
from app.services.registration.change import correct_registration, withdraw_registration
from app.services.registration.choosing import chosen_organization, departments_below, search_organizations
from app.services.registration.codes import problem_of
from app.services.registration.organization import checked_code, checked_organization
from app.services.registration.progress import find_registrations, read_progress
from app.services.registration.refusals import (
    CodePending,
    CodeRegistered,
    NobodyFound,
    NothingPending,
    NotReturned,
    ScanTooLarge,
    WrongScan,
    WrongUserPassword,
)
from models import (
    Attachment,
    LoginAttempt,
    Membership,
    Organization,
    OrganizationKind,
    RegistrationKind,
    RegistrationState,
    Upload,
    User,
    UserType,
)
from tests.factories import PASSWORD, make_employer, make_user, resident_id_of
from tests.registering import CODE, NAME, NUMBER, OWNER, Registering, register_somewhere


@pytest.fixture
def registering(session) -> Registering:
    return register_somewhere(session)


@pytest.mark.parametrize(
    ("code", "is_good"),
    [(CODE, True), (CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), False), ("100000014", False), ("123", False),
     ("", False), ("0" * 17 + "1", False), ("12345678X", False), (CODE[8:17], True)],
)  # fmt: skip
def test_a_code_is_known_by_its_check_sign(code, is_good):
    assert (problem_of(code) is None) is is_good


def test_approval_makes_organisation_user_and_super_administrator(session, registering):
    row = registering.submit(competent_id=registering.competent.id)
    assert registering.work_item().organization_id == registering.competent.id
    assert registering.decide("approve", by=registering.competent_member).ok
    session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    made = session.get_one(Organization, row.organization_id)
    assert (made.kind, made.superior_id, made.region_code) == (
        OrganizationKind.BASE,
        registering.competent.id,
        registering.hr.region_code,
    )
    member = session.scalars(select(Membership).where(Membership.organization_id == made.id)).one()
    assert (member.user_id, member.is_super, row.password_hash) == (row.user_id, True, None)
    attempt = signing.sign_in(session, user_type=UserType.BASE, resident_id=NUMBER, password=PASSWORD)
    assert attempt.refusal is None


@pytest.mark.parametrize("kind", [RegistrationKind.EMPLOYER, RegistrationKind.DEPARTMENT])
def test_without_a_superior_the_hr_department_reviews(session, registering, kind):
    row = registering.submit(kind, level=None)
    assert registering.work_item().organization_id == registering.hr.id
    assert registering.decide("approve", by=registering.hr_member).ok
    assert row.state is RegistrationState.APPROVED


def test_a_user_keeps_his_password_and_becomes_a_member(session, registering):
    user = make_user(session, name="王用户")
    before = user.password_hash
    person = registering.person(is_user=True, resident_id=resident_id_of(user), password=PASSWORD)
    row = registering.submit(person=person)
    registering.decide("approve", by=registering.hr_member)
    assert (row.user_id, session.get_one(User, user.id).password_hash) == (user.id, before)


def test_a_wrong_password_of_a_user_is_refused_and_counted(session, registering):
    user = make_user(session)
    person = registering.person(is_user=True, resident_id=resident_id_of(user), password="Falsch@12345")
    with pytest.raises(WrongUserPassword):
        registering.submit(person=person)
    assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 1


def test_a_number_that_is_a_user_is_asked_to_say_so(session, registering):
    user = make_user(session)
    with pytest.raises(FieldRefusal, match="已是本系统用户"):
        registering.submit(person=registering.person(resident_id=resident_id_of(user)))


def test_a_code_that_is_there_or_pending_is_refused(session, registering):
    with pytest.raises(CodeRegistered, match="测试市教育局"):
        checked_code(session, registering.competent.credit_code)
    registering.submit()
    with pytest.raises(CodePending):
        checked_code(session, f" {CODE.lower()} ")


def test_of_two_that_submit_at_once_the_index_refuses_the_second(session, registering):
    columns = checked_organization(session, RegistrationKind.BASE, registering.fields()) | {"credit_code": CODE}
    registering.submit()
    from app.services.registration.submit import submit_registration

    with pytest.raises(CodePending):
        submit_registration(session, RegistrationKind.BASE, columns, registering.person())


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"organization_name": ""}, "机构名称"), ({"organization_name": "长" * 101}, "最多100"),
     ({"summary": "长" * 2001}, "最多2000"), ({"hr_id": 2**60}, "人社部门"), ({"level": None}, "级别"),
     ({"industry_code": "?"}, "行业"), ({"contact_phone": " "}, "联系电话")],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(registering, changes, words):
    with pytest.raises(FieldRefusal, match=words):
        registering.submit(**changes)


def test_an_employer_is_no_hr_department(session, registering):
    employer = make_employer(session, hr=registering.hr)
    with pytest.raises(FieldRefusal):
        registering.submit(hr_id=employer.id)


def test_progress_is_found_by_name_number_and_password(session, registering):
    row = registering.submit()
    assert find_registrations(session, name=NAME, resident_id=NUMBER, password=PASSWORD) == [row.id]
    shown = read_progress(session, row.id)
    assert (shown.may_withdraw, shown.places[0].organization_name) == (True, registering.hr.name)


@pytest.mark.parametrize("wrong", [{"name": "李某人"}, {"password": "Falsch@12345"}])
def test_all_failures_get_one_answer_and_lock_in_the_end(session, registering, wrong):
    registering.submit()
    asked = {"name": NAME, "resident_id": NUMBER, "password": PASSWORD} | wrong
    for _ in range(4):
        with pytest.raises(NobodyFound):
            find_registrations(session, **asked)
    for _ in range(2):
        with pytest.raises(Locked):
            find_registrations(session, **asked)
    with pytest.raises(Locked):
        find_registrations(session, name=NAME, resident_id=NUMBER, password=PASSWORD)


def test_signing_in_while_pending_says_so_to_the_right_password_only(session, registering):
    registering.submit()
    right = signing.sign_in(session, user_type=UserType.BASE, resident_id=NUMBER, password=PASSWORD)
    assert isinstance(right.refusal, RegistrationPending)
    wrong = signing.sign_in(session, user_type=UserType.BASE, resident_id=NUMBER, password="Falsch@12345")
    assert isinstance(wrong.refusal, WrongSignIn)


def test_it_is_withdrawn_once_and_registered_anew(session, registering):
    row = registering.submit()
    withdraw_registration(session, row.id, reason="")
    session.expire_all()
    assert row.state is RegistrationState.WITHDRAWN
    with pytest.raises(NothingPending):
        withdraw_registration(session, row.id, reason="")
    assert registering.submit().id != row.id


def test_what_somebody_returned_cannot_be_withdrawn_but_corrected(session, registering):
    row = registering.submit()
    with pytest.raises(NotReturned):
        correct_registration(session, row.id, {}, comment="")
    assert registering.decide("return", by=registering.hr_member).ok
    with pytest.raises(DecidedByOthers):
        withdraw_registration(session, row.id, reason="")
    columns = checked_organization(
        session, row.kind, registering.fields(organization_name="黄河学院", competent_id=registering.competent.id)
    )
    correct_registration(session, row.id, columns, comment="已更正", scan=registering.scan("another browser"))
    session.expire_all()
    assert registering.work_item().organization_id == registering.competent.id
    with pytest.raises(NotReturned):
        correct_registration(session, row.id, columns, comment="")
    live = select(func.count()).where(Attachment.item_id == row.id, Attachment.removed_at.is_(None))
    assert session.scalar(live) == 1


def test_rejected_is_final_and_says_why(session, registering):
    row = registering.submit()
    registering.decide("reject", by=registering.hr_member, comment="不具备条件")
    assert row.state is RegistrationState.REJECTED
    assert read_progress(session, row.id).acts[-1].comment == "不具备条件"


def test_the_same_approval_twice_makes_one_organisation(session, registering):
    registering.submit()
    item = registering.work_item().id
    from app.services.approvals import decide

    for _ in range(2):
        assert decide(session, [item], by=registering.hr_member, outcome="approve")[0].ok
    assert session.scalar(select(func.count()).where(Organization.credit_code == CODE)) == 1


def test_a_code_that_was_taken_meanwhile_cannot_be_approved(session, registering):
    registering.submit()
    session.execute(
        update(Organization).where(Organization.id == registering.competent.id).values(credit_code=CODE)
    )
    with pytest.raises(Refusal, match=CODE):
        registering.decide("approve", by=registering.hr_member)


def test_a_scan_is_taken_by_its_content_and_size(session):
    for content, wrong in (
        (b"<html>", WrongScan),
        (b"MZ\x90", WrongScan),
        (b"%PDF-" + b"0" * 5 * 2**20, ScanTooLarge),
    ):
        with pytest.raises(wrong):
            uploads.keep_upload(session, OWNER, BytesIO(content), "证书.pdf")


def test_a_browser_has_one_file_and_a_day_for_it(session, registering):
    first = registering.scan()
    assert registering.scan().id == first.id
    assert uploads.upload_of(session, "somebody else") is None
    uploads.sweep_uploads(session)
    assert uploads.upload_of(session, OWNER) is not None
    session.execute(update(Upload).values(created_at=func.now() - text("interval '25 hours'")))
    session.expire_all()
    uploads.sweep_uploads(session)
    assert uploads.upload_of(session, OWNER) is None


def test_choosers_find_departments_by_tree_and_all_by_name(session, registering):
    assert [one.name for one in departments_below(session, "hr", None).rows] == [registering.hr.name]
    assert [one.name for one in search_organizations(session, "competent", "教育").rows] == ["测试市教育局"]
    assert search_organizations(session, "competent", "%_").rows == []
    found = chosen_organization(session, "hr", "", registering.hr.name, required=True)
    assert found == registering.hr.id
    for id_text, name in (("", ""), ("x", "没有"), (str(10**30), ""), (str(registering.competent.id), "")):
        with pytest.raises(FieldRefusal):
            chosen_organization(session, "hr", id_text, name, required=True)


def test_codes_of_the_demo_are_good():
    assert all(problem_of(nth_credit_code(n)) is None for n in range(20))


def test_a_person_without_a_number_or_with_a_weak_password_is_refused(registering):
    for changes in ({"resident_id": "1"}, {"password": "12345678"}, {"name": "1"}):
        with pytest.raises(FieldRefusal):
            registering.submit(person=replace(registering.person(), **changes))
