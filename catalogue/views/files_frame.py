"""Whose files of courses a request may look at, and the pages above them."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import CatalogueFile, Provider
from staff.http import Link, StaffRequest


def file_or_404(request: StaffRequest, pk: int) -> CatalogueFile:
    """One of the providers the person speaks for; without what it holds, which can be large."""
    mine = CatalogueFile.objects.visible_to(request.user).select_related(
        "provider", "uploaded_by", "applied_by", "undoes", "undone_by__uploaded_by"
    )
    return get_object_or_404(mine.defer("content", "undoes__content", "undone_by__content"), pk=pk)


def to_files(provider: Provider) -> Link:
    return Link(_("Course files"), f"{reverse('feeds:index')}?provider={provider.pk}")


def to_file(file: CatalogueFile) -> Link:
    return Link(name_of(file), reverse("feeds:detail", args=[file.pk]))


def name_of(file: CatalogueFile) -> str:
    """The file's name; the undoing of a file says that it is one."""
    if file.undoes_id is None:
        return file.file_name
    return _("Undoing of %(name)s") % {"name": file.file_name}
