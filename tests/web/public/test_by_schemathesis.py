"""The JSON endpoint, asked whatever its own description allows and forbids."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as configure
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from newsletter.cli.desk import Desk
from newsletter.cli.serving import open_pages
from newsletter.compose import Templates
from newsletter.web import Pages

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]
"""All but that whatever is allowed is taken: no description of an address is exact."""


@pytest.fixture
def endpoint(workspace: Path) -> Any:
    """The endpoint over a real list, as it describes itself."""
    desk = Desk(workspace, environment={})
    pages = Pages(desk.workspace.settings, Templates(desk.workspace.template_folders))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", open_pages(desk, pages))
    return schema["/api/subscribe"]["POST"]


@pytest.mark.slow
@pytest.mark.parametrize("mode", GenerationMode)
def test_every_answer_is_one_that_is_described(endpoint: Any, mode: GenerationMode) -> None:
    @configure(max_examples=150, suppress_health_check=list(HealthCheck))
    @given(endpoint.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
