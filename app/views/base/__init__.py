"""Pages of training bases (继续教育基地)."""

from flask import Blueprint

from app.views.base import all_scores, classes, declarations, imports, plans, reports, scores, subjects

bp = Blueprint("base", __name__, url_prefix="/base")
for part in (plans, subjects, classes, all_scores, scores, imports, declarations, reports):
    bp.register_blueprint(part.bp)
