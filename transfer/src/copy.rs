//! Copying tables with their items.
//!
//! Nothing is overwritten unasked: a table that is there is left alone, or gets what it lacks by
//! conditional writes. So a copy that was stopped anywhere can be resumed: an item is put once,
//! whatever had arrived before.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeValue, KeyType, PutRequest, ReturnValuesOnConditionCheckFailure, TableDescription,
    WriteRequest,
};
use tokio::task::JoinSet;

use crate::options::{Existing, Options};
use crate::table;

/// Parts of a table that are read at once.
const SEGMENTS: i32 = 4;
/// Items that a batch takes.
const BATCH: usize = 25;
/// The longest wait before what a batch left over is sent again.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

type Item = HashMap<String, AttributeValue>;

/// What was copied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copied {
    /// Tables made.
    pub created: usize,
    /// Items put.
    pub put: u64,
    /// Items that were there already and stayed as they were.
    pub kept: u64,
}

/// Copies tables from one side to the other. `tell` hears how it goes, a line at a time.
///
/// # Errors
///
/// A side can't be asked or rejects something, or a table is there that may not be touched. What was
/// copied until then stays, and the copy can be resumed.
pub async fn copy(
    source: &Client,
    target: &Client,
    options: &Options,
    tell: impl Fn(&str),
) -> Result<Copied> {
    let names = names(source, &options.tables).await?;
    ensure!(!names.is_empty(), "there are no tables to copy");
    let mut planned = Vec::new();
    for name in &names {
        let table = table::describe(source, name).await?;
        let table = table.with_context(|| format!("there is no table {name} to copy"))?;
        let is_there = table::describe(target, name).await?.is_some();
        if is_there && options.existing == Existing::Refuse {
            bail!(
                "a table {name} is there already: --resume puts what it lacks, --overwrite puts \
                 everything, --table copies others"
            );
        }
        planned.push((table, is_there));
    }
    if options.dry_run {
        for (table, is_there) in &planned {
            tell(&plan_words(table, *is_there));
        }
        return Ok(Copied::default());
    }
    let mut copied = Copied::default();
    for (table, is_there) in &planned {
        if !is_there {
            table::create(source, target, table).await?;
            copied.created += 1;
        }
        // Into a table that was just made, everything can go in batches.
        let is_conditional = *is_there && options.existing == Existing::Resume;
        let (put, kept) = items(source, target, table, is_conditional, &tell).await?;
        copied.put += put;
        copied.kept += kept;
    }
    Ok(copied)
}

/// All tables of a side, or those that are wanted.
async fn names(client: &Client, wanted: &[String]) -> Result<Vec<String>> {
    if !wanted.is_empty() {
        return Ok(wanted.to_vec());
    }
    let mut pages = client.list_tables().into_paginator().items().send();
    let mut names = Vec::new();
    while let Some(name) = pages.next().await {
        names.push(name.context("the tables can't be listed")?);
    }
    Ok(names)
}

fn plan_words(table: &TableDescription, is_there: bool) -> String {
    let name = table.table_name().unwrap_or_default();
    let items = table.item_count().unwrap_or_default();
    let bytes = table.table_size_bytes().unwrap_or_default();
    let what = if is_there { "add to" } else { "create" };
    let indexes = table.global_secondary_indexes().len() + table.local_secondary_indexes().len();
    format!("{what} {name}: about {items} items, {bytes} bytes, {indexes} indexes")
}

