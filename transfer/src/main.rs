//! `cargo endpoint push` and `pull`.

use std::process::ExitCode;

use anyhow::Result;
use transfer::copy::{Copied, copy};
use transfer::options::{Direction, HELP, Options, parse};
use transfer::place::{Local, client};

fn main() -> ExitCode {
    let options = match parse(std::env::args_os().skip(1).collect()) {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(reason) => {
            eprintln!("transfer: {reason}");
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(Copied { created, put, kept }) => {
            if !options.dry_run {
                println!("{created} tables created, {put} items put, {kept} were there");
            }
            ExitCode::SUCCESS
        }
        Err(reason) => {
            eprintln!("transfer: {reason:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(options: &Options) -> Result<Copied> {
    let other = client(&options.service).await;
    let tell = |line: &str| eprintln!("{line}");
    match &options.direction {
        Direction::Push { workspace } => {
            let local = Local::of_workspace(workspace).await?;
            let copied = copy(&local.client(), &other, options, tell).await;
            local.stop().await?;
            copied
        }
        Direction::Pull { data } => {
            let local = Local::of_directory(data).await?;
            let copied = copy(&other, &local.client(), options, tell).await;
            local.stop().await?;
            copied
        }
    }
}
