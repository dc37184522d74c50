"""A conversation that was called off holds nothing that was heard or agreed."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samenspel.dialogues.models import Dialogue


def require_goes_on(dialogue: Dialogue) -> None:
    """Raises ValidationError where it was called off, maybe after the page was asked for."""
    if Dialogue.objects.get(pk=dialogue.pk).called_off:
        raise ValidationError(
            _(
                "Dit gesprek gaat niet door. Ging het toch door? Plan het dan opnieuw en schrijf "
                "het daar op."
            ),
            code="called-off",
        )
