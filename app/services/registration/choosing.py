"""For choosers that anybody may open: departments as a tree, all others by name, short lists whole."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plain_text import tidy
from app.services.page import Page, page_of
from app.services.reference.names import open_industries
from app.services.registration.refusals import WrongField
from models import Level, Organization, OrganizationKind

OFFERED = {
    "hr": OrganizationKind.HR,
    "competent": OrganizationKind.COMPETENT,
    "superior": OrganizationKind.EMPLOYER,
    "employer": OrganizationKind.EMPLOYER,
}
"""What a chooser is for, and the kind of organisation that it offers."""
LISTED = {"level": "培训机构级别", "industry_code": "所属行业"}
"""Choosers of what is no organisation, by the field that they fill."""
LABELS = {"hr": "同级人社部门", "competent": "主管部门", "superior": "上级单位", "employer": "用人单位"}
ROWS = 30
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Choice:
    """One organisation, or a member of a short list; a department may have others below it."""

    id: int | str
    name: str
    has_children: bool


def search_organizations(session: Session, what: str, text: str, *, after: int | None = None) -> Page[Choice]:
    """A page of enabled organisations whose name holds the text; nothing for an empty text."""
    text = tidy(text)[:100]
    if not text:
        return Page([])
    query = (
        select(Organization.id, Organization.name)
        .where(
            Organization.kind == OFFERED[what],
            Organization.is_enabled,
            Organization.name.icontains(text, autoescape=True),
            Organization.id > (after or 0),
        )
        .order_by(Organization.id)
        .limit(ROWS + 1)
    )
    rows = [Choice(row.id, row.name, has_children=False) for row in session.execute(query)]
    return page_of(rows, ROWS, lambda row: row.id)


def departments_below(session: Session, what: str, parent: int | None, *, after: int | None = None) -> Page[Choice]:
    """A page of the HR departments below one, or the topmost; of the competent departments; none of employers."""
    kind = OFFERED[what]
    if kind is OrganizationKind.EMPLOYER:
        return Page([])
    query = select(Organization.id, Organization.name).where(
        Organization.kind == kind, Organization.is_enabled, Organization.id > (after or 0)
    )
    if kind is OrganizationKind.HR:
        query = query.where(
            Organization.superior_id.is_(None) if parent is None else Organization.superior_id == parent
        )
    rows = session.execute(query.order_by(Organization.id).limit(ROWS + 1)).all()
    has_children = kind is OrganizationKind.HR
    return page_of([Choice(row.id, row.name, has_children) for row in rows], ROWS, lambda row: row.id)


def chosen_organization(session: Session, what: str, id_text: str, name: str, *, required: bool) -> int | None:
    """The id that a chooser sent; without scripts the whole name was typed. Raises WrongField."""
    field, label = f"{what}_id", LABELS[what]
    name = tidy(name)
    meant = select(Organization.id).where(Organization.kind == OFFERED[what], Organization.is_enabled)
    if id_text.isascii() and id_text.isdigit() and int(id_text) <= LARGEST:
        found = session.scalars(meant.where(Organization.id == int(id_text))).all()
    elif name:
        found = session.scalars(meant.where(Organization.name == name).limit(2)).all()
    elif required:
        raise WrongField(field=field, problem=f"请选择{label}。")
    else:
        return None
    if len(found) != 1:
        raise WrongField(field=field, problem=f"没有找到该{label}，请重新选择，或填写其全称。")
    return found[0]


def listed(session: Session, what: str, text: str) -> Page[Choice]:
    """Those of a short list whose name holds the text; all for an empty one."""
    text = tidy(text)
    return Page([Choice(id_, name, has_children=False) for id_, name in _list_of(session, what) if text in name])


def chosen_of_list(session: Session, what: str, id_: str, name: str) -> str:
    """What a chooser sent; without scripts the name was typed. Raises WrongField."""
    known, name = _list_of(session, what), tidy(name)
    found = [one for one, called in known if (one == id_ if id_ else called == name)]
    if not found:
        problem = f"请选择{LISTED[what]}。"
        if name and not id_:
            problem = f"没有“{name[:20]}”，请选择{LISTED[what]}，或填写其全称。"
        raise WrongField(field=what, problem=problem)
    return found[0]


def _list_of(session: Session, what: str) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in Level] if what == "level" else open_industries(session)
