//! Which cluster, which ledger file, which defaults.

use {
    crate::{
        args::GlobalArgs,
        error::{CliError, Result},
    },
    solana_cli_config::{Config, CONFIG_FILE},
    solana_commitment_config::CommitmentConfig,
    std::path::{Path, PathBuf},
    url::{Host, Url},
};

/// Where transactions go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cluster {
    /// The ledger in a file of this machine.
    Embedded,
    /// A node.
    Remote {
        /// Its address.
        url: String,
        /// The public cluster that it was named as.
        named: Option<Public>,
    },
}

/// A public cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Public {
    /// Real money.
    Mainnet,
    /// For validators.
    Testnet,
    /// For developers.
    Devnet,
}

impl Public {
    const ALL: [Self; 3] = [Self::Mainnet, Self::Testnet, Self::Devnet];

    /// Its moniker.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mainnet => "mainnet-beta",
            Self::Testnet => "testnet",
            Self::Devnet => "devnet",
        }
    }

    const fn url(self) -> &'static str {
        match self {
            Self::Mainnet => "https://api.mainnet-beta.solana.com",
            Self::Testnet => "https://api.testnet.solana.com",
            Self::Devnet => "https://api.devnet.solana.com",
        }
    }

    const fn genesis(self) -> &'static str {
        match self {
            Self::Mainnet => "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d",
            Self::Testnet => "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY",
            Self::Devnet => "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG",
        }
    }

    /// The public cluster that begins with a genesis hash.
    #[must_use]
    pub fn of_genesis(hash: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cluster| cluster.genesis() == hash)
    }
}

const MONIKERS: &str = "embedded, mainnet-beta (m), testnet (t), devnet (d), localhost (l), or an https:// URL";

impl Cluster {
    /// The cluster behind a moniker or a URL.
    ///
    /// # Errors
    /// What to write instead.
    pub fn parse(text: &str) -> Result<Self> {
        let public = |named: Public| Self::Remote { url: named.url().to_owned(), named: Some(named) };
        match text {
            "embedded" => Ok(Self::Embedded),
            "m" | "mainnet" | "mainnet-beta" => Ok(public(Public::Mainnet)),
            "t" | "testnet" => Ok(public(Public::Testnet)),
            "d" | "devnet" => Ok(public(Public::Devnet)),
            "l" | "localhost" => Ok(Self::Remote { url: "http://127.0.0.1:8899".to_owned(), named: None }),
            _ => Self::parse_url(text),
        }
    }

    fn parse_url(text: &str) -> Result<Self> {
        let unknown = || CliError::usage(format!("`{}` is no cluster: write {MONIKERS}", without_query(text)));
        let url = Url::parse(text).map_err(|_| unknown())?;
        if url.host().is_none() {
            return Err(unknown());
        }
        match url.scheme() {
            "https" => {}
            "http" if is_local(&url) => {}
            "http" => {
                return Err(CliError::usage(format!(
                    "http:// is for this machine only, as anybody on the way can change the answers: write https://{}",
                    url.host_str().unwrap_or_default()
                )))
            }
            _ => return Err(unknown()),
        }
        Ok(Self::Remote { url: text.to_owned(), named: None })
    }

    /// Whether the node is on this machine.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match self {
            Self::Embedded => false,
            Self::Remote { url, .. } => Url::parse(url).is_ok_and(|url| is_local(&url)),
        }
    }

    /// For people: without what may be an access token.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Embedded => "embedded".to_owned(),
            Self::Remote { named: Some(public), .. } => public.name().to_owned(),
            Self::Remote { url, .. } => redacted(url),
        }
    }

    /// A page that shows a transaction, if there is one that can.
    #[must_use]
    pub fn explorer(&self, signature: &str) -> Option<String> {
        let cluster = match self {
            Self::Remote { named: Some(Public::Mainnet), .. } => "",
            Self::Remote { named: Some(Public::Testnet), .. } => "?cluster=testnet",
            Self::Remote { named: Some(Public::Devnet), .. } => "?cluster=devnet",
            Self::Embedded | Self::Remote { .. } => return None,
        };
        Some(format!("https://explorer.solana.com/tx/{signature}{cluster}"))
    }
}

fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(domain)) => domain == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn without_query(text: &str) -> &str {
    text.split(['?', '#']).next().unwrap_or_default()
}

/// Scheme, host and port of a URL.
fn redacted(url: &str) -> String {
    match Url::parse(url) {
        Ok(url) => {
            let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
            format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
        }
        Err(_) => "a node".to_owned(),
    }
}

/// What the Solana CLI's configuration says, as far as it is used here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Defaults {
    keypair: Option<String>,
    commitment: Option<String>,
}

