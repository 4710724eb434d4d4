//! A directory in which tables outlive the server.
//!
//! Owns the files of a directory, when they are written and how they are read again. Refuses to know
//! what effects are: [`crate::workspace`] has their bytes.
//!
//! # Files
//!
//! Generations count up from zero. `log-N` is a row of batches, one for each request that changed
//! something; `checkpoint-N` is what stood when `log-N` began, and ends with a batch without effects.
//! Whoever reads begins with the newest sound checkpoint, or with nothing and `log-0`, and applies
//! the logs from its generation on. When a log has grown, the next one is begun at once, and the
//! checkpoint before it is written meanwhile, from a copy of the engine. So there may be a log
//! without its checkpoint, and that loses nothing: what the last checkpoint and the logs since hold
//! is the same. The generation before the newest checkpoint is kept as well, in case that one is
//! damaged.
//!
//! A request is answered after its batch was handed to the system, so that it outlives the server
//! being killed. Outliving the machine takes more: see [`Durability`].

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;
use std::{fmt, mem};

use tokio::sync::watch;

use crate::api::Session;
use crate::engine::{Checkpoint, Clock, Engine, Extent, Millis};
use crate::workspace::{Batch, BatchError, LogRead, Reapply, read};

/// What an answered write outlives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// The machine failing: no write is answered before it is on disk.
    Always,
    /// The server being killed; of the machine failing all but the last second.
    #[default]
    Second,
    /// The server being killed. When what it wrote comes to disk is left to the system.
    System,
}

/// Why a directory cannot be used.
#[derive(Debug)]
pub enum DataError {
    /// A file or the directory cannot be read or written.
    File(PathBuf, io::Error),
    /// Another server has it.
    InUse(PathBuf),
    /// A later version wrote this file.
    Newer(PathBuf),
    /// It holds tables already, beside which a workspace would have no place.
    NotEmpty(PathBuf),
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DataError::File(path, cause) => write!(f, "{}: {cause}", path.display()),
            DataError::InUse(path) => write!(f, "{} is in use by another endpoint", path.display()),
            DataError::Newer(path) => {
                write!(f, "{} was written by a later version of the endpoint", path.display())
            }
            DataError::NotEmpty(path) => write!(
                f,
                "{} holds tables already: begin a workspace in an empty directory",
                path.display()
            ),
        }
    }
}

impl std::error::Error for DataError {}

/// What was wrong with a file, of which the sound part was used. The rest was moved aside.
#[derive(Debug)]
pub struct Damage {
    file: PathBuf,
    aside: PathBuf,
    bytes: u64,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, aside, bytes } = self;
        write!(
            f,
            "{} cannot be read from its end back by {bytes} bytes, which are kept in {}",
            file.display(),
            aside.display()
        )
    }
}

/// A log is followed by the next when it has this size, or twice that of its checkpoint.
const LEAST_LOG: u64 = 8 * 1024 * 1024;
/// Items of a checkpoint that are written at once.
const PART: usize = 1000;
/// Effects that are applied at once.
const STEP: usize = 10_000;

/// A directory that this process has to itself.
#[derive(Debug)]
pub struct Directory {
    path: PathBuf,
    least_log: u64,
    /// Locked for as long as this lives.
    _lock: File,
}

/// What a directory held.
#[derive(Debug)]
pub struct Restored {
    /// The session, in the state that the files lead to.
    pub session: Session,
    /// What could not be read.
    pub damage: Vec<Damage>,
    /// Effects that could not be applied, which means that files are missing.
    pub failures: usize,
    /// The number of the next batch.
    next: u64,
    /// The generation that is begun next.
    generation: u64,
    /// Whether there were any files.
    is_new: bool,
}

