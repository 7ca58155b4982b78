//! Build → preview → confirm → send → report: the way of every command that changes something.

use {
    crate::{
        amount::show_sol,
        context::{Context, Session, Signers},
        error::{CliError, Result},
        output::Report,
        refusal::{Doing, Until},
        signer::CliSigner,
        text::facts,
    },
    personal_token_core::Error as Rule,
    personal_token_sdk::{
        error::ProgramFailure,
        rpc::{sign_only, Prepared, RpcError, Sending},
        Address, Instruction, ID,
    },
    serde_json::{json, Map, Value},
    solana_account_decoder_client_types::UiAccountEncoding,
    solana_rpc_client_api::config::{RpcSimulateTransactionAccountsConfig, RpcSimulateTransactionConfig},
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::versioned::VersionedTransaction,
};

/// What a command is about to do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// One line: what.
    pub title: String,
    /// The same inside a sentence, for refusals: `the transfer of 500 shares`.
    pub doing: String,
    /// Who, what leaves, what arrives, what is locked until when.
    pub effect: Vec<(String, String)>,
    /// The same for scripts.
    pub json: Map<String, Value>,
    /// One transaction each, in order.
    pub steps: Vec<Vec<Instruction>>,
    /// Until when rules refuse it, as far as the state that was read says.
    pub until: Vec<Until>,
    /// Whether the same command, run again after a failure, takes up what is left.
    pub is_resumable: bool,
}

impl Plan {
    /// A plan of one transaction.
    #[must_use]
    pub fn new(title: impl Into<String>, doing: impl Into<String>, instructions: Vec<Instruction>) -> Self {
        Self { title: title.into(), doing: doing.into(), steps: vec![instructions], ..Self::default() }
    }

    /// Adds a line of the effect.
    #[must_use]
    pub fn effect(mut self, name: &str, value: impl ToString) -> Self {
        self.effect.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds a field for scripts.
    #[must_use]
    pub fn json(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.json.insert(name.to_owned(), value.into());
        self
    }

    /// Adds an address to both.
    #[must_use]
    pub fn who(self, name: &str, address: Address) -> Self {
        self.effect(name, address).json(name, address.to_string())
    }

    /// Adds until when a rule refuses it: `says` ends where the moment follows. No moment, nothing to say.
    #[must_use]
    pub fn until(mut self, rule: Rule, moment: i64, says: impl Into<String>) -> Self {
        if moment > 0 {
            self.until.push(Until { rule, moment: Some(moment), says: says.into() });
        }
        self
    }

    /// Adds why a rule refuses it, where no moment ends that: a sentence without its full stop.
    #[must_use]
    pub fn because(mut self, rule: Rule, says: impl Into<String>) -> Self {
        self.until.push(Until { rule, moment: None, says: says.into() });
        self
    }

    /// The refusal of a rule that a preview has found, in the words in which the program would be quoted.
    #[must_use]
    pub fn refused(&self, rule: Rule) -> CliError {
        let failure = Box::new(ProgramFailure::new(ID, rule.code()));
        self.failed(&[], RpcError::Refused { failure, logs: Vec::new(), signature: None })
    }

    /// What went wrong with one of the steps.
    fn failed(&self, step: &[Instruction], error: RpcError) -> CliError {
        let mut failed = Doing { words: &self.doing, instructions: step, until: &self.until }.failed(error);
        if self.is_resumable {
            failed.message.push_str(" Run the same command again: it takes up what is left.");
        }
        failed
    }
}

/// What became of a plan.
pub enum Outcome {
    /// All of it landed.
    Sent(Vec<Signature>),
    /// Nothing was sent, as asked: this is what to say.
    NotSent(Report),
}

impl Outcome {
    /// The report of a plan after which nothing else has to be looked up.
    #[must_use]
    pub fn report(self, plan: &Plan, done: &str) -> Report {
        match self {
            Self::NotSent(report) => report,
            Self::Sent(signatures) => sent(plan, done, &signatures),
        }
    }
}

/// The report of a plan that was sent.
#[must_use]
pub fn sent(plan: &Plan, done: &str, signatures: &[Signature]) -> Report {
    let lines: Vec<String> = signatures.iter().map(|signature| format!("  signature  {signature}")).collect();
    Report { text: format!("{done}\n{}", lines.join("\n")), json: plan.json.clone() }.with_signatures(signatures)
}

impl Context<'_> {
    /// Shows a plan, asks, sends it.
    ///
    /// # Errors
    /// A program refuses, nobody confirms, or the cluster fails. What was sent before is in the error.
    pub async fn execute(
        &mut self,
        session: &Session,
        signers: &Signers,
        extra: &[&CliSigner],
        plan: &Plan,
    ) -> Result<Outcome> {
        if self.global.sign_only {
            return self.sign_elsewhere(signers, extra, plan).map(Outcome::NotSent);
        }
        let everybody: Vec<&CliSigner> = signers.all().chain(extra.iter().copied()).collect();
        if let Some(absent) = everybody.iter().find(|signer| signer.is_absent()) {
            return Err(CliError::usage(format!("the signature of {} is missing", absent.pubkey())));
        }
        if plan.steps.len() > 1 && (self.global.blockhash.is_some() || self.global.nonce.is_some()) {
            return Err(CliError::usage("this takes several transactions, so --blockhash and --nonce cannot be used"));
        }
        let mut signatures = Vec::new();
        for (index, step) in plan.steps.iter().enumerate() {
            let refused = |error, landed: &[Signature]| plan.failed(step, error).after(landed);
            let mut prepared =
                self.prepare(session, signers, step).await.map_err(|error| refused(error, &signatures))?;
            if index == 0 {
                self.preview(session, signers, plan, &prepared).await;
                if self.global.dry_run {
                    return Ok(Outcome::NotSent(simulated(plan, &prepared)));
                }
                self.terminal
                    .confirm(if plan.steps.len() > 1 { "Send these?" } else { "Send this?" }, self.global.yes)?;
                if !self.global.yes {
                    // Reading takes time, and a blockhash lasts a minute: what is signed is of now.
                    prepared =
                        self.prepare(session, signers, step).await.map_err(|error| refused(error, &signatures))?;
                }
            }
            let keys: Vec<&dyn Signer> = everybody.iter().map(|signer| *signer as &dyn Signer).collect();
            let signed = prepared.sign(&keys).map_err(|error| CliError::from(error).after(&signatures))?;
            drop(keys);
            let signature = session.client.submit(&signed).await.map_err(|error| refused(error, &signatures))?;
            if plan.steps.len() > 1 {
                self.terminal.note(&format!("Transaction {} of {} landed: {signature}", index + 1, plan.steps.len()));
            }
            if let Some(page) = self.cluster.explorer(&signature.to_string()) {
                self.terminal.note(&page);
            }
            signatures.push(signature);
        }
        Ok(Outcome::Sent(signatures))
    }

