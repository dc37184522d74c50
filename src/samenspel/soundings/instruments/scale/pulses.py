"""Short sets of questions of the bank, ready to ask."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samenspel.cooperations.models import Role
from samenspel.soundings.instruments.scale.bank import Question, bank
from samenspel.soundings.instruments.scale.items import NewQuestion, of_the_bank


@dataclass(frozen=True)
class Pulse:
    """
    roles : for whom it is; none means for everybody
    keys : of its questions, in the order in which they are asked
    """

    key: str
    name: Promise
    explanation: Promise
    roles: tuple[Role, ...]
    keys: tuple[str, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(bank().questions[key] for key in self.keys)

    @property
    def new_questions(self) -> tuple[NewQuestion, ...]:
        """For those it is for, as far as each question is meant for them."""
        return tuple(
            replace(question, roles=self._of_these(question.roles))
            for question in of_the_bank(self.keys)
        )

    def _of_these(self, meant_for: tuple[Role, ...]) -> tuple[Role, ...]:
        if not (self.roles and meant_for):
            return self.roles or meant_for
        return tuple(role for role in meant_for if role in self.roles)


_INSIDE = (Role.COUNCIL, Role.COLLEGE, Role.MANAGEMENT, Role.STAFF)


TRUST = Pulse(
    key="vertrouwen",
    name=_("Vertrouwen in 3 minuten"),
    explanation=_("De vijf delen van vertrouwen, met de last van controle ernaast."),
    roles=(*_INSIDE, Role.PARTNER),
    keys=(
        "trust.agreement.promises",
        "trust.benefit.mistake",
        "trust.reliability.our-interest",
        "trust.fairness.information",
        "trust.goodwill.success",
        "control.load.time",
        "control.dialogue.talk",
        "trust.agreement.forgotten",
        "trust.benefit.ask",
        "trust.reliability.expect",
        "trust.fairness.expense",
        "trust.goodwill.solve",
        "control.load.hinder",
        "control.dialogue.report",
        "trust.agreement.in-time",
        "trust.benefit.suspicion",
        "trust.reliability.surprise",
        "trust.fairness.benefits",
        "trust.goodwill.setback",
    ),
)
SHORT = Pulse(
    key="kort",
    name=_("Hoe gaat het? In 2 minuten"),
    explanation=_("Van alles één vraag. Om vaker te vragen zonder veel tijd te kosten."),
    roles=(*_INSIDE, Role.PARTNER),
    keys=(
        "purpose.known.explain",
        "purpose.shared.stand-behind",
        "purpose.recognised.see",
        "drawbacks.spoken.aloud",
        "challenge.working.across",
        "trust.agreement.promises",
        "trust.benefit.mistake",
        "trust.reliability.our-interest",
        "trust.fairness.information",
        "trust.goodwill.success",
        "control.load.time",
        "control.dialogue.talk",
        "room.board.help",
        "middle.reflect.time",
    ),
)
PURPOSE = Pulse(
    key="bedoeling",
    name=_("Bedoeling"),
    explanation=_(
        "Is de bedoeling bekend, wordt zij gedeeld, en ziet iemand haar terug in het werk? "
        "En waarom is de samenwerking er echt?"
    ),
    roles=(),
    keys=(
        "purpose.known.explain",
        "purpose.known.goal",
        "purpose.known.guess",
        "purpose.shared.stand-behind",
        "purpose.shared.matters",
        "purpose.shared.same",
        "purpose.shared.own-goal",
        "purpose.recognised.see",
        "purpose.recognised.first",
        "purpose.recognised.fade",
        "motive.savings.mainly",
        "motive.quality.mainly",
        "motive.vulnerability.mainly",
        "motive.obliged.mainly",
        "motive.challenge.mainly",
        "drawbacks.spoken.aloud",
        "drawbacks.spoken.told",
        "drawbacks.spoken.corridors",
    ),
)
ROOM = Pulse(
    key="ruimte",
    name=_("Ruimte en controle"),
    explanation=_("Geven mensen elkaar ruimte, en hoe zwaar drukt de controle?"),
    roles=(Role.COLLEGE, Role.MANAGEMENT, Role.STAFF, Role.PARTNER),
    keys=(
        "room.college.success",
        "room.college.solutions",
        "room.college.own-portfolio",
        "room.board.help",
        "room.board.listen",
        "room.board.details",
        "room.departments.lend",
        "room.departments.ours",
        "room.departments.against",
        "control.load.time",
        "control.load.twice",
        "control.load.in-balance",
        "control.dialogue.used-for",
        "control.dialogue.talk",
        "control.dialogue.report",
        "control.dialogue.judged",
    ),
)
SERVICE = Pulse(
    key="dienstverlening",
    name=_("Dienstverlening voor inwoners en ondernemers"),
    explanation=_("Wat merken zij van hun gemeente: goed geholpen, dichtbij, en verteld waarom?"),
    roles=(Role.RESIDENT, Role.BUSINESS),
    keys=(
        "service.quality.helped",
        "service.quality.in-time",
        "service.quality.right-place",
        "service.quality.errors",
        "service.near.knows",
        "service.near.reach",
        "service.near.far",
        "service.inward.itself",
        "service.inward.changes",
        "service.inward.attention",
        "service.told.why",
        "service.told.change",
        "service.told.late",
    ),
)
MIDDLE = Pulse(
    key="tussen-de-lagen",
    name=_("Tussen de lagen: leidinggevenden en projectleiders"),
    explanation=_("Wedijver, opdrachtgevers, controle, en de tijd om na te denken over de rol."),
    roles=(Role.MANAGEMENT, Role.STAFF),
    keys=(
        "middle.competition.people",
        "middle.competition.compared",
        "middle.competition.help",
        "middle.one-client.client",
        "middle.one-client.others",
        "middle.one-client.residents",
        "middle.reflect.time",
        "middle.reflect.place",
        "middle.reflect.rush",
        "room.departments.lend",
        "room.departments.against",
        "room.departments.budget",
        "control.load.time",
        "control.load.hinder",
        "control.dialogue.report",
        "control.dialogue.judged",
    ),
)
PULSES = {each.key: each for each in (TRUST, SHORT, PURPOSE, ROOM, SERVICE, MIDDLE)}
