"""What a reader gets, piece by piece, is what the slow and obvious way would have made for them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from mjml import mjml2html
from selectolax.lexbor import LexborHTMLParser

from newsletter.compose import Templates, compose
from newsletter.compose.album import Album
from newsletter.compose.engine.cleaning import clean
from newsletter.compose.engine.finishing import after_engine
from newsletter.compose.engine.markup import parse
from newsletter.compose.engine.normalising import before_engine
from newsletter.compose.placeholders import put_marks
from newsletter.compose.rendering import gather, render
from newsletter.compose.slots import Slots
from newsletter.compose.variants import Edition
from newsletter.delivery import Form
from newsletter.model import Delivery, Issue, Letter, Library, Part
from newsletter.settings import Settings, load_settings
from tests.compose.making import ROOT, make_issue, make_library, make_snippet
from tests.journeys.conftest import SAMPLE, Desk

FIELDS = """
[fields.first-name]
default = "reader"
longest = 60
[fields.town]
default = "your town"
[fields.clinic]
kind = "url"
default = "https://example.org/clinics"
longest = 200
[fields.ref]
kind = "urlpart"
default = "nobody"
"""

BLOCK = """
<mj-section><mj-column>
  <mj-text>{{ styled(card.prose.html) }}</mj-text>
  <mj-text>{{ reader.first_name }}, <a href="{{ reader.clinic }}">a clinic in {{ reader.town }}</a>,
    <a href='https://example.org/?a=1&amp;r={{ reader.ref }}' title="{{ reader.town }}">x</a>
    {{ reader.clinic }}</mj-text>
  <mj-image src="cid:x" alt='For {{ reader.first_name }} of "{{ reader.town }}"' />
  <mj-button href="{{ reader.clinic }}">{{ card.snippet.title }}</mj-button>
</mj-column></mj-section>
"""
TWIN = """{{ card.snippet.title | wrap }}

{{ card.prose.text }}
{{ reader.first_name }} of {{ reader.town }}: {{ reader.clinic }}
https://example.org/?r={{ reader.ref }}
"""
BODY = """**Dear {{ reader.first_name }}**, you live in *{{ reader.town }}*.

