//! The shapes that several operations share.
//!
//! Owns no rule beyond JSON types.

use super::{Shape, Structure};

/// `AttributeValue`, which holds itself in lists and maps.
pub static ATTRIBUTE_VALUE: Structure = Structure {
    class: "AttributeValue",
    members: &[
        ("S", Shape::Text),
        ("N", Shape::Text),
        ("B", Shape::Blob),
        ("SS", Shape::List(&Shape::Text)),
        ("NS", Shape::List(&Shape::Text)),
        ("BS", Shape::List(&Shape::Blob)),
        ("M", Shape::Map(&Shape::Structure(&ATTRIBUTE_VALUE))),
        ("L", Shape::List(&Shape::Structure(&ATTRIBUTE_VALUE))),
        ("NULL", Shape::Flag),
        ("BOOL", Shape::Flag),
    ],
};

/// An item, a key, or values by placeholder.
pub const VALUE_MAP: Shape = Shape::Map(&Shape::Structure(&ATTRIBUTE_VALUE));

/// Several keys.
pub const VALUE_MAP_LIST: Shape = Shape::List(&VALUE_MAP);

/// Names by placeholder.
pub const NAMES: Shape = Shape::Map(&Shape::Text);

/// `AttributesToGet`
pub const NAME_LIST: Shape = Shape::List(&Shape::Text);

static CONDITION: Structure = Structure {
    class: "Condition",
    members: &[("AttributeValueList", VALUES), ("ComparisonOperator", Shape::Text)],
};

static EXPECTED_VALUE: Structure = Structure {
    class: "ExpectedAttributeValue",
    members: &[
        ("AttributeValueList", VALUES),
        ("ComparisonOperator", Shape::Text),
        ("Exists", Shape::Flag),
        ("Value", Shape::Structure(&ATTRIBUTE_VALUE)),
    ],
};

static UPDATED_VALUE: Structure = Structure {
    class: "AttributeValueUpdate",
    members: &[("Action", Shape::Text), ("Value", Shape::Structure(&ATTRIBUTE_VALUE))],
};

const VALUES: Shape = Shape::List(&Shape::Structure(&ATTRIBUTE_VALUE));

/// `KeyConditions`, `QueryFilter` or `ScanFilter`.
pub const CONDITIONS: Shape = Shape::Map(&Shape::Structure(&CONDITION));

/// `Expected`
pub const EXPECTED: Shape = Shape::Map(&Shape::Structure(&EXPECTED_VALUE));

/// `AttributeUpdates`
pub const UPDATES: Shape = Shape::Map(&Shape::Structure(&UPDATED_VALUE));
