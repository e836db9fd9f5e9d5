"""What a city's casework adds to the published API."""

from flask import Blueprint

blueprint = Blueprint("casework", __name__, url_prefix="/casework/v1")
