"""Registering in Chromium: no fault for those who cannot see a page, none wider than a telephone, by keyboard."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.services.approvals import decide
from app.services.demo.numbers import nth_credit_code
from app.services.registration.change import correct_registration
from app.services.registration.organization import checked_organization
from app.services.registration.submit import submit_registration
from app.services.registration.uploads import keep_upload
from models import Industry, Instance, RegistrationKind, WorkItem
from tests.browser.accessibility import accessibility_faults
from tests.browser.choosers import pick_by_keyboard
from tests.browser.conftest import DESKTOP, TELEPHONE, OpenPage
from tests.browser.site import Site
from tests.browser.test_attachments import A_PAGE, a_picture
from tests.factories import PASSWORD, make_base, nth_resident_id
from tests.factories.planning import PDF
from tests.registering import CODE, NAME, NUMBER, register_somewhere

PICTURES = os.environ.get("PICTURES")  # a folder for those who want to look themselves


@pytest.fixture(scope="module")
def registered(site: Site) -> dict[str, object]:
    """A registration that was returned to its applicant, another one that waits."""
    with site.database.unit_of_work() as session:
        session.add(Industry(code="P", name="教育"))
        registering = register_somewhere(session)
        registering.submit()
        registering.decide("return", by=registering.hr_member)
        return {"hr": registering.hr_member, "name": registering.hr.name}


@pytest.fixture(scope="module")
def reviewed(site: Site, registered: dict[str, object]) -> dict[str, object]:
    """A registration that was returned and corrected, for its reviewer."""
    with site.database.unit_of_work() as session:
        registering = register_somewhere(session)
        registering.hr.name, registering.competent.name = "邻市人力资源和社会保障局", "邻市教育局"
        make_base(session, hr=registering.hr, name="黄河继续教育学院（东校区）")
        person = registering.person(resident_id=nth_resident_id(4_000_301), name="李申请")
        texts = {"address": "测试市文化路1号", "summary": "面向全市专业技术人员开展继续教育。" * 6}
        scan = keep_upload(session, "a browser", a_picture(900, 1270), "事业单位法人证书.png")
        columns = checked_organization(session, RegistrationKind.BASE, registering.fields(**texts))
        columns["credit_code"] = nth_credit_code(8_000_301)
        row = submit_registration(session, RegistrationKind.BASE, columns, person, scan=scan)
        item = session.scalars(select(WorkItem).where(WorkItem.organization_id == registering.hr.id)).one()
        assert decide(session, [item.id], by=registering.hr_member, outcome="return", comment="名称与证件不符。")[
            0
        ].ok
        columns |= {"organization_name": "黄河继续教育学院（西校区）", "contact_phone": "0371-65905678"}
        correct_registration(session, row.id, columns, comment="已按证件更正。")
        instance = session.scalars(select(Instance).order_by(Instance.id.desc()).limit(1)).one()
        return {"hr": registering.hr_member, "instance": instance.id}


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_the_reviewer_sees_scan_changes_and_namesakes(
    site: Site, open_page: OpenPage, reviewed: dict[str, object], size: tuple[int, int]
):
    page = open_page(reviewed["hr"], size=size)
    page.goto(f"{site.url}/instances/{reviewed['instance']}")
    expect(page.get_by_role("img", name="事业单位法人证书.png")).to_be_visible()
    expect(page.get_by_text("黄河继续教育学院（西校区）").first).to_be_visible()
    expect(page.get_by_role("table", name="名称相近的机构")).to_contain_text("东校区")
    page.wait_for_load_state("networkidle")
    look(page, "review", size)
    page.goto(f"{site.url}/inbox")
    page.get_by_role("main").get_by_role("link", name="继续教育基地注册申请").first.click()
    look(page, "review-inbox", size)


def look(page: Page, name: str, size: tuple[int, int]) -> None:
    """The page has no fault and fits."""
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}_{size[0]}.png", full_page=True)


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_the_steps_have_no_fault_and_fit(site: Site, open_page: OpenPage, registered: dict[str, object], size):
    page = open_page(size=size)
    page.goto(f"{site.url}/register")
    look(page, "choose", size)
    page.get_by_role("link", name="用人单位注册").click()
    page.get_by_label("统一社会信用代码或法人机构代码").fill(CODE[8:17])
    picture = {"name": "证书.png", "mimeType": "image/png", "buffer": a_picture().read()}
    page.set_input_files("input[type=file]", picture)
    shown = page.get_by_role("img", name="已上传的证件扫描件")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert accessibility_faults(page) == []
    page.set_input_files("input[type=file]", {"name": "假.pdf", "mimeType": "application/pdf", "buffer": b"<b>"})
    expect(page.get_by_text("“假.pdf”不能上传")).to_be_visible()
    with page.expect_response(lambda answer: "pdf" in answer.headers.get("content-type", "")):
        page.set_input_files(
            "input[type=file]", {"name": "证书.pdf", "mimeType": "application/pdf", "buffer": A_PAGE}
        )
    expect(page.frame_locator("iframe[title*='证书.pdf']").locator(":root")).to_be_attached()
    look(page, "code", size)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("机构名称").fill("黄河医院")
    page.get_by_role("button", name="选择同级人社部门").click()
    choice = page.get_by_role("button", name=str(registered["name"]), exact=True)
    expect(choice).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=hr_id_text]")).to_have_value(str(registered["name"]))
    pick_by_keyboard(page, "所属行业", "教", "教育")
    page.get_by_label("联系人").fill("李联系")
    page.get_by_label("联系电话").fill("0371-65901234")
    look(page, "organization", size)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("身份证号")).to_be_visible()
    look(page, "applicant", size)


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_the_progress_has_no_fault_and_fits(site: Site, open_page: OpenPage, registered: dict[str, object], size):
    page = open_page(size=size)
    page.goto(f"{site.url}/register/progress")
    look(page, "progress", size)
    page.get_by_label("真实姓名").fill(NAME)
    page.get_by_label("身份证号").fill(NUMBER)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text("请更换清晰的扫描件").first).to_be_visible()
    look(page, "one", size)
    page.get_by_role("link", name="修改并重新提交").click()
    look(page, "correct", size)


def test_without_scripts_the_departments_name_is_typed(
    site: Site, open_page: OpenPage, registered: dict[str, object]
):
    page = open_page(scripts=False)
    page.goto(f"{site.url}/register/base/code")
    page.get_by_label("统一社会信用代码或法人机构代码").fill(CODE[8:17])
    page.set_input_files("input[type=file]", {"name": "证书.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("机构名称").fill("黄河学院")
    page.locator("[name=level_text]").fill("市级")
    page.locator("[name=hr_id_text]").fill(str(registered["name"]))
    page.locator("[name=industry_code_text]").fill("教育")
    page.get_by_label("联系人").fill("李联系")
    page.get_by_label("联系电话").fill("0371-65901234")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("身份证号")).to_be_visible()
