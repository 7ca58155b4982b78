//! What a command works with: the options, the terminal, the signers, the cluster.

use {
    crate::{
        args::GlobalArgs,
        config::{self, Cluster, Defaults, Public},
        currency::Currency,
        error::{CliError, Result},
        ledger::{genesis, Ledger, Mode},
        localnet_client::Localnet,
        signer::{self, CliSigner},
        terminal::Terminal,
    },
    personal_token_sdk::{
        rpc::Client,
        state::{display_text, Member, Network, Position, Token},
        Address,
    },
    solana_commitment_config::CommitmentConfig,
    solana_rpc_client::nonblocking::rpc_client::RpcClient,
    solana_signer::Signer,
    std::sync::Arc,
};

/// What a command works with.
pub struct Context<'a> {
    /// The options of every command.
    pub global: GlobalArgs,
    /// Input and output.
    pub terminal: Terminal<'a>,
    defaults: Defaults,
    /// Where transactions go.
    pub cluster: Cluster,
    /// How sure to be.
    pub commitment: CommitmentConfig,
}

/// What a command does with the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It looks.
    Read,
    /// It sends, unless it was told to simulate or to sign only.
    Write,
}

/// Who signs.
pub struct Signers {
    /// Who acts.
    pub acting: CliSigner,
    /// Who pays, if it is somebody else.
    pub payer: Option<CliSigner>,
    /// Who may use the nonce, if it is somebody else.
    pub nonce_authority: Option<CliSigner>,
}

impl Signers {
    /// The address of who acts.
    #[must_use]
    pub fn wallet(&self) -> Address {
        self.acting.pubkey()
    }

    /// The address of who pays.
    #[must_use]
    pub fn payer(&self) -> Address {
        self.payer.as_ref().unwrap_or(&self.acting).pubkey()
    }

    /// Everybody.
    pub fn all(&self) -> impl Iterator<Item = &CliSigner> {
        [Some(&self.acting), self.payer.as_ref(), self.nonce_authority.as_ref()].into_iter().flatten()
    }
}

impl<'a> Context<'a> {
    /// Reads configuration and options.
    ///
    /// # Errors
    /// One of them cannot be what was meant.
    pub fn new(global: GlobalArgs, terminal: Terminal<'a>) -> Result<Self> {
        let defaults = Defaults::load(global.config.as_deref())?;
        let cluster = Cluster::parse(&global.url)?;
        let commitment = defaults.commitment(&global)?;
        Ok(Self { global, terminal, defaults, cluster, commitment })
    }

    /// Who signs, as the options say.
    ///
    /// # Errors
    /// A source cannot be read, or cannot sign.
    pub fn signers(&self) -> Result<Signers> {
        let source = self.defaults.keypair(&self.global)?;
        let acting = match self.resolve(&source, "--keypair") {
            Err(error) if self.global.keypair.is_none() => {
                return Err(CliError::usage(format!(
                    "{}; name who acts with --keypair, or make a key with `personal-token keygen FILE`",
                    error.message
                )))
            }
            other => other?,
        };
        let other =
            |source: &Option<String>, what| source.as_ref().map(|source| self.resolve(source, what)).transpose();
        let payer = other(&self.global.fee_payer, "--fee-payer")?.filter(|payer| payer.pubkey() != acting.pubkey());
        let nonce_authority = other(&self.global.nonce_authority, "--nonce-authority")?;
        Ok(Signers { acting, payer, nonce_authority })
    }

    /// A signer that a command names.
    ///
    /// # Errors
    /// The source cannot be read, or cannot sign.
    pub fn resolve(&self, source: &str, what: &str) -> Result<CliSigner> {
        signer::resolve(source, what, &self.global.signer, self.global.sign_only)
    }

    /// A person that a command names, or who acts.
    ///
    /// # Errors
    /// Nobody is named, and the default keypair cannot be read.
    pub fn person(&self, named: Option<Address>) -> Result<Address> {
        match named {
            Some(address) => Ok(address),
            None => {
                let source = self.defaults.keypair(&self.global)?;
                match signer::parse_address(&source) {
                    Ok(address) => Ok(address),
                    Err(_) => Ok(self.signers()?.wallet()),
                }
            }
        }
    }

