//! The form: what stands in each setting, as text, and the scenario that it makes.
//!
//! Texts are kept as they were typed, so that nothing is lost to a mistake. Owns reading them and
//! the sentence at the field when one cannot be read. Refuses to know how a field is drawn.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::field::{Field, Kind, SPECS, Spec};
use super::preset::{self, Preset};
use crate::capacity::{Direction, Setting};
use crate::partition::Settings;
use crate::traffic::{
    self, Batch, Cache, Clients, Fault, Index, Load, ON_DEMAND, Pattern, Replicas, Resource, Retry,
    Scaling, Scenario, Shape, Stored, Target, Unprocessed,
};
use crate::ui::model::words::count;

/// What stands in the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SavedForm", into = "SavedForm")]
pub struct Form {
    /// The preset that it began as.
    pub preset: usize,
    texts: Vec<String>,
}

/// A setting and what stands in it.
pub type Change = (Field, &'static str);

impl Form {
    /// The form as a preset fills it.
    pub fn of(preset: usize) -> Self {
        let preset = preset.min(preset::PRESETS.len() - 1);
        let texts = SPECS.iter().map(|spec| spec.start.to_owned()).collect();
        let mut form = Self { preset, texts };
        form.change(form.preset().set);
        form
    }

    /// The form as a lesson has an experiment; none if there is no such preset, setting
    /// or choice.
    pub fn from_lab(lab: &content::request::Lab) -> Option<Self> {
        let mut form = Self::of(preset::PRESETS.iter().position(|preset| preset.id == lab.preset)?);
        for (name, text) in &lab.set {
            let spec = SPECS.iter().find(|spec| spec.id == name)?;
            if let Kind::Choice(choices) = spec.kind {
                choices.iter().find(|(choice, _)| choice == text)?;
            }
            form.set(spec.field, text.clone());
        }
        Some(form)
    }

    /// What stands in the settings of these names; those that there aren't are left out.
    pub fn texts_of(&self, names: &[String]) -> Vec<(String, String)> {
        let text = |name: &String| {
            let spec = SPECS.iter().find(|spec| spec.id == *name)?;
            Some((name.clone(), self.text(spec.field).to_owned()))
        };
        names.iter().filter_map(text).collect()
    }

    /// The preset that it began as.
    pub fn preset(&self) -> &'static Preset {
        &preset::PRESETS[self.preset]
    }

    /// Makes changes.
    pub fn change(&mut self, changes: &[Change]) {
        changes.iter().for_each(|(field, text)| self.set(*field, (*text).to_owned()));
    }

    /// What stands in a setting.
    pub fn text(&self, field: Field) -> &str {
        &self.texts[field as usize]
    }

    /// Writes into a setting.
    pub fn set(&mut self, field: Field, text: String) {
        self.texts[field as usize] = text;
    }

    /// Whether a setting matters, given the others.
    pub fn shows(&self, field: Field) -> bool {
        field
            .spec()
            .needs
            .is_none_or(|(on, values)| values.contains(&self.text(on)) && self.shows(on))
    }

    /// What is wrong with it: settings that matter, and a sentence for each.
    pub fn problems(&self) -> Vec<(Field, String)> {
        let mut problems: Vec<(Field, String)> = SPECS
            .iter()
            .filter(|spec| self.shows(spec.field))
            .filter_map(|spec| Some((spec.field, self.misread(spec)?)))
            .collect();
        for (field, fault) in self.made().check().err().unwrap_or_default() {
            let field = field_of(field);
            // A number that could not be read was taken for another one.
            if problems.iter().all(|(known, _)| *known != field) {
                problems.push((field, fault_words(fault)));
            }
        }
        problems
    }

    /// The scenario, if nothing is wrong.
    pub fn scenario(&self) -> Option<Scenario> {
        self.problems().is_empty().then(|| self.made())
    }

    fn misread(&self, spec: &Spec) -> Option<String> {
        let text = self.text(spec.field).trim();
        match spec.kind {
            Kind::Choice(_) => None,
            Kind::Optional if text.is_empty() => None,
            Kind::Number if text.is_empty() => Some("Enter a whole number.".into()),
            Kind::Number | Kind::Optional => whole(text).err().map(str::to_owned),
        }
    }

    /// The scenario, with what cannot be read as it was to begin with.
    fn made(&self) -> Scenario {
        Scenario {
            seed: self.number(Field::Seed),
            partitions: self.optional(Field::Partitions).map(|n| n.try_into().unwrap_or(u32::MAX)),
            local_index: self.is(Field::LocalIndex, "yes"),
            index: self.index(),
            scaling: self.scaling(),
            replicas: Replicas {
                lagging_percent: self.number(Field::LaggingPercent),
                lag: self.number(Field::ReplicaLag),
            },
            cache: self.is(Field::Cache, "yes").then(|| Cache {
                items: self.number(Field::CacheItems),
                ttl: self.number(Field::CacheTtl),
            }),
            clients: self.clients(),
            stored: Stored {
                items: self.number(Field::StoredItems),
                scale: self.number(Field::Scale),
            },
            ..Scenario::new(self.load(), self.capacity())
        }
    }

    fn load(&self) -> Load {
        let shape = match self.text(Field::Shape) {
            "ramp" => Shape::Ramp,
            "prime" => Shape::PrimeDay,
            _ => Shape::Steady,
        };
        Load {
            pattern: self.pattern(),
            shape,
            rate: self.number(Field::Rate),
            peak: self.number(Field::Peak),
            seconds: self.number(Field::Seconds),
            write_percent: self.number(Field::WritePercent),
            item_bytes: self.number(Field::ItemBytes),
            strong: self.is(Field::Consistency, "strong"),
            fan_out: self.is(Field::FanOut, "yes"),
        }
    }

    fn clients(&self) -> Clients {
        let retry = match self.text(Field::Retry) {
            "backoff" => Retry::Backoff,
            "jitter" => Retry::BackoffWithJitter,
            _ => Retry::Never,
        };
        let unprocessed = match self.is(Field::Unprocessed, "dropped") {
            true => Unprocessed::Drop,
            false => Unprocessed::Resubmit,
        };
        let batch = self.optional(Field::BatchSize).map(|size| Batch { size, unprocessed });
        Clients { retry, batch }
    }

    fn pattern(&self) -> Pattern {
        let keys = self.number(Field::Keys);
        match self.text(Field::Pattern) {
            "zipf" => Pattern::Zipf { keys, halves: self.number(Field::Exponent) as u32 },
            "hot" => Pattern::OneHotKey { keys, percent: self.number(Field::HotPercent) },
            "status" => Pattern::Status,
            "date" => Pattern::TodaysDate,
            "ids" => Pattern::SequentialIds,
            "rising" => Pattern::RisingSortKey,
            "sharded" => Pattern::Sharded { shards: self.number(Field::Shards) },
            _ => Pattern::Uniform { keys },
        }
    }

    fn capacity(&self) -> Settings {
        match self.is(Field::Mode, "provisioned") {
            true => Settings {
                read: Setting::Provisioned(self.number(Field::ReadUnits)),
                write: Setting::Provisioned(self.number(Field::WriteUnits)),
            },
            false => Settings {
                read: Setting::OnDemand { maximum: self.optional(Field::MaxReads) },
                write: Setting::OnDemand { maximum: self.optional(Field::MaxWrites) },
            },
        }
    }

    fn index(&self) -> Option<Index> {
        let pattern = match self.text(Field::Index) {
            "constant" => Pattern::Sharded { shards: 1 },
            "status" => Pattern::Status,
            "spread" => Pattern::Uniform { keys: 10_000 },
            "sharded" => Pattern::Sharded { shards: 10 },
            _ => return None,
        };
        let write = Setting::Provisioned(self.number(Field::IndexWrites));
        let capacity = match self.is(Field::IndexMode, "provisioned") {
            true => Settings { write, ..ON_DEMAND },
            false => ON_DEMAND,
        };
        let (lag, scaling) = (self.number(Field::IndexLag), Scaling::default());
        Some(Index { pattern, capacity, lag, scaling })
    }

    fn scaling(&self) -> Scaling {
        let wanted = self.shows(Field::ScalingMost);
        let target = wanted.then(|| Target {
            percent: self.number(Field::ScalingPercent),
            least: self.number(Field::ScalingLeast),
            most: self.number(Field::ScalingMost),
        });
        Scaling { read: target, write: target }
    }

    fn is(&self, field: Field, value: &str) -> bool {
        self.text(field) == value
    }

    fn number(&self, field: Field) -> u64 {
        let start = || whole(field.spec().start).unwrap_or_default();
        whole(self.text(field)).unwrap_or_else(|_| start())
    }

    fn optional(&self, field: Field) -> Option<u64> {
        whole(self.text(field)).ok()
    }
}

