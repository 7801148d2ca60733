from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery.headers import CONTROL, header, mailbox, unstructured

# What a header may hold: any text without line ends or other controls.
words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200)


def read(line: bytes) -> str:
    """A header's value as the standard library decodes it."""
    message = message_from_bytes(line + b"\r\n", policy=policy.compat32)
    return str(make_header(decode_header(message["X"].replace("\r\n", ""))))


def test_a_long_address_to_leave_by_is_never_encoded_or_broken() -> None:
    address = f"<https://letter.example.org/leave/{'a' * 300}>"

    line = header("List-Unsubscribe", f"{address}, <mailto:leave@example.org>")

    assert address.encode() in line
    assert b"=?" not in line
    assert line.endswith(b",\r\n <mailto:leave@example.org>\r\n")


def test_lines_fold_at_spaces_and_stay_short() -> None:
    line = header("Subject", " ".join(["word"] * 60))

    assert all(len(part) <= 76 for part in line.split(b"\r\n"))
    assert line.replace(b"\r\n ", b" ") == b"Subject: " + b" ".join([b"word"] * 60) + b"\r\n"


@pytest.mark.parametrize(
    "value", ["a\r\nBcc: x@y.test", "a\nb", "a\0b", "ä", "", "two  spaces", " lead", "\x0b"]
)
def test_what_could_break_out_of_a_header_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="X-Test"):
        header("X-Test", value)


@pytest.mark.parametrize("character", ["\r", "\n", "\0", "\x0b", "\x85", "\u2028", "\u2029"])
def test_a_name_with_a_line_end_in_it_is_refused(character: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        mailbox(f"Ana{character}Bcc: x@y.test", "ana@example.org")
    with pytest.raises(ValueError, match="control character"):
        unstructured(f"Hello{character}world")


@given(words.filter(lambda text: text.strip() and not CONTROL.search(text)))
def test_any_subject_reads_back_as_it_was_written(subject: str) -> None:
    line = header("X", unstructured(subject))

    assert all(len(part) <= 78 for part in line.split(b"\r\n"))
    assert read(line) == subject.strip()


@given(words.filter(lambda text: not CONTROL.search(text)))
def test_any_name_reads_back_and_never_changes_the_address(name: str) -> None:
    line = header("X", mailbox(name, "ana@example.org"))
    value = line.decode("ascii").replace("\r\n ", " ").partition(": ")[2].strip()
    shown, address = parseaddr(value)

    assert address == "ana@example.org"
    assert " ".join(str(make_header(decode_header(shown))).split()) == " ".join(name.split())


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("", "ana@example.org"),
        ("Ana Lim", "Ana Lim <ana@example.org>"),
        ("Lim, Ana", '"Lim, Ana" <ana@example.org>'),
        ('Ana "A" \\ Lim', '"Ana \\"A\\" \\\\ Lim" <ana@example.org>'),
        ("Zoë", "=?utf-8?b?Wm/Dqw==?= <ana@example.org>"),
    ],
)
def test_names_are_written_the_simplest_way_that_is_safe(name: str, written: str) -> None:
    assert mailbox(name, "ana@example.org") == written


def test_encoded_words_end_at_whole_characters_and_stand_apart() -> None:
    encoded = unstructured("ありがとう" * 20)

    for word in encoded.split(" "):
        assert len(word) <= 75
        assert decode_header(word)[0][0].decode("utf-8")
