//! One plain sentence beside the service's own words: what to do about an error.
//!
//! The wire carries a type and a text and nothing else, so this is the one table in the crate that
//! is keyed by text; it only chooses words to show. Order matters: the first fitting row speaks.

/// What to do about an error of this type (with or without its prefix) and message.
pub fn advice(type_name: &str, message: &str) -> Option<&'static str> {
    let name = type_name.rsplit('#').next().unwrap_or(type_name);
    by_message(message).or_else(|| by_type(name))
}

fn by_message(message: &str) -> Option<&'static str> {
    BY_MESSAGE.iter().find(|(part, _)| message.contains(part)).map(|(_, sentence)| *sentence)
}

fn by_type(name: &str) -> Option<&'static str> {
    BY_TYPE.iter().find(|(known, _)| *known == name).map(|(_, sentence)| *sentence)
}

const BY_MESSAGE: &[(&str, &str)] = &[
    (
        "reserved keyword",
        "Give the attribute another name in the expression: write #x and say in the names that #x stands for it.",
    ),
    (
        "attribute name used in the document path is not defined",
        "Add this #name to the names, with the attribute that it stands for.",
    ),
    (
        "attribute value used in expression is not defined",
        "Add this :value to the values, with its type.",
    ),
    ("unused in expressions", "Take these placeholders out, or use them in an expression."),
    ("must not be empty", "Leave the names or values out when there are none."),
    (
        "Query condition missed key schema element",
        "A Query needs the partition key with =; the condition may add the sort key and nothing else.",
    ),
    (
        "Query key condition not supported",
        "The partition key takes only =, and the sort key one comparison, BETWEEN or begins_with.",
    ),
    (
        "Filter Expression can only contain non-primary key attributes",
        "Move the key attribute to the key condition: a filter of a Query sees only other attributes.",
    ),
    (
        "provided key element does not match the schema",
        "Give every attribute of the primary key and no other, each with the type that the table says.",
    ),
    ("Missing the key", "Every item carries the whole primary key: add this attribute."),
    (
        "Type mismatch for",
        "The key attribute has another type in the table: change S, N or B to what the schema says.",
    ),
    ("empty string value", "Key values cannot be empty: fill in the key field."),
    ("empty binary value", "Key values cannot be empty: fill in the key field."),
    (
        "Cannot update attribute",
        "A key never changes: put an item under the new key and delete the old one.",
    ),
    (
        "Consistent reads are not supported on global secondary indexes",
        "A global index lags behind its table: read it eventually consistent, or query the table.",
    ),
    ("does not have the specified index", "Choose one of the indexes listed beside the table."),
    (
        "ALL_ATTRIBUTES is not supported for global secondary index",
        "This index holds only some attributes: ask for those, or read the table.",
    ),
    (
        "does not project",
        "The index does not hold this attribute: project it, or read the item from the table.",
    ),
    (
        "starting key",
        "Continue with the LastEvaluatedKey of the page before, from the same request.",
    ),
    (
        "Syntax error",
        "Look at the token that the message names: something before it is missing or too much.",
    ),
    (
        "Two document paths overlap",
        "One update may touch a place in the item only once: leave one of the two paths out.",
    ),
    (
        "document path provided in the update expression is invalid",
        "The map or list above this path has to be there before a part of it can be set.",
    ),
    (
        "attribute that does not exist in the item",
        "Use if_not_exists(attribute, default) where the attribute may be missing.",
    ),
    (
        "incorrect data type",
        "The attribute or the value has a type that this operation does not take: ADD wants numbers or sets.",
    ),
    ("Incorrect operand type", "This operator or function does not take a value of that type."),
    (
        "cannot be converted to a numeric value",
        "Write digits, perhaps with a sign, a point and an exponent: -12.5e3.",
    ),
    (
        "Attempting to store more than 38 significant digits",
        "Numbers keep 38 digits: store longer ones as text.",
    ),
    (
        "Item size",
        "An item holds at most 400 KB, names included: split it, or keep the large part elsewhere.",
    ),
    ("redundant parentheses", "Take the doubled pair of parentheses away."),
    (
        "Member must have value greater than or equal to 1",
        "Use a limit of 1 or more, or leave it empty.",
    ),
    ("Table already exists", "Choose another name, or delete the table first."),
];

const BY_TYPE: &[(&str, &str)] = &[
    (
        "TransactionCanceledException",
        "Each reason belongs to the action at the same place. Nothing was written; mend the one that is not None and send all again.",
    ),
    (
        "DuplicateItemException",
        "An INSERT never replaces: choose another key, or change the item with UPDATE.",
    ),
    (
        "IdempotentParameterMismatchException",
        "Give another request another token, or send the same request again unchanged.",
    ),
    (
        "ConditionalCheckFailedException",
        "The item is not as the condition wants it, so nothing was written. The attempt takes write units all the same, as the write would have.",
    ),
    ("ResourceNotFoundException", "Check the name of the table: it is listed on the left."),
    ("ResourceInUseException", "Wait until the table is active, or use another name."),
    (
        "SerializationException",
        "Some member has the wrong JSON type: attribute values are objects such as {\"S\": \"text\"} or {\"N\": \"1\"}.",
    ),
    ("UnknownOperationException", "Check how the operation's name is written."),
    (
        "ProvisionedThroughputExceededException",
        "Nothing was done and nothing is billed. Wait and try again with growing pauses, as the SDKs do, or give the table more capacity.",
    ),
    (
        "ThrottlingException",
        "Nothing was done and nothing is billed. Wait and try again with growing pauses, as the SDKs do; if it stays, spread the key.",
    ),
    (
        "ItemCollectionSizeLimitExceededException",
        "A local index keeps all items of one partition key in one partition of 10 GB: spread them over more partition keys.",
    ),
    (
        "ValidationException",
        "Change the part of the request that the message names, then run it again.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_speaks_before_the_type() {
        let reserved = "Invalid FilterExpression: Attribute name is a reserved keyword; reserved keyword: Name";
        let sentence = advice("com.amazon.coral.validate#ValidationException", reserved).unwrap();
        assert!(sentence.contains("#x"));
        let other =
            advice("com.amazon.coral.validate#ValidationException", "something else").unwrap();
        assert!(other.starts_with("Change the part"));
        assert_eq!(advice("NoSuchException", "x"), None);
    }

    #[test]
    fn a_failed_condition_is_billed_as_a_write() {
        let sentence = advice("ConditionalCheckFailedException", "The conditional request failed");
        assert!(sentence.unwrap().contains("write units"));
    }

    #[test]
    fn every_sentence_is_plain() {
        for (_, sentence) in BY_MESSAGE.iter().chain(BY_TYPE) {
            assert!(sentence.ends_with('.') && !sentence.contains('!'), "{sentence}");
        }
    }
}
