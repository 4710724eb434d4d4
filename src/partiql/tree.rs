//! What a statement says by PartiQL's grammar, before it is asked what DynamoDB makes of it.
//!
//! PartiQL is larger than what the service carries out: joins, aliases and arithmetic anywhere are
//! well formed, and the service refuses them with other words than what is not. So the tree holds
//! whatever the grammar allows, and each node knows the token that it is told by in a sentence.

/// A node and the token that stands for it.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Index of the token.
    pub(super) at: usize,
}

/// What a node is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// `'text'`
    Text(String),
    /// A number, its signs folded into it.
    Number(String),
    /// `TRUE`, `FALSE`
    Bool(bool),
    /// `NULL`
    Null,
    /// `MISSING`
    Missing,
    /// `?`: which one, from zero.
    Parameter(usize),
    /// An attribute, a table or an index.
    Name(String),
    /// A term and the way into it.
    Path(Box<Node>, Vec<PathStep>),
    /// A call: the function's name in lower case, and its arguments.
    Call(String, Vec<Node>),
    /// `… AND …`, `… OR …`
    Logical { conjunction: bool, parts: Vec<Node> },
    /// `NOT …`
    Not(Box<Node>),
    /// A sign before what is no number.
    Signed(char),
    /// Two operands with a comparison, `IN` or arithmetic between them.
    Binary(&'static str, Box<[Node; 2]>),
    /// `… BETWEEN … AND …`
    Between(Box<[Node; 3]>),
    /// `… IS [NOT] type`
    Is { operand: Box<Node>, negated: bool, kind: String },
    /// `[…]`, and several expressions in parentheses.
    List(Vec<Node>),
    /// `<<…>>`
    Bag(Vec<Node>),
    /// `{…}`
    Struct(Vec<(Node, Node)>),
    /// `SELECT …`
    Select(Box<SelectTree>),
    /// `INSERT`, `UPDATE`, `DELETE` and `FROM … SET …`
    Dml(Box<DmlTree>),
    /// `CREATE …`, `DROP …`
    Definition,
}

/// A step of a path.
#[derive(Debug, Clone)]
pub(super) enum PathStep {
    /// `.name`
    Member(String),
    /// `[expression]`
    Index(Node),
    /// `.*`, `[*]`
    Wildcard {
        /// Index of its token.
        at: usize,
    },
}

/// What follows `SELECT`.
#[derive(Debug, Clone)]
pub(super) struct SelectTree {
    /// The columns; none for `*`.
    pub(super) columns: Vec<Node>,
    /// What is read.
    pub(super) from: Node,
    /// `WHERE`
    pub(super) condition: Option<Node>,
    /// `ORDER BY`: each with whether it is descending.
    pub(super) order: Vec<(Node, bool)>,
    /// The first part that the service does not have.
    pub(super) unsupported: Option<Unsupported>,
}

/// A statement that changes something.
#[derive(Debug, Clone)]
pub(super) struct DmlTree {
    /// The table, or the table and an index.
    pub(super) target: Node,
    /// What it does.
    pub(super) operations: Vec<DmlOperation>,
    /// `WHERE`
    pub(super) condition: Option<Node>,
    /// `RETURNING`
    pub(super) returning: Option<Returning>,
    /// The first part that the service does not have.
    pub(super) unsupported: Option<Unsupported>,
}

/// A part of a statement that is PartiQL, and that the service does not have.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unsupported {
    /// A clause: what it is called, and the index of the token that it is told by.
    Clause(&'static str, usize),
    /// Another name for a column or a table.
    Alias,
}

/// One thing that a statement does.
#[derive(Debug, Clone)]
pub(super) enum DmlOperation {
    /// `INSERT INTO target VALUE …`
    Insert(Node),
    /// `DELETE FROM target`
    Delete,
    /// `SET path = …`
    Set(Node, Node),
    /// `REMOVE path`
    Remove(Node),
}

/// `RETURNING ALL | MODIFIED OLD | NEW *`
#[derive(Debug, Clone, Copy)]
pub(super) struct Returning {
    pub(super) all: bool,
    pub(super) old: bool,
}
