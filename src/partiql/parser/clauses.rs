//! Statements and their clauses: one function for each.

use super::super::tree::{DmlOperation, DmlTree, Kind, Node, Returning, SelectTree, Unsupported};
use super::{LOWEST, Parsed, Parser, SELECT};
use crate::engine::statement::Malformed;

/// The clauses of `SELECT` that the service does not have, and what says so.
const GROUP: &str = "GROUP BY";
const HAVING: &str = "HAVING";
const LIMIT: &str = "LIMIT";
const DISTINCT: &str = "DISTINCT";
const VALUE: &str = "SELECT VALUE";
const JOIN: &str = "JOIN";

/// The ways to write a join, longest first, each with whether it has an `ON`.
const JOINS: [(&[&str], bool); 12] = [
    (&["LEFT", "OUTER", "JOIN"], true),
    (&["RIGHT", "OUTER", "JOIN"], true),
    (&["FULL", "OUTER", "JOIN"], true),
    (&["INNER", "CROSS", "JOIN"], false),
    (&["LEFT", "CROSS", "JOIN"], false),
    (&["RIGHT", "CROSS", "JOIN"], false),
    (&["CROSS", "JOIN"], false),
    (&["INNER", "JOIN"], true),
    (&["LEFT", "JOIN"], true),
    (&["RIGHT", "JOIN"], true),
    (&["FULL", "JOIN"], true),
    (&["JOIN"], true),
];

/// What the service does not have, the first of it.
type FirstUnsupported = Option<Unsupported>;

