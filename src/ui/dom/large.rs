//! IndexedDB: the large storage of workspaces, which answers later.
//!
//! Owns two stores of texts by name, one for heads and one for batches and parts of checkpoints.
//! Refuses to know what the texts hold.

use idb::{
    Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStoreParams, Query, Transaction,
};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbTransaction, StorageEstimate};

use crate::workspace::{Change, Entry, StorageFault, WorkspaceId, keys};

const NAME: &str = "dynamodb-playground";
const HEADS: &str = "heads";
const BATCHES: &str = "batches";
/// Entries that are read at once.
const AT_ONCE: u32 = 500;

/// The storage, as long as the page lives.
#[derive(Debug, Clone)]
pub struct Large {
    database: IdbDatabase,
}

impl Large {
    /// Opens it; none where the browser has none or forbids it.
    pub async fn open() -> Option<Self> {
        let mut request = Factory::new().ok()?.open(NAME, Some(1)).ok()?;
        request.on_upgrade_needed(|event| {
            // A store that can't be made is missed by the first transaction.
            if let Ok(database) = event.database() {
                for store in [HEADS, BATCHES] {
                    let _ = database.create_object_store(store, ObjectStoreParams::new());
                }
            }
        });
        let database: Database = request.await.ok()?;
        Some(Self { database: database.into() })
    }

    /// Every head, with its name.
    pub async fn heads(&self) -> Result<Vec<(String, String)>, StorageFault> {
        self.named(HEADS).await.map_err(|error| fault(&error))
    }

    /// The batches and parts of a workspace.
    pub async fn entries(&self, id: WorkspaceId) -> Result<Vec<Entry>, StorageFault> {
        self.read_entries(keys::entries(id)).await.map_err(|error| fault(&error))
    }

    /// Does all of these or none.
    pub async fn apply(&self, changes: Vec<Change>) -> Result<(), StorageFault> {
        match self.try_apply(changes).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(StorageFault::Other),
            Err(error) => Err(fault(&error)),
        }
    }

    async fn named(&self, store: &str) -> Result<Vec<(String, String)>, Error> {
        let transaction = self.transaction("readonly")?;
        let store = transaction.object_store(store)?;
        // Both in the order of names.
        let (names, texts) = (store.get_all_keys(None, None)?, store.get_all(None, None)?);
        let named = names.await?.into_iter().zip(texts.await?);
        Ok(named.filter_map(|(name, text)| Some((name.as_string()?, text.as_string()?))).collect())
    }

    /// Some at a time, each a task of its own: all at once would take longer than a page may be busy.
    async fn read_entries(&self, (first, last): (String, String)) -> Result<Vec<Entry>, Error> {
        let store = self.transaction("readonly")?.object_store(BATCHES)?;
        let last = JsValue::from_str(&last);
        let mut rest = KeyRange::bound(&JsValue::from_str(&first), &last, None, None)?;
        let mut found = Vec::new();
        loop {
            let query = |rest: &KeyRange| Some(Query::KeyRange(rest.clone()));
            // Both in the order of names.
            let names = store.get_all_keys(query(&rest), Some(AT_ONCE))?;
            let texts = store.get_all(query(&rest), Some(AT_ONCE))?;
            let names = names.await?;
            let Some(behind) = names.last().cloned() else { return Ok(found) };
            let named = names.into_iter().zip(texts.await?);
            found.extend(named.filter_map(|(name, text)| {
                Some(Entry::new(name.as_string()?, &text.as_string()?))
            }));
            rest = KeyRange::bound(&behind, &last, Some(true), None)?;
        }
    }

    /// Tells whether it is done.
    async fn try_apply(&self, changes: Vec<Change>) -> Result<bool, Error> {
        let transaction = self.transaction("readwrite")?;
        let heads = transaction.object_store(HEADS)?;
        let batches = transaction.object_store(BATCHES)?;
        for change in changes {
            match change {
                Change::Put(key, text) => {
                    let store = if keys::is_head(&key) { &heads } else { &batches };
                    store.put(&JsValue::from_str(&text), Some(&JsValue::from_str(&key)))?;
                }
                Change::Remove(first, last) => {
                    batches.delete(Query::KeyRange(range(&first, &last)?))?;
                }
                Change::Forget(id) => {
                    heads.delete(Query::Key(JsValue::from_str(&keys::head(id))))?;
                    let (first, last) = keys::entries(id);
                    batches.delete(Query::KeyRange(range(&first, &last)?))?;
                }
            }
        }
        Ok(transaction.commit()?.await?.is_committed())
    }

    /// A transaction that is done once its changes are on the disk. The crate leaves durability to the
    /// browser, which today means "handed to the operating system", so it is asked for here.
    fn transaction(&self, mode: &str) -> Result<Transaction, Error> {
        let options = Object::new();
        let strict = Reflect::set(&options, &"durability".into(), &"strict".into());
        let begin = strict.and_then(|_| Reflect::get(&self.database, &"transaction".into()));
        let begun = begin.and_then(|begin| {
            let stores = Array::of2(&HEADS.into(), &BATCHES.into());
            begin.unchecked_into::<Function>().call3(
                &self.database,
                &stores,
                &mode.into(),
                &options,
            )
        });
        let begun = begun.map_err(Error::TransactionOpenFailed)?;
        Ok(begun.unchecked_into::<IdbTransaction>().into())
    }
}

fn range(first: &str, last: &str) -> Result<KeyRange, Error> {
    KeyRange::bound(&JsValue::from_str(first), &JsValue::from_str(last), None, None)
}

fn fault(error: &Error) -> StorageFault {
    if error.to_string().contains("Quota") { StorageFault::Full } else { StorageFault::Other }
}

/// Bytes that the page's storage takes, and the most that it may; none where the browser doesn't say.
pub async fn room() -> Option<(u64, u64)> {
    let navigator = super::window().navigator();
    // Undefined where the page was not loaded over HTTPS or from this machine.
    if !Reflect::has(&navigator, &"storage".into()).unwrap_or(false) {
        return None;
    }
    let estimate = JsFuture::from(navigator.storage().estimate().ok()?).await.ok()?;
    let estimate: StorageEstimate = estimate.unchecked_into();
    Some((estimate.get_usage()? as u64, estimate.get_quota()? as u64))
}
