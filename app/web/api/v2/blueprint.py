"""Where the operations of /v2 are hung up."""

from flask import Blueprint

blueprint = Blueprint("v2", __name__, url_prefix="/v2")
