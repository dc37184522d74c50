"""What a password must be, where Django has no Dutch words for it."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return (
            ngettext(
                "Dit wachtwoord is te kort. Gebruik minstens %d teken.",
                "Dit wachtwoord is te kort. Gebruik minstens %d tekens.",
                self.min_length,
            )
            % self.min_length
        )
