//! Links that hold something whole: packed by the browser, framed by `ui::model::packed`.

use crate::ui::dom::compress;
use crate::ui::model::packed::{self, LinkFault};

/// The data of a link that holds this text; `None` if this browser can't pack it.
pub async fn data_of(text: &str) -> Option<String> {
    let packed = compress::pack(text.as_bytes()).await?;
    Some(packed::frame(text, &packed))
}

/// The text that a link's data holds, of at most so many bytes.
pub async fn text_of(data: &str, most: usize) -> Result<String, LinkFault> {
    let packed = packed::unframe(data, most)?;
    let unpacked = compress::unpack(&packed.bytes, packed.length).await;
    packed.text(unpacked.as_deref())
}
