//! A table as infrastructure code: CloudFormation, Terraform and the CDK's `TableV2`.
//!
//! Owns how each of them names what a CreateTable request says. What one of them can't say is an
//! [`Inexpressible`], never left out.

use serde_json::{Map, Value as Json, json};

use super::layout::Code;
use super::node::Inexpressible;
use super::quoted;
use crate::editor::cli::separated;

/// The key attributes of a key schema, partition key first.
struct Keys<'a> {
    partition: Vec<&'a str>,
    sort: Vec<&'a str>,
}

impl<'a> Keys<'a> {
    fn of(structure: &'a Map<String, Json>) -> Self {
        let named = |kind: &str| {
            let elements =
                structure.get("KeySchema").and_then(Json::as_array).into_iter().flatten();
            let elements = elements.filter(|element| element["KeyType"] == kind);
            elements.filter_map(|element| element["AttributeName"].as_str()).collect()
        };
        Self { partition: named("HASH"), sort: named("RANGE") }
    }

    /// One attribute each, which is all that some languages have words for.
    fn single(&self, language: &'static str) -> Result<(&'a str, Option<&'a str>), Inexpressible> {
        match (self.partition.as_slice(), self.sort.as_slice()) {
            ([partition], []) => Ok((partition, None)),
            ([partition], [sort]) => Ok((partition, Some(sort))),
            _ => Err(Inexpressible::Definition(language, "keys of several attributes".to_owned())),
        }
    }
}

fn objects<'a>(body: &'a Map<String, Json>, name: &str) -> Vec<&'a Map<String, Json>> {
    let list = body.get(name).and_then(Json::as_array).into_iter().flatten();
    list.filter_map(Json::as_object).collect()
}

fn text<'a>(body: &'a Map<String, Json>, name: &str) -> &'a str {
    body.get(name).and_then(Json::as_str).unwrap_or_default()
}

fn string_text(text: &str) -> String {
    quoted(text, |sign| format!("\\u{sign:04x}"))
}

/// A name of letters and digits, which all three take for a resource.
fn resource(body: &Map<String, Json>) -> String {
    let letters = text(body, "TableName").chars().filter(char::is_ascii_alphanumeric);
    let name: String = letters.collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("Table{name}") }
}

/// A CloudFormation template with this table in it.
pub(super) fn cloudformation(body: &Map<String, Json>) -> Result<String, Inexpressible> {
    let mut properties = body.clone();
    if let Some(stream) = properties.shift_remove("StreamSpecification")
        && stream["StreamEnabled"] == true
    {
        let view = json!({ "StreamViewType": stream["StreamViewType"] });
        properties.insert("StreamSpecification".to_owned(), view);
    }
    if let Some(Json::Object(encryption)) = properties.get_mut("SSESpecification")
        && let Some(enabled) = encryption.shift_remove("Enabled")
    {
        encryption.insert("SSEEnabled".to_owned(), enabled);
    }
    if properties.contains_key("ResourcePolicy") {
        let what = "ResourcePolicy as text".to_owned();
        return Err(Inexpressible::Definition("CloudFormation", what));
    }
    let mut yaml = String::new();
    write_yaml(&mut yaml, &Json::Object(properties), 6);
    let name = resource(body);
    Ok(format!("Resources:\n  {name}:\n    Type: AWS::DynamoDB::Table\n    Properties:\n{yaml}"))
}

/// The members or elements of a value, each in lines of its own.
fn write_yaml(yaml: &mut String, json: &Json, indent: usize) {
    let margin = " ".repeat(indent);
    match json {
        Json::Object(members) => {
            for (name, value) in members {
                *yaml += &format!("{margin}{}:", yaml_text(name));
                write_yaml_value(yaml, value, indent + 2);
            }
        }
        Json::Array(values) => {
            for value in values {
                let mut inner = String::new();
                write_yaml_value(&mut inner, value, indent + 2);
                // The first member of an element stands beside its dash.
                *yaml += &format!("{margin}- {}", inner.trim_start());
            }
        }
        _ => {}
    }
}

