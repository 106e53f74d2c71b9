"""The menu: one table of what it offers, to whom, in the words of the guide."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, request, url_for
from sqlalchemy.orm import Session

from app.permissions import Actor, Permission, may
from app.services.alarms.list import count_alarms
from app.services.inbox.counts import count_waiting
from app.views import context

ACCOUNTS = "管理账户"
MINE = "个人账户"

Badge = Callable[[Session, Actor], int]


@dataclass(frozen=True)
class Entry:
    """A line of the menu; `badge` counts what waits there, on pages that show the menu."""

    label: str
    endpoint: str
    permission: Permission
    group: str = ""
    badge: Badge | None = None
    summary: str = ""  # one sentence on the start page
    alone: bool = False  # what lies under its address is not of it: a reviewer opens instances from his inbox


@dataclass(frozen=True)
class Item:
    """An entry as the layout shows it to one reader."""

    label: str
    url: str
    active: bool
    badge: int
    group: str
    summary: str


ENTRIES: tuple[Entry, ...] = (
    Entry("首页", "home.start", Permission.HOME_VIEW),
    Entry(
        "基本信息维护",
        "organization.profile",
        Permission.ORGANIZATION_EDIT,
        summary="修改本单位的联系人、地址、法定代表人和简介。",
    ),
    Entry(
        "培训计划管理",
        "base.plans.plans",
        Permission.PLAN_VIEW,
        summary="新增、提交培训计划，审核通过后生效。",
    ),
    Entry(
        "专业科目管理",
        "base.subjects.subjects",
        Permission.SUBJECT_VIEW,
        summary="新增、编辑、禁用本基地的专业科目，查看公需科目。",
    ),
    Entry(
        "培训班管理",
        "base.classes.classes",
        Permission.CLASS_VIEW,
        summary="在已生效的培训计划上添加培训班。",
    ),
    Entry(
        "学员成绩管理",
        "base.scores.classes",
        Permission.SCORE_ENTER,
        summary="选择培训班，录入或批量导入学员成绩。",
    ),
    Entry(
        "学员成绩申报",
        "base.declarations.scores",
        Permission.SCORE_DECLARE,
        summary="查询成绩和申报状态，申报一条、多条或全部。",
    ),
    Entry(
        "年审报告管理",
        "base.reports.reports",
        Permission.REPORT_VIEW,
        summary="撰写、申报年度报告，查询审核状态和考核等次。",
    ),
    Entry(
        "待办事项",
        "inbox.groups",
        Permission.INBOX_VIEW,
        badge=count_waiting,
        summary="等待本单位办理的事项，按培训班或基地归并。",
    ),
    Entry(
        "流程管理",
        "diagrams.processes",
        Permission.DIAGRAM_VIEW,
        summary="查看各类审批流程的现行版本，画草稿、比较差异、提交发布、恢复旧版。",
    ),
    Entry(
        "审计日志",
        "audit_log.events",
        Permission.AUDIT_VIEW,
        summary="谁在何时何处做了什么，是否成功；按日期、人员查找。",
    ),
    Entry(
        "无人办理的事项",
        "alarms.alarms",
        Permission.ALARM_MANAGE,
        badge=count_alarms,
        summary="找不到办理单位、单位没有管理员或超期无上级可转的事项，为其指定办理单位。",
    ),
    Entry(
        "消息推送",
        "webhooks.webhooks",
        Permission.WEBHOOK_MANAGE,
        summary="事项有变化时告知其他系统：接收地址、事件和最近一次的结果。",
    ),
    Entry(
        "机构管理",
        "organizations.organizations",
        Permission.PROVINCE_VIEW,
        summary="查询全省各类机构，新增人社部门，为最上级人社部门的超级管理员重置密码。",
    ),
    Entry(
        "基础数据",
        "reference.regions",
        Permission.REFERENCE_MANAGE,
        summary="新增、更名、停用区域和行业；停用的不能再选，已有资料不变。",
    ),
    Entry(
        "学时审验",
        "hr.revocations.search",
        Permission.REVOCATION_PROPOSE,
        summary="对已合格的成绩提议审验不通过，由本部门另一名管理员复核。",
    ),
    Entry(
        "公需科目管理",
        "hr.subjects.subjects",
        Permission.PUBLIC_SUBJECT_MANAGE,
        summary="按年度发布、编辑、禁用公需科目。",
    ),
    Entry(
        "年度规则",
        "hr.year_rules.rules",
        Permission.YEAR_RULE_MANAGE,
        summary="各年度的学时标准、每日学时上限、合格线和申报期。",
    ),
    Entry(
        "我发起的",
        "instances.submitted",
        Permission.SUBMITTED_VIEW,
        summary="本单位提交的各类事项的去向和当前办理单位。",
        alone=True,
    ),
    Entry(
        "查询统计",
        "statistics.start",
        Permission.STATISTICS_VIEW,
        summary="按地区、单位、基地和年度统计人数、学时和达标情况，可导出。",
    ),
    Entry(
        "办理分析",
        "dashboard.dashboard",
        Permission.DASHBOARD_VIEW,
        summary="收到、办结、在办和超期，等待原因，人员办理量，流程热力图。",
    ),
    Entry(
        "下级机构",
        "accounts.subordinates.subordinates",
        Permission.ORGANIZATION_LIST,
        summary="查询、导出下级机构，停用或启用，为其超级管理员重置密码。",
    ),
    Entry("我的学时", "hours.hours", Permission.HOURS_VIEW, summary="各年度学时、是否达标和每条成绩的状态。"),
    Entry(
        "通知公告管理",
        "hr.notices.notices",
        Permission.NOTICE_MANAGE,
        summary="发布、修改、置顶、撤下首页的通知公告。",
    ),
    Entry(
        "证书", "certificates.certificates", Permission.CERTIFICATE_VIEW, summary="学时达标的年度可生成、下载证书。"
    ),
    Entry(
        "单位调转", "transfers.transfers", Permission.TRANSFER_REQUEST, summary="申请变更所在单位，查看审核进度。"
    ),
    Entry("我的资料", "learner_profile.edit", Permission.LEARNER_EDIT, summary="职称、学历和工作部门。"),
    Entry(
        "单位管理员",
        "accounts.members.members",
        Permission.MEMBER_MANAGE,
        group=ACCOUNTS,
        summary="新增管理员，分配角色，重置密码，禁用或删除，更换超级管理员。",
    ),
    Entry(
        "角色管理",
        "accounts.roles.roles",
        Permission.ROLE_MANAGE,
        group=ACCOUNTS,
        summary="新增角色并分配权限模块；新增管理员前须先有角色。",
    ),
    Entry(
        "学员密码重置",
        "accounts.learners.learners",
        Permission.LEARNER_RESET,
        group=ACCOUNTS,
        summary="为本单位的专业技术人员重置密码。",
    ),
    Entry(
        "个人基本信息维护",
        "profile.edit",
        Permission.PROFILE_EDIT,
        group=MINE,
        summary="修改本人的手机号码、电子邮箱和固定电话。",
    ),
    Entry(
        "请假代理",
        "substitutions.substitutions",
        Permission.SUBSTITUTION_SET,
        group=MINE,
        summary="请假期间由同事代为办理审核事项，到期自动收回。",
    ),
    Entry(
        "密码修改",
        "auth.change_password",
        Permission.PASSWORD_CHANGE,
        group=MINE,
        summary="修改本人的登录密码。",
    ),
)


def items_for(actor: Actor | None) -> list[Item]:
    """Return the menu of `actor`: what he may not open is not there."""
    if actor is None:
        return []
    entries = [(entry, url_for(entry.endpoint)) for entry in ENTRIES if may(actor, entry.permission)]
    here = _closest([url for entry, url in entries if not entry.alone or url == request.path], request.path)
    return [_item(entry, url, url == here, actor) for entry, url in entries]


def install(app: Flask) -> None:
    """Give every page its `navigation`."""
    app.context_processor(lambda: {"navigation": items_for(context.viewer())})


def _item(entry: Entry, url: str, active: bool, actor: Actor) -> Item:
    badge = entry.badge(context.session(), actor) if entry.badge else 0
    return Item(entry.label, url, active, badge, entry.group, entry.summary)


def _closest(urls: list[str], path: str) -> str | None:
    """Return the entry that `path` lies under, the deepest if one lies under another."""
    above = [url for url in urls if path == url or path.startswith(url.rstrip("/") + "/")]
    return max(above, key=len, default=None)
