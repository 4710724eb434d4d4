//! A run as Explore keeps it: a request, its pages as answers, and the bill of each.
//!
//! Owns what one page cost and what all came to, in words. Refuses to know how a request is sent
//! and where its rows are shown.

use crate::api::{Exchange, Request};
use crate::capacity::{Direction, ReadUnits, Receipt, TableOrIndex, WriteUnits};
use crate::engine::Operation;
use crate::engine::inspect::{Inspect, LimitsView};
use crate::ui::model::answer::{Answer, Rejection, items_text};
use crate::ui::model::estimate::grouped;
use crate::ui::model::marks::Trail;
use crate::ui::model::receipt::{Bill, Part};
use crate::ui::model::service::{answered_by, index_behind};
use crate::ui::model::workbench::starting_behind;

/// The most pages whose items a run over all pages keeps; a full scan of a large table would
/// otherwise keep rows alive that were overwritten since, and projected items are copies.
const PAGES_KEPT: usize = 8;

/// A request and its pages so far.
#[derive(Debug, Clone)]
pub struct Run {
    /// The request of the first page.
    pub request: Request,
    /// The pages, first to last. Of a long run only the last few keep their items.
    pub pages: Vec<Answer>,
    /// The stored rows that it read or wrote.
    pub trail: Trail,
    /// The columns that its rows begin with: key attributes.
    pub columns: Vec<String>,
    /// Whether it consumes capacity for reading or for writing.
    direction: Option<Direction>,
    bills: Vec<Option<Bill>>,
    read: ReadUnits,
    written: WriteUnits,
}

impl Run {
    /// A run that has no page yet.
    pub fn new(request: Request) -> Self {
        Self {
            request,
            pages: Vec::new(),
            trail: Trail::default(),
            columns: Vec::new(),
            direction: None,
            bills: Vec::new(),
            read: ReadUnits::ZERO,
            written: WriteUnits::ZERO,
        }
    }

    /// Adds a page. The engine must be as the page left it, at this revision.
    pub fn add(&mut self, exchange: &Exchange, inspect: &Inspect<'_>, revision: u64) {
        self.trail.add(exchange, inspect, revision);
        self.direction = exchange.direction;
        self.read += exchange.receipts.iter().map(Receipt::read_units).sum();
        self.written += exchange.receipts.iter().map(Receipt::write_units).sum();
        self.bills.push(Bill::of_exchange(exchange));
        self.pages.push(answer_of(exchange, inspect));
        if let Some(old) = self.pages.len().checked_sub(PAGES_KEPT + 1) {
            self.pages[old].forget_items();
        }
    }

    /// The request of the page behind the last one; none when there is no more.
    pub fn next_request(&self) -> Option<Request> {
        let key = self.pages.last().and_then(Answer::last_key)?;
        Some(starting_behind(self.request.clone(), key.clone()))
    }

    /// The bill of a page, from 0. It says what all pages cost where there are several.
    pub fn bill(&self, page: usize) -> Option<Bill> {
        let bill = self.bills.get(page)?.clone()?;
        let pages = self.pages.len();
        let part = (pages > 1).then(|| Part { page: page + 1, pages, total: self.units() });
        Some(Bill { part, ..bill })
    }

    /// What a page's bill is the bill of: "Query · MedicalTests · page 2 of 3 so far".
    pub fn title(&self, page: usize) -> String {
        let mut title = self.request.operation.name().to_owned();
        let bill = self.bills.get(page).and_then(Option::as_ref);
        for table in bill.into_iter().flat_map(|bill| &bill.tables) {
            title.push_str(" · ");
            title.push_str(&table.table);
        }
        match self.page_text(page).filter(|_| self.pages.len() > 1) {
            Some(page) => format!("{title} · {page}"),
            None => title,
        }
    }

