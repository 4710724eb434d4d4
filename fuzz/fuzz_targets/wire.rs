#![no_main]

#[path = "../properties/wire.rs"]
mod property;
#[path = "../properties/tables.rs"]
mod tables;

libfuzzer_sys::fuzz_target!(|data: &[u8]| property::check(data));
