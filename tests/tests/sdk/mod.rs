//! A network on the embedded ledger, made and used through the SDK's client alone.
#![allow(dead_code)] // each test binary uses a part

use {
    personal_token_cli::ledger::Ledger,
    personal_token_sdk::{
        core::{member::role, parameters::Parameters, policy::Policy, proceeds::Source},
        instruction::{
            ApplicationOpen, CreateAssociatedToken, MemberAdmit, NetworkCreate, PositionOpen, ProceedsDeposit,
            SharesTransfer, TokenCreate, TokenIssue,
        },
        pda,
        rpc::{Client, Prepared, Result, RpcError, Sending},
        AccountMeta, Address, Instruction, TOKEN_2022_ID, TOKEN_ID,
    },
    personal_token_tests::{hash, identity, Person, SHARES},
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::sync::Arc,
};

/// The ledger, a client of it, and the addresses of what was founded there.
pub struct Stage {
    pub ledger: Ledger,
    pub client: Client,
    pub payer: Keypair,
    pub founder: Keypair,
    pub network: Address,
}

/// The same name is always the same key pair.
pub fn key(name: &str) -> Keypair {
    Keypair::new_from_array(hash(name))
}

impl Stage {
    /// A network with the default parameters.
    pub async fn founded() -> Self {
        let ledger = Ledger::in_memory().unwrap();
        let client = Client::new(Arc::new(ledger.rpc_client()));
        let (payer, founder) = (key("payer"), key("founder"));
        ledger.airdrop(&payer.pubkey(), 1_000_000_000_000).unwrap();
        let name = pda::network_name("Village of Makers").unwrap();
        let network = pda::network(founder.pubkey(), &name);
        let stage = Self { ledger, client, payer, founder, network };
        let create = NetworkCreate {
            payer: stage.payer.pubkey(),
            creator: stage.founder.pubkey(),
            quote_mint: stage.quote_mint(),
            name,
            charter_hash: hash("charter"),
            charter_clauses: 12,
            treasury: stage.founder.pubkey(),
            parameters: Parameters::default(),
        };
        stage.must(&[create.instruction()], &["founder"]).await;
        stage
    }

    pub fn quote_mint(&self) -> Address {
        self.ledger.quote_mint()
    }

    /// Prepares with the payer.
    pub async fn prepare(&self, instructions: &[Instruction]) -> Result<Prepared> {
        self.client.prepare(instructions, &self.payer.pubkey(), &Sending::default()).await
    }

    /// Prepares, signs with the payer and those named, and sends.
    pub async fn send(&self, instructions: &[Instruction], signers: &[&str]) -> Result<()> {
        let prepared = self.prepare(instructions).await?;
        let keys: Vec<Keypair> = signers.iter().map(|name| key(name)).collect();
        let mut signers: Vec<&(dyn Signer + Sync)> = vec![&self.payer];
        signers.extend(keys.iter().map(|key| -> &(dyn Signer + Sync) { key }));
        self.client.send(prepared, &signers).await.map(|_| ())
    }

    pub async fn must(&self, instructions: &[Instruction], signers: &[&str]) {
        if let Err(error) = self.send(instructions, signers).await {
            panic!("{error}: {error:?}");
        }
    }

    pub fn person(&self, name: &str) -> Person {
        Person { wallet: key(name).pubkey(), member: pda::member(self.network, &identity(name)) }
    }

    pub async fn apply(&self, name: &str) {
        let open = ApplicationOpen {
            payer: self.payer.pubkey(),
            wallet: key(name).pubkey(),
            network: self.network,
            roles: role::ALL,
            charter_version: 1,
            clauses: 12,
        };
        self.must(&[open.instruction()], &[name]).await;
    }

    /// Applies and is admitted.
    pub async fn member(&self, name: &str) -> Person {
        self.apply(name).await;
        let admit = MemberAdmit {
            payer: self.payer.pubkey(),
            signer: self.founder.pubkey(),
            steward_member: None,
            network: self.network,
            wallet: key(name).pubkey(),
            rent_payer: self.payer.pubkey(),
            identity: identity(name),
            roles: role::ALL,
            charter_version: 1,
        };
        self.must(&[admit.instruction()], &["founder"]).await;
        self.person(name)
    }

    /// Share account, quote account and position.
    pub async fn open_position(&self, name: &str, mint: Address) {
        let Person { wallet, member } = self.person(name);
        let (payer, quote_mint) = (self.payer.pubkey(), self.quote_mint());
        let account = |mint, token_program| CreateAssociatedToken { payer, wallet, mint, token_program }.instruction();
        let open = PositionOpen { payer, wallet, member, mint };
        let instructions = [account(mint, TOKEN_2022_ID), account(quote_mint, TOKEN_ID), open.instruction()];
        self.must(&instructions, &[name]).await;
    }

