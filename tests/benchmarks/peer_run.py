"""One analysis by red-dwarf with all its defaults, run by the Python in which it is installed.

    PYTHON tests/benchmarks/peer_run.py FOLDER

Imports nothing of this project: the environment of the peer does not have it.
"""

import importlib
import json
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np


def main(folder: Path) -> dict[str, Any]:
    run_pipeline = importlib.import_module("reddwarf.implementations.polis").run_pipeline
    began, cpu_began = time.perf_counter(), time.process_time()
    columns = [np.load(folder / f"{name}.npy") for name in ("voter", "statement", "value")]
    read = time.perf_counter()
    # The form in which its documentation asks for votes.
    votes = [
        {"participant_id": voter, "statement_id": statement, "vote": value}
        for voter, statement, value in zip(*map(np.ndarray.tolist, columns), strict=True)
    ]
    put_in_form = time.perf_counter()
    result = run_pipeline(votes=votes)
    ended = time.perf_counter()
    cpu_ended = time.process_time()
    adjusted_rand_score = importlib.import_module("sklearn.metrics").adjusted_rand_score
    people = result.participants_df
    voters = people.index[people["to_cluster"]].to_numpy()
    planted = np.load(folder / "group.npy")
    return {
        # That its votes must first become dictionaries is told, but not held against it.
        "seconds": (read - began) + (ended - put_in_form),
        "phases": {"read": read - began, "analysis": ended - put_in_form},
        "put_in_form": put_in_form - read,
        "cpu_seconds": cpu_ended - cpu_began,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "groups_found": int(result.clusterer.n_clusters),
        "adjusted_rand": float(adjusted_rand_score(planted[voters], result.clusterer.labels_)),
        "version": version("red-dwarf"),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))) + "\n")
