"""The key that anchors are signed with: a file in DUBAN_DATA, made once, outside the database."""

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAME: Final = "anchor-key"


class KeyFile:
    """Reads the key when it is first asked, and makes it where there is none; nodes that share DUBAN_DATA share it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    @cached_property
    def _key(self) -> "Ed25519PrivateKey":
        # Imported here: it takes a twentieth of a second and some megabytes, and of a city's processes only the clock signs.
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        try:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self._path.read_text().strip()))
        key = Ed25519PrivateKey.generate()
        with os.fdopen(descriptor, "w") as file:
            file.write(key.private_bytes_raw().hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        return key

    @property
    def public(self) -> str:
        """See AnchorKey."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """See AnchorKey."""
        return self._key.sign(message).hex()
