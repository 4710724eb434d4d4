//! Elements as a reader of the page finds them, drawn and drawn again.

use crate::stage::fresh;
use dynamodb_playground::ui::element::{Element, changing, live, view};
use dynamodb_playground::ui::handler;
use dynamodb_playground::ui::reactive::RwSignal;
use leptos::mount::mount_to;
use leptos::prelude::{AnyView, document};
use leptos::task::tick;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

fn mounted(draw: impl FnOnce() -> AnyView + 'static) -> (HtmlElement, impl Sized) {
    let root = fresh();
    let handle = mount_to(root.clone(), draw);
    (root, handle)
}

/// A page that is drawn anew, whole, for each value of the signal.
fn drawn_for<T: Copy + Send + Sync + 'static>(
    value: RwSignal<T>,
    draw: fn(T) -> Element,
) -> (HtmlElement, impl Sized) {
    mounted(move || view(changing(move || draw(value.get()))))
}

/// The page without the marks of what changes, which no one sees.
fn html(root: &HtmlElement) -> String {
    root.inner_html().replace("<!---->", "").replace("<!>", "")
}

fn button(root: &HtmlElement) -> HtmlElement {
    root.query_selector("button").unwrap().unwrap().unchecked_into()
}

#[wasm_bindgen_test]
fn what_is_known_comes_first_and_the_rest_behind_it() {
    let (root, _page) = mounted(|| {
        let inner = Element::new("<b>5</b>");
        view(
            Element::new("<p class=\"note\">Read: </p>")
                .child(inner)
                .child(" items")
                .child(None::<&str>),
        )
    });
    assert_eq!(html(&root), "<p class=\"note\">Read: <b>5</b> items</p>");
}

#[wasm_bindgen_test]
fn values_are_set_where_they_belong() {
    let (root, _page) = mounted(|| {
        let input = Element::new("<input>")
            .attribute("maxlength", 7usize)
            .attribute("disabled", true)
            .attribute("hidden", false)
            .attribute("title", None::<String>)
            .class("is-kept", true)
            .class("is-filtered", false)
            .style("width", "4px".to_owned())
            .property("value", "PK");
        view(input)
    });
    let expected = "<input maxlength=\"7\" disabled=\"\" class=\"is-kept\" style=\"width: 4px;\">";
    assert_eq!(html(&root), expected);
    let input: web_sys::HtmlInputElement =
        root.query_selector("input").unwrap().unwrap().unchecked_into();
    assert_eq!(input.value(), "PK");
}

#[wasm_bindgen_test]
fn a_part_of_a_drawing_is_drawn() {
    let (root, _page) = mounted(|| {
        let line = Element::drawn("<path class=\"line\"></path>").attribute("d", "M0 0");
        view(Element::new("<svg></svg>").child(line))
    });
    let path = root.query_selector("path").unwrap().unwrap();
    assert_eq!(path.namespace_uri().as_deref(), Some("http://www.w3.org/2000/svg"));
}

#[wasm_bindgen_test]
async fn what_is_drawn_again_keeps_its_element_and_loses_what_is_gone() {
    let count = RwSignal::new(1u32);
    let (root, _page) = drawn_for(count, |count| {
        Element::new("<button></button>")
            .attribute("title", (count == 1).then_some("one"))
            .class("many", count > 1)
            .child(count.to_string())
    });
    let before = button(&root);
    before.focus().unwrap();
    count.set(2);
    tick().await;
    assert_eq!(html(&root), "<button class=\"many\">2</button>");
    assert!(button(&root).is_same_node(Some(&before)));
    assert!(document().active_element().is_some_and(|focused| focused.is_same_node(Some(&before))));
}

#[wasm_bindgen_test]
async fn what_is_drawn_otherwise_takes_its_place() {
    let found = RwSignal::new(false);
    let (root, _page) = drawn_for(found, |found| match found {
        true => Element::new("<p class=\"found\"></p>").child("It is there."),
        false => Element::new("<p class=\"sought\"></p>").class("is-amber", true).child("Not yet."),
    });
    assert_eq!(html(&root), "<p class=\"sought is-amber\">Not yet.</p>");
    found.set(true);
    tick().await;
    assert_eq!(html(&root), "<p class=\"found\">It is there.</p>");
}

