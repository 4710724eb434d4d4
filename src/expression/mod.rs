//! Stand-in.
#![allow(missing_docs)]
use crate::model::key::KeySelection;
use crate::model::{AttributeName, Item, KeySchema};

#[derive(Debug, Clone)]
pub struct Condition;
impl Condition {
    pub fn holds(&self, _: &Item) -> bool {
        true
    }
    pub fn top_level_names(&self) -> impl Iterator<Item = &AttributeName> {
        std::iter::empty()
    }
    pub fn nested_names(&self) -> impl Iterator<Item = &AttributeName> {
        std::iter::empty()
    }
}
#[derive(Debug, Clone)]
pub struct ProjectionPaths;
impl ProjectionPaths {
    pub fn apply(&self, item: &Item) -> Item {
        item.clone()
    }
    pub fn top_level_names(&self) -> impl Iterator<Item = &AttributeName> {
        std::iter::empty()
    }
    pub fn nested_names(&self) -> impl Iterator<Item = &AttributeName> {
        std::iter::empty()
    }
}
#[derive(Debug, Clone)]
pub struct Update;
impl Update {
    pub fn apply(&self, old: &Item, _: bool) -> Result<Updated, UpdateError> {
        Ok(Updated { item: old.clone() })
    }
    pub fn value_writing_actions(&self) -> usize {
        0
    }
    pub fn clearing_actions(&self) -> usize {
        0
    }
    pub fn nested_names(&self) -> impl Iterator<Item = &AttributeName> {
        std::iter::empty()
    }
    pub fn creates_item(&self) -> bool {
        true
    }
    pub fn targets(&self) -> impl Iterator<Item = &Path> {
        std::iter::empty()
    }
}
#[derive(Debug, Clone)]
pub struct Updated {
    pub item: Item,
}
impl Updated {
    pub fn updated_old(&self, old: &Item) -> Item {
        old.clone()
    }
    pub fn updated_new(&self) -> Item {
        self.item.clone()
    }
}
#[derive(Debug, Clone)]
pub struct KeyCondition;
impl KeyCondition {
    pub fn bind(self, _: &KeySchema) -> Result<KeySelection, ExpressionError> {
        Err(ExpressionError)
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ExpressionError;
#[derive(Debug, Clone, PartialEq)]
pub struct UpdateError;

#[derive(Debug, Clone)]
pub struct Path(AttributeName);
impl Path {
    pub fn top(&self) -> &AttributeName {
        &self.0
    }
    pub fn is_nested(&self) -> bool {
        false
    }
}
