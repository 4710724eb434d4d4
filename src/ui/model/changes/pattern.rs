//! Event filtering: which records Lambda hands to a function.
//!
//! Owns the patterns that filter criteria know (Lambda Developer Guide, *Filter rule syntax*): exact
//! values, prefix, suffix, anything-but, exists, equals-ignore-case, numeric, and `$or`.

use serde_json::{Map, Value as Json};

use crate::api::json::parse;

/// A filter pattern that can be applied.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern(Map<String, Json>);

impl Pattern {
    /// The pattern of this text, or what is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let Ok(Json::Object(members)) = parse(text) else {
            return Err(
                "Write the pattern as a JSON object, such as {\"eventName\": [\"INSERT\"]}.".into(),
            );
        };
        check(&members)?;
        Ok(Self(members))
    }

    /// Whether a record of an event matches.
    pub fn matches(&self, record: &Json) -> bool {
        matches_members(&self.0, record)
    }
}

fn check(members: &Map<String, Json>) -> Result<(), String> {
    for (name, wanted) in members {
        match wanted {
            Json::Object(inner) => check(inner)?,
            Json::Array(rules) if name == "$or" => {
                for rule in rules {
                    let Json::Object(inner) = rule else {
                        return Err("$or takes a list of patterns.".into());
                    };
                    check(inner)?;
                }
            }
            Json::Array(rules) if rules.is_empty() => {
                return Err(format!("{name} has no value to match."));
            }
            Json::Array(rules) => rules.iter().try_for_each(|rule| check_rule(name, rule))?,
            _ => {
                return Err(format!(
                    "Write the values of {name} in a list, such as [\"INSERT\"]: a record matches if it \
                     has one of them."
                ));
            }
        }
    }
    Ok(())
}

const RULES: [&str; 6] =
    ["prefix", "suffix", "anything-but", "exists", "equals-ignore-case", "numeric"];

fn check_rule(name: &str, rule: &Json) -> Result<(), String> {
    match rule {
        Json::Object(rule) => {
            let known = rule.keys().next().filter(|_| rule.len() == 1);
            let is_known = known.is_some_and(|known| RULES.contains(&known.as_str()));
            is_known.then_some(()).ok_or_else(|| {
                format!(
                    "{name} has a rule that Lambda doesn't know. It knows {}.",
                    RULES.join(", ")
                )
            })
        }
        Json::Array(_) => Err(format!("{name} has a list within a list.")),
        _ => Ok(()),
    }
}

fn matches_members(members: &Map<String, Json>, value: &Json) -> bool {
    members.iter().all(|(name, wanted)| match wanted {
        Json::Array(any) if name == "$or" => {
            any.iter().filter_map(Json::as_object).any(|members| matches_members(members, value))
        }
        Json::Array(rules) => rules.iter().any(|rule| matches_rule(rule, value.get(name))),
        Json::Object(inner) => {
            value.get(name).is_some_and(|value| matches_members(inner, value))
                // Only a rule that asks for absence can be true of what isn't there.
                || value.get(name).is_none() && matches_members(inner, &Json::Null)
        }
        _ => false,
    })
}

fn matches_rule(rule: &Json, value: Option<&Json>) -> bool {
    let Json::Object(rule) = rule else { return value == Some(rule) };
    let Some((name, wanted)) = rule.iter().next() else { return false };
    let text = value.and_then(Json::as_str);
    let with = |test: fn(&str, &str) -> bool| {
        text.zip(wanted.as_str()).is_some_and(|(text, wanted)| test(text, wanted))
    };
    match name.as_str() {
        "exists" => wanted.as_bool() == Some(value.is_some_and(|value| !value.is_object())),
        "prefix" => with(|text, wanted| text.starts_with(wanted)),
        "suffix" => with(|text, wanted| text.ends_with(wanted)),
        "equals-ignore-case" => with(|text, wanted| text.eq_ignore_ascii_case(wanted)),
        "anything-but" => value.is_some_and(|value| match wanted {
            Json::Array(not) => !not.contains(value),
            Json::Object(_) => !matches_rule(wanted, Some(value)),
            not => value != not,
        }),
        // An attribute of type N is a string in the record, which no number equals.
        "numeric" => value.and_then(Json::as_f64).is_some_and(|n| matches_numbers(wanted, n)),
        _ => false,
    }
}

