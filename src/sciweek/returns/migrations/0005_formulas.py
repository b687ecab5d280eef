"""Checks become formulas: the three fixed kinds of before are each a formula now."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FORMULAS = {
    "sum": "{whole} = {sum}",
    "at_most": "{part} ≤ {whole}",
    "together": "{part} > 0 当且仅当 {whole} > 0",
}


def to_formulas(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write each check of a form as a formula, numbered in its order."""
    form_model = apps.get_model("returns", "Form")
    for form in form_model.objects.exclude(checks=[]):
        form.checks = [as_formula(number, row) for number, row in enumerate(form.checks, 1)]
        form.save(update_fields=["checks"])


def as_formula(number: int, row: dict) -> dict:
    if "formula" in row:
        return row
    parts = row["parts"]
    formula = FORMULAS[row["kind"]].format(whole=row["whole"], part=parts[0], sum=" + ".join(parts))
    return {"code": f"R{number:02d}", "grade": row["grade"], "formula": formula, "sentence": row["sentence"]}


class Migration(migrations.Migration):
    """There is no way back: formulas say more than the three kinds."""

    dependencies = [("returns", "0004_explaining")]
    operations = [migrations.RunPython(to_formulas, migrations.RunPython.noop)]
