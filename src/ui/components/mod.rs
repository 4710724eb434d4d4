//! Parts that pages are made of. They draw plain data and know neither pages nor the engine.

pub mod entity;
pub mod grid;
pub mod in_turn;
pub mod json_view;
pub mod line_chart;
pub mod link_field;
pub mod meter;
pub mod plot;
pub mod prose;
pub mod receipt;
pub mod scroller;
pub mod strips;
pub mod term;
