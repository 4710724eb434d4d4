//! What to do about an error: one plain sentence beside the service's own.
//!
//! Owns a sentence for every rule, by the rule and never by the service's wording. A new rule does
//! not compile without its advice. Refuses to know when a rule is broken.

use crate::api::{ApiError, Parameter, Rule, Subject};

/// What to do about an error. Of a cancelled transaction: about the first action that was in the
/// way, since the others would have been made.
pub fn advice(error: &ApiError) -> String {
    let own = filled(template(error.rule()), error.subject());
    let mut actions = error.reasons().iter().enumerate();
    match actions.find_map(|(at, reason)| Some((at + 1, reason.as_ref()?))) {
        Some((number, reason)) => format!("{own} Action {number}: {}", advice(reason)),
        None => own,
    }
}

/// The sentence with what the error is about: `{name}` is the attribute, index or placeholder, or
/// else the parameter.
fn filled(template: &str, subject: &Subject) -> String {
    let parameter = subject.parameter.map(Parameter::name);
    let name = match subject.name.as_deref() {
        // How the service calls what follows the last token.
        Some("<EOF>") => "the end",
        named => named.or(parameter).unwrap_or("the attribute"),
    };
    template.replace("{name}", name).replace("{parameter}", parameter.unwrap_or("the parameter"))
}

