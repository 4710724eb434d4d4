//! One item at a time: values of every type, expressions, conditions, typed errors.

use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::operation::RequestId as _;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{
    AttributeValue, ReturnConsumedCapacity, ReturnValue, ReturnValuesOnConditionCheckFailure,
};
use sdk::{Endpoint, Item, create_table, item, n, s};

#[tokio::test]
async fn a_value_of_every_type_comes_back_as_it_was() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Things").await;
    let inner = item([("text", s("è\n\"")), ("none", AttributeValue::Null(true))]);
    let stored = item([
        ("pk", s("p")),
        ("sk", n(1)),
        ("binary", AttributeValue::B(Blob::new([0, 255, 128]))),
        ("yes", AttributeValue::Bool(true)),
        ("map", AttributeValue::M(inner)),
        ("list", AttributeValue::L(vec![n(-7), s(""), AttributeValue::L(vec![])])),
        ("words", AttributeValue::Ss(vec!["a".into(), "b".into()])),
        ("numbers", AttributeValue::Ns(vec!["1".into(), "2.5".into()])),
        ("blobs", AttributeValue::Bs(vec![Blob::new("x")])),
    ]);
    let put = client.put_item().table_name("Things").set_item(Some(stored.clone())).send().await;
    assert_eq!(put.unwrap().request_id().map(str::len), Some(52));
    let got = client.get_item().table_name("Things").set_key(Some(first())).send().await.unwrap();
    assert_eq!(got.item(), Some(&stored));
}

#[tokio::test]
async fn an_update_answers_with_what_it_changed_and_what_it_cost() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Things").await;
    let updated = client
        .update_item()
        .table_name("Things")
        .set_key(Some(first()))
        .update_expression("SET #n = if_not_exists(#n, :zero) + :one")
        .expression_attribute_names("#n", "count")
        .expression_attribute_values(":zero", n(0))
        .expression_attribute_values(":one", n(1))
        .return_values(ReturnValue::UpdatedNew)
        .return_consumed_capacity(ReturnConsumedCapacity::Total)
        .send()
        .await
        .unwrap();
    assert_eq!(updated.attributes(), Some(&item([("count", n(1))])));
    assert_eq!(updated.consumed_capacity().unwrap().capacity_units(), Some(1.0));

    let delete = client.delete_item().table_name("Things").set_key(Some(first()));
    let deleted = delete.return_values(ReturnValue::AllOld).send().await.unwrap();
    assert_eq!(deleted.attributes().unwrap()["count"], n(1));
    let got = client.get_item().table_name("Things").set_key(Some(first())).send().await.unwrap();
    assert_eq!(got.item(), None);
}

#[tokio::test]
async fn a_failed_condition_is_its_own_error_and_shows_the_item() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Things").await;
    let put = client.put_item().table_name("Things").set_item(Some(first()));
    let put = put
        .condition_expression("attribute_not_exists(pk)")
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    put.clone().send().await.unwrap();
    let refused = put.send().await.unwrap_err().into_service_error();
    assert_eq!(refused.message(), Some("The conditional request failed"));
    assert!(refused.is_conditional_check_failed_exception(), "{refused:?}");
    let aws_sdk_dynamodb::operation::put_item::PutItemError::ConditionalCheckFailedException(
        failed,
    ) = refused
    else {
        panic!("another error");
    };
    assert_eq!(failed.item(), Some(&first()));
}

#[tokio::test]
async fn errors_come_with_name_and_sentence() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    let missing = client.get_item().table_name("None").set_key(Some(first())).send().await;
    let missing = missing.unwrap_err().into_service_error();
    assert!(missing.is_resource_not_found_exception());
    assert_eq!(missing.message(), Some("Requested resource not found"));

    create_table(&client, "Things").await;
    let wrong = client.get_item().table_name("Things").key("pk", s("p")).send().await.unwrap_err();
    assert_eq!(wrong.code(), Some("ValidationException"));
    assert_eq!(wrong.message(), Some("The provided key element does not match the schema"));
}

fn first() -> Item {
    item([("pk", s("p")), ("sk", n(1))])
}
