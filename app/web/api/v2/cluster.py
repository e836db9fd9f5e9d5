"""Cluster: topology, status, who is asking."""

from flask import Response

from app import __version__
from app.queries.held_groups import held_groups
from app.web.api.exchange import TENANT, api, asker, send
from app.web.api.v2.blueprint import blueprint
from app.web.surface import surface


@blueprint.get("/status")
def status() -> Response:
    """Say that the server answers and reads its store; no sign-in."""
    surface().door.now()
    return Response(status=204)


@blueprint.get("/topology")
@api
def topology() -> Response:
    """Describe the cluster of one that every city is: clients ask before they do anything else."""
    around = surface().configuration
    partition = {"partitionId": 1, "role": "leader", "health": "healthy", "state": "active"}
    broker = {"nodeId": 0, "brokerId": "0", "host": around.host, "port": around.port, "version": __version__, "partitions": [partition]}
    return send(
        {
            "brokers": [broker],
            "clusterSize": 1,
            "partitionsCount": 1,
            "replicationFactor": 1,
            "gatewayVersion": "8.10.0",
            "lastCompletedChangeId": "0",
            "clusterId": "duban",
        }
    )


@blueprint.get("/license")
@api
def get_license() -> Response:
    return send({"validLicense": True, "licenseType": "none", "isCommercial": False, "expiresAt": None})


@blueprint.get("/authentication/me")
@api
def me() -> Response:
    """Say who is asking: account, groups and roles as diagrams name them."""
    actor = asker()
    groups, roles = surface().door.ask(held_groups, actor)
    return send(
        {
            "username": actor.account,
            "displayName": actor.name,
            "email": None,
            "authorizedComponents": [],
            "tenants": [{"tenantId": TENANT, "name": "Default", "description": None}],
            "groups": groups,
            "roles": roles,
            "salesPlanType": None,
            "c8Links": {},
            "canLogout": True,
        }
    )
