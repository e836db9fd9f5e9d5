"""Deploying diagrams, tables and forms."""

from typing import Any

from flask import Response, request

from app.domain.permissions import require
from app.domain.rejection import Rejection
from app.service.deploy_definition import DeployDefinition
from app.web.api.exchange import TENANT, asker, carry_out, change, tenant
from app.web.api.v2.blueprint import blueprint


@blueprint.post("/deployments")
@change
def deploy() -> Response:
    """Deploy the files of a multipart request together, or none of them."""
    require(asker(), ("designer",), "deploy a process")
    tenant(request.form)
    for name in {*request.form, *request.files} - {"resources", "tenantId"}:
        raise Rejection("bad_request", "Expected only %(allowed)s, but found %(found)s", allowed="resources, tenantId", found=name[:60])
    files: dict[str, bytes] = {}
    for upload in request.files.getlist("resources"):
        name = upload.filename or ""
        if name in files:
            raise Rejection("bad_file", "Expected files with different names, but found %(name)s twice", name=name[:100])
        files[name] = upload.stream.read()
    return carry_out(DeployDefinition(files), _shown)


def _shown(answer: dict[str, Any]) -> tuple[int, Any]:
    items, graphs = [], {}  # type: list[dict[str, Any]], dict[str, dict[str, Any]]
    for found in answer["resources"]:
        items.append(_entry(**{_NAMES[found["kind"]]: _METADATA[found["kind"]](found)}))
        if found["kind"] == "decision":
            graphs[found["requirementsKey"]] = _requirements(found)
    items += [_entry(decisionRequirements=graph) for graph in graphs.values()]
    return 200, {"deploymentKey": str(answer["key"]), "deployments": items, "tenantId": TENANT}


def _entry(**named: Any) -> dict[str, Any]:
    return {"processDefinition": None, "decisionDefinition": None, "decisionRequirements": None, "form": None, "resource": None, **named}


def _process(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "processDefinitionId": found["id"],
        "processDefinitionVersion": found["version"],
        "resourceName": found["file"],
        "tenantId": TENANT,
        "processDefinitionKey": found["key"],
    }


def _decision(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "decisionDefinitionId": found["id"],
        "version": found["version"],
        "name": found["name"],
        "tenantId": TENANT,
        "decisionRequirementsId": found["requirementsId"],
        "decisionDefinitionKey": found["key"],
        "decisionRequirementsKey": found["requirementsKey"],
    }


def _requirements(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "decisionRequirementsId": found["requirementsId"],
        "version": found["requirementsVersion"],
        "decisionRequirementsName": found["requirementsName"],
        "tenantId": TENANT,
        "resourceName": found["file"],
        "decisionRequirementsKey": found["requirementsKey"],
    }


def _form(found: dict[str, Any]) -> dict[str, Any]:
    return {"formId": found["id"], "version": found["version"], "resourceName": found["file"], "tenantId": TENANT, "formKey": found["key"]}


def _paper(found: dict[str, Any]) -> dict[str, Any]:
    """A kind of ours: the published API has generic resources for those."""
    return {
        "resourceId": found["id"],
        "version": found["version"],
        "versionTag": found["versionTag"],
        "resourceName": found["file"],
        "tenantId": TENANT,
        "resourceKey": found["key"],
    }


_NAMES = {"process": "processDefinition", "decision": "decisionDefinition", "form": "form", "paper": "resource"}
_METADATA = {"process": _process, "decision": _decision, "form": _form, "paper": _paper}
