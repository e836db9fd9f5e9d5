"""Serves camunda-python 0.1.2, in an interpreter of its own: `camunda_app.py ADDRESS PORT`. Its store is durable, its timers run."""

import sys

import uvicorn
from camunda.api import create_app
from camunda.engine import ProcessEngine
from camunda.job import JobExecutor

address, port = sys.argv[1], int(sys.argv[2])
engine = ProcessEngine.from_database(address)
JobExecutor(engine).start()
uvicorn.run(create_app(engine), host="127.0.0.1", port=port, log_level="warning")
