"""Forms in the components of the NL Design System. The setting FORM_RENDERER points here."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField, CheckboxInput, RadioSelect
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest

_TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"
_SELECT = "utrecht-select utrecht-select--html-select"
_CHECKBOX = "utrecht-checkbox utrecht-checkbox--html-input"
_CLASSES = {
    "checkbox": _CHECKBOX,
    "checkbox_option": _CHECKBOX,
    "clearable_file_input": "file",
    "date": _TEXTBOX,
    "datetime": _TEXTBOX,
    "email": _TEXTBOX,
    "file": "file",
    "number": _TEXTBOX,
    "password": _TEXTBOX,
    "radio_option": "utrecht-radio-button utrecht-radio-button--html-input",
    "search": _TEXTBOX,
    "select": _SELECT,
    "tel": _TEXTBOX,
    "text": _TEXTBOX,
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "time": _TEXTBOX,
    "url": _TEXTBOX,
}


class DesignSystemRenderer(DjangoTemplates):
    form_template_name = "pages/forms/form.html"
    field_template_name = "pages/forms/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        if "widget" in context:
            _dress(context["widget"])
        elif isinstance(context.get("field"), BoundField):
            context = {**context, **_about(context["field"])}
        return super().render(template_name, context, request)


def _dress(widget: dict[str, Any]) -> None:
    """Add the component's classes to a widget and to the widgets inside it."""
    attributes = widget["attrs"]
    name = widget["template_name"].removeprefix("django/forms/widgets/").removesuffix(".html")
    present = attributes.get("class", "").split()
    missing = [part for part in _CLASSES.get(name, "").split() if part not in present]
    if missing:
        attributes["class"] = " ".join([*missing, *present])
    # A group of choices hands its attributes on to each of them. A choice has its own classes.
    for _group, options, _index in widget.get("optgroups", []) if name != "select" else []:
        for option in options:
            _dress(option)
    for part in widget.get("subwidgets", []):
        _dress(part)


def _about(field: BoundField) -> Mapping[str, Any]:
    # Where everything is optional, as in a search, saying so with every field is noise.
    has_required = any(other.field.required for other in field.form)
    return {
        "kind": _kind(field),
        "says_optional": has_required and not field.field.required,
    }


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, RadioSelect):  # many checkboxes are a kind of it
        return "choices"
    return "group" if field.use_fieldset else "control"
