"""Other programs to measure beside: each in an environment of its own, and no part of this one."""

import shutil
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def installed_peer(package: str) -> Path:
    """The Python of an environment with the newest release of a package, and nothing of ours."""
    uv = shutil.which("uv") or str(_ROOT / ".tools" / "bin" / "uv")
    folder = _ROOT / ".cache" / package
    python = folder / "bin" / "python"
    if not python.exists():
        sys.stderr.write(f"making an environment for {package}\n")
        quiet = [uv, "venv", "--quiet", "--no-project", "--python", sys.executable]
        subprocess.run([*quiet, str(folder)], check=True)
    install = [uv, "pip", "install", "--quiet", "--upgrade", "--compile-bytecode"]
    subprocess.run([*install, "--python", str(python), package], check=True)
    return python