    /// How transactions are made and sent, as the options say.
    #[must_use]
    pub fn sending(&self, signers: &Signers) -> Sending {
        let nonce_authority = signers.nonce_authority.as_ref().unwrap_or(&signers.acting).pubkey();
        Sending {
            compute_unit_price: self.global.with_compute_unit_price.unwrap_or(0),
            compute_unit_limit: self.global.with_compute_unit_limit,
            skip_preflight: self.global.skip_preflight,
            commitment: self.commitment,
            nonce: self.global.nonce.map(|account| (account, nonce_authority)),
            ..Sending::default()
        }
    }

    async fn prepare(&self, session: &Session, signers: &Signers, step: &[Instruction]) -> Result<Prepared, RpcError> {
        let mut prepared = session.client.prepare(step, &signers.payer(), &self.sending(signers)).await?;
        if let Some(blockhash) = self.global.blockhash {
            prepared.message.set_recent_blockhash(blockhash);
        }
        Ok(prepared)
    }

    /// Shows the effect, on the side of the messages: the result comes alone.
    async fn preview(&mut self, session: &Session, signers: &Signers, plan: &Plan, prepared: &Prepared) {
        let mut rows = plan.effect.clone();
        let fee = prepared.fee_lamports;
        let payer = signers.payer();
        let rent = match rent(session, prepared, payer).await {
            Some(0) | None => String::new(),
            Some(lamports) => format!(", and {} rent for new accounts", show_sol(lamports)),
        };
        rows.push(("fee".to_owned(), format!("{}{rent}, paid by {payer}", show_sol(fee))));
        if plan.steps.len() > 1 {
            let count = plan.steps.len();
            rows.push((
                "transactions".to_owned(),
                format!("{count}, as it does not fit into one; the fee is of the first"),
            ));
        }
        if let Some(nonce) = self.global.nonce {
            rows.push(("nonce".to_owned(), format!("{nonce}: the signatures do not expire")));
        }
        rows.push(("cluster".to_owned(), self.cluster.shown()));
        self.terminal.note(&format!("{}\n{}", plan.title, facts(&rows)));
    }

