//! Listings and sales.

use super::codec;
use crate::Address;

events! {
    /// Shares were offered for sale.
    SharesListed [233, 5, 16, 63, 107, 7, 205, 196] {
        /// The token.
        token: Address,
        /// The listing.
        listing: Address,
        /// The seller's position.
        position: Address,
        /// How many shares.
        shares: u64,
        /// Quote units a share.
        price: u64,
        /// Unix time until which only the owner buys.
        owner_until: i64,
        /// Unix time until which only the owner and holders buy.
        holders_until: i64,
        /// Unix time from which nobody buys.
        expires_at: i64,
    }
    /// A listing was cancelled, or cleared away after it expired.
    ListingClosed [86, 219, 253, 196, 184, 194, 176, 78] {
        /// The token.
        token: Address,
        /// The listing.
        listing: Address,
        /// The seller's position.
        position: Address,
        /// Shares that were left.
        shares: u64,
    }
    /// Shares were sold: `paid = owner_fee + network_fee + received`.
    SharesSold [35, 231, 5, 53, 228, 158, 113, 251] {
        /// The token.
        token: Address,
        /// The listing.
        listing: Address,
        /// The seller's position.
        seller_position: Address,
        /// The buyer's position.
        buyer_position: Address,
        /// How many shares.
        shares: u64,
        /// What the buyer paid, in quote units.
        paid: u64,
        /// The owner's fee, in quote units.
        owner_fee: u64,
        /// The network's fee, in quote units.
        network_fee: u64,
        /// What the seller received, his shareholders' part included, in quote units.
        received: u64,
        /// What the shares had cost the seller, in quote units.
        cost_basis: u64,
        /// Whether the owner's fee could not be delivered and went to all shares.
        fee_credited: bool,
        /// Whether the seller's part could not be delivered and waits in the vault for him.
        seller_owed: bool,
    }
    /// A seller's gain was credited to the shareholders of his own token, net of his own part.
    GainRouted [17, 157, 110, 181, 246, 231, 213, 235] {
        /// The token whose shares were sold.
        token: Address,
        /// The listing.
        listing: Address,
        /// The seller's own token.
        seller_token: Address,
        /// What its shares were credited together, in quote units.
        gain: u64,
        /// The part of it that went into its vault, in quote units.
        transferred: u64,
        /// What one share was credited, in quote units times 2^64.
        per_share: u128,
    }
}
