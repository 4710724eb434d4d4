//! The parts that TOML files share: texts that know their line, the state to begin in, values.

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::expr::{self, Scope};
use super::request;
use super::source::{Problem, Source};
use super::{markdown, template::Wrong};
use crate::Line;
use crate::exercise::Settings;
use crate::expr::Expr;
use crate::number::Number;
use crate::prose::{Prose, Text};
use crate::request::{Request, Simulation, Start};

/// A string of a TOML file, and where it stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct Spot(toml::Spanned<String>);

impl Spot {
    /// The string without the white space around it.
    pub fn text(&self) -> String {
        self.0.get_ref().trim().to_owned()
    }

    /// The line that it stands on.
    pub fn line(&self, source: &Source) -> Line {
        source.line_at(self.0.span().start)
    }

    fn at<'a>(&self, source: &'a Source) -> impl Fn(Wrong) -> Problem + use<'a> {
        let line = source.line_inside(self.0.span());
        move |(below, message)| source.problem(line + below as Line, message)
    }

    /// The string as prose.
    pub fn prose(&self, source: &Source, scope: &Scope) -> Result<Prose, Problem> {
        markdown::prose(self.0.get_ref(), scope).map_err(self.at(source))
    }

    /// The string as a single paragraph.
    pub fn inline(&self, source: &Source, scope: &Scope) -> Result<Text, Problem> {
        markdown::text(self.0.get_ref(), scope).map_err(self.at(source))
    }

    /// The string as an expression.
    pub fn expr(&self, source: &Source, scope: &Scope) -> Result<Expr, Problem> {
        expr::parse(self.0.get_ref(), scope).map_err(|wrong| self.at(source)((0, wrong)))
    }

    /// The string as requests.
    pub fn requests(&self, source: &Source, scope: &Scope) -> Result<Vec<Request>, Problem> {
        let line = source.line_inside(self.0.span());
        let written = request::read_all(self.0.get_ref()).map_err(self.at(source))?;
        let requests = written.into_iter().map(|written| written.compile(scope, line));
        requests.collect::<Result<_, _>>().map_err(self.at(source))
    }

    /// The string as one request.
    pub fn request(&self, source: &Source, scope: &Scope) -> Result<Request, Problem> {
        let mut requests = self.requests(source, scope)?;
        match (requests.pop(), requests.is_empty()) {
            (Some(request), true) => Ok(request),
            _ => {
                Err(source
                    .problem(self.line(source), "there must be one request here: `Query { … }`"))
            }
        }
    }

    /// A problem where the string stands.
    pub fn problem(&self, source: &Source, message: impl Into<String>) -> Problem {
        source.problem(self.line(source), message)
    }
}

/// What says in which state something begins.
#[derive(Debug, Clone, Default)]
pub struct StartParts {
    /// `medical/1000`
    pub dataset: Option<Spot>,
    /// Requests.
    pub setup: Option<Spot>,
    /// Limits and lags.
    pub simulation: Option<Simulation>,
    /// Another seed.
    pub seed: Option<u64>,
}

impl StartParts {
    /// The state. What isn't said is as in `base`; requests are sent behind those of `base`.
    pub fn start(&self, source: &Source, base: Option<&Start>) -> Result<Start, Problem> {
        let mut data = match (&self.dataset, base) {
            (Some(dataset), _) => {
                request::data(&dataset.text()).map_err(|wrong| dataset.problem(source, wrong))?
            }
            (None, Some(base)) => base.data.clone(),
            (None, None) => {
                return Err(source.problem(1, "`dataset` is missing: `dataset = \"medical/1000\"`"));
            }
        };
        data.seed = self.seed.or(data.seed);
        let own = self.setup.as_ref().map(|setup| setup.requests(source, &Scope::default()));
        let mut setup = base.map_or(Vec::new(), |base| base.setup.clone());
        setup.extend(own.transpose()?.unwrap_or_default());
        let simulation =
            self.simulation.clone().or_else(|| base.and_then(|base| base.simulation.clone()));
        let line =
            self.dataset.as_ref().or(self.setup.as_ref()).map_or(1, |spot| spot.line(source));
        Ok(Start { data, setup, simulation, line })
    }
}

/// A number of a TOML file: `0.5`, `29` or `"0.5"`.
pub fn number(value: &toml::Value) -> Option<Number> {
    match value {
        toml::Value::Integer(number) => number.to_string().parse().ok(),
        toml::Value::Float(number) => number.to_string().parse().ok(),
        toml::Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// Settings of the traffic lab: `{ rate = 2000, pattern = "zipf" }`. What stands in a setting is
/// text, and numbers may go without quotes.
pub fn settings(table: &toml::Table) -> Result<Settings, String> {
    let setting = |(name, value): (&String, &toml::Value)| {
        let text = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Integer(number) => number.to_string(),
            _ => return Err(format!("the setting `{name}` must be a text or a whole number")),
        };
        Ok((name.clone(), text))
    };
    table.iter().map(setting).collect()
}

/// Milliseconds of `500 ms`, `5 s`, `10 min`, `1 h` or `1 day`.
pub fn duration(text: &str) -> Option<u64> {
    let (number, unit) = text.trim().split_once(' ')?;
    let unit = match unit.trim() {
        "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        "h" => 3_600_000,
        "day" | "days" => 86_400_000,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit)
}

/// An item, or some of its attributes, as DynamoDB JSON.
pub fn item(table: &toml::Table) -> Json {
    let members = table.iter().map(|(name, value)| (name.clone(), attribute(value)));
    Json::Object(members.collect::<Map<_, _>>())
}

/// A value as DynamoDB JSON: text, numbers, booleans, lists and maps as TOML has them; what TOML
/// has no word for as a table with the type's name, `{ SS = ["a"] }`.
fn attribute(value: &toml::Value) -> Json {
    const TYPES: [&str; 10] = ["S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M"];
    match value {
        toml::Value::String(text) => json!({ "S": text }),
        toml::Value::Integer(number) => json!({ "N": number.to_string() }),
        toml::Value::Float(number) => json!({ "N": number.to_string() }),
        toml::Value::Boolean(flag) => json!({ "BOOL": flag }),
        toml::Value::Datetime(time) => json!({ "S": time.to_string() }),
        toml::Value::Array(values) => {
            json!({ "L": values.iter().map(attribute).collect::<Vec<_>>() })
        }
        toml::Value::Table(table) => match table.iter().next() {
            Some((name, value)) if table.len() == 1 && TYPES.contains(&name.as_str()) => {
                json!({ name: serde_json::to_value(value).unwrap_or_default() })
            }
            _ => json!({ "M": item(table) }),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_a_number_and_a_unit() {
        let read = ["500 ms", "5 s", "1 day", "2 days", "5", "5s", "-1 s", "99999999999999999 day"];
        assert_eq!(
            read.map(duration),
            [Some(500), Some(5_000), Some(86_400_000), Some(172_800_000), None, None, None, None]
        );
    }

    #[test]
    fn toml_values_become_attributes() {
        let table: toml::Table =
            toml::from_str("a = 'x'\nb = 0.5\nc = { SS = ['y'] }\nd = { e = [1] }").unwrap();
        assert_eq!(
            item(&table),
            json!({
                "a": { "S": "x" },
                "b": { "N": "0.5" },
                "c": { "SS": ["y"] },
                "d": { "M": { "e": { "L": [{ "N": "1" }] } } },
            })
        );
    }
}
