"""What is asked about a file of courses, and about where courses are fetched."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CourseFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty. Choose another."),
        },
    )


class FeedForm(forms.Form):
    address = forms.CharField(
        label=_("Address of the feed"),
        help_text=_("It begins with https:// and answers with courses as JSON."),
        max_length=300,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the address.")},
    )
