//! What a client sends over one connection, byte for byte.
//!
//! Whatever comes, what goes back is whole answers of HTTP or nothing, no page of another site may
//! read them, and the next client is served as if nothing had been.

use std::sync::Arc;

use dynamodb_playground::api::Session;
use dynamodb_playground::endpoint::{Service, converse};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
use tokio::runtime::Builder;

const SOUND: &[u8] = b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Date: today\r\n\
    X-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Type: application/json\r\n\
    Authorization: AWS4- Credential=a,SignedHeaders=b,Signature=c\r\nContent-Length: 2\r\n\r\n{}";
/// What is answered, by this server and by the library below it.
const STATUSES: [&str; 11] =
    ["100", "200", "400", "403", "404", "408", "413", "414", "431", "500", "503"];
/// Answers that there may be to one input; each takes a request.
const MAX_INPUT: usize = 1 << 16;

pub fn check(data: &[u8]) {
    let data = &data[..data.len().min(MAX_INPUT)];
    let service = Arc::new(Service::new(Session::default()));
    // The clock stands still but for those who wait for it, so that no one waits for the patience
    // with a client to end.
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
    let runtime = runtime.expect("a runtime needs nothing");
    let said = runtime.block_on(answered(Arc::clone(&service), data));
    // A body that is not compressed as it says is an internal error on the service too.
    let compressed = data.to_ascii_lowercase().windows(16).any(|w| w == b"content-encoding");
    check_answers(&said, compressed);

    let sound = runtime.block_on(answered(service, SOUND));
    let sound = String::from_utf8_lossy(&sound);
    let served = sound.starts_with("HTTP/1.1 200 OK") && sound.contains(r#"{"TableNames":["#);
    assert!(served, "{sound}");
}

async fn answered(service: Arc<Service>, data: &[u8]) -> Vec<u8> {
    let (client, server) = duplex(1 << 16);
    let (mut receive, mut send) = tokio::io::split(client);
    let mut answer = Vec::new();
    let asking = async {
        // Who is let go before everything is sent hears so from the answer.
        let _ = send.write_all(data).await;
        let _ = send.shutdown().await;
    };
    let (.., read) =
        tokio::join!(converse(server, service), asking, receive.read_to_end(&mut answer));
    read.expect("a pipe does not break");
    answer
}

fn check_answers(mut said: &[u8], compressed: bool) {
    while !said.is_empty() {
        let end = said.windows(4).position(|w| w == b"\r\n\r\n").expect("a head has an end") + 4;
        let head = std::str::from_utf8(&said[..end]).expect("a head is text").to_ascii_lowercase();
        said = &said[end..];
        let mut lines = head.lines();
        let line = lines.next().expect("a head has a line");
        let status = line.split(' ').nth(1).expect("a status");
        assert!(line.starts_with("http/1.") && STATUSES.contains(&status), "{line}");
        assert!(status != "500" || compressed, "{head}");
        let mut length = 0;
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            match name {
                "content-length" => length = value.parse().expect("a length is a number"),
                "access-control-allow-origin" => assert!(is_of_this_machine(value), "{value}"),
                _ => {}
            }
        }
        // The answer to HEAD tells the length of a body that it does not have.
        if !said.starts_with(b"HTTP/1.") && !said.is_empty() {
            assert!(said.len() >= length, "{head}");
            said = &said[length..];
        }
    }
}

fn is_of_this_machine(origin: &str) -> bool {
    let host = origin.split_once("://").map(|(_, host)| host).unwrap_or_default();
    ["localhost", "127.", "[::1]", "[0:", "[::ffff:127."].iter().any(|own| host.starts_with(own))
}
