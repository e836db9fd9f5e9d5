"""A subset of the Camunda 8 Orchestration Cluster API, version 8.10."""

from flask import Blueprint, Response

blueprint = Blueprint("v2", __name__, url_prefix="/v2")


@blueprint.get("/status")
def status() -> Response:
    """Say that the server answers; no sign-in."""
    return Response(status=204)
