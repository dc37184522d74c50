"""Joint arrangements (gemeenschappelijke regelingen), each version as the register has it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _

from samenspel.atlas.models.letters import bare
from samenspel.atlas.models.organisation import Organisation

# Above this no number of the register can be, and PostgreSQL cannot read it.
LARGEST_NUMBER = 2**63 - 1


def spaced(text: str) -> Func:
    """With a space after each full stop: registers write "jeugdhulp.4. De gemeenten", and a search
    takes that for one word."""
    return Func(
        F(text),
        Value(r"([[:alpha:])]{2})\.(?=[[:upper:][:digit:]])"),
        Value(r"\1. "),
        Value("g"),
        function="regexp_replace",
        output_field=models.TextField(),
    )


class ArrangementForm(models.TextChoices):
    PUBLIC_BODY = "public_body", _("openbaar lichaam")
    OPERATIONS = "operations", _("bedrijfsvoeringsorganisatie")
    JOINT_BODY = "joint_body", _("gemeenschappelijk orgaan")
    PLAIN = "plain", _("regeling zonder meer")
    OTHER = "other", _("andere vorm")


class Arrangement(models.Model):
    """One version of an arrangement. Its versions share the number of the first one."""

    register_id = models.BigIntegerField(unique=True)
    # The number of the oldest version that the register knows of the same arrangement.
    first_id = models.BigIntegerField(db_index=True)
    previous_id = models.BigIntegerField(null=True)
    next_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=1000)
    cite_title = models.CharField(max_length=1000, blank=True)
    form = models.CharField(max_length=12, choices=ArrangementForm.choices)
    # As the register writes it: kept for a form that is not known here.
    form_in_register = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    purpose = models.TextField(blank=True)
    # [[heading, text], …]
    powers = models.JSONField(default=list)
    # Mandaat, delegatie, attributie.
    power_kinds = models.JSONField(default=list)
    # ["verkeer | openbaar vervoer", …]
    policy_fields = models.JSONField(default=list)
    # [[title, address], …]
    legal_grounds = models.JSONField(default=list)
    # [address, …]
    founding_decisions = models.JSONField(default=list)
    body = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, related_name="bodies_of"
    )
    holder = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, related_name="holds"
    )
    gone = models.BooleanField(default=False)
    words = models.GeneratedField(
        expression=SearchVector(bare(F("title")), bare(F("cite_title")), config="dutch", weight="A")
        + SearchVector(bare(spaced("purpose")), config="dutch", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["title", "pk"]
        indexes = [GinIndex(fields=["words"]), models.Index(fields=["valid_from", "valid_to"])]

    def __str__(self) -> str:
        return self.cite_title or self.title

    @property
    def official_address(self) -> str:
        """Its page in the register itself."""
        return f"https://organisaties.overheid.nl/{self.register_id}/"


class Participation(models.Model):
    """An organisation takes part in one version of an arrangement.

    The register has no date of leaving: who left is not in the next version.
    """

    arrangement = models.ForeignKey(
        Arrangement, on_delete=models.CASCADE, related_name="participations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="participations"
    )
    joined = models.DateField(null=True)
    # [name, …] such as "College van burgemeester en wethouders"
    governing_bodies = models.JSONField(default=list)
    share = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "organisation"], name="takes_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.arrangement_id}"
