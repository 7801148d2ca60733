import pytest

from newsletter.audience import check_name


@pytest.mark.parametrize(
    "name",
    ["", "Ana", "Zoë Lefèvre", "O'Brien, Jr.", "李小龙", "Mária Kováč", "מרים", "محمد",
     "می\u200cخواهم", "ක්\u200dෂ", "Nguyễn Thị Minh", "J\u00a0R", "👩\u200d⚕️", "=1+1", "x" * 200],
)  # fmt: skip
def test_names_of_people_everywhere_are_taken(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("A\nB", "a line break"),
        ("A\rB", "a line break"),
        ("A\x0bB", "a line break"),
        ("A\x0cB", "a line break"),
        ("A\x85B", "a line break"),
        ("A\u2028B", "a line break"),
        ("A\u2029B", "a line break"),
        ("A\x00B", "a control character"),
        ("A\tB", "a control character"),
        ("A\x1b[31mB", "a control character"),
        ("A\x7fB", "a control character"),
        ("A\x9bB", "a control character"),
        *((f"A{chr(code)}B", "turns the direction") for code in (*range(0x202A, 0x202F), 0x2066)),
        *((f"A{chr(code)}B", "turns the direction") for code in (0x200E, 0x200F, 0x061C, 0x2069)),
        *((f"A{chr(code)}B", "of no width") for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)),
        *((f"A{chr(code)}B", "of no width") for code in (0x00AD, 0x180E, 0xE0041, 0xFFF9)),
        *((f"A{chr(code)}B", "broken before") for code in (0xFFFD, 0xDCE9)),
        ("x" * 201, "longer than 200 characters"),
    ],
)
def test_what_breaks_a_header_or_hides_something_is_refused_with_a_reason(
    name: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        check_name(name)
