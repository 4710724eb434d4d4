//! Hand-made charts, each with its figures as a table.

pub mod line;
