use super::{after, clear_approval, locked_until, refuse};
use crate::{
    core::{
        accumulator::{carried_cost_basis, transfer as move_shares},
        transfer::{may_leave, may_receive, may_send, must_route_gains, Receipt, Receiver},
        Error, Result,
    },
    state::{Member, Network, Position, Token},
};

/// A transfer of shares between the wallets of two members.
#[derive(Clone, Copy, Debug)]
pub struct TransferInputs<'a> {
    /// The token's network.
    pub network: &'a Network,
    /// The token.
    pub token: &'a Token,
    /// The sender's position.
    pub source_position: &'a Position,
    /// The sender.
    pub source_member: &'a Member,
    /// The receiver's position.
    pub destination_position: &'a Position,
    /// The receiver.
    pub destination_member: &'a Member,
    /// How many shares.
    pub shares: u64,
    /// Unix time.
    pub now: i64,
}

/// What a transfer would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferPreview {
    /// Unix time at which the receiver's locked shares unlock; `None` if none are locked.
    pub locked_until: Option<i64>,
    /// Whether the owner's approval is used up by it.
    pub approval_used: bool,
    /// What of the sender's cost goes with the shares, in quote units.
    pub cost_basis: u64,
    /// The sender's position afterwards.
    pub source: Position,
    /// The receiver's position afterwards.
    pub destination: Position,
}

/// The hook's verdict, in its own order, and what the transfer would leave behind.
///
/// Token-2022 has looked first whether the sender's account holds the shares. A transfer to oneself never reaches the
/// hook; it changes nothing, but for [`Error::InsufficientShares`].
pub fn transfer(inputs: &TransferInputs) -> Result<TransferPreview> {
    let TransferInputs { network, token, source_position: source, destination_position: destination, .. } = *inputs;
    let (shares, now) = (inputs.shares, inputs.now);
    if source.share_account == destination.share_account {
        return to_oneself(source, shares, now);
    }
    check_accounts(inputs)?;
    refuse(shares == 0, Error::ZeroShares)?;
    refuse(network.is_halted(), Error::NetworkHalted)?;
    refuse(token.pause().active(now), Error::TokenPaused)?;
    check_sender(inputs)?;
    let approval_used = check_receiver(inputs)?;

    let cost_basis = carried_cost_basis(source.cost_basis, source.shares, shares)?;
    let (mut from, mut to) = (source.holding(), destination.holding());
    move_shares(token.acc.get(), &mut from, &mut to, shares)?;
    let received_lock = if destination.member == token.owner {
        destination.lockup().at(now)
    } else {
        destination.lockup().receive(shares, now, token.lock_at(now, &network.parameters))?
    };

    let mut source = after(source, &from, source.lockup().at(now));
    source.cost_basis = source.cost_basis.checked_sub(cost_basis).ok_or(Error::MathOverflow)?;
    let mut destination = after(destination, &to, received_lock);
    destination.cost_basis = destination.cost_basis.checked_add(cost_basis).ok_or(Error::MathOverflow)?;
    destination.used = Position::HELD;
    if approval_used {
        clear_approval(&mut destination);
    }
    let locked_until = locked_until(&destination, now);
    Ok(TransferPreview { locked_until, approval_used, cost_basis, source, destination })
}

/// Accounts that belong together: the hook ties them to each other before it asks anything else.
fn check_accounts(inputs: &TransferInputs) -> Result<()> {
    let token = inputs.token;
    refuse(token.network != inputs.network.address(), Error::NetworkMismatch)?;
    let sides =
        [(inputs.source_position, inputs.source_member), (inputs.destination_position, inputs.destination_member)];
    for (position, member) in sides {
        refuse(position.member != member.address(), Error::PositionMismatch)?;
    }
    for (position, member) in sides {
        refuse(position.token != token.address(), Error::PositionMismatch)?;
        refuse(position.wallet != member.wallet, Error::WalletReplaced)?;
    }
    Ok(())
}

fn check_sender(inputs: &TransferInputs) -> Result<()> {
    let (position, owner, member) = (inputs.source_position, inputs.token.owner, inputs.source_member);
    let (parameters, to_owner) = (&inputs.network.parameters, inputs.destination_position.member == owner);
    may_leave(inputs.shares, position.shares, position.lockup(), position.listed, inputs.now)?;
    member.restraint().check(inputs.now)?;
    may_send(member.status()?, member.reputation(), parameters.minimum_reputation, to_owner, inputs.now)?;
    let routed = must_route_gains(parameters.route_gains == 1, member.has_token(), position.member == owner, to_owner);
    refuse(routed, Error::GainsMustBeRouted)
}

fn check_receiver(inputs: &TransferInputs) -> Result<bool> {
    let (token, position, member) = (inputs.token, inputs.destination_position, inputs.destination_member);
    let receipt = Receipt {
        policy: token.policy_at(inputs.now)?,
        minimum_reputation: inputs.network.parameters.minimum_reputation,
        total: token.total,
        shares: inputs.shares,
        now: inputs.now,
    };
    let receiver = Receiver {
        is_owner: position.member == token.owner,
        status: member.status()?,
        reputation: member.reputation(),
        shares: position.shares,
        cap: position.cap,
        approval: position.approval_from(&inputs.source_member.wallet),
    };
    may_receive(&receipt, &receiver)
}

fn to_oneself(position: &Position, shares: u64, now: i64) -> Result<TransferPreview> {
    refuse(shares > position.shares, Error::InsufficientShares)?;
    Ok(TransferPreview {
        locked_until: locked_until(position, now),
        approval_used: false,
        cost_basis: 0,
        source: *position,
        destination: *position,
    })
}
