"""Seconds and peak memory of weighing, beside what another package can do of the same.

    python -m tests.benchmarks.weighing [--options 20] [--criteria 30] [--voices 10000]

Ours weighs a file from beginning to end, in a process of its own: uncertain values, an order per
voice, all figures. Beside it pymcdm, newest from PyPI, with a weighted sum and ranks for as many
draws of weights, made beforehand, of values that are certain: it knows no orders, no uncertain
values and no acceptability. It is installed in .cache and is no part of this project. A line of
JSON for each on standard output. Ends with status 1 where ours takes 30 seconds or more.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.peers import installed_peer

_AT_MOST = 30.0
_PEER = """
import json, resource, sys, time
import numpy as np
from pymcdm.methods import WSM
from pymcdm.helpers import rankdata
options, criteria, draws = map(int, sys.argv[1:])
random = np.random.default_rng(0)
values = random.random((options, criteria))
weights = random.dirichlet(np.ones(criteria), draws)
types = np.ones(criteria)
method = WSM()
ranks = np.zeros((options, options))
began = time.perf_counter()
for one in weights:
    places = rankdata(method(values, one, types), reverse=True).astype(int) - 1
    ranks[np.arange(options), places] += 1
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"who": "pymcdm", "seconds": seconds, "peak_mb": peak, "draws": draws}))
"""
_OURS = """
import json, resource, sys, time
from pathlib import Path
began = time.perf_counter()
from samenspel.web import django_start
django_start.start_django()
from samenspel.choices.weighed import as_data, weighed
from samenspel.choices.weighing_file import read_weighing
data = as_data(weighed(read_weighing(Path(sys.argv[1]))))
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"who": "ours", "seconds": seconds, "peak_mb": peak, "draws": data["draws"]}))
"""


def made(options: int, criteria: int, voices: int) -> dict[str, Any]:
    """A weighing of any size, with three groups that are unlike in size."""
    random = np.random.default_rng(1)
    names = [f"criterium {at}" for at in range(criteria)]
    return {
        "format": 1,
        "options": [f"optie {at}" for at in range(options)],
        "criteria": [{"name": name, "direction": "up", "scale": [0, 1]} for name in names],
        "cells": {
            f"optie {at}": {name: {"mean": float(random.random()), "sd": 0.1} for name in names}
            for at in range(options)
        },
        "groups": {"raad": voices, "staf": 3 * voices, "inwoners": 90 * voices},
        "voices": [
            {
                "group": ("raad", "staf", "inwoners")[at % 3],
                "order": [names[place] for place in random.permutation(criteria)],
            }
            for at in range(voices)
        ],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("options", 20), ("criteria", 30), ("voices", 10_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="samenspel-weighing-") as folder:
        path = Path(folder) / "weighing.json"
        path.write_text(json.dumps(made(sizes.options, sizes.criteria, sizes.voices)))
        ours = _told([sys.executable, "-c", _OURS, str(path)])
    peer = installed_peer("pymcdm")
    arguments = [str(sizes.options), str(sizes.criteria), str(ours["draws"])]
    theirs = _told([str(peer), "-c", _PEER, *arguments])
    sys.stderr.write(f"ours is {theirs['seconds'] / ours['seconds']:.1f} times as fast\n")
    return 0 if ours["seconds"] < _AT_MOST else 1


def _told(command: list[str]) -> dict[str, Any]:
    began = time.perf_counter()
    line = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    told: dict[str, Any] = json.loads(line.splitlines()[-1])
    told["seconds_with_start"] = time.perf_counter() - began
    sys.stdout.write(json.dumps(told) + "\n")
    return told


if __name__ == "__main__":
    sys.exit(main())
