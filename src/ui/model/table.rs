//! Tables as the place Tables shows and changes them.
//!
//! Owns the form that a table is designed in and the requests that come of it, what a table is said
//! to be, and the words for what became of a change. Refuses to check a design: whatever is filled
//! in is sent, and the service's own error says what is wrong with it.

mod change;
mod facts;
mod form;

pub use change::{Change, Outcome};
pub use facts::{IndexFacts, TableFacts, backfill_words};
pub use form::{
    Billing, Capacity, FormProblem, IndexForm, KeyField, KeyPart, KeySide, Owner, Projected,
    TableForm, TypeName, View,
};