impl Defaults {
    /// Reads the configuration. The default file may be missing, a named one may not.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn load(named: Option<&Path>) -> Result<Self> {
        let path = match (named, CONFIG_FILE.as_ref()) {
            (Some(path), _) => path.to_owned(),
            (None, Some(path)) if Path::new(path).exists() => PathBuf::from(path),
            (None, _) => return Ok(Self::default()),
        };
        let shown = path.display();
        let failed = |error: String| {
            CliError::usage(format!("cannot read the configuration {shown}: {error}; name another with --config"))
        };
        if !path.exists() {
            return Err(failed("it does not exist".to_owned()));
        }
        let text = path.to_str().ok_or_else(|| failed("its path is not Unicode".to_owned()))?;
        let config = Config::load(text).map_err(|error| failed(error.to_string().replace('\n', " ")))?;
        let given = |text: String| (!text.is_empty()).then_some(text);
        Ok(Self { keypair: given(config.keypair_path), commitment: given(config.commitment) })
    }

    /// The signer that the command line, the configuration or the Solana CLI's default names.
    ///
    /// # Errors
    /// None of them does, and there is no home directory.
    pub fn keypair(&self, global: &GlobalArgs) -> Result<String> {
        global
            .keypair
            .clone()
            .or_else(|| self.keypair.clone())
            .or_else(|| home().and_then(|home| home.join(".config/solana/id.json").to_str().map(str::to_owned)))
            .ok_or_else(|| CliError::usage("there is no default keypair: name one with --keypair"))
    }

    /// How sure to be.
    ///
    /// # Errors
    /// The configuration names no level.
    pub fn commitment(&self, global: &GlobalArgs) -> Result<CommitmentConfig> {
        match (global.commitment, &self.commitment) {
            (Some(commitment), _) => Ok(CommitmentConfig { commitment }),
            (None, Some(text)) => text.parse().map_err(|_| {
                CliError::usage(format!(
                    "the configuration's commitment `{text}` is none: write processed, confirmed or finalized"
                ))
            }),
            (None, None) => Ok(CommitmentConfig::confirmed()),
        }
    }
}

/// The file of the embedded ledger.
///
/// # Errors
/// It is not named, and there is no home directory.
pub fn ledger_path(global: &GlobalArgs) -> Result<PathBuf> {
    if let Some(path) = &global.ledger {
        return match path.as_os_str().is_empty() {
            true => Err(CliError::usage("--ledger is empty: name a file")),
            false => Ok(path.clone()),
        };
    }
    data_directory()
        .map(|data| data.join("ledger.bin"))
        .ok_or_else(|| CliError::usage("there is no home directory for the embedded ledger: name a file with --ledger"))
}

/// Where files are kept that nobody named; none without a home directory.
#[must_use]
pub fn data_directory() -> Option<PathBuf> {
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    data.or_else(|| home().map(|home| home.join(".local/share"))).map(|data| data.join("personal-token"))
}

fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| !home.as_os_str().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters() {
        let shown = |text: &str| Cluster::parse(text).map(|cluster| cluster.shown()).map_err(|error| error.message);
        for (text, expected) in [
            ("embedded", "embedded"),
            ("m", "mainnet-beta"),
            ("mainnet", "mainnet-beta"),
            ("d", "devnet"),
            ("t", "testnet"),
            ("l", "http://127.0.0.1:8899"),
            ("http://localhost:8899", "http://localhost:8899"),
            ("http://[::1]:8899", "http://[::1]:8899"),
            ("https://rpc.example.com/?api-key=hidden", "https://rpc.example.com"),
            ("https://user:hidden@rpc.example.com:444/hidden", "https://rpc.example.com:444"),
        ] {
            assert_eq!(shown(text).as_deref(), Ok(expected), "{text}");
        }
        for text in [
            "",
            "mainnet-alpha",
            "ftp://localhost",
            "localhost:8899",
            "http://rpc.example.com",
            "https://",
            "example.com",
            "http://localhost@example.com",
            "http://localhost.example.com",
            "file:///etc/passwd",
        ] {
            assert!(shown(text).is_err(), "{text}");
        }
        assert!(shown("mainnet-alpha").is_err_and(|error| error.contains("devnet (d)")));
        assert!(shown("https:/?api-key=hidden").is_err_and(|error| !error.contains("hidden")));
    }

    #[test]
    fn configuration() -> std::result::Result<(), Box<dyn std::error::Error>> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("config.yml");
        assert!(Defaults::load(Some(&path)).is_err_and(|error| error.message.contains("does not exist")));
        std::fs::write(
            &path,
            "---\njson_rpc_url: x\nwebsocket_url: ''\nkeypair_path: /k.json\ncommitment: finalized\n",
        )?;
        let defaults = Defaults::load(Some(&path)).map_err(|error| error.message)?;
        assert_eq!(defaults.keypair.as_deref(), Some("/k.json"));
        assert_eq!(defaults.commitment.as_deref(), Some("finalized"));
        std::fs::write(&path, "- 1\n- 2\n")?;
        assert!(Defaults::load(Some(&path)).is_err());
        Ok(())
    }
}
