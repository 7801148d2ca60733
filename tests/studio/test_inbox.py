"""How mail programs cut a sender, a subject and a preheader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.studio.inbox import ROOMS, clusters_of, cut, show_in_inboxes, width_of

FAMILY = "👩\u200d👩\u200d👧"
words = st.text(alphabet=st.sampled_from("ab é e\u0301\u4e2d👍🏽🇫🇷\u200d👩"), max_size=40)


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Tiny bumps", 10, "Tiny bumps"),
        ("Tiny bumps!", 10, "Tiny bump…"),
        ("Tiny bumps", 6, "Tiny…"),
        ("粟粒腫とは何か", 7, "粟粒腫…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        (f"{FAMILY}{FAMILY}", 3, f"{FAMILY}…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("🇫🇷🇩🇪", 3, "🇫🇷…"),
        ("", 5, ""),
    ],
)
def test_a_text_is_cut_between_what_is_seen_as_characters(text: str, most: int, shown: str) -> None:
    assert cut(text, most) == shown


@given(words, st.integers(1, 50))
def test_what_is_shown_fits_and_is_the_beginning(text: str, most: int) -> None:
    shown = cut(text, most)

    assert width_of(shown) <= most
    assert shown == text or text.startswith(shown.removesuffix("…"))
    assert (shown == text) is (width_of(text) <= most)


@given(st.text(max_size=40))
def test_clusters_are_the_text(text: str) -> None:
    assert "".join(clusters_of(text)) == text


def test_each_program_shows_the_letter_in_its_room() -> None:
    lines = show_in_inboxes("Desk", "Tiny bumps on your cheeks: 3 doctors reply", "Does it? " * 30)

    assert [line.client for line in lines] == [room.client for room in ROOMS]
    phone = next(line for line in lines if line.client == "Gmail, phone")
    assert phone.subject == "Tiny bumps on your cheeks: 3 doctors…"
    assert (phone.sender_cut, phone.subject_cut, phone.preheader_cut) == (False, True, True)


def test_in_one_line_the_preheader_has_what_the_subject_leaves() -> None:
    desktop, *_ = show_in_inboxes("Desk", "x" * 40, "y" * 100)
    longer, *_ = show_in_inboxes("Desk", "x" * 60, "y" * 100)

    assert desktop.client == "Gmail, desktop"
    assert width_of(desktop.preheader) - width_of(longer.preheader) == 20