    /// Signs a plan for which nothing was read.
    ///
    /// # Errors
    /// As [`Context::sign_elsewhere`].
    pub fn sign_unread(&self, signers: &Signers, plan: &Plan) -> Result<Report> {
        let plan = plan.clone().effect("cluster", "not read, so nothing was checked").json("clusterRead", false);
        self.sign_elsewhere(signers, &[], &plan)
    }

    /// Signs without sending, and without asking the cluster anything.
    ///
    /// # Errors
    /// The plan does not make one transaction, or a wallet refuses.
    pub fn sign_elsewhere(&self, signers: &Signers, extra: &[&CliSigner], plan: &Plan) -> Result<Report> {
        let Some(blockhash) = self.global.blockhash else {
            return Err(CliError::usage("--sign-only needs --blockhash"));
        };
        let [step] = plan.steps.as_slice() else {
            return Err(CliError::usage("this takes several transactions and cannot be signed elsewhere"));
        };
        let present: Vec<&dyn Signer> = signers
            .all()
            .chain(extra.iter().copied())
            .filter(|signer| !signer.is_absent())
            .map(|signer| signer as &dyn Signer)
            .collect();
        let offline = sign_only(step, &signers.payer(), blockhash, &self.sending(signers), &present)?;
        let given: Vec<String> = offline
            .signatures
            .iter()
            .filter_map(|(address, signature)| signature.map(|signature| format!("{address}={signature}")))
            .collect();
        let missing: Vec<String> = offline.missing().map(|address| address.to_string()).collect();
        let message = offline.message_base64()?;
        let mut rows = plan.effect.clone();
        rows.push(("blockhash".to_owned(), blockhash.to_string()));
        rows.extend(given.iter().map(|given| ("signed".to_owned(), given.clone())));
        rows.extend(missing.iter().map(|missing| ("missing".to_owned(), missing.clone())));
        rows.push(("message".to_owned(), message.clone()));
        let mut json = plan.json.clone();
        json.extend([
            ("signOnly".to_owned(), json!(true)),
            ("blockhash".to_owned(), json!(blockhash.to_string())),
            ("signers".to_owned(), json!(given)),
            ("missing".to_owned(), json!(missing)),
            ("message".to_owned(), json!(message)),
        ]);
        Ok(Report { text: format!("Signed, not sent: {}\n{}", plan.title, facts(&rows)), json })
    }
}

fn simulated(plan: &Plan, prepared: &Prepared) -> Report {
    let mut json = plan.json.clone();
    json.extend([
        ("dryRun".to_owned(), json!(true)),
        ("computeUnits".to_owned(), json!(prepared.units)),
        ("feeLamports".to_owned(), json!(prepared.fee_lamports.to_string())),
        ("transactions".to_owned(), json!(plan.steps.len())),
    ]);
    let rest = match plan.steps.len() {
        1 => "",
        _ => " The transactions after the first depend on it and were not simulated.",
    };
    let text = format!("The simulation succeeded with {} compute units; nothing was sent.{rest}", prepared.units);
    Report { text, json }
}

/// What the payer leaves in new accounts: what he loses in the simulation, less the fee. `None` if it cannot be told.
async fn rent(session: &Session, prepared: &Prepared, payer: Address) -> Option<u64> {
    let rpc = session.client.rpc();
    let before = rpc.get_balance(&payer).await.ok()?;
    let count = usize::from(prepared.message.header().num_required_signatures);
    let unsigned =
        VersionedTransaction { signatures: vec![Signature::default(); count], message: prepared.message.clone() };
    let config = RpcSimulateTransactionConfig {
        replace_recent_blockhash: true,
        commitment: Some(rpc.commitment()),
        accounts: Some(RpcSimulateTransactionAccountsConfig {
            encoding: Some(UiAccountEncoding::Base64),
            addresses: vec![payer.to_string()],
        }),
        ..RpcSimulateTransactionConfig::default()
    };
    let result = rpc.simulate_transaction_with_config(&unsigned, config).await.ok()?;
    let after = result.value.accounts?.into_iter().next()??.lamports;
    before.checked_sub(after)?.checked_sub(prepared.fee_lamports)
}
