"""Pages of HR departments (人社部门)."""

from flask import Blueprint

from app.views.hr import notices, revocations, subjects

bp = Blueprint("hr", __name__, url_prefix="/hr")
for part in (revocations, subjects, notices):
    bp.register_blueprint(part.bp)
