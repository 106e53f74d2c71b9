"""The web application."""

from importlib import import_module

from flask import Flask

from app import assets
from app.config import Settings
from app.config import settings as settings_of_process
from app.database import Database, connect
from app.views import context, converters, error_pages, inbox_tabs, navigation, request_log, security, viewer
from app.views import notifications as notifications_page
from app.views import settings as settings_page
from app.views.application import Application
from app.views.web_session import WebSessionInterface

BLUEPRINTS = (
    "app.views.auth",
    "app.views.health",
    "app.views.front",
    "app.views.recovery",
    "app.views.notices",
    "app.views.notifications",
    "app.views.home",
    "app.views.base",
    "app.views.hr",
    "app.views.inbox",
    "app.views.decided",
    "app.views.addressed",
    "app.views.substitutions",
    "app.views.saved_views",
    "app.views.instances",
    "app.views.sharing",
    "app.views.attachments",
    "app.views.commands",
    "app.views.learner.hours",
    "app.views.learner.certificates",
    "app.views.learner.profile",
    "app.views.learner.transfers",
    "app.views.organization",
    "app.views.superior",
    "app.views.venues",
    "app.views.staff",
    "app.views.accounts",
    "app.views.profile",
    "app.views.settings",
    "app.views.registration",
    "app.views.statistics",
    "app.views.dashboard",
    "app.views.admin.diagrams",
    "app.views.admin.drafts",
    "app.views.admin.tables",
    "app.views.admin.editor",
    "app.views.admin.trial",
    "app.views.admin.migrations",
    "app.views.admin.audit_log",
    "app.views.admin.alarms",
    "app.views.admin.webhooks",
    "app.views.admin.organizations",
    "app.views.admin.reference",
)
# flask commands: app/cli/<name>.py holds the command <name>
COMMANDS = ("audit", "demo", "diagrams", "offices", "reference")


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """Wire the application together; settings and database are the process's own unless given."""
    settings = settings or settings_of_process()
    app = Application(__name__, template_folder="../templates", static_folder="static")
    app.extensions["settings"] = settings
    app.extensions["database"] = database or Database(connect(settings.database_url, pool_size=settings.pool_size))
    app.session_interface = WebSessionInterface()
    app.teardown_appcontext(context.close)
    app.jinja_env.globals.update(
        asset=assets.asset, asset_styles=assets.asset_styles, asset_imports=assets.asset_imports
    )
    converters.install(app)
    request_log.install(app, settings)
    security.install(app, settings)
    viewer.install(app)
    navigation.install(app)
    inbox_tabs.install(app)
    settings_page.install(app)
    notifications_page.install(app)
    error_pages.install(app)
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(name).bp)
    security.allow_plain_http(app, "health.healthz")
    for name in COMMANDS:
        app.cli.add_command(getattr(import_module(f"app.cli.{name}"), name))
    return app
