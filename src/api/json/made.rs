//! `json!`: JSON as it is written, with values in it.

/// JSON as serde_json's macro of this name makes it, but of values that can become JSON by
/// themselves. Serde's own asks every value to serialise itself, numbers by way of their text.
macro_rules! json {
    ({ $($members:tt)* }) => {{
        #[allow(unused_mut)]
        let mut object = serde_json::Map::new();
        $crate::api::json::members!(object $($members)*);
        serde_json::Value::Object(object)
    }};
    ([ $({ $($members:tt)* }),+ $(,)? ]) => {
        serde_json::Value::Array(vec![$($crate::api::json::json!({ $($members)* })),+])
    };
    ([ $($elements:expr),* $(,)? ]) => {
        serde_json::Value::Array(vec![$(serde_json::Value::from($elements)),*])
    };
    ($value:expr) => {
        serde_json::Value::from($value)
    };
}

/// Puts members into an object.
macro_rules! members {
    ($object:ident) => {};
    ($object:ident $name:tt : { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $object.insert($name.into(), $crate::api::json::json!({ $($inner)* }));
        $($crate::api::json::members!($object $($rest)*);)?
    };
    ($object:ident $name:tt : [ $($inner:tt)* ] $(, $($rest:tt)*)?) => {
        $object.insert($name.into(), $crate::api::json::json!([ $($inner)* ]));
        $($crate::api::json::members!($object $($rest)*);)?
    };
    ($object:ident $name:tt : $value:expr $(, $($rest:tt)*)?) => {
        $object.insert($name.into(), serde_json::Value::from($value));
        $($crate::api::json::members!($object $($rest)*);)?
    };
}

pub(crate) use {json, members};
