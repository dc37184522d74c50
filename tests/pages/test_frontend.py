"""The stylesheet as it is built: everything it needs is in it, and little else."""

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


@pytest.fixture(scope="module")
def node() -> str:
    program = shutil.which("node")
    if program is None or not (FRONTEND / "node_modules").is_dir():
        pytest.skip("no Node or no packages: run npm ci --ignore-scripts in frontend")
    return program


@pytest.fixture(scope="module")
def built(node: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    subprocess.run([node, "build.mjs", str(folder)], cwd=FRONTEND, check=True, timeout=60)
    return folder


def test_tokens_are_pruned_as_their_own_tests_say(node: str) -> None:
    outcome = subprocess.run(
        [node, "--test", "tokens.test.mjs"],
        cwd=FRONTEND,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert outcome.returncode == 0, outcome.stdout


def test_the_browser_gets_one_small_stylesheet_and_the_typeface(built: Path) -> None:
    files = {str(path.relative_to(built)) for path in built.rglob("*") if path.is_file()}
    font = "fonts/atkinson-hyperlegible-next"

    assert files == {
        "samenspel.css",
        f"{font}-latin-wght-normal.woff2",
        f"{font}-latin-wght-italic.woff2",
        f"{font}-latin-ext-wght-normal.woff2",
        f"{font}-latin-ext-wght-italic.woff2",
    }
    assert len(gzip.compress((built / "samenspel.css").read_bytes())) < 40_000


def test_every_file_the_stylesheet_names_is_ours_and_there(built: Path) -> None:
    styles = (built / "samenspel.css").read_text()
    named = [address.strip("\"'") for address in re.findall(r"url\(([^)]*)\)", styles)]
    files = {address for address in named if not address.startswith("data:")}

    assert "@import" not in styles
    assert len(files) == 4
    assert all((built / address).is_file() for address in files)
    assert styles.count("unicode-range") == 4


def test_the_palette_of_the_example_theme_is_replaced(built: Path) -> None:
    assert "--voorbeeld-" not in (built / "samenspel.css").read_text()


def test_a_component_whose_token_has_no_value_fails_the_build(node: str, tmp_path: Path) -> None:
    copy = shutil.copytree(
        FRONTEND, tmp_path / "frontend", ignore=shutil.ignore_patterns("node_modules")
    )
    (copy / "node_modules").symlink_to(FRONTEND / "node_modules")
    with (copy / "styles" / "parts.css").open("a") as styles:
        styles.write(".new { color: var(--samenspel-not-there) }")

    outcome = subprocess.run(
        [node, "build.mjs", str(tmp_path / "built")],
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert outcome.returncode != 0
    assert ".new { color: var(--samenspel-not-there) }" in outcome.stderr
    assert not (tmp_path / "built").exists()


def test_packages_are_locked_without_the_address_of_a_registry() -> None:
    lock = (FRONTEND / "package-lock.json").read_text()

    assert '"resolved"' not in lock
    assert '"integrity"' in lock
