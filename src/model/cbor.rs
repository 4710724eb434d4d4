//! Names, values and items as CBOR (RFC 8949), the form in which they are saved.
//!
//! Owns the form of what is generic or shared; plain structs derive theirs where they are declared.
//! What is read is checked: bytes of any kind end in an error, never in an invalid value or a stack
//! that overflows. A text, a blob, a boolean, NULL, a list and a map are CBOR's own; a number is its
//! decimal text behind a tag, and a set an array behind a tag.

use std::sync::Arc;

use minicbor::data::{Tag, Type};
use minicbor::decode::{Decode, Decoder, Error as DecodeError};
use minicbor::encode::{Encode, Encoder, Error as EncodeError, Write};

use super::{AttributeMap, AttributeName, IndexName, Number, Set, TableName, Value};

/// Tags of one byte that the registry of CBOR tags leaves free.
const NUMBER: Tag = Tag::new(6);
const TEXT_SET: Tag = Tag::new(7);
const NUMBER_SET: Tag = Tag::new(8);
const BLOB_SET: Tag = Tag::new(9);

/// Twice the nesting that the service allows. Deeper values would be bytes made up to exhaust the
/// stack.
const MAX_DEPTH: usize = 64;

type Encoded<W> = Result<(), EncodeError<<W as Write>::Error>>;

macro_rules! name_as_text {
    ($name:ident, $parse:expr) => {
        impl<C> Encode<C> for $name {
            fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Encoded<W> {
                e.str(self.as_str())?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
                let parse: fn(&str) -> Option<Self> = $parse;
                parse(d.str()?).ok_or(DecodeError::message("no such name"))
            }
        }
    };
}

// An attribute's name may be empty where it is the member of a map.
name_as_text!(AttributeName, |text| Some(AttributeName::member(text)));
name_as_text!(TableName, |text| TableName::parse(text).ok());
name_as_text!(IndexName, |text| IndexName::parse(text).ok());

impl<C> Encode<C> for AttributeMap {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Encoded<W> {
        write_map(self, e)
    }
}

impl<'b, C> Decode<'b, C> for AttributeMap {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, DecodeError> {
        read_map(d, 0)
    }
}

fn write_map<W: Write>(map: &AttributeMap, e: &mut Encoder<W>) -> Encoded<W> {
    e.map(map.len() as u64)?;
    for (name, value) in map.iter() {
        e.str(name.as_str())?;
        write_value(value, e)?;
    }
    Ok(())
}

fn write_value<W: Write>(value: &Value, e: &mut Encoder<W>) -> Encoded<W> {
    match value {
        Value::S(text) => e.str(text)?.ok(),
        Value::N(number) => e.tag(NUMBER)?.str(&number.to_string())?.ok(),
        Value::B(bytes) => e.bytes(bytes)?.ok(),
        Value::Bool(is_true) => e.bool(*is_true)?.ok(),
        Value::Null => e.null()?.ok(),
        Value::M(map) => write_map(map, e),
        Value::L(values) => {
            e.array(values.len() as u64)?;
            values.iter().try_for_each(|value| write_value(value, e))
        }
        Value::Ss(set) => {
            e.tag(TEXT_SET)?.array(set.len() as u64)?;
            set.iter().try_for_each(|text| e.str(text)?.ok())
        }
        Value::Ns(set) => {
            e.tag(NUMBER_SET)?.array(set.len() as u64)?;
            set.iter().try_for_each(|number| e.str(&number.to_string())?.ok())
        }
        Value::Bs(set) => {
            e.tag(BLOB_SET)?.array(set.len() as u64)?;
            set.iter().try_for_each(|bytes| e.bytes(bytes)?.ok())
        }
    }
}

fn read_map(d: &mut Decoder<'_>, depth: usize) -> Result<AttributeMap, DecodeError> {
    let count = definite(d.map()?)?;
    // Not `with_capacity`: the count may be made up.
    let mut pairs = Vec::new();
    for _ in 0..count {
        let name = AttributeName::member(d.str()?);
        pairs.push((name, read_value(d, depth + 1)?));
    }
    Ok(pairs.into_iter().collect())
}

