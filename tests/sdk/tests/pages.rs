//! Query and Scan through the SDK's paginators.

use aws_sdk_dynamodb::types::{AttributeValue, Select};
use sdk::{Endpoint, Item, create_table, fill, n, s};

#[tokio::test]
async fn a_query_in_pages_has_every_row_once_and_in_order() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Things").await;
    fill(&client, "Things", 10).await;
    for (forward, expected) in [(true, [0, 1, 2]), (false, [9, 8, 7])] {
        let query = client
            .query()
            .table_name("Things")
            .key_condition_expression("pk = :p AND sk BETWEEN :low AND :high")
            .expression_attribute_values(":p", s("p"))
            .expression_attribute_values(":low", n(0))
            .expression_attribute_values(":high", n(9))
            .scan_index_forward(forward)
            .limit(3);
        let rows = query.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await;
        let rows = rows.unwrap();
        assert_eq!(rows.len(), 10);
        assert_eq!(rows.iter().take(3).map(sort_key).collect::<Vec<_>>(), expected);
    }
}

#[tokio::test]
async fn a_filter_leaves_pages_empty_and_the_paginator_goes_on() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Things").await;
    fill(&client, "Things", 9).await;
    let scan = client.scan().table_name("Things").limit(2).filter_expression("square = :last");
    let scan = scan.expression_attribute_values(":last", n(64));
    let pages = scan.into_paginator().send().collect::<Result<Vec<_>, _>>().await.unwrap();
    assert!(pages.len() > 4);
    assert_eq!(pages.iter().map(|page| page.scanned_count()).sum::<i32>(), 9);
    assert_eq!(pages.iter().map(|page| page.count()).sum::<i32>(), 1);
}

#[tokio::test]
async fn segments_of_a_scan_share_the_table_between_them() {
    let endpoint = Endpoint::start().await;
    let client = endpoint.client();
    create_table(&client, "Things").await;
    for number in 0..20 {
        let put = client.put_item().table_name("Things").item("pk", s(&format!("p{number}")));
        put.item("sk", n(number)).send().await.unwrap();
    }
    let mut seen = 0;
    for segment in 0..4 {
        let scan = client.scan().table_name("Things").segment(segment).total_segments(4);
        seen += scan.select(Select::Count).send().await.unwrap().count();
    }
    assert_eq!(seen, 20);
}

fn sort_key(row: &Item) -> i64 {
    match &row["sk"] {
        AttributeValue::N(number) => number.parse().unwrap(),
        other => panic!("{other:?} is no number"),
    }
}
