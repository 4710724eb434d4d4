//! The form that a table, or an index that is added to one, is designed in.

use serde_json::{Map, Value as Json, json};

use crate::api::{Operation, Request};
use crate::model::IndexKind;

/// The type of a key attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TypeName {
    /// `S`
    #[default]
    String,
    /// `N`
    Number,
    /// `B`
    Binary,
}

impl TypeName {
    /// All, in the order of a list.
    pub const ALL: [Self; 3] = [Self::String, Self::Number, Self::Binary];

    /// The name to show.
    pub fn label(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Number => "Number",
            Self::Binary => "Binary",
        }
    }

    fn tag(self) -> &'static str {
        match self {
            Self::String => "S",
            Self::Number => "N",
            Self::Binary => "B",
        }
    }
}

/// One key attribute as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyField {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: TypeName,
}

/// The two parts of a primary key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySide {
    /// The partition key.
    Partition,
    /// The sort key.
    Sort,
}

/// Whose key a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The table's.
    Table,
    /// That of an index of the form, by its place.
    Index(usize),
}

/// One field of the form's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPart {
    /// Whose key.
    pub owner: Owner,
    /// Which part of it.
    pub side: KeySide,
    /// Which attribute of that part, from 0.
    pub at: usize,
}

/// What an index holds besides keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Projected {
    /// All attributes.
    #[default]
    All,
    /// Keys only.
    KeysOnly,
    /// Keys and some attributes.
    Include,
}

impl Projected {
    /// All, in the order of a list.
    pub const ALL: [Self; 3] = [Self::All, Self::KeysOnly, Self::Include];

    /// The name to show.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "All attributes",
            Self::KeysOnly => "Keys only",
            Self::Include => "Keys and some attributes",
        }
    }
}

/// A secondary index as it is designed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexForm {
    /// Local or global.
    pub kind: IndexKind,
    /// Its name.
    pub name: String,
    /// Its partition key; a local index has its table's.
    pub partition: Vec<KeyField>,
    /// Its sort key.
    pub sort: Vec<KeyField>,
    /// What it holds besides keys.
    pub projected: Projected,
    /// The attributes that it holds besides, with commas between them.
    pub include: String,
}

impl IndexForm {
    /// Attributes that either part of a global index's key may have (Developer Guide, *Global
    /// secondary indexes*, since November 2025).
    pub const MOST_KEY_ATTRIBUTES: usize = 4;

    /// A new one.
    pub fn new(kind: IndexKind) -> Self {
        Self {
            kind,
            name: String::new(),
            partition: vec![KeyField::default()],
            sort: match kind {
                IndexKind::Local => vec![KeyField::default()],
                IndexKind::Global => Vec::new(),
            },
            projected: Projected::default(),
            include: String::new(),
        }
    }

    fn projection(&self) -> Json {
        match self.projected {
            Projected::All => json!({"ProjectionType": "ALL"}),
            Projected::KeysOnly => json!({"ProjectionType": "KEYS_ONLY"}),
            Projected::Include => {
                let names = self.include.split(',').map(str::trim).filter(|name| !name.is_empty());
                let names: Vec<&str> = names.collect();
                json!({"ProjectionType": "INCLUDE", "NonKeyAttributes": names})
            }
        }
    }
}

/// How a table is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Billing {
    /// By request.
    #[default]
    OnDemand,
    /// By capacity units set in advance.
    Provisioned,
}

/// A capacity as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// The mode.
    pub billing: Billing,
    /// Read capacity units, for provisioned mode.
    pub read: String,
    /// Write capacity units, for provisioned mode.
    pub write: String,
}

impl Default for Capacity {
    fn default() -> Self {
        Self { billing: Billing::OnDemand, read: "5".into(), write: "5".into() }
    }
}

impl Capacity {
    /// `ProvisionedThroughput`, in provisioned mode.
    pub fn throughput(&self) -> Result<Option<Json>, FormProblem> {
        if self.billing == Billing::OnDemand {
            return Ok(None);
        }
        let units = |text: &str, which| text.trim().parse::<u64>().map_err(|_| which);
        let read = units(&self.read, FormProblem::ReadCapacity)?;
        let write = units(&self.write, FormProblem::WriteCapacity)?;
        Ok(Some(json!({"ReadCapacityUnits": read, "WriteCapacityUnits": write})))
    }

