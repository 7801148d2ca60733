"""Syllables and grades, against what was counted and reckoned by hand."""

import pytest

from newsletter.checks.readability import Grade, count_syllables, grade

SYLLABLES = {
    1: "the skin caused makes cheeks dried scar bleeds white eye eyes acts aches queue ’tis",
    2: (
        "acne little treated causes safety whitehead eyelid diet being layer client science "
        "lotion lesion special fuel didn't isn’t sometimes forehead papule pustule dermis sebum "
        "facial lion poreless movement useful likely someone needle doctor steroid settled wishes"
    ),
    3: (
        "keratin milia media retinoid retinol comedone comedones melasma eczema collagen area "
        "biopsy violet various idea serious happier easier believing medium museum "
        "sebaceous benzoyl element glycolic pregnancy physician lipstick-red"
    ),
    4: (
        "syringoma microneedling anhidrosis psoriasis tretinoin exfoliate salicylic dermatitis "
        "epidermis erythema impetigo bacteria diabetes experience cutaneous carcinoma "
        "inflammation aesthetician autoimmune appropriate retinoic"
    ),
    5: (
        "dermatologist dermatology urticaria exfoliation antibiotic niacinamide hyaluronic "
        "antihistamine corticosteroid individual associated ultraviolet"
    ),
    6: "isotretinoin hyperpigmentation encyclopedia",
}


@pytest.mark.parametrize(
    ("word", "syllables"), [(word, n) for n, words in SYLLABLES.items() for word in words.split()]
)
def test_syllables(word: str, syllables: int) -> None:
    assert count_syllables(word) == syllables
    assert count_syllables(word.upper()) == syllables


def test_the_table_of_syllables_is_not_a_short_one() -> None:
    assert sum(len(words.split()) for words in SYLLABLES.values()) >= 80


def test_what_has_no_vowels_is_one_syllable() -> None:
    assert [count_syllables(word) for word in ("20", "SPF", "mm", "0.5%")] == [1, 1, 1, 1]


def test_grades_are_those_of_the_formulas() -> None:
    # 5 words, 1 sentence, 5 + 1 + 2 + 1 + 1 = 10 syllables, 1 long word.
    # FKGL: 0.39 × 5 + 11.8 × 10 / 5 - 15.59. SMOG: 3.1291 + 1.043 × √(1 × 30 / 1).
    found = grade([["Dermatologists", "treat", "acne", "with", "creams"]])
    assert found is not None
    assert (found.words, found.sentences, found.long_words) == (5, 1, 0.2)
    assert found.fkgl == pytest.approx(9.96)
    assert found.smog == pytest.approx(8.8419, abs=0.0001)


def test_sentences_share_their_words() -> None:
    # 6 words, 2 sentences, 7 syllables, no long word; an empty sentence is none.
    found = grade([["The", "cat", "sat"], [], ["It", "was", "happy"]])
    assert found is not None
    assert found.fkgl == pytest.approx(0.39 * 3 + 11.8 * 7 / 6 - 15.59)
    assert found == Grade(found.fkgl, 3.1291, 6, 2, 0)


def test_a_word_that_was_explained_makes_a_text_no_harder() -> None:
    words = ["Dermatologists", "treat", "acne", "with", "creams"]
    found = grade([words], known={"dermatologists"})
    assert found is not None
    assert found.fkgl == pytest.approx(0.52)
    assert found.smog == pytest.approx(3.1291)


def test_without_words_there_is_no_grade() -> None:
    assert grade([]) is None
    assert grade([[]]) is None


PLAIN = "These spots are small and hard. You can leave them alone. Ask a nurse if they hurt."
PADDED = (
    "Numerous clinical investigations have demonstrated considerable effectiveness of repeated "
    "microneedling procedures, facilitating natural exfoliation of epidermal accumulations."
)


def test_plain_words_get_a_low_grade_and_padded_ones_a_high_one() -> None:
    plain = grade([each.split() for each in PLAIN.split(". ")])
    padded = grade([PADDED.split()])
    assert plain is not None
    assert padded is not None
    assert plain.fkgl < 3
    assert padded.fkgl > 16
    assert padded.smog > 16
