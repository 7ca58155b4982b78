use super::NetworkByAuthority;
use crate::events::NetworkHaltChanged;
use crate::send;
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

impl NetworkByAuthority {
    #[inline(never)]
    pub fn set_halted(ctx: &mut Context<Self>, halted: bool) -> Result<()> {
        let network = &mut ctx.accounts.network;
        if halted {
            network.check_running()?;
        } else {
            require!(network.halted == 1, Rule::NetworkNotHalted);
        }
        network.halted = u8::from(halted);
        network.invariant()?;
        send!(ctx, NetworkHaltChanged { network: *ctx.accounts.network.address(), halted: u8::from(halted) });
        Ok(())
    }
}
