"""Encryption at rest of identity and mobile numbers, and the keyed hash by which they are found.

One small interface, so that another set of algorithms (SM4, SM3) can take its place: GB/T 39786-2021.
"""

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.config import settings

FORMAT = b"\x01"  # the first byte of every sealed value: which key and algorithm made it
NONCE = 12


class Sealer:
    """AES-256-GCM for reading back, HMAC-SHA-256 for looking up; both keys are 64 hex digits."""

    def __init__(self, sealing_key: str, lookup_key: str) -> None:
        self._cipher = AESGCM(bytes.fromhex(sealing_key))
        self._keyed = hmac.new(bytes.fromhex(lookup_key), digestmod=hashlib.sha256)

    def seal(self, text: str) -> bytes:
        """Encrypt `text`; the same text gives another value each time."""
        nonce = os.urandom(NONCE)
        return FORMAT + nonce + self._cipher.encrypt(nonce, text.encode(), FORMAT)

    def unseal(self, sealed: bytes) -> str:
        """Decrypt what `seal` made; raises cryptography's InvalidTag when it was tampered with."""
        return self._cipher.decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], FORMAT).decode()

    def lookup(self, text: str) -> bytes:
        """Return the 32 bytes under which `text` is found and kept unique."""
        code = self._keyed.copy()
        code.update(text.encode())
        return code.digest()


@lru_cache(maxsize=1)
def sealer() -> Sealer:
    """The sealer of this process, with the keys of its settings."""
    return Sealer(settings().sealing_key, settings().lookup_key)
