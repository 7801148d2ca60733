"""The document that the studio's frame shows: a letter that asks nobody for anything.

It is an emulation: mail programs differ, and do not publish how they change letters.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache, partial
from html import escape

from tinycss2 import ast
from tinycss2.color3 import RGBA, parse_color

from newsletter.checks import find_cards, for_word
from newsletter.model import Snippet
from newsletter.studio.colours import Inversion, Role, invert, spell
from newsletter.studio.markup import PART, Element, read_element, rewrite
from newsletter.studio.restyling import recolour, restyle_inline, restyle_sheet
from newsletter.studio.shown import Shown

SCRIPT = """\
(() => {
  const tell = () => {
    const body = document.body, root = document.querySelector('[role=article]') || body
    const blocks = [...document.querySelectorAll('[data-block]')].map(heading => {
      let block = heading
      while (block.parentElement && block.parentElement !== root && block.parentElement !== body)
        block = block.parentElement
      const { top, height } = block.getBoundingClientRect()
      return { id: heading.dataset.block, top: top + scrollY, height }
    })
    if (blocks.length) blocks.unshift({ id: 'intro', top: 0, height: blocks[0].top })
    const tallest = body.scrollHeight > innerHeight ? body.scrollHeight : 0
    const own = document.documentElement.getBoundingClientRect().height
    parent.postMessage({ height: Math.ceil(Math.max(own, tallest)), blocks }, '*')
  }
  tell()
  addEventListener('load', tell)
  addEventListener('resize', tell)
  document.addEventListener('load', tell, true)
  document.fonts.ready.then(tell)
})()
"""
"""Tells the studio how tall the letter is, and where its blocks are, in CSS pixels."""

SCRIPT_HASH = f"sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}"

OURS = (
    "mark[data-missing]{background-color:#ffd43b!important;color:#1f2933!important}"
    "span[data-picture]{display:inline-block;box-sizing:border-box;overflow:hidden;"
    "border:1px solid #8a8f94!important}"
    "xml{display:none!important}html{scrollbar-width:none}"
    ":root{color-scheme:%s!important}"
)
DARKENED = ":where(html){background-color:#161616;color:#fff}:where(a){color:#8ab4f8}"
"""What a page without colours of its own looks like in programs that darken letters."""

HARMLESS = {"", "content-type", "x-ua-compatible"}
"""What a page may say of itself with `http-equiv`; the rest leads elsewhere."""

CALLING = re.compile(r"(?i)<(?=(?:base|link)(?:[\t\n\f\r />]|\Z))")
"""Where an element begins that can make a browser call a server, whatever stands around it."""

LEADING_AWAY = ("action", "formaction", "ping", "srcset", "xlink:href")

NOT_IN_WORD = {
    "animation", "border-radius", "box-shadow", "max-width", "opacity", "transition",
}  # fmt: skip

PREFERS = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
ALWAYS, NEVER = "(min-width:0)", "(max-width:0)"

COLOURED = {"bgcolor": Role.GROUND, "color": Role.INK, "text": Role.INK, "link": Role.INK}
"""Attributes that hold a colour."""


class Look(StrEnum):
    """Which colours a mail program shows: the letter's own, or some that it makes of them."""

    LIGHT = "light"
    DARK = "dark"
    PARTIAL = "partial"
    FULL = "full"


def make_page(
    shown: Shown, look: Look, *, images: bool, word: bool, blocks: Sequence[Snippet] = ()
) -> str:
    """Return the document for the frame.

    `word` shows, roughly, what Outlook for Windows makes of it. The headings of `blocks` carry
    their ids as `data-block`.
    """
    html = mark_blocks(for_word(shown.marked) if word else shown.marked, blocks)
    html = rewrite(html, _quieten)
    html = rewrite(html, partial(_put_picture, shown) if images else _take_picture)
    if word:
        html = rewrite(html, _for_word, partial(restyle_sheet, restyle=_if_word, media=False))
    return _disarm(wear(html, look)) + _own(look)


