//! The traffic lab: settings, presets, and what can be seen of a run.
//!
//! Owns the form, the arithmetic of the pictures and every sentence about a run. Refuses to know
//! how runs are driven and how anything is drawn.

pub mod bill;
pub mod chart;
pub mod clock;
pub mod cure;
pub mod event;
pub mod field;
pub mod form;
pub mod key;
pub mod partition;
pub mod preset;
pub mod reason;
pub mod shot;
