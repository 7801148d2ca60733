"""The studio's page, used with mouse and keys, from a folder on a disk."""

from playwright.sync_api import Locator, Page, expect

from tests.web.page.conftest import Studio
from tests.web.page.invented import BLOCK_HEIGHT, HOSTILE, INTRO_HEIGHT


def active(page: Page) -> str:
    """What the keyboard is at: an id, or what is written on it."""
    return str(
        page.evaluate("() => document.activeElement.id || document.activeElement.textContent")
    )


def expect_scrolled(view: Locator, top: int) -> None:
    """Wait until a letter is scrolled to a place."""
    view.evaluate(
        """(view, top) => new Promise(settle => {
            const look = () => view.scrollTop === top ? settle() : requestAnimationFrame(look)
            look()
        })""",
        top,
    )


def test_two_letters_become_one_and_two_again(studio: Studio) -> None:
    page = studio.open("#beside=look")
    beside = page.get_by_role("button", name="Light + dark")
    beside.click()
    expect(page.locator(".letter.shown")).to_have_count(1)
    beside.click()
    expect(page.locator(".letter.shown")).to_have_count(2)
    assert studio.letters() == ["375 px · light", "375 px · dark"]


def test_the_letter_comes_back_after_a_view_that_is_not_there(studio: Studio) -> None:
    page = studio.open("#issue=elsewhere")
    page.locator("#library").get_by_role("button", name="Sun").click()
    page.locator(".letter.shown").wait_for()
    expect(page.locator(".nothing")).to_have_count(0)
    page.locator("#outline").get_by_role("button", name="Hats").click()
    expect(page.locator(".flag")).to_have_text("hats.md:4")


def test_the_letter_is_as_tall_as_it_is_and_may_do_nothing(studio: Studio) -> None:
    page = studio.open()
    shown = page.locator(".letter.shown")
    assert shown.get_attribute("sandbox") == ""
    assert shown.evaluate("frame => frame.offsetHeight") == INTRO_HEIGHT + 2 * BLOCK_HEIGHT
    assert page.locator(".ruler").get_attribute("sandbox") == "allow-scripts"


def test_what_files_say_is_never_markup(studio: Studio) -> None:
    page = studio.open("#tab=text")
    expect(page.locator("#title .subject")).to_have_text(HOSTILE)
    expect(page.locator("#panel pre")).to_have_text(HOSTILE)
    assert page.locator("img").count() == 0
    assert page.title() != "run"


def test_switches_stand_in_the_address_and_survive_a_reload(studio: Studio) -> None:
    page = studio.open()
    page.get_by_role("button", name="Dark", exact=True).click()
    page.get_by_role("button", name="414").click()
    expect(page.locator(".caption")).to_have_text("414 px · dark")
    page.reload()
    expect(page.locator(".caption")).to_have_text("414 px · dark")
    expect(page.get_by_role("button", name="414")).to_have_attribute("aria-pressed", "true")


def test_a_phone_and_a_desktop_stand_side_by_side_in_two_colours(studio: Studio) -> None:
    studio.open("#beside=width%2Clook")
    assert studio.letters() == ["375 px · light", "600 px · dark"]


def test_two_letters_fit_beside_each_other(studio: Studio) -> None:
    page = studio.open("#beside=width")
    page.locator(".caption").nth(1).wait_for()
    expect(page.locator(".stage")).to_have_js_property("scrollLeft", 0)
    assert (
        page.evaluate(
            "(() => { const { scrollWidth, clientWidth } = document.querySelector('.stage');"
            " return scrollWidth - clientWidth })()"
        )
        == 0
    )


def test_the_other_letter_follows_by_block(studio: Studio) -> None:
    page = studio.open("#beside=look")
    first, second = page.locator(".view").all()
    first.evaluate("view => (view.scrollTop = 700)")
    expect_scrolled(second, 700)


def test_the_place_in_the_letter_is_kept_when_its_colours_change(studio: Studio) -> None:
    page = studio.open()
    view = page.locator(".view")
    view.evaluate("view => (view.scrollTop = 900)")
    view.evaluate("() => new Promise(requestAnimationFrame)")
    page.keyboard.press("d")
    page.locator(".letter.shown[src*=dark]").wait_for()
    expect_scrolled(view, 900)


