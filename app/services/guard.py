"""May this actor at all: the gate of the functions that only read. Those that change use `confirm`."""

from app.errors import NotPermitted
from app.permissions import Actor, Permission, may


def require(by: Actor, permission: Permission) -> None:
    """Raise NotPermitted unless `by` may use `permission`."""
    if not may(by, permission):
        raise NotPermitted()
