"""Files of staff as the tests of the pages send them in."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from staff.importing.states import ImportState
from staff.models import ImportBatch

NEW = reverse("imports:new")
HEADINGS = "Ansattnummer;Fornavn;Etternavn;E-post;Arbeidsplass;Stillingskode;Stillingsprosent;Fra"
GOOD = (
    "1001;Kari;Eksempel;kari@example.org;Elvestrand skole;7961;100;01.08.2026\n"
    "1002;Ola;Eksempel;ola@example.org;Elvestrand skole;7961;62,5;01.08.2026\n"
)
BAD = "1003;Per;Eksempel;per@example.org;Elvestrand skole;7961;mye;01.08.2026\n"


def text_of(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def a_file(content=None, name="ansatte.csv"):
    content = f"{HEADINGS}\n{GOOD}" if content is None else content
    data = content if isinstance(content, bytes) else content.encode()
    return SimpleUploadedFile(name, data, content_type="text/csv")


def send(client, **typed):
    today = timezone.localdate().isoformat()
    form = {"file": a_file(), "lists_everybody": "no", "counts_from": today, **typed}
    return client.post(NEW, {name: value for name, value in form.items() if value is not None})


def address(name, batch):
    return reverse(f"imports:{name}", args=[batch.pk])


def columns_of(batch):
    """The mapping as the page proposes it."""
    return {name: heading for name, heading in batch.columns.items() if heading}


def checked_file(client, do_what_is_owed, content=None, **typed):
    send(client, file=a_file(content), **typed)
    batch = ImportBatch.objects.latest("pk")
    client.post(address("columns", batch), columns_of(batch))
    do_what_is_owed()
    batch.refresh_from_db()
    assert batch.state == ImportState.CHECKED, batch.failure
    return batch
