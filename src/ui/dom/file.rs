//! Files that leave the page and files that come in.

use leptos::ev;
use leptos::prelude::event_target;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, FileReader, HtmlAnchorElement, HtmlInputElement, Url};

/// An address under which the browser hands out this text.
pub fn address_of(text: &str) -> Result<String, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/plain;charset=utf-8");
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&parts, &kind)?)
}

/// Hands a text to the person as a file of this name.
pub fn download(name: &str, text: &str) {
    if let Ok(address) = address_of(text) {
        click_download(name, &address);
        // The address keeps the text in memory; by then the browser has taken it.
        super::time::later(std::time::Duration::from_secs(10), move || {
            let _ = Url::revoke_object_url(&address);
        });
    }
}

fn click_download(name: &str, address: &str) {
    let link = super::document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(address);
        link.set_download(name);
        link.click();
    }
}

/// Reads the file that was chosen in a file field and forgets the choice, so that the same file
/// can be chosen again.
pub fn read_chosen(event: &ev::Event, read: impl FnOnce(String) + 'static) {
    let field: HtmlInputElement = event_target(event);
    let file = field.files().and_then(|files| files.get(0));
    field.set_value("");
    let (Some(file), Ok(reader)) = (file, FileReader::new()) else { return };
    let source = reader.clone();
    let done = Closure::once_into_js(move || {
        let text = source.result().ok().and_then(|text| text.as_string());
        read(text.unwrap_or_default());
    });
    reader.set_onload(Some(done.unchecked_ref()));
    // A file that cannot be read leaves everything as it is.
    let _ = reader.read_as_text(&file);
}

/// A file that was read: its name and its text.
#[derive(Debug, Clone)]
pub struct ReadFile {
    /// Its name.
    pub name: String,
    /// Its text, unpacked if it was a gzip file; `None` if it is no text or larger than was asked for.
    pub text: Option<String>,
}

/// Reads all files that were chosen, of at most so many bytes each, and forgets the choice.
pub fn read_files(event: &ev::Event, most: usize, read: impl FnOnce(Vec<ReadFile>) + 'static) {
    let files = take_chosen(event);
    spawn_local(async move {
        let mut done = Vec::new();
        for file in files {
            let text = text_of(&file, most).await;
            done.push(ReadFile { name: file.name(), text });
        }
        read(done);
    });
}

async fn text_of(file: &web_sys::File, most: usize) -> Option<String> {
    if file.size() > most as f64 {
        return None;
    }
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    let bytes = match bytes.starts_with(&[0x1f, 0x8b]) {
        true => super::compress::gunzip(&bytes, most).await?,
        false => bytes,
    };
    String::from_utf8(bytes).ok()
}

fn take_chosen(event: &ev::Event) -> Vec<web_sys::File> {
    let field: HtmlInputElement = event_target(event);
    let files = field.files();
    let count = files.as_ref().map_or(0, web_sys::FileList::length);
    let chosen = (0..count).filter_map(|at| files.as_ref()?.get(at)).collect();
    field.set_value("");
    chosen
}

/// Reads all files that were chosen in a file field and forgets the choice. A file that can't be read
/// comes as an empty text.
pub fn read_all_chosen(event: &ev::Event, read: impl FnOnce(Vec<String>) + 'static) {
    read_files(event, usize::MAX, |files| {
        read(files.into_iter().map(|file| file.text.unwrap_or_default()).collect());
    });
}
