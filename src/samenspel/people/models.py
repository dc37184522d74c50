from typing import ClassVar

import rules
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    """People are found by their address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """Somebody with an account: who leads or follows a cooperation, never who answers."""

    email = models.EmailField(
        _("e-mailadres"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("Er is al een account met dit e-mailadres.")},
    )
    name = models.CharField(_("naam"), max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ["email"]
        constraints = [
            # Anna@ and anna@ are one person: `unique` alone would let both in.
            models.CheckConstraint(condition=models.Q(email=Lower(F("email"))), name="email_lower")
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def has_perm(self, permission: str, about: object = None) -> bool:
        """What a person may do follows from the rules of the rooms, never from a stored list."""
        return self.is_active and bool(rules.has_perm(permission, self, about))


class Attempt(models.Model):
    """A row of Django's database cache, in which sign-in attempts are counted.

    In the database, so that all workers count together; a cache in the memory of one
    worker would give an attacker as many tries as there are workers. The columns are
    those of `django.core.cache.backends.db`, which reads and writes them.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
