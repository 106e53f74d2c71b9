"""Reading a bulk command: how far it is, and which rows were left out and why."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.permissions import Actor, owns
from models import Command, CommandResult


def find(session: Session, command_id: int, *, by: Actor) -> Command:
    """A command of the actor's organisation. Raises NotFound for anybody else's."""
    command = session.get(Command, command_id)
    if command is None or not owns(by, organization_id=command.organization_id):
        raise NotFound()
    return command


def refusals(
    session: Session, command_id: int, *, by: Actor, after: int = 0, limit: int = 50
) -> Sequence[CommandResult]:
    """Refused rows of a command behind position `after`, in order."""
    command = find(session, command_id, by=by)
    return session.scalars(
        select(CommandResult)
        .where(
            CommandResult.command_id == command.id,
            CommandResult.refusal.is_not(None),
            CommandResult.position > after,
        )
        .order_by(CommandResult.position)
        .limit(limit)
    ).all()
