use {
    crate::{
        args::{command_line, CompletionsArgs},
        error::Result,
        output::Report,
    },
    serde_json::json,
};

/// Prints a completion script.
pub fn print(args: &CompletionsArgs) -> Result<Report> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command_line(), "personal-token", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    Ok(Report::new(script.trim_end().to_owned(), json!({ "shell": args.shell.to_string(), "script": script })))
}