fn write_yaml_value(yaml: &mut String, json: &Json, indent: usize) {
    match json {
        Json::Object(members) if members.is_empty() => *yaml += " {}\n",
        Json::Array(values) if values.is_empty() => *yaml += " []\n",
        Json::Object(_) | Json::Array(_) => {
            yaml.push('\n');
            write_yaml(yaml, json, indent);
        }
        Json::String(text) => *yaml += &format!(" {}\n", yaml_text(text)),
        scalar => *yaml += &format!(" {scalar}\n"),
    }
}

/// A text, bare where YAML takes it for nothing else.
fn yaml_text(text: &str) -> String {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let is_bare = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    if is_bare { text.to_owned() } else { string_text(text) }
}

/// A Terraform resource.
pub(super) fn terraform(body: &Map<String, Json>) -> Result<String, Inexpressible> {
    let mut hcl = Hcl(String::new());
    let (partition, sort) = Keys::of(body).single("Terraform")?;
    hcl.text(1, "name", text(body, "TableName"));
    let is_on_demand = text(body, "BillingMode") == "PAY_PER_REQUEST";
    hcl.text(1, "billing_mode", if is_on_demand { "PAY_PER_REQUEST" } else { "PROVISIONED" });
    hcl.capacity(1, body);
    hcl.text(1, "hash_key", partition);
    if let Some(sort) = sort {
        hcl.text(1, "range_key", sort);
    }
    for attribute in objects(body, "AttributeDefinitions") {
        hcl.open(1, "attribute");
        hcl.text(2, "name", text(attribute, "AttributeName"));
        hcl.text(2, "type", text(attribute, "AttributeType"));
        hcl.close(1);
    }
    for index in objects(body, "GlobalSecondaryIndexes") {
        hcl.open(1, "global_secondary_index");
        hcl.text(2, "name", text(index, "IndexName"));
        hcl.capacity(2, index);
        hcl.projection(index);
        // The provider has deprecated `hash_key` and `range_key` here, which hold one attribute.
        for element in objects(index, "KeySchema") {
            hcl.open(2, "key_schema");
            hcl.text(3, "attribute_name", text(element, "AttributeName"));
            hcl.text(3, "key_type", text(element, "KeyType"));
            hcl.close(2);
        }
        hcl.close(1);
    }
    for index in objects(body, "LocalSecondaryIndexes") {
        hcl.open(1, "local_secondary_index");
        hcl.text(2, "name", text(index, "IndexName"));
        hcl.text(2, "range_key", Keys::of(index).single("Terraform")?.1.unwrap_or_default());
        hcl.projection(index);
        hcl.close(1);
    }
    let mut tags = Vec::new();
    for (name, value) in body {
        match (name.as_str(), value) {
            ("TableName" | "BillingMode" | "KeySchema" | "AttributeDefinitions", _)
            | ("ProvisionedThroughput" | "GlobalSecondaryIndexes" | "LocalSecondaryIndexes", _) => {
            }
            ("StreamSpecification", stream) => {
                hcl.bare(1, "stream_enabled", &stream["StreamEnabled"].to_string());
                if let Some(view) = stream["StreamViewType"].as_str() {
                    hcl.text(1, "stream_view_type", view);
                }
            }
            ("SSESpecification", encryption) => {
                hcl.open(1, "server_side_encryption");
                hcl.bare(2, "enabled", &(encryption["Enabled"] == true).to_string());
                if let Some(key) = encryption["KMSMasterKeyId"].as_str() {
                    hcl.text(2, "kms_key_arn", key);
                }
                hcl.close(1);
            }
            ("TableClass", Json::String(class)) => hcl.text(1, "table_class", class),
            ("DeletionProtectionEnabled", Json::Bool(flag)) => {
                hcl.bare(1, "deletion_protection_enabled", &flag.to_string());
            }
            ("OnDemandThroughput", Json::Object(most)) => {
                hcl.open(1, "on_demand_throughput");
                for (name, units) in most {
                    hcl.bare(2, &separated(name, '_'), &units.to_string());
                }
                hcl.close(1);
            }
            ("Tags", _) => tags = objects(body, "Tags"),
            (other, _) => {
                return Err(Inexpressible::Definition("Terraform", other.to_owned()));
            }
        }
    }
    if !tags.is_empty() {
        hcl.0 += "\n  tags = {\n";
        for tag in tags {
            let (key, value) = (hcl_text(text(tag, "Key")), hcl_text(text(tag, "Value")));
            hcl.0 += &format!("    {key} = {value}\n");
        }
        hcl.0 += "  }\n";
    }
    let name = separated(&resource(body), '_');
    Ok(format!("resource \"aws_dynamodb_table\" \"{name}\" {{\n{}}}\n", hcl.0))
}

