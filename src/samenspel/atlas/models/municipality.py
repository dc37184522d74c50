"""What is known of municipalities beside the register: by CBS code, with its dates.

By code and not by a row of the register: each source can be read without the others, and in any
order.
"""

from django.db import models


class MunicipalityInYear(models.Model):
    """A municipality existed on the first of January of a year, under this name."""

    code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["year", "name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="municipality_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class MunicipalityCode(models.Model):
    """A code of the national table of municipalities, with the dates that the table gives."""

    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=100)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Amalgamation(models.Model):
    """On a date all or a part of one municipality went on in another."""

    class Kind(models.TextChoices):
        MERGE = "merge"
        SPLIT = "split"
        RENAME = "rename"

    day = models.DateField()
    old_code = models.CharField(max_length=6, db_index=True)
    old_name = models.CharField(max_length=100)
    new_code = models.CharField(max_length=6, db_index=True)
    new_name = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    # Where it was split: whether the largest part went here.
    largest_part = models.BooleanField(default=True)
    source = models.CharField(max_length=200, blank=True)
    # What the sources contradict each other about.
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day", "old_name", "new_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "old_code", "new_code"], name="amalgamated_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_name} → {self.new_name} {self.day}"


class Population(models.Model):
    """Inhabitants of a municipality in a year."""

    code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    inhabitants = models.PositiveIntegerField()
    # On 1 January; otherwise the mean over the year.
    on_first_day = models.BooleanField()

    class Meta:
        ordering = ["code", "year"]
        constraints = [
            models.UniqueConstraint(fields=["code", "year"], name="population_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"


class Region(models.Model):
    """A region of a national division, such as a safety region or a province."""

    division = models.CharField(max_length=100)
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=150)
    # The year of the list, as divisions change their codes and names.
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["division", "name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "division", "code"], name="region_once_a_year")
        ]

    def __str__(self) -> str:
        return self.name


class RegionMembership(models.Model):
    """A municipality lay in a region: from the year of one list to the year of the next."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="memberships")
    municipality = models.CharField(max_length=6, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "municipality"], name="in_a_region_once")
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.region_id}"


class Boundary(models.Model):
    """The outline of a municipality, as a map of the Netherlands draws it."""

    code = models.CharField(max_length=6)
    name = models.CharField(max_length=100)
    year = models.PositiveSmallIntegerField()
    # GeoJSON, in degrees; kept to give away again.
    geometry = models.JSONField()
    # The same in the units of the map, as the d of an SVG path, and where its label goes.
    path = models.TextField()
    x = models.FloatField()
    y = models.FloatField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="boundary_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"
