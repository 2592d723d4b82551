"""What the owner may narrow the queue by."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.queries.rounds import SENT
from staff.forms.selects import PlainSelect

Choice = tuple[Any, str]
ADVICE: Final = (
    ("yes", _("Recommended")),
    ("no", _("Not recommended")),
    ("none", _("No advice yet")),
)


def _choice(label: Any, **options: Any) -> Any:
    return django_filters.ChoiceFilter(
        label=label, empty_label=_("All"), widget=PlainSelect, **options
    )


class QueueFilter(django_filters.FilterSet):  # type: ignore[misc]  # it has no types
    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name or number")}),
    )
    state = _choice(_("State"), choices=[(state.value, state.label) for state in SENT])
    staff_group = _choice(_("Staff group"))
    workplace = _choice(_("Workplace"))
    scheme = _choice(_("Scheme"))
    recommended = _choice(_("Advice"), choices=ADVICE, method="advised")

    class Meta:
        model = Application
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, choices: Mapping[str, Iterable[Choice]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in choices.items():
            self.filters[name].extra["choices"] = list(options)

    def search(
        self, queryset: QuerySet[Application], name: str, value: str
    ) -> QuerySet[Application]:
        """Every word must be found in the number or the name."""
        for word in value.split()[:5]:
            queryset = queryset.filter(
                Q(number__icontains=word)
                | Q(applicant__first_name__icontains=word)
                | Q(applicant__last_name__icontains=word)
            )
        return queryset

    def advised(
        self, queryset: QuerySet[Application], name: str, value: str
    ) -> QuerySet[Application]:
        if value == "none":
            return queryset.filter(recommendation=None)
        return queryset.filter(recommendation__recommended=value == "yes")
