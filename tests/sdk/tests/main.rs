//! The endpoint as programs see it: through the AWS SDK for Rust and through plain HTTP.

#[cfg(test)]
mod batches;
#[cfg(test)]
mod items;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod partiql;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod transactions;
#[cfg(test)]
mod wire;
#[cfg(test)]
mod workspace;
