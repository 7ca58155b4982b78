//! Running a plan: several transactions at a time, each for itself.

use {
    super::{
        plan::{distribute, pack, Shelf},
        Pair, PayoutFailure, PayoutPlan, PayoutReport, PayoutRow, Progress,
    },
    crate::{
        core::proceeds::Payout,
        event::{from_logs, Event},
        pda,
        rpc::{
            error::{Result, RpcError},
            send::return_data,
            Client, Prepared, Sending,
        },
        Address, Instruction, ID,
    },
    futures_util::stream::{FuturesUnordered, StreamExt},
    solana_message::AddressLookupTableAccount,
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction_error::TransactionError,
    solana_transaction_status_client_types::{option_serializer::OptionSerializer, UiTransactionStatusMeta},
    std::collections::BTreeMap,
};

/// A transaction that has landed, and how each of its pairs ended.
struct Outcome {
    signature: Signature,
    payouts: Result<Vec<Payout>>,
    moved: Option<u64>,
}

impl Client {
    /// Runs a plan. `payer` pays the fees, and the rent of lookup tables if the plan builds them.
    ///
    /// Transactions that fail do not stop the others: they are in the report, and planning again takes up who is still
    /// owed. To drop the future stops sending; what is on its way may still land.
    ///
    /// `progress` is called between transactions and should return quickly.
    ///
    /// # Errors
    /// The plan cannot be packed any more, which only a foreign lookup table can cause. Everything else is in the report.
    pub async fn pay_out(
        &self,
        plan: &PayoutPlan,
        payer: &(dyn Signer + Sync),
        progress: impl Fn(Progress<'_>) + Send + Sync,
    ) -> Result<PayoutReport> {
        let mut report = PayoutReport { skipped: plan.skipped.clone(), moved: Some(0), ..PayoutReport::default() };
        let (tables, transactions) = match plan.builds_tables {
            true => {
                let tables = self.tables_for_plan(plan, payer, &progress, &mut report.signatures).await;
                let pairs: Vec<Pair> = plan.due.iter().map(PayoutRow::pair).collect();
                let transactions = pack(plan.mint, &pairs, &tables, &plan.options.sending)?;
                (tables, transactions)
            }
            false => (plan.lookup_tables.clone(), plan.transactions.clone()),
        };
        let rows: BTreeMap<Address, PayoutRow> = plan.due.iter().map(|row| (row.position, *row)).collect();
        let rows_of = |pairs: &[Pair]| -> Vec<PayoutRow> {
            pairs.iter().filter_map(|(position, _)| rows.get(position).copied()).collect()
        };

        let shelf = Shelf::new(&tables);
        let of = transactions.len();
        let mut waiting = transactions.iter();
        let mut running = FuturesUnordered::new();
        let mut done: usize = 0;
        loop {
            while running.len() < plan.options.in_flight.max(1) {
                let Some(pairs) = waiting.next() else { break };
                let sending =
                    Sending { lookup_tables: shelf.tables_for(pairs), nonce: None, ..plan.options.sending.clone() };
                running.push(async move { (pairs, self.pay_pairs(plan.mint, pairs, &sending, payer).await) });
            }
            let Some((pairs, result)) = running.next().await else { break };
            done = done.saturating_add(1);
            let rows = rows_of(pairs);
            let failure = match result {
                Ok(Outcome { signature, payouts, moved }) => {
                    report.signatures.push(signature);
                    report.moved = report.moved.zip(moved).map(|(before, moved)| before.saturating_add(moved.into()));
                    payouts.map(|payouts| {
                        let (paid, skipped) = split(&rows, &payouts);
                        progress(Progress::Landed { done, of, signature, paid: paid.len(), skipped: skipped.len() });
                        report.paid.extend(paid);
                        report.skipped.extend(skipped);
                    })
                }
                Err(error) => {
                    // It may have paid all the same.
                    report.moved = report.moved.filter(|_| !matches!(error, RpcError::Unconfirmed { .. }));
                    Err(error)
                }
            };
            if let Err(error) = failure {
                progress(Progress::Failed { done, of, error: &error });
                report.failed.push(PayoutFailure { rows, error });
            }
        }
        Ok(report)
    }

    /// Pays some pairs in one transaction.
    async fn pay_pairs(
        &self,
        mint: Address,
        pairs: &[Pair],
        sending: &Sending,
        payer: &(dyn Signer + Sync),
    ) -> Result<Outcome> {
        let instructions = [distribute(mint, pairs)];
        let (signature, prepared) = self.prepare_and_send(&instructions, sending, payer).await?;
        // What really happened, if the node has it; else what was going to happen when it was simulated.
        let record = self.record(&signature, &prepared.delivery).await;
        let moved = record.as_ref().and_then(|meta| moved(meta, pda::token(mint)));
        let recorded = record.and_then(|meta| match meta.return_data {
            OptionSerializer::Some(data) => return_data(data),
            OptionSerializer::None | OptionSerializer::Skip => None,
        });
        let payouts = statuses(recorded.or(prepared.return_data), pairs.len())
            .ok_or_else(|| RpcError::decode("payout", mint, "it landed, but whom it paid is not known; plan again"));
        Ok(Outcome { signature, payouts, moved })
    }

    /// Prepares, signs and sends, once more if it expired: then it can no longer land, and if it did after all, paying
    /// again pays nothing, and a table that is extended twice holds an address twice.
    pub(super) async fn prepare_and_send(
        &self,
        instructions: &[Instruction],
        sending: &Sending,
        payer: &(dyn Signer + Sync),
    ) -> Result<(Signature, Prepared)> {
        match self.prepare_and_send_once(instructions, sending, payer).await {
            Err(
                RpcError::Unconfirmed { expired: true, .. }
                | RpcError::Rejected { error: TransactionError::BlockhashNotFound, .. },
            ) => self.prepare_and_send_once(instructions, sending, payer).await,
            other => other,
        }
    }

    async fn prepare_and_send_once(
        &self,
        instructions: &[Instruction],
        sending: &Sending,
        payer: &(dyn Signer + Sync),
    ) -> Result<(Signature, Prepared)> {
        let prepared = self.prepare(instructions, &payer.try_pubkey()?, sending).await?;
        let signature = self.send(prepared.clone(), &[payer]).await?;
        Ok((signature, prepared))
    }

    /// The payer's tables for a plan, built as far as that works. A payout that costs more is better than none.
    async fn tables_for_plan(
        &self,
        plan: &PayoutPlan,
        payer: &(dyn Signer + Sync),
        progress: &(impl Fn(Progress<'_>) + Send + Sync),
        signatures: &mut Vec<Signature>,
    ) -> Vec<AddressLookupTableAccount> {
        let pairs: Vec<Pair> = plan.due.iter().map(PayoutRow::pair).collect();
        let landed = |signature, done, of| {
            signatures.push(signature);
            progress(Progress::Table { done, of });
        };
        match self.build_tables_with(plan.mint, &pairs, payer, &plan.options, landed).await {
            Ok(tables) => tables,
            Err(error) => {
                progress(Progress::TablesFailed { error: &error });
                match payer.try_pubkey() {
                    Ok(owner) => self.tables_after_failure(plan.mint, owner).await,
                    Err(_) => Vec::new(),
                }
            }
        }
    }
}

/// One outcome a pair, from the bytes that the program returned. Runtimes may cut zeros off the end, and zero means paid.
fn statuses(returned: Option<(Address, Vec<u8>)>, pairs: usize) -> Option<Vec<Payout>> {
    let (program, mut bytes) = returned?;
    if program != ID || bytes.len() > pairs {
        return None;
    }
    bytes.resize(pairs, Payout::Done.byte());
    bytes.into_iter().map(Payout::from_byte).collect()
}

/// What a payout of a token moved, from the event that the program logs.
fn moved(meta: &UiTransactionStatusMeta, token: Address) -> Option<u64> {
    let OptionSerializer::Some(logs) = &meta.log_messages else { return None };
    from_logs(logs).into_iter().find_map(|event| match event {
        Event::ProceedsDistributed(payout) if payout.token == token => Some(payout.amount),
        _ => None,
    })
}

fn split(rows: &[PayoutRow], payouts: &[Payout]) -> (Vec<PayoutRow>, Vec<(PayoutRow, Payout)>) {
    let (mut paid, mut skipped) = (Vec::new(), Vec::new());
    for (row, payout) in rows.iter().zip(payouts) {
        match payout {
            Payout::Done => paid.push(*row),
            reason => skipped.push((*row, *reason)),
        }
    }
    (paid, skipped)
}
