//! Reading settings, and what is said of those that cannot be read.

use super::*;

fn with(field: Field, text: &str) -> Form {
    let mut form = Form::of(0);
    form.set(field, text.into());
    form
}

#[test]
fn every_preset_makes_a_scenario() {
    for at in 0..preset::PRESETS.len() {
        let form = Form::of(at);
        assert!(form.scenario().is_some(), "{}", form.preset().title);
    }
}

fn said(form: &Form, field: Field) -> Option<String> {
    form.problems().into_iter().find(|(at, _)| *at == field).map(|(_, words)| words)
}

#[test]
fn bad_numbers_get_a_sentence_and_stay_as_they_were_typed() {
    let cases = [
        ("0", "Enter at least 1."),
        ("-5", "Enter 0 or more."),
        ("", "Enter a whole number."),
        ("many", "Enter a whole number, such as 1,500."),
        ("1.5", "Enter a whole number, such as 1,500."),
        ("99999999999999999999999999", "Enter at most 1,000,000."),
    ];
    for (text, sentence) in cases {
        let form = with(Field::Rate, text);
        assert_eq!(said(&form, Field::Rate).as_deref(), Some(sentence), "{text}");
        assert_eq!(form.text(Field::Rate), text);
        assert_eq!(form.scenario(), None);
    }
    assert_eq!(with(Field::Rate, " 12,000 ").scenario().map(|s| s.load.rate), Some(12_000));
}

#[test]
fn every_mistake_is_told_at_once() {
    let mut form = with(Field::Rate, "x");
    form.set(Field::Seconds, "0".into());
    form.set(Field::ItemBytes, "500000".into());
    let fields: Vec<Field> = form.problems().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, [Field::Rate, Field::Seconds, Field::ItemBytes]);
}

#[test]
fn what_does_not_matter_may_say_anything() {
    let form = with(Field::Shards, "none");
    assert!(form.scenario().is_some());
}

#[test]
fn an_optional_setting_may_be_empty_but_not_wrong() {
    assert_eq!(said(&with(Field::MaxWrites, ""), Field::MaxWrites), None);
    assert!(said(&with(Field::MaxWrites, "0"), Field::MaxWrites).is_some());
}

#[test]
fn a_form_is_kept_and_what_is_unknown_is_left_out() {
    let mut form = Form::of(3);
    form.set(Field::Rate, "tomorrow".into());
    let saved = serde_json::to_value(&form).unwrap();
    assert_eq!(serde_json::from_value::<Form>(saved).unwrap(), form);
    let kept = serde_json::json!({ "preset": preset::PRESETS[1].id,
        "changed": { "pattern": "spiral", "never": "heard of", "seed": "9" } });
    let form: Form = serde_json::from_value(kept).unwrap();
    assert_eq!((form.preset, form.text(Field::Seed)), (1, "9"));
    assert_eq!(form.text(Field::Pattern), Form::of(1).text(Field::Pattern));
}