/// Reads a whole number; thousands may be told apart by commas or spaces. One that is too large
/// for any setting stays too large.
fn whole(text: &str) -> Result<u64, &'static str> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ' | '_')).collect();
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.as_str()),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("Enter a whole number, such as 1,500.");
    }
    if negative {
        return Err("Enter 0 or more.");
    }
    Ok(digits.parse().unwrap_or(u64::MAX))
}

fn fault_words(fault: Fault) -> String {
    match fault {
        Fault::TooSmall { least } => format!("Enter at least {}.", count(least)),
        Fault::TooLarge { most } => format!("Enter at most {}.", count(most)),
    }
}

/// Where a fault is told.
fn field_of(field: traffic::Field) -> Field {
    use traffic::Field as At;
    match field {
        At::Rate => Field::Rate,
        At::Peak => Field::Peak,
        At::Seconds => Field::Seconds,
        At::WritePercent => Field::WritePercent,
        At::ItemBytes => Field::ItemBytes,
        At::Partitions => Field::Partitions,
        At::Keys(_) => Field::Keys,
        At::Exponent(_) => Field::Exponent,
        At::HotPercent(_) => Field::HotPercent,
        At::Shards(_) => Field::Shards,
        At::Capacity(Resource::Index, _) => Field::IndexWrites,
        At::Capacity(Resource::Table, Direction::Read) => Field::ReadUnits,
        At::Capacity(Resource::Table, Direction::Write) => Field::WriteUnits,
        At::Maximum(_, Direction::Read) => Field::MaxReads,
        At::Maximum(_, Direction::Write) => Field::MaxWrites,
        At::TargetPercent(..) => Field::ScalingPercent,
        At::TargetLeast(..) => Field::ScalingLeast,
        At::TargetMost(..) => Field::ScalingMost,
        At::IndexLag => Field::IndexLag,
        At::LaggingPercent => Field::LaggingPercent,
        At::ReplicaLag => Field::ReplicaLag,
        At::CacheItems => Field::CacheItems,
        At::CacheTtl => Field::CacheTtl,
        At::BatchSize => Field::BatchSize,
        At::StoredItems => Field::StoredItems,
        At::Scale => Field::Scale,
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::of(preset::first())
    }
}