fn matches_numbers(wanted: &Json, n: f64) -> bool {
    let pairs = wanted.as_array().map_or(&[][..], Vec::as_slice).chunks(2);
    pairs.into_iter().all(|pair| {
        let [sign, bound] = pair else { return false };
        let Some(bound) = bound.as_f64() else { return false };
        match sign.as_str() {
            Some("=") => n == bound,
            Some("<") => n < bound,
            Some("<=") => n <= bound,
            Some(">") => n > bound,
            Some(">=") => n >= bound,
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record() -> Json {
        json!({
            "eventName": "MODIFY",
            "dynamodb": {
                "ApproximateCreationDateTime": 1000,
                "Keys": { "PK": { "S": "CLINIC#CLN-001" } },
                "NewImage": { "status": { "S": "completed" }, "minutes": { "N": "45" } },
            }
        })
    }

    fn matches(pattern: Json) -> bool {
        Pattern::read(&pattern.to_string()).unwrap().matches(&record())
    }

    #[test]
    fn each_rule_matches_as_lambda_documents_it() {
        let of_status = |rule: Json| json!({"dynamodb": {"NewImage": {"status": {"S": [rule]}}}});
        for rule in [
            json!("completed"),
            json!({"prefix": "comp"}),
            json!({"suffix": "ted"}),
            json!({"equals-ignore-case": "COMPLETED"}),
            json!({"anything-but": ["scheduled"]}),
            json!({"anything-but": {"prefix": "sched"}}),
            json!({"exists": true}),
        ] {
            assert!(matches(of_status(rule.clone())), "{rule}");
        }
        for rule in [json!("comp"), json!({"anything-but": "completed"}), json!({"exists": false})]
        {
            assert!(!matches(of_status(rule.clone())), "{rule}");
        }
        assert!(matches(json!({"eventName": ["INSERT", "MODIFY"]})));
        assert!(!matches(json!({"eventName": ["INSERT"]})));
        assert!(matches(json!({"$or": [{"eventName": ["INSERT"]}, {"eventName": ["MODIFY"]}]})));
        assert!(matches(json!({"dynamodb": {"OldImage": {"status": {"S": [{"exists": false}]}}}})));
        let time = |rule| json!({"dynamodb": {"ApproximateCreationDateTime": [{"numeric": rule}]}});
        assert!(matches(time(json!([">", 0, "<=", 1000]))) && !matches(time(json!(["<", 1000]))));
    }

    #[test]
    fn a_number_in_an_item_is_a_string_that_no_numeric_rule_matches() {
        let minutes = |rule: Json| json!({"dynamodb": {"NewImage": {"minutes": {"N": [rule]}}}});
        assert!(matches(minutes(json!("45"))));
        assert!(!matches(minutes(json!(45))) && !matches(minutes(json!({"numeric": [">", 1]}))));
    }

    #[test]
    fn what_is_no_pattern_says_what_is_wrong() {
        for (text, wanted) in [
            ("{", "JSON object"),
            ("[]", "JSON object"),
            (r#"{"eventName": "INSERT"}"#, "in a list"),
            (r#"{"eventName": []}"#, "no value"),
            (r#"{"eventName": [{"like": "x"}]}"#, "doesn't know"),
            (r#"{"$or": ["x"]}"#, "list of patterns"),
            (r#"{"a": [[1]]}"#, "within a list"),
        ] {
            let said = Pattern::read(text).unwrap_err();
            assert!(said.contains(wanted), "{text}: {said}");
        }
    }
}
