"""The watch over a folder, with files saved in every way that editors have."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from newsletter.web.preview.watching import BESIDE, Watch

Save = Callable[[Path], None]
Story = Callable[[Watch, Path], Awaitable[None]]


def in_place(path: Path) -> None:
    path.write_text("two", encoding="utf-8")


def rename_over(path: Path) -> None:
    """VS Code's atomic save, sed, JetBrains."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text("two", encoding="utf-8")
    beside.replace(path)


def backup_and_create(path: Path) -> None:
    """Vim: a probe, the old file out of the way, a new one."""
    probe = path.with_name("4913")
    probe.touch()
    probe.unlink()
    backup = path.with_name(f"{path.name}~")
    path.rename(backup)
    path.write_text("two", encoding="utf-8")
    backup.unlink()


def delete_and_create(path: Path) -> None:
    path.unlink()
    path.write_text("two", encoding="utf-8")


def truncate_and_write_slowly(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for letter in "two":
            file.write(letter)
            file.flush()


def through_a_lock(path: Path) -> None:
    """Emacs: a lock and an autosave beside."""
    lock = path.with_name(f".#{path.name}")
    lock.symlink_to("me@machine.1")
    path.with_name(f"#{path.name}#").touch()
    path.write_text("two", encoding="utf-8")
    lock.unlink()


SAVES = (
    in_place,
    rename_over,
    backup_and_create,
    delete_and_create,
    truncate_and_write_slowly,
    through_a_lock,
)


@asynccontextmanager
async def watching(root: Path) -> AsyncIterator[Watch]:
    """A watch that has certainly begun."""
    watch = Watch(root)
    task = asyncio.create_task(watch.run())
    await asyncio.wait_for(watch.take(), 10)
    try:
        yield watch
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def tell(root: Path, story: Story) -> None:
    """Live through a story with a watch over the folder."""

    async def live() -> None:
        async with watching(root) as watch:
            await story(watch, root)

    asyncio.run(live())


async def expect(watch: Watch, path: Path) -> frozenset[Path]:
    """Wait until a change of this path is told; return all that was told with it."""
    while True:
        changed = await asyncio.wait_for(watch.take(), 10)
        if path in changed:
            return changed


async def expect_nothing(watch: Watch) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(watch.take(), 0.4)


@pytest.mark.parametrize("save", SAVES)
@pytest.mark.parametrize("name", ["issues/snippets/a.md", "newsletter.toml"])
def test_every_way_of_saving_is_seen(root: Path, save: Save, name: str) -> None:
    async def story(watch: Watch, root: Path) -> None:
        save(root / name)
        changed = await expect(watch, root / name)
        assert not [path for path in changed if BESIDE.fullmatch(path.name)]

        save(root / name)
        await expect(watch, root / name)

    tell(root, story)


def test_a_burst_of_saves_is_told_at_once(root: Path) -> None:
    async def story(watch: Watch, root: Path) -> None:
        paths = {root / "issues" / f"{number}.md" for number in range(200)}
        for path in paths:
            path.touch()
        await asyncio.sleep(0.5)
        assert paths <= await watch.take()
        await expect_nothing(watch)

    tell(root, story)


@pytest.mark.parametrize(
    "name",
    [
        "issues/.a.md.swp", "issues/a.md~", "issues/.#a.md", "issues/#a.md#", "issues/4913",
        "issues/a.md.tmp", "issues/a.md.bak", "issues/.DS_Store", "issues/a.md___jb_tmp___",
        "build/a/letter.html", "notes.md", "newsletter.db", "newsletter.db-wal", "newsletter.toml~",
        ".git/index", ".venv/lib/issues/a.md",
    ],
)  # fmt: skip
def test_what_no_letter_is_made_of_is_not_told(root: Path, name: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)

    async def story(watch: Watch, root: Path) -> None:
        (root / name).write_text("two", encoding="utf-8")
        (root / name).unlink()
        await expect_nothing(watch)

    tell(root, story)


@pytest.mark.parametrize("name", ["templates", "reviews", "issues", "mailbox"])
def test_a_folder_that_comes_later_is_watched_too(root: Path, name: str) -> None:
    shutil.rmtree(root / name, ignore_errors=True)

    async def story(watch: Watch, root: Path) -> None:
        (root / name).mkdir()
        await expect(watch, root / name)
        (root / name / "a.md").touch()
        await expect_any(watch, root / name / "a.md")

    async def expect_any(watch: Watch, path: Path) -> None:
        """It is told by itself, or the whole workspace is to be looked at again."""
        while path not in (changed := await asyncio.wait_for(watch.take(), 10)):
            if root in changed:
                return

    if name == "issues":
        (root / "templates").mkdir()
    tell(root, story)


def test_a_folder_that_goes_and_comes_back_is_watched_on(root: Path) -> None:
    async def story(watch: Watch, root: Path) -> None:
        shutil.rmtree(root / "issues")
        await expect(watch, root / "issues")
        (root / "issues" / "snippets").mkdir(parents=True)
        await expect(watch, root)
        (root / "issues" / "snippets" / "b.md").touch()
        await expect(watch, root / "issues" / "snippets" / "b.md")

    tell(root, story)


def test_an_unwatched_moment_at_the_start_is_made_up_for(root: Path) -> None:
    async def story() -> None:
        watch = Watch(root)
        task = asyncio.create_task(watch.run())
        (root / "issues" / "early.md").touch()
        changed = await asyncio.wait_for(watch.take(), 10)
        assert changed & {root, root / "issues" / "early.md"}
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(story())


def test_it_costs_next_to_nothing_to_wait(root: Path) -> None:
    async def story(watch: Watch, _root: Path) -> None:
        before = sum(os.times()[:2])
        await expect_nothing(watch)
        await expect_nothing(watch)
        assert sum(os.times()[:2]) - before < 0.4

    tell(root, story)