- [here]({{ reader.clinic }})
- [there](https://example.org/{{ reader.ref }}/x)

> {{ reader.name }} `{{ reader.name }}`
"""

UID = "0123456789abcdef"
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LINK = {"leave_url": "https://letter.example.org/leave/" + "t0ken" * 6}
LONGEST_LINE = 76


@pytest.fixture(scope="module")
def desk_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    path = tmp_path_factory.mktemp("settings") / "newsletter.toml"
    defaults = (ROOT / "newsletter" / "defaults.toml").read_text(encoding="utf-8")
    path.write_text(f"{defaults}\n{FIELDS}", encoding="utf-8")
    return load_settings(path)


@pytest.fixture(scope="module")
def desk_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """The usual templates, but a card that uses every kind of field in every place."""
    folder = tmp_path_factory.mktemp("templates")
    (folder / "blocks").mkdir()
    (folder / "blocks" / "card.mjml").write_text(BLOCK, encoding="utf-8")
    (folder / "blocks" / "tip.txt").write_text(TWIN, encoding="utf-8")
    return Templates([folder, ROOT / "templates"])


def make_edition() -> tuple[Issue, Library]:
    tip = make_snippet(kind="tip", title="{{ reader.first_name }}, look", parts=(Part(BODY, 5),))
    issue = make_issue(
        tip,
        intro="Dear {{ reader.name }},",
        subject="{{ reader.first_name }} of {{ reader.town }}: tiny bumps",
        preheader="For {{ reader.first_name }}",
    )
    return issue, make_library(issue)


@pytest.fixture(scope="module")
def desk_letter(desk_settings: Settings, desk_templates: Templates) -> Letter:
    return compose(*make_edition(), desk_settings, desk_templates)


class Value(str):
    """A reader's value that no engine can mistake for anything else."""

    __slots__ = ()

    def __html__(self) -> str:
        """The value in numeric character references throughout."""
        return "".join(f"&#{ord(character)};" for character in self)


def send_whole(
    delivery: Delivery, values: Mapping[str, str], settings: Settings, templates: Templates
) -> EmailMessage:
    """The slow, obvious way: everything rendered for one reader, and sent by the standard library.

    Templates get the values themselves. An editor's text is no template: there, the value takes
    its place in what the templates have made.
    """
    slots = Slots(settings.reader_fields, UID)
    edition = put_marks(Edition(*make_edition(), settings.newsletter, {}), slots)
    reader = SimpleNamespace(**{name: Value(value) for name, value in values.items()})
    draft = render(
        gather(edition, settings, templates, Album({}, settings.pictures)), templates, reader
    )

    def fill(text: str, markup: bool) -> str:
        for mark, use in slots.uses.items():
            value = Value(values[use.field.name])
            text = text.replace(mark, value.__html__() if markup else value)
        return text

    message = EmailMessage(policy=policy.SMTP)
    sender = settings.newsletter
    message["From"] = Address(sender.name, addr_spec=sender.from_)
    message["To"] = Address(" ".join(delivery.name.split()), addr_spec=delivery.address)
    message["Subject"] = fill(edition.issue.subject, markup=False)
    message.set_content(fill(draft.text, markup=False), cte="quoted-printable")
    mjml = clean(parse(fill(draft.mjml, markup=True)))
    html = after_engine(mjml2html(before_engine(mjml), fonts={}))
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def bodies(message: EmailMessage) -> tuple[str, str]:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    # The standard library ends every part with a line end of its own.
    read = [part.get_content().replace("\r\n", "\n").rstrip("\n") for part in (text, html)]
    return read[0], read[1]


def as_a_browser_sees(html: str) -> list[tuple[str, dict[str, str | None], str]]:
    """Every element with its attributes and the text that is its own."""
    root = LexborHTMLParser(html).root
    assert root is not None
    return [
        (str(node.tag), dict(node.attributes), node.text(deep=False))
        for node in root.traverse(include_text=False)
    ]


ANY = st.text(st.characters(), max_size=70)
HOSTILE = st.sampled_from(
    [
        "",
        'Zoë "O\'Brien" <script> 李小龍 👩‍⚕️',
        "x\r\nBcc: y@z.test",
        "</mj-text><mj-raw>&amp;&lt;&#60;",
        "{{ reader.name }} {% x %} Zq0123456789abv0qZ",
        "عائشة \u202e\u2066 بنت",
        ".\n.\n--=_a0123456789abcdef--\n",
        "=?utf-8?q?x?= =3D =\r\n",
        "https://example.org/?a=\"'<>&b=ü",
        "javascript:alert(1)",
        "a\u0301\u0327" * 20,
        "x" * 500,
        "\\u{a0} \\n C:\\new\u00a0x",
    ]
)
VALUES = st.fixed_dictionaries(
    {}, optional={name: ANY | HOSTILE for name in ("first_name", "town", "clinic", "ref")}
)
NAMES = (ANY | HOSTILE).filter(lambda name: name.isprintable() or "\u200d" in name)
"""Import refuses names with what cannot stand in a header."""


@given(values=VALUES, name=NAMES)
@examples(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_pieces_make_what_the_slow_way_makes(
    values: dict[str, str],
    name: str,
    desk_letter: Letter,
    desk_settings: Settings,
    desk_templates: Templates,
) -> None:
    delivery = Delivery(1, 7, "zoe@example.org", name, 1, "en", values)
    raw = {**values, "name": name or "reader", **LINK}
    printed = {
        field.name: field.prepare(raw.get(field.name, ""))
        for field in desk_letter.fields_in(desk_letter.main)
    }
    content = Form(desk_letter, UID).fill(delivery, LINK, NOW)
    ours = message_from_bytes(content, policy=policy.default)
    slow = send_whole(delivery, printed, desk_settings, desk_templates)
    assert isinstance(ours, EmailMessage)
    text, html = bodies(ours)
    slow_text, slow_html = bodies(slow)

    assert text == slow_text
    assert as_a_browser_sees(html) == as_a_browser_sees(slow_html)
    assert_headers_agree(headers_of(content), slow)
    assert_can_be_sent(content)


def assert_headers_agree(ours: Mapping[str, str], slow: EmailMessage) -> None:
    """The same people and the same subject, unless the standard library takes words for code."""
    for header in ("From", "To"):
        name, address = parseaddr(ours[header])
        (meant,) = slow[header].addresses
        assert address == meant.addr_spec
        assert "=?" in meant.display_name or read_clear(name) == meant.display_name
    subject = read_clear(ours["Subject"])
    assert "=?" in subject or subject == slow["Subject"]


def headers_of(content: bytes) -> Mapping[str, str]:
    """The headers as they stand in the message, unfolded."""
    return {
        name: str(value).replace("\r\n", "") for name, value in message_from_bytes(content).items()
    }


def read_clear(value: str) -> str:
    """A header's words in clear, as the library's older and more exact reader sees them."""
    return str(make_header(decode_header(value)))


def assert_can_be_sent(content: bytes) -> None:
    """What SMTP asks of a message, whoever reads it (RFC 5321 §4.5.3.1.6, §2.3.8)."""
    head, _, body = content.partition(b"\r\n\r\n")
    assert content.isascii()
    assert content.count(b"\r") == content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, body.split(b"\r\n"))) <= LONGEST_LINE
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert b"\r\n." not in content


