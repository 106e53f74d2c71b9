"""The chapters of the base's guide, each as one person does them in Chromium."""

import os
import re
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.choosers import pick
from tests.browser.test_attachments import a_picture
from tests.browser.workbooks import download, fill
from tests.factories import PASSWORD
from tests.registering import CODE, NAME, NUMBER

PICTURES = os.environ.get("GUIDE_PICTURES")
COLOURS = 96  # of a picture in the guide: as good to read, and a third of the size
BASE = "黄河继续教育学院"
NEW_PASSWORD = "Yellow@River26"
COLLEAGUE = "周录入"


def picture(page: Page, name: str) -> None:
    """Keep what the reader sees, for the guide's table."""
    if PICTURES:
        page.wait_for_load_state("networkidle")
        seen = Image.open(BytesIO(page.screenshot()))
        seen.convert("RGB").quantize(COLOURS).save(Path(PICTURES) / f"{name}.png", optimize=True)


def menu(page: Page, label: str) -> None:
    """Choose from the menu."""
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name=re.compile(f"^{label}")).click()


def saved(page: Page) -> None:
    """Press 保存, and read that it was done."""
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status").first).to_be_visible()


def decide(page: Page, group: str, item: str, outcome: str = "通过", *, named: str = "") -> None:
    """Open a row of the inbox and decide it."""
    page.goto("/inbox")
    page.get_by_role("main").get_by_role("link", name=group).first.click()
    if named:
        picture(page, f"{named}-inbox")
    page.get_by_role("table").get_by_role("link", name=item).first.click()
    if named:
        picture(page, named)
    page.get_by_role("button", name=outcome, exact=True).first.click()
    page.locator("dialog[open] [data-confirm]").click()
    expect(page.get_by_role("status").first).to_be_visible()


def register(page: Page, hr_name: str) -> None:
    """注册: from the home page past code and scan, profile, applicant, to the progress."""
    page.goto("/")
    picture(page, "front")
    page.get_by_role("link", name="继续教育基地注册").click()
    page.get_by_label("统一社会信用代码或法人机构代码").fill(CODE)
    scan = {"name": "事业单位法人证书.png", "mimeType": "image/png", "buffer": a_picture().read()}
    page.set_input_files("input[type=file]", scan)
    expect(page.get_by_role("img", name="已上传的证件扫描件")).to_be_visible()
    picture(page, "register-code")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("机构名称").fill(BASE)
    pick(page, "同级人社部门", hr_name)
    pick(page, "培训机构级别", "县级")
    page.get_by_label("联系人").fill("李联系")
    page.get_by_label("联系电话").fill("0371-65901234")
    page.get_by_role("button", name="选择所属行业").click()
    expect(page.locator("dialog[open] [data-choice-id]").first).to_be_visible()
    picture(page, "register-chooser")
    page.locator("dialog[open]").get_by_role("button", name="教育", exact=True).click()
    picture(page, "register-organization")
    page.get_by_role("button", name="下一步").click()
    apply(page)


def apply(page: Page) -> None:
    """申请人账户基本信息: somebody who is no user yet."""
    page.get_by_label("身份证号").fill(NUMBER)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=again]").fill(PASSWORD)
    page.get_by_label("真实姓名").fill(NAME)
    page.get_by_label("手机号码").fill("13800001234")
    page.locator("[name=privacy]").check()
    picture(page, "register-applicant")
    page.get_by_role("button", name="提交注册").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("注册成功")
    picture(page, "register-done")
    page.get_by_role("link", name="查看进度").click()
    picture(page, "register-progress")


def sign_in(page: Page, kind: str, number: str, password: str, *, named: str = "") -> None:
    """登录: from the window 继续教育服务 on the home page."""
    page.goto("/")
    page.get_by_label("用户类型").select_option(label=kind)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("身份证号").fill(number)
    page.get_by_label("密码").fill(password)
    if named:
        picture(page, named)
    page.get_by_role("button", name="登录").click()


def keep_own_data(page: Page) -> None:
    """基本信息维护: profile, venues and people."""
    menu(page, "基本信息维护")
    page.get_by_label("地址").fill("测试市文化路1号")
    saved(page)
    picture(page, "organization")
    page.get_by_role("link", name="教学场地设施").click()
    page.get_by_role("link", name="新增场地").click()
    page.get_by_label("场地名称").fill("一号教室")
    page.get_by_label("面积").fill("75")
    page.get_by_label("座位数").fill("45")
    page.get_by_label("自有").check()
    saved(page)
    picture(page, "venues")
    page.get_by_role("link", name="人员情况").click()
    page.get_by_role("link", name="新增人员").click()
    page.get_by_label("专职教师").check()
    page.get_by_label("姓名").fill("沈老师")
    page.get_by_label("学历").select_option(index=1)
    saved(page)
    picture(page, "staff")


def keep_own_account(page: Page) -> None:
    """个人基本信息维护 and 密码修改, for which the old password is asked."""
    menu(page, "个人基本信息维护")
    page.get_by_label("电子邮箱").fill("zhang@xueyuan.example")
    saved(page)
    picture(page, "profile")
    page.goto("/password")
    picture(page, "password")
    page.get_by_label("原密码").fill("Falsch@12345")
    page.locator("[name=new_password]").fill(NEW_PASSWORD)
    page.locator("[name=again]").fill(NEW_PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_role("alert")).to_contain_text("密码")
    page.get_by_label("原密码").fill(PASSWORD)
    page.locator("[name=new_password]").fill(NEW_PASSWORD)
    page.locator("[name=again]").fill(NEW_PASSWORD)
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_role("status").first).to_be_visible()


