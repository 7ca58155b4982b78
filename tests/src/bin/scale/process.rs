//! The command line as a process of its own, whose memory can be measured and which can be killed.

use std::{
    ffi::OsString,
    process::{Command, ExitCode, Stdio},
    time::Instant,
};

/// As the first argument: everything after it is for the command line.
pub const AS_CLI: &str = "--as-cli";
const PEAK: &str = "VmHWM:";

/// What a run left behind.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
    pub seconds: f64,
    /// The most memory that it had, in kB; 0 where the system does not say.
    pub peak_kilobytes: u64,
}

/// Is the command line, and says at the end how much memory it needed.
pub fn command_line(arguments: &[String]) -> ExitCode {
    let words = ["personal-token"].into_iter().chain(arguments.iter().skip(2).map(String::as_str)).map(OsString::from);
    let exit = personal_token_cli::run(words, &mut std::io::stdout().lock(), &mut std::io::stderr().lock());
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    eprintln!("{}", status.lines().find(|line| line.starts_with(PEAK)).unwrap_or(PEAK));
    exit.into()
}

/// Runs the command line and waits for it.
pub fn run(words: &[&str]) -> Run {
    let start = Instant::now();
    let mut command = Command::new(std::env::current_exe().unwrap());
    let output = command.arg(AS_CLI).args(words).env_clear().stdin(Stdio::null()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    let peak = err.lines().find_map(|line| line.strip_prefix(PEAK)?.split_whitespace().next()?.parse().ok());
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        seconds: start.elapsed().as_secs_f64(),
        peak_kilobytes: peak.unwrap_or_default(),
        err,
    }
}
