"""`python -m app.cli`, where no `duban` is installed, as in a container."""

from app.cli import main

main()
