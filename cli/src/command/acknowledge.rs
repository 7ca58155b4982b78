//! The acknowledgement of a charter: every clause of it, never by one blanket yes.

use {
    crate::{
        args::{AcknowledgeArgs, GlobalArgs},
        charter::{show_numbers, Charter},
        error::{CliError, Result},
        terminal::Terminal,
        text::{count, hex},
    },
    personal_token_sdk::state::Network,
};

/// What is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    pub version: u32,
    pub clauses: u16,
}

/// Has every clause acknowledged: on the command line, or one by one at the terminal. Nothing is known of the network if
/// nothing is read.
pub fn acknowledge(
    terminal: &mut Terminal<'_>,
    global: &GlobalArgs,
    args: &AcknowledgeArgs,
    network: Option<&Network>,
) -> Result<Acknowledged> {
    let named = args.named();
    let Some(network) = network else { return unread(args, &named) };
    let (version, clauses) = (network.charter_version, network.charter_clauses);
    let name = network.display_name();
    if let Some(read) = args.charter_version.filter(|read| *read != version) {
        return Err(CliError::failed(format!(
            "version {read} is not the current version of the charter of “{name}”, which is {version}: read that one (CharterOutdated)"
        )));
    }
    let shipped = Charter::shipped();
    let text = match &args.file {
        Some(charter) => {
            check(charter, network)?;
            Some(charter)
        }
        None => Some(&shipped).filter(|shipped| check(shipped, network).is_ok()),
    };
    if text.is_none() && (args.charter_version.is_none() || named.is_empty()) {
        return Err(CliError::failed(format!(
            "this command line does not have the charter of “{name}” (version {version}, {}, sha256 {}): get its text and name it with --file; if you have read it elsewhere, say so with --charter-version {version} --clauses 1-{clauses}",
            count(u64::from(clauses), "clause"),
            hex(&network.charter_hash)
        )));
    }
    let acknowledged = Acknowledged { version, clauses };
    if !named.is_empty() {
        complete(&named, clauses)?;
        return Ok(acknowledged);
    }
    // A simulation acknowledges nothing.
    if global.dry_run {
        return Ok(acknowledged);
    }
    if terminal.input.is_none() {
        return Err(CliError::usage(format!(
            "nobody is here to acknowledge the charter clause by clause, and --yes is not enough: read it (`personal-token charter show`), then name every clause with --clauses 1-{clauses}"
        )));
    }
    terminal.note(&format!(
        "The charter of “{name}”, version {version}, has {}. Acknowledge each with y; anything else stops, and nothing is sent.",
        count(u64::from(clauses), "clause")
    ));
    ask(terminal, text, clauses)?;
    Ok(acknowledged)
}

/// Refuses a text that is not the network's charter.
pub fn check(charter: &Charter, network: &Network) -> Result<()> {
    let name = network.display_name();
    if charter.hash != network.charter_hash {
        return Err(CliError::failed(format!(
            "{} is not the charter of “{name}”: its sha256 is {}, the network's (version {}, {}) {}; ask the network's authority for the text and name it with --file",
            charter.source,
            hex(&charter.hash),
            network.charter_version,
            count(u64::from(network.charter_clauses), "clause"),
            hex(&network.charter_hash)
        )));
    }
    match charter.count() {
        Some(number) if number != network.charter_clauses => Err(CliError::failed(format!(
            "{} is the charter of “{name}”, but has {}, not the {} that the network says: the authority has to publish it again",
            charter.source,
            count(u64::from(number), "clause"),
            network.charter_clauses
        ))),
        _ => Ok(()),
    }
}

fn ask(terminal: &mut Terminal<'_>, text: Option<&Charter>, clauses: u16) -> Result<()> {
    for number in 1..=clauses {
        let words = text.and_then(|text| text.clause(number));
        terminal.note(&match words {
            Some(words) => format!("\n{words}\n"),
            None => format!("\nClause {number}, as it stands in the text."),
        });
        let question = format!("Clause {number} of {clauses}: have you read it, and do you acknowledge it?");
        terminal.confirm(&question, false).map_err(|_| {
            CliError::usage(format!(
                "clause {number} of {clauses} was not acknowledged, so nothing was sent; every clause has to be"
            ))
        })?;
    }
    Ok(())
}

/// Without the network, the greatest number is taken for the last one.
fn unread(args: &AcknowledgeArgs, named: &[u16]) -> Result<Acknowledged> {
    let (Some(version), Some(last)) = (args.charter_version, named.last().copied()) else {
        return Err(CliError::usage(
            "nothing is read from the cluster, so name the charter with --charter-version, and every clause of it such as with --clauses 1-25",
        ));
    };
    let clauses = args.file.as_ref().and_then(Charter::count).unwrap_or(last);
    complete(named, clauses)?;
    Ok(Acknowledged { version, clauses })
}

/// Refuses if a clause is missing, or if there is none of a number.
fn complete(named: &[u16], clauses: u16) -> Result<()> {
    let unknown: Vec<u16> = named.iter().copied().filter(|number| *number > clauses).collect();
    if !unknown.is_empty() {
        return Err(CliError::usage(format!(
            "the charter has {}: there is no clause {}",
            count(u64::from(clauses), "clause"),
            show_numbers(&unknown)
        )));
    }
    let missing: Vec<u16> = (1..=clauses).filter(|number| !named.contains(number)).collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(CliError::usage(format!(
            "every clause has to be acknowledged; missing: {}; read them (`personal-token charter show`), then name all with --clauses 1-{clauses}",
            show_numbers(&missing)
        ))),
    }
}

#[cfg(test)]
mod tests {
    use {super::*, crate::charter::parse_text, std::io::BufRead};

    fn answered(answers: &str) -> (Result<()>, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let input = Some(Box::new(answers.as_bytes()) as Box<dyn BufRead>);
        let mut terminal = Terminal { out: &mut out, err: &mut err, input };
        let charter = parse_text("text:# T\n1. Wages are yours.\n2. Nobody votes.").ok();
        let asked = ask(&mut terminal, charter.as_ref(), 2);
        drop(terminal);
        (asked, String::from_utf8_lossy(&err).into_owned())
    }

    #[test]
    fn each_clause_is_shown_and_asked() {
        let (asked, shown) = answered("y\nyes\n");
        assert!(asked.is_ok());
        assert!(shown.contains("1. Wages are yours.") && shown.contains("Clause 2 of 2:"), "{shown}");
        for (answers, clause) in [("", 1), ("n\n", 1), ("y\n", 2), ("y\n\n", 2), ("y\nall\n", 2)] {
            let (asked, _) = answered(answers);
            let said = format!("clause {clause} of 2 was not acknowledged");
            assert!(asked.is_err_and(|error| error.message.contains(&said)), "{answers:?}");
        }
    }

    #[test]
    fn all_of_them_and_no_others() {
        assert!(complete(&[1, 2, 3], 3).is_ok());
        assert!(complete(&[1, 3], 4).is_err_and(|error| error.message.contains("missing: 2, 4;")));
        assert!(complete(&[1, 2, 3], 2).is_err_and(|error| error.message.contains("no clause 3")));
    }
}
