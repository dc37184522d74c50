from django import forms
from django.utils import translation
from pytest_django.asserts import assertHTMLEqual


class Meeting(forms.Form):
    name = forms.CharField(label="Naam", help_text="Kort.")
    note = forms.CharField(label="Notitie", required=False, widget=forms.Textarea)
    form_of_address = forms.ChoiceField(
        label="Aanspreken", choices=[("u", "u"), ("je", "je")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Ik mag dit")
    secret = forms.CharField(required=False, widget=forms.HiddenInput)


class Search(forms.Form):
    words = forms.CharField(label="Zoek", required=False)
    order = forms.ChoiceField(label="Volgorde", required=False, choices=[("a", "A")])


def test_a_field_is_a_label_a_description_and_a_control_that_point_at_each_other() -> None:
    assertHTMLEqual(
        Meeting()["name"].as_field_group(),
        """
        <div class="utrecht-form-field">
          <div class="utrecht-form-field__label">
            <label class="utrecht-form-label" for="id_name">Naam</label></div>
          <div class="utrecht-form-field-description" id="id_name_helptext">Kort.</div>
          <input type="text" name="name" required id="id_name"
            class="utrecht-textbox utrecht-textbox--html-input"
            aria-describedby="id_name_helptext">
        </div>
        """,
    )


def test_an_error_is_said_in_words_and_belongs_to_its_control() -> None:
    with translation.override("nl"):
        field = Meeting(data={"name": ""})["name"].as_field_group()

    assertHTMLEqual(
        field,
        """
        <div class="utrecht-form-field utrecht-form-field--invalid">
          <div class="utrecht-form-field__label">
            <label class="utrecht-form-label" for="id_name">Naam</label></div>
          <div class="utrecht-form-field-description" id="id_name_helptext">Kort.</div>
          <div class="utrecht-form-field-error-message" id="id_name_error">
            <div>Dit veld is verplicht.</div></div>
          <input type="text" name="name" required id="id_name" aria-invalid="true"
            class="utrecht-textbox utrecht-textbox--html-input"
            aria-describedby="id_name_helptext id_name_error">
        </div>
        """,
    )


def test_choices_are_a_group_with_a_legend() -> None:
    assertHTMLEqual(
        Meeting()["form_of_address"].as_field_group(),
        """
        <fieldset class="utrecht-form-fieldset utrecht-form-fieldset--html-fieldset">
          <legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">
            Aanspreken</legend>
          <ul class="choices" role="list">
            <li><label class="utrecht-form-label utrecht-form-label--radio"
                for="id_form_of_address_0">
              <input type="radio" name="form_of_address" value="u" required
                id="id_form_of_address_0"
                class="utrecht-radio-button utrecht-radio-button--html-input">
              <span>u</span></label></li>
            <li><label class="utrecht-form-label utrecht-form-label--radio"
                for="id_form_of_address_1">
              <input type="radio" name="form_of_address" value="je" required
                id="id_form_of_address_1"
                class="utrecht-radio-button utrecht-radio-button--html-input">
              <span>je</span></label></li>
          </ul>
        </fieldset>
        """,
    )


def test_a_checkbox_stands_before_its_label() -> None:
    assertHTMLEqual(
        Meeting()["agreed"].as_field_group(),
        """
        <div class="utrecht-form-field utrecht-form-field--checkbox">
          <div class="utrecht-form-field__input">
            <input type="checkbox" name="agreed" required id="id_agreed"
              class="utrecht-checkbox utrecht-checkbox--html-input"></div>
          <div class="utrecht-form-field__label">
            <label class="utrecht-form-label utrecht-form-label--checkbox" for="id_agreed">
              Ik mag dit</label></div>
        </div>
        """,
    )


def test_what_is_optional_says_so_unless_everything_is() -> None:
    with translation.override("nl"):
        assert "(niet verplicht)" in Meeting()["note"].as_field_group()
        assert "(niet verplicht)" not in Meeting()["name"].as_field_group()
        assert "(niet verplicht)" not in str(Search())


def test_a_form_shows_its_own_errors_first_and_keeps_what_is_hidden() -> None:
    form = Meeting(data={"name": "Anna"})
    form.add_error(None, "Dit past niet bij elkaar.")
    text = str(form)

    assert text.index("Dit past niet bij elkaar.") < text.index("Naam")
    assert 'role="alert"' in text
    assert '<input type="hidden" name="secret" id="id_secret">' in text


def test_a_form_without_errors_shows_no_alert() -> None:
    assert "alert" not in str(Meeting())


def test_a_widget_keeps_the_classes_it_had() -> None:
    class Numbers(forms.Form):
        number = forms.IntegerField(widget=forms.NumberInput(attrs={"class": "short"}))

    assert 'class="utrecht-textbox utrecht-textbox--html-input short"' in str(Numbers()["number"])


def test_a_select_is_dressed_and_its_options_are_not() -> None:
    assertHTMLEqual(
        str(Search()["order"]),
        """<select name="order" id="id_order" class="utrecht-select utrecht-select--html-select">
             <option value="a">A</option></select>""",
    )


def test_choices_drawn_without_a_group_are_dressed_one_by_one() -> None:
    text = str(Meeting()["form_of_address"])

    assert text.count('class="utrecht-radio-button utrecht-radio-button--html-input"') == 2
