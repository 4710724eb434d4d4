//! All or nothing, and once even when the answer is lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    ConditionCheck, Get, Put, ReturnValuesOnConditionCheckFailure, TransactGetItem,
    TransactWriteItem, Update,
};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use dynamodb_playground::api::Session;
use dynamodb_playground::endpoint::Service;
use sdk::{Endpoint, Item, client_of, create_table, fill, item, n, s};
use tokio::net::TcpListener;

#[tokio::test]
async fn a_transaction_writes_all_or_nothing_and_says_why_not() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Things").await;
    fill(&client, "Things", 1).await;
    let put = |sk: i64| {
        let put = Put::builder().table_name("Things").set_item(Some(key(sk)));
        TransactWriteItem::builder().put(put.build().unwrap()).build()
    };
    let check = ConditionCheck::builder()
        .table_name("Things")
        .set_key(Some(key(0)))
        .condition_expression("attribute_not_exists(pk)")
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    let check = TransactWriteItem::builder().condition_check(check.build().unwrap()).build();

    let both = client.transact_write_items().transact_items(put(1)).transact_items(check);
    let refused = both.send().await.unwrap_err().into_service_error();
    let TransactWriteItemsError::TransactionCanceledException(cancelled) = refused else {
        panic!("another error: {refused:?}");
    };
    let reasons = cancelled.cancellation_reasons();
    assert_eq!(reasons[0].code(), Some("None"));
    assert_eq!(reasons[1].code(), Some("ConditionalCheckFailed"));
    assert_eq!(reasons[1].item().unwrap()["square"], n(0));
    assert_eq!(count(&client).await, 1);

    client
        .transact_write_items()
        .transact_items(put(1))
        .transact_items(put(2))
        .send()
        .await
        .unwrap();
    let get = |sk: i64| {
        let get = Get::builder().table_name("Things").set_key(Some(key(sk)));
        TransactGetItem::builder().get(get.build().unwrap()).build()
    };
    let got = client.transact_get_items().transact_items(get(2)).transact_items(get(9));
    let got = got.send().await.unwrap();
    let items: Vec<_> = got.responses().iter().map(|response| response.item().cloned()).collect();
    assert_eq!(items, [Some(key(2)), None]);
}

/// The SDK puts a token into the request and sends the same again when no answer came.
#[tokio::test]
async fn a_transaction_whose_answer_is_lost_counts_once() {
    let asked = Arc::new(AtomicUsize::new(0));
    let client = client_of(&losing_an_answer("TransactWriteItems", Arc::clone(&asked)).await);
    create_table(&client, "Things").await;
    let update = Update::builder()
        .table_name("Things")
        .set_key(Some(key(1)))
        .update_expression("ADD visits :one")
        .expression_attribute_values(":one", n(1));
    let update = TransactWriteItem::builder().update(update.build().unwrap()).build();
    client.transact_write_items().transact_items(update.clone()).send().await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 2);
    let got = client.get_item().table_name("Things").set_key(Some(key(1))).send().await.unwrap();
    assert_eq!(got.item().unwrap()["visits"], n(1));

    let token = |sk: i64| {
        let put = Put::builder().table_name("Things").set_item(Some(key(sk))).build().unwrap();
        let put = TransactWriteItem::builder().put(put).build();
        client.transact_write_items().client_request_token("token").transact_items(put)
    };
    token(2).send().await.unwrap();
    let other = token(3).send().await.unwrap_err();
    assert_eq!(other.code(), Some("IdempotentParameterMismatchException"));
}

/// The address of a server that does what it is asked, and loses the first answer to this.
async fn losing_an_answer(operation: &'static str, asked: Arc<AtomicUsize>) -> String {
    let service = Arc::new(Service::new(Session::default()));
    let app = Router::new().fallback(move |request: Request| {
        let (service, asked) = (Arc::clone(&service), Arc::clone(&asked));
        async move {
            let target = request.headers()["x-amz-target"].to_str().unwrap_or_default();
            let counts = target.ends_with(operation);
            let answer = service.answer(request).await;
            let lost = counts && asked.fetch_add(1, Ordering::Relaxed) == 0;
            if lost {
                Response::builder().status(500).body(Body::empty()).unwrap()
            } else {
                answer.map(Body::new)
            }
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, app).await });
    url
}

fn key(sk: i64) -> Item {
    item([("pk", s("p")), ("sk", n(sk))])
}

async fn count(client: &Client) -> i32 {
    client.scan().table_name("Things").send().await.unwrap().count()
}