/// Copies the items of a table; tells how many were put, and how many were there already.
async fn items(
    source: &Client,
    target: &Client,
    table: &TableDescription,
    is_conditional: bool,
    tell: &impl Fn(&str),
) -> Result<(u64, u64)> {
    let name = table.table_name().context("a table has a name")?.to_owned();
    let partition = table.key_schema().iter().find(|key| *key.key_type() == KeyType::Hash);
    let partition = partition.context("a table has a partition key")?.attribute_name().to_owned();
    let all = table.item_count().unwrap_or_default();
    let counts = Arc::new((AtomicU64::new(0), AtomicU64::new(0)));
    let mut segments = JoinSet::new();
    for segment in 0..SEGMENTS {
        let part = Part {
            source: source.clone(),
            target: target.clone(),
            name: name.clone(),
            partition: partition.clone(),
            segment,
            is_conditional,
            counts: counts.clone(),
        };
        segments.spawn(part.copy());
    }
    let count = |of: &AtomicU64| of.load(Ordering::Relaxed);
    loop {
        tokio::select! {
            ended = segments.join_next() => match ended {
                Some(part) => part??,
                None => break,
            },
            () = tokio::time::sleep(Duration::from_secs(2)) => {
                let done = count(&counts.0) + count(&counts.1);
                tell(&format!("{name}: {done} of about {all} items"));
            }
        }
    }
    let (put, kept) = (count(&counts.0), count(&counts.1));
    let there = if kept > 0 { format!(", {kept} were there") } else { String::new() };
    tell(&format!("{name}: {put} items put{there}"));
    Ok((put, kept))
}

/// A part of a table that is copied.
struct Part {
    source: Client,
    target: Client,
    name: String,
    partition: String,
    segment: i32,
    is_conditional: bool,
    /// Put, and there already.
    counts: Arc<(AtomicU64, AtomicU64)>,
}

impl Part {
    async fn copy(self) -> Result<()> {
        let scan = self.source.scan().table_name(&self.name).consistent_read(true);
        let scan = scan.segment(self.segment).total_segments(SEGMENTS);
        let mut pages = scan.into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = page.with_context(|| format!("{} can't be read", self.name))?;
            let items = page.items.unwrap_or_default();
            if self.is_conditional {
                for item in items {
                    self.put_if_missing(item).await?;
                }
            } else {
                for chunk in items.chunks(BATCH) {
                    self.put_all(chunk).await?;
                }
            }
        }
        Ok(())
    }

    async fn put_if_missing(&self, item: Item) -> Result<()> {
        let put = self
            .target
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(#key)")
            .expression_attribute_names("#key", &self.partition)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::None);
        match put.send().await {
            Ok(_) => self.counts.0.fetch_add(1, Ordering::Relaxed),
            Err(error) => match error.into_service_error() {
                error if error.is_conditional_check_failed_exception() => {
                    self.counts.1.fetch_add(1, Ordering::Relaxed)
                }
                error => {
                    return Err(error).context(format!("an item of {} was rejected", self.name));
                }
            },
        };
        Ok(())
    }

    /// Puts items, and those again that the service had no capacity for, with longer waits.
    async fn put_all(&self, items: &[Item]) -> Result<()> {
        let put = |item: &Item| -> Result<WriteRequest> {
            let put = PutRequest::builder().set_item(Some(item.clone())).build()?;
            Ok(WriteRequest::builder().put_request(put).build())
        };
        let mut left = items.iter().map(put).collect::<Result<Vec<_>>>()?;
        let mut wait = Duration::from_millis(50);
        while !left.is_empty() {
            let sent = left.len();
            let batch = self.target.batch_write_item().request_items(&self.name, left);
            let answer = batch.send().await;
            let answer = answer.with_context(|| format!("items of {} were rejected", self.name))?;
            let mut unprocessed = answer.unprocessed_items.unwrap_or_default();
            left = unprocessed.remove(&self.name).unwrap_or_default();
            self.counts.0.fetch_add((sent - left.len().min(sent)) as u64, Ordering::Relaxed);
            if !left.is_empty() {
                // Segments wait for different times, so that they don't all come back at once.
                tokio::time::sleep(wait + wait * self.segment as u32 / SEGMENTS as u32).await;
                wait = (wait * 2).min(LONGEST_WAIT);
            }
        }
        Ok(())
    }
}
