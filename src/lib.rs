//! DynamoDB Playground: a DynamoDB engine that shows its thinking.
//!
//! # The life of one request
//!
//! 1. Someone asks. A page, the JSON editor or a dataset builds an [`api::Request`], an operation
//!    with its JSON body, and calls [`api::Session::send`]; the native `endpoint` does the
//!    same with what comes over HTTP.
//! 2. `api::request` turns the body into a typed input, one for each operation of the list in
//!    [`engine::operation`]: JSON types first, then model constraints, then the rules of form. Every
//!    expression is parsed and bound to its names and values here, once, by [`expression`], and
//!    every PartiQL statement by [`partiql`]. Nothing below sees JSON.
//! 3. [`engine::Engine::execute`] plans: the input's [`plan`](engine::ops::Plannable::plan) borrows
//!    the engine's state, checks what needs a table, reads through [`store`], evaluates conditions,
//!    filters and updates, and comes to an answer, a receipt and the changes to make. It changes
//!    nothing.
//! 4. The receipt is made by [`capacity`] from the rows that the store returned, before any filter or
//!    projection: a [`capacity::Receipt`] for each table, with every row that was evaluated or
//!    written and what that costs. A failed condition has one too.
//! 5. While the simulation is on, the limits are asked for what the plan costs. The commit applies
//!    the changes to the table and its indexes and appends them to the [`changelog`]. It cannot
//!    fail, so there is nothing to roll back.
//! 6. The output becomes an [`api::Response`], which writes JSON when someone asks for it, and
//!    `api::error` makes an error a sentence. Both come back in an [`api::Exchange`] with receipts,
//!    the parts of the hash space that were touched, and the numbers of the change records.
//! 7. The page draws the exchange, and looks at tables, shelves and [`partition`]s through
//!    [`engine::Inspect`], which reads and never writes.
//!
//! # Modules, in reading order
//!
//! [`model`] is what data is. [`expression`], [`store`], [`capacity`], [`changelog`] and
//! [`partition`] each know it and little else. [`engine`] makes operations of them, [`partiql`]
//! reads statements for it, [`api`] makes a wire of the engine.
//! [`editor`] reads and writes requests as AWS CLI commands and as code.
//! [`traffic`] plays loads against limits and partitions, without items. [`datasets`] and
//! [`workspace`] speak to the api as any client does, [`learn`] asks questions about all of it,
//! `endpoint` serves it to other programs, and [`ui`] shows it. Which module may know which is in
//! `ARCHITECTURE.md`, and tested.

pub mod model;

pub mod expression;

pub mod store;

pub mod capacity;

pub mod changelog;

pub mod partition;

pub mod engine;

pub mod dax;

pub mod partiql;

pub mod api;

pub mod editor;

pub mod traffic;

pub mod datasets;

pub mod workspace;

pub mod learn;

#[cfg(all(feature = "endpoint", not(target_arch = "wasm32")))]
pub mod endpoint;

pub mod ui;