/// The sentence for a rule. In the words that AWS uses, to the reader, about what to do.
fn template(rule: Rule) -> &'static str {
    match rule {
        // The protocol and the JSON types of parameters.
        Rule::BodyIsObject => {
            "Send the parameters as one JSON object, such as {\"TableName\": \"Music\"}."
        }
        Rule::KnownOperation => {
            "Check the spelling of the operation, which follows DynamoDB_20120810. in the X-Amz-Target header."
        }
        Rule::JsonString => {
            "Write {name} as a JSON string in double quotes, even when it's a number: {\"N\": \"5\"}."
        }
        Rule::JsonNumber => "Write {name} as a JSON number, without quotes.",
        Rule::JsonBoolean => "Write {name} as true or false, without quotes.",
        Rule::JsonArray => "Write {name} as a JSON array, in square brackets.",
        Rule::JsonObject => {
            "Write {name} as a JSON object; an attribute value is one too, such as {\"S\": \"text\"} or {\"N\": \"5\"}."
        }
        Rule::Base64 => {
            "Write binary values as a string of base64, with the = signs that pad it to a multiple of four characters."
        }

        // Constraints on single parameters.
        Rule::Required => "Add {name}, which this operation requires.",
        Rule::KnownChoice => "Use one of the values that the message lists for {name}.",
        Rule::Minimum => "Use a larger number for {name}, or leave it out if it's optional.",
        Rule::Maximum => "Use a smaller number for {name}: the message says the maximum.",
        Rule::MinimumLength => {
            "Make {name} at least as long as the message says, or leave it out if it's optional."
        }
        Rule::MaximumLength => "Shorten {name} to the length in the message.",
        Rule::NameCharacters => {
            "Use only letters, digits, underscores, dots and hyphens in the names of tables and indexes."
        }

        // Tables, indexes and ARNs that are named.
        Rule::TableExists => {
            "Check the table name, or create the table {name} first; names are case-sensitive."
        }
        Rule::IndexExists => {
            "Choose one of the indexes that DescribeTable lists; {name} isn't among them."
        }
        Rule::IndexBackfilled => {
            "Wait until DescribeTable shows {name} as ACTIVE; until then DynamoDB is still copying items into it."
        }
        Rule::ResourceArn => "Use the TableArn that DescribeTable returns.",
        Rule::OwnRegion => "Use an ARN in us-east-1: every table here is in that Region.",
        Rule::OwnAccount => {
            "Use an ARN with the account ID 123456789012: you have no access to other accounts here."
        }

        // Attribute values.
        Rule::ValueHasType => {
            "Give every attribute value a type, such as {\"S\": \"text\"} or {\"N\": \"5\"}."
        }
        Rule::ValueHasOneType => "Give each attribute value exactly one type: S or N, not both.",
        Rule::NullIsTrue => {
            "Write a null value as {\"NULL\": true}; for anything else use another type."
        }
        Rule::SetNotEmpty => {
            "Leave out the attribute instead of storing an empty set, or store an empty list."
        }
        Rule::SetWithoutNull => {
            "Remove the null: a set holds only strings, numbers or binary values."
        }
        Rule::SetWithoutDuplicates => {
            "List each element of a set once, or use a list if repeats matter."
        }
        Rule::NumberSyntax => {
            "Write the number in digits, with an optional sign, decimal point and exponent, such as -12.5 or 1e3."
        }
        Rule::NumberOverflow => "Keep numbers below 1E+126, or store this one as a string.",
        Rule::NumberUnderflow => "Keep numbers at 1E-130 or larger, or store 0.",
        Rule::NumberDigits => "Round to 38 significant digits, or store the number as a string.",
        Rule::AttributeNameNotEmpty => "Give every attribute a name of at least one character.",
        Rule::AttributeNameLength => {
            "Shorten the attribute name to at most 65,535 bytes; short names also make items smaller."
        }
        Rule::NestingDepth => {
            "Nest lists and maps at most 32 levels deep: flatten the document, or store the inner part as a string."
        }

        // Keys of items.
        Rule::KeyMatchesSchema => {
            "Give exactly the attributes of the table's primary key, each with the type in its key schema, and nothing else."
        }
        Rule::KeyPresent => "Add {name}: every item needs the table's whole primary key.",
        Rule::KeyType => {
            "Change the type of {name} to the one in AttributeDefinitions; the message says which it expects."
        }
        Rule::KeyNotEmpty => "Give {name} a value: key attributes can't be empty.",
        Rule::KeyLength => {
            "Shorten the key: a partition key value has at most 2,048 bytes and a sort key value 1,024."
        }
        Rule::IndexKeyType => {
            "Change the type of {name} to the one that the index expects, or leave it out to keep the item out of the index."
        }
        Rule::IndexKeyNotEmpty => {
            "Give index key attributes a value, or leave them out to keep the item out of the index: they can't be empty."
        }
        Rule::IndexKeyLength => {
            "Shorten {name}: an index partition key value has at most 2,048 bytes and a sort key value 1,024."
        }
        Rule::KeyUnchanged => {
            "Put a new item with the new key and delete the old one: a primary key can't be updated."
        }
        Rule::KeyPathScalar => {
            "Use {name} as a whole: a key attribute is a string, number or binary value and has nothing inside."
        }

        // Items and what is written.
        Rule::ItemSize => {
            "Keep items within 400 KB, attribute names included: split the item, or keep the large part in S3."
        }
        Rule::ItemCollectionSize => {
            "Spread the items over more partition keys: with a local secondary index (LSI) an item collection has at most 10 GB."
        }
        Rule::ConditionTrue => {
            "The condition was false, so nothing was written; a failed conditional write still consumes write units. Read the item, then decide whether to write again."
        }
        Rule::InsertNew => {
            "Use another key, or change the existing item with UPDATE: INSERT never replaces an item."
        }
        Rule::ReturnValuesOld => {
            "Use ALL_OLD or NONE for ReturnValues: only UpdateItem can return new attributes."
        }

        // Names and values of expressions.
        Rule::NamesNotEmpty => {
            "Leave ExpressionAttributeNames out when you use no #name placeholders."
        }
        Rule::ValuesNotEmpty => {
            "Leave ExpressionAttributeValues out when you use no :value placeholders."
        }
        Rule::NamePlaceholderSyntax => {
            "Begin the placeholder {name} with # and continue with letters, digits or underscores, such as #status."
        }
        Rule::ValuePlaceholderSyntax => {
            "Begin the placeholder {name} with : and continue with letters, digits or underscores, such as :status."
        }
        Rule::PlaceholderLength => "Shorten the placeholder to at most 255 bytes.",
        Rule::ValuesSize => "Keep the expression attribute values within 2 MB in total.",
        Rule::PlaceholderNamesAttribute => {
            "Map {name} to the name of an attribute, of 1 to 65,535 bytes."
        }
        Rule::NamesNeedExpression => {
            "Add the expression that uses these names, or remove ExpressionAttributeNames."
        }
        Rule::ValuesNeedExpression => {
            "Add the expression that uses these values, or remove ExpressionAttributeValues."
        }
        Rule::NamesUsed => {
            "Remove {name} from ExpressionAttributeNames, or use it in an expression."
        }
        Rule::ValuesUsed => {
            "Remove {name} from ExpressionAttributeValues, or use it in an expression."
        }
        Rule::NameDefined => {
            "Add {name} to ExpressionAttributeNames, with the attribute name that it represents."
        }
        Rule::ValueDefined => "Add {name} to ExpressionAttributeValues, with its value and type.",

        // Expressions.
        Rule::ExpressionNotEmpty => "Write the expression, or leave {parameter} out.",
        Rule::ExpressionLength => {
            "Shorten the expression to at most 4 KB, for example with shorter placeholders."
        }
        Rule::ExpressionSyntax => {
            "Check the expression just before {name}: something is missing there or doesn't belong there."
        }
        Rule::ExpressionDepth => {
            "Flatten the expression: use fewer levels of parentheses, functions and NOT."
        }
        Rule::OperatorCount => "Use at most 300 operators and functions in one expression.",
        Rule::RedundantParentheses => "Remove one of the doubled pairs of parentheses.",
        Rule::ReservedWord => {
            "Use a placeholder such as #n in place of {name}, which is a reserved word, and map it to {name} in ExpressionAttributeNames."
        }
        Rule::KnownFunction => {
            "Check the spelling of {name}: function names are in lower case, such as begins_with or attribute_exists."
        }
        Rule::FunctionPlace => {
            "Use {name} where its result fits: size is a number to compare, the other functions are conditions by themselves."
        }
        Rule::FunctionAllowed => {
            "Remove {name}: if_not_exists and list_append belong to update expressions, all other functions to conditions."
        }
        Rule::ListIndex => "Use a smaller list index: {name} is larger than any list can have.",
        Rule::PathDepth => "Shorten the document path to at most 32 parts.",
        Rule::OperandCount => "Give {name} the number of operands that it takes.",
        Rule::InOperandCount => {
            "Use at most 100 values in one IN. For more, join several IN conditions with OR."
        }
        Rule::OperandsDistinct => {
            "Compare two different things: both operands of {name} are the same attribute."
        }
        Rule::PathOperand => {
            "Give {name} an attribute or document path as its first operand, not a value."
        }
        Rule::OperandType => {
            "Give {name} an operand of a type that it works with, such as a string for begins_with."
        }
        Rule::AttributeTypeName => {
            "Use one of DynamoDB's types instead of {name}: S, N, B, BOOL, NULL, M, L, SS, NS or BS."
        }
        Rule::BetweenTypes => "Give both bounds of BETWEEN the same type.",
        Rule::BetweenOrder => "Put the lower bound of BETWEEN first.",

        // Update expressions, and updates that meet an item.
        Rule::UpdateSectionOnce => "Write {name} once, and separate its actions with commas.",
        Rule::UpdateActionType => {
            "Use SET for this type of value: ADD takes numbers and sets, DELETE takes sets."
        }
        Rule::PathsOverlap => {
            "Update each part of the item once: remove or rewrite the action on {name}."
        }
        Rule::PathsConflict => {
            "Decide whether the attribute is a list or a map: the paths treat {name} as both."
        }
        Rule::UpdateReadsExisting => {
            "Use if_not_exists(attribute, default) where the attribute may be missing."
        }
        Rule::UpdateOperandType => {
            "Check the attribute's type in the item: +, - and ADD take numbers, list_append takes lists, and ADD and DELETE take sets of the same type."
        }
        Rule::UpdatePathExists => {
            "Create the map or list above this path first, for example with SET parent = :emptyMap."
        }

        // Key conditions.
        Rule::KeyConditionRequired => {
            "Add a KeyConditionExpression such as PK = :pk, or use Scan to read without a key."
        }
        Rule::KeyConditionMissesKey => {
            "Add {name} to the key condition; other attributes belong in the filter expression."
        }
        Rule::KeyConditionSupported => {
            "Compare the partition key with =, and the sort key with one comparison, BETWEEN or begins_with; move everything else to the filter expression."
        }
        Rule::KeyConditionCount => {
            "Keep one condition on the partition key and at most one on the sort key."
        }
        Rule::KeyConditionEquality => {
            "Compare every partition key attribute with =. Use the sort key attributes in order, starting with the first; only the last one used can have a condition other than =."
        }
        Rule::KeyConditionOnce => {
            "Use one condition for each key attribute; BETWEEN covers a range."
        }
        Rule::KeyConditionOperator => {
            "Use =, <, <=, >, >=, BETWEEN or begins_with in a key condition, joined by AND."
        }
        Rule::KeyConditionNested => {
            "Compare the key attribute itself, and move conditions on nested attributes or sizes to the filter expression."
        }
        Rule::KeyConditionTwoAttributes => {
            "Compare a key attribute with a :value, not with another attribute."
        }
        Rule::KeyConditionWithoutAttribute => {
            "Name a key attribute in every part of the key condition."
        }
        Rule::KeyConditionOperandOrder => "Put the key attribute first in {name}.",
        Rule::KeyConditionType => "Change the value to the type of the key attribute: S, N or B.",

        // Query and Scan.
        Rule::FilterOnKeyAttribute => {
            "Move {name} to the key condition: a filter expression of a Query sees only non-key attributes."
        }
        Rule::FilterProjected => "Filter on attributes projected into {name}, or query the table.",
        Rule::SelectAllOfIndex => {
            "Use ALL_PROJECTED_ATTRIBUTES, or query the table: {name} doesn't hold all attributes."
        }
        Rule::SelectProjectedOfIndex => "Add an IndexName, or use ALL_ATTRIBUTES for the table.",
        Rule::SelectNeedsProjection => {
            "Add a ProjectionExpression that lists the attributes, or remove Select."
        }
        Rule::SelectWithProjection => {
            "Remove Select or the projection: a projection works only with SPECIFIC_ATTRIBUTES."
        }
        Rule::ProjectedAttributes => {
            "Request only attributes projected into {name}, or read the others from the table."
        }
        Rule::ConsistentGlobalIndex => {
            "Turn off ConsistentRead: a global secondary index (GSI) supports only eventually consistent reads. For a strongly consistent read, query the table."
        }
        Rule::StartKeyValid => {
            "Pass the LastEvaluatedKey of the previous page unchanged as ExclusiveStartKey."
        }
        Rule::StartKeyInRange => {
            "Use the LastEvaluatedKey of the same Query: this key is outside the range that the key condition selects."
        }
        Rule::StartKeyOfOneItem => {
            "Remove ExclusiveStartKey: this key condition selects a single item, so there is no next page."
        }
        Rule::StartKeySegment => {
            "Continue each segment with the LastEvaluatedKey of the same segment."
        }
        Rule::TotalSegmentsRequired => {
            "Add TotalSegments, the number of workers of the parallel scan."
        }
        Rule::SegmentRequired => "Add Segment, the number of this worker, counted from 0.",
        Rule::SegmentInRange => "Number the segments from 0 to TotalSegments - 1.",

        // Batches.
        Rule::BatchNotEmpty => "Name at least one table in RequestItems.",
        Rule::BatchTableOnce => "List {name} once in RequestItems, by its name or by its ARN.",
        Rule::BatchTableName => "Use table names or ARNs as the members of RequestItems.",
        Rule::BatchKeysDistinct => "Remove the repeated key: each item can occur once in a batch.",
        Rule::BatchGetCount => "Split the request: a BatchGetItem has at most 100 keys.",
        Rule::BatchWriteCount => {
            "Split the request: a BatchWriteItem has 1 to 25 put or delete requests."
        }
        Rule::BatchWriteAction => "Give each element exactly one of PutRequest and DeleteRequest.",

        // Transactions.
        Rule::TransactionMade => {
            "One action failed, so the whole transaction was canceled. The reasons are in the order of the actions."
        }
        Rule::TransactionConflict => {
            "Try again shortly: another transaction is working on the same item."
        }
        Rule::TransactionItemOnce => {
            "Combine all changes to one item into a single action, and put a condition on that write instead of in a ConditionCheck."
        }
        Rule::TransactionAction => {
            "Give each element exactly one of ConditionCheck, Put, Update and Delete."
        }
        Rule::TransactionSize => {
            "Split the transaction: the items in one transaction can have at most 4 MB in total."
        }
        Rule::TokenOfOneRequest => {
            "Use a new ClientRequestToken for each new request. Reuse a token only to repeat the same request."
        }

        // Limits of throughput, which only the simulation has.
        Rule::ProvisionedThroughput => {
            "Nothing was read or written, and you pay nothing. Retry with exponential backoff as the SDKs do, or raise the capacity of {name} with UpdateTable."
        }
        Rule::PartitionThroughput => {
            "Nothing was read or written, and you pay nothing. Retry with exponential backoff. If throttling continues, spread the traffic over more partition keys: one partition serves at most 3,000 read units and 1,000 write units per second."
        }
        Rule::AccountThroughput => {
            "Nothing was read or written, and you pay nothing. Retry with exponential backoff, or request an increase of your account's per-table quota."
        }
        Rule::MaximumThroughput => {
            "Nothing was read or written, and you pay nothing. Retry with exponential backoff, or raise the maximum in OnDemandThroughput of {name}."
        }
        Rule::IndexThroughput => {
            "Nothing was written, and you pay nothing. The index {name} can't keep up with its table: retry with exponential backoff, and give the index more write capacity or a partition key with more values."
        }

        // Parameters that expressions have replaced.
        Rule::LegacyWithExpressions => {
            "Rewrite the legacy parameters as expressions: you can't combine the two."
        }
        Rule::LegacyOperatorJoins => {
            "Remove ConditionalOperator: it only joins two or more conditions in a filter or Expected."
        }
        Rule::LegacyNameOnce => "List {name} once in AttributesToGet.",
        Rule::LegacyArgumentCount => {
            "Give {name} the number of values that it takes: BETWEEN two, NULL none, most others one."
        }
        Rule::LegacySameTypes => "Use values of one type in AttributeValueList.",
        Rule::LegacyOperandType => {
            "Use {name} with a type that it can compare, or choose another ComparisonOperator."
        }
        Rule::LegacyBetweenOrder => "Put the lower bound of BETWEEN first.",
        Rule::LegacyValueOrList => "Keep either Value or AttributeValueList for {name}.",
        Rule::LegacyExistsOrOperator => "Keep either Exists or ComparisonOperator for {name}.",
        Rule::LegacyOperatorNeedsValue => "Add the Value that {name} is compared with.",
        Rule::LegacyListNeedsOperator => "Add a ComparisonOperator for {name}.",
        Rule::LegacyExistsNeedsValue => {
            "Add the Value that {name} is expected to have, or set Exists to false."
        }
        Rule::LegacyMissingHasNoValue => {
            "Remove the Value: with Exists false, {name} is expected not to exist."
        }
        Rule::LegacyActionNeedsValue => {
            "Add a Value to PUT and ADD; only DELETE works without one."
        }
        Rule::LegacyActionType => {
            "Use PUT for this type of value: ADD takes numbers, sets and lists, DELETE with a value takes sets."
        }

        // PartiQL.
        Rule::StatementKind => "Begin the statement with SELECT, INSERT, UPDATE, DELETE or EXISTS.",
        Rule::StatementSyntax => {
            "Check the statement's grammar: put names in double quotes, strings in single quotes, and leave out what DynamoDB's PartiQL doesn't have, such as JOIN or GROUP BY."
        }
        Rule::StatementPath => "Write a name after the dot, in double quotes if it's a keyword.",
        Rule::StatementCharacters => {
            "Close every quote, and remove characters that PartiQL doesn't use."
        }
        Rule::StatementClause => {
            "Leave out the clause: DynamoDB's PartiQL has SELECT, FROM, WHERE and ORDER BY. For a page size use the parameter Limit."
        }
        Rule::StatementAlias => {
            "Use attributes and tables under their own names: DynamoDB's PartiQL doesn't have AS."
        }
        Rule::StatementOperator => {
            "Compare attributes with values; compute with + and - in SET only."
        }
        Rule::StatementTarget => {
            "Name a table in FROM, or a table and one of its indexes: \"table\".\"index\"."
        }
        Rule::StatementKeyType => {
            "Compare {name} with a value of the type that the table's schema gives it."
        }
        Rule::StatementBag => "Use only strings or only numbers between << and >>.",
        Rule::StatementLiteral => {
            "Pass the whole list, map or set as one parameter instead of a part of it."
        }
        Rule::StatementReturning => {
            "Use RETURNING ALL OLD *: a deleted item has no new state, and none of it was modified."
        }
        Rule::StatementFunction => {
            "Use a function that DynamoDB's PartiQL has: begins_with, contains, attribute_type, size or EXISTS."
        }
        Rule::StatementArguments => {
            "Give the function the arguments that it takes, in their order."
        }
        Rule::StatementDepth => "Flatten the statement: use fewer levels of parentheses.",
        Rule::StatementProjection => {
            "Select attributes or paths only: DynamoDB's PartiQL doesn't compute values in the SELECT list."
        }
        Rule::StatementColumnOnce => {
            "Select {name} once: paths that end in the same name can't stand in one SELECT list."
        }
        Rule::StatementParameters => "Pass one parameter for each question mark in the statement.",
        Rule::StatementWritesTable => {
            "Write to the table: DynamoDB keeps its indexes up to date by itself."
        }
        Rule::StatementNamesKey => {
            "Compare every attribute of the primary key with = in the WHERE clause: UPDATE and DELETE change one item."
        }
        Rule::OrderNeedsCondition => {
            "Add a WHERE clause with the partition key: DynamoDB sorts only within an item collection."
        }
        Rule::OrderNeedsPartitionKey => {
            "Compare the partition key with = or IN in the WHERE clause: DynamoDB sorts only within an item collection."
        }
        Rule::OrderByKey => "Order by a key attribute: DynamoDB doesn't sort by {name}.",
        Rule::StatementInCount => "Use at most 50 partition keys, or 100 other values, in one IN.",
        Rule::ExistsHasCondition => {
            "Add a condition on an attribute other than the key: EXISTS checks it, and fails when the item is missing."
        }
        Rule::ExistsInTransaction => {
            "Use EXISTS in ExecuteTransaction, where it checks a condition for the other statements."
        }
        Rule::NextTokenValid => "Pass the NextToken of the previous page unchanged.",
        Rule::NextTokenOfStatement => {
            "Use a NextToken only with the statement and the parameters that returned it."
        }
        Rule::BatchReadsOrWrites => "Send reads and writes in separate batches.",
        Rule::BatchSelectsKey => {
            "Compare the whole primary key with = in the WHERE clause: such a SELECT reads one item."
        }
        Rule::TransactionReadsTable => {
            "Read the item from the table by its primary key: transactions can't read indexes."
        }
        Rule::TransactionReturnsNothing => {
            "Remove the RETURNING clause: a transaction returns no items of its writes."
        }

        // Tables: their keys and indexes.
        Rule::TableNameFree => "Choose another table name, or delete {name} first.",
        Rule::KeySchemaOrder => "List HASH keys first in the key schema, then RANGE keys.",
        Rule::KeySchemaDistinct => "Use a different attribute for each key element.",
        Rule::IndexKeyCount => {
            "Use at most four HASH and four RANGE attributes in a global secondary index (GSI), and one of each in a local one."
        }
        Rule::KeysDefined => "Add every key attribute to AttributeDefinitions, with its type.",
        Rule::DefinitionsUsed => {
            "Define only key attributes of the table and its indexes: other attributes need no definition."
        }
        Rule::DefinitionOnce => "Define {name} once in AttributeDefinitions.",
        Rule::IndexListNotEmpty => "Leave {parameter} out when the table has no such index.",
        Rule::LocalIndexCount => {
            "Use at most 5 local secondary indexes (LSIs), or make some of them global."
        }
        Rule::GlobalIndexCount => {
            "Use at most 20 global secondary indexes (GSIs); one index can serve several access patterns."
        }
        Rule::IndexNameOnce => "Give each index of the table its own name; {name} is used twice.",
        Rule::LocalIndexSortKey => {
            "Add a RANGE key: a local secondary index (LSI) is another sort order, so the table and the index both need a sort key."
        }
        Rule::LocalIndexPartitionKey => {
            "Use the table's partition key in {name}, or make it a global secondary index (GSI)."
        }
        Rule::ProjectionType => "Set the ProjectionType of {name} to ALL, KEYS_ONLY or INCLUDE.",
        Rule::ProjectionAttributes => {
            "List NonKeyAttributes with INCLUDE, and leave them out with ALL and KEYS_ONLY."
        }
        Rule::ProjectionAttributeOnce => "List {name} once in NonKeyAttributes.",
        Rule::ProjectionAttributeCount => {
            "Project at most 100 attributes by name across all indexes, or use ALL."
        }

        // Tables: capacity and settings.
        Rule::ThroughputRequired => {
            "Add ProvisionedThroughput for the table and each global secondary index (GSI), or use PAY_PER_REQUEST."
        }
        Rule::ThroughputOnDemand => {
            "Remove ProvisionedThroughput, or set BillingMode to PROVISIONED: an on-demand table has no provisioned capacity."
        }
        Rule::ThroughputChanges => {
            "Change at least one of the two numbers: the table has this capacity already."
        }
        Rule::ThroughputQuota => {
            "Stay within the account's quota of 40,000 units for each table, or request a quota increase."
        }
        Rule::ThroughputDecreases => {
            "Wait until the time in the message: after four decreases in a UTC day, only one more is allowed each hour."
        }
        Rule::MaximumInRange => "Use 1 or more; in UpdateTable -1 removes the maximum.",
        Rule::MaximumOnDemand => {
            "Remove OnDemandThroughput, or set BillingMode to PAY_PER_REQUEST: a maximum is for on-demand tables."
        }
        Rule::WarmMinimum => {
            "Use at least the throughput that a new table starts with, or leave out WarmThroughput."
        }
        Rule::WarmNotDecreased => {
            "Use at least the current warm throughput: it can only be raised."
        }
        Rule::WarmNotEmpty => {
            "Give WarmThroughput of {name} at least one of ReadUnitsPerSecond and WriteUnitsPerSecond."
        }
        Rule::BillingModeChanges => {
            "Wait: you can switch a table to on-demand mode at most four times in 24 hours."
        }
        Rule::TableClassKnown => "Use STANDARD or STANDARD_INFREQUENT_ACCESS.",
        Rule::TableClassChanges => "Wait: you can change a table's class at most twice in 30 days.",
        Rule::EncryptionSettings => {
            "Use Enabled true with SSEType KMS and an optional KMSMasterKeyId, or leave SSESpecification out."
        }
        Rule::EncryptionChanges => {
            "Leave out SSESpecification: the table is already encrypted this way."
        }
        Rule::DeletionProtection => {
            "Turn off deletion protection with UpdateTable, then delete the table."
        }

        // UpdateTable.
        Rule::UpdateNotEmpty => {
            "Add what you want to change, such as BillingMode or GlobalSecondaryIndexUpdates."
        }
        Rule::UpdateAlone => "Send {parameter} in a separate UpdateTable request.",
        Rule::UpdateTogether => "Send these changes in separate UpdateTable requests.",
        Rule::IndexUpdateAction => {
            "Give each element of GlobalSecondaryIndexUpdates exactly one of Create, Update and Delete."
        }
        Rule::IndexUpdateOnce => "Change {name} only once in a request.",
        Rule::IndexUpdateGlobal => {
            "Recreate the table to change {name}: you can't change the local secondary indexes (LSIs) of an existing table."
        }
        Rule::IndexNameFree => "Choose another index name, or delete the old index first.",
        Rule::IndexDefinitions => {
            "Add the key attributes of {name} to AttributeDefinitions in the same request."
        }
        Rule::IndexDefinitionKept => {
            "Give the attribute the type that it has in the table's key or in another index."
        }
        Rule::IndexChangesOneByOne => {
            "Create or delete one index at a time, and wait until it's done."
        }

        // What waits for another change.
        Rule::TableCreated => "Wait until DescribeTable shows the table as ACTIVE, then try again.",
        Rule::TableNotBeingDeleted => {
            "Wait until the table is deleted. To reuse its name, create a new table."
        }
        Rule::TableNotBeingUpdated => {
            "Wait until DescribeTable shows the table as ACTIVE, then delete it."
        }
        Rule::ThroughputNotChanging => {
            "Wait until the capacity or billing mode has changed and the table is ACTIVE again."
        }
        Rule::IndexNotChanging => {
            "Wait until DescribeTable shows every index as ACTIVE, then try again."
        }
        Rule::StreamNotChanging => {
            "Wait until the stream has changed and the table is ACTIVE again."
        }
        Rule::TableClassNotChanging => {
            "Wait until the table class has changed and the table is ACTIVE again."
        }

        // Time to live and tags.
        Rule::TimeToLiveChanges => {
            "There's nothing to do: DescribeTimeToLive shows that it's already set this way."
        }
        Rule::TimeToLiveAttribute => {
            "Disable Time to Live (TTL) for {name} first, then enable it for the other attribute."
        }
        Rule::TimeToLiveInterval => {
            "Wait up to an hour: you can change Time to Live (TTL) only once in that time."
        }
        Rule::TagsNotEmpty => "List at least one entry in {parameter}.",
        Rule::TagKey => "Use 1 to 128 letters, digits, spaces or _ . : / = + - @ in a tag key.",
        Rule::TagValue => {
            "Use at most 256 letters, digits, spaces or _ . : / = + - @ in a tag value; it may be empty."
        }
        Rule::TagKeyReserved => "Use a tag key without the prefix aws:, which is reserved for AWS.",
        Rule::TagKeyOnce => "List each tag key once; {name} occurs twice.",
        Rule::TagCount => "Remove tags first: a table has at most 50.",

        // Streams.
        Rule::StreamNotEnabledTwice => {
            "There's nothing to do: the stream is already enabled. For another view type, disable the stream first."
        }
        Rule::StreamEnabled => "There's nothing to do: the table has no stream.",
        Rule::StreamViewType => {
            "Give StreamViewType with StreamEnabled true, and leave it out with false."
        }
        Rule::StreamArn => "Use the LatestStreamArn that DescribeTable returns.",
        Rule::StreamExists => {
            "Use the LatestStreamArn that DescribeTable returns: a stream can be read for only 24 hours after it's disabled."
        }
        Rule::ShardExists => "Use a ShardId that DescribeStream returns for this stream.",
        Rule::IteratorValid => {
            "Pass the ShardIterator of GetShardIterator, or the NextShardIterator of GetRecords, unchanged."
        }
        Rule::IteratorFresh => {
            "Get a new iterator with AFTER_SEQUENCE_NUMBER and the last sequence number that you read: iterators expire after 15 minutes."
        }
        Rule::IteratorStart => {
            "Give SequenceNumber with AT_ or AFTER_SEQUENCE_NUMBER, Timestamp with AT_TIMESTAMP, and neither with the other types."
        }
        Rule::SequenceNumberOfShard => {
            "Use a sequence number of a record that you read from this shard."
        }
        Rule::TimestampPast => "Use a time in the past, or LATEST to read only new records.",
        Rule::RecordsKept => {
            "Start again at TRIM_HORIZON: a stream keeps its records for 24 hours."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_plain_sentence() {
        for rule in Rule::ALL {
            let sentence = filled(template(*rule), &Subject::default());
            assert!(sentence.ends_with('.') && !sentence.contains('!'), "{sentence}");
            assert!(sentence.starts_with(char::is_uppercase), "{sentence}");
            assert!(
                !sentence.contains("{name}") && !sentence.contains("{parameter}"),
                "{sentence}"
            );
        }
    }
}
