"""The other version of a diagram that a story brings with it, to be deployed half-way: what becomes of cases that run already."""

from pathlib import Path

from app.cli.simulate.gather_files import gather_files
from app.domain.rejection import Rejection
from app.service.deploy_definition import DeployDefinition


def deploy_version(folder: Path | None, name: str) -> DeployDefinition:
    """Return the deployment of a diagram with its tables and forms. folder: of the story. name: its path from there.

    Raises Rejection("bad_file") for one that is not there or lies elsewhere.
    """
    file = (folder / name).resolve() if folder is not None else None
    if folder is None or file is None or not file.is_file() or not file.is_relative_to(folder.resolve()):
        raise Rejection("bad_file", "Expected a diagram beside the story or in a folder there, but found %(found)s", found=name)
    return DeployDefinition(gather_files(file, stories=False))
