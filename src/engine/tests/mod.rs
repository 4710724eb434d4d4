//! The worked examples of the documentation, and the order of checks, told through the engine.

mod background;
mod control;
mod items;
mod pages;
mod reads;
mod streams;
mod support;
mod views;
mod writes;