    /// Opens the ledger or the connection.
    ///
    /// # Errors
    /// The ledger is busy or damaged; the node does not answer or is of another cluster.
    pub async fn connect(&mut self, access: Access) -> Result<Session> {
        let sends = access == Access::Write && !self.global.dry_run && !self.global.sign_only;
        self.open(sends).await.map_err(|mut error| {
            if access == Access::Write && self.global.sign_only {
                error.message.push_str(" (this command reads the cluster even with --sign-only: its --help says what)");
            }
            error
        })
    }

    async fn open(&mut self, sends: bool) -> Result<Session> {
        match &self.cluster {
            Cluster::Embedded => {
                let path = config::ledger_path(&self.global)?;
                let ledger = Ledger::open(path, if sends { Mode::Write } else { Mode::Read })?;
                Session::embedded(ledger).await
            }
            Cluster::Remote { url, named } => {
                let rpc = RpcClient::new_with_commitment(url.clone(), self.commitment);
                let client = Client::new(Arc::new(rpc));
                if sends {
                    let (named, shown) = (*named, self.cluster.shown());
                    self.check_genesis(&client, named, &shown).await?;
                }
                let localnet = match self.cluster.is_local() {
                    true => Localnet::of(&client).await,
                    false => None,
                };
                Session::new(client, None, localnet).await
            }
        }
    }

    /// The embedded ledger itself, for what a cluster has no such command.
    ///
    /// # Errors
    /// Another cluster was named, or the ledger is busy or damaged.
    pub fn ledger(&self, mode: Mode) -> Result<Ledger> {
        match self.cluster {
            Cluster::Embedded => Ok(Ledger::open(config::ledger_path(&self.global)?, mode)?),
            Cluster::Remote { .. } => Err(self.no_faucet()),
        }
    }

    /// The session with a localnet that was named.
    ///
    /// # Errors
    /// The node is no localnet, or does not answer.
    pub async fn localnet(&mut self) -> Result<(Session, Localnet)> {
        let mut session = self.open(false).await?;
        let localnet = session.localnet.take().ok_or_else(|| self.no_faucet())?;
        Ok((session, localnet))
    }

    fn no_faucet(&self) -> CliError {
        CliError::usage(format!(
            "`ledger` commands are for the embedded ledger and for a localnet of this machine, and {} is neither: leave out --url, or start one with `personal-token localnet`",
            self.cluster.shown()
        ))
    }

