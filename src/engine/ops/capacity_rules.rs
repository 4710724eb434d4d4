//! The rules of ceilings, warm throughput and quotas, for tables and global indexes alike.
//!
//! Owns what may be asked of a capacity. Refuses to know what else a request changes.

use super::create_table::{CreateTableInput, IndexDefinition};
use crate::engine::control::{Capacity, Ceiling, MaxRequests, ON_DEMAND_START};
use crate::engine::error::{CapacityError, CapacityFault as Fault, Units};
use crate::model::{BillingMode, IndexName, Throughput};

/// Most units of each kind that a table or an index may have.
pub const TABLE_QUOTA: u64 = 40_000;
/// Most provisioned units of each kind that all tables may have.
pub const ACCOUNT_QUOTA: u64 = 80_000;
/// What takes a ceiling away.
const NO_CEILING: i64 = -1;

/// Units of both kinds as a request gives them: none, one or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GivenUnits {
    /// Of reads.
    pub read: Option<i64>,
    /// Of writes.
    pub write: Option<i64>,
}

/// Whose capacity a request speaks of, and what it asks of it.
pub(super) struct Subject<'a> {
    pub(super) index: Option<&'a IndexName>,
    pub(super) throughput: Option<Throughput>,
    pub(super) max: GivenUnits,
    pub(super) warm: GivenUnits,
}

impl<'a> Subject<'a> {
    pub(super) fn from_new_table(input: &'a CreateTableInput) -> Self {
        let CreateTableInput { throughput, max, warm, .. } = input;
        Self { index: None, throughput: *throughput, max: *max, warm: *warm }
    }

    pub(super) fn from_new_index(index: &'a IndexDefinition) -> Self {
        let IndexDefinition { name, throughput, max, warm, .. } = index;
        Self { index: Some(name), throughput: *throughput, max: *max, warm: *warm }
    }

    pub(super) fn error(&self, units: Units, fault: Fault) -> CapacityError {
        CapacityError { units, index: self.index.cloned(), fault }
    }

    /// The first kind of units of which something is wrong.
    fn reject(
        &self,
        given: GivenUnits,
        fault: impl Fn(i64, Units) -> Option<Fault>,
    ) -> Result<(), CapacityError> {
        let parts = [(given.read, Units::Read), (given.write, Units::Write)];
        for (value, units) in parts.into_iter().filter_map(|(v, units)| Some((v?, units))) {
            if let Some(fault) = fault(value, units) {
                return Err(self.error(units, fault));
            }
        }
        Ok(())
    }
}

/// Checks what is asked of something new, and gives it.
pub(super) fn begin(
    capacity: &mut Capacity,
    billing: BillingMode,
    subject: Subject<'_>,
) -> Result<(), CapacityError> {
    check_quota(&subject)?;
    let on_demand = billing == BillingMode::PayPerRequest;
    if !on_demand {
        subject.reject(subject.max, |_, _| Some(Fault::MaxOfNewProvisioned))?;
    }
    subject.reject(subject.max, |value, _| (value < 1).then_some(Fault::MaxOutOfRange))?;
    merge_max(&mut capacity.max, &subject)?;
    let (least, fault) = match subject.throughput {
        Some(throughput) if !on_demand => (throughput, Fault::WarmBelowProvisioned),
        _ => (ON_DEMAND_START, Fault::WarmBelowStart),
    };
    capacity.warm_to(warmed(&subject, least, fault)?);
    Ok(())
}

/// Throughput within the quota of a table or an index.
pub(super) fn check_quota(subject: &Subject<'_>) -> Result<(), CapacityError> {
    let Some(Throughput { read, write }) = subject.throughput else { return Ok(()) };
    let parts = [(read, Units::Read), (write, Units::Write)];
    let over = parts.into_iter().find(|(value, _)| *value > TABLE_QUOTA);
    over.map_or(Ok(()), |(value, units)| {
        Err(subject.error(units, Fault::ThroughputOverQuota(value)))
    })
}

/// Changes the ceilings that are given.
pub(super) fn update_max(
    max: &mut MaxRequests,
    on_demand: bool,
    subject: &Subject<'_>,
) -> Result<(), CapacityError> {
    if !on_demand {
        subject.reject(subject.max, |_, _| Some(Fault::MaxOfProvisioned))?;
    }
    let fits = |value| value == NO_CEILING || value >= 1;
    subject.reject(subject.max, |value, _| (!fits(value)).then_some(Fault::MaxOutOfRange))?;
    merge_max(max, subject)
}

fn merge_max(max: &mut MaxRequests, subject: &Subject<'_>) -> Result<(), CapacityError> {
    let over = |value, _| (value > TABLE_QUOTA as i64).then_some(Fault::MaxOverQuota);
    subject.reject(subject.max, over)?;
    let merge = |old: &mut Option<Ceiling>, new: Option<i64>| {
        if let Some(value) = new {
            *old = Some(u64::try_from(value).map_or(Ceiling::Lifted, Ceiling::Units));
        }
    };
    merge(&mut max.read, subject.max.read);
    merge(&mut max.write, subject.max.write);
    Ok(())
}

/// The warm throughput that is asked for: at least what there has to be, and for what is not given
/// just that.
pub(super) fn warmed(
    subject: &Subject<'_>,
    least: Throughput,
    fault: Fault,
) -> Result<Throughput, CapacityError> {
    let bound = |units| if units == Units::Read { least.read } else { least.write };
    subject.reject(subject.warm, |value, units| (value < bound(units) as i64).then_some(fault))?;
    let over = |value, _| (value > TABLE_QUOTA as i64).then_some(Fault::WarmOverQuota);
    subject.reject(subject.warm, over)?;
    let given = |value: Option<i64>, least| value.map_or(least, |value| value.max(0) as u64);
    Ok(Throughput {
        read: given(subject.warm.read, least.read),
        write: given(subject.warm.write, least.write),
    })
}