struct Hcl(String);

impl Hcl {
    fn bare(&mut self, level: usize, name: &str, value: &str) {
        self.0 += &format!("{}{name} = {value}\n", "  ".repeat(level));
    }

    fn text(&mut self, level: usize, name: &str, text: &str) {
        self.bare(level, name, &hcl_text(text));
    }

    fn open(&mut self, level: usize, name: &str) {
        self.0 += &format!("\n{}{name} {{\n", "  ".repeat(level));
    }

    fn close(&mut self, level: usize) {
        self.0 += &format!("{}}}\n", "  ".repeat(level));
    }

    fn capacity(&mut self, level: usize, of: &Map<String, Json>) {
        let Some(throughput) = of.get("ProvisionedThroughput") else { return };
        for (name, member) in
            [("read_capacity", "ReadCapacityUnits"), ("write_capacity", "WriteCapacityUnits")]
        {
            self.bare(level, name, &throughput[member].to_string());
        }
    }

    fn projection(&mut self, index: &Map<String, Json>) {
        let Some(projection) = index.get("Projection").and_then(Json::as_object) else { return };
        self.text(2, "projection_type", text(projection, "ProjectionType"));
        if let Some(Json::Array(names)) = projection.get("NonKeyAttributes") {
            let names = names.iter().map(|name| hcl_text(name.as_str().unwrap_or_default()));
            let names = names.collect::<Vec<_>>().join(", ");
            self.bare(2, "non_key_attributes", &format!("[{names}]"));
        }
    }
}

/// A text; `${` and `%{` would begin a template.
fn hcl_text(text: &str) -> String {
    string_text(text).replace("${", "$${").replace("%{", "%%{")
}