    /// A node that calls itself devnet and is mainnet would spend real money.
    async fn check_genesis(&mut self, client: &Client, named: Option<Public>, shown: &str) -> Result<()> {
        let hash = client
            .rpc()
            .get_genesis_hash()
            .await
            .map_err(|_| CliError::failed(format!("{shown} does not answer: check the URL and the connection")))?;
        match (named, Public::of_genesis(&hash.to_string())) {
            (Some(named), actual) if actual != Some(named) => Err(CliError::failed(format!(
                "this node is not of {}: its chain begins with {hash}; nothing was sent",
                named.name()
            ))),
            (None, Some(Public::Mainnet)) => {
                self.terminal.note("This node is of mainnet-beta: real money.");
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// A connection.
pub struct Session {
    /// The SDK's client.
    pub client: Client,
    /// The ledger behind it, if it is embedded.
    pub ledger: Option<Ledger>,
    /// The localnet behind it, if it is one.
    pub localnet: Option<Localnet>,
    /// The cluster's time.
    pub now: i64,
}

impl Session {
    /// A session over a ledger in this process.
    ///
    /// # Errors
    /// The ledger does not answer.
    pub async fn embedded(ledger: Ledger) -> Result<Self> {
        Self::new(Client::new(Arc::new(ledger.rpc_client())), Some(ledger), None).await
    }

    async fn new(client: Client, ledger: Option<Ledger>, localnet: Option<Localnet>) -> Result<Self> {
        let now = client.now().await?;
        Ok(Self { client, ledger, localnet, now })
    }

    /// The mint of the test USDC, where there is any.
    #[must_use]
    pub fn test_money(&self) -> Option<Address> {
        (self.ledger.is_some() || self.localnet.is_some()).then(genesis::quote_mint)
    }

    /// The network that the options name, or the only one there is.
    ///
    /// # Errors
    /// There is none, or there are several and none is named.
    pub async fn network(&self, global: &GlobalArgs) -> Result<(Address, Network)> {
        if let Some(address) = global.network {
            return Ok((address, self.client.network(address).await?));
        }
        let mut networks = self.client.networks().await?;
        match (networks.pop(), networks.is_empty()) {
            (None, _) => Err(CliError::failed(
                "there is no network on this cluster yet: found one with `personal-token network create`",
            )),
            (Some(only), true) => Ok(only),
            (Some(last), false) => {
                networks.push(last);
                let named: Vec<String> = networks
                    .iter()
                    .map(|(address, network)| format!("{address} ({})", network.display_name()))
                    .collect();
                Err(CliError::usage(format!(
                    "there are {} networks: choose with --network: {}",
                    networks.len(),
                    named.join(", ")
                )))
            }
        }
    }

    /// The member of a wallet.
    ///
    /// # Errors
    /// There is none.
    pub async fn member(&self, network: Address, wallet: Address) -> Result<(Address, Member)> {
        self.client.member_of(network, wallet).await?.ok_or_else(|| {
            CliError::failed(format!(
                "{wallet} is not a member of the network: he applies with `personal-token member apply`, and a steward admits him"
            ))
        })
    }

    /// The member of a wallet that he has or had, or at an address.
    ///
    /// # Errors
    /// There is none in this network.
    pub async fn party(&self, network: Address, party: Address) -> Result<(Address, Member)> {
        if party.is_on_curve() {
            return self.member(network, party).await;
        }
        let member = self.client.member(party).await?;
        match member.network == network {
            true => Ok((party, member)),
            false => Err(CliError::failed(format!("{party} is a member of another network, {}", member.network))),
        }
    }

    /// A wallet's position.
    ///
    /// # Errors
    /// There is none.
    pub async fn position(&self, wallet: Address, mint: Address) -> Result<(Address, Position)> {
        self.client.position(wallet, mint).await?.ok_or_else(|| {
            CliError::failed(format!(
                "{wallet} has no position in this token: he opens one with `personal-token position open {mint}`"
            ))
        })
    }

    /// A token with what is needed to speak about it.
    ///
    /// # Errors
    /// The mint is not one of ours.
    pub async fn token(&self, mint: Address) -> Result<TokenView> {
        let Some((address, token)) = self.client.token(mint).await? else {
            return Err(CliError::failed(format!(
                "{mint} is not a personal token of this cluster: `personal-token token list` shows those there are"
            )));
        };
        self.view(address, token).await
    }

    /// What is needed to speak about a token that was read.
    ///
    /// # Errors
    /// Something that belongs to it is missing.
    pub async fn view(&self, address: Address, token: Token) -> Result<TokenView> {
        let mint = token.mint;
        let share_mint = self.client.share_mint(mint).await?;
        let network = self.client.network(token.network).await?;
        let decimals = self.client.quote_decimals(token.quote_mint).await?;
        let owner_wallet = self.client.member(token.owner).await?.wallet;
        Ok(TokenView {
            name: share_mint.display_name(),
            symbol: share_mint.display_symbol(),
            uri: share_mint.metadata.as_ref().map(|metadata| display_text(&metadata.uri)).unwrap_or_default(),
            mint,
            address,
            token,
            network,
            owner_wallet,
            money: Currency::new(token.quote_mint, decimals, self.test_money()),
        })
    }
}

/// A token with what is needed to speak about it.
#[derive(Clone, Debug)]
pub struct TokenView {
    /// Its name, safe to show.
    pub name: String,
    /// Its symbol, safe to show.
    pub symbol: String,
    /// Its link, safe to show.
    pub uri: String,
    /// The share mint.
    pub mint: Address,
    /// The token account of the program.
    pub address: Address,
    /// Its contents.
    pub token: Token,
    /// The network it belongs to.
    pub network: Network,
    /// The owner's wallet.
    pub owner_wallet: Address,
    /// The money it pays in.
    pub money: Currency,
}
