//! Which statement a tree is: what is read or written, and where
//! (Developer Guide, *PartiQL statements for DynamoDB*).

use super::Reader;
use super::parser::Parsed;
use super::tree::{
    DmlOperation, DmlTree, Kind, Node, PathStep, Returning, SelectTree, Unsupported,
};
use crate::engine::ReturnValues;
use crate::engine::statement::{
    Delete, Insert, Malformed, Order, Select, Statement, StatementError, Target, Update,
    column_name,
};
use crate::expression::{
    Action, ExpressionError, ExpressionKind, MAX_PATH_COMPONENTS, Path, Problem, Step, check_apart,
};
use crate::model::{AttributeName, IndexName, Item, TableName, Value};

/// The largest index that the service accepts.
const MAX_INDEX: usize = i32::MAX as usize;

impl Reader<'_> {
    /// A whole statement.
    pub(super) fn statement(&self, tree: &Node) -> Parsed<Statement> {
        match &tree.kind {
            Kind::Select(select) => Ok(Statement::Select(self.select(select)?)),
            Kind::Dml(dml) => self.dml(dml),
            Kind::Call(name, arguments) if name == "exists" => match arguments.as_slice() {
                [Node { kind: Kind::Select(select), .. }] => {
                    Ok(Statement::Exists(self.select(select)?))
                }
                _ => Err(Malformed::ExpectedStatement.into()),
            },
            // An expression, or a definition, is well formed and nothing that the service does.
            _ => Err(Malformed::ExpectedStatement.into()),
        }
    }

    fn select(&self, tree: &SelectTree) -> Parsed<Select> {
        let columns = tree.columns.iter().map(|column| self.path(column));
        let columns = columns.collect::<Parsed<Vec<Path>>>()?;
        self.check_supported(tree.unsupported)?;
        let from = self.target(&tree.from)?;
        check_distinct(&columns)?;
        let condition = tree.condition.as_ref().map(|node| self.condition(node)).transpose()?;
        let order = tree.order.iter().map(|(key, descending)| {
            Ok(Order { name: self.path(key)?.top().clone(), descending: *descending })
        });
        Ok(Select { columns, from, condition, order: order.collect::<Parsed<_>>()? })
    }

    fn dml(&self, tree: &DmlTree) -> Parsed<Statement> {
        self.check_supported(tree.unsupported)?;
        if let [DmlOperation::Insert(value)] = tree.operations.as_slice() {
            if matches!(tree.target.kind, Kind::Path(..)) {
                let position = self.position(tree.target.at);
                return Err(StatementError::InsertTarget(position).into());
            }
            let into = self.target(&tree.target)?;
            return Ok(Statement::Insert(Insert { into, item: self.item(value)? }));
        }
        let target = self.target(&tree.target)?;
        let condition = tree.condition.as_ref().map(|node| self.condition(node)).transpose()?;
        if let [DmlOperation::Delete] = tree.operations.as_slice() {
            let returning = deleted(tree.returning)?;
            return Ok(Statement::Delete(Delete { from: target, condition, returning }));
        }
        let returning = returned(tree.returning);
        let actions = self.actions(&tree.operations)?;
        Ok(Statement::Update(Update { target, actions, condition, returning }))
    }

    /// Rejects what PartiQL has and the service has not.
    fn check_supported(&self, unsupported: Option<Unsupported>) -> Parsed<()> {
        match unsupported {
            None => Ok(()),
            Some(Unsupported::Alias) => Err(StatementError::Alias.into()),
            Some(Unsupported::Clause(clause, at)) => {
                let position = self.position(at);
                Err(StatementError::UnsupportedClause { clause, position }.into())
            }
        }
    }

    /// `table` or `table.index`
    fn target(&self, node: &Node) -> Parsed<Target> {
        let (table, steps) = match &node.kind {
            Kind::Name(table) => (table, &[][..]),
            Kind::Path(base, steps) => match &base.kind {
                Kind::Name(table) => (table, steps.as_slice()),
                _ => return Err(self.no_path(base)),
            },
            _ => return Err(self.no_path(node)),
        };
        let index = match steps {
            [] => None,
            [PathStep::Member(index)] => Some(index),
            [PathStep::Index(step), ..] => return Err(self.no_path(step)),
            _ => return Err(StatementError::TargetComponents.into()),
        };
        if table.is_empty() || index.is_some_and(String::is_empty) {
            return Err(StatementError::EmptyComponent.into());
        }
        let table =
            TableName::parse(table).map_err(|_| StatementError::NoTable(table.to_owned()))?;
        let index = index
            .map(|name| IndexName::parse(name).map_err(|_| StatementError::NoIndex(name.clone())));
        Ok(Target { table, index: index.transpose()? })
    }

    fn item(&self, value: &Node) -> Parsed<Item> {
        let item = match &value.kind {
            Kind::Struct(members) => {
                let members = members.iter().map(|(name, value)| {
                    Ok((AttributeName::member(&self.member_name(name)?), self.value(value)?))
                });
                members.collect::<Parsed<Item>>()?
            }
            _ => match self.value(value)? {
                Value::M(item) => item,
                _ => return Err(Malformed::UnexpectedTerm.into()),
            },
        };
        if item.contains("") { Err(StatementError::EmptyName.into()) } else { Ok(item) }
    }

    fn actions(&self, operations: &[DmlOperation]) -> Parsed<Vec<Action>> {
        let actions = operations.iter().map(|operation| match operation {
            DmlOperation::Set(target, value) => self.assignment(target, value),
            DmlOperation::Remove(target) => Ok(Action::Remove { target: self.path(target)? }),
            // The grammar has these two by themselves only.
            DmlOperation::Insert(node) => Err(self.no_path(node)),
            DmlOperation::Delete => Err(Malformed::ExpectedStatement.into()),
        });
        let actions = actions.collect::<Parsed<Vec<Action>>>()?;
        let targets: Vec<&Path> = actions.iter().map(Action::target).collect();
        check_apart(&targets).map_err(|problem| ExpressionError::Invalid {
            kind: ExpressionKind::Update,
            problem: problem.into(),
        })?;
        Ok(actions)
    }

    /// An attribute and the way into it: `a."b"[0]`.
    pub(super) fn path(&self, node: &Node) -> Parsed<Path> {
        let (top, steps) = match &node.kind {
            Kind::Name(top) => (top, &[][..]),
            Kind::Path(base, steps) => match &base.kind {
                Kind::Name(top) => (top, steps.as_slice()),
                _ => return Err(self.no_path(base)),
            },
            _ => return Err(self.no_path(node)),
        };
        let top = AttributeName::parse(top).map_err(|_| StatementError::EmptyName)?;
        let steps = steps.iter().map(|step| self.step(step)).collect::<Parsed<Vec<Step>>>()?;
        let levels = steps.len() + 1;
        if levels > MAX_PATH_COMPONENTS {
            // Worded as for a projection, wherever the path is.
            return Err(ExpressionError::Invalid {
                kind: ExpressionKind::Projection,
                problem: Problem::PathTooDeep { levels }.into(),
            }
            .into());
        }
        Ok(Path::new(top, steps))
    }

    fn step(&self, step: &PathStep) -> Parsed<Step> {
        let node = match step {
            PathStep::Member(name) => return Ok(Step::Member(AttributeName::member(name))),
            PathStep::Wildcard { at } => {
                return Err(StatementError::UnexpectedPathComponent(self.position(*at)).into());
            }
            PathStep::Index(node) => node,
        };
        match &node.kind {
            // In PartiQL `a['b']` is the same as `a."b"`.
            Kind::Text(name) => Ok(Step::Member(AttributeName::member(name))),
            Kind::Number(digits) if digits.bytes().skip(1).all(|b| b.is_ascii_digit()) => {
                match digits.parse().ok().filter(|index| *index <= MAX_INDEX) {
                    Some(index) => Ok(Step::Index(index)),
                    None => {
                        let position = self.position(node.at);
                        let index = digits.clone();
                        Err(StatementError::IndexOutOfRange { index, position }.into())
                    }
                }
            }
            _ => Err(self.no_path(node)),
        }
    }
}

/// Each column is shown under a name of its own: that of the last component of its path.
fn check_distinct(columns: &[Path]) -> Parsed<()> {
    let names: Vec<AttributeName> = columns.iter().map(column_name).collect();
    let repeated = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name));
    match repeated {
        None => Ok(()),
        Some((_, name)) => Err(StatementError::DuplicateColumn(name.clone()).into()),
    }
}

fn returned(returning: Option<Returning>) -> ReturnValues {
    match returning {
        None => ReturnValues::None,
        Some(Returning { all: true, old: true }) => ReturnValues::AllOld,
        Some(Returning { all: true, old: false }) => ReturnValues::AllNew,
        Some(Returning { all: false, old: true }) => ReturnValues::UpdatedOld,
        Some(Returning { all: false, old: false }) => ReturnValues::UpdatedNew,
    }
}

/// What a deleted item became cannot be returned.
fn deleted(returning: Option<Returning>) -> Parsed<ReturnValues> {
    match returned(returning) {
        kept @ (ReturnValues::None | ReturnValues::AllOld) => Ok(kept),
        _ => {
            let Returning { all, old } = returning.unwrap_or(Returning { all: true, old: true });
            Err(StatementError::ReturningOfDelete { all, old }.into())
        }
    }
}