    /// `BillingMode`.
    pub fn mode(&self) -> &'static str {
        match self.billing {
            Billing::OnDemand => "PAY_PER_REQUEST",
            Billing::Provisioned => "PROVISIONED",
        }
    }
}

/// What a stream's records show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The keys alone.
    KeysOnly,
    /// The item after the change.
    NewImage,
    /// The item before it.
    OldImage,
    /// Both.
    NewAndOldImages,
}

impl View {
    /// All, in the order of a list.
    pub const ALL: [Self; 4] =
        [Self::NewAndOldImages, Self::NewImage, Self::OldImage, Self::KeysOnly];

    /// `StreamViewType`.
    pub fn name(self) -> &'static str {
        match self {
            Self::KeysOnly => "KEYS_ONLY",
            Self::NewImage => "NEW_IMAGE",
            Self::OldImage => "OLD_IMAGE",
            Self::NewAndOldImages => "NEW_AND_OLD_IMAGES",
        }
    }
}

/// What no request can be made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormProblem {
    /// The read capacity is no whole number.
    ReadCapacity,
    /// The write capacity is no whole number.
    WriteCapacity,
}

impl FormProblem {
    /// What to do.
    pub fn words(self) -> &'static str {
        match self {
            Self::ReadCapacity => "Enter the read capacity units as a whole number.",
            Self::WriteCapacity => "Enter the write capacity units as a whole number.",
        }
    }
}

/// A table as it is designed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableForm {
    /// Its name.
    pub name: String,
    /// Its partition key, one attribute.
    pub partition: Vec<KeyField>,
    /// Its sort key, none or one attribute.
    pub sort: Vec<KeyField>,
    /// Its indexes.
    pub indexes: Vec<IndexForm>,
    /// Its capacity, and that of each global index.
    pub capacity: Capacity,
    /// Its stream.
    pub stream: Option<View>,
    /// Whether deletion protection is on.
    pub is_protected: bool,
}

impl Default for TableForm {
    fn default() -> Self {
        Self {
            name: String::new(),
            partition: vec![KeyField { name: "PK".into(), kind: TypeName::String }],
            sort: vec![KeyField { name: "SK".into(), kind: TypeName::String }],
            indexes: Vec::new(),
            capacity: Capacity::default(),
            stream: None,
            is_protected: false,
        }
    }
}

impl TableForm {
    /// A form for one global index that is added to a table.
    pub fn of_new_index(capacity: Capacity) -> Self {
        let indexes = vec![IndexForm::new(IndexKind::Global)];
        Self { indexes, capacity, ..Self::default() }
    }

    /// The fields of one part of a key.
    pub fn keys(&self, owner: Owner, side: KeySide) -> &[KeyField] {
        match (owner, side) {
            (Owner::Table, KeySide::Partition) => &self.partition,
            (Owner::Table, KeySide::Sort) => &self.sort,
            (Owner::Index(at), side) => self.indexes.get(at).map_or(&[], |index| match side {
                KeySide::Partition => &index.partition,
                KeySide::Sort => &index.sort,
            }),
        }
    }

    /// The same, to be changed. None where there is no such index any more.
    pub fn keys_mut(&mut self, owner: Owner, side: KeySide) -> Option<&mut Vec<KeyField>> {
        match (owner, side) {
            (Owner::Table, KeySide::Partition) => Some(&mut self.partition),
            (Owner::Table, KeySide::Sort) => Some(&mut self.sort),
            (Owner::Index(at), side) => self.indexes.get_mut(at).map(|index| match side {
                KeySide::Partition => &mut index.partition,
                KeySide::Sort => &mut index.sort,
            }),
        }
    }

    /// The least and the most attributes that a part of a key has.
    pub fn bounds(&self, owner: Owner, side: KeySide) -> (usize, usize) {
        let is_global = match owner {
            Owner::Table => false,
            Owner::Index(at) => {
                self.indexes.get(at).is_some_and(|index| index.kind == IndexKind::Global)
            }
        };
        let most = if is_global { IndexForm::MOST_KEY_ATTRIBUTES } else { 1 };
        match (side, owner) {
            (KeySide::Partition, _) => (1, most),
            (KeySide::Sort, Owner::Index(_)) if !is_global => (1, 1),
            (KeySide::Sort, _) => (0, most),
        }
    }

