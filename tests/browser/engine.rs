//! The engine computes in wasm what it computes natively: 32-bit words must not show through.

use dynamodb_playground::model::keycode::partition_hash;
use dynamodb_playground::model::{KeyScalar, Number, PartitionHash};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn thirty_eight_digits_stay_exact() {
    let large: Number = "99999999999999999999999999999999999998".parse().unwrap();
    let one: Number = "1".parse().unwrap();
    let sum = large.checked_add(one).unwrap();
    assert_eq!(sum.to_string(), "99999999999999999999999999999999999999");
}

#[wasm_bindgen_test]
fn a_key_lands_where_it_lands_natively() {
    let hash = partition_hash(&[KeyScalar::S("PATIENT#123".into())]);
    assert_eq!(hash, PartitionHash(5_399_324_381_612_033_380));
}
