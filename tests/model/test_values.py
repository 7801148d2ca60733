import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.model import spell_language


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("yue", "yue"),
        ("pt-br", "pt-BR"),
        ("ZH-hANT-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("de-1996", "de-1996"),
        ("ca-VALENCIA", "ca-valencia"),
    ],
)
def test_a_language_has_one_spelling(written: str, spelled: str) -> None:
    assert spell_language(written) == spelled


@pytest.mark.parametrize(
    "text", ["", "f", "french", "fr_FR", "fr-", "-fr", "fr--FR", "fr-F", "2", "fr\n", " fr", "é"]
)
def test_what_is_no_code_of_a_language_has_none(text: str) -> None:
    assert spell_language(text) is None


@settings(max_examples=100, database=None)
@given(text=st.from_regex(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}", fullmatch=True))
def test_what_is_spelled_right_stays_as_it_is(text: str) -> None:
    spelled = spell_language(text)

    assert spelled is not None
    assert spelled.lower() == text.lower()
    assert spell_language(spelled) == spelled
