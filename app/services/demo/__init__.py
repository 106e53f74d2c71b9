"""The demo province: every person, employer, base and score in it is made up."""

from app.services.demo.accounts import DemoAccount, demo_accounts
from app.services.demo.make import DemoNotAllowed, make_demo

__all__ = ["DemoAccount", "DemoNotAllowed", "demo_accounts", "make_demo"]
