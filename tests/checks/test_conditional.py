"""Conditional comments: both views of a page, and what does not fit together in them."""

import pytest

from newsletter.checks.conditional import find_unbalanced, for_others, for_word, holds


@pytest.mark.parametrize(
    ("page", "word", "others"),
    [
        ("a<!--[if mso]>b<![endif]-->c", "abc", "ac"),
        ("a<!--[if mso | IE]>b<![endif]-->c", "abc", "ac"),
        ("a<!--[if lte mso 11]>b<![endif]-->c", "ac", "ac"),
        ("a<!--[if !mso]><!-->b<!--<![endif]-->c", "ac", "abc"),
        ("a<!--[if !mso]> -->b<!-- <![endif]-->c", "ac", "abc"),
        ("a<!--[if mso]><!-->b<!--<![endif]-->c", "abc", "abc"),
        ("a<!-- b -->c", "ac", "ac"),
    ],
)
def test_each_reader_gets_its_view(page: str, word: str, others: str) -> None:
    assert for_word(page).replace(" ", "") == word
    assert for_others(page).replace(" ", "") == others
    assert len(for_word(page)) == len(for_others(page)) == len(page)


@pytest.mark.parametrize(
    ("asked", "met"),
    [
        ("mso", True),
        ("MSO", True),
        ("(mso)|(IE)", True),
        ("(mso)&(IE)", False),
        ("!mso", False),
        ("!(mso)", False),
        ("IE", False),
        ("gte mso 9", True),
        ("gt mso 16", False),
        ("lt mso 14", False),
        ("lte mso 16", True),
        ("mso 16", True),
        ("mso 12", False),
    ],
)
def test_a_condition_holds_for_word_of_today_or_not(asked: str, met: bool) -> None:
    assert holds(asked) is met


@pytest.mark.parametrize(
    ("page", "problems"),
    [
        ("<!--[if mso]>a<![endif]-->b<!--[if !mso]><!-->c<!--<![endif]-->", 0),
        ("no comments", 0),
        ("<!--[if mso]>a", 1),
        ("a<![endif]-->", 1),
        ("<!--[if mso]>a<!--[if IE]>b<![endif]-->", 1),
        ("<!--[if mso]>a<![endif]--><![endif]-->", 1),
    ],
)
def test_comments_that_do_not_fit_together_are_found(page: str, problems: int) -> None:
    assert len(list(find_unbalanced(page))) == problems
