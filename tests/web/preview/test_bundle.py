"""The modules of the page as one script."""

import re

import pytest

from newsletter.web.preview.bundle import bundle, stand_alone
from newsletter.web.preview.files import read_static

MODULES = {
    "top.js": 'import { two } from "./middle.js";\nimport { one } from "./low.js";\ntwo(one);\n',
    "middle.js": 'import { one } from "./low.js";\nexport function two() {\n  return one;\n}\n',
    "low.js": "const hidden = 1;\nexport const one = hidden;\nexport class Low {}\n",
}


def page() -> dict[str, str]:
    return {name: file.body.decode() for name, file in read_static().items()}


def test_a_module_comes_after_those_it_needs() -> None:
    script = bundle(MODULES)
    places = [script.index(f"const module_{name}") for name in ("low", "middle", "top")]
    assert places == sorted(places)


def test_a_module_offers_what_it_exported_and_nothing_else() -> None:
    assert "return { one, Low };" in bundle(MODULES)


def test_a_module_takes_what_it_imported() -> None:
    assert "const { two } = module_middle;\nconst { one } = module_low;\ntwo" in bundle(MODULES)


def test_modules_that_need_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="cycle"):
        bundle({"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'})


def test_nothing_of_a_module_is_left_in_the_page_on_a_disk() -> None:
    script = stand_alone(page())["static/studio.js"]
    assert not re.findall(r"^\s*(?:import|export)\b.*", script, re.MULTILINE)


def test_the_page_on_a_disk_loads_its_data_before_its_script() -> None:
    index = stand_alone(page())["index.html"]
    assert re.findall(r'<script defer src="([^"]*)"', index) == ["data.js", "static/studio.js"]
    assert "module" not in index
