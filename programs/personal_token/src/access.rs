//! Who may do what for a network.

use crate::{
    account::Account,
    state::{Member, Network, Steward, Token},
};
use anchor_lang::prelude::*;
use personal_token_core::Error as Rule;

/// Refuses any signer but the network's authority and an active steward of it with `capability`.
///
/// The two accounts of a steward are optional: the authority needs none. They are loaded here and not by each
/// instruction, which keeps the program small.
#[inline(never)]
pub fn check_capability(
    network: &Account<Network>,
    signer: &Signer,
    steward: Option<&UncheckedAccount>,
    steward_member: Option<&UncheckedAccount>,
    capability: u8,
) -> Result<()> {
    if network.authority == *signer.address() {
        return Ok(());
    }
    check_steward(network, signer, steward, steward_member, capability)
}

/// Refuses any signer but an active steward with `capability`: the authority cannot stand in for him.
#[inline(never)]
pub fn check_steward(
    network: &Account<Network>,
    signer: &Signer,
    steward: Option<&UncheckedAccount>,
    steward_member: Option<&UncheckedAccount>,
    capability: u8,
) -> Result<()> {
    let (Some(steward), Some(member)) = (steward, steward_member) else {
        return Err(Rule::NotAuthorised.into());
    };
    let steward = Account::<Steward>::load(*steward.account())?;
    let member = Account::<Member>::load(*member.account())?;
    let is_steward = steward.network == *network.address()
        && steward.member == *member.address()
        && member.wallet == *signer.address()
        && steward.capabilities & capability != 0;
    require!(is_steward, Rule::NotAuthorised);
    require!(member.check_active().is_ok(), Rule::StewardNotActive);
    // A steward whose key may be another's does no work.
    Ok(member.restraint().check(now()?)?)
}

/// Refuses any signer but the present wallet of the token's owner, whose member account is loaded here and not by each
/// instruction.
#[inline(never)]
pub fn check_owner(owner: &Signer, owner_member: &UncheckedAccount, token: &Token) -> Result<()> {
    require!(token.owner == *owner_member.address(), Rule::NotTokenOwner);
    let member = Account::<Member>::load(*owner_member.account())?;
    require!(member.wallet == *owner.address(), Rule::NotTokenOwner);
    Ok(())
}

/// Refuses a member's wallet that is anything but an ordinary key pair: a program could sign for an address of its own
/// (a vault, a pool, a vote), and some put their accounts on key pairs.
pub fn check_ordinary_wallet(wallet: &Signer) -> Result<()> {
    let system_owned = wallet.account().owned_by(&System::id());
    require!(wallet.address().is_on_curve() && system_owned, Rule::WalletNotOnCurve);
    Ok(())
}

/// The time of the cluster's clock.
#[inline(always)]
pub fn now() -> Result<i64> {
    Ok(<Clock as PinocchioSysvar>::get()?.unix_timestamp)
}
