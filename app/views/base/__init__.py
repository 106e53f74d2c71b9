"""Pages of training bases (继续教育基地)."""

from flask import Blueprint

from app.views.base import declarations, imports, scores

bp = Blueprint("base", __name__, url_prefix="/base")
for part in (scores, imports, declarations):
    bp.register_blueprint(part.bp)
