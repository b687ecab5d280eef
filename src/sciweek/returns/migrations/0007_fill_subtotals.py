"""County subtotals of what has come in before there were any."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When

SUBMITTED, ACCEPTED = "submitted", "accepted"
NUMERIC = ("integer", "decimal", "money")


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Sum the cells of each county, by how far their returns are accepted."""
    bucket = Case(
        When(ret__track__stage=ACCEPTED, then=Value(3)),
        When(ret__track__accepted__gte=1, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    cells = apps.get_model("returns", "Cell").objects.filter(
        ret__track__stage__in=[SUBMITTED, ACCEPTED],
        ret__placement__removed_at=None,
        indicator__kind__in=NUMERIC,
    )
    rows = (
        cells.annotate(place=F("ret__placement__division_code"), bucket=bucket)
        .values_list("campaign_id", "place", "indicator_id", "bucket")
        .annotate(
            sum=Sum("value"),
            with_value=Count("pk", filter=Q(state="V")),
            with_none=Count("pk", filter=Q(state="N")),
        )
        .order_by()
    )
    subtotal = apps.get_model("returns", "Subtotal")
    subtotal.objects.bulk_create(
        (
            subtotal(
                campaign_id=campaign,
                division_code=place,
                indicator_id=indicator,
                bucket=level,
                value=value or 0,
                answered=answered,
                none=none,
            )
            for campaign, place, indicator, level, value, answered, none in rows.iterator(2000)
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("returns", "0006_subtotal"), ("review", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
