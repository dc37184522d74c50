"""A text that is data, in the language of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from samenspel.pages.languages import in_language


@dataclass(frozen=True)
class Words:
    """As a string it is the text in the language of whoever reads; nothing where there is none."""

    # Language → text.
    texts: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return in_language(self.texts) if self.texts else ""

    def __bool__(self) -> bool:
        return bool(self.texts)

    def filled_in(self, names: Mapping[str, "Words"]) -> "Words":
        """With each {name} as it is called in that language."""
        return Words(
            {
                language: text.format_map({name: of.texts[language] for name, of in names.items()})
                for language, text in self.texts.items()
            }
        )
