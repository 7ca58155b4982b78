//! Building lookup tables: several at a time, each in its own order.

use {
    super::{
        tables::{creation, Layout},
        Pair, PayoutOptions, TablePlan,
    },
    crate::{
        rpc::{
            error::{connection, Result, RpcError},
            Client, Sending,
        },
        Address, Instruction,
    },
    futures_util::stream::{FuturesUnordered, StreamExt},
    solana_account_decoder_client_types::UiDataSliceConfig,
    solana_address_lookup_table_interface::instruction::derive_lookup_table_address,
    solana_message::AddressLookupTableAccount,
    solana_sdk_ids::sysvar,
    solana_signature::Signature,
    solana_signer::Signer,
    std::{collections::BTreeSet, time::Duration, vec::IntoIter},
    tokio::time::sleep,
};

/// Between two looks at whether a new table can be used, or a slot has passed.
const POLL: Duration = Duration::from_millis(400);
/// A table can be used one slot after its last extension, so a minute is more than enough.
const WARM_UP_ATTEMPTS: u32 = 150;
/// Slots come three in a second; without a free one for so many polls something is wrong.
const SLOT_ATTEMPTS: u32 = 150;
/// Slots whose tables are looked up at once.
const SLOTS_AT_ONCE: usize = 16;

/// The transactions of a table that are still to be sent; the next one only after the one before has landed.
struct Chain {
    address: Address,
    left: IntoIter<Vec<Instruction>>,
}

impl From<TablePlan> for Chain {
    fn from(plan: TablePlan) -> Self {
        Self { address: plan.address, left: plan.transactions.into_iter() }
    }
}

/// Slots that new tables of an authority have taken. Two tables of one slot would have the same address.
struct Slots {
    authority: Address,
    taken: BTreeSet<u64>,
}

impl Slots {
    /// The newest slot without a table, so that it does not get too old until the table is created. A node lists 512 slots,
    /// and there may be more tables than that to build: then there is none until the next block.
    async fn take(&mut self, client: &Client) -> Result<Option<u64>> {
        let mut slots = client.recent_slots().await?;
        slots.retain(|slot| !self.taken.contains(slot));
        for slots in slots.chunks(SLOTS_AT_ONCE) {
            let table = |slot: &u64| derive_lookup_table_address(&self.authority, *slot).0;
            let addresses: Vec<Address> = slots.iter().map(table).collect();
            let nothing = UiDataSliceConfig { offset: 0, length: 0 };
            let found = client.accounts_with(&addresses, Some(nothing)).await?;
            let free = slots.iter().zip(found).find_map(|(slot, table)| table.is_none().then_some(*slot));
            if let Some(slot) = free {
                self.taken.insert(slot);
                return Ok(Some(slot));
            }
        }
        Ok(None)
    }
}

impl Client {
    /// Puts every pair into a lookup table of `authority`, who signs and pays the rent, and waits until all can be used.
    /// Returns all of his tables for the token.
    ///
    /// `landed` is called with each signature, how many transactions have landed, and how many there will be.
    ///
    /// # Errors
    /// The tables cannot be found, or a transaction fails. What has landed stays, and is found the next time.
    pub async fn build_tables(
        &self,
        mint: Address,
        pairs: &[Pair],
        authority: &(dyn Signer + Sync),
        sending: &Sending,
        landed: impl FnMut(Signature, usize, usize) + Send,
    ) -> Result<Vec<AddressLookupTableAccount>> {
        let options = PayoutOptions { sending: sending.clone(), ..PayoutOptions::default() };
        self.build_tables_with(mint, pairs, authority, &options, landed).await
    }

    /// As [`Client::build_tables`], with as many transactions in flight as the options say.
    pub(super) async fn build_tables_with(
        &self,
        mint: Address,
        pairs: &[Pair],
        authority: &(dyn Signer + Sync),
        options: &PayoutOptions,
        mut landed: impl FnMut(Signature, usize, usize) + Send,
    ) -> Result<Vec<AddressLookupTableAccount>> {
        let owner = authority.try_pubkey()?;
        let known = self.lookup_tables(mint, owner).await?;
        let layout = Layout::new(mint, pairs, &known);
        let of = layout.transactions();
        let sending = &Sending { lookup_tables: Vec::new(), nonce: None, ..options.sending.clone() };

        let mut ready: Vec<Chain> = layout.extensions(&known, owner).into_iter().map(Chain::from).collect();
        let mut missing = layout.created().iter().peekable();
        let mut slots = Slots { authority: owner, taken: BTreeSet::new() };
        let (mut running, mut touched) = (FuturesUnordered::new(), Vec::new());
        let (mut done, mut waits, mut failure): (usize, u32, _) = (0, 0, None);
        loop {
            // After a failure nothing new is begun; what is on its way is waited for.
            while failure.is_none() && running.len() < options.in_flight.max(1) {
                let chain = match (ready.pop(), missing.peek()) {
                    (Some(chain), _) => chain,
                    (None, None) => break,
                    (None, Some(addition)) => match slots.take(self).await {
                        Ok(Some(slot)) => {
                            let plan = creation(addition, owner, slot);
                            missing.next();
                            plan.into()
                        }
                        Ok(None) if waits < SLOT_ATTEMPTS && running.is_empty() => {
                            waits = waits.saturating_add(1);
                            sleep(POLL).await;
                            continue;
                        }
                        Ok(None) if running.is_empty() => {
                            let reason = "no slot is free for a new table";
                            failure = Some(RpcError::decode("slots", sysvar::slot_hashes::ID, reason));
                            break;
                        }
                        Ok(None) => break,
                        Err(error) => {
                            failure = Some(error);
                            break;
                        }
                    },
                };
                let Chain { address, mut left } = chain;
                let Some(instructions) = left.next() else { continue };
                running.push(async move {
                    let sent = self.prepare_and_send(&instructions, sending, authority).await;
                    (Chain { address, left }, sent)
                });
            }
            let Some((chain, sent)) = running.next().await else { break };
            match sent {
                Ok((signature, _)) => {
                    done = done.saturating_add(1);
                    landed(signature, done, of);
                    match chain.left.len() {
                        0 => touched.push(chain.address),
                        _ => ready.push(chain),
                    }
                }
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        if let Some(error) = failure {
            return Err(error);
        }
        self.usable(mint, owner, &touched).await
    }

    /// All tables of the owner for the token, once those that were just `touched` can be used.
    async fn usable(
        &self,
        mint: Address,
        owner: Address,
        touched: &[Address],
    ) -> Result<Vec<AddressLookupTableAccount>> {
        for address in touched {
            self.warm_up(*address).await?;
        }
        self.lookup_tables(mint, owner).await
    }

    /// What there is of tables after a failure, once it can be used; nothing, if the node does not even say that.
    pub(super) async fn tables_after_failure(&self, mint: Address, owner: Address) -> Vec<AddressLookupTableAccount> {
        let Ok(found) = self.lookup_tables(mint, owner).await else { return Vec::new() };
        let found: Vec<Address> = found.iter().map(|table| table.key).collect();
        self.usable(mint, owner, &found).await.unwrap_or_default()
    }

    /// Waits until the newest addresses of a table can be used.
    async fn warm_up(&self, address: Address) -> Result<()> {
        for _ in 0..WARM_UP_ATTEMPTS {
            let (_, last_extended) = self.lookup_table(address).await?;
            if self.rpc.get_slot().await.map_err(connection("getSlot"))? > last_extended {
                return Ok(());
            }
            sleep(POLL).await;
        }
        Err(RpcError::decode("lookup table", address, "it does not become usable"))
    }
}
