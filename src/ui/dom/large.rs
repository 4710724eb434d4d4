//! IndexedDB: the large storage of workspaces, which answers later.
//!
//! Owns two stores of texts by name, one for heads and one for batches and parts of checkpoints.
//! Refuses to know what the texts hold.

use idb::{
    Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStoreParams, Query, Transaction,
};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::closure::Closure;
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
        let database: IdbDatabase = database.into();
        // A newer page waits for older ones to let go. This one goes on in localStorage.
        let closing = database.clone();
        let close = Closure::once_into_js(move || closing.close());
        database.set_onversionchange(Some(close.unchecked_ref()));
        Some(Self { database })
    }

    /// Opens it, and reads its heads.
    pub async fn survey() -> Option<(Self, Vec<(String, String)>)> {
        let large = Self::open().await?;
        let heads = large.heads().await.ok()?;
        Some((large, heads))
    }

    /// Every head, with its name.
    pub async fn heads(&self) -> Result<Vec<(String, String)>, StorageFault> {
        self.named(HEADS).await.map_err(|error| fault(&error))
    }

    /// The batches and parts of a workspace.
    pub async fn entries(&self, id: WorkspaceId) -> Result<Vec<Entry>, StorageFault> {
        self.read_entries(keys::entries(id)).await.map_err(|error| fault(&error))
    }

    /// Does all of these or none. A batch never takes the place of another one of its name: a tab that
    /// has slept may not know yet that another saves now.
    pub async fn apply(&self, changes: Vec<Change>) -> Result<(), StorageFault> {
        let Err(first) = self.try_apply(&changes, true).await else { return Ok(()) };
        // Most likely a batch is there already, and the same one: a page that ended before it could
        // remove it from localStorage has left it in both.
        let known = self.known(&changes).await.map_err(|error| fault(&error))?;
        if known.is_empty() {
            return Err(first);
        }
        for (key, number, text) in batches_of(&changes) {
            if let (true, Some(id)) =
                (known.iter().any(|(k, t)| k == key && t != text), keys::workspace(key))
            {
                return Err(StorageFault::Conflict(id, number));
            }
        }
        self.try_apply(&changes, false).await
    }

    /// Which of these batches are there, and what they hold.
    async fn known(&self, changes: &[Change]) -> Result<Vec<(String, String)>, Error> {
        let store = self.transaction("readonly")?.object_store(BATCHES)?;
        let mut known = Vec::new();
        for (key, ..) in batches_of(changes) {
            let text = store.get(Query::Key(JsValue::from_str(key)))?.await?;
            known.extend(text.and_then(|text| text.as_string()).map(|text| (key.to_owned(), text)));
        }
        Ok(known)
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

    async fn try_apply(&self, changes: &[Change], are_new: bool) -> Result<(), StorageFault> {
        // Why it was aborted, when it was: storage may turn out to be full only at the end.
        let raw = self.begin("readwrite").map_err(|error| fault(&error))?;
        match put_all(raw.clone().into(), changes, are_new).await {
            Ok(true) => Ok(()),
            outcome => {
                let is_full = raw.error().is_some_and(|error| error.name().contains("Quota"));
                let told = outcome.err().map_or(StorageFault::Other, |error| fault(&error));
                Err(if is_full { StorageFault::Full } else { told })
            }
        }
    }

    /// A transaction that is done once its changes are on the disk. The crate leaves durability to the
    /// browser, which today means "handed to the operating system", so it is asked for here.
    fn begin(&self, mode: &str) -> Result<IdbTransaction, Error> {
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
        begun.map(JsCast::unchecked_into).map_err(Error::TransactionOpenFailed)
    }

    fn transaction(&self, mode: &str) -> Result<Transaction, Error> {
        self.begin(mode).map(Transaction::from)
    }
}

/// Tells whether it is done.
async fn put_all(
    transaction: Transaction,
    changes: &[Change],
    are_new: bool,
) -> Result<bool, Error> {
    let heads = transaction.object_store(HEADS)?;
    let batches = transaction.object_store(BATCHES)?;
    for change in changes {
        match change {
            Change::Put(key, text) => {
                let store = if keys::is_head(key) { &heads } else { &batches };
                let (text, name) = (JsValue::from_str(text), JsValue::from_str(key));
                if are_new && keys::batch_number(key).is_some() {
                    store.add(&text, Some(&name))?;
                } else {
                    store.put(&text, Some(&name))?;
                }
            }
            Change::Remove(first, last) => {
                batches.delete(Query::KeyRange(range(first, last)?))?;
            }
            Change::Forget(id) => {
                heads.delete(Query::Key(JsValue::from_str(&keys::head(*id))))?;
                let (first, last) = keys::entries(*id);
                batches.delete(Query::KeyRange(range(&first, &last)?))?;
            }
        }
    }
    Ok(transaction.commit()?.await?.is_committed())
}

/// The batches among what is to be put: name, number and text.
fn batches_of(changes: &[Change]) -> impl Iterator<Item = (&str, u64, &str)> {
    changes.iter().filter_map(|change| match change {
        Change::Put(key, text) => Some((key.as_str(), keys::batch_number(key)?, text.as_str())),
        Change::Remove(..) | Change::Forget(_) => None,
    })
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
