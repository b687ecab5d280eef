"""How forms are drawn, and fields that read what people in China type.

Labels stand above, errors beside the field with icon and sentence and once more on top, and nothing typed is lost.
"""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

from sciweek.core.dates import read_date
from sciweek.core.errors import BadInput, Stale


class SciweekRenderer(TemplatesSetting):
    """Draws forms and fields by our templates."""

    form_template_name = "pages/forms/form.html"
    field_template_name = "pages/forms/field.html"


class SciweekForm(forms.Form):
    """A form whose widgets bear our classes; errors of a verb can be put beside their fields."""

    saved: Any = None
    stale: Stale | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def take(self, refusal: BadInput) -> None:
        """Show a refusal of a verb: beside the fields it names, else on top of the form."""
        known = {name: sentence for name, sentence in refusal.fields.items() if name in self.fields}
        for name, sentence in known.items():
            self.add_error(name, sentence)
        if not known:
            self.add_error(None, refusal.sentence)

    def saves(self, act: Callable[[], object]) -> bool:
        """Do the act, and whether it took what the form says; `saved` is then what it gave.

        What it refuses is shown on the form. Where somebody else's change came first, that is `stale`.
        """
        try:
            self.saved = act()
        except BadInput as refusal:
            self.take(refusal)
        except Stale as refusal:
            self.stale = refusal
        else:
            return True
        return False

    def both(self, stale: Stale | None) -> list[tuple[str, object, object]]:
        """After a stale edit of named values: each field in which they differ, what stands now, and what was typed."""
        if stale is None or not isinstance(stale.theirs, Mapping) or not isinstance(stale.yours, Mapping):
            return []
        theirs, yours = stale.theirs, stale.yours
        return [
            (str(field.label), _word(field, theirs[name]), _word(field, yours.get(name)))
            for name, field in self.fields.items()
            if name in theirs and theirs[name] != yours.get(name)
        ]


class SciweekModelForm(forms.ModelForm):  # type: ignore[type-arg]
    """The same for a model's fields. It validates and shows; saving is a verb's work."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    take = SciweekForm.take


def _word(field: forms.Field, value: object) -> object:
    """A choice by its word; rows of the database are not asked for, and stand as they are."""
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return value
    choices: Any = field.choices
    return next((label for key, label in choices if key == value), value)


def dress(field: forms.Field) -> None:
    """Give a field's widget the class it is drawn with."""
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple | forms.HiddenInput):
        return
    classes = widget.attrs.get("class", "")
    widget.attrs["class"] = f"{classes} input".strip()
    # Django gives every text area ten rows; one that asked for none of its own is drawn lower.
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        widget.attrs["rows"] = "4"


class DayField(forms.DateField):
    """A day as it is typed: 2023-05-20, 2023年5月20日, 2023.5.20, full-width digits too."""

    widget = forms.DateInput(attrs={"placeholder": "2023-05-20", "inputmode": "text"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        """The day, or None when empty.

        Raises:
            ValidationError: the text is no day.
        """
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        found = read_date(str(value))
        if found is None:
            raise ValidationError(_("“%(text)s”不是日期。请写成 2023-05-20 或 2023年5月20日。"), params={"text": value})
        return found


class WholeNumberField(forms.IntegerField):
    """A whole number; full-width digits and thousands separators are read right."""

    def to_python(self, value: Any) -> int | None:
        """The number, or None when empty."""
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace(",", "").replace(" ", "")
        return super().to_python(value)
