"""The only place that speaks SQLAlchemy: tables, one transaction for each command, and the writers of what happened."""