    /// A member with a token of his own, all of whose shares are his. Returns the mint.
    pub async fn token(&self, name: &str) -> Address {
        let Person { wallet, member } = self.member(name).await;
        let parameters = Parameters::default();
        self.ledger.warp_to(self.ledger.now() + i64::from(parameters.cooling_off)).unwrap();
        let create = TokenCreate {
            payer: self.payer.pubkey(),
            owner: wallet,
            network: self.network,
            member,
            quote_mint: self.quote_mint(),
            name: "Ada Lovelace".to_owned(),
            symbol: "ADA".to_owned(),
            uri: String::new(),
            terms_hash: hash("terms"),
            authorised: SHARES,
            policy: Policy::Open,
            hold: parameters.minimum_hold,
        };
        self.must(&[create.instruction()], &[name]).await;
        let mint = pda::mint(member);
        self.open_position(name, mint).await;
        let issue = TokenIssue { owner: wallet, owner_member: member, shares: SHARES };
        self.must(&[issue.instruction()], &[name]).await;
        mint
    }

    pub fn transfer(&self, mint: Address, from: &str, to: &str, shares: u64) -> Instruction {
        let (from, to) = (self.person(from), self.person(to));
        SharesTransfer {
            authority: from.wallet,
            mint,
            network: self.network,
            source_wallet: from.wallet,
            source_member: from.member,
            destination_wallet: to.wallet,
            destination_member: to.member,
            shares,
        }
        .instruction()
    }

    /// A member to whom the owner sends shares.
    pub async fn holder(&self, name: &str, owner: &str, mint: Address, shares: u64) {
        self.member(name).await;
        self.open_position(name, mint).await;
        self.must(&[self.transfer(mint, owner, name, shares)], &[owner]).await;
    }

    /// The owner gets the money and deposits it, gross.
    pub async fn deposit(&self, owner: &str, mint: Address, amount: u64) {
        let Person { wallet, member } = self.person(owner);
        self.ledger.faucet_quote(&wallet, amount).unwrap();
        let (_, token) = self.client.token(mint).await.unwrap().unwrap();
        let deposit = ProceedsDeposit {
            payer: self.payer.pubkey(),
            owner: wallet,
            owner_member: member,
            mint,
            source: pda::quote_account(wallet, self.quote_mint()),
            net: false,
            index: token.distributions,
            kind: Source::CompanyEquity,
            year: 2026,
            proceeds: amount,
            cost_basis: 0,
            asset_hash: hash("asset"),
            evidence_hash: hash("evidence"),
        };
        self.must(&[deposit.instruction()], &[owner]).await;
    }

    /// Quote units in a wallet's account; 0 if it has none.
    pub async fn quote_of(&self, name: &str) -> u64 {
        let address = pda::quote_account(key(name).pubkey(), self.quote_mint());
        self.client.token_account(address).await.unwrap().map_or(0, |account| account.amount)
    }

    /// An instruction of the classic Token program that only the account's owner signs.
    pub fn token_instruction(&self, name: &str, to: Address, data: Vec<u8>) -> Instruction {
        let wallet = key(name).pubkey();
        let account = pda::quote_account(wallet, self.quote_mint());
        let mut accounts = vec![AccountMeta::new(account, false), AccountMeta::new_readonly(wallet, true)];
        accounts.insert(1, AccountMeta::new(to, false));
        Instruction { program_id: TOKEN_ID, accounts, data }
    }

    /// Closes an empty quote account.
    pub async fn close_quote_account(&self, name: &str) {
        const CLOSE_ACCOUNT: u8 = 9;
        self.must(&[self.token_instruction(name, self.payer.pubkey(), vec![CLOSE_ACCOUNT])], &[name]).await;
    }

    /// Gives a quote account to somebody else.
    pub async fn give_quote_account_away(&self, name: &str) {
        const SET_AUTHORITY: u8 = 6;
        const ACCOUNT_OWNER: u8 = 2;
        let mut instruction = self.token_instruction(name, self.payer.pubkey(), vec![SET_AUTHORITY, ACCOUNT_OWNER, 1]);
        instruction.accounts.remove(1);
        instruction.data.extend_from_slice(self.payer.pubkey().as_ref());
        self.must(&[instruction], &[name]).await;
    }
}

/// The refusal of one of our rules.
#[track_caller]
pub fn rule(error: &RpcError) -> Option<personal_token_sdk::core::Error> {
    match error {
        RpcError::Refused { failure, .. } => failure.rule(),
        other => panic!("{other:?}"),
    }
}
