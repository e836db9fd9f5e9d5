"""The published client, unmodified, works against us: what integrators have already."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from camunda_orchestration_sdk import (
    CamundaClient,
    CancelProcessInstanceRequest,
    DecisionEvaluationByKey,
    ExpressionEvaluationRequest,
    MessagePublicationRequest,
    ProcessCreationById,
    UserTaskAssignmentRequest,
    UserTaskCompletionRequest,
    UserTaskSearchQuery,
    VariableSearchQuery,
)
from werkzeug.serving import make_server

from tests.builders.small_processes import FILES
from tests.fixtures.api_city import ApiCity


@pytest.fixture(scope="module")
def client(api: ApiCity) -> Iterator[CamundaClient]:
    server = make_server("127.0.0.1", 0, api.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield CamundaClient(
        configuration={
            "CAMUNDA_REST_ADDRESS": f"http://127.0.0.1:{server.port}",
            "CAMUNDA_AUTH_STRATEGY": "BASIC",
            "CAMUNDA_BASIC_AUTH_USERNAME": "demo",
            "CAMUNDA_BASIC_AUTH_PASSWORD": "duban-demo-2026",
        }
    )
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_client_deploys_starts_searches_and_completes(client: CamundaClient, tmp_path: Path) -> None:
    for name in ("two-steps.bpmn", "asked.form"):
        (tmp_path / name).write_text(FILES[name])
    deployed = client.deploy_resources_from_files([tmp_path / "two-steps.bpmn", tmp_path / "asked.form"])
    (process,) = deployed.processes
    started = client.create_process_instance(data=ProcessCreationById.from_dict({"processDefinitionId": process.process_definition_id}))
    asked = UserTaskSearchQuery.from_dict({"filter": {"processInstanceKey": started.process_instance_key, "state": "CREATED"}})
    (task,) = client.search_user_tasks(data=asked).items
    assert client.get_user_task(task.user_task_key).to_dict() == task.to_dict()
    assert '"amount"' in client.get_user_task_form(task.user_task_key).schema
    client.assign_user_task(task.user_task_key, data=UserTaskAssignmentRequest.from_dict({"assignee": "demo"}))
    client.complete_user_task(task.user_task_key, data=UserTaskCompletionRequest.from_dict({"variables": {"amount": 7}}))
    assert client.get_user_task(task.user_task_key).state.value == "COMPLETED"
    found = client.search_variables(data=VariableSearchQuery.from_dict({"filter": {"name": "amount"}}))
    assert [variable.value for variable in found.items] == ["7"]
    assert client.get_process_instance(started.process_instance_key).state.value == "ACTIVE"
    client.cancel_process_instance(started.process_instance_key, data=CancelProcessInstanceRequest())


def test_the_client_reads_every_other_answer_of_ours(client: CamundaClient) -> None:
    assert client.get_topology().brokers[0].broker_id == "0"
    assert client.get_license().is_commercial is False
    assert client.get_authentication().username == "demo"
    assert client.search_process_definitions().items
    decision = client.search_decision_definitions().items[0]
    asked = DecisionEvaluationByKey.from_dict({"decisionDefinitionKey": decision.decision_definition_key, "variables": {}})
    assert client.evaluate_decision(data=asked).decision_definition_id == decision.decision_definition_id
    assert client.evaluate_expression(data=ExpressionEvaluationRequest("=1 + 2")).result == 3
    assert client.search_incidents().items == []
    assert client.publish_message(data=MessagePublicationRequest.from_dict({"name": "nobody waits"})).message_key
