import os
import re
import tomllib
import traceback
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from newsletter.errors import FoundErrors, UsageError
from newsletter.localtime import Slot, Weekday
from newsletter.model import DoubtPolicy, Field, FieldKind, Finding
from newsletter.settings import (
    Database,
    FieldSetting,
    Identity,
    Look,
    Pictures,
    Preview,
    Provider,
    ReviewLevel,
    ReviewPolicy,
    Section,
    Sending,
    Settings,
    Signup,
    Translation,
    database_url,
    load_settings,
)
from newsletter.workspace import starter

DEFAULTS = (starter() / "newsletter" / "defaults.toml").read_text(encoding="utf-8")
SECRET = "hunter2-hunter2"

OWN = DEFAULTS.replace("example.org", "skin.health").replace("Example", "Skin")
"""Settings in which no placeholder is left."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "newsletter.toml"


def load(path: Path, text: str) -> Settings:
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def find_all(path: Path, text: str | bytes) -> list[Finding]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(FoundErrors) as caught:
        load_settings(path)
    return caught.value.findings


def mistakes(path: Path, text: str | bytes) -> list[str]:
    return [f"{finding.at.line}: {finding.problem}" for finding in find_all(path, text)]


def change(old: str, new: str) -> str:
    """The default settings with one thing changed."""
    assert old in DEFAULTS
    return DEFAULTS.replace(old, new, 1)


def line_of(text: str, words: str) -> int:
    """The only line that holds these words."""
    (number,) = [n for n, line in enumerate(text.splitlines(), 1) if words in line]
    return number


def provider(**fields: object) -> Provider:
    base = {"host": "smtp.example.org", "port": 465, "security": "tls"}
    return Provider.model_validate({**base, **fields})


def uncomment(text: str) -> str:
    """The settings with every setting that is commented out switched on."""
    return re.sub(r"(?m)^# (?=[a-z-]+ = |\[)", "", text)


def test_the_default_settings_are_whole(path: Path) -> None:
    loaded = load(path, DEFAULTS)

    assert loaded.newsletter.from_ == "hello@example.org"
    assert loaded.newsletter.public_url == "https://letter.example.org"
    assert loaded.sending == Sending()
    assert loaded.find_provider(loaded.sending.provider).on_loopback
    assert loaded.slots == [Slot("weekly", Weekday.TUESDAY, time(8), "Europe/London")]


@pytest.mark.parametrize(
    ("table", "section"),
    [
        ("newsletter", Identity),
        ("templates", Look),
        ("database", Database),
        ("sending", Sending),
        ("provider", Provider),
    ],
)
def test_the_file_shows_the_defaults_that_the_program_has(
    path: Path, table: str, section: type[Section]
) -> None:
    loaded = load(path, uncomment(DEFAULTS))
    shown: Any = loaded.find_provider("main") if table == "provider" else getattr(loaded, table)
    written = tomllib.loads(uncomment(DEFAULTS))[table]
    written = written["main"] if table == "provider" else written

    defaults = {
        name: field.default
        for name, field in section.model_fields.items()
        if not field.is_required() and field.default is not None and str(field.alias) in written
    }
    assert defaults
    assert {name: getattr(shown, name) for name in defaults} == defaults


def test_what_is_commented_out_can_be_switched_on(path: Path) -> None:
    loaded = load(path, uncomment(DEFAULTS))

    assert loaded.newsletter.reply_to == "desk@example.org"
    assert loaded.newsletter.bounces == "bounces@example.org"
    assert loaded.find_provider("main") == provider(
        **{
            "username": "newsletter",
            "password-env": "NEWSLETTER_SMTP_PASSWORD",
            "timeout": "60s",
            "ca-file": str(path.parent / "private-ca.pem"),
        }
    )


def test_every_setting_is_shown_in_the_default_file() -> None:
    names = {
        field.alias
        for section in (
            Identity,
            Translation,
            Look,
            Pictures,
            Database,
            Sending,
            Provider,
            Preview,
            FieldSetting,
        )
        for field in section.model_fields.values()
    }

    assert {name for name in names if str(name) not in DEFAULTS} == set()


def test_settings_become_typed_values(path: Path) -> None:
    text = change('not-after = "12h"', 'not-after = "2d"').replace('"hold"  ', '"resend"')
    text = text.replace('"60s"', '"90s"', 1).replace(
        '"https://letter.example.org"', '"http://a/b/"'
    )
    loaded = load(path, text)

    assert loaded.sending.not_after == 2 * 86400
    assert loaded.sending.lease == 90
    assert loaded.sending.retry_after == 300
    assert loaded.sending.in_doubt is DoubtPolicy.RESEND
    assert loaded.newsletter.public_url == "http://a/b"


def test_a_time_of_day_needs_no_quotes(path: Path) -> None:
    assert load(path, change('"08:00"', "08:00:00")).slots[0].at == time(8)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(path: Path, end: str, mark: str) -> None:
    path.write_bytes((mark + DEFAULTS.replace("\n", end)).encode())

    assert load_settings(path) == load(path, DEFAULTS)


ADDRESS = '"hello@example.org"'
LIST_ID = '"letter.example.org" '
PUBLIC_URL = '"https://letter.example.org"'
SLOT_ZONE = '"Europe/London"\n'
NO_LANGUAGE = "is not the code of a language"
NO_ZONE = "is not a time zone such as Asia/Singapore"

# What is replaced, by what, and the problem.
WRONG = [
    (ADDRESS, '"hello"', "“from”: “hello” is not an email address"),
    (ADDRESS, '"<a@b.c>"', "“from”: “<a@b.c>” is not an email address"),
    (ADDRESS, '"a@b@c.d"', "“from”: “a@b@c.d” is not an email address"),
    (ADDRESS, '"ä@b.c"', "“from”: “ä@b.c” is not an email address"),
    (LIST_ID, '"letter"', "“list-id”: “letter” cannot be a list id"),
    (LIST_ID, '"A.b"', "“list-id”: “A.b” cannot be a list id"),
    (PUBLIC_URL, '"a.b"', "“public-url”: “a.b” is not a web address"),
    (PUBLIC_URL, '"ftp://a.b"', "“public-url”: “ftp://a.b” is not a web address"),
    (PUBLIC_URL, '"https://a?b"', "“public-url”: “https://a?b” is not a web address"),
    ('"Europe/London"  ', '"Mars"', f"“time-zone”: “Mars” {NO_ZONE}"),
    ('"Bite-sized Skin"', '""', "“name” is empty"),
    ('"Bite-sized Skin"', "3", "“name” is not right: it should be text"),
    ('"12h"', '"12 hours"', "“not-after”: “12 hours” is not a length of time"),
    ('"12h"', "12", "“not-after”: “12” is not a length of time"),
    ('"12h"', '"-1h"', "“not-after”: “-1h” is not a length of time"),
    ('"12h"', '"9999999d"', "“not-after”: “9999999d” is not a length of time"),
    ('"hold"', '"maybe"', "“in-doubt” cannot be “maybe”"),
    ('"none"', '"ssl"', "“security” cannot be “ssl”"),
    ('"tuesday"', '"tues"', "“weekday”: “tues” is not a day"),
    ('"08:00"', '"8 am"', "“time”: “8 am” is not a time of day"),
    ('"08:00"', "8", "“time”: “8” is not a time of day"),
    ('language = "en-GB"', 'language = "../en"', f"“language”: “../en” {NO_LANGUAGE}"),
    ('language = "en-GB"', 'language = "english"', f"“language”: “english” {NO_LANGUAGE}"),
    ('language = "en-GB"', 'language = "en-gb"', f"“language”: “en-gb” {NO_LANGUAGE}"),
    (SLOT_ZONE, '"X"\n', f"“zone”: “X” {NO_ZONE}"),
]


@pytest.mark.parametrize(("old", "new", "problem"), WRONG)
def test_a_wrong_setting_names_its_line_and_a_remedy(
    path: Path, old: str, new: str, problem: str
) -> None:
    (finding,) = find_all(path, change(old, new))

    assert finding.problem == problem
    assert finding.at.line == DEFAULTS[: DEFAULTS.index(old)].count("\n") + 1
    assert finding.at.path == path
    assert finding.rule == "settings"
    assert finding.remedy.endswith(".")
    assert finding.remedy != "Correct the value."


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("attempts = 8", "attempts = 0", "attempts"),
        ("attempts = 8", "attempts = 101", "attempts"),
        ("attempts = 8", 'attempts = "often"', "attempts"),
        ("port = 1025", "port = 0", "port"),
        ("port = 1025", "port = 65536", "port"),
    ],
)
def test_a_setting_out_of_bounds_names_its_line(path: Path, old: str, new: str, field: str) -> None:
    text = change(old, new)

    (mistake,) = mistakes(path, text)
    assert mistake.startswith(f"{line_of(text, new)}: “{field}” is not right: ")


@pytest.mark.parametrize("name", ["timeout", "lease"])
def test_no_time_at_all_is_no_patience(path: Path, name: str) -> None:
    """The mail library cannot wait zero seconds, and a lease of zero is over when it begins."""
    text = uncomment(DEFAULTS).replace(f'{name} = "60s"', f'{name} = "0s"')

    (mistake,) = mistakes(path, text)
    zero = '"0s"'
    assert mistake.startswith(f"{line_of(text, zero)}: “{name}”")


@pytest.mark.parametrize("written", ["08:00+02:00", "08:00Z"])
def test_a_time_of_day_has_no_offset_beside_its_zone(path: Path, written: str) -> None:
    text = change('"08:00"', f'"{written}"')

    assert mistakes(path, text) == [
        f"{line_of(text, written)}: “time”: “{written}” is not a time of day"
    ]


REQUIRED = [
    ("newsletter", "name"),
    ("newsletter", "from"),
    ("newsletter", "list-id"),
    ("newsletter", "public-url"),
    ("newsletter", "postal-address"),
    ("newsletter", "reason"),
    ("newsletter", "disclaimer"),
    ("provider.local", "host"),
    ("provider.local", "port"),
    ("provider.local", "security"),
    ("slot", "weekday"),
    ("slot", "time"),
    ("slot", "zone"),
]


@pytest.mark.parametrize(("table", "name"), REQUIRED)
def test_a_missing_setting_names_the_line_of_its_table(path: Path, table: str, name: str) -> None:
    head, header, body = DEFAULTS.partition(f"[{table}]")
    text = head + header + re.sub(rf"(?m)^{name} = .*\n", "", body, count=1)

    assert mistakes(path, text) == [f"{head.count(chr(10)) + 1}: “{name}” is missing"]


def test_an_empty_file_misses_the_tables_that_must_be_there(path: Path) -> None:
    assert mistakes(path, "") == ["1: “newsletter” is missing", "1: “provider” is missing"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("list-id = ", "list_id = "), ("[[slot]]", "[slot]"), ('"Bite-sized Skin"', '""')],
)
def test_a_remedy_is_written_as_toml(path: Path, old: str, new: str) -> None:
    """A colon is a mistake in this file, and so is a list of dashes."""
    remedies = " ".join(finding.remedy for finding in find_all(path, change(old, new)))
    assert "colon" not in remedies
    assert ":”" not in remedies
    assert "“- ”" not in remedies


@pytest.mark.parametrize(
    ("old", "new", "unknown", "known"),
    [
        ("list-id =", "list_id =", "list_id", "list-id"),
        ('time-zone = "Europe', 'timezone = "Europe', "timezone", "time-zone"),
        ("retry-after =", "retry =", "retry", "retry-after"),
        ("layout =", "layuot =", "layuot", "layout"),
    ],
)
def test_an_unknown_setting_gets_the_nearest_known_one(
    path: Path, old: str, new: str, unknown: str, known: str
) -> None:
    text = change(old, new)

    (finding,) = [each for each in find_all(path, text) if "not a known" in each.problem]
    assert finding.at.line == line_of(text, new)
    assert finding.problem == f"“{unknown}” is not a known field"
    assert finding.remedy == f"Did you mean “{known}”?"


def test_an_unknown_table_names_its_line(path: Path) -> None:
    text = change("[templates]", "[tempaltes]")

    (finding,) = find_all(path, text)
    assert finding.problem == "“tempaltes” is not a known field"
    assert finding.remedy == "Did you mean “templates”?"
    assert finding.at.line == line_of(text, "[tempaltes]")


def test_an_unknown_setting_above_the_tables_names_its_line(path: Path) -> None:
    assert mistakes(path, f"# mine\n\nnmae = 1\n{DEFAULTS}") == ["3: “nmae” is not a known field"]


def test_a_table_of_the_wrong_shape_names_its_line(path: Path) -> None:
    text = change("[[slot]]", "[slot]")

    (mistake,) = mistakes(path, text)
    assert mistake.startswith(f"{line_of(text, '[slot]')}: “slot” is not right")


def test_a_setting_in_the_wrong_table_is_not_told_to_become_itself(path: Path) -> None:
    text = change("[templates]", 'weekday = "monday"\n[templates]')

    (finding,) = find_all(path, text)
    assert finding.problem == "“weekday” is not a known field"
    assert "“weekday”" not in finding.remedy
    assert "ndent" not in finding.remedy  # what stands below another table is not indented


def test_a_mistake_in_the_second_slot_names_its_own_line(path: Path) -> None:
    text = DEFAULTS + '\n[[slot]]\nname = "late"\nweekday = "friday"\ntime = "x"\nzone = "Y"\n'

    first, second = find_all(path, text)
    assert first.at.line == line_of(text, 'time = "x"')
    assert second.at.line == line_of(text, 'zone = "Y"')


def test_a_mistake_in_the_second_provider_names_its_own_line(path: Path) -> None:
    text = uncomment(DEFAULTS).replace("port = 465", "port = 0")

    (mistake,) = mistakes(path, text)
    assert mistake.startswith(f"{line_of(text, 'port = 0')}: “port” is not right")


def test_a_line_separator_in_a_comment_is_no_new_line(path: Path) -> None:
    text = change("# Settings", "# Settings\u2028").replace("port = 1025", "port = 0")

    (finding,) = find_all(path, text)
    assert finding.at.line == text[: text.index("port = 0")].count("\n") + 1


def test_all_wrong_settings_are_listed_at_once_in_file_order(path: Path) -> None:
    text = change("port = 1025", "port = 0").replace('"en-GB"', '"up up"').replace('"12h"', '"x"')

    lines = [line_of(text, words) for words in ('"up up"', 'not-after = "x"', "port = 0")]
    assert [finding.at.line for finding in find_all(path, text)] == lines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("port = 1025", "port = 10 25"),
        ("port = 1025", "port: 1025"),
        ('"Bite-sized Skin"', '"Bite-sized Skin'),
        ('"Bite-sized Skin"', "Bite-sized Skin"),
        ('layout = "digest"', 'layout = "digest"\nlayout = "digest"'),
        ("[sending]", "[sending"),
    ],
)
def test_what_is_no_toml_names_its_line(path: Path, old: str, new: str) -> None:
    text = change(old, new)

    (finding,) = find_all(path, text)
    assert finding.problem.startswith("this is not valid TOML: ")
    assert "(at" not in finding.problem
    first = text[: text.index(new)].count("\n") + 1
    assert finding.at.line in (first, first + 1)
    assert finding.remedy.startswith("Put text in double quotes")


def test_toml_that_breaks_off_is_refused(path: Path) -> None:
    (finding,) = find_all(path, DEFAULTS + "[provider")

    assert finding.problem.startswith("this is not valid TOML: ")


def test_settings_that_are_no_utf_8_name_their_line(path: Path) -> None:
    text = change("Bite-sized Skin", "Haut f@r alle").encode().replace(b"f@r", b"f\xfcr")

    assert [finding.at.line for finding in find_all(path, text)] == [
        line_of(DEFAULTS, "Bite-sized Skin")
    ]


def test_a_provider_is_found_by_name(path: Path) -> None:
    loaded = load(path, uncomment(DEFAULTS))

    assert loaded.find_provider("main").host == "smtp.example.org"
    with pytest.raises(UsageError, match="no provider is called “mian”") as caught:
        loaded.find_provider("mian")
    assert caught.value.remedy == "Use one of: local, main; or add [provider.mian]."


def test_a_password_comes_from_the_environment() -> None:
    server = provider(**{"password-env": "SMTP_PASSWORD"})

    assert server.password({"SMTP_PASSWORD": f" {SECRET} "}) == f" {SECRET} "
    with pytest.raises(UsageError, match="the environment variable SMTP_PASSWORD is not set"):
        server.password({"OTHER": SECRET})


def test_a_password_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "smtp"
    file.write_text(f"{SECRET}\n", encoding="utf-8")

    assert provider(**{"password-file": str(file)}).password({}) == SECRET


def test_a_file_of_a_password_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"the secret file {tmp_path}/smtp cannot be read"):
        provider(**{"password-file": str(tmp_path / "smtp")}).password({})


def test_a_file_of_a_password_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "smtp").write_bytes(b"\xff\xfe")

    with pytest.raises(UsageError):
        provider(**{"password-file": str(tmp_path / "smtp")}).password({})


def test_a_file_of_a_password_is_looked_up_beside_the_settings(path: Path) -> None:
    (path.parent / "smtp.secret").write_text(SECRET, encoding="utf-8")
    text = DEFAULTS.replace("port = 1025", 'port = 1025\npassword-file = "smtp.secret"')

    assert load(path, text).find_provider("local").password({}) == SECRET


def test_a_provider_without_a_password_has_none() -> None:
    assert provider().password({"NEWSLETTER_SMTP_PASSWORD": SECRET}) is None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1"])
def test_a_provider_on_this_machine_is_on_loopback(host: str) -> None:
    assert provider(host=host).on_loopback


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "0.0.0.0", "192.168.0.1", "fe80::1", "smtp.example.org", "localhost.a.b"]
)
def test_a_provider_elsewhere_is_not(host: str) -> None:
    assert not provider(host=host).on_loopback


@pytest.mark.parametrize(
    "secret",
    [
        f'password = "{SECRET}"',
        f'password-env = 3\npassword = "{SECRET}"',
        f'username = "{SECRET}',
        f"password = {SECRET}",
        f'password = {{ secret = "{SECRET}" }}',
    ],
)
def test_a_secret_in_the_wrong_place_is_not_repeated(path: Path, secret: str) -> None:
    path.write_text(change("port = 1025", f"port = 1025\n{secret}"), encoding="utf-8")

    with pytest.raises(FoundErrors) as caught:
        load_settings(path)
    words = [str(caught.value), repr(caught.value), *map(str, caught.value.findings)]
    assert SECRET not in " ".join(words)


def test_a_secret_in_the_wrong_place_is_not_in_a_traceback(path: Path) -> None:
    text = change("port = 1025", f'port = 1025\npassword = "{SECRET}"')
    path.write_text(text, encoding="utf-8")

    with pytest.raises(FoundErrors) as caught:
        load_settings(path)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_password_is_not_in_the_settings_that_were_read(tmp_path: Path) -> None:
    (tmp_path / "smtp").write_text(SECRET, encoding="utf-8")
    server = provider(**{"password-file": str(tmp_path / "smtp")})

    assert server.password({}) == SECRET
    assert SECRET not in repr(server)


@pytest.mark.parametrize(
    ("setting", "environment", "url"),
    [
        ("sqlite:///newsletter.db", {}, "sqlite:///{root}/newsletter.db"),
        ("sqlite:///data/../a.db", {}, "sqlite:///{root}/a.db"),
        ("sqlite:////var/a.db", {}, "sqlite:////var/a.db"),
        ("sqlite://", {}, "sqlite://"),
        ("postgresql://u@h/d", {}, "postgresql://u@h/d"),
        ("sqlite:///a.db", {"NEWSLETTER_DATABASE": "postgresql://u@h/d"}, "postgresql://u@h/d"),
        ("sqlite:///a.db", {"NEWSLETTER_DATABASE": "sqlite:///b.db"}, "sqlite:///{root}/b.db"),
        ("sqlite:///a.db", {"NEWSLETTER_DATABASE": ""}, "sqlite:///{root}/a.db"),
    ],
)
def test_a_database_lies_in_the_workspace_unless_said_otherwise(
    path: Path, setting: str, environment: dict[str, str], url: str
) -> None:
    loaded = load(path, change("sqlite:///newsletter.db", setting))
    root = path.parent

    assert database_url(loaded, root, environment) == url.format(root=root.resolve())


def test_settings_of_ones_own_speak_of_no_example(path: Path) -> None:
    assert not load(path, OWN).speaks_of_example
    assert load(path, DEFAULTS).speaks_of_example


@pytest.mark.parametrize(
    ("own", "placeholder"),
    [
        ('from = "hello@skin.health"', 'from = "hello@example.org"'),
        ('from = "hello@skin.health"', 'from = "hello@mail.example.com"'),
        ('from = "hello@skin.health"', 'from = "hello@Example.ORG"'),
        ('list-id = "letter.skin.health"', 'list-id = "letter.example.org"'),
        ('public-url = "https://letter.skin.health"', 'public-url = "https://example.net/a"'),
        ('# reply-to = "desk@skin.health"', 'reply-to = "desk@example.org"'),
        ("signed up for it on skin.health", "signed up for it on example.org"),
        ("Skin Health Desk, 1 Skin Street", "Example Health Desk, 1 Example Street"),
    ],
)
def test_one_placeholder_that_readers_would_see_speaks_of_example(
    path: Path, own: str, placeholder: str
) -> None:
    assert own in OWN

    assert load(path, OWN.replace(own, placeholder)).speaks_of_example


@pytest.mark.parametrize("domain", ["example.health", "counter-example.org", "myexample.org"])
def test_a_domain_that_only_looks_like_it_does_not(path: Path, domain: str) -> None:
    assert not load(path, OWN.replace("hello@skin.health", f"hello@{domain}")).speaks_of_example


FRENCH = """
[translation.fr]
reason = "Vous l'avez voulu."
disclaimer = "Ceci informe."
"""


def test_without_translations_the_newsletter_speaks_its_own_language(path: Path) -> None:
    loaded = load(path, change('language = "en-GB"', 'language = "pt-BR"'))

    assert loaded.languages == ("pt-BR",)
    assert loaded.identity_in("pt-BR") == loaded.newsletter


def test_languages_come_own_first_then_in_the_order_of_the_file(path: Path) -> None:
    text = DEFAULTS + FRENCH + FRENCH.replace(".fr]", ".ar]")

    assert load(path, text).languages == ("en-GB", "fr", "ar")


def test_a_translation_says_its_own_words_and_leaves_the_rest(path: Path) -> None:
    loaded = load(path, DEFAULTS + FRENCH)
    own, french = loaded.newsletter, loaded.identity_in("fr")

    assert french.language == "fr"
    assert (french.reason, french.disclaimer) == ("Vous l'avez voulu.", "Ceci informe.")
    words = {"language": own.language, "reason": own.reason, "disclaimer": own.disclaimer}
    assert french.model_copy(update=words) == own


def test_a_translation_may_have_a_name_an_address_and_an_emergency_number(path: Path) -> None:
    text = f'{FRENCH}name = "Peau"\npostal-address = "1 rue"\nemergency-number = "15"\n'
    french = load(path, DEFAULTS + text).identity_in("fr")

    assert (french.name, french.postal_address, french.emergency_number) == ("Peau", "1 rue", "15")


@pytest.mark.parametrize("name", ["reason", "disclaimer"])
def test_a_translation_needs_what_every_reader_must_be_told(path: Path, name: str) -> None:
    text = re.sub(rf"(?m)^{name} = .*\n", "", FRENCH)

    assert mistakes(path, DEFAULTS + text) == [
        f"{DEFAULTS.count(chr(10)) + 2}: “{name}” is missing"
    ]


@pytest.mark.parametrize("name", ["from", "list-id", "public-url", "language"])
def test_a_translation_holds_words_alone(path: Path, name: str) -> None:
    text = f'{DEFAULTS}{FRENCH}{name} = "x"\n'

    (finding,) = find_all(path, text)
    assert finding.problem == f"“{name}” is not a known field"
    assert finding.at.line == line_of(text, f'{name} = "x"')


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("french", "Write it as en, fr or pt-BR."),
        ("f", "Write it as en, fr or pt-BR."),
        ("fr_FR", "Write it as en, fr or pt-BR."),
        ("PT-br", "Write it as pt-BR."),
        ("zh-hant-tw", "Write it as zh-Hant-TW."),
    ],
)
def test_the_name_of_a_translation_is_a_code(path: Path, code: str, remedy: str) -> None:
    text = DEFAULTS + FRENCH.replace(".fr]", f".{code}]")

    (finding,) = find_all(path, text)
    assert finding.problem == f"“{code}” is not the code of a language"
    assert finding.remedy == remedy
    assert finding.at.line == line_of(text, f"[translation.{code}]")


def test_a_translation_into_the_newsletters_own_language_is_refused(path: Path) -> None:
    text = DEFAULTS + FRENCH + FRENCH.replace(".fr]", ".en-GB]")

    (finding,) = find_all(path, text)
    assert finding.problem == "“en-GB”: this is the newsletter's own language"
    assert finding.remedy == "Write its words in [newsletter], and take this table out."
    assert finding.at.line == line_of(text, "[translation.en-GB]")


@pytest.mark.parametrize("written", ['translation = "fr"', "translation.fr = 3"])
def test_a_translation_is_a_table(path: Path, written: str) -> None:
    (mistake,) = mistakes(path, f"{written}\n{DEFAULTS}")

    assert mistake.endswith("is not right: it should have fields of its own")


def test_a_language_that_is_not_spoken_names_those_that_are(path: Path) -> None:
    loaded = load(path, DEFAULTS + FRENCH)

    with pytest.raises(UsageError, match="the newsletter does not speak “de”") as caught:
        loaded.identity_in("de")
    assert caught.value.remedy == "Use one of: en-GB, fr; or add [translation.de]."


def test_a_placeholder_in_a_translation_speaks_of_example(path: Path) -> None:
    assert not load(path, OWN + FRENCH).speaks_of_example
    assert load(path, OWN + FRENCH.replace("Ceci", "Example.org")).speaks_of_example


def test_the_translation_that_is_shown_can_be_switched_on(path: Path) -> None:
    loaded = load(path, uncomment(DEFAULTS))

    assert loaded.languages == ("en-GB", "fr")
    assert loaded.identity_in("fr").reason != loaded.newsletter.reason


TOPICS = """
[topics]
everyday = "Skin every day"
research = "What is found out"
"""
FRENCH_TOPICS = """
[translation.fr.topics]
everyday = "La peau au quotidien"
"""


def test_topics_are_titles_by_id_in_the_order_of_the_file(path: Path) -> None:
    topics = load(path, DEFAULTS + TOPICS).topics

    assert list(topics.items()) == [
        ("everyday", "Skin every day"),
        ("research", "What is found out"),
    ]


def test_a_topic_that_is_not_translated_keeps_its_title(path: Path) -> None:
    loaded = load(path, DEFAULTS + TOPICS + FRENCH + FRENCH_TOPICS)

    french = {"everyday": "La peau au quotidien", "research": "What is found out"}
    assert loaded.topics_in("fr") == french
    assert list(loaded.topics_in("fr")) == list(loaded.topics)
    assert loaded.topics_in("en-GB") == loaded.topics
    assert loaded.identity_in("fr").reason == "Vous l'avez voulu."


def test_a_topic_that_is_only_translated_is_named_with_the_nearest(path: Path) -> None:
    text = DEFAULTS + TOPICS + FRENCH + FRENCH_TOPICS.replace("everyday", "evryday")

    (finding,) = find_all(path, text)
    assert finding.problem == "“evryday”: it is not one of [topics]"
    assert finding.remedy == "Did you mean “everyday”?"
    assert finding.at.line == line_of(text, "evryday")


@pytest.mark.parametrize(
    ("topic", "problem"),
    [
        ('Everyday = "Skin"', "“Everyday” cannot be an id"),
        ('everyday = ""', "“everyday” is empty"),
        ('everyday = "a\\nb"', "“everyday”: it holds a line end or a control character"),
    ],
)
def test_a_topic_has_an_id_and_one_line(path: Path, topic: str, problem: str) -> None:
    text = f"{DEFAULTS}\n[topics]\n{topic}\n"

    (finding,) = find_all(path, text)
    assert finding.problem == problem
    assert finding.at.line == text.count("\n")


def test_declared_fields_stand_behind_those_that_every_reader_has(path: Path) -> None:
    text = (
        DEFAULTS
        + """
