"""Pages that are mended say what they said before."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.content import mend_page
from newsletter.content.fields import parse_fields
from newsletter.content.mending import list_fields, mend_fields, order_fields
from newsletter.content.pages import parse_page
from newsletter.errors import FoundErrors

SNIPPET = Path("issues/snippets/a.md")
ISSUE = Path("issues/one/issue.md")
ORDER = list_fields(SNIPPET)


def test_fields_come_in_the_order_of_the_documents_and_take_their_comments_along() -> None:
    text = (
        "---\n# of this file\n\ntopics: [milia]  # beside\n# of the kind,\n# twice\nkind: myth\n"
        "verdict: true\nsimilar:\n  - b\n\ntitle: A\n# the end\n---\nText\n"
    )

    assert mend_page(text, SNIPPET, "en") == (
        "---\n# of this file\n\n# of the kind,\n# twice\nkind: myth\ntitle: A\n"
        "topics: [milia]  # beside\nverdict: true\nsimilar:\n  - b\n\n# the end\n---\nText\n"
    )


def test_the_fields_of_an_issue_have_an_order_too() -> None:
    text = "---\nsnippets: [a]\nlayout: plain\npreheader: B\nsubject: A\n---\n"

    assert mend_page(text, ISSUE, "en") == (
        "---\nsubject: A\npreheader: B\nlayout: plain\nsnippets: [a]\n---\n"
    )


def test_words_in_fields_are_mended_and_nothing_else() -> None:
    text = (
        "---\nkind: tip\ntitle: Don't \"pick\"...  # don't\ntopics: [a--b, it's]\n"
        "image:\n  file: o'neil...png\n  alt: 'A \"dot\"...'\n"
        "steps:\n  - \"It's done\"\n  - 'It''s'\nquote: {text: it's, who: O'Neil}\n---\n"
    )

    assert mend_page(text, SNIPPET, "en") == (
        "---\nkind: tip\ntitle: Don’t “pick”…  # don't\ntopics: [a--b, it's]\n"
        "image:\n  file: o'neil...png\n  alt: 'A “dot”…'\n"
        "steps:\n  - \"It’s done\"\n  - 'It''s'\nquote: {text: it’s, who: O’Neil}\n---\n"
    )


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("image: {file: a.png}\n", 'image: {file: a.png, alt: "…"}\n'),
        ("image:\n  file: a.png  # mine\n", 'image:\n  file: a.png  # mine\n  alt: "…"\n'),
        (
            "image:\n    credit: B\n    file: a\n",
            'image:\n    credit: B\n    file: a\n    alt: "…"\n',
        ),
        ("image: {file: a.png, alt: A}\n", "image: {file: a.png, alt: A}\n"),
        ("image: a.png\n", "image: a.png\n"),
    ],
)
def test_a_picture_without_words_gets_a_place_for_them(typed: str, mended: str) -> None:
    page = mend_page(f"---\n{typed}---\n", SNIPPET, "en")

    assert re.sub(r'"TODO: [^"]+"', '"…"', page) == f"---\n{mended}---\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        'no front matter: "a"...',
        '---\nno end: "a"',
        "---\n---",
        "---\n---\n",
        "---\ntitle: [\n---\n",
        "---\ntitle: A\ntitle: B\nkind: tip\n---\n",
        "---\ntitle: &a A\nkind: *a\n---\n",
        "---\n{title: A, kind: tip}\n---\n",
        "---\n- a\n---\n",
        "---\n# only a comment\n---\n",
    ],
)
def test_what_cannot_be_mended_stays(text: str) -> None:
    assert mend_page(text, SNIPPET, "en") == text


FIELDS = st.dictionaries(
    st.sampled_from(["kind", "title", "topics", "verdict", "own", "image", "allow", "similar"]),
    st.sampled_from(
        [
            "plain",
            "'quoted'",
            '"two\n  lines"',
            "|\n  # no comment\n  text\n",
            ">-\n  folded\n\n  text",
            "[a, b]  # beside",
            "\n  - a\n  # inside\n  - b",
            "{file: a.png, alt: b}",
            "\n  file: a.png\n  alt: b",
            "",
        ]
    ),
    min_size=1,
)
COMMENTS = st.lists(st.sampled_from(["", "# one", "#two", "  # three", "# kind: tip"]), max_size=3)


@given(st.data(), FIELDS)
def test_whatever_is_moved_nothing_gets_lost(data: st.DataObject, fields: dict[str, str]) -> None:
    lines = [
        line
        for name, value in fields.items()
        for line in (*data.draw(COMMENTS), *f"{name}: {value}".split("\n"))
    ]
    front = "\n".join([*lines, *data.draw(COMMENTS)])
    try:
        before = parse_fields(front, SNIPPET).values
    except FoundErrors:
        before = {}

    mended = mend_fields(front, ORDER, "en")

    if before:
        assert parse_fields(mended, SNIPPET).values == before
    assert sorted(mended.split("\n")) == sorted(front.split("\n"))
    assert mend_fields(mended, ORDER, "en") == mended
    assert order_fields(mended, ORDER) == mended


@given(st.text(st.sampled_from("abc:-#'\"|>[]{},& \n.")))
def test_any_front_matter_can_be_given(front: str) -> None:
    text = f"---\n{front}\n---\nText\n"
    mended = mend_page(text, SNIPPET, "en")

    assert mend_page(mended, SNIPPET, "en") == mended
    try:
        names = list(parse_page(text, SNIPPET).fields.values)
    except FoundErrors:
        return
    assert sorted(parse_page(mended, SNIPPET).fields.values) == sorted(names)
