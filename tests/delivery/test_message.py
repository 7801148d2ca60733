import html as markup
import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery import Form, body, build_message
from newsletter.delivery.quoted import encode
from newsletter.model import Delivery, Letter, Picture, Pieces
from tests.conftest import FIELDS, make_letter

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LEAVE = {"leave_url": "https://letter.example.org/leave/" + "t0ken" * 6}
UID = "0123456789abcdef"
ANA = Delivery(3, 7, "ana@example.org", "Ana Lim", 1)


def build(letter: Letter | None = None, delivery: Delivery = ANA, uid: str = UID) -> bytes:
    return build_message(letter or make_letter(), uid, delivery, LEAVE, NOW)


def parse(message: bytes) -> EmailMessage:
    parsed = message_from_bytes(message, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    assert parsed.defects == []
    return parsed


def test_every_header_that_a_bulk_letter_needs_stands_there_once() -> None:
    message = parse(build())

    assert message.keys() == [
        "Date",
        "From",
        "To",
        "Reply-To",
        "Subject",
        "Message-ID",
        "List-ID",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "Feedback-ID",
        "Precedence",
        "MIME-Version",
        "Content-Type",
    ]
    assert message["Date"] == "Tue, 01 Dec 2026 08:00:00 +0000"
    assert message["From"] == "Example Desk <desk@example.org>"
    assert message["To"] == "Ana Lim <ana@example.org>"
    assert message["Reply-To"] == "answers@example.org"
    assert message["List-ID"] == "<letter.example.org>"
    assert message["List-Unsubscribe"] == f"<{LEAVE['leave_url']}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_message_id_is_the_same_at_every_try_and_another_for_everybody_else() -> None:
    def identify(delivery: Delivery, uid: str = UID) -> str:
        return str(parse(build(delivery=delivery, uid=uid))["Message-ID"])

    first = identify(ANA)

    assert identify(replace(ANA, attempts=2)) == first
    assert identify(replace(ANA, subscriber=8)) != first
    assert identify(ANA, "fedcba9876543210") != first
    assert first.endswith("@example.org>")
    assert "ana" not in first


def test_text_comes_before_html_and_both_are_filled() -> None:
    message = parse(build())
    text, html = message.iter_parts()

    assert message.get_content_type() == "multipart/alternative"
    assert text.get_content().replace("\r\n", "\n") == f"Hello.\nLeave: {LEAVE['leave_url']}\n"
    assert html.get_content().rstrip() == (f'<p>Hello.</p><a href="{LEAVE["leave_url"]}">Leave</a>')


def test_a_readers_value_cannot_become_markup() -> None:
    letter = make_letter(html=Pieces(("<p>", "</p>"), ("leave_url",)))
    message = build_message(letter, UID, ANA, {"leave_url": "https://x.test/<b>&"}, NOW)
    _, html = parse(message).iter_parts()

    assert html.get_content().strip() == "<p>https://x.test/&lt;b&gt;&amp;</p>"


def test_pictures_travel_inside_and_are_found_by_their_id() -> None:
    picture = Picture("issues/a.png", b"\x89PNG" + bytes(range(256)) * 9, "image/png", 1, 1)
    other = replace(picture, data=b"GIF89a")
    letter = make_letter(html=Pieces((f'<img src="cid:{picture.content_id}">',)))
    message = parse(build(replace(letter, pictures=(other, picture))))
    content, image = message.iter_parts()

    assert message.get_content_type() == "multipart/related"
    assert content.get_content_type() == "multipart/alternative"
    assert image["Content-ID"] == f"<{picture.content_id}>"
    assert image.get_content() == picture.data


def test_a_picture_that_only_others_see_does_not_travel_along() -> None:
    picture = Picture("issues/a.png", b"\x89PNG", "image/png", 1, 1)

    assert parse(build(replace(make_letter(), pictures=(picture,)))).get_content_type() == (
        "multipart/alternative"
    )


def test_pictures_on_the_web_are_not_sent() -> None:
    inside = Picture("issues/a.png", b"\x89PNG", "image/png", 1, 1)
    outside = replace(inside, url="https://pictures.example.org/a.png")
    html = f'<img src="{inside.src}"><a href="{outside.url}">See it</a>'
    letter = make_letter(html=Pieces((html,)))

    both = parse(build(replace(letter, pictures=(outside, inside))))
    assert [part.get_content() for part in both.walk() if part["Content-ID"]] == [inside.data]
    without = parse(build(replace(letter, pictures=(outside,))))
    assert without.get_content_type() == "multipart/alternative"


def test_every_line_ends_in_crlf_is_ascii_and_short() -> None:
    text = "Ünïcode " * 500 + "\n.\n..dots\n"
    letter = make_letter(words=text, subject=Pieces(("Ä" * 300,)))
    message = build(letter)

    assert message.isascii()
    assert b"\n" not in message.replace(b"\r\n", b"")
    assert b"\r" not in message.replace(b"\r\n", b"")
    lines = message.split(b"\r\n")
    assert [line for line in lines if len(line) > 78 and b"/leave/" not in line] == []


@pytest.mark.parametrize("name", ["Ana\r\nBcc: x@y.test", "Ana\x0bLim", "a\u2028b"])
def test_a_name_that_breaks_headers_builds_no_message(name: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        build(delivery=replace(ANA, name=name))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1))
def test_any_subject_and_name_survive_in_a_whole_message(text: str) -> None:
    letter = make_letter(subject=Pieces((f"x{text}x",)))
    message = message_from_bytes(build(letter, replace(ANA, name=f"x{text}x")))

    assert len(message.get_all("To") or []) == 1
    assert "ana@example.org" in str(message["To"])
    assert message["Bcc"] is None


