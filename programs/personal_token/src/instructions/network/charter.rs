use super::NetworkByAuthority;
use crate::{events::CharterPublished, send};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

impl NetworkByAuthority {
    /// A new version is asked for at the next purchase, round or token; nobody's money waits for it.
    #[inline(never)]
    pub fn publish_charter(ctx: &mut Context<Self>, clauses: u16, charter_hash: [u8; 32]) -> Result<()> {
        let network = &mut ctx.accounts.network;
        require!(clauses > 0 && charter_hash != [0; 32], Rule::CharterInvalid);
        require!(charter_hash != network.charter_hash, Rule::CharterUnchanged);
        let version = network.charter_version.checked_add(1).ok_or(Rule::MathOverflow)?;

        network.charter_version = version;
        network.charter_clauses = clauses;
        network.charter_hash = charter_hash;
        network.invariant()?;

        send!(
            ctx,
            CharterPublished {
                network: *ctx.accounts.network.address(),
                version: version.into(),
                clauses: clauses.into(),
                charter_hash,
            }
        );
        Ok(())
    }
}
