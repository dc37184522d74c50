"""How long the server takes for every page and file of the atlas, with everything read in.

    python -m tests.benchmarks.atlas_pages http://localhost:8000 [--times 20]

The atlas of a running Samenspel, filled as docs/atlas.md says and open to everybody
(SAMENSPEL_ATLAS_PUBLIC=yes). Of each address as often as asked after a few to warm up, one after
the other over one connection: a line of JSON with milliseconds from the request to the last byte,
as the clock has them (the middle one, the longest), and the size. At the end how busy the machine
was, which is in the times too.
"""

import argparse
import http.client
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

WARM_UP = 4
_DAYS = ("", "op=2018-06-01", "op=2004-06-01")
# Files and pages that are not of a day, or are the same whatever the day.
_ONCE = ("bedoelingen/", "door-de-tijd/", "data/", "regelingen/?pagina=10")


class Atlas:
    """The pages of an atlas, over one connection."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host = http.client.HTTPConnection(parts.hostname or "localhost", parts.port)

    def close(self) -> None:
        self._host.close()

    def get(self, path: str) -> bytes:
        self._host.request("GET", f"/atlas/{path}")
        response = self._host.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"{response.status} {path}")
        return body

    def milliseconds(self, path: str) -> float:
        before = time.perf_counter()
        self.get(path)
        return 1000 * (time.perf_counter() - before)

    def links(self, path: str, pattern: str) -> list[str]:
        """Found on a page, each once, as they stand behind /atlas/."""
        found = re.findall(rf'href="(?:/atlas/)?({pattern})"', self.get(path).decode())
        return list(dict.fromkeys(each.replace("&amp;", "&") for each in found))


def addresses(atlas: Atlas) -> Iterator[str]:
    """Of every kind of page, with those that have the most to tell."""
    [province, *_others] = atlas.links("kiezen/", r"\?provincie=PV\d+")
    keys = [link.split("/")[1] for link in atlas.links("gemeenten/", r"organisaties/GM\d+/")]
    part = "&".join(["provincie=", f"organisaties={','.join(keys[:100])}"])
    for day in _DAYS:
        for path in (
            "",
            *(f"?feit={fact}" for fact in ("partners", "inwoners", "herindeling")),
            province,
            "gemeenten/",
            "kiezen/",
            f"kiezen/{province}&organisaties={','.join(keys[:3])}",
            f"kiezen/?{part}",
            "kiezen/?zoek=berg",
            *(f"organisaties/{key}/" for key in _telling(keys)),
            f"organisaties/{province.removeprefix('?provincie=')}/",
            "regelingen/",
            "regelingen/?zoek=jeugd&organisatie=Amsterdam",
            "web/",
            f"web/{province}",
            "web/regios/",
            "web/regios/?indeling=JZ",
            "web/regios/?indeling=VR&regio=VR09",
        ):
            yield f"{path}{'&' if '?' in path else '?'}{day}" if day else path
    yield from _ONCE
    for theme in atlas.links("bedoelingen/", r"\?thema=[a-z-]+"):
        yield f"bedoelingen/{theme}"
    yield from atlas.links("regelingen/", r"regelingen/\d+/")[:3]
    yield from atlas.links("data/", r"data/[a-z-]+\.(?:csv|json|geojson)")


def _telling(keys: list[str]) -> list[str]:
    """Landgraaf with the most arrangements, Súdwest-Fryslân and Voorne aan Zee, and the first."""
    return [key for key in ("GM0882", "GM1900", "GM1992") if key in keys] + keys[:1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="where Samenspel runs, as http://localhost:8000")
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    with closing(Atlas(options.address)) as atlas:
        for path in addresses(atlas):
            for _time in range(WARM_UP):
                size = len(atlas.get(path))
            taken = [atlas.milliseconds(path) for _time in range(options.times)]
            _tell(path[:90], round(statistics.median(taken), 1), round(max(taken), 1), size)
    sys.stdout.write(json.dumps({"load": os.getloadavg()}) + "\n")


def _tell(path: str, median: float, longest: float, size: int) -> None:
    told = {"path": path, "median_ms": median, "max_ms": longest, "kB": round(size / 1000)}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
