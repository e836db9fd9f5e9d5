"""One change a file, named for what it does. Each says who may, and what follows; the door app/execute.py does the rest."""