/// A form as it is saved: by name, and only what differs from the preset, since a later build may
/// know other settings.
#[derive(Serialize, Deserialize)]
struct SavedForm {
    preset: String,
    changed: BTreeMap<String, String>,
}

impl From<Form> for SavedForm {
    fn from(form: Form) -> Self {
        let preset = Form::of(form.preset);
        let changed = SPECS.iter().filter(|spec| form.text(spec.field) != preset.text(spec.field));
        Self {
            preset: form.preset().id.to_owned(),
            changed: changed
                .map(|spec| (spec.id.to_owned(), form.text(spec.field).to_owned()))
                .collect(),
        }
    }
}

/// This build has no preset of this name.
#[derive(Debug)]
struct UnknownPreset(String);

impl fmt::Display for UnknownPreset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown preset `{}`", self.0)
    }
}

impl TryFrom<SavedForm> for Form {
    type Error = UnknownPreset;

    fn try_from(saved: SavedForm) -> Result<Self, UnknownPreset> {
        let preset = preset::find(&saved.preset);
        let mut form = Self::of(preset.ok_or(UnknownPreset(saved.preset))?);
        for spec in SPECS {
            let Some(text) = saved.changed.get(spec.id) else { continue };
            let known = match spec.kind {
                Kind::Choice(choices) => choices.iter().any(|(id, _)| id == text),
                Kind::Number | Kind::Optional => true,
            };
            // A choice that this build does not know stays as the preset has it.
            if known {
                form.set(spec.field, text.clone());
            }
        }
        Ok(form)
    }
}

#[cfg(test)]
mod tests;