ZOE = 'Zoë "O\'Brien" <script> 李小龍 👩‍⚕️'


def receive(desk: Desk) -> dict[str, EmailMessage]:
    """What the server took, by recipient."""
    received = {}
    for recipient, content in desk.server.accepted:
        assert_can_be_sent(content)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert message.defects == []
        received[recipient] = message
    return received


def test_a_reader_with_an_awkward_name_and_one_with_none_get_right_letters(desk: Desk) -> None:
    settings = desk.folder / "newsletter.toml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}{FIELDS}", encoding="utf-8")
    path = desk.folder / "issues" / SAMPLE / "issue.md"
    text = path.read_text(encoding="utf-8").replace('subject: "', 'subject: "{{ reader.name }}: ')
    body = "\nDear {{ reader.name }} of {{ reader.town }}, [look]({{ reader.clinic }}).\n"
    path.write_text(text + body, encoding="utf-8")
    quoted = ZOE.replace('"', '""')
    rows = (
        f'email,name,town,clinic\nzoe@example.org,"{quoted}",Zürich,https://example.org/7?a=1&b=2'
    )
    (desk.folder / "readers.csv").write_text(f"{rows}\nnobody@example.org\n", encoding="utf-8")

    file = str(desk.folder / "readers.csv")
    desk.do("subscribers", "import", file, "--basis", "I want the letter.", "--yes")
    desk.do("schedule", SAMPLE, "--now", "--yes")
    desk.do("run", "--until-done")

    received = receive(desk)
    assert desk.accepted == dict.fromkeys(received, 1)
    expected = {
        "zoe@example.org": (ZOE, "Zürich", "https://example.org/7?a=1&b=2"),
        "nobody@example.org": ("reader", "your town", "https://example.org/clinics"),
    }
    for address, (name, town, clinic) in expected.items():
        text, html = bodies(received[address])
        page = LexborHTMLParser(html)
        assert received[address]["Subject"].startswith(f"{name}: Tiny bumps")
        words = " ".join(text.split())
        assert f"Dear {name} of {town}, look [link 1]. [link 1] {clinic} " in words
        assert page.body is not None
        assert f"Dear {name} of {town}, look." in " ".join(page.body.text().split())
        assert [each.text() for each in page.css(f"a[href='{clinic}']")] == ["look"]
        assert page.css("script") == []
    assert received["nobody@example.org"]["To"] == "nobody@example.org"
    name, address = parseaddr(headers_of(dict(desk.server.accepted)["zoe@example.org"])["To"])
    assert (read_clear(name), address) == (ZOE, "zoe@example.org")