    /// Which page it is, of how many, and whether more can be read behind it; none for an answer
    /// that has no pages.
    pub fn page_text(&self, page: usize) -> Option<String> {
        let rows = self.pages.get(page)?.rows()?;
        let pages = self.pages.len();
        let page = page + 1;
        Some(match (self.is_complete(), rows.last_key.is_some()) {
            (true, _) => format!("page {page} of {pages}"),
            (false, true) if page == pages => format!("page {page}, more to come"),
            (false, _) => format!("page {page} of {pages} so far"),
        })
    }

    /// What all pages came to, where there are several.
    pub fn sum_text(&self) -> Option<String> {
        let pages = self.pages.len();
        let items: u64 = self.pages.iter().filter_map(Answer::rows).map(|rows| rows.count).sum();
        let named = match self.is_complete() {
            true => format!("All {pages} pages"),
            false => format!("{pages} pages so far"),
        };
        (pages > 1).then(|| format!("{named}: {}, {}", items_text(items), self.units()))
    }

    /// What a screen reader is told of a page.
    pub fn announcement(&self, page: usize) -> String {
        let said = self.pages.get(page).map(Answer::announcement).unwrap_or_default();
        match self.page_text(page).zip(self.sum_text()) {
            Some((page, sum)) => format!("{said}, {page}; {sum}"),
            None => said,
        }
    }

    /// Whether there is nothing behind the last page.
    fn is_complete(&self) -> bool {
        let rows = self.pages.last().and_then(Answer::rows);
        rows.is_some_and(|rows| rows.last_key.is_none())
    }

    fn units(&self) -> String {
        units_text(self.read, self.written, self.direction)
    }
}

/// One exchange as an answer. The engine must be as it left it.
pub(super) fn answer_of(exchange: &Exchange, inspect: &Inspect<'_>) -> Answer {
    let response = exchange.response.as_ref().map_err(Rejection::from_error);
    let receipts = &exchange.receipts;
    let read = receipts.iter().map(Receipt::read_units).sum();
    let written = receipts.iter().map(Receipt::write_units).sum();
    let price = units_text(read, written, exchange.direction);
    let answered_by =
        answered_by(exchange.served, exchange.follower).or_else(|| behind(exchange, inspect));
    Answer::new(&exchange.request, response, receipts, price).answered_by(answered_by)
}

/// What a read of global indexes may miss, since changes of their table have yet to arrive there.
/// A read of an index that is up to date needs no word.
fn behind(exchange: &Exchange, inspect: &Inspect<'_>) -> Option<String> {
    exchange.response.as_ref().ok()?;
    let limits = inspect.limits();
    exchange.receipts.iter().find_map(|receipt| {
        let read = receipt.reads.iter().find_map(|charge| match &charge.on {
            TableOrIndex::Global(name) => Some(name),
            _ => None,
        })?;
        let of_index =
            |view: &&LimitsView| view.table == receipt.table && view.index.as_ref() == Some(read);
        let queue = limits.iter().find(of_index)?.queue.filter(|queue| queue.waiting > 0)?;
        Some(index_behind(read.as_str(), queue))
    })
}

/// Units in words: "0.5 RCU", "3 WCU", or both. Nothing at all is nothing of what the request
/// would have cost.
fn units_text(read: ReadUnits, written: WriteUnits, direction: Option<Direction>) -> String {
    let (none, nothing) = (read == ReadUnits::ZERO, written == WriteUnits::ZERO);
    let reads = format!("{} RCU", grouped(&read.to_string()));
    let wrote = format!("{} WCU", grouped(&written.to_string()));
    match (none, nothing) {
        (false, false) => format!("{reads} and {wrote}"),
        (true, false) => wrote,
        (true, true) if direction == Some(Direction::Write) => wrote,
        _ => reads,
    }
}

/// How many items a run over all pages of a Scan reads, told by one of its pages.
pub fn items_to_read(page: &Exchange, inspect: &Inspect<'_>) -> Option<u64> {
    let (table, on) = page.target().filter(|_| page.request.operation == Operation::Scan)?;
    Some(inspect.counts(table, on.index()).items)
}

#[cfg(test)]
mod tests;