[fields.first-name]
default = "friend"
longest = 40
[fields.clinic-page]
kind = "url"
default = "https://skin.health/clinics"
[fields.ref]
kind = "urlpart"
"""
    )
    name, leave, preferences, *own = load(path, text).reader_fields

    assert (name, leave.name, leave.kind) == (Field("name"), "leave_url", "url")
    assert (preferences.name, preferences.kind) == ("preferences_url", "url")
    assert own == [
        Field("first_name", FieldKind.TEXT, "friend", 40),
        Field("clinic_page", FieldKind.URL, "https://skin.health/clinics"),
        Field("ref", FieldKind.URLPART),
    ]


def test_readers_without_a_name_may_be_called_otherwise(path: Path) -> None:
    text = DEFAULTS + '[fields.name]\ndefault = "friend"\nlongest = 120\n'

    assert load(path, text).reader_fields[0] == Field("name", default="friend", longest=120)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("[fields.First]\ndefault = 'x'", "“First” cannot be the name of a field"),
        ("[fields.first_name]\ndefault = 'x'", "“first_name” cannot be the name of a field"),
        ("[fields.leave-url]\ndefault = 'x'", "every reader has “leave-url” already"),
        ("[fields.language]\ndefault = 'x'", "every reader has “language” already"),
        ("[fields.topics]\ndefault = 'x'", "every reader has “topics” already"),
        ("[fields.x]", "a field of kind “text” needs a default"),
        ("[fields.x]\nkind = 'url'", "a field of kind “url” needs a default"),
        ("[fields.x]\nkind = 'url'\ndefault = 'page'", "“default” is not an address such as"),
        ("[fields.x]\ndefault = 'long'\nlongest = 3", "“default” is longer than 3 characters"),
        ("[fields.x]\ndefault = 'a\u202eb'", "“default” holds a line break"),
    ],
)
def test_a_field_that_cannot_be_is_refused_by_line(path: Path, table: str, problem: str) -> None:
    (found,) = find_all(path, f"{DEFAULTS}\n{table}\n")

    assert problem in found.problem
    assert found.at.line == DEFAULTS.count("\n") + 2
    assert found.remedy


def test_the_name_of_a_reader_is_text(path: Path) -> None:
    table = "[fields.name]\nkind = 'url'\ndefault = 'https://skin.health'\n"

    assert "a reader's name is text" in mistakes(path, DEFAULTS + table)[0]


def with_pictures(lines: str) -> str:
    """The default settings with these lines below [pictures]."""
    return re.sub(r"(?m)^(\[pictures\].*)$", rf"\1\n{lines}", DEFAULTS, count=1)


@pytest.mark.parametrize(
    ("lines", "inside", "base_url"),
    [
        ("", True, None),
        ("in-letter = true", True, None),
        ('base-url = "https://a.b"', False, "https://a.b"),
        ('base-url = "https://a.b:8443/skin/~p/"', False, "https://a.b:8443/skin/~p"),
        ('base-url = "http://localhost:8000"', False, "http://localhost:8000"),
        ('base-url = "http://127.0.0.1/p"', False, "http://127.0.0.1/p"),
        ('base-url = "http://[::1]:80"', False, "http://[::1]:80"),
        ('base-url = "https://a.b"\nin-letter = true', True, "https://a.b"),
        ('base-url = "https://a.b"\nin-letter = false', False, "https://a.b"),
    ],
)
def test_pictures_are_inside_unless_an_address_says_where(
    path: Path, lines: str, inside: bool, base_url: str | None
) -> None:
    pictures = load(path, with_pictures(lines)).pictures
    assert (pictures.inside, pictures.base_url) == (inside, base_url)


@pytest.mark.parametrize(
    "url",
    [
        "http://pictures.skin.health", "http://10.0.0.1/p", "http://localhost.evil.test",
        "HTTP://a.b",
    ],
)  # fmt: skip
def test_pictures_are_not_fetched_in_the_clear(path: Path, url: str) -> None:
    (finding,) = find_all(path, with_pictures(f'base-url = "{url}"'))
    assert finding.at.line == line_of(with_pictures(f'base-url = "{url}"'), url)
    assert "“base-url”: " in finding.problem
    assert "Write" in finding.remedy


@pytest.mark.parametrize(
    "url",
    [
        "", "a.b", "ftp://a.b", "https://", "https:///p", "https://a.b?x=1", "https://a.b#x",
        "https://me:pass@a.b", "https://a.b/x y", 'https://a.b/\\"x', "https://a.b/<x>", "https://ä.b",
        "https://a.b/&amp;", "https://a.b/{x}", "cid:a", "//a.b",
    ],
)  # fmt: skip
def test_an_address_that_is_no_folder_on_the_web_is_refused(path: Path, url: str) -> None:
    (mistake,) = mistakes(path, with_pictures(f'base-url = "{url}"'))
    assert mistake.endswith("is not the address of a folder on the web")


def test_pictures_that_are_nowhere_are_refused(path: Path) -> None:
    text = with_pictures("in-letter = false")
    assert mistakes(path, text) == [
        f"{line_of(text, '[pictures]')}: “pictures”: "
        "pictures that are not in the letter need a “base-url”"
    ]


def test_a_placeholder_among_the_pictures_speaks_of_example(path: Path) -> None:
    text = OWN.replace("[pictures]", '[pictures]\nbase-url = "https://pictures.example.org"', 1)
    assert load(path, text).speaks_of_example


def test_an_editor_opens_a_file_at_its_line(path: Path) -> None:
    preview = load(path, uncomment(DEFAULTS)).preview

    assert preview.test_addresses == ("desk@example.org",)
    opened = preview.open_at(Path("/desk/issues/a b & ü.md"), 7)
    assert opened == "vscode://file/desk/issues/a%20b%20%26%20%C3%BC.md:7"
    assert preview.open_at(Path("/a.md"), 0).endswith("/a.md:1")


def test_without_an_editor_there_are_no_links_and_nobody_gets_tests(path: Path) -> None:
    preview = load(path, DEFAULTS).preview

    assert preview.open_at(Path("/a.md"), 7) == ""
    assert preview.test_addresses == ()


@pytest.mark.parametrize(
    "editor",
    [
        "javascript:alert({path})", "data:text/html,{path}", "https://a.b/{path}", "http://a/{path}",
        "file:///{path}", "vscode://file/", "{path}", "vim {path}", "VSCODE://{path}", "a:{path} x",
    ],
)  # fmt: skip
def test_what_opens_no_editor_is_refused(path: Path, editor: str) -> None:
    text = f'{DEFAULTS}\n[preview]\neditor = "{editor}"\n'
    (mistake,) = mistakes(path, text)

    assert mistake.startswith(f"{len(text.splitlines())}: “")


def test_signing_up_asks_no_other_site_and_believes_this_machines_proxy(path: Path) -> None:
    signup = load(path, DEFAULTS).signup

    assert signup == Signup()
    assert signup.origins == ()
    assert load(path, uncomment(DEFAULTS)).signup == Signup(origins=("https://www.example.org",))


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        *[
            (f'origins = ["{origin}"]', f"“{origin}” is not the origin of a web site")
            for origin in (
                "*",
                "null",
                "www.example.org",
                "https://a.b/",
                "https://A.b",
                "ftp://a.b",
            )
        ],
        ('trusted-proxies = ["proxy"]', "“proxy” is not an address or a network"),
        ('trusted-proxies = ["10.0.0.1/8"]', "“10.0.0.1/8” is not an address or a network"),
        ("per-network = 0", "greater than or equal to 1"),
    ],
)
def test_a_mistake_about_signing_up_is_named_by_line(
    path: Path, setting: str, problem: str
) -> None:
    text = f"{DEFAULTS}\n[signup]\n{setting}\n"
    (mistake,) = mistakes(path, text)

    assert mistake.startswith(f"{len(text.splitlines())}: ")
    assert problem in mistake


LISTED = "/etc/newsletter/allowed_signers"


def harden(level: str, environment: dict[str, str]) -> str:
    """The level that counts, where a workspace asks for one and the machine says more."""
    policy = ReviewPolicy(level=ReviewLevel(level))
    return policy.no_laxer_than(environment).level


@pytest.mark.parametrize("floor", list(ReviewLevel))
@pytest.mark.parametrize("own", list(ReviewLevel))
def test_of_two_levels_of_review_the_stricter_counts(own: str, floor: str) -> None:
    asked = {"NEWSLETTER_REVIEW_LEVEL": floor, "NEWSLETTER_REVIEW_SIGNERS": LISTED}
    order = ["off", "recorded", "signed", "pinned"]

    assert harden(own, asked) == order[max(order.index(own), order.index(floor))]


def test_a_machine_that_asks_for_nothing_leaves_the_policy_alone() -> None:
    policy = ReviewPolicy(level=ReviewLevel.OFF, signers=Path("/desk/keys"))

    assert policy.no_laxer_than({}) == policy
    assert policy.no_laxer_than({"NEWSLETTER_REVIEW_LEVEL": " "}) == policy


def test_the_list_of_keys_that_a_machine_names_takes_the_place_of_the_workspaces() -> None:
    policy = ReviewPolicy(level=ReviewLevel.SIGNED, signers=Path("/desk/keys"))

    hardened = policy.no_laxer_than({"NEWSLETTER_REVIEW_SIGNERS": LISTED})

    assert (hardened.level, hardened.signers) == (ReviewLevel.SIGNED, Path(LISTED))


@pytest.mark.parametrize(
    ("environment", "problem"),
    [
        ({"NEWSLETTER_REVIEW_LEVEL": "strict"}, "“strict”, which is no level of review"),
        ({"NEWSLETTER_REVIEW_LEVEL": "Pinned"}, "“Pinned”, which is no level of review"),
        ({"NEWSLETTER_REVIEW_LEVEL": "pinned"}, "NEWSLETTER_REVIEW_SIGNERS names no list of keys"),
        ({"NEWSLETTER_REVIEW_SIGNERS": "keys"}, "depends on the folder that a command runs in"),
    ],
)
def test_a_machine_that_asks_for_what_there_is_not_is_told(
    environment: dict[str, str], problem: str
) -> None:
    with pytest.raises(UsageError, match=problem) as caught:
        harden("off", environment)

    assert caught.value.remedy


def test_a_file_whose_name_is_no_text_opens_as_well() -> None:
    preview = Preview(editor="vscode://file/{path}:{line}")

    assert preview.open_at(Path(os.fsdecode(b"/caf\xe9.md")), 7) == "vscode://file/caf%E9.md:7"
