use super::NetworkByAuthority;
use crate::{
    access::now,
    account::Account,
    events::{ParametersApplied, ParametersCancelled, ParametersProposed},
    send,
    state::*,
};
use anchor_lang::prelude::*;
use personal_token_core::{parameters::APPLICABLE, Error as Rule};

#[event_cpi]
#[derive(Accounts)]
pub struct NetworkApplyParameters {
    #[account(mut)]
    pub network: Account<Network>,
}

impl NetworkByAuthority {
    #[inline(never)]
    pub fn propose_parameters(ctx: &mut Context<Self>, parameters: NetworkParameters) -> Result<()> {
        parameters.rules().check()?;
        let network = &mut ctx.accounts.network;
        let delay = i64::from(network.parameters.parameter_delay);
        let effective_at = now()?.checked_add(delay).ok_or(Rule::MathOverflow)?;
        network.pending_parameters = parameters;
        network.parameters_effective_at = effective_at;
        network.invariant()?;
        send!(
            ctx,
            ParametersProposed {
                network: *ctx.accounts.network.address(),
                parameters,
                effective_at: effective_at.into()
            }
        );
        Ok(())
    }
}

impl NetworkByAuthority {
    #[inline(never)]
    pub fn cancel_parameters(ctx: &mut Context<Self>) -> Result<()> {
        let network = &mut ctx.accounts.network;
        require!(network.parameters_effective_at != 0, Rule::NoPendingParameters);
        network.parameters_effective_at = 0;
        network.invariant()?;
        send!(ctx, ParametersCancelled { network: *ctx.accounts.network.address() });
        Ok(())
    }
}

impl NetworkApplyParameters {
    #[inline(never)]
    pub fn handle(ctx: &mut Context<Self>) -> Result<()> {
        let network = &mut ctx.accounts.network;
        require!(network.parameters_effective_at != 0, Rule::NoPendingParameters);
        let (now, due) = (now()?, network.parameters_effective_at);
        require!(now >= due, Rule::ParametersTooEarly);
        let lapses = due.checked_add(i64::from(APPLICABLE)).ok_or(Rule::MathOverflow)?;
        require!(now < lapses, Rule::ParametersLapsed);
        network.parameters = network.pending_parameters;
        network.parameters_effective_at = 0;
        network.invariant()?;
        let parameters = network.parameters;
        send!(ctx, ParametersApplied { network: *ctx.accounts.network.address(), parameters });
        Ok(())
    }
}
