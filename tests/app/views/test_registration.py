"""Registering as applicants and their reviewers meet it: through pages."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.sealing import sealer
from models import Instance, Registration
from tests.app.conftest import page_text, sign_in
from tests.factories import PASSWORD, make_base, make_member
from tests.factories.planning import PDF
from tests.registering import CODE, NAME, NUMBER, Registering, register_somewhere

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


@pytest.fixture
def registering(session) -> Registering:
    from models import Industry

    session.add(Industry(code="P", name="教育"))
    registering = register_somewhere(session)
    session.commit()
    return registering


@pytest.fixture
def organization(registering) -> dict[str, object]:
    return {
        "organization_name": "黄河继续教育学院",
        "level": "city",
        "industry_code": "P",
        "hr_id": registering.hr.id,
        "contact_name": "李联系",
        "contact_phone": "0371-65901234",
    }


APPLICANT = {
    "is_user": "no",
    "resident_id": NUMBER,
    "password": PASSWORD,
    "again": PASSWORD,
    "name": NAME,
    "mobile": "10000000001",
    "privacy": "y",
}


def first_steps(client, organization):
    client.get("/register/base/code")
    step = client.post("/register/base/code", data={"credit_code": CODE, "file": (BytesIO(PDF), "证书.pdf")})
    assert step.location == "/register/base/organization"
    client.get(step.location)
    step = client.post(step.location, data=organization)
    assert step.location == "/register/base/applicant"
    client.get(step.location)


def register(client, organization):
    first_steps(client, organization)
    sent = client.post("/register/base/applicant", data=APPLICANT)
    assert sent.location == "/register/done", page_text(sent)
    return sent


def ask(client, **changes):
    client.get("/register/progress")
    asked = {"name": NAME, "resident_id": NUMBER, "password": PASSWORD} | changes
    return client.post("/register/progress", data=asked)


def test_a_base_registers_and_is_told_who_reviews(client, registering, organization):
    assert "继续教育基地" in page_text(client.get("/register"))
    done = page_text(client.get(register(client, organization).location))
    assert "审核单位" in done
    assert registering.hr.name in done


def test_nothing_is_lost_going_back_or_on_a_refusal(client, registering, organization):
    first_steps(client, organization)
    refused = client.post("/register/base/applicant", data=APPLICANT | {"password": "short", "again": "short"})
    assert refused.status_code == 422
    assert f'value="{NAME}"' in refused.text
    assert "short" not in refused.text
    assert 'value="黄河继续教育学院"' in client.get("/register/base/organization").text
    step = client.get("/register/base/code")
    assert CODE in step.text
    assert "证书.pdf" in step.text
    assert client.get("/register/upload").data == PDF


def test_a_step_cannot_be_skipped(client, registering):
    assert client.get("/register/base/applicant").location == "/register/base/organization"
    assert client.get("/register/base/organization").location == "/register/base/code"
    assert client.get("/register/nonsense/code").status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [({"credit_code": "123"}, "应为18位"), ({"credit_code": CODE}, "请上传证件扫描件"),
     ({"credit_code": CODE, "file": (BytesIO(b"<script>"), "证书.pdf")}, "不能上传")],
)  # fmt: skip
def test_the_first_step_says_what_is_wrong(client, registering, data, words):
    client.get("/register/base/code")
    answer = client.post("/register/base/code", data=data)
    assert answer.status_code == 422
    assert words in page_text(answer)


def test_wrong_answers_stand_beside_their_fields(client, registering, organization):
    first_steps(client, organization)
    answer = client.post("/register/base/organization", data=organization | {"hr_id": registering.competent.id})
    assert answer.status_code == 422
    assert "同级人社部门" in page_text(answer)
    answer = client.post("/register/base/organization", data=organization | {"organization_name": "长" * 5000})
    assert answer.status_code == 422
    client.post("/register/base/organization", data=organization)
    for changes in ({"again": "x"}, {"privacy": ""}, {"mobile": ""}, {"resident_id": "长" * 5000}):
        assert client.post("/register/base/applicant", data=APPLICANT | changes).status_code == 422


def test_sent_twice_it_is_registered_once(client, registering, organization, session):
    register(client, organization)
    client.post("/register/base/applicant", data=APPLICANT)
    assert session.scalar(select(func.count()).select_from(Registration)) == 1


def test_another_browser_sees_nothing_without_the_password(new_client, registering, organization, session):
    register(new_client(), organization)
    id_ = session.scalars(select(Registration.id)).one()
    other = new_client()
    for method, address in (("GET", ""), ("GET", "/correct"), ("POST", "/withdraw")):
        other.get("/register/progress")
        assert other.open(f"/register/progress/{id_}{address}", method=method).status_code == 404
    assert ask(other, password="Falsch@12345").status_code == 422
    assert other.get("/register/upload").status_code == 404
    found = ask(other)
    told = page_text(other.get(found.location))
    assert registering.hr.name in told
    assert "提交注册申请" in told


def test_the_proof_changes_the_browsers_token(client, registering, organization):
    register(client, organization)
    before = client.get_cookie("session").value
    ask(client)
    assert client.get_cookie("session").value != before


def test_it_is_withdrawn_from_the_progress_page(client, registering, organization):
    register(client, organization)
    page = ask(client).location
    client.get(page)
    client.post(f"{page}/withdraw")
    assert "已撤回" in page_text(client.get(page))


def test_signing_in_while_pending_leads_to_the_progress(client, registering, organization):
    register(client, organization)
    client.get("/sign-in")
    answer = client.post("/sign-in", data={"user_type": "base", "resident_id": NUMBER, "password": PASSWORD})
    assert "您的注册正在审核中" in page_text(answer)
    assert "/register/progress" in answer.text


def test_the_reviewer_returns_it_and_the_applicant_corrects_everything(
    new_client, registering, organization, session
):
    applicant = new_client()
    register(applicant, organization)
    reviewer = sign_in(new_client(), registering.hr_member)
    assert "黄河继续教育学院" in page_text(reviewer.get("/inbox")) or "注册申请" in page_text(
        reviewer.get("/inbox")
    )
    url = f"/instances/{session.scalars(select(Instance.id)).one()}"
    page = reviewer.get(url)
    assert "名称相近的机构" in page_text(page)
    preview = page.text.split('href="/attachments/')[1].split('"')[0]
    shown = reviewer.get(f"/attachments/{preview}")
    assert (shown.data, shown.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert registering.decide("return", by=registering.hr_member).ok
    session.commit()
    own = ask(applicant).location
    assert "请更换清晰的扫描件" in page_text(applicant.get(own))
    form = applicant.get(f"{own}/correct")
    assert 'value="黄河继续教育学院"' in form.text
    data = organization | {"credit_code": CODE, "organization_name": "黄河学院", "comment": "已更正"}
    refused = applicant.post(f"{own}/correct", data=data | {"mobile": "12", "email": "a@b.example"})
    assert "手机号码应为" in page_text(refused)
    data |= {"mobile": "10000000009", "email": "song@xueyuan.example"}
    sent = applicant.post(f"{own}/correct", data=data | {"file": (BytesIO(PDF), "新证书.pdf")})
    assert sent.status_code == 303, page_text(sent)
    row = session.scalars(select(Registration)).one()
    assert (sealer().unseal(row.mobile_sealed), row.email) == ("10000000009", "song@xueyuan.example")
    assert "黄河学院" in page_text(reviewer.get(url))
    assert applicant.post(f"{own}/correct", data=data).location == own


def test_a_neighbour_reviewer_sees_neither_it_nor_its_scan(new_client, registering, organization, session):
    register(new_client(), organization)
    neighbour = sign_in(new_client(), make_member(session, make_base(session)))
    session.commit()
    assert neighbour.get(f"/instances/{session.scalars(select(Instance.id)).one()}").status_code == 404


def test_a_scan_is_kept_as_soon_as_it_was_chosen(client, registering):
    client.get("/register/base/code")
    kept = client.post("/register/upload", data={"file": (BytesIO(PDF), "证书.pdf")})
    assert (kept.status_code, "证书.pdf" in kept.text, "<iframe" in kept.text) == (200, True, True)
    refused = client.post("/register/upload", data={"file": (BytesIO(b"<script>"), "证书.pdf")})
    assert ("不能上传" in refused.text, "已上传" in refused.text) == (True, True)
    picture = client.post("/register/upload", data={"file": (BytesIO(PNG), "证书.png")})
    assert "<img" in picture.text
    step = client.post("/register/base/code", data={"credit_code": CODE})
    assert step.location == "/register/base/organization"


def test_without_scripts_level_and_industry_are_typed(client, registering, organization):
    first_steps(client, organization)
    typed = organization | {"level": "", "level_text": "市级", "industry_code": "", "industry_code_text": "教育"}
    assert client.post("/register/base/organization", data=typed).location == "/register/base/applicant"
    for changes, words in (
        ({"level_text": "镇级"}, "没有“镇级”"),
        ({"level_text": ""}, "请选择培训机构级别"),
        ({"industry_code": "?"}, "请选择所属行业"),
    ):
        answer = client.post("/register/base/organization", data=typed | changes)
        assert answer.status_code == 422
        assert words in page_text(answer)


def test_choosers_answer_anybody(client, registering):
    assert "国家级" in client.get("/register/choices/level").text
    assert "教育" in client.get("/register/choices/industry_code?q=育").text
    assert "教育" not in client.get("/register/choices/industry_code?q=农").text
    assert registering.hr.name in client.get("/register/choices/hr").text
    assert registering.competent.name in client.get("/register/choices/competent?q=教育").text
    assert client.get("/register/choices/nobody").status_code == 404
