"""A learner's registration on its way: applicant -> the employer he chose."""

from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import Select, func, insert, literal, select, update
from sqlalchemy.orm import Session

from app.errors import Refusal
from app.items.item import Candidate
from app.items.registration import RegistrationItem
from app.permissions import Submitter
from models import ItemKind, Learner, Organization, Registration, RegistrationKind

TEXTS = ("title_series", "title_grade", "department", "education", "school", "major")


class AlreadyLearner(Refusal):
    """该身份证号已是专业技术人员用户，请直接登录；更换单位的，请登录后办理单位调转。"""


class LearnerRegistrationItem(RegistrationItem):
    """The item of `learner_registration`."""

    kind: ClassVar[ItemKind] = ItemKind.LEARNER_REGISTRATION
    process_id: ClassVar[str] = "learner_registration"
    registers: ClassVar[RegistrationKind] = RegistrationKind.LEARNER

    def lock_candidates(self, session: Session, item_ids: Sequence[int], *, by: Submitter) -> list[Candidate]:
        """As every registration; nobody becomes a learner twice."""
        known = set(session.scalars(_already(item_ids)))
        return [
            Candidate(one.id, one.refusal or (AlreadyLearner() if one.id in known else None))
            for one in super().lock_candidates(session, item_ids, by=by)
        ]

    def revision_columns(self) -> Select[int, Any, Any]:
        """What the employer sees; no condition reads anything of it."""
        one = Registration
        parts = {"applicant": one.applicant_name, "employer": Organization.name}
        parts |= {name: getattr(one, name) for name in TEXTS}
        pairs = [part for name, column in parts.items() for part in (literal(name), column)]
        content = func.jsonb_build_object(*pairs).label("content")
        return select(one.id.label("item_id"), content, func.jsonb_build_object().label("variables")).join(
            Organization, Organization.id == one.employer_id
        )

    def make(self, session: Session, item_ids: Sequence[int]) -> None:
        """The learners. Raises AlreadyLearner where one became it in the meantime."""
        if session.scalars(_already(item_ids)).first() is not None:
            raise AlreadyLearner()
        one, is_meant = Registration, Registration.id == func.any(list(item_ids))
        columns = ("user_id", "resident_id_hash", "employer_id", *TEXTS)
        session.execute(
            insert(Learner).from_select(
                [*columns, "name"],
                select(*(getattr(one, name) for name in columns), one.applicant_name).where(is_meant),
            )
        )
        session.execute(
            update(one)
            .where(is_meant, Learner.user_id == one.user_id)
            .values(learner_id=Learner.id)
            .execution_options(synchronize_session=False)
        )


def _already(item_ids: Sequence[int]) -> Select[int]:
    return (
        select(Registration.id)
        .join(Learner, Learner.resident_id_hash == Registration.resident_id_hash)
        .where(Registration.id == func.any(list(item_ids)))
    )