impl Directory {
    /// Takes a directory, which is made if there is none.
    pub fn open(path: &Path) -> Result<Self, DataError> {
        fs::create_dir_all(path).map_err(|error| DataError::File(path.to_owned(), error))?;
        let name = path.join("lock");
        let failed = |error| DataError::File(name.clone(), error);
        let lock = OpenOptions::new().write(true).create(true).truncate(false).open(&name);
        let lock = lock.map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), least_log: LEAST_LOG, _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(DataError::InUse(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    fn file(&self, kind: &str, generation: u64) -> PathBuf {
        self.path.join(format!("{kind}-{generation}"))
    }

    /// The generations of which there is a file of this kind, in their order.
    fn generations(&self, kind: &str) -> Result<Vec<u64>, DataError> {
        let failed = |error| DataError::File(self.path.clone(), error);
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let number = name.to_str().and_then(|name| name.strip_prefix(kind)?.strip_prefix('-'));
            found.extend(number.and_then(|number| number.parse::<u64>().ok()));
        }
        found.sort_unstable();
        Ok(found)
    }

    /// The state that the files lead to; that of this session if there are none.
    pub fn restore(&self, beginning: Option<Session>) -> Result<Restored, DataError> {
        let checkpoints = self.generations("checkpoint")?;
        let logs = self.generations("log")?;
        let newest = checkpoints.last().max(logs.last());
        let mut restored = Restored {
            session: Session::new(Clock::fixed(Millis(0))),
            damage: Vec::new(),
            failures: 0,
            next: 0,
            generation: newest.map_or(0, |newest| newest + 1),
            is_new: newest.is_none(),
        };
        if let Some(session) = beginning {
            if !restored.is_new {
                return Err(DataError::NotEmpty(self.path.clone()));
            }
            restored.session = session;
        }
        let mut first = 0;
        for &generation in checkpoints.iter().rev() {
            let file = self.file("checkpoint", generation);
            let log = self.read(&file)?;
            let ends = log.batches.last().filter(|last| last.effects.is_empty());
            match ends.map(|last| last.number) {
                Some(next) if log.fault.is_none() => {
                    first = generation;
                    restored.next = next;
                    restored.apply(log.batches);
                    break;
                }
                _ => restored.damage.push(set_aside(&file, 0)?),
            }
        }
        for generation in logs.into_iter().filter(|generation| *generation >= first) {
            let file = self.file("log", generation);
            let log = self.read(&file)?;
            let fits = (restored.next..).zip(&log.batches);
            let sound = fits.take_while(|(number, batch)| *number == batch.number).count();
            let complete = sound == log.batches.len() && log.fault.is_none();
            let mut end = log.end as u64;
            if sound < log.batches.len() {
                let taken = log.batches[..sound].iter().map(|batch| batch.encode().len() as u64);
                end = taken.sum();
            }
            restored.next += sound as u64;
            restored.apply(log.batches.into_iter().take(sound).collect());
            if !complete {
                restored.damage.push(set_aside(&file, end)?);
            }
        }
        Ok(restored)
    }

    fn read(&self, file: &Path) -> Result<LogRead, DataError> {
        let failed = |error| DataError::File(file.to_owned(), error);
        let log = read(&fs::read(file).map_err(failed)?);
        match log.fault {
            Some(BatchError::NewerVersion(_)) => Err(DataError::Newer(file.to_owned())),
            _ => Ok(log),
        }
    }

    /// Begins a generation: the log that is to be appended to.
    fn begin(&self, generation: u64) -> io::Result<File> {
        let file = self.file("log", generation);
        let log = OpenOptions::new().append(true).create_new(true).open(file)?;
        self.sync()?;
        Ok(log)
    }

    /// Writes the checkpoint before a log whose first batch has this number, then removes what is no
    /// longer needed. Returns its size.
    fn write_checkpoint(&self, engine: &Engine, generation: u64, next: u64) -> io::Result<u64> {
        let unfinished = self.path.join("unfinished");
        let mut file = io::BufWriter::new(File::create(&unfinished)?);
        let mut checkpoint = Checkpoint::new(Extent::Whole);
        let mut size = 0;
        let mut number = 0;
        while let Some(effects) = engine.checkpoint(&mut checkpoint, PART) {
            let bytes = Batch { number, effects }.encode();
            size += bytes.len() as u64;
            number += 1;
            file.write_all(&bytes)?;
        }
        file.write_all(&Batch { number: next, effects: Vec::new() }.encode())?;
        file.into_inner().map_err(|error| error.into_error())?.sync_all()?;
        fs::rename(&unfinished, self.file("checkpoint", generation))?;
        self.sync()?;
        self.remove_before(generation)?;
        Ok(size)
    }

    /// Removes what lies before the second newest checkpoint.
    fn remove_before(&self, newest: u64) -> io::Result<()> {
        let failed = |error: DataError| io::Error::other(error.to_string());
        let checkpoints = self.generations("checkpoint").map_err(failed)?;
        let Some(&kept) = checkpoints.iter().rfind(|generation| **generation < newest) else {
            return Ok(());
        };
        for kind in ["checkpoint", "log"] {
            let generations = self.generations(kind).map_err(failed)?;
            for old in generations.into_iter().filter(|generation| *generation < kept) {
                fs::remove_file(self.file(kind, old))?;
            }
        }
        Ok(())
    }

    /// Names of files are on disk only once their directory is.
    fn sync(&self) -> io::Result<()> {
        if cfg!(unix) { File::open(&self.path)?.sync_all() } else { Ok(()) }
    }
}

impl Restored {
    fn apply(&mut self, batches: Vec<Batch>) {
        let mut reapply = Reapply::new(batches);
        while !reapply.step(&mut self.session, STEP) {}
        self.failures += reapply.failures();
    }
}

/// Cuts a file at this place and keeps what was behind it in another.
fn set_aside(file: &Path, end: u64) -> Result<Damage, DataError> {
    let failed = |error| DataError::File(file.to_owned(), error);
    let bytes = fs::read(file).map_err(failed)?;
    let behind = &bytes[usize::try_from(end).unwrap_or(usize::MAX).min(bytes.len())..];
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    // What was set aside before is not overwritten.
    let aside = (0..)
        .map(|number| file.with_file_name(format!("damaged-{name}-{number}")))
        .find(|aside| !aside.exists())
        .expect("there are more numbers than files");
    fs::write(&aside, behind).map_err(failed)?;
    if end == 0 {
        fs::remove_file(file).map_err(failed)?;
    } else {
        let cut = OpenOptions::new().write(true).open(file).map_err(failed)?;
        cut.set_len(end).map_err(failed)?;
    }
    Ok(Damage { file: file.to_owned(), aside, bytes: behind.len() as u64 })
}

/// The log of a running server.
#[derive(Debug)]
pub(super) struct Journal {
    directory: Arc<Directory>,
    durability: Durability,
    log: File,
    generation: u64,
    /// The number of the next batch.
    next: u64,
    size: u64,
    /// The size at which the next log is begun.
    limit: u64,
    /// Batches that could not be written yet; those that follow are written behind them.
    unwritten: Vec<u8>,
    checkpointing: Arc<AtomicBool>,
    syncer: Syncer,
}

impl Journal {
    /// Goes on behind what was restored, with a new generation and its checkpoint.
    pub(super) fn begin(
        directory: Directory,
        restored: Restored,
        durability: Durability,
    ) -> Result<(Self, Session), DataError> {
        let Restored { mut session, next, generation, is_new, .. } = restored;
        let path = directory.path.clone();
        let failed = |error| DataError::File(path.clone(), error);
        // A session that begins with a workspace has rows that no log knows.
        let is_empty = session.engine().inspect().tables().is_empty();
        let mut size = 0;
        if !(is_new && is_empty) {
            size =
                directory.write_checkpoint(session.engine(), generation, next).map_err(&failed)?;
        }
        let log = directory.begin(generation).map_err(&failed)?;
        let syncer = Syncer::begin(log.try_clone().map_err(&failed)?, durability);
        session.keep_applied();
        let limit = directory.least_log.max(2 * size);
        let journal = Self {
            directory: Arc::new(directory),
            durability,
            log,
            generation,
            next,
            size: 0,
            limit,
            unwritten: Vec::new(),
            checkpointing: Arc::default(),
            syncer,
        };
        Ok((journal, session))
    }

