//! The server as a program: its arguments, what it prints, how it ends.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};

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
    for option in ["--port", "--host", "--workspace", "--wording", "--help"] {
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

#[cfg(unix)]
fn first_line(server: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    line
}
