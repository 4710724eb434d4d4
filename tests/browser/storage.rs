//! What a browser stores apart from the work.

use dynamodb_playground::ui::dom::theme::Theme;
use wasm_bindgen_test::wasm_bindgen_test;

const THEME: &str = "dynamodb-playground/theme";

#[wasm_bindgen_test]
fn a_choice_of_colours_is_stored_and_read_in_every_form_that_was_written() {
    let storage = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    storage.remove_item(THEME).unwrap();
    assert_eq!(Theme::stored(), Theme::System, "nothing stored");
    Theme::Projector.choose();
    assert_eq!(Theme::stored(), Theme::Projector);
    storage.set_item(THEME, "dark").unwrap();
    assert_eq!(Theme::stored(), Theme::Dark, "a bare name, as the first builds stored it");
    storage.set_item(THEME, "sepia").unwrap();
    assert_eq!(Theme::stored(), Theme::System, "a name of another build");
    storage.remove_item(THEME).unwrap();
    Theme::System.apply();
}
