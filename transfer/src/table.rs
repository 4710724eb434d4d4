//! Making a table as another one is.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    BillingMode, GlobalSecondaryIndex, LocalSecondaryIndex, ProvisionedThroughput,
    ProvisionedThroughputDescription, TableDescription, TableStatus, TimeToLiveSpecification,
    TimeToLiveStatus,
};

/// How long a table may take until it can be used.
const PATIENCE: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(250);

/// What is known of a table; `None` if there is none of this name.
///
/// # Errors
///
/// The service can't be asked.
pub async fn describe(client: &Client, name: &str) -> Result<Option<TableDescription>> {
    match client.describe_table().table_name(name).send().await {
        Ok(answer) => Ok(answer.table),
        Err(error) => match error.into_service_error() {
            error if error.is_resource_not_found_exception() => Ok(None),
            error => Err(error.into()),
        },
    }
}

/// Makes a table with the keys, indexes, capacity, stream and expiry of this one, and waits until it
/// can be used.
///
/// # Errors
///
/// The service rejects it, or doesn't get it ready.
pub async fn create(source: &Client, target: &Client, table: &TableDescription) -> Result<()> {
    let name = table.table_name().context("a table has a name")?;
    let billing = table.billing_mode_summary().and_then(|summary| summary.billing_mode());
    let is_provisioned = billing.is_none_or(|mode| *mode == BillingMode::Provisioned);
    let mode = if is_provisioned { BillingMode::Provisioned } else { BillingMode::PayPerRequest };
    let capacity = |given: Option<&ProvisionedThroughputDescription>| {
        let given = given.filter(|_| is_provisioned)?;
        let units = ProvisionedThroughput::builder()
            .read_capacity_units(given.read_capacity_units().unwrap_or(1).max(1))
            .write_capacity_units(given.write_capacity_units().unwrap_or(1).max(1));
        units.build().ok()
    };
    let global = table.global_secondary_indexes().iter().map(|index| {
        GlobalSecondaryIndex::builder()
            .set_index_name(index.index_name.clone())
            .set_key_schema(index.key_schema.clone())
            .set_projection(index.projection.clone())
            .set_provisioned_throughput(capacity(index.provisioned_throughput()))
            .set_on_demand_throughput(index.on_demand_throughput.clone())
            .build()
    });
    let local = table.local_secondary_indexes().iter().map(|index| {
        LocalSecondaryIndex::builder()
            .set_index_name(index.index_name.clone())
            .set_key_schema(index.key_schema.clone())
            .set_projection(index.projection.clone())
            .build()
    });
    let (global, local) =
        (global.collect::<Result<Vec<_>, _>>()?, local.collect::<Result<Vec<_>, _>>()?);
    let given = |count: usize| count > 0;
    target
        .create_table()
        .table_name(name)
        .billing_mode(mode)
        .set_attribute_definitions(table.attribute_definitions.clone())
        .set_key_schema(table.key_schema.clone())
        .set_provisioned_throughput(capacity(table.provisioned_throughput()))
        .set_on_demand_throughput(table.on_demand_throughput.clone())
        .set_stream_specification(table.stream_specification.clone())
        .set_global_secondary_indexes(given(global.len()).then_some(global))
        .set_local_secondary_indexes(given(local.len()).then_some(local))
        .send()
        .await
        .with_context(|| format!("{name} could not be created"))?;
    until_active(target, name).await?;
    copy_expiry(source, target, name).await
}

async fn until_active(client: &Client, name: &str) -> Result<()> {
    let begin = tokio::time::Instant::now();
    loop {
        let table = describe(client, name).await?;
        if table.is_some_and(|table| table.table_status() == Some(&TableStatus::Active)) {
            return Ok(());
        }
        if begin.elapsed() > PATIENCE {
            bail!("{name} isn't active after {} seconds", PATIENCE.as_secs());
        }
        tokio::time::sleep(POLL).await;
    }
}

/// Not every service knows of expiry; one that doesn't has nothing to copy.
async fn copy_expiry(source: &Client, target: &Client, name: &str) -> Result<()> {
    let Ok(answer) = source.describe_time_to_live().table_name(name).send().await else {
        return Ok(());
    };
    let Some(ttl) = answer.time_to_live_description else { return Ok(()) };
    let is_on = matches!(
        ttl.time_to_live_status,
        Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)
    );
    let Some(attribute) = ttl.attribute_name.filter(|_| is_on) else { return Ok(()) };
    let setting =
        TimeToLiveSpecification::builder().enabled(true).attribute_name(attribute).build()?;
    let update = target.update_time_to_live().table_name(name).time_to_live_specification(setting);
    update.send().await.with_context(|| format!("the TTL of {name} could not be set"))?;
    Ok(())
}
