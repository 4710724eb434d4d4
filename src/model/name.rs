//! Names of attributes, tables and indexes.
//!
//! Owns their length and character rules (Developer Guide, *Naming rules*). Refuses to know which
//! sentence a broken rule becomes: that is the wire's.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// Longest attribute name, in UTF-8 bytes. (65,536 is rejected by the service.)
pub const MAX_ATTRIBUTE_NAME_BYTES: usize = 65_535;
/// Shortest table or index name, in characters.
pub const MIN_RESOURCE_NAME: usize = 3;
/// Longest table or index name, in characters.
pub const MAX_RESOURCE_NAME: usize = 255;

/// Why a text is not a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// The text is shorter than the rule allows; an attribute name is empty.
    TooShort,
    /// The text is longer than the rule allows.
    TooLong,
    /// A character outside `[a-zA-Z0-9_.-]`.
    BadCharacter,
}

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

name_type!(
    /// The name of an attribute, or of a member of a map: any text of 1 to 65,535 bytes.
    AttributeName
);
name_type!(
    /// The name of a table: 3 to 255 characters of `[a-zA-Z0-9_.-]`.
    TableName
);
name_type!(
    /// The name of a secondary index: 3 to 255 characters of `[a-zA-Z0-9_.-]`.
    IndexName
);

impl AttributeName {
    /// Checks the length and takes the text as it is: any character is allowed.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        match text.len() {
            0 => Err(NameError::TooShort),
            1..=MAX_ATTRIBUTE_NAME_BYTES => Ok(Self(text.into())),
            _ => Err(NameError::TooLong),
        }
    }

    /// The member name of a map, which unlike a top-level name may be empty.
    pub fn member(text: &str) -> Self {
        Self(text.into())
    }
}

impl TableName {
    /// Checks length and characters.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        resource_name(text).map(Self)
    }
}

impl IndexName {
    /// Checks length and characters.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        resource_name(text).map(Self)
    }
}

fn resource_name(text: &str) -> Result<Arc<str>, NameError> {
    if !text.bytes().all(is_resource_byte) {
        return Err(NameError::BadCharacter);
    }
    match text.len() {
        ..MIN_RESOURCE_NAME => Err(NameError::TooShort),
        MIN_RESOURCE_NAME..=MAX_RESOURCE_NAME => Ok(text.into()),
        _ => Err(NameError::TooLong),
    }
}

fn is_resource_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_names_keep_to_length_and_characters() {
        assert_eq!(TableName::parse("ab"), Err(NameError::TooShort));
        assert_eq!(TableName::parse("a b"), Err(NameError::BadCharacter));
        assert_eq!(TableName::parse(&"x".repeat(256)), Err(NameError::TooLong));
        assert!(TableName::parse("My_Table.v-2").is_ok());
    }

    #[test]
    fn attribute_names_take_any_character_but_not_nothing() {
        assert_eq!(AttributeName::parse(""), Err(NameError::TooShort));
        assert!(AttributeName::parse("a \n\"b\"\0é").is_ok());
        assert_eq!(AttributeName::parse(&"x".repeat(65_536)), Err(NameError::TooLong));
    }
}