    /// The CreateTable request.
    pub fn create(&self) -> Result<Request, FormProblem> {
        let throughput = self.capacity.throughput()?;
        let mut body = Map::new();
        body.insert("TableName".into(), json!(self.name));
        let mut fields: Vec<&KeyField> = self.partition.iter().chain(&self.sort).collect();
        fields.extend(self.indexes.iter().flat_map(index_fields));
        body.insert("AttributeDefinitions".into(), definitions(fields));
        body.insert("KeySchema".into(), key_schema(&self.partition, &self.sort));
        for (member, kind) in [
            ("LocalSecondaryIndexes", IndexKind::Local),
            ("GlobalSecondaryIndexes", IndexKind::Global),
        ] {
            let indexes = self.indexes.iter().filter(|index| index.kind == kind);
            let indexes: Vec<Json> =
                indexes.map(|index| self.index(index, throughput.as_ref())).collect();
            if !indexes.is_empty() {
                body.insert(member.into(), json!(indexes));
            }
        }
        body.insert("BillingMode".into(), json!(self.capacity.mode()));
        if let Some(throughput) = throughput {
            body.insert("ProvisionedThroughput".into(), throughput);
        }
        if let Some(view) = self.stream {
            let stream = json!({"StreamEnabled": true, "StreamViewType": view.name()});
            body.insert("StreamSpecification".into(), stream);
        }
        if self.is_protected {
            body.insert("DeletionProtectionEnabled".into(), json!(true));
        }
        Ok(Request { operation: Operation::CreateTable, body: Json::Object(body) })
    }

    /// The UpdateTable request that adds the form's first index to a table.
    pub fn add_index(&self, table: &str) -> Result<Request, FormProblem> {
        let throughput = self.capacity.throughput()?;
        let created: Vec<Json> = self
            .indexes
            .iter()
            .map(|index| json!({"Create": self.index(index, throughput.as_ref())}))
            .collect();
        let body = json!({
            "TableName": table,
            "AttributeDefinitions": definitions(self.indexes.iter().flat_map(index_fields)),
            "GlobalSecondaryIndexUpdates": created,
        });
        Ok(Request { operation: Operation::UpdateTable, body })
    }

    fn index(&self, index: &IndexForm, throughput: Option<&Json>) -> Json {
        let partition = match index.kind {
            IndexKind::Local => &self.partition,
            IndexKind::Global => &index.partition,
        };
        let mut body = json!({
            "IndexName": index.name,
            "KeySchema": key_schema(partition, &index.sort),
            "Projection": index.projection(),
        });
        if let Some(throughput) = throughput.filter(|_| index.kind == IndexKind::Global) {
            body["ProvisionedThroughput"] = throughput.clone();
        }
        body
    }
}

/// The key attributes that an index names itself.
fn index_fields(index: &IndexForm) -> impl Iterator<Item = &KeyField> {
    let partition = match index.kind {
        IndexKind::Local => &[][..],
        IndexKind::Global => &index.partition,
    };
    partition.iter().chain(&index.sort)
}

/// `AttributeDefinitions`: each name once with each type that it was given, so that two types for
/// one name are rejected in the service's words.
fn definitions<'a>(fields: impl IntoIterator<Item = &'a KeyField>) -> Json {
    let mut known: Vec<&KeyField> = Vec::new();
    for field in fields {
        if !known.contains(&field) {
            known.push(field);
        }
    }
    known
        .iter()
        .map(|field| json!({"AttributeName": field.name, "AttributeType": field.kind.tag()}))
        .collect()
}

