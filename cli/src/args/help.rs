//! The shape of the help: `-h` shows what is a command's own, `--help` everything.

use {
    super::Cli,
    clap::{Command, CommandFactory},
};

/// Beside commands that build their transaction from the command line alone.
pub(super) const READS_NOTHING: &str = "With --sign-only and --network, nothing is read from the cluster.";
/// Beside `network create`.
pub(super) const READS_NO_MONEY: &str = "With --sign-only and --quote-mint, nothing is read from the cluster.";
/// Beside `member apply`.
pub(super) const READS_NO_CHARTER: &str =
    "With --sign-only, --network, --charter-version and --clauses, nothing is read from the cluster.";
/// Beside `network propose-parameters`.
pub(super) const READS_NETWORK: &str =
    "With --sign-only the cluster is still read: for the parameters in force, as those not named stay.";
/// Beside commands about an application.
pub(super) const READS_APPLICATION: &str =
    "With --sign-only the cluster is still read: for the application, and for the steward's membership.";
/// Beside commands about a member.
pub(super) const READS_MEMBER: &str =
    "With --sign-only the cluster is still read: for the address of the member, which a wallet does not tell.";
/// Beside commands of a token's owner.
pub(super) const READS_TOKEN: &str =
    "With --sign-only the cluster is still read: for the token and its owner's membership.";
/// Beside commands about a position.
pub(super) const READS_POSITION: &str = "With --sign-only the cluster is still read: for the token and the position.";
/// Beside commands about a round.
pub(super) const READS_ROUND: &str =
    "With --sign-only the cluster is still read: for the token, the round and its subscriptions.";
/// Beside commands about a listing.
pub(super) const READS_LISTING: &str =
    "With --sign-only the cluster is still read: for the listing, the token and the positions of both sides.";
/// Beside commands about a recovery.
pub(super) const READS_RECOVERY: &str =
    "With --sign-only the cluster is still read: for the member, his positions and his recovery.";
/// Beside commands about a complaint.
pub(super) const READS_COMPLAINT: &str =
    "With --sign-only the cluster is still read: for the complaint, and for those whom it concerns.";
/// Beside `token create`.
pub(super) const READS_OWNER: &str =
    "With --sign-only the cluster is still read: for the owner's membership and the network's money and hold.";
/// Beside `shares transfer`.
pub(super) const READS_BOTH: &str =
    "With --sign-only the cluster is still read: for the token and the positions of both sides.";
/// Beside `proceeds distribute`.
pub(super) const SENDS_SEVERAL: &str =
    "--sign-only cannot be used: who is owed what has to be read, and it takes several transactions.";

/// Ends every short help.
const COMMON: &str = "`--help` lists the common options too.";

/// The command line, with the help of every command in shape. What stands in `after_help` beside a command is kept.
#[must_use]
pub fn command_line() -> Command {
    shaped(Cli::command())
}

fn shaped(command: Command) -> Command {
    let own = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let short = match own.is_empty() {
        true => COMMON.to_owned(),
        false => format!("{own}\n{COMMON}"),
    };
    command
        .after_help(short)
        .after_long_help(own)
        // They would bury the two or three options that a command has for itself.
        .mut_args(|arg| {
            let is_common = arg.is_global_set();
            arg.hide_short_help(is_common)
        })
        .mut_subcommands(shaped)
}
