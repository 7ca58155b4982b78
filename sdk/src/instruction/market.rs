//! Listings and purchases.

use super::{Builder, Kind};
use crate::{ids, pda, Address, Instruction};

/// Offers unlocked shares for sale; they stay where they are, but cannot be transferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingOpen {
    /// Pays the rent; gets it back when the listing ends.
    pub payer: Address,
    /// The seller's wallet.
    pub wallet: Address,
    /// The seller's member.
    pub member: Address,
    /// The network.
    pub network: Address,
    /// The share mint.
    pub mint: Address,
    /// The position's number of listings so far.
    pub nonce: u32,
    /// Shares for sale.
    pub shares: u64,
    /// Quote units a share, at least 2.
    pub price: u64,
    /// Least shares of one purchase, unless fewer are left.
    pub minimum_fill: u64,
    /// Seconds for which it stands, at most 365 days.
    pub duration: u32,
}

impl ListingOpen {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let position = pda::position_of(self.wallet, self.mint);
        Builder::new(Kind::ListingOpen)
            .paying_signer(self.payer)
            .signer(self.wallet)
            .readonly(self.member)
            .readonly(self.network)
            .readonly(pda::token(self.mint))
            .writable(position)
            .writable(pda::listing(position, self.nonce))
            .readonly(ids::SYSTEM_ID)
            .bytes(&self.shares.to_le_bytes())
            .bytes(&self.price.to_le_bytes())
            .bytes(&self.minimum_fill.to_le_bytes())
            .bytes(&self.duration.to_le_bytes())
            .with_events()
    }
}

/// The seller's own token, whose shareholders get the gain that he makes on another person's shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoutedGain {
    /// The seller's own share mint.
    pub own_mint: Address,
    /// Whether the seller's present wallet has a position in his own token. Without one, only a gain for a token without
    /// shares can be routed.
    pub has_position: bool,
}

/// Buys listed shares: shares, money, fees and a routed gain move together or not at all.
///
/// A seller who has a token of his own, in a network that routes gains, passes his gain on the shares of another person
/// on to his own shareholders; the buyer's transaction names his token:
///
/// ```
/// use personal_token_sdk::{instruction::{ListingBuy, RoutedGain}, pda, Address, ID};
///
/// let [buyer, buyer_member, network, quote_mint] = [1, 2, 3, 4].map(|byte| Address::from([byte; 32]));
/// let [seller, seller_member, owner, owner_member, treasury] = [5, 6, 7, 8, 9].map(|byte| Address::from([byte; 32]));
/// let own_mint = pda::mint(seller_member);
/// let buy = ListingBuy {
///     buyer,
///     buyer_member,
///     network,
///     mint: pda::mint(owner_member),
///     source: pda::quote_account(buyer, quote_mint),
///     seller,
///     seller_member,
///     nonce: 0,
///     rent_payer: seller,
///     seller_quote_account: pda::quote_account(seller, quote_mint),
///     owner_member,
///     owner_quote_account: pda::quote_account(owner, quote_mint),
///     treasury_quote_account: pda::quote_account(treasury, quote_mint),
///     routed_gain: Some(RoutedGain { own_mint, has_position: true }),
///     shares: 1_000,
///     minimum_shares: 1,
///     maximum_price: 2_500_000,
/// };
/// let accounts = buy.instruction().accounts;
/// assert_eq!(accounts[18].pubkey, pda::token(own_mint));
/// assert_eq!(accounts[19].pubkey, pda::vault(own_mint));
/// assert_eq!(accounts[20].pubkey, pda::position_of(seller, own_mint));
///
/// // Without a token of the seller's three accounts are absent, which Anchor writes as the program.
/// let accounts = ListingBuy { routed_gain: None, ..buy }.instruction().accounts;
/// assert!(accounts[18..=20].iter().all(|account| account.pubkey == ID));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingBuy {
    /// The buyer's wallet, which has a position, and the authority of the source.
    pub buyer: Address,
    /// The buyer's member.
    pub buyer_member: Address,
    /// The network.
    pub network: Address,
    /// The share mint.
    pub mint: Address,
    /// The quote account that the money comes from.
    pub source: Address,
    /// The seller's wallet.
    pub seller: Address,
    /// The seller's member.
    pub seller_member: Address,
    /// Number of the listing among those of the seller's position.
    pub nonce: u32,
    /// Who paid the listing's rent, as it records.
    pub rent_payer: Address,
    /// The quote account that the seller's member records.
    pub seller_quote_account: Address,
    /// The member whose token it is.
    pub owner_member: Address,
    /// The quote account that the owner's member records.
    pub owner_quote_account: Address,
    /// The quote account that the network records for its treasury.
    pub treasury_quote_account: Address,
    /// Needed if the network routes gains, the seller has a token of his own, and the shares are another person's.
    pub routed_gain: Option<RoutedGain>,
    /// At most this many shares.
    pub shares: u64,
    /// At least this many, or nothing.
    pub minimum_shares: u64,
    /// At most this price, in quote units a share.
    pub maximum_price: u64,
}

impl ListingBuy {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let buyer_share_account = pda::share_account(self.buyer, self.mint);
        let seller_share_account = pda::share_account(self.seller, self.mint);
        let seller_position = pda::position(seller_share_account);
        let own_mint = self.routed_gain.map(|gain| gain.own_mint);
        let own_position = self.routed_gain.filter(|gain| gain.has_position);
        Builder::new(Kind::ListingBuy)
            .signer(self.buyer)
            .readonly(self.buyer_member)
            .readonly(self.network)
            .writable(pda::token(self.mint))
            .writable(self.mint)
            .writable(pda::vault(self.mint))
            .writable(pda::position(buyer_share_account))
            .writable(buyer_share_account)
            .writable(self.source)
            .writable(pda::listing(seller_position, self.nonce))
            .writable(self.rent_payer)
            .writable(seller_position)
            .writable(seller_share_account)
            .readonly(self.seller_member)
            .writable(self.seller_quote_account)
            .readonly(self.owner_member)
            .writable(self.owner_quote_account)
            .writable(self.treasury_quote_account)
            .optional_writable(own_mint.map(pda::token))
            .optional_writable(own_mint.map(pda::vault))
            .optional_writable(own_position.map(|gain| pda::position_of(self.seller, gain.own_mint)))
            .readonly(ids::TOKEN_ID)
            .readonly(ids::TOKEN_2022_ID)
            .bytes(&self.nonce.to_le_bytes())
            .bytes(&self.shares.to_le_bytes())
            .bytes(&self.minimum_shares.to_le_bytes())
            .bytes(&self.maximum_price.to_le_bytes())
            .with_events()
    }
}

/// Ends a listing: the seller at any time, anyone once it has expired or its position was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingCancel {
    /// The seller's present wallet, or anyone.
    pub signer: Address,
    /// The seller's member.
    pub member: Address,
    /// The share mint.
    pub mint: Address,
    /// The wallet of the listing's position.
    pub wallet: Address,
    /// Number of the listing among those of its position.
    pub nonce: u32,
    /// Who paid the rent, as the listing records it.
    pub rent_payer: Address,
}

impl ListingCancel {
    /// Builds the instruction.
    pub fn instruction(&self) -> Instruction {
        let position = pda::position_of(self.wallet, self.mint);
        Builder::new(Kind::ListingCancel)
            .signer(self.signer)
            .readonly(self.member)
            .writable(position)
            .writable(self.rent_payer)
            .writable(pda::listing(position, self.nonce))
            .with_events()
    }
}
