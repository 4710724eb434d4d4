//! Statements instead of operations.

use aws_sdk_dynamodb::types::{BatchStatementErrorCodeEnum, BatchStatementRequest};
use sdk::{Endpoint, create_table, fill, item, n, s};

#[tokio::test]
async fn a_statement_inserts_once_updates_selects_and_deletes() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Things").await;
    let run = |statement: &str| client.execute_statement().statement(statement);

    let insert = "INSERT INTO Things VALUE {'pk': ?, 'sk': 1, 'color': 'red'}";
    run(insert).parameters(s("p")).send().await.unwrap();
    let twice = run(insert).parameters(s("p")).send().await.unwrap_err();
    assert!(twice.into_service_error().is_duplicate_item_exception());

    let update = "UPDATE Things SET color = 'blue' WHERE pk = 'p' AND sk = 1";
    run(update).send().await.unwrap();
    let selected = run("SELECT color FROM Things WHERE pk = 'p'").send().await.unwrap();
    assert_eq!(selected.items(), [item([("color", s("blue"))])]);

    let missing = run("UPDATE Things SET color = 'blue' WHERE pk = 'p' AND sk = 2").send().await;
    let missing = missing.unwrap_err().into_service_error();
    assert!(missing.is_conditional_check_failed_exception());
    run("DELETE FROM Things WHERE pk = 'p' AND sk = 1").send().await.unwrap();
    assert!(run("SELECT * FROM Things").send().await.unwrap().items().is_empty());
}

#[tokio::test]
async fn a_select_goes_on_where_its_token_says() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Things").await;
    fill(&client, "Things", 7).await;
    let (mut rows, mut token) = (0, None);
    loop {
        let select = client.execute_statement().statement("SELECT sk FROM Things WHERE pk = 'p'");
        let page = select.limit(3).set_next_token(token).send().await.unwrap();
        rows += page.items().len();
        token = page.next_token().map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    assert_eq!(rows, 7);
}

#[tokio::test]
async fn each_statement_of_a_batch_has_its_own_error() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Things").await;
    fill(&client, "Things", 1).await;
    let statement = |text: &str| BatchStatementRequest::builder().statement(text).build().unwrap();
    let batch = client
        .batch_execute_statement()
        .statements(statement("SELECT square FROM Things WHERE pk = 'p' AND sk = 0"))
        .statements(statement("SELECT * FROM Nowhere WHERE pk = 'p' AND sk = 0"));
    let answer = batch.send().await.unwrap();
    assert_eq!(answer.responses()[0].item(), Some(&item([("square", n(0))])));
    let error = answer.responses()[1].error().unwrap();
    assert_eq!(error.code(), Some(&BatchStatementErrorCodeEnum::ResourceNotFound));
}