#[wasm_bindgen_test]
async fn a_live_value_follows_what_it_is_made_from() {
    let open = RwSignal::new(false);
    let (root, _page) = mounted(move || {
        let words = changing(move || open.get().then_some("open"));
        view(Element::new("<p></p>").attribute("hidden", live(move || !open.get())).child(words))
    });
    assert_eq!(html(&root), "<p hidden=\"\"></p>");
    open.set(true);
    tick().await;
    assert_eq!(html(&root), "<p>open</p>");
}

#[wasm_bindgen_test]
async fn the_newest_handler_answers_and_answers_once() {
    let count = RwSignal::new(0u32);
    let (root, _page) = mounted(move || {
        view(changing(move || {
            let now = count.get();
            let add = handler(move |_| count.set(now + 1));
            Element::new("<button></button>").on(leptos::ev::click, add).child(now.to_string())
        }))
    });
    for expected in ["<button>1</button>", "<button>2</button>"] {
        button(&root).click();
        tick().await;
        assert_eq!(html(&root), expected);
    }
}

#[wasm_bindgen_test]
async fn what_a_handler_takes_off_the_page_is_gone() {
    let there = RwSignal::new(true);
    let (root, _page) = mounted(move || {
        view(changing(move || {
            let go = handler(move |_| there.set(false));
            let button = Element::new("<button>Close</button>").on(leptos::ev::click, go);
            there.get().then_some(button)
        }))
    });
    let gone = button(&root);
    gone.click();
    tick().await;
    assert_eq!(html(&root), "");
    gone.click();
    assert_eq!(html(&root), "");
}

#[wasm_bindgen_test]
async fn what_a_person_typed_and_was_not_taken_is_set_back() {
    let most = RwSignal::new(32u32);
    let (root, _page) = mounted(move || {
        let refuse = handler(move |_| most.set(32));
        let value = live(move || most.get().to_string());
        view(Element::new("<input>").property("value", value).on(leptos::ev::change, refuse))
    });
    let input: web_sys::HtmlInputElement =
        root.query_selector("input").unwrap().unwrap().unchecked_into();
    input.set_value("40");
    input.dispatch_event(&web_sys::Event::new("change").unwrap()).unwrap();
    tick().await;
    assert_eq!(input.value(), "32");
}

#[wasm_bindgen_test]
async fn a_choice_among_options_follows_whatever_was_picked() {
    let chosen = RwSignal::new("zipf");
    let (root, _page) = mounted(move || {
        let option = |name: &'static str| {
            let selected = live(move || chosen.get() == name);
            Element::new("<option></option>").property("selected", selected).child(name)
        };
        view(Element::new("<select></select>").child(option("hot")).child(option("zipf")))
    });
    let select: web_sys::HtmlSelectElement =
        root.query_selector("select").unwrap().unwrap().unchecked_into();
    assert_eq!(select.value(), "zipf");
    select.set_value("hot");
    chosen.set("hot");
    tick().await;
    chosen.set("zipf");
    tick().await;
    assert_eq!(select.value(), "zipf");
}

#[wasm_bindgen_test]
async fn another_event_is_another_element() {
    let twice = RwSignal::new(false);
    let heard = RwSignal::new(String::new());
    let (root, _page) = mounted(move || {
        view(changing(move || {
            let hear = move |what: &'static str| handler(move |_| heard.set(what.to_owned()));
            let button = || Element::new("<button>Go</button>");
            match twice.get() {
                false => button().on(leptos::ev::click, hear("click")),
                true => button().on(leptos::ev::dblclick, hear("dblclick")),
            }
        }))
    });
    twice.set(true);
    tick().await;
    button(&root).click();
    assert_eq!(heard.get_untracked(), "");
    button(&root).dispatch_event(&web_sys::Event::new("dblclick").unwrap()).unwrap();
    assert_eq!(heard.get_untracked(), "dblclick");
}

#[wasm_bindgen_test]
async fn rows_of_a_table_come_and_go_between_others() {
    let rows = RwSignal::new(2usize);
    let (root, _page) = mounted(move || {
        let row =
            |at: usize| view(Element::new("<tr></tr>").child(Element::new("<td></td>").child(at)));
        let body = changing(move || (0..rows.get()).map(row).collect::<Vec<_>>());
        let note = changing(move || (rows.get() > 2).then_some("many"));
        let table = Element::new("<table></table>");
        view(table.child(Element::new("<tbody></tbody>").child(body)).child(note).child("end"))
    });
    let text = || root.text_content().unwrap();
    assert_eq!(text(), "01end");
    rows.set(3);
    tick().await;
    assert_eq!(text(), "012manyend");
    rows.set(0);
    tick().await;
    assert_eq!(text(), "end");
}
