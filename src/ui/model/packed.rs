//! Links that hold something whole, such as a level or a result: how it is framed, and what is wrong
//! with one.
//!
//! A link holds, in Base64 for addresses: the form's number (1 byte), the bytes before and after
//! packing (4 each), a checksum (4), and the packed bytes. Lengths come first, so that a link that
//! was cut off and one that lies about its size are told before anything is unpacked. Packing is
//! the browser's.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The form that is written.
const FORM: u8 = 1;
/// The bytes before the packed ones.
const HEAD: usize = 13;

/// A link that is framed as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// The bytes that come of it: more than these are never unpacked.
    pub length: usize,
    checksum: u32,
    /// The packed bytes.
    pub bytes: Vec<u8>,
}

/// Why a link holds nothing to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkFault {
    /// Its end is missing.
    CutOff,
    /// It was changed on its way.
    Damaged,
    /// It says that it is larger than such a thing ever is.
    TooLarge,
    /// A newer page made it.
    Newer,
    /// It is whole, and holds something else.
    Foreign,
}

impl LinkFault {
    /// What to say of it, and to do about it, where the link should hold a `what`: a level.
    pub fn sentence(self, what: &str) -> String {
        match self {
            LinkFault::CutOff => {
                "The link is cut off at its end. Copy the whole link again.".to_owned()
            }
            LinkFault::Damaged => {
                "The link was changed after it was made. Copy it again from where you got it."
                    .to_owned()
            }
            LinkFault::TooLarge => {
                format!("The link says it holds more than any {what} does, so it wasn't opened.")
            }
            LinkFault::Newer => {
                "The link comes from a newer version of this page. Reload the page and try again."
                    .to_owned()
            }
            LinkFault::Foreign => format!(
                "The link holds no {what} that this page can read. If it is new, reload the page \
                 and try again."
            ),
        }
    }
}

/// The data of a link, of a text and the same packed.
pub fn frame(text: &str, packed: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(HEAD + packed.len());
    bytes.push(FORM);
    bytes.extend((text.len() as u32).to_be_bytes());
    bytes.extend((packed.len() as u32).to_be_bytes());
    bytes.extend(crc32fast::hash(text.as_bytes()).to_be_bytes());
    bytes.extend(packed);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What a link's data frames, where `most` bytes are the most that may come of it.
pub fn unframe(data: &str, most: usize) -> Result<Packed, LinkFault> {
    // What couldn't be packed at all has four signs for three bytes.
    if data.len() > most * 2 {
        return Err(LinkFault::TooLarge);
    }
    // One sign too many is no whole byte: something at the end is missing.
    let whole = if data.len() % 4 == 1 { data.get(..data.len() - 1) } else { Some(data) };
    let whole = whole.ok_or(LinkFault::Damaged)?;
    let bytes = URL_SAFE_NO_PAD.decode(whole).or_else(|_| {
        // The last sign may hold bits of a byte that was cut off.
        URL_SAFE_NO_PAD.decode(whole.get(..whole.len() - whole.len() % 4).unwrap_or_default())
    });
    let bytes = bytes.map_err(|_| LinkFault::Damaged)?;
    match bytes.first() {
        None => return Err(LinkFault::CutOff),
        Some(&FORM) => {}
        Some(0) => return Err(LinkFault::Foreign),
        Some(_) => return Err(LinkFault::Newer),
    }
    let Some((head, packed)) = bytes.split_at_checked(HEAD) else {
        return Err(LinkFault::CutOff);
    };
    let number = |at: usize| {
        let four: [u8; 4] = head[at..at + 4].try_into().expect("a slice of four bytes");
        u32::from_be_bytes(four)
    };
    let (length, packed_length) = (number(1) as usize, number(5) as usize);
    if length > most || packed_length > most * 2 {
        return Err(LinkFault::TooLarge);
    }
    if packed.len() < packed_length {
        return Err(LinkFault::CutOff);
    }
    // A chat may have put a sign of its own behind the link.
    let bytes = packed[..packed_length].to_vec();
    Ok(Packed { length, checksum: number(9), bytes })
}

impl Packed {
    /// The text, of what came of unpacking; `None` if that failed.
    pub fn text(&self, unpacked: Option<&[u8]>) -> Result<String, LinkFault> {
        let bytes = unpacked.filter(|bytes| bytes.len() == self.length);
        let bytes = bytes.ok_or(LinkFault::Damaged)?;
        if crc32fast::hash(bytes) != self.checksum {
            return Err(LinkFault::Damaged);
        }
        String::from_utf8(bytes.to_vec()).map_err(|_| LinkFault::Foreign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 1_000;
    const TEXT: &str = "{\"title\": \"A <b>level</b> with ünïcode\"}";

    // Packing is the browser's; what a link frames is bytes, and here they are the text itself.
    fn data() -> String {
        frame(TEXT, TEXT.as_bytes())
    }

    fn opened(data: &str) -> Result<String, LinkFault> {
        let packed = unframe(data, MOST)?;
        packed.text(Some(&packed.bytes))
    }

    #[test]
    fn a_text_survives_its_link() {
        assert_eq!(opened(&data()), Ok(TEXT.to_owned()));
    }

    #[test]
    fn a_link_that_is_cut_off_says_so_wherever_it_was_cut() {
        let data = data();
        for length in 0..data.len() {
            assert_eq!(opened(&data[..length]), Err(LinkFault::CutOff), "cut at {length}");
        }
    }

    #[test]
    fn a_changed_sign_is_noticed_wherever_it_is() {
        let data = data();
        for at in 0..data.len() {
            let other = if data.as_bytes()[at] == b'A' { "B" } else { "A" };
            let mut changed = data.clone();
            changed.replace_range(at..=at, other);
            // A bit that the last sign has no use for may change nothing.
            let found = opened(&changed);
            assert!(found.is_err() || found == Ok(TEXT.to_owned()), "sign {at}: {found:?}");
        }
    }

    #[test]
    fn a_link_that_lies_about_its_size_is_not_believed() {
        let text = TEXT.to_owned();
        let lie = |length: u32, packed_length: u32| {
            let mut bytes = URL_SAFE_NO_PAD.decode(frame(&text, text.as_bytes())).unwrap();
            bytes[1..5].copy_from_slice(&length.to_be_bytes());
            bytes[5..9].copy_from_slice(&packed_length.to_be_bytes());
            opened(&URL_SAFE_NO_PAD.encode(bytes)).unwrap_err()
        };
        let length = text.len() as u32;
        assert_eq!(lie(u32::MAX, length), LinkFault::TooLarge);
        assert_eq!(lie(length, u32::MAX), LinkFault::TooLarge);
        assert_eq!(lie(length - 1, length), LinkFault::Damaged);
        assert_eq!(lie(length, length + 1), LinkFault::CutOff);
        assert_eq!(unframe(&"A".repeat(MOST * 2 + 1), MOST), Err(LinkFault::TooLarge));
        assert_eq!(unframe(&frame(&text, b"x"), MOST).unwrap().text(None), Err(LinkFault::Damaged));
    }

    #[test]
    fn other_data_opens_nothing() {
        assert_eq!(opened("AAAA"), Err(LinkFault::Foreign));
        assert_eq!(opened("CAAA"), Err(LinkFault::Newer));
        assert_eq!(opened("****"), Err(LinkFault::Damaged));
        assert_eq!(opened("ééééé"), Err(LinkFault::Damaged));
    }
}
