"""A person's public key, looked at before it is let near the list: its type, its bytes, its strength. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import NamedTuple

LONGEST = 20_000
"""Characters of what somebody hands over."""
LEAST_RSA = 3072
"""Bits of an RSA key."""
_MOST_RSA = 16_384
_CURVES = {
    "ecdsa-sha2-nistp256": ("nistp256", 65),
    "ecdsa-sha2-nistp384": ("nistp384", 97),
    "ecdsa-sha2-nistp521": ("nistp521", 133),
    "sk-ecdsa-sha2-nistp256@openssh.com": ("nistp256", 65),
}
_ED = ("ssh-ed25519", "sk-ssh-ed25519@openssh.com")
TYPES = (*_ED, *_CURVES, "ssh-rsa")
"""What is taken. No DSA, no certificates."""
_RFC4716 = re.compile(r"-{4} ?BEGIN SSH2 PUBLIC KEY ?-{4}\s+(.*?)-{4} ?END SSH2 PUBLIC KEY ?-{4}", re.DOTALL)


class BadKey(Exception):
    """It is no key that can be let in; the words say why and what to do."""


class Key(NamedTuple):
    """A public key."""

    type: str
    blob: str
    """As the list has it, in base64."""

    @property
    def fingerprint(self) -> str:
        """As ssh-keygen -l tells it: SHA256:..."""
        digest = hashlib.sha256(base64.b64decode(self.blob)).digest()
        return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def read_key(text: str) -> Key:
    """Return the public key of a text, as ssh-keygen or PuTTYgen write it. Raises BadKey."""
    if len(text) > LONGEST:
        raise BadKey("That is too long for a public key. Hand over the file that ends in .pub.")
    if "PRIVATE KEY" in text or text.startswith("PuTTY-User-Key-File"):
        raise BadKey(
            "That is the secret half of a key. Nobody should have it but its owner: let them make a new pair, and hand "
            "over the half that ends in .pub."
        )
    if (found := _RFC4716.search(text)) is not None:
        return _of_blob(_body(found[1]))
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        raise BadKey("Hand over one key: one line, like: ssh-ed25519 AAAA... name")
    kind, _, rest = lines[0].partition(" ")
    if kind not in TYPES:
        if "-cert-v0" in kind:
            raise BadKey("Certificates are not taken here. Hand over the key itself, the file that ends in .pub.")
        if kind == "ssh-dss":
            raise BadKey(f"DSA keys are no longer safe. {_MAKE}")
        if any(f"{each} " in rest for each in TYPES):
            raise BadKey("Something stands before the key. Hand over the key alone: it brings no options with it.")
        raise BadKey(f"That is no public key. It begins with one of: {', '.join(TYPES)}.")
    key = _of_blob(rest.strip().partition(" ")[0])
    if key.type != kind:
        raise BadKey(f"The line says {kind}, and the key itself says {key.type}. Copy it again.")
    return key


_MAKE = "Make a new one: ssh-keygen -t ed25519"


def _body(text: str) -> str:
    """What stands between the headings of an RFC 4716 file, its own headings left out."""
    kept, goes_on = [], False
    for line in text.splitlines():
        if goes_on or ":" in line:
            goes_on = line.endswith("\\")
        else:
            kept.append(line.strip())
    return "".join(kept)


def _of_blob(text: str) -> Key:
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadKey("The key was cut or changed on the way. Copy the whole line again.") from None
    try:
        kind, rest = _take(blob)
        found = kind.decode("ascii")
        if found not in TYPES:
            raise BadKey(f"Keys of the type {re.sub('[^a-z0-9@.-]', '?', found[:40])} are not taken. {_MAKE}")
        _check(found, rest)
    except (ValueError, UnicodeDecodeError):
        raise BadKey("The key was cut or changed on the way. Copy the whole line again.") from None
    return Key(found, base64.b64encode(blob).decode())


def _check(kind: str, rest: bytes) -> None:
    """Raises BadKey for a weak key, ValueError for bytes that are none of that type."""
    if kind == "ssh-rsa":
        exponent, rest = _take(rest)
        modulus, rest = _take(rest)
        bits = int.from_bytes(modulus, "big").bit_length()
        if not LEAST_RSA <= bits <= _MOST_RSA:
            raise BadKey(f"This RSA key has {bits} bits; from {LEAST_RSA} on they are taken. {_MAKE}")
        if int.from_bytes(exponent, "big") < 3:
            raise ValueError(kind)
    elif kind in _ED:
        public, rest = _take(rest)
        if len(public) != 32:
            raise ValueError(kind)
    else:
        curve, length = _CURVES[kind]
        named, rest = _take(rest)
        point, rest = _take(rest)
        if named != curve.encode() or len(point) != length or point[:1] != b"\x04":
            raise ValueError(kind)
    if kind.startswith("sk-"):
        application, rest = _take(rest)
        if not application.startswith(b"ssh:"):
            raise ValueError(kind)
    if rest:
        raise ValueError(kind)


def _take(blob: bytes) -> tuple[bytes, bytes]:
    """The next piece of a key, and what follows. Raises ValueError."""
    length = int.from_bytes(blob[:4], "big")
    if len(blob) < 4 or len(blob) < 4 + length:
        raise ValueError("cut")
    return blob[4 : 4 + length], blob[4 + length :]
