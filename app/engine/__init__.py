"""The only place that speaks SpiffWorkflow."""
