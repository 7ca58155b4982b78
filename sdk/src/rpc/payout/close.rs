//! Closing lookup tables, which gives their rent back.

use {
    crate::{
        rpc::{error::Result, Client, Sending},
        Address, Instruction,
    },
    solana_address_lookup_table_interface::instruction::{close_lookup_table, deactivate_lookup_table},
    solana_signature::Signature,
    solana_signer::Signer,
    std::collections::BTreeSet,
};

/// Tables that one transaction deactivates or closes: 41 bytes each, beside 250 for the rest.
pub(super) const TABLES_PER_CLOSE: usize = 20;

/// What came of closing tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedTables {
    /// Tables that are gone.
    pub closed: usize,
    /// Lamports of rent that came back with them.
    pub rent_lamports: u64,
    /// Tables that are deactivated, and can be closed when 512 slots have passed.
    pub waiting: usize,
    /// The transactions that landed.
    pub signatures: Vec<Signature>,
}

impl Client {
    /// Closes the authority's tables of a token, as far as the runtime lets him: a table is deactivated first, and can be
    /// closed 512 slots later, a few minutes. So this is called twice; called again at any time it goes on where it was.
    ///
    /// # Errors
    /// The tables cannot be found, or a transaction fails; those before it have landed.
    pub async fn close_tables(
        &self,
        mint: Address,
        authority: &(dyn Signer + Sync),
        sending: &Sending,
    ) -> Result<ClosedTables> {
        let owner = authority.try_pubkey()?;
        let found = self.tables_of(mint, owner).await?;
        // The program goes by this list too: a table cools down for as long as its slot is on it.
        let recent: BTreeSet<u64> = self.recent_slots().await?.into_iter().collect();
        let newest = recent.last().copied().unwrap_or_default();
        let mut closed = ClosedTables::default();
        let (mut deactivations, mut closings) = (Vec::new(), Vec::new());
        for (address, table, lamports) in found {
            let cold = table.deactivation_slot < newest && !recent.contains(&table.deactivation_slot);
            if table.is_active() {
                deactivations.push(deactivate_lookup_table(address, owner));
            }
            if cold {
                closings.push(close_lookup_table(address, owner, owner));
                closed.closed = closed.closed.saturating_add(1);
                closed.rent_lamports = closed.rent_lamports.saturating_add(lamports);
            } else {
                closed.waiting = closed.waiting.saturating_add(1);
            }
        }
        let sending = Sending { lookup_tables: Vec::new(), nonce: None, ..sending.clone() };
        let batches = deactivations.chunks(TABLES_PER_CLOSE).chain(closings.chunks(TABLES_PER_CLOSE));
        for instructions in batches.map(<[Instruction]>::to_vec) {
            let (signature, _) = self.prepare_and_send(&instructions, &sending, authority).await?;
            closed.signatures.push(signature);
        }
        Ok(closed)
    }
}
