//! The rules that a request can break, by name.
//!
//! Owns the list of the rules and their ids. A rule is set where its sentence is built, so that
//! nobody has to recognise a sentence afterwards: advice, the field to look at and links to lessons
//! go by the rule. Refuses to know sentences and advice.

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal,)+) => {
        /// A rule that the service enforces. One rule may have several sentences, as the service
        /// words the same thing differently in different operations.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Rule {
            /// Every rule, in the order of this list.
            pub const ALL: &[Rule] = &[$(Rule::$name),+];

            /// The name for links and lessons, which stays the same when the variant is renamed.
            pub fn id(self) -> &'static str {
                match self {
                    $(Rule::$name => $id,)+
                }
            }
        }
    };
}

impl Rule {
    /// The rule with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }
}

rules! {
    // The protocol and the JSON types of parameters.
    /// The body is a JSON object.
    BodyIsObject = "body-is-object",
    /// The target names an operation.
    KnownOperation = "known-operation",
    /// The member is a JSON string; numbers in attribute values too.
    JsonString = "json-string",
    /// The member is a JSON number.
    JsonNumber = "json-number",
    /// The member is `true` or `false`.
    JsonBoolean = "json-boolean",
    /// The member is a JSON array.
    JsonArray = "json-array",
    /// The member is a JSON object.
    JsonObject = "json-object",
    /// A binary value is a JSON string of base64 with its padding.
    Base64 = "base64",

    // Constraints on single parameters.
    /// The parameter is required.
    Required = "required",
    /// The text is one of a few.
    KnownChoice = "known-choice",
    /// The number isn't below its minimum.
    Minimum = "minimum",
    /// The number isn't above its maximum.
    Maximum = "maximum",
    /// The text or list isn't too short.
    MinimumLength = "minimum-length",
    /// The text or list isn't too long.
    MaximumLength = "maximum-length",
    /// Names of tables and indexes consist of letters, digits, `_`, `.` and `-`.
    NameCharacters = "name-characters",

    // Tables, indexes and ARNs that are named.
    /// The table exists.
    TableExists = "table-exists",
    /// The table has the index.
    IndexExists = "index-exists",
    /// A global secondary index can be read once it is backfilled.
    IndexBackfilled = "index-backfilled",
    /// The ARN names a table (or, where tags are, a stream that exists).
    ResourceArn = "resource-arn",
    /// The ARN is of this region.
    OwnRegion = "own-region",
    /// The ARN is of this account.
    OwnAccount = "own-account",

    // Attribute values.
    /// An attribute value has a type.
    ValueHasType = "value-has-type",
    /// An attribute value has one type only.
    ValueHasOneType = "value-has-one-type",
    /// `NULL` is `true`.
    NullIsTrue = "null-is-true",
    /// A set has an element.
    SetNotEmpty = "set-not-empty",
    /// A set has no `null` among its elements.
    SetWithoutNull = "set-without-null",
    /// The elements of a set differ.
    SetWithoutDuplicates = "set-without-duplicates",
    /// The text of a number is one.
    NumberSyntax = "number-syntax",
    /// A number isn't larger than 9.99…E+125.
    NumberOverflow = "number-overflow",
    /// A number isn't closer to zero than 1E-130.
    NumberUnderflow = "number-underflow",
    /// A number has 38 significant digits at most.
    NumberDigits = "number-digits",
    /// An attribute has a name.
    AttributeNameNotEmpty = "attribute-name-not-empty",
    /// An attribute name has 65,535 bytes at most.
    AttributeNameLength = "attribute-name-length",
    /// Lists and maps are nested 32 levels deep at most.
    NestingDepth = "nesting-depth",

    // Keys of items.
    /// A key has exactly the attributes of the key schema, with their types.
    KeyMatchesSchema = "key-matches-schema",
    /// An item has every attribute of the table's primary key.
    KeyPresent = "key-present",
    /// A key attribute has the type that its definition says.
    KeyType = "key-type",
    /// A key attribute isn't empty.
    KeyNotEmpty = "key-not-empty",
    /// A partition key has 2,048 bytes at most, a sort key 1,024.
    KeyLength = "key-length",
    /// A key attribute of an index has the type that its definition says.
    IndexKeyType = "index-key-type",
    /// A key attribute of an index isn't empty.
    IndexKeyNotEmpty = "index-key-not-empty",
    /// Key attributes of an index are limited as those of tables are.
    IndexKeyLength = "index-key-length",
    /// An update doesn't change the primary key.
    KeyUnchanged = "key-unchanged",
    /// An expression doesn't look into a key attribute.
    KeyPathScalar = "key-path-scalar",

    // Items and what is written.
    /// An item has 400 KB at most.
    ItemSize = "item-size",
    /// The items of a partition key in a table with a local secondary index have 10 GB at most.
    ItemCollectionSize = "item-collection-size",
    /// The condition is true.
    ConditionTrue = "condition-true",
    /// INSERT finds no item with the key.
    InsertNew = "insert-new",
    /// PutItem and DeleteItem return the old item or nothing.
    ReturnValuesOld = "return-values-old",

    // Names and values of expressions.
    /// `ExpressionAttributeNames` isn't there without an entry.
    NamesNotEmpty = "names-not-empty",
    /// `ExpressionAttributeValues` isn't there without an entry.
    ValuesNotEmpty = "values-not-empty",
    /// A placeholder for a name is `#` and letters, digits or `_`.
    NamePlaceholderSyntax = "name-placeholder-syntax",
    /// A placeholder for a value is `:` and letters, digits or `_`.
    ValuePlaceholderSyntax = "value-placeholder-syntax",
    /// A placeholder has 255 bytes at most.
    PlaceholderLength = "placeholder-length",
    /// The values have 2 MB together at most.
    ValuesSize = "values-size",
    /// What a `#name` stands for is an attribute name.
    PlaceholderNamesAttribute = "placeholder-names-attribute",
    /// Names are given with an expression.
    NamesNeedExpression = "names-need-expression",
    /// Values are given with an expression that can use them.
    ValuesNeedExpression = "values-need-expression",
    /// Every name is used.
    NamesUsed = "names-used",
    /// Every value is used.
    ValuesUsed = "values-used",
    /// A `#name` in an expression is defined.
    NameDefined = "name-defined",
    /// A `:value` in an expression is defined.
    ValueDefined = "value-defined",

    // Expressions.
    /// An expression isn't empty.
    ExpressionNotEmpty = "expression-not-empty",
    /// An expression has 4 KB at most.
    ExpressionLength = "expression-length",
    /// An expression follows the grammar.
    ExpressionSyntax = "expression-syntax",
    /// An expression isn't nested too deep.
    ExpressionDepth = "expression-depth",
    /// An expression has 300 operators at most.
    OperatorCount = "operator-count",
    /// Parentheses aren't doubled.
    RedundantParentheses = "redundant-parentheses",
    /// A bare attribute name is no reserved word.
    ReservedWord = "reserved-word",
    /// The function exists.
    KnownFunction = "known-function",
    /// A function stands where its result can be used.
    FunctionPlace = "function-place",
    /// A function is one of this kind of expression.
    FunctionAllowed = "function-allowed",
    /// A list index is one that a list can have.
    ListIndex = "list-index",
    /// A document path has 32 components at most.
    PathDepth = "path-depth",
    /// A function has as many operands as it takes.
    OperandCount = "operand-count",
    /// `IN` has 100 operands at most.
    InOperandCount = "in-operand-count",
    /// The operands of a comparison differ.
    OperandsDistinct = "operands-distinct",
    /// A function that is about an attribute is given a document path.
    PathOperand = "path-operand",
    /// An operand has a type that the operator or function takes.
    OperandType = "operand-type",
    /// `attribute_type` asks for a type that exists.
    AttributeTypeName = "attribute-type-name",
    /// The bounds of `BETWEEN` have the same type.
    BetweenTypes = "between-types",
    /// The lower bound of `BETWEEN` isn't above the upper one.
    BetweenOrder = "between-order",

    // Update expressions, and updates that meet an item.
    /// `SET`, `REMOVE`, `ADD` and `DELETE` occur once.
    UpdateSectionOnce = "update-section-once",
    /// `ADD` takes a number or set, `DELETE` a set.
    UpdateActionType = "update-action-type",
    /// No path of an update leads into another.
    PathsOverlap = "paths-overlap",
    /// No two paths take the same attribute for a list and for a map.
    PathsConflict = "paths-conflict",
    /// An attribute that an update reads exists.
    UpdateReadsExisting = "update-reads-existing",
    /// An operand of an update, as the item has it, has the right type.
    UpdateOperandType = "update-operand-type",
    /// The map or list above an updated path exists.
    UpdatePathExists = "update-path-exists",

    // Key conditions.
    /// A Query has a key condition.
    KeyConditionRequired = "key-condition-required",
    /// A key condition has the partition key, and the sort key or nothing else.
    KeyConditionMissesKey = "key-condition-misses-key",
    /// The partition key takes `=` only.
    KeyConditionSupported = "key-condition-supported",
    /// A key condition has a condition, and no more than the key has attributes.
    KeyConditionCount = "key-condition-count",
    /// Partition key attributes take `=`, and so do sort key attributes before the last one used.
    KeyConditionEquality = "key-condition-equality",
    /// A key attribute has one condition.
    KeyConditionOnce = "key-condition-once",
    /// A key condition uses `=`, `<`, `<=`, `>`, `>=`, `BETWEEN` and `begins_with`.
    KeyConditionOperator = "key-condition-operator",
    /// A key condition looks neither into an attribute nor at its size.
    KeyConditionNested = "key-condition-nested",
    /// A key condition compares an attribute with a value, not with another attribute.
    KeyConditionTwoAttributes = "key-condition-two-attributes",
    /// A key condition is about an attribute.
    KeyConditionWithoutAttribute = "key-condition-without-attribute",
    /// The key attribute is the first operand of `BETWEEN` and `begins_with`.
    KeyConditionOperandOrder = "key-condition-operand-order",
    /// A value in a key condition has the type of the key attribute.
    KeyConditionType = "key-condition-type",

    // Query and Scan.
    /// A filter of a Query names no attribute of the primary key.
    FilterOnKeyAttribute = "filter-on-key-attribute",
    /// A filter of a Query of an index names projected attributes only.
    FilterProjected = "filter-projected",
    /// `Select` asks for all attributes of a global index only if it projects all.
    SelectAllOfIndex = "select-all-of-index",
    /// `Select` asks for projected attributes of an index only.
    SelectProjectedOfIndex = "select-projected-of-index",
    /// `SPECIFIC_ATTRIBUTES` goes with a projection.
    SelectNeedsProjection = "select-needs-projection",
    /// A projection goes with no other `Select`.
    SelectWithProjection = "select-with-projection",
    /// What is asked of a global index is projected into it.
    ProjectedAttributes = "projected-attributes",
    /// A global index is read eventually consistent.
    ConsistentGlobalIndex = "consistent-global-index",
    /// An `ExclusiveStartKey` is a key of the table or index.
    StartKeyValid = "start-key-valid",
    /// An `ExclusiveStartKey` is within what the Query asks for.
    StartKeyInRange = "start-key-in-range",
    /// A Query of one item has no next page.
    StartKeyOfOneItem = "start-key-of-one-item",
    /// An `ExclusiveStartKey` is of the segment that is scanned.
    StartKeySegment = "start-key-segment",
    /// `Segment` goes with `TotalSegments`.
    TotalSegmentsRequired = "total-segments-required",
    /// `TotalSegments` goes with `Segment`.
    SegmentRequired = "segment-required",
    /// `Segment` is below `TotalSegments`.
    SegmentInRange = "segment-in-range",

    // Batches.
    /// `RequestItems` names a table.
    BatchNotEmpty = "batch-not-empty",
    /// `RequestItems` names a table once.
    BatchTableOnce = "batch-table-once",
    /// The names in `RequestItems` could be tables'.
    BatchTableName = "batch-table-name",
    /// A key occurs once in a batch.
    BatchKeysDistinct = "batch-keys-distinct",
    /// BatchGetItem has 100 keys at most.
    BatchGetCount = "batch-get-count",
    /// BatchWriteItem has 25 writes at most, and one for each table.
    BatchWriteCount = "batch-write-count",
    /// A write of a batch is a put or a delete.
    BatchWriteAction = "batch-write-action",

    // Transactions.
    /// Every action of a transaction can be made.
    TransactionMade = "transaction-made",
    /// The item is in no other transaction that is going on.
    TransactionConflict = "transaction-conflict",
    /// A transaction has one action for an item.
    TransactionItemOnce = "transaction-item-once",
    /// An element of `TransactItems` has one action.
    TransactionAction = "transaction-action",
    /// The items of a transaction have 4 MB together at most.
    TransactionSize = "transaction-size",
    /// A `ClientRequestToken` stands for one request.
    TokenOfOneRequest = "token-of-one-request",

    // Limits of throughput, which only the simulation has.
    /// A table is asked for its provisioned throughput at most.
    ProvisionedThroughput = "provisioned-throughput",
    /// A partition is asked for 3,000 read units and 1,000 write units at most.
    PartitionThroughput = "partition-throughput",
    /// A table or index is asked for the account's quota at most.
    AccountThroughput = "account-throughput",
    /// An on-demand table is asked for the maximum that was set for it at most.
    MaximumThroughput = "maximum-throughput",
    /// The global secondary indexes keep up with the writes to their table.
    IndexThroughput = "index-throughput",

    // Parameters that expressions have replaced.
    /// Legacy parameters and expressions don't go together.
    LegacyWithExpressions = "legacy-with-expressions",
    /// `ConditionalOperator` goes with a filter or `Expected` of two conditions.
    LegacyOperatorJoins = "legacy-operator-joins",
    /// `AttributesToGet` names an attribute once.
    LegacyNameOnce = "legacy-name-once",
    /// A `ComparisonOperator` has as many values as it takes.
    LegacyArgumentCount = "legacy-argument-count",
    /// The values of a `ComparisonOperator` have the same type.
    LegacySameTypes = "legacy-same-types",
    /// A `ComparisonOperator` has values of a type that it takes.
    LegacyOperandType = "legacy-operand-type",
    /// The lower bound of `BETWEEN` isn't above the upper one.
    LegacyBetweenOrder = "legacy-between-order",
    /// `Value` and `AttributeValueList` don't go together.
    LegacyValueOrList = "legacy-value-or-list",
    /// `Exists` and `ComparisonOperator` don't go together.
    LegacyExistsOrOperator = "legacy-exists-or-operator",
    /// A `ComparisonOperator` in `Expected` has a value.
    LegacyOperatorNeedsValue = "legacy-operator-needs-value",
    /// `AttributeValueList` goes with a `ComparisonOperator`.
    LegacyListNeedsOperator = "legacy-list-needs-operator",
    /// An attribute that is expected to exist has a `Value`.
    LegacyExistsNeedsValue = "legacy-exists-needs-value",
    /// An attribute that is expected not to exist has no `Value`.
    LegacyMissingHasNoValue = "legacy-missing-has-no-value",
    /// `PUT` and `ADD` of `AttributeUpdates` have a value.
    LegacyActionNeedsValue = "legacy-action-needs-value",
    /// `DELETE` with a value takes sets, `ADD` numbers, sets and lists.
    LegacyActionType = "legacy-action-type",

    // PartiQL.
    /// A statement is SELECT, INSERT, UPDATE or DELETE.
    StatementKind = "statement-kind",
    /// A statement follows the grammar.
    StatementSyntax = "statement-syntax",
    /// What stands behind a dot is a name.
    StatementPath = "statement-path",
    /// Quotes are closed, and every character begins a token.
    StatementCharacters = "statement-characters",
    /// A clause of a statement is one that DynamoDB has.
    StatementClause = "statement-clause",
    /// Columns and tables of a statement have no other names.
    StatementAlias = "statement-alias",
    /// Conditions compute nothing.
    StatementOperator = "statement-operator",
    /// `FROM` names a table, or a table and an index.
    StatementTarget = "statement-target",
    /// The values of key conditions have the types of the schema.
    StatementKeyType = "statement-key-type",
    /// A set of a statement has strings or numbers.
    StatementBag = "statement-bag",
    /// A parameter is a value, not a part of a literal.
    StatementLiteral = "statement-literal",
    /// DELETE returns the item as it was.
    StatementReturning = "statement-returning",
    /// A function of a statement exists.
    StatementFunction = "statement-function",
    /// A function of a statement has the arguments that it takes.
    StatementArguments = "statement-arguments",
    /// A statement isn't nested too deep.
    StatementDepth = "statement-depth",
    /// What is selected are attributes, not the results of functions.
    StatementProjection = "statement-projection",
    /// No two columns end in the same name.
    StatementColumnOnce = "statement-column-once",
    /// There are as many parameters as question marks.
    StatementParameters = "statement-parameters",
    /// INSERT, UPDATE and DELETE are about a table.
    StatementWritesTable = "statement-writes-table",
    /// UPDATE and DELETE name the whole primary key.
    StatementNamesKey = "statement-names-key",
    /// `ORDER BY` goes with `WHERE`.
    OrderNeedsCondition = "order-needs-condition",
    /// `ORDER BY` goes with a condition on the partition key.
    OrderNeedsPartitionKey = "order-needs-partition-key",
    /// `ORDER BY` is by attributes of the key.
    OrderByKey = "order-by-key",
    /// `IN` has 50 partition keys, or 100 values, at most.
    StatementInCount = "statement-in-count",
    /// `EXISTS` is for transactions.
    ExistsInTransaction = "exists-in-transaction",
    /// `EXISTS` has a condition besides the key.
    ExistsHasCondition = "exists-has-condition",
    /// A `NextToken` is one that the service gave out.
    NextTokenValid = "next-token-valid",
    /// A `NextToken` goes with its statement.
    NextTokenOfStatement = "next-token-of-statement",
    /// A batch of statements reads or writes.
    BatchReadsOrWrites = "batch-reads-or-writes",
    /// A SELECT in a batch or a transaction names one item by its key.
    BatchSelectsKey = "batch-selects-key",
    /// A transaction reads no index.
    TransactionReadsTable = "transaction-reads-table",
    /// A statement in a transaction returns nothing.
    TransactionReturnsNothing = "transaction-returns-nothing",

    // Tables: their keys and indexes.
    /// A new table has a name that isn't taken.
    TableNameFree = "table-name-free",
    /// A key schema begins with a HASH key, and RANGE keys follow.
    KeySchemaOrder = "key-schema-order",
    /// The attributes of a key schema differ.
    KeySchemaDistinct = "key-schema-distinct",
    /// The key of an index has four attributes of each role at most.
    IndexKeyCount = "index-key-count",
    /// Every key attribute is defined.
    KeysDefined = "keys-defined",
    /// Every definition is of a key attribute.
    DefinitionsUsed = "definitions-used",
    /// An attribute is defined once.
    DefinitionOnce = "definition-once",
    /// A list of indexes has one at least.
    IndexListNotEmpty = "index-list-not-empty",
    /// A table has 5 local secondary indexes at most.
    LocalIndexCount = "local-index-count",
    /// A table has 20 global secondary indexes at most.
    GlobalIndexCount = "global-index-count",
    /// The indexes of a table have different names.
    IndexNameOnce = "index-name-once",
    /// A table with local secondary indexes has a sort key, as each of them.
    LocalIndexSortKey = "local-index-sort-key",
    /// A local secondary index has the table's partition key.
    LocalIndexPartitionKey = "local-index-partition-key",
    /// An index has a projection type.
    ProjectionType = "projection-type",
    /// `NonKeyAttributes` go with `INCLUDE`, and with nothing else.
    ProjectionAttributes = "projection-attributes",
    /// `NonKeyAttributes` names an attribute once.
    ProjectionAttributeOnce = "projection-attribute-once",
    /// The indexes of a table project 100 attributes by name at most.
    ProjectionAttributeCount = "projection-attribute-count",

    // Tables: capacity and settings.
    /// A provisioned table and its global indexes have `ProvisionedThroughput`.
    ThroughputRequired = "throughput-required",
    /// On-demand tables and their indexes have no `ProvisionedThroughput`.
    ThroughputOnDemand = "throughput-on-demand",
    /// A change of throughput changes it.
    ThroughputChanges = "throughput-changes",
    /// Throughput is within the quotas of the account.
    ThroughputQuota = "throughput-quota",
    /// Throughput is decreased 4 times a day, then once an hour.
    ThroughputDecreases = "throughput-decreases",
    /// `OnDemandThroughput` is 1 or more, or -1 for none.
    MaximumInRange = "maximum-in-range",
    /// `OnDemandThroughput` is for on-demand tables.
    MaximumOnDemand = "maximum-on-demand",
    /// `WarmThroughput` isn't below what the table begins with.
    WarmMinimum = "warm-minimum",
    /// `WarmThroughput` isn't decreased.
    WarmNotDecreased = "warm-not-decreased",
    /// `WarmThroughput` of an index has a number at least.
    WarmNotEmpty = "warm-not-empty",
    /// A table becomes on-demand 4 times in 24 hours at most.
    BillingModeChanges = "billing-mode-changes",
    /// The class of a table is one that exists.
    TableClassKnown = "table-class-known",
    /// The class of a table is changed twice in 30 days at most.
    TableClassChanges = "table-class-changes",
    /// Encryption with a key of one's own names type and key.
    EncryptionSettings = "encryption-settings",
    /// A change of encryption changes it.
    EncryptionChanges = "encryption-changes",
    /// A table that is protected from deletion isn't deleted.
    DeletionProtection = "deletion-protection",

    // UpdateTable.
    /// UpdateTable changes something.
    UpdateNotEmpty = "update-not-empty",
    /// Some changes stand alone in their request.
    UpdateAlone = "update-alone",
    /// Some changes don't go into the same request.
    UpdateTogether = "update-together",
    /// An element of `GlobalSecondaryIndexUpdates` creates, updates or deletes an index.
    IndexUpdateAction = "index-update-action",
    /// A request changes an index once.
    IndexUpdateOnce = "index-update-once",
    /// Only global secondary indexes are updated and deleted.
    IndexUpdateGlobal = "index-update-global",
    /// A new index has a name that isn't taken.
    IndexNameFree = "index-name-free",
    /// The key attributes of a new index are defined in the request.
    IndexDefinitions = "index-definitions",
    /// An attribute keeps its type in the key of a new index.
    IndexDefinitionKept = "index-definition-kept",
    /// One index is created or deleted at a time.
    IndexChangesOneByOne = "index-changes-one-by-one",

    // What waits for another change.
    /// A table can be used once it is created.
    TableCreated = "table-created",
    /// A table can't be used while it is deleted.
    TableNotBeingDeleted = "table-not-being-deleted",
    /// A table that is being updated can't be deleted.
    TableNotBeingUpdated = "table-not-being-updated",
    /// Throughput, and what depends on it, is changed one by one.
    ThroughputNotChanging = "throughput-not-changing",
    /// Indexes, and what depends on them, are changed one by one.
    IndexNotChanging = "index-not-changing",
    /// Streams, and what depends on them, are changed one by one.
    StreamNotChanging = "stream-not-changing",
    /// The class of a table, and what depends on it, is changed one by one.
    TableClassNotChanging = "table-class-not-changing",

    // Time to live and tags.
    /// A change of time to live changes it.
    TimeToLiveChanges = "time-to-live-changes",
    /// Time to live goes by one attribute.
    TimeToLiveAttribute = "time-to-live-attribute",
    /// Time to live is changed once an hour.
    TimeToLiveInterval = "time-to-live-interval",
    /// A request about tags has one at least.
    TagsNotEmpty = "tags-not-empty",
    /// The key of a tag has 1 to 128 characters that are allowed.
    TagKey = "tag-key",
    /// The value of a tag has 256 characters at most, all of them allowed.
    TagValue = "tag-value",
    /// Keys that begin with `aws:` are AWS's.
    TagKeyReserved = "tag-key-reserved",
    /// The keys of tags differ.
    TagKeyOnce = "tag-key-once",
    /// A table has 50 tags at most.
    TagCount = "tag-count",

    // Streams.
    /// A stream that is enabled isn't enabled again.
    StreamNotEnabledTwice = "stream-not-enabled-twice",
    /// Only a stream that is enabled is disabled.
    StreamEnabled = "stream-enabled",
    /// A stream has a view type if it is enabled, and only then.
    StreamViewType = "stream-view-type",
    /// The ARN names a stream.
    StreamArn = "stream-arn",
    /// The stream exists.
    StreamExists = "stream-exists",
    /// The stream has the shard.
    ShardExists = "shard-exists",
    /// A shard iterator is one that the service gave out.
    IteratorValid = "iterator-valid",
    /// A shard iterator is used within 15 minutes.
    IteratorFresh = "iterator-fresh",
    /// A `ShardIteratorType` goes with the member that it is named after.
    IteratorStart = "iterator-start",
    /// A sequence number is one of the shard.
    SequenceNumberOfShard = "sequence-number-of-shard",
    /// `Timestamp` is in the past.
    TimestampPast = "timestamp-past",
    /// Records are read within 24 hours.
    RecordsKept = "records-kept",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_lead_back() {
        for (at, rule) in Rule::ALL.iter().enumerate() {
            let id = rule.id();
            assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            assert_eq!(Rule::from_id(id), Some(*rule));
            assert!(Rule::ALL[..at].iter().all(|other| other.id() != id), "{id} twice");
        }
        assert_eq!(Rule::from_id("no-such-rule"), None);
    }
}
