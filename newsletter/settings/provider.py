"""An SMTP server: where it is, how to be safe with it, how to log in."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from newsletter.errors import UsageError
from newsletter.settings.section import Section
from newsletter.settings.values import FileBeside, Line, Seconds, is_loopback, refuse


class Provider(Section):
    """One SMTP server: where it is, how to be safe with it, how to log in.

    `verdict_timeout` is for the reply to the final dot alone (RFC 5321 §4.5.3.2.6: 10 minutes).
    """

    host: Line
    port: Annotated[int, Field(ge=1, le=65535)]
    security: Literal["tls", "starttls", "none"]
    username: Line | None = None
    password_env: Line | None = None
    password_file: FileBeside | None = None
    timeout: Seconds = 60
    verdict_timeout: Seconds = 600
    ca_file: FileBeside | None = None
    allow_plaintext: bool = False

    @model_validator(mode="after")
    def _require_a_password(self) -> Self:
        if self.username and not (self.password_env or self.password_file):
            raise refuse("a username needs a password", "Add password-env or password-file.")
        return self

    @property
    def on_loopback(self) -> bool:
        """Whether letters to this server never leave the machine."""
        return is_loopback(self.host)

    def password(self, environment: Mapping[str, str]) -> str | None:
        """Fetch the secret from where the settings point.

        Raises:
            UsageError: the environment variable is unset, or the file cannot be read.
        """
        if self.password_env:
            if self.password_env not in environment:
                raise UsageError(
                    f"the environment variable {self.password_env} is not set",
                    remedy="Set it to the provider's password before you start.",
                )
            return environment[self.password_env]
        return _read_secret(self.password_file) if self.password_file else None


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UsageError(
            f"the secret file {path} cannot be read: {os.strerror(error.errno or 0)}",
            remedy="Check the path and its permissions.",
        ) from error
    except UnicodeDecodeError:
        raise UsageError(
            f"the secret file {path} is not text", remedy="Save the secret as one line of text."
        ) from None
