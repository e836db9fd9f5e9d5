"""The bundle's own verification of Ed25519, against the standard's vectors and against the library that the product signs with."""

from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from app.audit.evidence.check_alone import ORDER, is_signed

VECTORS: Final = {
    "1, empty": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    "2, one byte": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "3, two bytes": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    "SHA(abc)": (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
}
"""RFC 8032, section 7.1: public key, message, signature."""


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_of_the_standard_hold(name: str) -> None:
    key, message, signature = VECTORS[name]
    assert is_signed(key, bytes.fromhex(message), signature)
    assert not is_signed(key, bytes.fromhex(message) + b"x", signature)


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.data())
def test_what_the_library_signs_holds_and_one_bit_more_or_less_does_not(seed: bytes, message: bytes, data: st.DataObject) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert is_signed(key.hex(), message, signature.hex())
    bit = data.draw(st.integers(0, 64 * 8 - 1))
    altered = bytearray(signature)
    altered[bit // 8] ^= 1 << bit % 8
    assert not is_signed(key.hex(), message, altered.hex())
    other = bytearray(message or b"\0")
    other[data.draw(st.integers(0, len(other) - 1))] ^= 1
    assert not is_signed(key.hex(), bytes(other), signature.hex())


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.binary(min_size=32, max_size=32))
def test_of_any_other_key_it_says_what_the_library_says(seed: bytes, message: bytes, other: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(message)
    try:
        Ed25519PublicKey.from_public_bytes(other).verify(signature, message)
        expected = True
    except InvalidSignature:
        expected = False
    assert is_signed(other.hex(), message, signature.hex()) is expected


def test_a_signature_whose_number_is_too_large_is_none() -> None:
    """Section 5.1.7, step 1: else everybody could make a second signature from the first."""
    key, message, signature = VECTORS["2, one byte"]
    number = int.from_bytes(bytes.fromhex(signature)[32:], "little") + ORDER
    assert not is_signed(key, bytes.fromhex(message), signature[:64] + number.to_bytes(32, "little").hex())


@pytest.mark.parametrize(("key", "signature"), [("", ""), ("00" * 31, "00" * 64), ("00" * 32, "00" * 63), ("ff" * 32, "00" * 64)])
def test_what_is_no_key_or_no_signature_proves_nothing(key: str, signature: str) -> None:
    assert not is_signed(key, b"", signature)
