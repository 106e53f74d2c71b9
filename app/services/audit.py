"""The audit log: one row a command or sign-in."""

from contextvars import ContextVar
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import bindparam, insert
from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.prepared import Prepared
from models import AuditEvent

request_address: ContextVar[str | None] = ContextVar("request_address", default=None)
"""Where the request came from; the web layer sets it, background jobs have none."""


def record(
    session: Session,
    *,
    by: Actor | None,
    action: str,
    succeeded: bool = True,
    organization_id: int | None = None,
    user_id: int | None = None,
    **detail: Any,
) -> None:
    """Write that `by` did `action`; `detail` is JSON and holds no id number in the clear.

    `organization_id` is the member's own unless given. `user_id` names a person who is nobody's actor yet, as
    in a failed sign-in. Source of the rule: GB/T 22239-2019, 8.1.4.3.
    """
    if by is not None:
        user_id = by.user_id
        if organization_id is None and not by.is_learner:
            organization_id = by.organization_id
    _RECORDING.run(
        session,
        user_id=user_id,
        organization_id=organization_id,
        action=action,
        succeeded=succeeded,
        address=request_address.get(),
        detail=Jsonb(detail),
    )


_COLUMNS = ("user_id", "organization_id", "action", "succeeded", "address", "detail")
_RECORDING = Prepared(insert(AuditEvent).values({name: bindparam(name) for name in _COLUMNS}))
