"""基础数据: the pages of system administrators."""

import pytest

from app.services.reference import load_reference
from models import Industry, Region
from tests.app.conftest import page_text, sign_in
from tests.drawing import make_offices


@pytest.fixture
def administrator(client, session):
    load_reference(session)
    by = make_offices(session).system
    session.commit()
    return sign_in(client, by)


def test_the_tree_leads_from_the_province_to_a_county(administrator):
    top = administrator.get("/reference")
    assert "河南省" in page_text(top)
    assert 'href="/reference/regions/410100"' in top.text
    city = page_text(administrator.get("/reference/regions/410100"))
    for said in ("郑州市", "金水区", "尚未设立", "410105"):
        assert said in city
    assert administrator.get("/reference/regions/000000").status_code == 404
    assert 'aria-current="page">基础数据' in administrator.get("/reference/industries").text.replace("\n", "")


def test_a_region_is_added_renamed_closed_and_opened(administrator, session):
    page = administrator.get("/reference/regions/410100/new")
    assert "上级区域 郑州市" in page_text(page)
    wrong = administrator.post("/reference/regions/410100/new", data={"code": "41", "name": "航空港区"})
    assert wrong.status_code == 422
    assert "应为6位数字" in page_text(wrong)
    assert "航空港区" in wrong.text
    sent = {"code": "410171", "name": "航空港区"}
    assert administrator.post("/reference/regions/410100/new", data=sent).location == "/reference/regions/410100"
    assert 'value="航空港区"' in administrator.get("/reference/regions/410171/rename").text
    administrator.post("/reference/regions/410171/rename", data={"name": "航空港"})
    assert "“航空港区”已更名为“航空港”" in page_text(administrator.get("/reference/regions/410100"))
    assert "不能再选" in page_text(administrator.get("/reference/regions/410171/close"))
    assert administrator.post("/reference/regions/410171/close").status_code == 303
    assert "已停用区域“航空港”" in page_text(administrator.get("/reference/regions/410100"))
    assert not session.get_one(Region, "410171").is_open
    assert "可以再次选择" in page_text(administrator.get("/reference/regions/410171/open"))
    administrator.post("/reference/regions/410171/open")
    session.expire_all()
    assert session.get_one(Region, "410171").is_open
    refused = administrator.post("/reference/regions/410100/close")
    assert refused.status_code == 409
    assert "还有13个启用中的下级区域" in page_text(refused)


def test_an_industry_is_added_renamed_closed_and_opened(administrator, session):
    assert "教育" in page_text(administrator.get("/reference/industries"))
    taken = administrator.post("/reference/industries/new", data={"code": "P", "name": "某业"})
    assert taken.status_code == 422
    assert "已用于“教育”" in page_text(taken)
    administrator.post("/reference/industries/new", data={"code": "U", "name": "数据业"})
    assert administrator.post("/reference/industries/U/rename", data={"name": ""}).status_code == 422
    administrator.post("/reference/industries/U/rename", data={"name": "数据产业"})
    assert administrator.get("/reference/industries/U/close").status_code == 200
    administrator.post("/reference/industries/U/close")
    row = session.get_one(Industry, "U")
    assert (row.name, row.is_open) == ("数据产业", False)
    administrator.post("/reference/industries/U/open")
    session.expire_all()
    assert session.get_one(Industry, "U").is_open
    assert administrator.get("/reference/industries/Z/rename").status_code == 404
