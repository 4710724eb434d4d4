//! Packing and unpacking bytes as the browser does it.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamDefaultReader, ReadableWritablePair};

/// The bytes packed; `None` if this browser can't.
pub async fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    through(bytes, "CompressionStream", RAW, usize::MAX).await
}

/// The bytes unpacked; `None` if they aren't packed, or if more than `most` bytes come of them.
/// No more than these are ever held.
pub async fn unpack(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    through(bytes, "DecompressionStream", RAW, most).await
}

/// What a gzip file holds; `None` if it is none, or if more than `most` bytes come of it.
pub async fn gunzip(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    through(bytes, "DecompressionStream", "gzip", most).await
}

/// DEFLATE without a head: links have their own.
const RAW: &str = "deflate-raw";

/// What comes out of a stream of this class, piece by piece. web-sys counts these classes among
/// what may still change, so they are asked for by name.
async fn through(bytes: &[u8], class: &str, format: &str, most: usize) -> Option<Vec<u8>> {
    let class = Reflect::get(&super::window(), &JsValue::from_str(class)).ok()?;
    let format = Array::of1(&JsValue::from_str(format));
    let pair = Reflect::construct(class.dyn_ref::<Function>()?, &format).ok()?;
    let pair: ReadableWritablePair = pair.unchecked_into();
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence(&parts).ok()?;
    let stream = blob.stream().pipe_through(&pair);
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into().ok()?;
    let mut out = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.ok()?;
        if Reflect::get(&piece, &JsValue::from_str("done")).ok()?.is_truthy() {
            return Some(out);
        }
        let value = Reflect::get(&piece, &JsValue::from_str("value")).ok()?;
        let value: Uint8Array = value.dyn_into().ok()?;
        if out.len() + value.length() as usize > most {
            // What is still on its way is of no interest.
            let _ = reader.cancel();
            return None;
        }
        out.extend(value.to_vec());
    }
}
