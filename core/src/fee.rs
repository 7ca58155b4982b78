//! Fees of rounds and sales. Each fee of a fill rounds up, so splitting a purchase never saves one; the equity fee is
//! taken on the running total, so splitting a round gains nothing.

use crate::{Error, Result, BASIS_POINTS};

/// The part of `amount` at `rate` basis points, rounded up (in favour of whoever receives the fee).
pub fn ceil(amount: u64, rate: u16) -> Result<u64> {
    let scaled = scaled(amount, rate)?;
    let whole = u128::from(BASIS_POINTS);
    let up = scaled.checked_next_multiple_of(whole).and_then(|n| n.checked_div(whole)).ok_or(Error::MathOverflow)?;
    u64::try_from(up).map_err(|_| Error::MathOverflow)
}

/// The part of `amount` at `rate` basis points, rounded down (in favour of whoever pays the fee).
pub fn floor(amount: u64, rate: u16) -> Result<u64> {
    let down = scaled(amount, rate)?.checked_div(u128::from(BASIS_POINTS)).ok_or(Error::MathOverflow)?;
    u64::try_from(down).map_err(|_| Error::MathOverflow)
}

fn scaled(amount: u64, rate: u16) -> Result<u128> {
    u128::from(amount).checked_mul(u128::from(rate)).ok_or(Error::MathOverflow)
}

/// How the money of one fill is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sale {
    /// What the buyer pays, in quote units.
    pub paid: u64,
    /// The token owner's fee.
    pub owner_fee: u64,
    /// The network's fee.
    pub network_fee: u64,
    /// What the seller receives.
    pub received: u64,
}

/// Divides `paid` quote units of a fill; no fees when the owner buys. Both fees come from the seller and are rounded up;
/// a fill too small to bear them pays him nothing, never less. Within the bounds of the parameters that is a fill of one
/// single unit, and such a fill is the only one by which splitting could gain: that unit, and no more.
pub fn sale(paid: u64, owner_rate: u16, network_rate: u16, owner_buys: bool) -> Result<Sale> {
    if owner_buys {
        return Ok(Sale { paid, owner_fee: 0, network_fee: 0, received: paid });
    }
    let owner_fee = ceil(paid, owner_rate)?.min(paid);
    let rest = paid.checked_sub(owner_fee).ok_or(Error::MathOverflow)?;
    let network_fee = ceil(paid, network_rate)?.min(rest);
    let received = rest.checked_sub(network_fee).ok_or(Error::MathOverflow)?;
    Ok(Sale { paid, owner_fee, network_fee, received })
}

/// Shares due to the treasury when a round has issued `issued` in all and `already` were paid: on top of the round,
/// rounded down over its running total.
pub fn equity(issued: u64, already: u64, rate: u16) -> Result<u64> {
    floor(issued, rate)?.checked_sub(already).ok_or(Error::MathOverflow)
}
