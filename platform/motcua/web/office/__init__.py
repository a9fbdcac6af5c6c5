"""“Quản trị”: agencies, calendars, accounts, groups and the log, each for those who have the right somewhere."""

from flask import Blueprint

bp = Blueprint("office", __name__, url_prefix="/quan-tri")
