//! Pure view-models: the arithmetic, the layout and the words of the page.
//!
//! Refuses to know Leptos and the browser, so that all of it is tested natively.

pub mod advice;
pub mod answer;
pub mod changes;
pub mod clock;
pub mod compare;
pub mod draft;
pub mod estimate;
pub mod files;
pub mod glossary;
pub mod grid;
pub mod history;
pub mod lab;
pub mod learn;
pub mod level;
pub mod line;
pub mod link;
pub mod marks;
pub mod meter;
pub mod mirror;
pub mod notice;
pub mod packed;
pub mod page_rows;
pub mod page_state;
pub mod palette;
pub mod partition;
pub mod plain;
pub mod receipt;
pub mod route;
pub mod rows;
pub mod run;
pub mod saving;
pub mod service;
pub mod shared;
pub mod start;
pub mod strips;
pub mod table;
pub mod tables;
pub mod template;
pub mod window;
pub mod words;
pub mod workbench;
pub mod workshop;

#[cfg(test)]
mod orders;
