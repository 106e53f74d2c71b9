"""注册: for people who are not signed in."""

from app.views.registration import choosing, learner, progress, scan, wizard  # noqa: F401 -- they fill the blueprint
from app.views.registration.blueprint import bp

__all__ = ["bp"]