def test_the_keys_j_and_k_go_from_finding_to_finding_errors_first(studio: Studio) -> None:
    page = studio.open()
    expect(page.locator(".finding")).to_have_count(2)
    page.keyboard.press("j")
    expect(page.locator(".flag")).to_have_text("shade.md:7")
    page.keyboard.press("j")
    expect(page.locator(".flag a")).to_have_attribute("href", "vscode://file/w/hats.md:9")
    page.keyboard.press("k")
    expect(page.locator(".finding.chosen")).to_contain_text("shade waits")
    page.keyboard.press("Escape")
    expect(page.locator(".mark")).to_be_hidden()


def test_a_chosen_block_is_marked_where_it_stands(studio: Studio) -> None:
    page = studio.open()
    page.locator("#outline").get_by_role("button", name="Hats").click()
    mark = page.locator(".mark")
    top = INTRO_HEIGHT + BLOCK_HEIGHT
    assert mark.evaluate("mark => [mark.offsetTop, mark.offsetHeight]") == [top, BLOCK_HEIGHT]
    expect(page.locator(".flag a")).to_have_attribute(
        "href", "vscode://file/w/issues/snippets/hats.md:4"
    )


def test_a_block_is_chosen_in_the_letter_itself(studio: Studio) -> None:
    page = studio.open()
    page.locator(".cover").click(position={"x": 50, "y": INTRO_HEIGHT + 50})
    expect(page.locator(".row[aria-current]").first).to_contain_text(HOSTILE)


def test_letters_in_a_field_are_not_shortcuts(studio: Studio) -> None:
    page = studio.open()
    page.keyboard.press("/")
    page.keyboard.type("di")
    assert page.input_value("#filter") == "di"
    assert studio.letters() == ["375 px · light"]


def test_the_arrow_keys_move_among_tabs_which_are_one_stop(studio: Studio) -> None:
    page = studio.open("#tab=checks")
    page.locator("#tab-checks").focus()
    page.keyboard.press("ArrowRight")
    assert active(page) == "tab-text"
    expect(page.locator("#panel")).to_contain_text(HOSTILE)
    page.keyboard.press("Home")
    assert active(page) == "tab-inbox"
    assert page.locator("[role=tab][tabindex='0']").count() == 1


def test_the_handle_changes_the_width_by_keyboard(studio: Studio) -> None:
    page = studio.open()
    page.get_by_role("slider").press("ArrowRight")
    expect(page.locator(".caption")).to_have_text("385 px · light")
    assert page.input_value("#width") == "385"


def test_what_a_reader_lacks_is_listed(studio: Studio) -> None:
    page = studio.open()
    page.get_by_role("button", name="As ").click()
    expect(page.locator("#readers")).to_contain_text("name is missing: “friend” is shown instead")


def test_an_issue_that_was_not_exported_is_said_to_be_missing(studio: Studio) -> None:
    page = studio.open("#issue=snippet%3Ashade")
    expect(page.locator(".problem h2")).to_have_text("This is not in the export.")
    page = studio.open("#issue=..%2F..%2Felsewhere")
    expect(page.locator(".problem h2")).to_have_text("This is not in the export.")


def test_an_export_offers_nothing_that_needs_a_server(studio: Studio) -> None:
    page = studio.open()
    assert page.get_by_role("button", name="Send test").count() == 0
    assert page.get_by_role("button", name="mailings").count() == 0


def test_a_phone_shows_one_pane_at_a_time(studio: Studio) -> None:
    studio.page.set_viewport_size({"width": 390, "height": 844})
    page = studio.open()
    expect(page.locator("#left")).to_be_hidden()
    page.get_by_role("button", name="Details").click()
    expect(page.locator("#right")).to_be_visible()
    expect(page.locator("#stage")).to_be_hidden()


def test_nothing_is_asked_of_anybody(studio: Studio) -> None:
    asked: list[str] = []
    studio.page.on("request", lambda request: asked.append(request.url))
    studio.open("#beside=width%2Clook")
    assert {url.split(":")[0] for url in asked} <= {"file", "data"}
