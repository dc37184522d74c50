from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager


class Stage(models.TextChoices):
    EXPLORING = "exploring", _("verkennen")
    DECIDING = "deciding", _("besluiten")
    BUILDING = "building", _("opbouwen")
    RUNNING = "running", _("samenwerken")
    ENDING = "ending", _("afronden")


class Form(models.TextChoices):
    """A ladder from light to heavy. A civil-service merger runs through one of the Wgr forms."""

    PROJECT = "project", _("gezamenlijk project")
    NETWORK = "network", _("netwerk of convenant")
    SERVICE = "service", _("dienstverleningsovereenkomst")
    PLAIN = "plain", _("regeling zonder meer")
    HOST = "host", _("centrumgemeente")
    JOINT_BODY = "joint_body", _("gemeenschappelijk orgaan")
    OPERATIONS = "operations", _("bedrijfsvoeringsorganisatie")
    PUBLIC_BODY = "public_body", _("openbaar lichaam")
    AMALGAMATION = "amalgamation", _("gemeentelijke herindeling")


class Role(models.TextChoices):
    """What people are to a cooperation. The order is the order in which groups are shown."""

    COUNCIL = "council", _("Raadsleden")
    COLLEGE = "college", _("Collegeleden")
    MANAGEMENT = "management", _("Leidinggevenden")
    STAFF = "staff", _("Medewerkers")
    PARTNER = "partner", _("Maatschappelijke partners")
    RESIDENT = "resident", _("Inwoners")
    BUSINESS = "business", _("Ondernemers")
    PARTICIPANT = "participant", _("Deelnemers")


class Cooperation(models.Model):
    """Parties that work together, in some form, at some stage, for a purpose."""

    name = models.CharField(_("naam"), max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    purpose = models.TextField(
        _("bedoeling"),
        max_length=600,
        blank=True,
        help_text=_("Waarom werkt u samen? Een of twee zinnen in gewone woorden."),
    )
    stage = models.CharField(
        _("fase"), max_length=12, choices=Stage.choices, default=Stage.EXPLORING
    )
    form = models.CharField(_("vorm"), max_length=14, choices=Form.choices, blank=True)
    invented = models.BooleanField(
        default=False, help_text="An example: every page says that it is invented."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person takes part in the work of a cooperation. Leaders have equal rights."""

    class Kind(models.TextChoices):
        LEADER = "leader", _("leider")
        READER = "reader", _("lezer")

    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="memberships"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LEADER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "person"], name="one_membership_each")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.cooperation_id}"


class Party(models.Model):
    """An organisation in a cooperation."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="parties")
    name = models.CharField(_("organisatie"), max_length=120)

    objects: ClassVar[models.Manager["Party"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "name"], name="party_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """Who can be asked: the people with one role in one organisation, or in all of them."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="groups")
    party = models.ForeignKey(
        Party, on_delete=models.CASCADE, null=True, blank=True, related_name="groups"
    )
    role = models.CharField(_("rol"), max_length=12, choices=Role.choices)
    size = models.PositiveIntegerField(
        _("aantal mensen"),
        help_text=_("Hoeveel mensen horen bij deze groep? Tel ook mee wie straks niet meedoet."),
    )

    objects: ClassVar[models.Manager["Group"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "party", "role"],
                name="group_named_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="group_has_people"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_role_display()} {self.party.name}"
            if self.party
            else (self.get_role_display())
        )
