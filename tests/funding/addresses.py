"""Where the pages about money are."""

from django.urls import reverse

from funding.models import Earmark, Grant

INDEX, NEW_GRANT = reverse("funding:index"), reverse("funding:new_grant")


def account(earmark: Earmark) -> str:
    return reverse("funding:earmark", args=[earmark.pk])


def new_earmark(grant: Grant) -> str:
    return reverse("funding:new_earmark", args=[grant.pk])