/// A `TableV2` of the CDK, in TypeScript.
pub(super) fn cdk(body: &Map<String, Json>) -> Result<String, Inexpressible> {
    let types = |name: &str| {
        let definitions = objects(body, "AttributeDefinitions");
        let known = definitions.into_iter().find(|known| text(known, "AttributeName") == name);
        match known.map(|known| text(known, "AttributeType")) {
            Some("N") => "NUMBER",
            Some("B") => "BINARY",
            _ => "STRING",
        }
    };
    let unnamed = |name: &str| {
        let kind = format!("type: dynamodb.AttributeType.{}", types(name));
        let name = format!("name: {}", string_text(name));
        Code::group("{ ", vec![Code::leaf(name), Code::leaf(kind)], " }")
    };
    let attribute = |member: &str, name: &str| Code::after(format!("{member}: "), unnamed(name));
    let key = |of: &Map<String, Json>| {
        let (partition, sort) = Keys::of(of).single("TableV2")?;
        let mut members = vec![attribute("partitionKey", partition)];
        members.extend(sort.map(|sort| attribute("sortKey", sort)));
        Ok(members)
    };
    let string = |member: &str, text: &str| Code::leaf(format!("{member}: {}", string_text(text)));
    let projection = |index: &Map<String, Json>| {
        let mut members = Vec::new();
        if let Some(projection) = index.get("Projection").and_then(Json::as_object) {
            let kind = text(projection, "ProjectionType");
            members.push(Code::leaf(format!("projectionType: dynamodb.ProjectionType.{kind}")));
            if let Some(Json::Array(names)) = projection.get("NonKeyAttributes") {
                let names = names
                    .iter()
                    .map(|name| Code::leaf(string_text(name.as_str().unwrap_or_default())));
                members.push(Code::group("nonKeyAttributes: [", names.collect(), "]"));
            }
        }
        members
    };
    let mut members = vec![string("tableName", text(body, "TableName"))];
    members.extend(key(body)?);
    let mut indexes = Vec::new();
    for index in objects(body, "GlobalSecondaryIndexes") {
        let mut of_index = vec![string("indexName", text(index, "IndexName"))];
        let keys = Keys::of(index);
        for (one, several, names) in [
            ("partitionKey", "partitionKeys", &keys.partition),
            ("sortKey", "sortKeys", &keys.sort),
        ] {
            match names.as_slice() {
                [] => {}
                [name] => of_index.push(attribute(one, name)),
                names => {
                    let names = names.iter().map(|name| unnamed(name)).collect();
                    of_index.push(Code::group(format!("{several}: ["), names, "]"));
                }
            }
        }
        of_index.extend(projection(index));
        indexes.push(Code::group("{ ", of_index, " }"));
    }
    if !indexes.is_empty() {
        members.push(Code::group("globalSecondaryIndexes: [", indexes, "]"));
    }
    let mut indexes = Vec::new();
    for index in objects(body, "LocalSecondaryIndexes") {
        let mut of_index = vec![string("indexName", text(index, "IndexName"))];
        of_index.extend(key(index)?.into_iter().skip(1));
        of_index.extend(projection(index));
        indexes.push(Code::group("{ ", of_index, " }"));
    }
    if !indexes.is_empty() {
        members.push(Code::group("localSecondaryIndexes: [", indexes, "]"));
    }
    for (name, value) in body {
        match (name.as_str(), value) {
            ("TableName" | "KeySchema" | "AttributeDefinitions", _)
            | ("GlobalSecondaryIndexes" | "LocalSecondaryIndexes", _) => {}
            // A TableV2 is on demand by itself.
            ("BillingMode", _) => {}
            ("ProvisionedThroughput", units) => {
                // Its write capacity can only be scaled; the table's own is where that ends.
                let read = &units["ReadCapacityUnits"];
                let write = &units["WriteCapacityUnits"];
                let sides = vec![
                    Code::leaf(format!("readCapacity: dynamodb.Capacity.fixed({read})")),
                    Code::leaf(format!(
                        "writeCapacity: dynamodb.Capacity.autoscaled({{ maxCapacity: {write} }})"
                    )),
                ];
                members.push(Code::group("billing: dynamodb.Billing.provisioned({ ", sides, " })"));
            }
            ("StreamSpecification", stream) => {
                if let Some(view) = stream["StreamViewType"].as_str() {
                    let view = format!("dynamoStream: dynamodb.StreamViewType.{view}");
                    members.push(Code::leaf(view));
                }
            }
            ("TableClass", Json::String(class)) => {
                members.push(Code::leaf(format!("tableClass: dynamodb.TableClass.{class}")));
            }
            ("DeletionProtectionEnabled", Json::Bool(flag)) => {
                members.push(Code::leaf(format!("deletionProtection: {flag}")));
            }
            ("Tags", _) => {
                let tags = objects(body, "Tags").into_iter().map(|tag| {
                    let pair = [("key", "Key"), ("value", "Value")];
                    let pair = pair.map(|(member, name)| string(member, text(tag, name)));
                    Code::group("{ ", pair.to_vec(), " }")
                });
                members.push(Code::group("tags: [", tags.collect(), "]"));
            }
            (other, _) => return Err(Inexpressible::Definition("TableV2", other.to_owned())),
        }
    }
    let name = string_text(&resource(body));
    let new = Code::group(format!("new dynamodb.TableV2(this, {name}, {{"), members, "});");
    let import = "import * as dynamodb from \"aws-cdk-lib/aws-dynamodb\";";
    Ok(format!("{import}\n\n{}\n", new.to_text(2, usize::MAX / 2)))
}
