//! `personal-token`: see the library.

fn main() -> std::process::ExitCode {
    // Not locked: a localnet's other threads may have to say something, too.
    personal_token_cli::run(std::env::args_os(), &mut std::io::stdout(), &mut std::io::stderr()).into()
}