def keep_administrators(page: Page, number: str) -> None:
    """管理账户: a role first, then an administrator who holds it."""
    menu(page, "角色管理")
    page.get_by_role("link", name="新增角色").click()
    page.get_by_label("角色名称").fill("成绩管理员")
    page.get_by_label("全部权限模块").check()
    picture(page, "role")
    saved(page)
    menu(page, "单位管理员")
    page.get_by_role("link", name="新增管理员").click()
    page.get_by_role("link", name=re.compile("非本系统用户|新用户")).first.click()
    page.get_by_label("身份证号").fill(number)
    page.get_by_label("初始密码").fill(PASSWORD)
    page.locator("[name=again]").fill(PASSWORD)
    page.get_by_label("真实姓名").fill(COLLEAGUE)
    page.get_by_label("手机号码").fill("13800001235")
    page.get_by_label("角色").select_option(label="成绩管理员")
    page.get_by_role("button", name="新增", exact=True).click()
    expect(page.get_by_role("row").filter(has_text=COLLEAGUE).first).to_be_visible()
    picture(page, "members")


def keep_subject(page: Page) -> None:
    """专业科目管理: two are added, one is disabled."""
    for name in ("合理用药", "急救技能"):
        menu(page, "专业科目管理")
        page.goto("/base/subjects/new")
        page.get_by_label("科目名称").fill(name)
        page.get_by_label("年度").fill("2026")
        page.get_by_label("学时").fill("24")
        saved(page)
    page.get_by_role("button", name="禁用 急救技能").click()
    expect(page.get_by_role("row").filter(has_text="急救技能").first).to_contain_text("已禁用")
    picture(page, "subjects")


def plan(page: Page) -> None:
    """培训计划管理: create, submit, withdraw while it waits, and submit again."""
    page.goto("/base/plans/new")
    page.get_by_label("计划名称").fill("合理用药培训")
    page.get_by_label("专业科目").check()
    with page.expect_response("**/base/plans/subjects*"):  # the select is filled anew for type and year
        page.get_by_label("培训年度").fill("2026")
        page.keyboard.press("Tab")
    page.get_by_label("培训人数").fill("30")
    page.get_by_label("学时").fill("24")
    page.get_by_label("开始日期").fill("2026-03-01")
    page.get_by_label("结束日期").fill("2026-10-31")
    page.get_by_label("面授").check()
    page.get_by_label("培训科目").select_option(label="合理用药")
    picture(page, "plan-new")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("提交成功")).to_be_visible()
    page.get_by_role("link", name="办理过程与撤销").click()
    page.get_by_role("button", name="撤回", exact=True).click()
    page.get_by_label("撤回原因").fill("学时填错。")
    page.get_by_role("button", name="确认撤回").click()
    expect(page.get_by_role("status").first).to_contain_text("已撤回")
    page.goto("/base/plans")
    page.get_by_role("link", name="合理用药培训").first.click()
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("提交成功")).to_be_visible()
    picture(page, "plan")


def teach(page: Page) -> None:
    """培训班管理: a class on the effective plan."""
    page.goto("/base/plans")
    picture(page, "plans")
    page.get_by_role("link", name="合理用药培训").first.click()
    page.get_by_role("link", name="添加培训班").click()
    page.get_by_label("培训班名称").fill("合理用药第一期")
    page.get_by_label("开始日期").fill("2026-05-11")
    page.get_by_label("结束日期").fill("2026-05-15")
    page.get_by_label("培训地点").fill("一号教室")
    page.get_by_label("学时").fill("24")
    page.get_by_label("合格线").fill("60")
    picture(page, "class-new")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("row").filter(has_text="合理用药第一期").first).to_be_visible()


def enter_score(page: Page, number: str) -> None:
    """成绩录入: choose the class, then number and mark."""
    menu(page, "学员成绩管理")
    page.get_by_role("button", name="选择培训班名称").click()
    page.get_by_role("dialog").get_by_role("button", name="合理用药第一期").click()
    page.get_by_role("button", name="进入").click()
    page.get_by_role("textbox", name="身份证号", exact=True).fill(number)
    page.get_by_role("textbox", name="成绩", exact=True).fill("92")
    page.get_by_role("button", name="成绩录入").click()
    expect(page.get_by_role("status")).to_contain_text("钱学员")
    picture(page, "scores")


def import_scores(page: Page, rows: list[tuple[object, ...]], folder: Path) -> None:
    """批量导入成绩: fill the template in, upload it, look, and import."""
    template = download(page, "下载导入模板", folder)
    page.get_by_role("link", name="上传填好的表格").click()
    page.get_by_label("成绩表格").set_input_files(fill(template, rows))
    page.get_by_role("button", name="上传并核对").click()
    take = page.get_by_role("button", name=re.compile("导入全部"))
    expect(take).to_be_visible()
    picture(page, "import")
    take.click()
    expect(page.get_by_role("status").first).to_contain_text("已导入")


def declare(page: Page, name: str) -> None:
    """学员成绩申报: one row of the list."""
    menu(page, "学员成绩申报")
    page.get_by_role("button", name=f"申报 {name} 的成绩").click()
    confirm = page.locator("dialog[open] button[type=submit]")
    if confirm.count():
        confirm.click()
    expect(page.get_by_role("status").first).to_contain_text("已申报")
    picture(page, "declarations")


def report(page: Page) -> None:
    """年审报告管理: write, attach, check, declare."""
    page.goto("/base/reports/new")
    expect(page.get_by_label("本年度培训任务完成情况")).to_have_value(re.compile("审核合格1条"))
    page.get_by_label("下年度培训计划").fill("举办培训三期。")
    picture(page, "report-new")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="核对并申报").click()
    picture(page, "declare-report")
    page.get_by_role("button", name="确认无误，申报").click()
    expect(page.get_by_text("申报成功")).to_be_visible()
