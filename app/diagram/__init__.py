"""BPMN as a document: typed elements."""
