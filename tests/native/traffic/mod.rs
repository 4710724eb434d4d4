//! Loads against limits: the published rules as stories one can read, and laws that hold whatever
//! is set.

mod laws;
mod partitions;
mod settings;
mod stories;
mod telling;