def mark_blocks(html: str, snippets: Sequence[Snippet]) -> str:
    """Return the page with the id of its snippet on each heading that begins one."""
    for snippet, start, _ in reversed(list(find_cards(html, snippets))):
        if heading := PART.match(html, start):
            marked = read_element(heading[0]).given(data_block=snippet.id)
            html = f"{html[:start]}{marked}{html[heading.end() :]}"
    return html


def wear(html: str, look: Look) -> str:
    """Return the page in these colours, whatever the browser itself prefers."""
    wanted = "dark" if look is Look.DARK else "light"

    def prefer(text: str) -> str:
        return PREFERS.sub(lambda asked: ALWAYS if asked[1].lower() == wanted else NEVER, text)

    def ask(element: Element) -> Element:
        media = element.attributes.get("media", "")
        return element.given(media=prefer(media)) if PREFERS.search(media) else element

    html = rewrite(html, ask, prefer)
    if look in (Look.PARTIAL, Look.FULL):
        html = darken(html, Inversion(look.value))
    return html


def darken(html: str, inversion: Inversion) -> str:
    """Return the page as programs show it in the dark that ask no letter for its own colours."""
    change = partial(invert, inversion=inversion)

    def restyle(declaration: ast.Declaration) -> ast.Declaration:
        recolour(declaration, change)
        return declaration

    inline = cache(partial(restyle_inline, restyle=restyle))
    return rewrite(html, partial(_darken, inline, change), partial(restyle_sheet, restyle=restyle))


def _darken(
    inline: Callable[[str], str], change: Callable[[RGBA, Role], RGBA], element: Element
) -> Element:
    changes = {}
    if style := element.attributes.get("style"):
        changes["style"] = inline(style)
    for name, role in COLOURED.items():
        colour = parse_color(element.attributes.get(name, ""))
        if isinstance(colour, RGBA):
            changes[name] = spell(change(colour, role))
    return element.given(**changes) if changes else element


def _quieten(element: Element) -> Element | str:
    """Let nothing in the page lead anywhere; where a link would lead is its title."""
    attributes = element.attributes
    if element.name in ("base", "link") or attributes.get("http-equiv", "").lower() not in HARMLESS:
        return ""
    if not attributes.keys().isdisjoint(LEADING_AWAY):
        element = element.without(*LEADING_AWAY)
    if element.name in ("a", "area") and "href" in attributes:
        where = attributes["href"]
        return element.given(href="#", target="_blank", rel="noopener", title=where)
    return element


def _disarm(html: str) -> str:
    """Make nothing of the elements that `_quieten` takes for a part of something else.

    Browsers connect to what a `<link>` names without asking any policy, and a hostile page may
    hide one where only they find it: behind a comment that holds a `<style>`, say.
    """
    return CALLING.sub("<x-", html)


def _put_picture(shown: Shown, element: Element) -> Element:
    """Show a picture of the letter from the page itself."""
    src = element.attributes.get("src", "")
    return element.given(src=shown.pictures[src]) if src in shown.pictures else element


def _take_picture(element: Element) -> Element | str:
    """Show the words for a picture in its place, as programs do that load none."""
    if element.name != "img":
        return element
    given = element.attributes
    alt = given.get("alt", "")
    size = [
        f"{side}:{given[side]}px" for side in ("width", "height") if given.get(side, "").isdigit()
    ]
    style = ";".join([*size, given.get("style", "")])
    box = Element("span", {"data-picture": "", "class": given.get("class", ""), "style": style})
    return f"{box.given(title=alt)}{escape(alt)}</span>"


def _for_word(element: Element) -> Element:
    """Take what Word does not know out of an element."""
    if element.name == "style" and "media" in element.attributes:
        return element.given(media="not all")
    if style := element.attributes.get("style"):
        return element.given(style=restyle_inline(style, _if_word))
    return element


def _if_word(declaration: ast.Declaration) -> ast.Declaration | None:
    return None if declaration.lower_name in NOT_IN_WORD else declaration


def _own(look: Look) -> str:
    """What the studio adds at the end of a page."""
    styles = OURS % ("dark" if look is Look.DARK else "light")
    if look in (Look.PARTIAL, Look.FULL):
        styles += DARKENED
    return f"<style>{styles}</style><script>{SCRIPT}</script>"
