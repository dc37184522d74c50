"""Where what is shown comes from, and how new it is."""

from collections.abc import Iterable

from samenspel.atlas.models import Dataset, Source


def newest_source() -> Source | None:
    """What was read last, of whatever dataset."""
    return Source.objects.order_by("-pk").first()


def newest_sources(datasets: Iterable[Dataset]) -> list[Source]:
    """The newest of each dataset that was read, in the order of what is asked."""
    order = [Dataset(dataset) for dataset in datasets]
    found = (
        Source.objects.filter(dataset__in=order)
        .order_by("dataset", "-read_at", "-pk")
        .distinct("dataset")
    )
    return sorted(found, key=lambda source: order.index(Dataset(source.dataset)))
