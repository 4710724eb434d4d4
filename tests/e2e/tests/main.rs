//! End-to-end tests: the release build, in a sub-folder of a static host, under its own
//! Content-Security-Policy, in headless Chromium. `cargo xtask test` builds the page and starts
//! them. None of them measures time, which would fail on a busy machine: that is what the program
//! `figures` beside them is for.

mod asking;
mod bad_input;
mod changes;
mod compare;
mod first_minute;
mod keeping;
mod lab;
mod large;
mod learn;
mod levels;
mod looks;
mod mirror;
mod offline;
mod palette;
mod results;
mod service;
mod start;
mod story;
mod tables;
mod tabs;
mod visit;
mod workbench;
mod workshop;
mod workspace;
