//! The server as a program: its arguments, what it prints, how it ends.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

/// The longest that is waited for what a server does by itself.
const PATIENCE: Duration = Duration::from_secs(60);

fn endpoint(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_endpoint"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn said(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn wrong_arguments_are_one_sentence_and_exit_code_2() {
    for arguments in [&["--prot", "1"][..], &["--port", "many"], &["--wording"], &["tables"]] {
        let (code, sentence) = said(&endpoint(arguments).output().unwrap());
        assert_eq!(code, Some(2));
        assert_eq!(sentence.lines().count(), 1, "{sentence}");
        assert!(sentence.starts_with("endpoint: "), "{sentence}");
    }
}

#[test]
fn help_names_every_option() {
    let help = endpoint(&["--port", "1", "--help"]).output().unwrap();
    let text = String::from_utf8(help.stdout).unwrap();
    assert!(help.status.success());
    for option in [
        "--port",
        "--host",
        "--allow-host",
        "--cors",
        "--connections",
        "--memory",
        "--workspace",
        "--wording",
        "--help",
    ] {
        assert!(text.contains(option), "{option}");
    }
}

#[test]
fn a_port_in_use_is_said_in_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, sentence) = said(&endpoint(&["--port", &port]).output().unwrap());
    assert_eq!(code, Some(1));
    let expected =
        format!("endpoint: port {port} on 127.0.0.1 is in use; choose another with --port\n");
    assert_eq!(sentence, expected);
}

#[test]
fn a_workspace_that_is_not_there_is_named() {
    let (code, sentence) = said(&endpoint(&["--workspace", "no/such/file"]).output().unwrap());
    assert_eq!(code, Some(1));
    assert!(sentence.contains("no/such/file") && sentence.lines().count() == 1, "{sentence}");
}

#[cfg(unix)]
#[test]
fn one_line_tells_how_to_reach_it_and_a_signal_ends_it() {
    for signal in ["-INT", "-TERM"] {
        let mut server = endpoint(&["--port", "0"]).spawn().unwrap();
        let line = first_line(&mut server);
        for part in ["http://127.0.0.1:", "boto3", "aws dynamodb", "DynamoDBClient"] {
            assert!(line.contains(part), "{line}");
        }
        let told = Command::new("kill").args([signal, &server.id().to_string()]).status();
        assert!(told.unwrap().success());
        assert!(server.wait().unwrap().success(), "{signal} is no failure");
    }
}

fn first_line(server: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    line
}

/// A server that is killed while clients ask answers each request that it was sent on a connection
/// that it had not closed.
#[cfg(unix)]
#[test]
fn a_stop_leaves_no_request_unanswered() {
    const CLIENTS: usize = 50;
    let asked = Arc::new(Barrier::new(CLIENTS + 1));
    let mut server = endpoint(&["--port", "0"]).spawn().unwrap();
    let line = first_line(&mut server);
    let address = line.split("http://").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (address, asked) = (address.clone(), Arc::clone(&asked));
            std::thread::spawn(move || asks_until_it_is_told_to_leave(&address, &asked))
        })
        .collect();
    // From here on each of them asks again as soon as it is answered.
    asked.wait();
    let told = Command::new("kill").args(["-TERM", &server.id().to_string()]).status();
    assert!(told.unwrap().success());
    let answered: usize = clients.into_iter().map(|client| client.join().unwrap()).sum();
    assert!(answered >= 2 * CLIENTS, "the clients asked: {answered}");
    assert!(server.wait().unwrap().success());
}

/// Asks over one connection until an answer says that it is the last; returns how many there were, and
/// waits for the others after the first. Every request has an answer.
#[cfg(unix)]
fn asks_until_it_is_told_to_leave(address: &str, asked: &Barrier) -> usize {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut answered = 0;
    loop {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"amazonaws.com ") {
            let mut part = [0; 1024];
            let read = stream.read(&mut part).unwrap();
            assert_ne!(read, 0, "a request was not answered");
            answer.extend_from_slice(&part[..read]);
        }
        answered += 1;
        if answered == 1 {
            asked.wait();
        }
        if String::from_utf8_lossy(&answer).to_ascii_lowercase().contains("connection: close") {
            return answered;
        }
    }
}

/// Beyond its limit a server says so, in the service's form.
#[test]
fn who_comes_when_it_is_full_is_told() {
    let mut server = endpoint(&["--port", "0", "--connections", "1"]).spawn().unwrap();
    let line = first_line(&mut server);
    let address = line.split("http://").nth(1).unwrap().split(' ').next().unwrap();
    let asked = || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut part = [0; 4096];
        let read = stream.read(&mut part).unwrap();
        (stream, String::from_utf8_lossy(&part[..read]).into_owned())
    };
    let (first, answer) = asked();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let (_, refused) = asked();
    assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
    assert!(refused.contains("ServiceUnavailableException"), "{refused}");
    drop(first);
    // The server sees by itself that the first one has gone: until then it is full.
    let begun = Instant::now();
    let mut answers =
        std::iter::repeat_with(|| asked().1).take_while(|_| begun.elapsed() < PATIENCE);
    let answered = answers.find(|answer| !answer.starts_with("HTTP/1.1 503 "));
    assert!(answered.is_some_and(|answer| answer.starts_with("HTTP/1.1 200 ")));
    server.kill().unwrap();
    server.wait().unwrap();
}
