"""One letter side by side at every width, photographed in every mode."""

import base64
import io
from html import escape

from PIL import Image
from playwright.sync_api import Browser, Frame, Request

from tests.looks.shows import Shown

WIDTHS = (320, 375, 600, 768)
MODES = ("light", "dark", "inverted")
GAP = 16
SCALE = 0.5

FONTS = {
    "-apple-system,Segoe UI,Roboto,Helvetica,Arial": "Liberation Sans",
    "Georgia,Times New Roman": "Liberation Serif",
    "Consolas, Menlo": "Liberation Mono",
}
"""Font stacks of the templates, and the fonts that goldens are drawn with on every machine."""

TABLE = f"""<!doctype html><style>
body {{ display: flex; align-items: flex-start; gap: {GAP}px; margin: 0; padding: {GAP}px;
        width: max-content; background: #8a8f94; color-scheme: light }}
iframe {{ border: 0; display: block; height: 100px }}
[data-mode=inverted] iframe {{ filter: invert(1) hue-rotate(180deg) }}
</style>"""

TURN_PICTURES_BACK = (
    "<style>.turned img:not(.broken) { filter: invert(1) hue-rotate(180deg) }</style></head>"
)

STRETCH = """async () => {
    for (const frame of document.querySelectorAll('iframe')) {
        const inside = frame.contentDocument
        for (const picture of inside.images)
            await picture.decode().catch(() => picture.classList.add('broken'))
        frame.style.height = inside.body.offsetHeight + 'px'
    }
}"""

TURN = """inverted => {
    document.body.dataset.mode = inverted ? 'inverted' : ''
    for (const frame of document.querySelectorAll('iframe'))
        frame.contentDocument.body.classList.toggle('turned', inverted)
}"""


class Table:
    """A page of a browser on which letters are laid out side by side, one after the other."""

    def __init__(self, browser: Browser) -> None:
        width = sum(WIDTHS) + GAP * (len(WIDTHS) + 1)
        self._page = browser.new_page(viewport={"width": width, "height": 100})
        self._page.on("request", self._note)
        self._camera = self._page.context.new_cdp_session(self._page)
        self.asked: list[str] = []

    def lay(self, shown: Shown) -> None:
        """Show a letter at every width."""
        self.asked.clear()
        html = _alone(shown)
        frames = "".join(
            f'<iframe width="{width}" scrolling="no" srcdoc="{escape(html)}"></iframe>'
            for width in WIDTHS
        )
        self._page.emulate_media(color_scheme="light")
        self._page.set_content(TABLE + frames)
        self._page.evaluate(STRETCH)

    @property
    def frames(self) -> dict[int, Frame]:
        """The letter by its width."""
        return dict(zip(WIDTHS, self._page.main_frame.child_frames, strict=True))

    def photograph(self) -> Image.Image:
        """Light, dark and inverted, one below the other, at half the size."""
        rows = [self._row(mode) for mode in MODES]
        sheet = Image.new("RGB", (rows[0].width, sum(row.height for row in rows)))
        top = 0
        for row in rows:
            sheet.paste(row, (0, top))
            top += row.height
        return sheet

    def turn(self, mode: str) -> None:
        """Show what lies there in one of the modes."""
        self._page.emulate_media(color_scheme="dark" if mode == "dark" else "light")
        self._page.evaluate(TURN, mode == "inverted")

    def _row(self, mode: str) -> Image.Image:
        self.turn(mode)
        width, height = self._page.evaluate(
            "[document.body.scrollWidth, document.body.offsetHeight]"
        )
        area = {"x": 0, "y": 0, "width": width, "height": height, "scale": SCALE}
        # Playwright's own screenshots know no scale, and take four times as long.
        taken = self._camera.send(
            "Page.captureScreenshot",
            {"clip": area, "captureBeyondViewport": True, "optimizeForSpeed": True},
        )
        return Image.open(io.BytesIO(base64.b64decode(taken["data"]))).convert("RGB")

    def _note(self, request: Request) -> None:
        if not request.url.startswith(("data:", "about:", "cid:")):
            self.asked.append(request.url)


def _alone(shown: Shown) -> str:
    """The letter with its pictures inside, in fonts that are the same everywhere."""
    html = shown.html
    for picture in shown.pictures:
        data = base64.b64encode(picture.data).decode()
        html = html.replace(f"cid:{picture.content_id}", f"data:{picture.media_type};base64,{data}")
    for stack, font in FONTS.items():
        html = html.replace(stack, font)
    return html.replace("</head>", TURN_PICTURES_BACK, 1)
