//! The engine over HTTP: see [`dynamodb_playground::endpoint`].

use std::env;
use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::{self, ExitCode};

use dynamodb_playground::api::Session;
use dynamodb_playground::endpoint::{
    self, Access, Command, Directory, HELP, Options, Server, Service,
};
use dynamodb_playground::engine::SimulationSettings;
use tokio::runtime::Runtime;

/// Open files that are no connections, at most.
const FILES: u64 = 256;
/// What a shell takes for "the arguments were wrong".
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    if arguments.first().is_some_and(|word| word == "push" || word == "pull") {
        return transfer(&arguments);
    }
    let outcome = match endpoint::parse(arguments) {
        Ok(Command::Help) => say(HELP),
        Ok(Command::Serve(options)) => serve(&options),
        Err(reason) => return fail(reason, ExitCode::from(USAGE)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => fail(reason, ExitCode::FAILURE),
    }
}

fn fail(reason: impl Display, code: ExitCode) -> ExitCode {
    eprintln!("endpoint: {reason}");
    code
}

/// Hands over to the program that copies tables. It is one of its own, because the SDK that it speaks
/// with other services by takes a minute to build, and only the first who copies waits for it.
fn transfer(arguments: &[OsString]) -> ExitCode {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/transfer/Cargo.toml");
    let build = ["run", "--quiet", "--profile", "endpoint", "--features", "clients"];
    let mut command = process::Command::new(cargo);
    command.args(build).args(["--manifest-path", manifest, "--"]).args(arguments);
    match command.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(reason) => fail(format!("cargo can't be run: {reason}"), ExitCode::FAILURE),
    }
}

fn serve(options: &Options) -> Result<(), Box<dyn std::error::Error>> {
    let opened = endpoint::open(options.workspace.as_deref())?;
    if opened.failures > 0 {
        eprintln!("endpoint: {} changes of the workspace could not be made again", opened.failures);
    }
    let set = |session: &mut Session| {
        session.set_wording(options.wording);
        session.set_partition_charges(options.partition_charges);
        session.set_simulation(options.simulated.then(SimulationSettings::default));
    };
    let mut session = opened.session;
    let service = match &options.data {
        None => {
            set(&mut session);
            Service::new(session)
        }
        Some(path) => {
            let directory = Directory::open(path)?;
            let mut restored = directory.restore(options.workspace.is_some().then_some(session))?;
            for damage in &restored.damage {
                eprintln!("endpoint: {damage}");
            }
            if restored.failures > 0 {
                eprintln!("endpoint: {} changes could not be made again", restored.failures);
            }
            set(&mut restored.session);
            Service::keeping(directory, restored, options.durability)?
        }
    };
    let access = Access::new(&options.host, &options.allowed_hosts, &options.cors);
    let mut service = service.with_access(access);
    if let Some(mebibytes) = options.memory {
        service = service.with_memory(mebibytes);
    }
    // Each connection is an open file, of which a shell allows too few. With fewer than that the
    // server takes connections as others end.
    let _ = rlimit::increase_nofile_limit(options.connections as u64 + FILES);
    Runtime::new()?.block_on(async {
        let stop = stop_signal()?;
        let server = Server::bind(&options.host, options.port, service).await?;
        let server = server.with_connections(options.connections);
        say(&pointers(&format!("http://{}", server.address())))?;
        Ok(server.run(stop).await?)
    })
}

/// How to point clients here, on one line.
fn pointers(url: &str) -> String {
    format!(
        "DynamoDB at {url} | boto3.client(\"dynamodb\", endpoint_url=\"{url}\") | \
         aws dynamodb list-tables --endpoint-url {url} | \
         new DynamoDBClient({{ endpoint: \"{url}\" }}) | any region, any credentials"
    )
}

/// Prints a line. Who closes the pipe does not want to read it, which is no failure.
fn say(line: &str) -> Result<(), Box<dyn std::error::Error>> {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Comes when a person or a supervisor asks the program to end.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Comes when a person asks the program to end.
#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        // A signal that cannot be had never comes; the program can still be killed.
        let _ = tokio::signal::ctrl_c().await;
    })
}
