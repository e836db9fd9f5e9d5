"""Duban (督办): runs a city government's procedures, each a BPMN diagram, every change on record."""

__version__ = "0.1.0"
