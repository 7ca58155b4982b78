//! Where text goes, and where answers come from.

use {
    crate::{
        error::{CliError, Result},
        output::safe,
    },
    std::io::{BufRead, Write},
};

/// Output, messages, and the person in front of it, if there is one.
pub struct Terminal<'a> {
    /// Results.
    pub out: &'a mut dyn Write,
    /// Progress, questions, errors.
    pub err: &'a mut dyn Write,
    /// Answers; none if nobody is there.
    pub input: Option<Box<dyn BufRead + 'a>>,
}

impl Terminal<'_> {
    /// Tells the person something that is not the result.
    pub fn note(&mut self, text: &str) {
        // A message that cannot be shown must not stop what is under way.
        let _ = writeln!(self.err, "{}", safe(text));
    }

    /// Asks; only `y` and `yes` are a yes.
    ///
    /// # Errors
    /// Nobody is there to answer, or the answer is no.
    pub fn confirm(&mut self, question: &str, yes: bool) -> Result<()> {
        if yes {
            return Ok(());
        }
        let Some(input) = &mut self.input else {
            return Err(CliError::usage("nobody is here to answer: look at the effect with --dry-run, then add --yes"));
        };
        let _ = write!(self.err, "{} [y/N] ", safe(question));
        let _ = self.err.flush();
        let mut answer = String::new();
        input.read_line(&mut answer).map_err(|error| CliError::usage(format!("cannot read the answer: {error}")))?;
        match answer.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => Ok(()),
            _ => Err(CliError::usage("not confirmed; nothing was done")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(answer: Option<&str>, yes: bool) -> (bool, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let input = answer.map(|answer| Box::new(answer.as_bytes()) as Box<dyn BufRead>);
        let mut terminal = Terminal { out: &mut out, err: &mut err, input };
        let confirmed = terminal.confirm("Send?", yes).is_ok();
        drop(terminal);
        assert!(out.is_empty());
        (confirmed, String::from_utf8_lossy(&err).into_owned())
    }

    #[test]
    fn only_a_yes_is_a_yes() {
        for answer in ["y\n", "Y\n", "yes\n", " YES \n"] {
            assert_eq!(ask(Some(answer), false), (true, "Send? [y/N] ".to_owned()), "{answer}");
        }
        for answer in ["", "\n", "n\n", "no\n", "yep\n", "1\n"] {
            assert!(!ask(Some(answer), false).0, "{answer}");
        }
        assert!(!ask(None, false).0);
        assert_eq!(ask(None, true), (true, String::new()));
    }
}
