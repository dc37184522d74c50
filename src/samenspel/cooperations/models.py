from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from samenspel.pages.visible import validate_visible

LONGEST_PURPOSE = 600
MOST_PARTIES = 100


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

    name = models.CharField(_("naam"), max_length=120, validators=[validate_visible])
    slug = models.SlugField(max_length=140, unique=True)
    # The text of the newest version, kept here for the many pages that show nothing else of it.
    purpose = models.TextField(
        _("bedoeling"),
        max_length=LONGEST_PURPOSE,
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
    # Of the form it was started with: that form sent twice makes one cooperation.
    ticket = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person takes part in the work of a cooperation. Leaders have equal rights.

    Everybody has one kind, so who moderates never leads at the same time.
    """

    class Kind(models.TextChoices):
        LEADER = "leader", _("leider")
        MODERATOR = "moderator", _("moderator")
        MEMBER = "member", _("lid")
        READER = "reader", _("lezer")

    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="memberships"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    kind = models.CharField(
        _("rol in de samenwerking"), max_length=10, choices=Kind.choices, default=Kind.LEADER
    )
    party = models.ForeignKey(
        "Party", on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    # Who gave this person this place or organisation last, and when: nobody is a second
    # organisation by having invited somebody. Empty for who started the cooperation.
    placed_by = models.ForeignKey(
        "Party", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    placed_at = models.DateTimeField(null=True, editable=False)

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
    # Its key in the atlas, such as GM0344. No foreign key: the atlas may be filled later, or never.
    organisation_key = models.CharField(max_length=40, blank=True, editable=False)

    objects: ClassVar[models.Manager["Party"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "name"], name="party_named_once"),
            models.UniqueConstraint(
                fields=["cooperation", "organisation_key"],
                condition=~Q(organisation_key=""),
                name="organisation_linked_once",
            ),
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


class PurposeVersion(models.Model):
    """The purpose as it was written at one time. Versions are added and never changed."""

    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="purpose_versions"
    )
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=LONGEST_PURPOSE, blank=True)
    # A name and not a person: it must survive the account.
    changed_by = models.CharField(max_length=254, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager["PurposeVersion"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "number"], name="purpose_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.cooperation_id} v{self.number}"


class Challenge(models.Model):
    """A societal challenge that the parties take on together."""

    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="challenges"
    )
    position = models.PositiveIntegerField()
    title = models.CharField(
        _("opgave"),
        max_length=120,
        validators=[validate_visible],
        help_text=_("In een paar woorden, zoals “jeugdhulp op tijd”."),
    )
    for_whom = models.CharField(
        _("voor wie"),
        max_length=300,
        blank=True,
        help_text=_("Wie merkt het als dit lukt?"),
    )
    what_would_be_better = models.TextField(
        _("wat er dan beter is"),
        max_length=600,
        blank=True,
        help_text=_("Wat is er over een paar jaar anders, als dit lukt?"),
    )
    partners = models.TextField(
        _("wie meedoen"),
        max_length=600,
        blank=True,
        help_text=_(
            "Welke organisaties, verenigingen en inwoners nemen deze opgave samen op zich?"
        ),
    )

    objects: ClassVar[models.Manager["Challenge"]] = ScopedManager(cooperation="cooperation")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class ColleagueInvitation(models.Model):
    """An offer to take part in the work of a cooperation, sent to one address.

    Not the invitation of who answers: that one has no address beside its right. Gone once it
    was accepted or withdrawn.
    """

    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.CASCADE, related_name="colleague_invitations"
    )
    email = models.EmailField(_("e-mailadres"), max_length=254)
    kind = models.CharField(max_length=10, choices=Membership.Kind.choices)
    party = models.ForeignKey(
        Party, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations"
    )
    # Of the token in the mail: who reads this table cannot accept what is in it.
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects: ClassVar[models.Manager["ColleagueInvitation"]] = ScopedManager(
        cooperation="cooperation"
    )

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "email"], name="one_invitation_each")
        ]

    def __str__(self) -> str:
        return f"{self.cooperation_id} {self.kind}"
