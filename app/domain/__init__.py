"""Casework rules. Standard library only: nothing here knows of a database, an engine or a web page."""
