import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter.content import load_library
from newsletter.errors import FoundErrors, UsageError
from newsletter.model import Keyring
from newsletter.workspace import find_root, init, open_workspace, starter

ADDED = [
    Path("issues"),
    Path("reviews"),
    Path("templates"),
    Path("personas.yml"),
    Path("newsletter.toml"),
    Path(".gitignore"),
    Path(".gitattributes"),
    Path("newsletter.key"),
]

SECRET = "s" * 64


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    init(folder)
    return folder.resolve()


@pytest.fixture
def lax_umask() -> Iterator[None]:
    """New files may be read by everybody unless they say otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def read_all(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_workspace_holds_all_that_an_editor_needs(tmp_path: Path) -> None:
    folder = tmp_path / "a/new/desk"

    assert init(folder) == ADDED
    workspace = open_workspace(folder)
    assert load_library(workspace.root).issues
    assert (workspace.issues / "people.yml").is_file()
    assert all((place / "layouts/digest.mjml").is_file() for place in workspace.template_folders)


def test_the_templates_of_the_workspace_come_before_the_starter(root: Path) -> None:
    assert open_workspace(root).template_folders == [root / "templates", starter() / "templates"]


def test_init_again_adds_and_changes_nothing(root: Path) -> None:
    before = read_all(root)

    assert init(root) == []
    assert read_all(root) == before


@pytest.mark.parametrize(
    "name", ["personas.yml", "newsletter.toml", ".gitignore", ".gitattributes", "newsletter.key"]
)
def test_init_never_overwrites_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")

    assert init(tmp_path) == [path for path in ADDED if path.name != name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["issues", "templates"])
def test_init_never_adds_to_a_folder_that_is_there(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "mine.txt").write_text("mine", encoding="utf-8")

    assert init(tmp_path) == [path for path in ADDED if path.name != name]
    assert [path.name for path in (tmp_path / name).iterdir()] == ["mine.txt"]


def test_git_leaves_the_bytes_of_records_alone(root: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    asked = ["git", "check-attr", "text", "reviews/one/2026-11-21-dr-hale.txt", "README.md"]
    told = subprocess.run(asked, cwd=root, check=True, capture_output=True, text=True).stdout

    record, other = told.splitlines()
    assert record.endswith("text: unset")
    assert other.endswith("text: unspecified")


def test_init_puts_back_what_was_deleted(root: Path) -> None:
    (root / ".gitignore").unlink()

    assert init(root) == [Path(".gitignore")]


def test_git_is_told_to_leave_secrets_and_readers_alone(root: Path) -> None:
    ignored = (root / ".gitignore").read_text(encoding="utf-8").splitlines()

    assert {"newsletter.key", "newsletter.db*", "mailbox/", "build/"} <= set(ignored)


def test_git_is_told_to_leave_the_bytes_of_approvals_alone(root: Path) -> None:
    told = (root / ".gitattributes").read_text(encoding="utf-8").splitlines()

    assert "reviews/** -text" in told


@pytest.mark.usefixtures("lax_umask")
def test_only_its_owner_may_read_the_key(tmp_path: Path) -> None:
    init(tmp_path)

    assert stat.S_IMODE((tmp_path / "newsletter.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "newsletter.toml").stat().st_mode) == 0o666


def test_every_workspace_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = set()
    for name in ("one", "two"):
        init(tmp_path / name)
        keys.add(open_workspace(tmp_path / name).keys({}).current)

    assert len(keys) == 2
    assert all(len(bytes.fromhex(key.decode())) == 32 for key in keys)


def test_a_file_in_the_way_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("a file", encoding="utf-8")

    with pytest.raises(UsageError, match="cannot become a workspace") as caught:
        init(tmp_path / "desk")
    assert os.strerror(17) in caught.value.problem
    assert caught.value.remedy == "Choose a folder that you may write to."


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere"
)
def test_a_folder_that_may_not_be_written_is_said_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(UsageError, match="cannot become a workspace"):
        init(tmp_path / "desk")
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("place", [".", "issues", "issues/snippets", "issues/pictures"])
def test_a_workspace_is_found_from_anywhere_inside_it(root: Path, place: str) -> None:
    workspace = open_workspace(root / place)

    assert workspace.root == root
    assert workspace.settings.newsletter.name == "Bite-sized Skin"


def test_a_workspace_is_no_laxer_on_reviews_than_the_machine(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"NEWSLETTER_REVIEW_LEVEL": "signed"}
    assert open_workspace(root).settings.review.level == "recorded"
    assert open_workspace(root, asked).settings.review.level == "signed"

    monkeypatch.setenv("NEWSLETTER_REVIEW_LEVEL", "signed")

    assert open_workspace(root).settings.review.level == "signed"
    assert open_workspace(root, {}).settings.review.level == "recorded"


def test_the_nearest_workspace_is_found(root: Path) -> None:
    init(root / "inner")

    assert open_workspace(root / "inner/issues").root == root / "inner"


def test_a_workspace_is_found_through_a_link(root: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root / "issues")

    assert open_workspace(link).root == root


def test_a_workspace_is_found_from_where_the_editor_is(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "issues")

    assert open_workspace(Path()).root == root


def test_where_there_is_no_workspace_the_way_to_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "newsletter.toml").mkdir()

    with pytest.raises(UsageError, match="there is no workspace in") as caught:
        open_workspace(tmp_path)
    assert "newsletter init" in caught.value.remedy
    assert caught.value.exit_code == 2


def test_a_workspace_is_found_whatever_its_settings_say(root: Path) -> None:
    (root / "newsletter.toml").write_text("not = [", encoding="utf-8")

    assert find_root(root / "issues") == root


def test_settings_with_mistakes_stop_the_opening(root: Path) -> None:
    (root / "newsletter.toml").write_text("[newsletter]\n", encoding="utf-8")

    with pytest.raises(FoundErrors) as caught:
        open_workspace(root / "issues")
    assert caught.value.findings[0].at.path == root / "newsletter.toml"


def test_the_memory_lies_in_the_workspace(root: Path) -> None:
    workspace = open_workspace(root / "issues")

    assert workspace.database_url({}) == f"sqlite:///{root / 'newsletter.db'}"
    assert workspace.database_url({"NEWSLETTER_DATABASE": "sqlite://"}) == "sqlite://"


def test_the_key_of_the_environment_comes_before_the_file(root: Path) -> None:
    workspace = open_workspace(root)
    in_file = (root / "newsletter.key").read_text(encoding="utf-8").strip()

    assert workspace.keys({"NEWSLETTER_KEY": f" {SECRET}\n"}) == Keyring(SECRET.encode())
    assert workspace.keys({"NEWSLETTER_KEY": ""}) == Keyring(in_file.encode())
    assert workspace.keys({}) == Keyring(in_file.encode())


def test_a_key_that_was_replaced_is_still_accepted(root: Path) -> None:
    (root / "newsletter.key").write_text(f"{'n' * 64}\n{SECRET}\n", encoding="utf-8")

    assert open_workspace(root).keys({}) == Keyring(b"n" * 64, (SECRET.encode(),))


def test_no_key_is_shown() -> None:
    assert SECRET not in repr(Keyring(SECRET.encode(), (SECRET.encode(),)))


def test_a_key_that_is_too_short_signs_nothing(root: Path) -> None:
    (root / "newsletter.key").write_text("zzz\n", encoding="utf-8")

    with pytest.raises(UsageError, match="shorter than 32"):
        open_workspace(root).keys({})


def test_a_missing_key_is_said_in_words(root: Path) -> None:
    (root / "newsletter.key").unlink()

    with pytest.raises(UsageError, match="the key that signs readers' links is missing") as caught:
        open_workspace(root).keys({})
    assert "backup" in caught.value.remedy
    assert open_workspace(root).keys({"NEWSLETTER_KEY": SECRET}) == Keyring(SECRET.encode())


@pytest.mark.parametrize("text", ["", "\n", " \t\r\n"])
def test_an_empty_key_signs_nothing(root: Path, text: str) -> None:
    """Anybody could forge what an empty key has signed."""
    (root / "newsletter.key").write_text(text, encoding="utf-8")

    with pytest.raises(UsageError):
        open_workspace(root).keys({})


def test_a_blank_key_in_the_environment_signs_nothing(root: Path) -> None:
    in_file = (root / "newsletter.key").read_text(encoding="utf-8").strip()

    try:
        key = open_workspace(root).keys({"NEWSLETTER_KEY": "  "})
    except UsageError:
        return
    assert key == Keyring(in_file.encode())


def test_a_key_that_is_no_text_is_said_in_words(root: Path) -> None:
    (root / "newsletter.key").write_bytes(b"\xff" * 32)

    with pytest.raises(UsageError):
        open_workspace(root).keys({})


def test_a_rotated_key_is_whole_and_its_owners_alone(root: Path) -> None:
    before = open_workspace(root).keys({})

    rotated = open_workspace(root).rotate_key({})

    assert rotated == open_workspace(root).keys({})
    assert rotated.older == (before.current,)
    assert stat.S_IMODE((root / "newsletter.key").stat().st_mode) == 0o600
    assert list(root.glob("newsletter.db*")) == []


def test_what_a_rotation_that_was_stopped_has_left_is_in_nobodys_way(root: Path) -> None:
    before = open_workspace(root).keys({})
    (root / "newsletter.db-new-key").write_text("half", encoding="utf-8")

    assert open_workspace(root).rotate_key({}).older == (before.current,)


def test_all_keys_that_count_are_kept(root: Path) -> None:
    rotated = open_workspace(root).rotate_key({"NEWSLETTER_KEY": f"{SECRET} {'s' * 64}"})

    assert rotated.older == (SECRET.encode(), b"s" * 64)
