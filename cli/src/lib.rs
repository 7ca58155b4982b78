//! The command line of Personal Token, as a library: [`run`] is the whole program, `main` only calls it.
//!
//! A command is one function in `command`: it builds instructions, shows their effect, asks, sends, reports. Results go
//! to the standard output (one JSON object with `--output json`), everything else to the standard error.
//!
//! Exit codes: 0 done, 1 failed, 2 the command line cannot be what was meant or the question was answered with no, 3 sent
//! but not seen to land.

pub mod amount;
pub mod args;
pub mod charter;
mod command;
pub mod config;
pub mod context;
pub mod currency;
pub mod demo;
pub mod digest;
pub mod error;
pub mod ledger;
#[cfg(feature = "localnet")]
pub mod localnet;
pub mod localnet_client;
pub mod output;
pub mod refusal;
pub mod send;
pub mod signer;
pub mod terminal;
pub mod text;
pub mod time;

pub use error::Exit;

use {
    args::{command_line, Cli, GlobalArgs, OutputFormat},
    clap::{error::ErrorKind, FromArgMatches},
    context::Context,
    error::{CliError, Result},
    output::{print_json, Report},
    personal_token_sdk::state::display_text,
    std::{
        ffi::OsString,
        io::{BufRead, BufReader, IsTerminal, Write},
    },
    terminal::Terminal,
};

/// Runs the program: `args` are those of the process, its name included. Nobody is asked anything unless the process's
/// standard input is a terminal.
pub fn run(args: impl IntoIterator<Item = OsString>, out: &mut dyn Write, err: &mut dyn Write) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match parse(&args) {
        Ok(cli) => cli,
        Err(error) => return unparsed(&error, &args, out, err),
    };
    let (format, verbose) = (cli.global.output, cli.global.verbose);
    let interactive = std::io::stdin().is_terminal();
    let input = interactive.then(|| Box::new(BufReader::new(std::io::stdin())) as Box<dyn BufRead>);
    let terminal = Terminal { out: &mut *out, err: &mut *err, input };
    match execute(&cli, terminal) {
        Ok(report) => match report.print(out, format) {
            // Whoever reads has seen enough, as with `| head`.
            Ok(()) => Exit::Ok,
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Exit::Ok,
            Err(error) => fail(&unprinted(&report, error), None, verbose, out, err),
        },
        Err(error) => fail(&error, format, verbose, out, err),
    }
}

fn parse(args: &[OsString]) -> std::result::Result<Cli, clap::Error> {
    let mut command = command_line();
    let matches = command.try_get_matches_from_mut(args)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn execute(cli: &Cli, terminal: Terminal<'_>) -> Result<Report> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::failed(format!("cannot start: {error}")))?;
    let global: GlobalArgs = cli.global.clone();
    runtime.block_on(async {
        let mut context = Context::new(global, terminal)?;
        command::run(&mut context, &cli.command).await
    })
}

/// The output is gone. What has landed has landed all the same, and must not be sent again.
fn unprinted(report: &Report, error: std::io::Error) -> CliError {
    let mut fault = CliError::from(error);
    fault.signatures = report.signatures();
    if !fault.signatures.is_empty() {
        fault.message = format!("it is done, and must not be sent again, but {}", fault.message);
    }
    fault
}

fn fail(
    error: &CliError,
    format: Option<OutputFormat>,
    verbose: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    if error.exit == Exit::Ok {
        // Nobody reads on.
        return Exit::Ok;
    }
    // An error that cannot be shown still has its exit code. It may repeat words that are meant to move the cursor.
    let _ = writeln!(err, "error: {}", display_text(&error.message));
    if verbose {
        for line in &error.logs {
            let _ = writeln!(err, "  {}", display_text(line));
        }
    }
    match format {
        Some(format) => {
            let _ = print_json(&error.json(), out, format);
        }
        None => {
            for signature in &error.signatures {
                let _ = writeln!(err, "  signature  {signature}");
            }
        }
    }
    error.exit
}

/// Help and version are results; everything else that clap says is about a wrong command line.
fn unparsed(error: &clap::Error, args: &[OsString], out: &mut dyn Write, err: &mut dyn Write) -> Exit {
    let text = without_secrets(error.render().to_string(), args);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return match write!(out, "{text}").and_then(|()| out.flush()) {
                Ok(()) => Exit::Ok,
                Err(error) => fail(&error.into(), None, false, out, err),
            };
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = write!(err, "{text}");
            return Exit::Usage;
        }
        _ => {}
    }
    // What is wrong is in the first paragraph; the rest is the usage.
    let said = text.strip_prefix("error: ").unwrap_or(&text);
    let first: Vec<&str> = said.lines().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let fault = CliError::usage(first.join(" "));
    let hint = if error.kind() == ErrorKind::ValueValidation {
        ""
    } else {
        said.split_once("\n\n").map_or("", |(_, hint)| hint)
    };
    let exit = fail(&fault, json_wanted(args), false, out, err);
    if !hint.is_empty() {
        let shown: Vec<String> = hint.trim_end().lines().map(display_text).collect();
        let _ = writeln!(err, "\n{}", shown.join("\n"));
    }
    exit
}

/// The text without the secret keys that it repeats from the command line: it may end in a log.
fn without_secrets(text: String, args: &[OsString]) -> String {
    let words = args.iter().filter_map(|word| word.to_str());
    let values = words.flat_map(|word| [Some(word), word.split_once('=').map(|(_, value)| value)]).flatten();
    values.filter(|value| signer::is_secret(value)).fold(text, |text, secret| {
        let shown: String = secret.chars().take(4).collect();
        text.replace(secret, &format!("{shown}…"))
    })
}

/// Whether JSON was asked for, on a command line that cannot be read as a whole.
fn json_wanted(args: &[OsString]) -> Option<OutputFormat> {
    let words: Vec<&str> = args.iter().filter_map(|word| word.to_str()).collect();
    let value = words.iter().zip(words.iter().skip(1)).find(|(name, _)| **name == "--output").map(|(_, value)| *value);
    match value.or_else(|| words.iter().find_map(|word| word.strip_prefix("--output="))) {
        Some("json") => Some(OutputFormat::Json),
        Some("json-compact") => Some(OutputFormat::JsonCompact),
        _ => None,
    }
}
