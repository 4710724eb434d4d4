//! Names for the places of a form that hold text, so that one input component serves them all.
//!
//! Owns the look-up. A place that is no longer there (its row was removed) reads as nothing, and
//! writing to it does nothing.

use super::Draft;
use super::typed::Typed;

/// A place that holds a plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum TextSlot {
    KeyCondition,
    Filter,
    FilterPath(usize),
    Projection,
    Limit,
    Item,
    Update,
    Condition,
    ReturnValues,
    NamePlaceholder(usize),
    Name(usize),
    ValuePlaceholder(usize),
    Json,
}

/// A place that holds a typed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ValueSlot {
    Partition(usize),
    SortFirst(usize),
    SortSecond(usize),
    Primary(usize),
    FilterFirst(usize),
    FilterSecond(usize),
    Value(usize),
}

impl Draft {
    /// The text at a place.
    pub fn text(&self, slot: TextSlot) -> Option<&str> {
        Some(match slot {
            TextSlot::KeyCondition => self.key.text.as_deref()?,
            TextSlot::Filter => self.filter.text.as_deref()?,
            TextSlot::FilterPath(at) => &self.filter.rows.get(at)?.path,
            TextSlot::Projection => &self.projection,
            TextSlot::Limit => &self.limit,
            TextSlot::Item => &self.item,
            TextSlot::Update => &self.update,
            TextSlot::Condition => &self.condition,
            TextSlot::ReturnValues => &self.return_values,
            TextSlot::NamePlaceholder(at) => &self.names.get(at)?.placeholder,
            TextSlot::Name(at) => &self.names.get(at)?.name,
            TextSlot::ValuePlaceholder(at) => &self.values.get(at)?.placeholder,
            TextSlot::Json => &self.raw.as_ref()?.text,
        })
    }

    /// Puts a text in its place.
    pub fn set_text(&mut self, slot: TextSlot, text: String) {
        if let Some(place) = self.text_mut(slot) {
            *place = text;
        }
    }

    fn text_mut(&mut self, slot: TextSlot) -> Option<&mut String> {
        Some(match slot {
            TextSlot::KeyCondition => self.key.text.as_mut()?,
            TextSlot::Filter => self.filter.text.as_mut()?,
            TextSlot::FilterPath(at) => &mut self.filter.rows.get_mut(at)?.path,
            TextSlot::Projection => &mut self.projection,
            TextSlot::Limit => &mut self.limit,
            TextSlot::Item => &mut self.item,
            TextSlot::Update => &mut self.update,
            TextSlot::Condition => &mut self.condition,
            TextSlot::ReturnValues => &mut self.return_values,
            TextSlot::NamePlaceholder(at) => &mut self.names.get_mut(at)?.placeholder,
            TextSlot::Name(at) => &mut self.names.get_mut(at)?.name,
            TextSlot::ValuePlaceholder(at) => &mut self.values.get_mut(at)?.placeholder,
            TextSlot::Json => &mut self.raw.as_mut()?.text,
        })
    }

    /// The value at a place.
    pub fn value(&self, slot: ValueSlot) -> Option<&Typed> {
        Some(match slot {
            ValueSlot::Partition(at) => &self.key.partition.get(at)?.value,
            ValueSlot::SortFirst(at) => &self.key.sort.get(at)?.first,
            ValueSlot::SortSecond(at) => &self.key.sort.get(at)?.second,
            ValueSlot::Primary(at) => &self.primary.get(at)?.value,
            ValueSlot::FilterFirst(at) => &self.filter.rows.get(at)?.first,
            ValueSlot::FilterSecond(at) => &self.filter.rows.get(at)?.second,
            ValueSlot::Value(at) => &self.values.get(at)?.value,
        })
    }

    /// The value at a place, to be changed.
    pub fn value_mut(&mut self, slot: ValueSlot) -> Option<&mut Typed> {
        Some(match slot {
            ValueSlot::Partition(at) => &mut self.key.partition.get_mut(at)?.value,
            ValueSlot::SortFirst(at) => &mut self.key.sort.get_mut(at)?.first,
            ValueSlot::SortSecond(at) => &mut self.key.sort.get_mut(at)?.second,
            ValueSlot::Primary(at) => &mut self.primary.get_mut(at)?.value,
            ValueSlot::FilterFirst(at) => &mut self.filter.rows.get_mut(at)?.first,
            ValueSlot::FilterSecond(at) => &mut self.filter.rows.get_mut(at)?.second,
            ValueSlot::Value(at) => &mut self.values.get_mut(at)?.value,
        })
    }
}
