use {
    clap::{value_parser, Args},
    std::path::PathBuf,
};

/// `localnet`
#[derive(Debug, Args)]
pub struct LocalnetArgs {
    /// The port of JSON-RPC, on 127.0.0.1; 0 for a free one
    #[arg(long, default_value_t = 8899)]
    pub port: u16,
    /// The port of the WebSocket, on 127.0.0.1; 0 for a free one
    #[arg(long, default_value_t = 8900)]
    pub ws_port: u16,
    /// Keep the state in this file, and go on from it [default: in memory]
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Play the story of `demo` there first: its people, tokens and history
    #[arg(long)]
    pub demo: bool,
    /// Where to write the keypair files of the faucet and the demo's people [default: personal-token/localnet in
    /// $XDG_DATA_HOME or ~/.local/share]
    #[arg(long, value_name = "DIR")]
    pub keys: Option<PathBuf>,
    /// Let the time stand still between two `ledger warp`, as on the embedded ledger; blocks are made all the same
    #[arg(long, conflicts_with = "demo")]
    pub still: bool,
    /// What a slot lasts, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 400, value_parser = value_parser!(u64).range(1..=60_000))]
    pub slot_time: u64,
}
