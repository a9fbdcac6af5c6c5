"""The studio (“Thiết kế”): processes and forms drawn, checked, approved and put to use by office staff."""

from flask import Blueprint

bp = Blueprint("studio", __name__, url_prefix="/thiet-ke", template_folder="templates")
