"""Pages of HR departments (人社部门)."""

from flask import Blueprint

from app.views.hr import notices, revocations, subjects, year_rules

bp = Blueprint("hr", __name__, url_prefix="/hr")
for part in (revocations, subjects, year_rules, notices):
    bp.register_blueprint(part.bp)
