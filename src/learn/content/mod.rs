//! Texts as data.

pub(super) mod quiz;
