//! `personal-token`: see the library.

fn main() -> std::process::ExitCode {
    let (stdout, stderr) = (std::io::stdout(), std::io::stderr());
    personal_token_cli::run(std::env::args_os(), &mut stdout.lock(), &mut stderr.lock()).into()
}
