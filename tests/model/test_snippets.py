import pytest

from newsletter.model import Number, TranslatedNumber

WORDS = {"who": "people", "what": "get acne", "out-of": "10"}


def number(value: str) -> Number:
    return Number.model_validate({"value": value, **WORDS})


@pytest.mark.parametrize("value", ["up to 8", "4 to 5", "8", "few"])
def test_how_much_a_translated_number_is_the_original_says(value: str) -> None:
    original = number(value)
    words = {**WORDS, "value": "jusqu'à 8", "original": original}
    translated = TranslatedNumber.model_validate(words)

    assert translated.value == "jusqu'à 8"
    assert (translated.least, translated.most) == (original.least, original.most)
