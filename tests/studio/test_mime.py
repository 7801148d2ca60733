"""Any program's message: read as well as it can be, and never an error."""

import json
import time
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.studio.mime import MOST_RAW, read_headers, read_message, read_pictures

PIXEL = b"\x89PNG\r\n\x1a\npixel"


def a_message() -> EmailMessage:
    """A message as programs write them: text, HTML with a picture, and a file."""
    message = EmailMessage()
    message["Subject"] = "Grüße 👩‍⚕️"
    message["From"] = "Zoë <zoe@example.org>"
    message["To"] = "ana@example.org"
    message.set_content("Plain words")
    message.add_alternative('<p>Hello <img src="cid:one@example"></p>', subtype="html")
    html = message.get_body(("html",))
    assert html
    html.add_related(PIXEL, "image", "png", cid="<one@example>")
    message.add_attachment(b"1,2,3", "text", "csv", filename="zählung.csv")
    return message


def test_a_message_is_taken_apart() -> None:
    content = a_message().as_bytes()

    read = read_message(content)

    assert (read.subject, read.from_, read.to) == (
        "Grüße 👩‍⚕️", "Zoë <zoe@example.org>", "ana@example.org",
    )  # fmt: skip
    assert read.text.strip() == "Plain words"
    assert read.html.strip().startswith("<p>Hello")
    assert ("To", "ana@example.org") in read.headers
    assert [(each.name, each.type, each.size) for each in read.attachments][1:] == [
        ("zählung.csv", "text/csv", 5)
    ]
    assert read.raw.startswith("Subject: ")
    assert read_headers(content)["subject"] == read.subject


def test_pictures_are_found_by_the_name_that_the_html_gives_them() -> None:
    found = read_pictures(a_message().as_bytes())

    assert found["cid:one@example"].startswith("data:image/png;base64,iVBOR")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"Content-Type: text/plain; charset=no-such\n\ngr\xc3\xbc\xc3\x9fe", "grüße"),
        (b"Content-Type: text/plain; charset=iso-8859-1\n\ngr\xfc\xdfe", "grüße"),
        (b"Content-Type: text/plain; charset=utf-8\n\n\xff\xfe", "\ufffd\ufffd"),
        (b"Content-Type: text/plain; charset*=no'such'%ff\n\nwords", "words"),
        (b"Content-Transfer-Encoding: base64\n\n!!!not base64", None),
        (b"Content-Type: multipart/mixed\n\nno boundary", ""),
        (b"Content-Type: text/html\n\n<p>HTML alone</p>", ""),
        (b"no headers at all", None),
        (b"", ""),
    ],
)
def test_what_is_written_wrongly_is_read_as_well_as_it_can_be(
    content: bytes, text: str | None
) -> None:
    read = read_message(content)

    assert text is None or read.text == text
    json.dumps([read.text, read.html, read.raw, read.subject], ensure_ascii=False).encode()


def test_headers_in_no_encoding_or_a_wrong_one_are_still_shown() -> None:
    content = (
        b"Subject: gr\xc3\xbc\xc3\x9fe\nFrom: =?no-such?q?a?= <a@example.org>\n"
        b"X-Odd: =?utf-8?b?!!!?=\n\n"
    )

    read = read_message(content)

    assert read.subject == "grüße"
    assert "a@example.org" in read.from_
    assert [name for name, _ in read.headers] == ["Subject", "From", "X-Odd"]


def test_parts_within_parts_without_an_end_are_shown_as_they_are_written() -> None:
    content = b"Subject: deep\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
        for depth in range(3000)
    )

    read = read_message(content)

    assert read.subject == "deep"
    assert read.raw


def test_a_message_as_large_as_the_mailbox_takes_is_shown_in_part() -> None:
    message = a_message()
    message.add_attachment(bytes(20 * 1024 * 1024), "application", "zip", filename="big.zip")
    content = message.as_bytes()

    read = read_message(content)

    assert read.text.strip() == "Plain words"
    assert read.attachments[-1].size == 20 * 1024 * 1024
    assert len(read.raw) < MOST_RAW + 100
    assert read.raw.endswith(f"[{len(content) - MOST_RAW} more bytes]")


@settings(max_examples=200, database=None)
@given(st.binary(max_size=400))
@example(b"Content-Type: text/html; charset=\xff\n\n\xed\xa0\x80")
@example(b"Subject: =?utf-16?b?2AA=?=\n\n")
@example(b"Content-Disposition: attachment; filename*=utf-8''%ED%A0%80\n\n")
def test_whatever_comes_can_be_written_as_json(content: bytes) -> None:
    read = read_message(content)

    fields = [read.subject, read.from_, read.to, read.headers, read.text, read.html, read.raw]
    names = [(each.name, each.type) for each in read.attachments]
    json.dumps([fields, names, read_pictures(content)], ensure_ascii=False).encode()


@pytest.mark.parametrize("charset", ["punycode", "Punycode", "idna"])
def test_an_encoding_made_for_names_keeps_no_reader_busy(charset: str) -> None:
    words = b"b" * 300_000
    content = b"Subject: =?%s?q?%s?=\nContent-Type: text/plain; charset=%s\n\n%s" % (
        charset.encode(), words, charset.encode(), words,
    )  # fmt: skip
    begun = time.process_time()

    assert read_message(content).text == words.decode()
    assert time.process_time() - begun < 2
