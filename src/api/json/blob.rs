//! Base64 as the wire has it: the standard alphabet, padding required.
//!
//! Refuses to know where a blob stands.

use crate::api::error::ApiError;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PADDING: u8 = b'=';

/// Why a text of the right length is not base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flaw {
    /// A byte that is not of the alphabet, or padding that is not at the end.
    Byte(u8),
    /// The last symbol says more bits than there is a byte for.
    LastSymbol,
}

/// The bytes as text.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(*chunk.get(at).unwrap_or(&0)));
        for symbol in 0..4 {
            let index = bits >> (18 - 6 * symbol) & 63;
            let byte = if symbol > chunk.len() { PADDING } else { ALPHABET[index as usize] };
            text.push(char::from(byte));
        }
    }
    text
}

/// The bytes of a text; none if it is not base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    text.len().is_multiple_of(4).then(|| read(text.as_bytes()).ok()).flatten()
}

/// Whether the text is base64.
pub fn check(text: &str) -> Result<(), ApiError> {
    if !text.len().is_multiple_of(4) {
        return Err(ApiError::serialization(format!(
            "Base64 encoded length is expected a multiple of 4 bytes but found: {}",
            text.len()
        )));
    }
    read(text.as_bytes()).map(drop).map_err(|flaw| ApiError::serialization(sentence(flaw)))
}

fn sentence(flaw: Flaw) -> String {
    match flaw {
        Flaw::Byte(byte) => format!("Invalid Base64 character: '{}'", char::from(byte)),
        Flaw::LastSymbol => "Invalid last non-pad Base64 character dectected".to_owned(),
    }
}

fn read(text: &[u8]) -> Result<Vec<u8>, Flaw> {
    let padded = text.iter().rev().take(2).take_while(|byte| **byte == PADDING).count();
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for chunk in text[..text.len() - padded].chunks(4) {
        let mut bits = 0;
        for byte in chunk {
            bits = bits << 6 | value_of(*byte)?;
        }
        let spare = 4 - chunk.len();
        let whole = (bits << (6 * spare)).to_be_bytes();
        if bits & ((1 << (2 * spare)) - 1) != 0 {
            return Err(Flaw::LastSymbol);
        }
        bytes.extend_from_slice(&whole[1..4 - spare]);
    }
    Ok(bytes)
}

fn value_of(byte: u8) -> Result<u32, Flaw> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return Err(Flaw::Byte(byte)),
    };
    Ok(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_the_standard_come_out_both_ways() {
        let examples = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, text) in examples {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
        }
    }

    #[test]
    fn flaws_are_told_apart() {
        assert_eq!(read(b"Zm9*"), Err(Flaw::Byte(b'*')));
        assert_eq!(read(b"Z==="), Err(Flaw::Byte(b'=')));
        assert_eq!(read(b"Zg==Zg=="), Err(Flaw::Byte(b'=')));
        assert_eq!(read(b"Zh=="), Err(Flaw::LastSymbol));
        assert_eq!(read(b"Zm9="), Err(Flaw::LastSymbol));
        assert_eq!(decode("Zg"), None);
    }

    proptest! {
        #[test]
        fn bytes_read_back(bytes: Vec<u8>) {
            prop_assert_eq!(decode(&encode(&bytes)).unwrap(), bytes);
        }
    }
}
