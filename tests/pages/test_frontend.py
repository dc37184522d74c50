"""What the browser gets as it is built: everything it needs is in it, and little else."""

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


@pytest.mark.parametrize(
    "tests",
    ["tokens.test.mjs", "typeface.test.mjs", "ballot/delivery.test.mjs", "ballot/keys.test.mjs"],
)
def test_the_parts_do_as_their_own_tests_say(node: str, tests: str) -> None:
    outcome = subprocess.run(
        [node, "--test", tests],
        cwd=FRONTEND,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert outcome.returncode == 0, outcome.stdout


def test_the_browser_gets_two_stylesheets_a_script_and_the_typeface(built: Path) -> None:
    files = {str(path.relative_to(built)) for path in built.rglob("*") if path.is_file()}
    font = "fonts/atkinson-hyperlegible-next"
    texts = ("samenspel.css", "ballot.css", "ballot.js")

    assert files == {
        *(f"{name}{form}" for name in texts for form in ("", ".gz", ".br")),
        f"{font}-latin-wght-normal.woff2",
        f"{font}-latin-wght-italic.woff2",
        f"{font}-latin-ext-wght-normal.woff2",
        f"{font}-latin-ext-wght-italic.woff2",
        "fonts/ballot-latin.woff2",
        "fonts/ballot-latin-ext.woff2",
    }


@pytest.mark.parametrize(
    ("name", "most"), [("samenspel.css", 24_000), ("ballot.css", 13_000), ("ballot.js", 2_500)]
)
def test_what_is_sent_compressed_is_small_and_says_the_same(
    built: Path, name: str, most: int
) -> None:
    compressed = (built / f"{name}.gz").read_bytes()

    assert gzip.decompress(compressed) == (built / name).read_bytes()
    assert len(compressed) < most
    assert (built / f"{name}.br").stat().st_size < len(compressed)


@pytest.mark.parametrize(("name", "fonts"), [("samenspel.css", 4), ("ballot.css", 2)])
def test_every_file_a_stylesheet_names_is_ours_and_there(
    built: Path, name: str, fonts: int
) -> None:
    styles = (built / name).read_text()
    named = [address.strip("\"'") for address in re.findall(r"url\(([^)]*)\)", styles)]
    files = {address for address in named if not address.startswith("data:")}

    assert "@import" not in styles
    assert len(files) == fonts
    assert all((built / address).is_file() for address in files)
    assert styles.count("unicode-range") == fonts


def test_the_script_loads_nothing(built: Path) -> None:
    assert not re.search(r"\bimport\b|https?:", (built / "ballot.js").read_text())


@pytest.mark.parametrize("name", ["samenspel.css", "ballot.css"])
def test_the_palette_of_the_example_theme_is_replaced(built: Path, name: str) -> None:
    assert "--voorbeeld-" not in (built / name).read_text()


@pytest.mark.parametrize("styles", ["parts.css", "ballot.css"])
def test_a_component_whose_token_has_no_value_fails_the_build(
    node: str, tmp_path: Path, styles: str
) -> None:
    copy = shutil.copytree(
        FRONTEND, tmp_path / "frontend", ignore=shutil.ignore_patterns("node_modules")
    )
    (copy / "node_modules").symlink_to(FRONTEND / "node_modules")
    with (copy / "styles" / styles).open("a") as file:
        file.write(".new { color: var(--samenspel-not-there) }")

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