    /// Hands what the session did to the system; what that returns is to be waited for before the
    /// answer is given.
    pub(super) fn append(&mut self, session: &mut Session) -> io::Result<Option<Saved>> {
        let effects = session.take_applied();
        if effects.is_empty() && self.unwritten.is_empty() {
            return Ok(None);
        }
        if !effects.is_empty() {
            self.unwritten.extend(Batch { number: self.next, effects }.encode());
            self.next += 1;
        }
        if let Err(error) = self.log.write_all(&self.unwritten) {
            // Half a batch must not stand before a whole one.
            self.log.set_len(self.size)?;
            return Err(error);
        }
        self.size += mem::take(&mut self.unwritten).len() as u64;
        let saved = self.syncer.written(self.next);
        if self.size >= self.limit && !self.checkpointing.load(Ordering::Relaxed) {
            self.turn(session.engine())?;
        }
        Ok((self.durability == Durability::Always).then_some(saved))
    }

    /// Begins the next log, and the checkpoint before it on a thread of its own.
    fn turn(&mut self, engine: &Engine) -> io::Result<()> {
        self.log.sync_data()?;
        self.generation += 1;
        self.log = self.directory.begin(self.generation)?;
        self.syncer.turn(self.log.try_clone()?);
        self.limit = self.directory.least_log.max(self.size / 2);
        self.size = 0;
        let (engine, directory) = (engine.clone(), Arc::clone(&self.directory));
        let (generation, next) = (self.generation, self.next);
        let checkpointing = Arc::clone(&self.checkpointing);
        checkpointing.store(true, Ordering::Relaxed);
        thread::spawn(move || {
            if let Err(error) = directory.write_checkpoint(&engine, generation, next) {
                // Nothing is lost by that: the logs since the last one say the same.
                eprintln!("endpoint: no checkpoint was written: {error}");
            }
            checkpointing.store(false, Ordering::Relaxed);
        });
        Ok(())
    }

