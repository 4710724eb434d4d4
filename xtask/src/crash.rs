//! Kills the endpoint again and again while clients write, and counts what is gone.
//!
//! Each round starts it on the same directory, checks what is there, lets writers write and kills it
//! at a random moment. Every tenth round begins with a copy of the directory in which a file is cut
//! or has a bit flipped. Knows how to ask the endpoint; knows nothing of its files.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value as Json, json};

/// Clients that write at once.
const WRITERS: usize = 4;
/// Items of each, written in turn.
const SLOTS: u64 = 200;
/// The longest that a round lets them write.
const MOST_MILLIS: u64 = 150;

/// How far a writer is. It writes 1, 2, 3, …, each number into its slot.
#[derive(Debug, Default)]
struct Writer {
    asked: AtomicU64,
    acknowledged: AtomicU64,
}

/// Runs so many rounds with this build of the endpoint.
pub fn endpoint(program: &Path, rounds: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let writers: [Writer; WRITERS] = Default::default();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut damaged, mut cut) = (0, 0);
    for round in 0..rounds {
        if round % 10 == 9 {
            let copy = folder.path().join("copy");
            let _ = fs::remove_dir_all(&copy);
            copy_files(&data, &copy)?;
            damage(&copy, &mut random)?;
            damaged += 1;
            let server = Server::start(program, &copy)?;
            for (number, writer) in writers.iter().enumerate() {
                let found =
                    server.prefix(number).with_context(|| format!("round {round}, damaged"))?;
                cut += usize::from(found < writer.acknowledged.load(Ordering::Relaxed));
                ensure!(found <= writer.asked.load(Ordering::Relaxed), "a number nobody wrote");
            }
        }
        let mut server = Server::start(program, &data)?;
        if round == 0 {
            server.create_table()?;
        }
        for (number, writer) in writers.iter().enumerate() {
            let found = server.prefix(number).with_context(|| format!("round {round}"))?;
            let acknowledged = writer.acknowledged.load(Ordering::Relaxed);
            let asked = writer.asked.load(Ordering::Relaxed);
            ensure!(
                (acknowledged..=asked).contains(&found),
                "round {round}: {acknowledged} writes of {asked} were acknowledged, {found} are there"
            );
            writer.acknowledged.store(found, Ordering::Relaxed);
        }
        let pause = Duration::from_millis(1 + random.below(MOST_MILLIS));
        std::thread::scope(|scope| {
            for (number, writer) in writers.iter().enumerate() {
                let address = server.address.clone();
                scope.spawn(move || write_until_it_ends(&address, number, writer));
            }
            std::thread::sleep(pause);
            server.kill()
        })?;
    }
    let written: u64 = writers.iter().map(|w| w.acknowledged.load(Ordering::Relaxed)).sum();
    println!(
        "{rounds} rounds, {written} acknowledged writes, none lost; {damaged} starts on a damaged \
         copy, all answered, {cut} times with the newest writes of a client cut off and none \
         missing before them"
    );
    Ok(())
}

/// Writes until the connection breaks.
fn write_until_it_ends(address: &str, number: usize, writer: &Writer) {
    let Ok(mut client) = Client::connect(address) else { return };
    loop {
        let next = writer.acknowledged.load(Ordering::Relaxed) + 1;
        writer.asked.store(next, Ordering::Relaxed);
        let item = json!({
            "writer": { "S": number.to_string() },
            "slot": { "N": (next % SLOTS).to_string() },
            "number": { "N": next.to_string() },
        });
        match client.ask("PutItem", &json!({ "TableName": "Slots", "Item": item })) {
            Ok(_) => writer.acknowledged.store(next, Ordering::Relaxed),
            Err(_) => return,
        }
    }
}

/// A running endpoint, killed when it is dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(program: &Path, data: &Path) -> Result<Self> {
        let mut child = Command::new(program)
            .args(["--port", "0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} does not run", program.display()))?;
        let mut line = String::new();
        let output = child.stdout.take().context("its output is piped")?;
        BufReader::new(output).read_line(&mut line)?;
        let address = line.split("http://").nth(1).and_then(|rest| rest.split(' ').next());
        let address = address.context("the endpoint did not start")?.to_owned();
        Ok(Self { child, address })
    }

    fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    fn create_table(&self) -> Result<()> {
        let attribute =
            |name: &str, kind: &str| json!({ "AttributeName": name, "AttributeType": kind });
        let key = |name: &str, kind: &str| json!({ "AttributeName": name, "KeyType": kind });
        let table = json!({
            "TableName": "Slots",
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [attribute("writer", "S"), attribute("slot", "N")],
            "KeySchema": [key("writer", "HASH"), key("slot", "RANGE")],
        });
        Client::connect(&self.address)?.ask("CreateTable", &table).map(drop)
    }

    /// How many numbers of a writer are there: every one up to this, none after it.
    fn prefix(&self, writer: usize) -> Result<u64> {
        let query = json!({
            "TableName": "Slots",
            "KeyConditionExpression": "writer = :writer",
            "ExpressionAttributeValues": { ":writer": { "S": writer.to_string() } },
        });
        let mut client = Client::connect(&self.address)?;
        // A damaged log may begin before there was a table.
        let Ok(page) = client.ask("Query", &query) else { return Ok(0) };
        let number =
            |item: &Json, name: &str| -> Option<u64> { item[name]["N"].as_str()?.parse().ok() };
        let items = page["Items"].as_array().context("a page has items")?;
        let found: Vec<(u64, u64)> = items
            .iter()
            .filter_map(|item| Some((number(item, "slot")?, number(item, "number")?)))
            .collect();
        let last = found.iter().map(|(_, number)| *number).max().unwrap_or(0);
        ensure!(found.len() as u64 == last.min(SLOTS), "{} slots after {last}", found.len());
        for (slot, number) in found {
            let expected = last - (last + SLOTS - slot) % SLOTS;
            ensure!(number == expected, "slot {slot} has {number}, not {expected}");
        }
        Ok(last)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.kill();
    }
}

/// A connection to an endpoint.
struct Client(BufReader<TcpStream>);

impl Client {
    fn connect(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    fn ask(&mut self, operation: &str, body: &Json) -> Result<Json> {
        let body = body.to_string();
        let request = format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Date: now\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c\r\n\
             Content-Type: application/x-amz-json-1.0\r\n\
             X-Amz-Target: DynamoDB_20120810.{operation}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.get_mut().write_all(request.as_bytes())?;
        let mut status = String::new();
        self.0.read_line(&mut status)?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            ensure!(self.0.read_line(&mut line)? > 0, "the connection broke");
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut answer = vec![0; length];
        self.0.read_exact(&mut answer)?;
        if !status.contains(" 200 ") {
            bail!("{operation}: {}", String::from_utf8_lossy(&answer));
        }
        Ok(serde_json::from_slice(&answer)?)
    }
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for file in files(from)? {
        fs::copy(&file, to.join(file.file_name().context("a file has a name")?))?;
    }
    Ok(())
}

/// Cuts a file or flips a bit of it.
fn damage(folder: &Path, random: &mut Random) -> Result<()> {
    let mut files = files(folder)?;
    files.retain(|file| fs::metadata(file).is_ok_and(|metadata| metadata.len() > 0));
    let file = &files[random.below(files.len() as u64) as usize];
    let mut bytes = fs::read(file)?;
    let at = random.below(bytes.len() as u64) as usize;
    match random.below(2) {
        0 => bytes.truncate(at),
        _ => bytes[at] ^= 1 << random.below(8),
    }
    fs::write(file, bytes)?;
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    files.collect()
}

/// A generator of numbers after Marsaglia (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }
}
