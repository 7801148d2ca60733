"""Header lines as bytes, by our own rules: the standard library folds long addresses into nonsense.

Source: RFC 5322 §2.1.1 and §2.2 (lines), RFC 2047 §2 and §5 (encoded words).
"""

import base64
import re

LONGEST_LINE = 76
LONGEST_WORD = 900
"""What cannot be folded must still fit into the 998 octets of a line (RFC 5322 §2.1.1)."""

ENCODED_WORD = "=?utf-8?b?{}?="
BYTES_IN_A_WORD = 39
"""So that an encoded word fits on one line with the name of its header (RFC 2047 §2)."""

ATOM_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
STRUCTURED = re.compile(r"[\x21-\x7e]+(?: [\x21-\x7e]+)*")


def header(name: str, value: str) -> bytes:
    """Return a whole header line, folded at spaces only; `value` is ASCII, already encoded.

    Raises:
        ValueError: the value could end the line or start another header.
    """
    if not STRUCTURED.fullmatch(value) or max(map(len, value.split(" "))) > LONGEST_WORD:
        raise ValueError(f"{name} holds what cannot stand in a header")
    lines = [f"{name}:"]
    for word in value.split(" "):
        if len(lines[-1]) + 1 + len(word) > LONGEST_LINE and len(lines[-1]) > len(name) + 1:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines).encode("ascii") + b"\r\n"


def unstructured(text: str) -> str:
    """Encode text for a header such as Subject: as it is in ASCII, otherwise in encoded words."""
    clean = refuse_controls(text)
    if STRUCTURED.fullmatch(clean) and "=?" not in clean and len(clean) <= LONGEST_WORD:
        return clean
    return _encoded_words(clean)


def mailbox(name: str, address: str) -> str:
    """Encode `name <address>`; without a name, the address alone."""
    clean = " ".join(refuse_controls(name).split())
    if not clean:
        return address
    if not clean.isascii() or "=?" in clean:
        return f"{_encoded_words(clean)} <{address}>"
    if ATOM_PHRASE.fullmatch(clean):
        return f"{clean} <{address}>"
    quoted = clean.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def refuse_controls(text: str) -> str:
    """Return `text` if no character in it could end a line.

    Raises:
        ValueError: one could.
    """
    if CONTROL.search(text):
        raise ValueError("a control character cannot stand in a header")
    return text.strip()


def _encoded_words(text: str) -> str:
    """Encode in words of whole characters, one space apart."""
    words, chunk = [], b""
    for character in text:
        encoded = character.encode("utf-8")
        if len(chunk) + len(encoded) > BYTES_IN_A_WORD:
            words.append(chunk)
            chunk = b""
        chunk += encoded
    return " ".join(
        ENCODED_WORD.format(base64.b64encode(word).decode("ascii")) for word in [*words, chunk]
    )
