"""The floor with HTTP and a database: the smallest Flask server around the stock engine.

No users, no rights, no forms, no checks: what no product can be faster than on this stack, not something to ship. A completion is one
transaction: read the instance, run the step, write it back, close the task, open the next, one history row. SQLite runs with WAL and
synchronous=FULL.

FLOOR_DATABASE is the address of the database, sqlite:///PATH or postgresql+psycopg://...; serve it with gunicorn.
"""

import json
import os
import threading
from typing import Any

import psycopg
from flask import Flask, Response, jsonify, request
from pysqlite3 import dbapi2 as sqlite
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.util.task import TaskState

from tests.bench.processes import PROCESSES, Plain

app = Flask(__name__)
ADDRESS = os.environ.get("FLOOR_DATABASE", "")
SQLITE = ADDRESS.startswith("sqlite:///")
SERIALIZER = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
SCHEMA = """create table if not exists inst(id {serial}, state text not null, done integer not null);
create table if not exists task(id text primary key, inst integer not null, who text not null, open integer not null);
create index if not exists task_inst on task(inst);
create index if not exists task_open on task(who, id) where open = 1;
create table if not exists log(id {serial}, inst integer, task text, data text)"""
local = threading.local()


def parse(process: str) -> Any:
    process_id, make = PROCESSES[process]
    parser = SpiffBpmnParser()
    parser.add_bpmn_str(make(Plain()).encode(), f"{process_id}.bpmn")
    return parser.get_spec(process_id)


SPECS = {process: parse(process) for process in PROCESSES if process != "C"}


def link() -> Any:
    if not hasattr(local, "link"):
        if SQLITE:
            local.link = sqlite.connect(ADDRESS.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
            local.link.execute("pragma journal_mode=wal")
            local.link.execute("pragma synchronous=full")
        else:
            local.link = psycopg.connect(ADDRESS.replace("+psycopg", ""))
    return local.link


class Transaction:
    def __init__(self, write: bool = True) -> None:
        self.write = write

    def __enter__(self) -> "Transaction":
        self.link = link()
        self.cursor = self.link.cursor()
        if SQLITE and self.write:
            self.cursor.execute("begin immediate")
        return self

    def __call__(self, sql: str, *values: Any) -> Any:
        self.cursor.execute(sql if SQLITE else sql.replace("?", "%s"), values)
        return self.cursor

    def __exit__(self, kind: object, *_: object) -> None:
        if SQLITE:
            if self.write:
                self.cursor.execute("rollback" if kind else "commit")
        else:
            (self.link.rollback if kind else self.link.commit)()


def ready(workflow: Any) -> list[Any]:
    return [task for task in workflow.get_tasks(state=TaskState.READY) if task.task_spec.manual]


def dump(workflow: Any) -> str:
    return json.dumps(SERIALIZER.to_dict(workflow))


def open_new(sql: Transaction, workflow: Any, instance: int, known: Any) -> None:
    for task in ready(workflow):
        if str(task.id) not in known:
            sql("insert into task(id, inst, who, open) values (?, ?, 'bench', 1)", str(task.id), instance)


@app.get("/health")
def health() -> Response:
    return jsonify(ok=True)


@app.post("/start/<process>")
def start(process: str) -> Response:
    workflow = BpmnWorkflow(SPECS[process])
    workflow.do_engine_steps()
    with Transaction() as sql:
        instance = sql("insert into inst(state, done) values (?, 0) returning id", dump(workflow)).fetchone()[0]
        open_new(sql, workflow, instance, ())
    return jsonify(id=instance)


@app.get("/tasks")
def tasks() -> Response:
    with Transaction(False) as sql:
        rows = sql("select id from task where inst = ? and open = 1", int(request.args["instance"])).fetchall()
    return jsonify([row[0] for row in rows])


@app.post("/complete/<key>")
def complete(key: str) -> Response:
    lock = "" if SQLITE else " for update of i"
    with Transaction() as sql:
        instance, state = sql(
            "select i.id, i.state from task t join inst i on i.id = t.inst where t.id = ? and t.open = 1" + lock, key
        ).fetchone()
        workflow = SERIALIZER.from_dict(json.loads(state))
        before = {str(task.id): task for task in ready(workflow)}
        task = before[key]
        task.data.update(request.json)
        task.run()
        workflow.do_engine_steps()
        sql("update inst set state = ?, done = ? where id = ?", dump(workflow), int(workflow.is_completed()), instance)
        sql("update task set open = 0 where id = ?", key)
        open_new(sql, workflow, instance, before)
        sql("insert into log(inst, task, data) values (?, ?, ?)", instance, key, json.dumps(request.json))
    return jsonify(ok=True)


@app.get("/worklist")
def work_list() -> Response:
    with Transaction(False) as sql:
        who, limit = request.args["who"], int(request.args["limit"])
        rows = sql("select id, inst from task where who = ? and open = 1 order by id limit ?", who, limit).fetchall()
        total = sql("select count(*) from task where who = ? and open = 1", who).fetchone()[0]
    return jsonify(total=total, items=[{"id": row[0], "instance": row[1]} for row in rows])


def install() -> None:
    """Make the tables, then drop the connection: it must not be carried into the processes that are forked off."""
    with Transaction() as sql:
        for statement in SCHEMA.format(serial="integer primary key" if SQLITE else "serial primary key").split(";"):
            sql(statement)
    local.link.close()
    del local.link


if ADDRESS:
    install()
