"""One bucket of an S3-compatible store: the only place that speaks its language. Documents use it; whatever else lies in one may, too.

Credentials, and what the address leaves open, come from where boto3 looks: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN,
AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_S3, AWS_CA_BUNDLE, AWS_PROFILE and its files, or the role of the machine.
"""

import base64
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, Final

from app.gateways.document_content import PIECE, StoreAway
from app.gateways.store_address import BucketAddress, StoreRefused

LOG: Final = logging.getLogger("duban.store")
CONNECT_SECONDS: Final = 3
READ_SECONDS: Final = 15
"""Between two pieces, not of the whole: a large file may take longer."""

ATTEMPTS: Final = 3
_QUICK_SECONDS: Final = 0.8
"""For who asks whether the store is there: load balancers wait two seconds for the answer."""

_PROBE: Final = "duban-was-here"
_THERE_ALREADY: Final = ("PreconditionFailed", "412")
_AT_THE_SAME_TIME: Final = ("ConditionalRequestConflict", "409")
_REFUSALS: Final = {
    "NoSuchBucket": "there is no such bucket",
    "404": "there is no such bucket",
    "InvalidBucketName": "the store takes no such name of a bucket",
    "403": "the credentials are refused, or do not reach this bucket",
    "AccessDenied": "the credentials do not reach this bucket",
    "InvalidAccessKeyId": "the access key is not known there",
    "SignatureDoesNotMatch": "the secret does not belong to the access key",
    "ExpiredToken": "the credentials have expired",
    "InvalidToken": "the session token is refused",
    "AuthorizationHeaderMalformed": "the region is another one",
    "PermanentRedirect": "the bucket lies in another region",
    "301": "the bucket lies in another region",
    "400": "the request is refused: is the region right?",
    "NoCredentials": "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "SSLError": "its certificate is not trusted: name the file of its authority in AWS_CA_BUNDLE",
    "NotImplemented": "the store cannot write under a condition (If-None-Match)",
}
"""What waiting does not mend, by the store's code. A HEAD has no body, so its code is the status."""


class NoSuchObject(Exception):
    """There is nothing under this name."""


