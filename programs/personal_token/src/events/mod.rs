//! What happened, for indexers. All are self-CPI events (which logs cannot cut off), but for the three that are
//! emitted where no CPI is to be had or each unit counts: [`SharesTransferred`], [`ProceedsDistributed`] and
//! [`PositionMarked`] are logged.

mod guard;
mod market;
mod network;
mod recovery;
mod round;
mod token;

pub use guard::*;
pub use market::*;
pub use network::*;
pub use recovery::*;
pub use round::*;
pub use token::*;

use alloc::vec::Vec;
use anchor_lang::{event::EVENT_IX_TAG_LE, prelude::*};
use bytemuck::Pod;
use pinocchio::{
    cpi::{Seed, Signer as CpiSigner},
    instruction::{InstructionAccount, InstructionView},
};

/// Sends an event to this program itself, as `emit_cpi!` does and in its format, but through one function: the macro
/// repeats itself at each place, which cost 80 KB.
#[macro_export]
macro_rules! send {
    ($ctx:ident, $event:expr) => {
        $crate::events::send_event(
            anchor_lang::AnchorAccount::account(&$ctx.accounts.event_authority),
            $ctx.bumps.event_authority,
            &$event,
        )?
    };
}

/// The only caller is [`send!`].
#[inline(always)]
pub fn send_event<E: Pod + Discriminator>(event_authority: &AccountView, bump: u8, event: &E) -> Result<()> {
    send_bytes(event_authority, bump, E::DISCRIMINATOR, bytemuck::bytes_of(event))
}

#[inline(never)]
fn send_bytes(event_authority: &AccountView, bump: u8, discriminator: &[u8], event: &[u8]) -> Result<()> {
    let mut data =
        Vec::with_capacity(EVENT_IX_TAG_LE.len().saturating_add(discriminator.len()).saturating_add(event.len()));
    data.extend_from_slice(EVENT_IX_TAG_LE);
    data.extend_from_slice(discriminator);
    data.extend_from_slice(event);
    let bump = [bump];
    let seeds: [Seed; 2] = [b"__event_authority".into(), Seed::from(&bump)];
    pinocchio::cpi::invoke_signed(
        &InstructionView {
            program_id: &crate::ID,
            accounts: &[InstructionAccount::readonly_signer(event_authority.address())],
            data: &data,
        },
        &[event_authority],
        &[CpiSigner::from(&seeds)],
    )
}

/// Logs an event in the format of `emit!`, from the stack: the hook pays for every allocation.
#[inline(always)]
pub fn log_event<E: Pod + Discriminator>(event: &E) {
    const LONGEST: usize = 128;
    const { assert!(E::DISCRIMINATOR.len() + core::mem::size_of::<E>() <= LONGEST) };
    let mut bytes = [0; LONGEST];
    let (discriminator, rest) = bytes.split_at_mut(E::DISCRIMINATOR.len());
    discriminator.copy_from_slice(E::DISCRIMINATOR);
    let (fields, unused) = rest.split_at_mut(core::mem::size_of::<E>());
    fields.copy_from_slice(bytemuck::bytes_of(event));
    let length = LONGEST.saturating_sub(unused.len());
    if let Some(data) = bytes.get(..length) {
        sol_log_data(&[data]);
    }
}