fn read_value(d: &mut Decoder<'_>, depth: usize) -> Result<Value, DecodeError> {
    if depth > MAX_DEPTH {
        return Err(DecodeError::message("a value is nested too deeply"));
    }
    Ok(match d.datatype()? {
        Type::String => Value::S(d.str()?.into()),
        Type::Bytes => Value::B(d.bytes()?.into()),
        Type::Bool => Value::Bool(d.bool()?),
        Type::Null => {
            d.null()?;
            Value::Null
        }
        Type::Map => Value::M(read_map(d, depth)?),
        Type::Array => Value::L(read_array(d, |d| read_value(d, depth + 1))?),
        Type::Tag => match d.tag()? {
            NUMBER => Value::N(read_number(d)?),
            TEXT_SET => Value::Ss(read_set(d, |d| Ok(d.str()?.into()))?),
            NUMBER_SET => Value::Ns(read_set(d, read_number)?),
            BLOB_SET => Value::Bs(read_set(d, |d| Ok(Arc::from(d.bytes()?)))?),
            _ => return Err(DecodeError::message("a value of no known type")),
        },
        _ => return Err(DecodeError::message("a value of no known type")),
    })
}

fn read_number(d: &mut Decoder<'_>) -> Result<Number, DecodeError> {
    d.str()?.parse().map_err(|_| DecodeError::message("not a number"))
}

fn read_set<'b, T: Ord + Clone>(
    d: &mut Decoder<'b>,
    read: impl FnMut(&mut Decoder<'b>) -> Result<T, DecodeError>,
) -> Result<Set<T>, DecodeError> {
    Set::new(read_array(d, read)?).map_err(|_| DecodeError::message("not a set"))
}

fn read_array<'b, T>(
    d: &mut Decoder<'b>,
    mut read: impl FnMut(&mut Decoder<'b>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    let count = definite(d.array()?)?;
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(read(d)?);
    }
    Ok(all)
}

/// Only arrays and maps that tell their length are written.
fn definite(length: Option<u64>) -> Result<u64, DecodeError> {
    length.ok_or(DecodeError::message("a length is missing"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: Value) -> Vec<u8> {
        let item: AttributeMap = [(AttributeName::member("a"), value)].into_iter().collect();
        minicbor::to_vec(&item).unwrap()
    }

    #[test]
    fn every_type_reads_back() {
        let number = |text: &str| text.parse::<Number>().unwrap();
        let inner = [(AttributeName::member(""), Value::Null)].into_iter().collect();
        let values = [
            Value::text("é\0\u{1F600}"),
            Value::N(number("-0.00012345678901234567890123456789012345678")),
            Value::B(Arc::from([0, 255, 7].as_slice())),
            Value::Bool(false),
            Value::Null,
            Value::M(inner),
            Value::L(vec![Value::text(""), Value::L(Vec::new())]),
            Value::Ss(Set::new(vec!["b".into(), "a".into()]).unwrap()),
            Value::Ns(Set::new(vec![number("1E125"), number("2")]).unwrap()),
            Value::Bs(Set::new(vec![Arc::from([].as_slice()), Arc::from([1].as_slice())]).unwrap()),
        ];
        for value in values {
            let bytes = written(value.clone());
            let item: AttributeMap = minicbor::decode(&bytes).unwrap();
            assert_eq!(item.get("a"), Some(&value));
        }
    }

    #[test]
    fn made_up_bytes_end_in_an_error() {
        // A list in a list in a list, far beyond what the stack would bear.
        let mut deep = vec![0xA1, 0x61, b'a'];
        deep.extend(std::iter::repeat_n(0x81, 1_000_000));
        assert!(minicbor::decode::<AttributeMap>(&deep).is_err());
        // A map that claims 2^63 members, an empty set, a set with an element twice.
        let claims = [0xBB, 0x7F, 255, 255, 255, 255, 255, 255, 255];
        assert!(minicbor::decode::<AttributeMap>(&claims).is_err());
        for set in
            [[0xA1, 0x61, b'a', 0xC7, 0x80].as_slice(), &[0xA1, 0x61, b'a', 0xC7, 0x82, 0x60, 0x60]]
        {
            assert!(minicbor::decode::<AttributeMap>(set).is_err());
        }
    }
}