class Bucket:
    """Objects below the prefix of an address. All methods raise StoreAway when the store is away, overloaded, or refuses us."""

    def __init__(self, address: BucketAddress, *, connections: int = 10) -> None:
        """connections: kept open at most, one a thread. Nothing is connected yet. Raises StoreRefused where boto3 is missing."""
        self.address, self._connections = address, connections
        self._session = self._new_session()
        self._path_style = address.path_style
        self._client = self._made(CONNECT_SECONDS, READ_SECONDS, ATTEMPTS)
        if self._path_style is None and not self._client.meta.endpoint_url.endswith((".amazonaws.com", ".amazonaws.com.cn")):
            # A host of its own for each bucket is rare in city halls.
            self._path_style = True
            self._client = self._made(CONNECT_SECONDS, READ_SECONDS, ATTEMPTS)
        self._quick = self._made(_QUICK_SECONDS, _QUICK_SECONDS, 1)

    def put(self, name: str, body: IO[bytes], size: int, sha256: str, *, once: bool = True) -> bool:
        """Write an object whole, as the store checks by its digest; return False where there is one already and `once` leaves it.

        body: read from its beginning, maybe several times, never held in memory whole.
        """
        condition = {"IfNoneMatch": "*"} if once else {}
        for attempt in range(ATTEMPTS):
            body.seek(0)
            try:
                with self._in_plain_words("put"):
                    self._client.put_object(
                        Bucket=self.address.bucket,
                        Key=self.address.key(name),
                        Body=body,
                        ContentLength=size,
                        ContentType="application/octet-stream",
                        ChecksumSHA256=base64.b64encode(bytes.fromhex(sha256)).decode(),
                        **condition,
                    )
                return True
            except StoreAway as away:
                if away.store_code in _THERE_ALREADY and once:
                    return False
                if away.store_code not in _AT_THE_SAME_TIME or attempt == ATTEMPTS - 1:
                    raise
        raise StoreAway

    def read(self, name: str) -> Iterator[bytes]:
        """Give an object's bytes in pieces, as the store has them: the caller compares the digest. Raises NoSuchObject."""
        with self._in_plain_words("get"):
            try:
                body = self._client.get_object(Bucket=self.address.bucket, Key=self.address.key(name))["Body"]
            except self._client.exceptions.NoSuchKey:
                raise NoSuchObject(name) from None
            with closing(body):
                while piece := body.read(PIECE):
                    yield piece

    def names(self) -> Iterator[str]:
        """Give the names of all objects below the prefix, without it, by code point."""
        start = self.address.key("")
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.address.bucket, Prefix=start)
        with self._in_plain_words("list"):
            for page in pages:
                for found in page.get("Contents", ()):
                    yield found["Key"][len(start) :]

    def is_there(self) -> bool:
        """Say within two seconds whether the bucket answers us."""
        try:
            with self._in_plain_words("probe"):
                self._quick.head_bucket(Bucket=self.address.bucket)
        except StoreAway:
            return False
        return True

    def check(self) -> None:
        """See that the bucket is there and takes what we write. Raises StoreRefused for what waiting does not mend, else StoreAway.

        By connections of its own, closed when it returns: the processes that are forked later must not share one.
        """
        with closing(self._made(CONNECT_SECONDS, CONNECT_SECONDS, 2)) as client:
            self._or_refused(lambda: client.head_bucket(Bucket=self.address.bucket), "reach")
            self._or_refused(
                lambda: client.put_object(Bucket=self.address.bucket, Key=self.address.key(_PROBE), Body=b"duban\n", IfNoneMatch="*"),
                "write to",
            )

    def _or_refused(self, ask: Callable[[], object], what: str) -> None:
        try:
            with self._in_plain_words("check"):
                ask()
        except StoreAway as away:
            if away.store_code in (*_THERE_ALREADY, *_AT_THE_SAME_TIME):
                return
            reason = _REFUSALS.get(away.store_code)
            if reason is None:
                raise
            raise StoreRefused(f"Expected to {what} {self.address}, but {reason} ({away.store_code})") from away

    def _new_session(self) -> Any:
        try:
            import boto3  # not at the top: 30 MB that only a city with such a store installs
        except ImportError:
            uv = Path(sys.executable).with_name("uv")
            raise StoreRefused(
                f"Expected the package boto3 for {self.address}, but it is not installed. Type: "
                f"{uv if uv.exists() else 'uv'} pip install --python {sys.executable} --require-hashes -r requirements-s3.txt"
            ) from None
        return boto3.session.Session()

    def _made(self, connect: float, read: float, attempts: int) -> Any:
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError

        style = "auto" if self._path_style is None else "path" if self._path_style else "virtual"
        config = Config(
            connect_timeout=connect,
            read_timeout=read,
            retries={"mode": "standard", "total_max_attempts": attempts},
            max_pool_connections=self._connections,
            s3={"addressing_style": style},
            # Checksums beyond our own are trailers, which many stores in city halls do not know.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        region = self.address.region or self._session.region_name or "us-east-1"
        try:
            return self._session.client("s3", endpoint_url=self.address.endpoint, region_name=region, config=config)
        except (BotoCoreError, ValueError) as error:
            raise StoreRefused(f"Expected settings by which {self.address} can be reached, but found: {error}") from error

    @contextmanager
    def _in_plain_words(self, doing: str) -> Iterator[None]:
        """Turn what the client raises into StoreAway, and leave the store's own words in the log."""
        from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

        try:
            yield
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code not in (*_THERE_ALREADY, *_AT_THE_SAME_TIME):
                LOG.warning("%s of %s failed: %s", doing, self.address, code)
            raise StoreAway(code) from error
        except (NoCredentialsError, PartialCredentialsError) as error:
            LOG.warning("%s of %s failed: no credentials", doing, self.address)
            raise StoreAway("NoCredentials") from error
        except BotoCoreError as error:
            LOG.warning("%s of %s failed: %s", doing, self.address, type(error).__name__)
            raise StoreAway(type(error).__name__) from error
