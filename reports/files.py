"""The report as files: rows for a spreadsheet, and the PDF a worker makes."""

from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reports.models import Export
from reports.queries import RoundReport, report_of
from staff import spreadsheets
from staff.money import plain


def csv_lines(report: RoundReport) -> Iterator[str]:
    """The report as lines of CSV for a spreadsheet."""
    return spreadsheets.csv_lines(_rows(report))


def make_pdf(*, export_id: int) -> None:
    """Make the ordered PDF; asked again, do nothing."""
    from staff.pdf import to_pdf  # WeasyPrint's libraries are only needed where it is used

    export = (
        Export.objects.select_for_update(of=("self",))
        .select_related("round__owner")
        .get(pk=export_id)
    )
    if export.made_at:
        return
    with translation.override(export.language):
        html = render_to_string(
            "reports/round_pdf.html", {"report": report_of(export.round), "export": export}
        )
    export.made_at = timezone.now()
    content = to_pdf(html, language=export.language)
    export.file.save(f"report-{export.pk}.pdf", ContentFile(content), save=False)
    export.save(update_fields=["file", "made_at"])


def _rows(report: RoundReport) -> Iterator[list[str]]:
    yield [_("Round"), report.round.name]
    yield []
    yield [_("Staff group"), _("Employed"), _("Applicants"), _("Granted"), _("Amount (kr)")]
    for row in report.groups:
        yield [
            row.shown.label,
            _number(row.workforce),
            _number(row.shown.applicants),
            _number(row.shown.granted),
            _amount(row.shown.amount_ore),
        ]
    total = report.total
    yield [
        _("All"),
        "",
        _number(total.applicants),
        _number(total.granted),
        _amount(total.amount_ore),
    ]
    yield []
    yield [_("Where the money is"), _("Amount (kr)")]
    for use in report.uses:
        yield [use.label, plain(use.amount_ore)]
    yield []
    yield [_("Earmark"), _("Available"), _("Reserved"), _("Committed"), _("Paid")]
    for earmark in report.earmarks:
        yield [
            earmark.name,
            plain(earmark.available_ore),
            plain(earmark.reserved_ore),
            plain(earmark.committed_ore),
            plain(earmark.paid_ore),
        ]


def _number(count: int | None) -> str:
    return _("few") if count is None else str(count)


def _amount(amount_ore: int | None) -> str:
    return "" if amount_ore is None else plain(amount_ore)
