//! The name of a request's table, which is checked before all else.
//!
//! Owns the rules of `TableName`, an ARN in its place included.

use crate::api::arn::{ACCOUNT, Arn, REGION};
use crate::api::error::{
    ApiError, Constraints, ErrorKind, Parameter, Rule, missing_table, unconfirmed,
};
use crate::api::shape::Members;
use crate::engine::Plane;
use crate::model::TableName;

/// Shortest name of a table.
const MIN_NAME: usize = 3;
/// Longest name that is not an ARN.
const MAX_NAME: usize = 255;
/// Longest ARN.
const MAX_ARN: usize = 1024;

/// A table as a request names it.
#[derive(Debug, Clone, Copy)]
pub struct GivenTable<'a> {
    given: &'a str,
    /// The parameter that it stands in.
    parameter: Parameter,
}

impl<'a> GivenTable<'a> {
    /// The `TableName` of a request for items of a table. Alone, whatever else is broken.
    pub fn read(members: Members<'a>) -> Result<Self, ApiError> {
        Self::read_for(members, Plane::Data)
    }

    /// The `TableName` of a request about a table.
    pub fn read_control(members: Members<'a>) -> Result<Self, ApiError> {
        Self::read_for(members, Plane::Control)
    }

    fn read_for(members: Members<'a>, plane: Plane) -> Result<Self, ApiError> {
        let mut constraints = Constraints::new();
        let given = Self::read_into(&mut constraints, "tableName", members, plane);
        constraints.check()?;
        check_place(given.given).map_err(|error| error.about(Parameter::TableName))?;
        Ok(given)
    }

    /// The `TableName` of a part of a request, whose path ends with a dot.
    pub fn read_part(constraints: &mut Constraints, path: &str, members: Members<'a>) -> Self {
        Self::read_into(constraints, &format!("{path}tableName"), members, Plane::Data)
    }

    fn read_into(
        constraints: &mut Constraints,
        path: &str,
        members: Members<'a>,
        plane: Plane,
    ) -> Self {
        let given = members.text("TableName");
        constraints.require(path, given.is_some());
        let given = given.unwrap_or("xxx");
        check(constraints, path, given, plane);
        Self { given, parameter: Parameter::TableName }
    }

    /// The `TableName` of a table to be created.
    pub fn read_new(members: Members<'a>) -> Result<TableName, ApiError> {
        let given = members.text("TableName").ok_or_else(|| {
            let sentence =
                "The parameter 'TableName' is required but was not present in the request";
            ApiError::validation(Rule::Required, sentence).about(Parameter::TableName)
        })?;
        let mut constraints = Constraints::new();
        check(&mut constraints, "tableName", given, Plane::Control);
        constraints.check()?;
        check_place(given).map_err(|error| error.about(Parameter::TableName))?;
        let name = name_in_arn(given).unwrap_or(given);
        Ok(TableName::parse(name).expect("what keeps the constraints of a name is one"))
    }

    /// A table named by the member of a map, whose characters the caller has checked.
    pub fn from_entry(name: &'a str) -> Self {
        Self { given: name, parameter: Parameter::RequestItems }
    }

    /// The name as given.
    pub fn given(self) -> &'a str {
        self.given
    }

    /// The name as the engine knows it. Whatever else passes for one in a map of tables is no
    /// table's: the service only fails to find it.
    pub fn name(self, plane: Plane) -> Result<TableName, ApiError> {
        let name = name_in_arn(self.given).unwrap_or(self.given);
        TableName::parse(name).map_err(|_| missing_table(name, plane).about(self.parameter))
    }
}

/// The table that a request names, by its name or by its ARN.
pub fn table_named(given: &str) -> Option<TableName> {
    TableName::parse(name_in_arn(given).unwrap_or(given)).ok()
}

/// Whether a name given as the member of a map could be a table's.
pub fn is_possible(name: &str) -> bool {
    let mut constraints = Constraints::new();
    check(&mut constraints, "tableName", name, Plane::Data);
    constraints.check().is_ok()
}

/// A batch has each table once. One that is given by its name and by its ARN is given twice, which
/// the service would have to refuse as well; its words for that are not known.
pub fn check_new<'a>(
    table: &TableName,
    mut before: impl Iterator<Item = &'a TableName>,
) -> Result<(), ApiError> {
    if !before.any(|other| other == table) {
        return Ok(());
    }
    let sentence = unconfirmed::naming(unconfirmed::BATCH_TABLE_TWICE, table.as_str());
    let error = ApiError::validation(Rule::BatchTableOnce, sentence);
    Err(error.about(Parameter::RequestItems).naming(table))
}

fn check(constraints: &mut Constraints, path: &str, given: &str, plane: Plane) {
    match name_in_arn(given) {
        Some(_) => constraints.length(path, given, given.len(), (1, MAX_ARN)),
        // Of a table whose items are asked for, an empty name is only empty.
        None if given.is_empty() && plane == Plane::Data => {
            constraints.length(path, given, 0, (1, MAX_NAME));
        }
        None => {
            constraints.length(path, given, given.chars().count(), (MIN_NAME, MAX_NAME));
            constraints.name_characters(path, given);
        }
    }
}

/// The name in `arn:aws:dynamodb:<region>:<account>:table/<name>`.
fn name_in_arn(given: &str) -> Option<&str> {
    Arn::parse(given).filter(|arn| arn.service == "dynamodb")?.table()
}

/// The name of the table that an ARN names, which must be in this region and this account.
pub fn name_of_arn(given: &str) -> Result<Option<&str>, ApiError> {
    check_place(given)?;
    Ok(name_in_arn(given))
}

/// An ARN must name a table of this region and this account.
fn check_place(given: &str) -> Result<(), ApiError> {
    match Arn::parse(given) {
        Some(arn) if arn.region != REGION => {
            let sentence = format!("1 validation error detected: Invalid AWS region in '{given}'");
            Err(ApiError::validation(Rule::OwnRegion, sentence))
        }
        Some(arn) if arn.account != ACCOUNT => {
            let kind = ErrorKind::AccessDenied;
            Err(ApiError::new(kind, Rule::OwnAccount, "Access is denied"))
        }
        _ => Ok(()),
    }
}