fn key_schema(partition: &[KeyField], sort: &[KeyField]) -> Json {
    let part = |fields: &[KeyField], kind: &str| -> Vec<Json> {
        let named = fields.iter().map(|f| json!({"AttributeName": f.name, "KeyType": kind}));
        named.collect()
    };
    Json::Array([part(partition, "HASH"), part(sort, "RANGE")].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Session;
    use crate::engine::{Clock, Millis};

    fn field(name: &str, kind: TypeName) -> KeyField {
        KeyField { name: name.into(), kind }
    }

    fn orders() -> TableForm {
        let by_total = IndexForm {
            name: "ByTotal".into(),
            sort: vec![field("Total", TypeName::Number)],
            projected: Projected::KeysOnly,
            ..IndexForm::new(IndexKind::Local)
        };
        let by_status = IndexForm {
            name: "ByStatus".into(),
            partition: vec![field("Status", TypeName::String), field("Region", TypeName::String)],
            sort: vec![field("SK", TypeName::String)],
            projected: Projected::Include,
            include: " Total , Note,".into(),
            ..IndexForm::new(IndexKind::Global)
        };
        TableForm {
            name: "Orders".into(),
            indexes: vec![by_total, by_status],
            stream: Some(View::NewImage),
            is_protected: true,
            ..TableForm::default()
        }
    }

    fn send(session: &mut Session, request: Request) -> Result<Json, String> {
        let response = session.send(request).response;
        let message = |error: crate::api::ApiError| error.message().unwrap_or_default().to_owned();
        response.map(|response| response.to_json()).map_err(message)
    }

    #[test]
    fn a_design_becomes_the_table_that_it_shows() {
        let mut session = Session::new(Clock::fixed(Millis(0)));
        let made = send(&mut session, orders().create().unwrap()).unwrap();
        let table = &made["TableDescription"];
        assert_eq!(table["KeySchema"][1]["AttributeName"], "SK");
        assert_eq!(table["LocalSecondaryIndexes"][0]["KeySchema"][1]["AttributeName"], "Total");
        let global = &table["GlobalSecondaryIndexes"][0];
        assert_eq!(global["KeySchema"].as_array().unwrap().len(), 3);
        assert_eq!(global["Projection"]["NonKeyAttributes"], json!(["Note", "Total"]));
        assert_eq!(table["StreamSpecification"]["StreamViewType"], "NEW_IMAGE");
        assert_eq!(table["DeletionProtectionEnabled"], true);
    }

    #[test]
    fn provisioned_capacity_goes_to_the_table_and_its_global_indexes() {
        let mut form = orders();
        form.capacity =
            Capacity { billing: Billing::Provisioned, read: " 7 ".into(), write: "3".into() };
        let body = form.create().unwrap().body;
        assert_eq!(body["ProvisionedThroughput"]["ReadCapacityUnits"], 7);
        assert_eq!(
            body["GlobalSecondaryIndexes"][0]["ProvisionedThroughput"]["WriteCapacityUnits"],
            3
        );
        assert!(body["LocalSecondaryIndexes"][0].get("ProvisionedThroughput").is_none());
        form.capacity.write = "many".into();
        assert_eq!(form.create().unwrap_err(), FormProblem::WriteCapacity);
    }

    #[test]
    fn an_index_is_added_to_a_table_that_is_there() {
        let mut session = Session::new(Clock::fixed(Millis(0)));
        let plain = TableForm { name: "Shop".into(), ..TableForm::default() };
        send(&mut session, plain.create().unwrap()).unwrap();
        let mut form = TableForm::of_new_index(Capacity::default());
        form.indexes[0].name = "ByCity".into();
        form.indexes[0].partition = vec![field("City", TypeName::String)];
        let changed = send(&mut session, form.add_index("Shop").unwrap()).unwrap();
        let index = &changed["TableDescription"]["GlobalSecondaryIndexes"][0];
        assert_eq!(index["IndexName"], "ByCity");
    }

    #[test]
    fn what_is_missing_is_the_services_to_say() {
        let mut session = Session::new(Clock::fixed(Millis(0)));
        let unnamed = TableForm::default();
        let message = send(&mut session, unnamed.create().unwrap()).unwrap_err();
        assert!(message.contains("tableName"), "{message}");
        let mut twice = TableForm { name: "Table".into(), ..TableForm::default() };
        twice.indexes.push(IndexForm {
            name: "ByKey".into(),
            partition: vec![field("PK", TypeName::Number)],
            ..IndexForm::new(IndexKind::Global)
        });
        let message = send(&mut session, twice.create().unwrap()).unwrap_err();
        assert!(message.contains("PK"), "{message}");
    }

    #[test]
    fn each_part_of_a_key_knows_how_many_attributes_it_has() {
        let form = orders();
        assert_eq!(form.bounds(Owner::Table, KeySide::Partition), (1, 1));
        assert_eq!(form.bounds(Owner::Table, KeySide::Sort), (0, 1));
        assert_eq!(form.bounds(Owner::Index(0), KeySide::Sort), (1, 1));
        assert_eq!(form.bounds(Owner::Index(1), KeySide::Partition), (1, 4));
        assert_eq!(form.bounds(Owner::Index(1), KeySide::Sort), (0, 4));
    }
}