def readers(count: int) -> list[Delivery]:
    return [
        Delivery(3, number, f"r{number}@example.org", "", 1, "", {"first_name": f"Zoë {number}"})
        for number in range(count)
    ]


LETTER = make_letter(
    subject=Pieces(("For ", ""), ("first_name",)),
    html=Pieces(
        ("<p>Dear ", ' <a title="', '" href="', '">', '</a><a href="https://x.test/?r=', '">x</a>'),
        ("first_name", "first_name", "page", "page", "ref"),
    ),
    text=Pieces(("Dear ", ",\nleave: ", "\n"), ("first_name", "leave_url")),
)


def parts_of(message: bytes) -> tuple[str, str, str]:
    """Subject, text and HTML of a message."""
    parsed = parse(message)
    text, html = (part.get_content().replace("\r\n", "\n") for part in parsed.iter_parts())
    return str(parsed["Subject"]), text, html


def test_a_form_gives_everybody_what_is_theirs() -> None:
    form = Form(LETTER, UID)

    for reader in readers(3):
        name = reader.fields["first_name"]
        subject, text, html = parts_of(form.fill(reader, LEAVE, NOW))
        assert form.fill(reader, LEAVE, NOW) == build_message(LETTER, UID, reader, LEAVE, NOW)
        assert subject == f"For {name}"
        assert text == f"Dear {name},\nleave: {LEAVE['leave_url']}\n"
        assert html.rstrip("\n") == (
            f'<p>Dear {name} <a title="{name}" href="https://example.org/">https://example.org/</a>'
            '<a href="https://x.test/?r=none">x</a>'
        )


def test_a_reader_of_whom_nothing_is_known_gets_the_defaults() -> None:
    subject, text, html = parts_of(Form(LETTER, UID).fill(ANA, LEAVE, NOW))

    assert subject == "For friend"
    assert text.startswith("Dear friend,\n")
    assert "<p>Dear friend <" in html


def test_a_value_cannot_reach_beyond_its_place() -> None:
    hostile = "x\" onclick='a'><script>\r\nBcc: y@z.test\r\n.\r\n--=_a0123456789abcdef--"
    longer = replace(FIELDS[2], longest=500)
    letter = replace(LETTER, fields=(*FIELDS[:2], longer, *FIELDS[3:]))
    fields = {"first_name": hostile, "page": "javascript:alert(1)", "ref": hostile}
    message = build_message(letter, UID, replace(ANA, fields=fields), LEAVE, NOW)
    subject, text, html = parts_of(message)
    folded = " ".join(hostile.split())

    assert subject == f"For {folded}"
    assert text == f"Dear {folded},\nleave: {LEAVE['leave_url']}\n"
    assert f'title="{markup.escape(folded)}" href="https://example.org/"' in html
    assert f"https://x.test/?r={quote(folded, safe='')}" in html
    assert parse(message)["Bcc"] is None
    assert not re.search(rb"(?m)^\.", message)


@pytest.mark.parametrize("name", ["Z" * 39, "ë" * 40, "👩‍⚕️" * 10, "a b " * 10])
def test_a_subject_with_a_field_is_folded_like_any_other(name: str) -> None:
    letter = make_letter(subject=Pieces(("Long " * 20, ""), ("first_name",)))
    message = build_message(letter, UID, replace(ANA, fields={"first_name": name}), LEAVE, NOW)

    assert parse(message)["Subject"] == f"{'Long ' * 20}{name.strip()}"
    assert all(len(line) <= 78 for line in message.split(b"\r\n") if b"/leave/" not in line)


def test_language_and_conditions_choose_what_a_reader_gets() -> None:
    (english,) = make_letter(words="English.\n").variants
    french = replace(english, language="fr", text=Pieces(("Français.\n",)))
    dry = replace(english, conditions={"first_name": "zoë"}, text=Pieces(("For you.\n",)))
    form = Form(replace(make_letter(), variants=(dry, english, french)), UID)

    def text_for(language: str, first_name: str) -> str:
        reader = replace(ANA, language=language, fields={"first_name": first_name})
        return parts_of(form.fill(reader, LEAVE, NOW))[1].partition("\n")[0]

    assert text_for("fr-CH", "Zoë") == "Français."
    assert text_for("en", "ZOË") == "For you."
    assert text_for("", "Ana") == "English."


def test_only_what_is_a_readers_own_is_encoded_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    form = Form(LETTER, UID)
    first = form.fill(ANA, LEAVE, NOW)
    encoded: list[str] = []

    def listen(text: str) -> bytes:
        encoded.append(text)
        return encode(text)

    monkeypatch.setattr(body, "encode", listen)

    assert form.fill(ANA, LEAVE, NOW) == first
    assert sorted(encoded) == [
        "friend", "friend", "https://example.org/", LEAVE["leave_url"], "none"
    ]  # fmt: skip
