use {
    super::help,
    crate::charter::{parse_charter, parse_numbers, parse_text, Charter, Numbers},
    clap::{Args, Subcommand, ValueEnum},
};

/// `charter …`
#[derive(Debug, Subcommand)]
pub enum CharterCommand {
    /// Print the charter that comes with this command line, or another text; needs no network
    Show(CharterShowArgs),
    /// Print the hash of the charter, by which networks know it; needs no network
    Hash(CharterTextArgs),
    /// Is this the charter of the network? Exit code 0 if it is, 1 if not
    Verify(CharterTextArgs),
    /// As the authority: publish another charter; members are asked before they next buy or raise
    #[command(after_help = help::READS_NOTHING)]
    Publish(CharterPublishArgs),
    /// Acknowledge the network's charter, clause by clause
    #[command(after_help = help::READS_MEMBER)]
    Acknowledge(AcknowledgeArgs),
}

/// `charter show`
#[derive(Debug, Args)]
pub struct CharterShowArgs {
    /// Only the part for them
    #[arg(long = "for", value_name = "WHOM", conflicts_with = "file")]
    pub part: Option<CharterPart>,
    /// Another text.
    #[command(flatten)]
    pub text: CharterTextArgs,
}

/// A part of the charter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CharterPart {
    /// Those who sell shares in a token of their own
    Owner,
    /// Those who buy and hold shares
    Investor,
}

/// A charter's text.
#[derive(Debug, Args)]
pub struct CharterTextArgs {
    /// Another text: a file, or text:WORDS [default: the charter that comes with this command line]
    #[arg(long, value_name = "FILE", value_parser = parse_text)]
    pub file: Option<Charter>,
}

impl CharterTextArgs {
    /// The text that is meant.
    #[must_use]
    pub fn charter(&self) -> Charter {
        self.file.clone().unwrap_or_else(Charter::shipped)
    }
}

/// `charter publish`
#[derive(Debug, Args)]
pub struct CharterPublishArgs {
    /// The charter: a file, text:WORDS, or sha256:HEX [default: the charter that comes with this command line]
    #[arg(long, value_name = "DOCUMENT", value_parser = parse_charter)]
    pub file: Option<Charter>,
    /// The number of its clauses [default: as its lines are numbered]
    #[arg(long, value_name = "COUNT", value_parser = super::network::parse_clauses, allow_hyphen_values = true)]
    pub clauses: Option<u16>,
}

/// What of a charter was read, and is acknowledged.
#[derive(Debug, Args)]
pub struct AcknowledgeArgs {
    /// The charter's text, if it is not the one that comes with this command line: a file, or text:WORDS
    #[arg(long, value_name = "FILE", value_parser = parse_text)]
    pub file: Option<Charter>,
    /// Acknowledge this clause; may be repeated, as each has to be. At a terminal they are asked one by one instead
    #[arg(long, value_name = "NUMBER", value_parser = parse_numbers, allow_hyphen_values = true)]
    pub clause: Vec<Numbers>,
    /// Acknowledge these clauses, such as 1-25
    #[arg(long, value_name = "NUMBERS", value_parser = parse_numbers, allow_hyphen_values = true)]
    pub clauses: Option<Numbers>,
    /// The version that was read; needed, with its clauses, where the text is not at hand
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32), allow_hyphen_values = true)]
    pub charter_version: Option<u32>,
}

impl AcknowledgeArgs {
    /// The clauses that were named, in order, each once.
    #[must_use]
    pub fn named(&self) -> Vec<u16> {
        let mut named: Vec<u16> =
            self.clause.iter().chain(&self.clauses).flat_map(|numbers| numbers.0.iter().copied()).collect();
        named.sort_unstable();
        named.dedup();
        named
    }
}
