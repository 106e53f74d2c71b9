"""The learner's certificates, transfers and profile, through their pages."""

from dataclasses import replace

import pytest

from app.config import settings
from app.services.certificates.check import seal_of
from models import Certificate, EmployerTransfer
from tests.app.conftest import make_app, page_text, sign_in
from tests.certifying import YEAR, reach_standard
from tests.factories import make_employer
from tests.transferring import transfer_somebody


@pytest.fixture
def year(session):
    year = reach_standard(session)
    session.commit()
    return year


@pytest.fixture
def moving(session):
    moving = transfer_somebody(session)
    session.commit()
    return moving


def test_a_certificate_is_issued_printed_and_checked(client, new_client, session, year):
    sign_in(client, year.actor)
    assert "生成证书" in page_text(client.get("/certificates"))
    assert client.post("/certificates", data={"year": YEAR}).status_code == 303
    certificate = session.query(Certificate).one()
    pdf = client.get(f"/certificates/{certificate.id}.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF-")
    address = f"/certificates/check?number={certificate.number}&code={certificate.code}"
    assert "证书有效" in page_text(new_client().get(address))
    assert "没有查到" in page_text(new_client().get(address[:-1] + ("A" if address[-1] != "A" else "B")))


def test_the_check_page_asks_for_both_fields(client):
    assert client.get("/certificates/check").status_code == 200
    assert client.get("/certificates/check?number=JXJY1").status_code == 422


def test_a_transfer_is_asked_for_followed_and_withdrawn(client, new_client, session, moving):
    sign_in(client, moving.actor)
    offered = client.get(f"/transfers/employers?q={moving.new.name}").text
    assert f'data-choice-id="{moving.new.id}"' in offered
    asked = client.post("/transfers/new", data={"employer_id": moving.new.id, "reason": "工作调动"})
    assert asked.status_code == 303
    instance = moving.instance()
    assert "待单位审核" in page_text(client.get("/transfers"))
    said = page_text(client.get(f"/instances/{instance.id}"))
    assert moving.new.name in said
    assert "撤回" in said
    reviewer = sign_in(new_client(), moving.new_member)
    assert "工作调动" in page_text(reviewer.get(f"/instances/{instance.id}"))
    assert f"{moving.chain.employer.name}调出的人员" in page_text(reviewer.get("/inbox"))
    assert client.post(f"/instances/{instance.id}/withdraw", data={"reason": "不调了"}).status_code == 303
    session.expire_all()
    assert session.query(EmployerTransfer).one().state.value == "withdrawn"


def test_without_scripts_the_whole_name_will_do(client, moving):
    sign_in(client, moving.actor)
    asked = client.post("/transfers/new", data={"employer_id_text": moving.new.name, "reason": "工作调动"})
    assert asked.status_code == 303


def test_an_unknown_employer_is_refused_beside_its_field(client, moving):
    sign_in(client, moving.actor)
    asked = client.post("/transfers/new", data={"employer_id_text": "没有的单位", "reason": "工作调动"})
    assert asked.status_code == 422
    assert "没有找到所选单位" in page_text(asked)
    assert "工作调动" in asked.text


def test_a_returned_transfer_is_corrected_on_its_own_page(client, session, moving):
    moving.request()
    moving.decide("return")
    other = make_employer(session, hr=moving.chain.hr)
    session.commit()
    sign_in(client, moving.actor)
    instance = moving.instance().id
    address = client.get(f"/instances/{instance}/correct").location
    assert client.get(address).status_code == 200
    assert client.post(address, data={"employer_id": other.id, "reason": "改正"}).status_code == 303
    assert "待单位审核" in page_text(client.get("/transfers"))


def test_the_profile_is_saved(client, moving):
    sign_in(client, moving.actor)
    assert "出生日期" in page_text(client.get("/my-profile"))
    saved = client.post("/my-profile", data={"title_series": "会计", "title_grade": "中级", "school": "郑州大学"})
    assert saved.status_code == 303
    assert "郑州大学" in client.get("/my-profile").text
    refused = client.post("/my-profile", data={"title_series": "无", "title_grade": "中级"})
    assert refused.status_code == 422


def test_typed_checks_need_a_captcha_and_those_of_the_qr_code_do_not(database, session, year):
    certificate = year.issue()
    session.commit()
    reader = make_app(database, replace(settings(), captcha=True)).test_client()
    address = f"/certificates/check?number={certificate.number}&code={certificate.code}"
    assert "验证码" in page_text(reader.get("/certificates/check"))
    assert reader.get("/captcha.png").mimetype == "image/png"
    assert reader.get(f"{address}&captcha=WRONG").status_code == 422
    sealed = reader.get(f"{address}&s={seal_of(certificate.number, certificate.code)}")
    assert "证书有效" in page_text(sealed)
