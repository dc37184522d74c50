"""Where what is shown comes from, and how new it is."""

from collections.abc import Iterable

from django.db.models import Max

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


def newest_read() -> int | None:
    """A number that is another after every import that changed something; None before the first.

    What was worked out before is not to be used again where it differs.
    """
    newest: int | None = Source.objects.aggregate(newest=Max("pk"))["newest"]
    return newest