impl Parser<'_> {
    /// The term that begins with a keyword: a statement, or nothing that could stand here.
    pub(super) fn statement(&mut self) -> Parsed<Node> {
        let at = self.position;
        let inserts = self.is_word("INSERT") && self.ahead(1).is_word("INTO");
        self.enter()?;
        let kind = if inserts || self.is_word("SET") || self.is_word("REMOVE") {
            Kind::Dml(Box::new(self.operation_alone()?))
        } else if self.eat_word("SELECT") {
            Kind::Select(Box::new(self.select()?))
        } else if self.eat_word("UPDATE") {
            Kind::Dml(Box::new(self.update()?))
        } else if self.eat_word("DELETE") {
            Kind::Dml(Box::new(self.delete()?))
        } else if self.eat_word("FROM") {
            Kind::Dml(Box::new(self.parse_from_first()?))
        } else if self.is_word("CREATE") || self.is_word("DROP") {
            self.definition()?
        } else {
            return Err(Malformed::UnexpectedKeyword.into());
        };
        self.leave();
        Ok(Node { kind, at })
    }

    /// What follows `SELECT`.
    fn select(&mut self) -> Parsed<SelectTree> {
        let mut unsupported = None;
        let at = self.position;
        if self.eat_word("DISTINCT") {
            note(&mut unsupported, DISTINCT, at);
        } else {
            self.eat_word("ALL");
        }
        let at = self.position;
        let columns = if self.eat_word("VALUE") {
            note(&mut unsupported, VALUE, at);
            vec![self.expression(LOWEST)?]
        } else {
            self.columns(&mut unsupported)?
        };
        if !self.eat_word("FROM") {
            return Err(Malformed::ExpectedFrom.into());
        }
        let from = self.sources(&mut unsupported)?;
        let condition = self.clause("WHERE")?;
        let at = self.position;
        if self.eat_word("GROUP") {
            note(&mut unsupported, GROUP, at);
            self.eat_word("PARTIAL");
            if !self.eat_word("BY") {
                return Err(Malformed::ExpectedToken("BY").into());
            }
            self.list(|parser| {
                parser.expression(SELECT)?;
                parser.alias().map(drop)
            })?;
        }
        // These two are told by the place of what they are about, as recorded of LIMIT.
        if let Some(condition) = self.clause(HAVING)? {
            note(&mut unsupported, HAVING, condition.at);
        }
        let order = self.order()?;
        if let Some(count) = self.clause(LIMIT)? {
            note(&mut unsupported, LIMIT, count.at);
        }
        Ok(SelectTree { columns, from, condition, order, unsupported })
    }

    /// The columns; none for `*`.
    fn columns(&mut self, unsupported: &mut FirstUnsupported) -> Parsed<Vec<Node>> {
        let mut columns = Vec::new();
        let mut stars = 0;
        loop {
            if self.eat("*") {
                stars += 1;
            } else {
                columns.push(self.expression(LOWEST)?);
                if self.alias()? {
                    unsupported.get_or_insert(Unsupported::Alias);
                }
            }
            if !self.eat(",") {
                break;
            }
        }
        if stars > 0 && stars + columns.len() > 1 {
            return Err(Malformed::StarNotAlone.into());
        }
        Ok(columns)
    }

    /// What is read: the first of it, since the service reads from one place only.
    fn sources(&mut self, unsupported: &mut FirstUnsupported) -> Parsed<Node> {
        let first = self.source(unsupported)?;
        loop {
            let at = self.position;
            let join = JOINS.iter().find(|(words, _)| {
                words.iter().enumerate().all(|(place, word)| self.ahead(place).is_word(word))
            });
            let on = match join {
                Some((words, on)) => {
                    self.position += words.len();
                    *on
                }
                None if self.eat(",") => false,
                None => return Ok(first),
            };
            note(unsupported, JOIN, at);
            self.source(unsupported)?;
            if on {
                if !self.eat_word("ON") {
                    return Err(Malformed::ExpectedOn.into());
                }
                self.expression(SELECT)?;
            }
        }
    }

    fn source(&mut self, unsupported: &mut FirstUnsupported) -> Parsed<Node> {
        let source = self.expression(SELECT)?;
        self.aliases(unsupported)?;
        Ok(source)
    }

    /// `AS name`, `name`, `AT name`, `BY name`
    fn aliases(&mut self, unsupported: &mut FirstUnsupported) -> Parsed<()> {
        if self.alias()? {
            unsupported.get_or_insert(Unsupported::Alias);
        }
        for word in ["AT", "BY"] {
            if self.eat_word(word) {
                unsupported.get_or_insert(Unsupported::Alias);
                if !self.is_identifier() {
                    return Err(Malformed::ExpectedAlias(word).into());
                }
                self.identifier();
            }
        }
        Ok(())
    }

    /// Whether an alias comes next.
    fn alias(&mut self) -> Parsed<bool> {
        let marked = self.eat_word("AS");
        if marked && !self.is_identifier() {
            return Err(Malformed::ExpectedAlias("AS").into());
        }
        let found = self.is_identifier();
        if found {
            self.identifier();
        }
        Ok(found)
    }

    /// A keyword and the expression behind it, if they come next.
    fn clause(&mut self, keyword: &str) -> Parsed<Option<Node>> {
        if self.eat_word(keyword) { self.expression(SELECT).map(Some) } else { Ok(None) }
    }

    fn order(&mut self) -> Parsed<Vec<(Node, bool)>> {
        if !self.eat_word("ORDER") {
            return Ok(Vec::new());
        }
        if !self.eat_word("BY") {
            return Err(Malformed::ExpectedToken("BY").into());
        }
        self.list(|parser| {
            let key = parser.expression(SELECT)?;
            let descending = parser.eat_word("DESC");
            if !descending {
                parser.eat_word("ASC");
            }
            Ok((key, descending))
        })
    }

    /// `INSERT INTO`, `SET` or `REMOVE` by itself. The last two need a table, which they lack.
    fn operation_alone(&mut self) -> Parsed<DmlTree> {
        if !self.is_word("INSERT") {
            self.operations()?;
            return Err(Malformed::ExpectedStatement.into());
        }
        self.position += 2;
        let target = self.simple_path()?;
        let mut unsupported = None;
        let at = self.position;
        if !self.eat_word("VALUE") {
            note(&mut unsupported, "INSERT without VALUE", at);
        }
        let value = self.expression(LOWEST)?;
        let operations = vec![DmlOperation::Insert(value)];
        Ok(DmlTree { target, operations, condition: None, returning: None, unsupported })
    }

    /// What follows `UPDATE`.
    fn update(&mut self) -> Parsed<DmlTree> {
        let target = self.simple_path()?;
        let mut unsupported = None;
        self.aliases(&mut unsupported)?;
        let operations = self.operations()?;
        let condition = self.clause("WHERE")?;
        let returning = self.returning()?;
        Ok(DmlTree { target, operations, condition, returning, unsupported })
    }

    /// What follows `DELETE`.
    fn delete(&mut self) -> Parsed<DmlTree> {
        if !self.eat_word("FROM") {
            return Err(Malformed::ExpectedFromAfterDelete.into());
        }
        let target = self.simple_path()?;
        let mut unsupported = None;
        self.aliases(&mut unsupported)?;
        let condition = self.clause("WHERE")?;
        let returning = self.returning()?;
        let operations = vec![DmlOperation::Delete];
        Ok(DmlTree { target, operations, condition, returning, unsupported })
    }

    /// What follows `FROM` at the beginning of a statement: another spelling of an update.
    fn parse_from_first(&mut self) -> Parsed<DmlTree> {
        let mut unsupported = None;
        let target = self.sources(&mut unsupported)?;
        let condition = self.clause("WHERE")?;
        let operations = self.operations()?;
        let returning = self.returning()?;
        Ok(DmlTree { target, operations, condition, returning, unsupported })
    }

    /// `SET` and `REMOVE` as often as they come, each with one or more paths.
    fn operations(&mut self) -> Parsed<Vec<DmlOperation>> {
        let mut operations = Vec::new();
        loop {
            if self.eat_word("SET") {
                operations.append(&mut self.list(|parser| {
                    let target = parser.simple_path()?;
                    if !parser.eat("=") {
                        return Err(Malformed::ExpectedEquals.into());
                    }
                    Ok(DmlOperation::Set(target, parser.expression(LOWEST)?))
                })?);
            } else if self.eat_word("REMOVE") {
                let path = |parser: &mut Self| Ok(DmlOperation::Remove(parser.simple_path()?));
                operations.append(&mut self.list(path)?);
            } else if operations.is_empty() {
                return Err(Malformed::ExpectedStatement.into());
            } else {
                return Ok(operations);
            }
        }
    }

    /// `RETURNING ALL | MODIFIED OLD | NEW *`, if it comes next.
    fn returning(&mut self) -> Parsed<Option<Returning>> {
        if !self.eat_word("RETURNING") {
            return Ok(None);
        }
        let all = self.eat_word("ALL");
        let scoped = all || self.eat_word("MODIFIED");
        let old = scoped && self.eat_word("OLD");
        if !scoped || !(old || self.eat_word("NEW")) {
            return Err(Malformed::ExpectedReturning.into());
        }
        if !self.eat("*") {
            return Err(Malformed::UnexpectedTerm.into());
        }
        Ok(Some(Returning { all, old }))
    }

    /// `CREATE TABLE name`, `DROP TABLE name`, which are PartiQL and which the service does not do.
    fn definition(&mut self) -> Parsed<Kind> {
        let verb = if self.advance().is_word("CREATE") { "CREATE" } else { "DROP" };
        if !self.eat_word("TABLE") {
            return Err(Malformed::TokenFollowing(verb).into());
        }
        if !self.is_identifier() {
            return Err(Malformed::ExpectedIdentifier.into());
        }
        self.identifier();
        if self.is_end() {
            return Ok(Kind::Definition);
        }
        Err(Malformed::TokensAfter(verb).into())
    }
}

/// Keeps the first clause that the service does not have.
fn note(unsupported: &mut FirstUnsupported, clause: &'static str, at: usize) {
    unsupported.get_or_insert(Unsupported::Clause(clause, at));
}
