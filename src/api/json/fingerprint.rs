//! A short value that stands for some JSON.
//!
//! Owns when two payloads are the same: the order of an object's members does not matter, nor does a
//! member that is null.

use md5::{Digest, Md5};

use super::tree::Json;

/// Equal for equal payloads. Not meant to withstand anyone who wants two to be equal.
pub fn fingerprint(json: &Json<'_>) -> [u8; 16] {
    let mut digest = Md5::new();
    feed(&mut digest, json);
    digest.finalize().into()
}

fn feed(digest: &mut Md5, json: &Json<'_>) {
    match json {
        Json::Object(map) => {
            let mut members: Vec<_> = map.iter().filter(|(_, json)| !json.is_null()).collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            digest.update(format!("{{{}", members.len()));
            for (name, json) in members {
                digest.update(format!("{}:{name}", name.len()));
                feed(digest, json);
            }
        }
        Json::Array(list) => {
            digest.update(format!("[{}", list.len()));
            list.iter().for_each(|json| feed(digest, json));
        }
        Json::String(text) => digest.update(format!("\"{}:{text}", text.len())),
        scalar => digest.update(format!("{scalar};")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    fn fingerprint(value: &Value) -> [u8; 16] {
        super::fingerprint(&value.into())
    }

    #[test]
    fn a_payload_is_the_same_in_any_order() {
        let one = fingerprint(&json!({"a": [1, "x", {"b": true}], "c": "d"}));
        assert_eq!(one, fingerprint(&json!({"c": "d", "e": null, "a": [1, "x", {"b": true}]})));
        for other in [
            json!({"a": ["x", 1, {"b": true}], "c": "d"}),
            json!({"a": [1, "x", {"b": "true"}], "c": "d"}),
            json!({"a": [1, "x", {"b": true}], "c": "de"}),
            json!({"a": [1, "x"], "b": true, "c": "d"}),
        ] {
            assert_ne!(one, fingerprint(&other), "{other}");
        }
    }
}
