"""What a parsed tree says in plain text."""

from xml.etree.ElementTree import fromstring

from newsletter.compose.markdown.plaintext import LinkNumbers, write_text


def text_of(html: str, numbers: LinkNumbers | None = None) -> str:
    return write_text(fromstring(f"<div>{html}</div>"), numbers or LinkNumbers("link"))


A = '<a href="https://a.example">a</a>'
B = '<a href="https://b.example">b</a>'


def test_a_link_has_a_number_and_its_address_stands_below() -> None:
    assert text_of(f"<p>See {A} and {B}.</p>") == (
        "See a [link 1] and b [link 2].\n\n[link 1] https://a.example\n[link 2] https://b.example"
    )


def test_links_are_numbered_through_the_whole_letter() -> None:
    numbers = LinkNumbers("link")
    assert text_of(f"<p>{A} {B}</p>", numbers).startswith("a [link 1] b [link 2]\n")
    assert text_of(f'<p>{B} <a href="https://c.example">c</a></p>', numbers) == (
        "b [link 2] c [link 3]\n\n[link 2] https://b.example\n[link 3] https://c.example"
    )


def test_an_address_that_comes_twice_is_listed_once() -> None:
    text = text_of(f"<p>{A}</p><ul><li>{A}</li></ul>")
    assert text == "a [link 1]\n\n- a [link 1]\n\n[link 1] https://a.example"


def test_an_address_that_is_shown_takes_no_number() -> None:
    shown = '<a href="https://c.example">https://c.example</a>'
    mail = '<a href="mailto:desk@example.org">desk@example.org</a>'
    assert text_of(f"<p>{shown} {mail} {A}</p>") == (
        "https://c.example desk@example.org a [link 1]\n\n[link 1] https://a.example"
    )


def test_a_mail_address_behind_words_is_listed_without_its_scheme() -> None:
    text = text_of('<p><a href="mailto:desk@example.org">Write to us</a></p>')
    assert text == "Write to us [link 1]\n\n[link 1] desk@example.org"


def test_a_link_is_called_what_the_letter_calls_it() -> None:
    text = text_of(f"<p>{A}</p>", LinkNumbers("liên kết"))
    assert text == "a [liên kết 1]\n\n[liên kết 1] https://a.example"


def test_the_mark_of_a_link_is_never_broken() -> None:
    for length in range(50, 75):
        lines = text_of(f"<p>{'x' * length} {A}</p>").split("\n\n")[0].split("\n")
        assert any("[link 1]" in line for line in lines), length


def test_an_address_too_long_for_a_line_has_one_of_its_own() -> None:
    address = "https://example.org/" + "long-" * 20
    text = text_of(f'<p><a href="{address}">a</a></p>')
    assert text == f"a [link 1]\n\n[link 1]\n{address}"


def test_a_long_line_of_code_is_folded_and_others_keep_their_spaces() -> None:
    text = text_of(f"<pre><code>{'word ' * 30}\n\n  one   two\n</code></pre>")
    lines = text.split("\n")
    assert max(map(len, lines)) in range(68, 73)
    assert all(line.startswith("    word") for line in lines[:-2])
    assert lines[-2:] == ["", "      one   two"]


def test_links_in_cells_and_entries_are_listed_below_as_well() -> None:
    table = (
        f"<table><thead><tr><th>{A}</th></tr></thead><tbody><tr><td>{B}</td></tr></tbody></table>"
    )
    assert text_of(f"<ul><li>x<ul><li>{B}</li></ul></li></ul>{table}") == (
        "- x\n  - b [link 1]\n\na [link 2]\n----------\nb [link 1]\n\n"
        "[link 1] https://b.example\n[link 2] https://a.example"
    )
