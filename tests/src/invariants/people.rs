//! Members, wallets, and the accounts that are theirs.

use personal_token_core::{member::FULL_REPUTATION, policy::LONGEST_HOLD};
use personal_token_sdk::{pda, state::WalletLink, Address};
use std::collections::BTreeMap;

use super::{equal, find, holds, Invariant, Ledger};

impl Ledger {
    /// One human one member, one wallet one member, one human one token; all of one network. A wallet that was replaced
    /// stays its member's for ever.
    pub fn people(&self) {
        let links: BTreeMap<(Address, Address), &WalletLink> =
            self.links.values().map(|link| ((link.network, link.wallet), link)).collect();
        let linked = |network, wallet| links.get(&(network, wallet)).map(|link| link.member);
        for link in self.links.values() {
            equal!(
                People,
                find(&self.members, &link.member, Invariant::People).network,
                link.network,
                "the network of a link"
            );
        }
        for (address, member) in &self.members {
            holds!(People, self.networks.contains_key(&member.network), "the network of {address}");
            equal!(People, linked(member.network, member.wallet), Some(*address), "a link for each member");
            let sound = (1..=3).contains(&member.roles) && member.reputation <= FULL_REPUTATION;
            holds!(Members, sound, "{} points and roles {} of {address}", member.reputation, member.roles);
            let has_token = member.token != Address::default();
            let is_its_owner = || self.tokens.get(&member.token).is_some_and(|token| token.owner == *address);
            holds!(OneToken, !has_token || is_its_owner(), "the token of {address}");
        }
        for (address, token) in &self.tokens {
            let owner = find(&self.members, &token.owner, Invariant::OneToken);
            equal!(OneToken, (owner.token, owner.network), (*address, token.network), "the owner of {address}");
            equal!(
                OneToken,
                find(&self.networks, &token.network, Invariant::OneToken).quote_mint,
                token.quote_mint,
                "the money of {address}"
            );
            holds!(Holds, token.hold.max(token.announced_hold) <= LONGEST_HOLD, "the hold of {address}");
        }
        for steward in self.stewards.values() {
            equal!(
                People,
                find(&self.members, &steward.member, Invariant::People).network,
                steward.network,
                "the network of a steward"
            );
        }
        for (address, position) in &self.positions {
            let token = find(&self.tokens, &position.token, Invariant::Positions);
            let member = find(&self.members, &position.member, Invariant::Positions);
            equal!(Positions, token.network, member.network, "the network of {address}");
            let of_wallet = linked(member.network, position.wallet);
            equal!(Positions, of_wallet, Some(position.member), "a wallet of the member");
        }
        for (address, network) in &self.networks {
            equal!(Parameters, network.parameters.check(), Ok(()), "the parameters of {address}");
            let announced = network.announced().map_or(Ok(()), |(parameters, _)| parameters.check());
            equal!(Parameters, announced, Ok(()), "the announced parameters of {address}");
        }
    }

    /// Wallets are key pairs, and what is paid or holds shares lies at the canonical address; `all` is the whole
    /// ledger.
    pub fn wallets(&self, all: &Ledger) {
        for (address, member) in &self.members {
            holds!(Wallets, member.wallet.is_on_curve(), "the wallet of {address}");
            let canonical =
                pda::quote_account(member.wallet, find(&all.networks, &member.network, Invariant::People).quote_mint);
            equal!(Wallets, member.quote_account, canonical, "his quote account");
        }
        for (address, position) in &self.positions {
            let token = find(&all.tokens, &position.token, Invariant::Positions);
            let canonical = pda::share_account(position.wallet, token.mint);
            equal!(Positions, position.share_account, canonical, "the share account of {address}");
            let canonical = pda::quote_account(position.wallet, token.quote_mint);
            equal!(Positions, position.quote_account, canonical, "the quote account of {address}");
        }
        for network in self.networks.values() {
            let canonical = pda::quote_account(network.treasury, network.quote_mint);
            equal!(Wallets, network.treasury_quote_account, canonical, "the treasury's quote account");
        }
    }
}
