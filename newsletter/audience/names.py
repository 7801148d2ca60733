"""Names of readers: which can stand in a letter and in its header."""

import re

LONGEST = 200
"""Characters of a name."""

REFUSED = (
    ("a line break", re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")),
    ("a control character", re.compile("[\x00-\x1f\x7f-\x9f]")),
    (
        "a character that turns the direction of writing",
        re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"),
    ),
    (
        # Persian and the scripts of India spell with the two joiners; emoji are made of parts.
        "a character of no width",
        re.compile(
            "[\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
            "|(?<![\u0600-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
        ),
    ),
    ("a character that was broken before", re.compile("[\ud800-\udfff\ufffd]")),
)
"""What would break a header, or make a name look like another one; in words, and as it is found."""


def check_name(name: str) -> None:
    """Refuse names that could break a header, or that hide something.

    Raises:
        ValueError: there is a control or an unseen character in it, or it is too long.
    """
    if len(name) > LONGEST:
        raise ValueError(f"the name is longer than {LONGEST} characters")
    check_seen("the name", name)


def check_seen(what: str, text: str) -> None:
    """Refuse what nobody can see in a text; `what` says whose text it is.

    Raises:
        ValueError: there is a control or an unseen character in it.
    """
    if text.isascii() and text.isprintable():
        return
    for words, found in REFUSED:
        if found.search(text):
            raise ValueError(f"{what} holds {words}")
