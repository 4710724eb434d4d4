//! Everything that is tested without a browser, in one binary.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so by failing")]

mod architecture;
mod changes;
mod checkpoints;
mod corpora;
mod dax;
mod editor;
mod effects;
#[cfg(feature = "endpoint")]
mod endpoint;
mod expressions;
mod facts;
mod fidelity;
mod lessons;
mod model;
mod past;
mod provenance;
mod reach;
mod rules;
mod scripts;
mod simulation;
mod stored;
mod tab;
mod traffic;
mod wire;
mod words;
mod workbench;