    /// Brings everything to disk.
    pub(super) fn close(&mut self, session: &mut Session) -> io::Result<()> {
        self.append(session)?;
        self.log.sync_all()
    }
}

/// A batch on its way to disk.
#[derive(Debug)]
pub(super) struct Saved {
    number: u64,
    synced: watch::Receiver<u64>,
}

impl Saved {
    /// Waits until it is there. Fails when the disk does.
    pub(super) async fn wait(mut self) -> Result<(), ()> {
        let number = self.number;
        self.synced.wait_for(|synced| *synced >= number).await.map(drop).map_err(drop)
    }
}

/// Brings a log to disk on a thread of its own: many requests together, since each has to wait.
#[derive(Debug)]
struct Syncer {
    state: Arc<Mutex<ToSync>>,
    wake: mpsc::Sender<()>,
    synced: watch::Receiver<u64>,
    durability: Durability,
}

#[derive(Debug)]
struct ToSync {
    log: File,
    /// The number after the last batch that was written.
    written: u64,
}

impl Syncer {
    fn begin(log: File, durability: Durability) -> Self {
        let state = Arc::new(Mutex::new(ToSync { log, written: 0 }));
        let (wake, woken) = mpsc::channel();
        let (tell, synced) = watch::channel(0);
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            while woken.recv().is_ok() {
                if durability == Durability::Second {
                    thread::sleep(Duration::from_secs(1));
                }
                while woken.try_recv().is_ok() {}
                let (log, written) = {
                    let state = shared.lock().unwrap_or_else(PoisonError::into_inner);
                    (state.log.try_clone(), state.written)
                };
                // Who waits hears of a failure by this end of the channel going away.
                if let Err(error) = log.and_then(|log| log.sync_data()) {
                    eprintln!("endpoint: what was written does not come to disk: {error}");
                    if durability == Durability::Always {
                        return;
                    }
                }
                tell.send_replace(written);
            }
        });
        Self { state, wake, synced, durability }
    }

    /// Everything before this number was handed to the system.
    fn written(&self, next: u64) -> Saved {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).written = next;
        if self.durability != Durability::System {
            // A thread that has gone after a failure is told by `synced`.
            let _ = self.wake.send(());
        }
        Saved { number: next, synced: self.synced.clone() }
    }

    /// From now on another log is written, and the one before is on disk.
    fn turn(&self, log: File) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).log = log;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::send;

    /// A directory of a test's own, gone with it.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            Self(path)
        }

        fn files(&self) -> Vec<PathBuf> {
            let files = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path());
            let mut files: Vec<_> = files.filter(|file| !file.ends_with("lock")).collect();
            files.sort();
            files
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// A server without HTTP.
    struct Kept {
        journal: Journal,
        session: Session,
        damage: usize,
    }

    impl Kept {
        fn open(scratch: &Scratch) -> Self {
            let directory = Directory { least_log: 4096, ..Directory::open(&scratch.0).unwrap() };
            let restored = directory.restore(None).unwrap();
            assert_eq!(restored.failures, 0);
            let damage = restored.damage.len();
            let (journal, session) =
                Journal::begin(directory, restored, Durability::System).unwrap();
            Self { journal, session, damage }
        }

        fn send(&mut self, operation: &str, body: &str) -> String {
            let target = format!("DynamoDB_20120810.{operation}");
            let (_, answer) = send(&mut self.session, &target, body);
            self.journal.append(&mut self.session).unwrap();
            answer
        }

        /// A table and so many items in it, from zero on.
        fn fill(&mut self, items: usize) {
            self.send(
                "CreateTable",
                r#"{"TableName":"Tab","BillingMode":"PAY_PER_REQUEST",
                    "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"N"}],
                    "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}"#,
            );
            (0..items).for_each(|at| self.put(at));
        }

        fn put(&mut self, at: usize) {
            let body = format!(r#"{{"TableName":"Tab","Item":{{"id":{{"N":"{at}"}}}}}}"#);
            self.send("PutItem", &body);
            while self.journal.checkpointing.load(Ordering::Relaxed) {
                thread::yield_now();
            }
        }

        /// How many items there are, which are those from zero on: none is there without those
        /// before it.
        fn items(&mut self) -> usize {
            let has = |session: &mut Session, at: usize| {
                let key = format!(r#"{{"TableName":"Tab","Key":{{"id":{{"N":"{at}"}}}}}}"#);
                send(session, "DynamoDB_20120810.GetItem", &key).1.contains("Item")
            };
            let count = (0..).find(|at| !has(&mut self.session, *at)).unwrap();
            let counted = self.send("Scan", r#"{"TableName":"Tab","Select":"COUNT"}"#);
            assert!(count == 0 || counted.contains(&format!("\"Count\":{count},")), "{counted}");
            count
        }
    }

    #[test]
    fn what_was_written_is_there_again_over_many_generations() {
        let scratch = Scratch::new("generations");
        let mut items = 0;
        for _ in 0..5 {
            let mut kept = Kept::open(&scratch);
            assert_eq!((kept.items(), kept.damage), (items, 0));
            if items == 0 {
                kept.fill(0);
            }
            for _ in 0..150 {
                kept.put(items);
                items += 1;
            }
            // Not closed: as if it were killed.
        }
        let files = scratch.files().len();
        assert!((3..=6).contains(&files), "two generations are kept, not all: {files}");
    }

    #[test]
    fn a_log_may_end_anywhere() {
        let scratch = Scratch::new("torn");
        Kept::open(&scratch).fill(20);
        let log = scratch.0.join("log-0");
        let whole = fs::read(&log).unwrap();
        let mut before = 0;
        for end in (0..whole.len()).step_by(7).chain([whole.len()]) {
            let _ = fs::remove_dir_all(&scratch.0);
            fs::create_dir_all(&scratch.0).unwrap();
            fs::write(&log, &whole[..end]).unwrap();
            let mut kept = Kept::open(&scratch);
            let items = kept.items();
            assert!(items >= before && items <= before + 1, "{items} with {end} bytes");
            before = items;
            let cut: u64 = scratch
                .files()
                .iter()
                .filter(|file| file.to_string_lossy().contains("damaged"))
                .map(|file| fs::metadata(file).unwrap().len())
                .sum();
            assert_eq!(cut > 0, kept.damage > 0, "what is not used is kept and told");
            if items > 0 {
                kept.put(items);
                drop(kept);
                let mut again = Kept::open(&scratch);
                assert_eq!((again.items(), again.damage), (items + 1, 0));
            }
        }
        assert_eq!(before, 20);
    }

    #[test]
    fn a_flipped_bit_is_told_and_loses_nothing_before_it() {
        let scratch = Scratch::new("flipped");
        let mut first = Kept::open(&scratch);
        first.fill(300);
        drop(first);
        let whole: Vec<(PathBuf, Vec<u8>)> = scratch
            .files()
            .into_iter()
            .map(|file| (file.clone(), fs::read(file).unwrap()))
            .collect();
        assert!(
            whole.iter().filter(|(file, _)| file.to_string_lossy().contains("checkpoint")).count()
                == 2
        );
        for (file, bytes) in &whole {
            for at in (0..bytes.len()).step_by(499) {
                let _ = fs::remove_dir_all(&scratch.0);
                fs::create_dir_all(&scratch.0).unwrap();
                for (file, bytes) in &whole {
                    fs::write(file, bytes).unwrap();
                }
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << (at % 8);
                fs::write(file, flipped).unwrap();
                // Of a later version: that is told before anything is touched.
                let directory = Directory::open(&scratch.0).unwrap();
                let told = match directory.restore(None) {
                    Ok(restored) => !restored.damage.is_empty(),
                    Err(error) => {
                        assert!(matches!(error, DataError::Newer(_)), "{error}");
                        continue;
                    }
                };
                drop(directory);
                let mut kept = Kept::open(&scratch);
                let items = kept.items();
                assert!(items == 300 || (items < 300 && told), "{items}");
                if file.to_string_lossy().contains("checkpoint") {
                    assert_eq!(items, 300, "the checkpoint before it and the logs say the same");
                }
            }
        }
    }

    #[test]
    fn a_directory_has_one_server() {
        let scratch = Scratch::new("shared");
        let first = Directory::open(&scratch.0).unwrap();
        let second = Directory::open(&scratch.0).unwrap_err();
        assert!(second.to_string().contains("in use by another"), "{second}");
        drop(first);
        assert!(Directory::open(&scratch.0).is_ok());
    }
}
