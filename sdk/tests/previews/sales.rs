//! Purchases from a listing.

use crate::{
    accounts::{patched, payable, shown_account, Cast},
    assert_covers,
    money::NOW,
    random::Random,
    text, vector,
};
use personal_token_sdk::{
    core::{market::Order, Error},
    quote::{self, SaleInputs, SalePreview},
    state::{AccountState, Member, Position, TokenAccount, U128},
    Address,
};
use serde_json::{json, Value};

pub fn all() -> Vec<(&'static str, Vec<Value>)> {
    let mut random = Random::new(5);
    let vectors: Vec<Value> = (0..360).map(|_| one(&mut random)).collect();
    assert_covers("sale", &vectors, &REFUSALS);
    vec![("sale", vectors)]
}

const REFUSALS: [Error; 27] = [
    Error::DepositLimit,
    Error::InvariantBroken,
    Error::ZeroShares,
    Error::MathOverflow,
    Error::NetworkMismatch,
    Error::NetworkHalted,
    Error::MemberNotActive,
    Error::TokenPaused,
    Error::TokenMismatch,
    Error::PositionMismatch,
    Error::NotInGoodStanding,
    Error::NotAdmitted,
    Error::NotApproved,
    Error::TransfersClosed,
    Error::NotTokenOwner,
    Error::QuoteAccountFrozen,
    Error::ListingMismatch,
    Error::ListingExpired,
    Error::OwnerFirst,
    Error::HoldersFirst,
    Error::PriceAboveMaximum,
    Error::TooFewShares,
    Error::FillTooSmall,
    Error::GainRoutingRequired,
    Error::MemberHeld,
    Error::PositionReplaced,
    Error::CharterNotAcknowledged,
];

/// The quote accounts that a sale looks at: owner's, treasury's, seller's, vault.
type QuoteAccounts = [Option<TokenAccount>; 4];

struct Purchase {
    cast: Cast,
    buyer: (&'static str, Position, Member),
    order: Order,
    accounts: QuoteAccounts,
    /// Whether the seller's own token and his position in it are passed.
    own: (bool, bool),
}

fn frozen(account: TokenAccount) -> TokenAccount {
    TokenAccount { state: AccountState::Frozen, ..account }
}

fn disturb(purchase: &mut Purchase, random: &mut Random) {
    let Purchase { cast, buyer, order, accounts, own } = purchase;
    let Cast { network, token, listing, ben, ada, ben_position, own_token, own_position, .. } = cast;
    match random.below(40) {
        0 => network.halted = 1,
        1 => token.paused_until = random.time(NOW),
        2 => listing.book.expires_at = NOW,
        3 => (listing.book.owner_until, listing.book.holders_until) = (NOW + 5, NOW + 5),
        4..=5 => (listing.book.holders_until, buyer.1.shares) = (NOW + 5, random.pick(&[0, 5])),
        6 => order.maximum_price = 6,
        7 => order.shares = 0,
        8 => order.minimum_shares = 60_000,
        9 => (order.shares, order.minimum_shares) = (5, 1),
        10 => listing.book.shares = random.below(12),
        11..=12 => {
            let any = [(2, 7), (3, 3), (8, 7), (999_999_999, u64::MAX), (u64::MAX, 7), (u64::MAX, u64::MAX)];
            (listing.book.price, order.maximum_price) = random.pick(&any);
        }
        13 => buyer.2.status = 2,
        14 => (buyer.2.reputation, buyer.2.reputation_as_of) = (500, NOW),
        15 => {
            token.announced_policy = random.pick(&[1, 2, 3]);
            token.policy_effective_at = random.pick(&[0, 0, NOW + 1]);
        }
        16 => (token.policy, token.announced_policy, buyer.1.cap) = (1, 1, 9_000),
        17 => {
            (token.policy, token.announced_policy) = (2, 2);
            (buyer.1.approved_from, buyer.1.approval_expires_at) = (ben.wallet, NOW + 1);
            buyer.1.approved_shares = 50_000;
        }
        18 => buyer.2.charter_version = 1,
        19 => ben.held_until = random.time(NOW),
        20 => buyer.2.recovery_until = random.time(NOW),
        21 => (ada.held_until, listing.book.price) = (random.pick(&[NOW, NOW + 1, NOW + 99]), 5),
        22 => ben.wallet = Address::from([9; 32]),
        23 => buyer.1.token = Address::from([9; 32]),
        24 => listing.position = Address::from([9; 32]),
        25 => token.owner = Address::from([9; 32]),
        26 => token.network = Address::from([9; 32]),
        27 => ben.token = Address::default(),
        28 => network.parameters.route_gains = 0,
        29 => *own = random.pick(&[(false, false), (true, false)]),
        30 => own_position.shares = own_token.total,
        31 => own_token.deposited = u64::MAX - 1,
        32 => token.deposited = u64::MAX - random.below(100_000),
        33 => (ben_position.cost_basis, ben_position.owed) = (random.amount() >> 8, U128::new(random.wide() >> 9)),
        34 => ben_position.listed = 3,
        35 => own_position.successor = Address::from([5; 32]),
        36 => (own_token.total, own_position.shares, own.1) = (0, 0, random.one_in(2)),
        37 => ada.recovery_until = NOW + 1,
        38 => ada.held_until = NOW + 1,
        // Nobody can be paid, not even later.
        _ => *accounts = accounts.each_ref().map(|account| Some(frozen(account.clone()?))),
    }
    // Which account can be paid matters to every sale.
    if random.one_in(2) {
        let place = usize::try_from(random.below(4)).unwrap();
        accounts[place] = accounts[place].take().filter(|_| random.one_in(2)).map(|account| match random.one_in(2) {
            true => frozen(account),
            false => TokenAccount { owner: Address::from([4; 32]), mint: Address::from([4; 32]), ..account },
        });
    }
}

fn one(random: &mut Random) -> Value {
    let base = Cast::new();
    let mint = base.token.quote_mint;
    let owners = [base.ada.wallet, base.network.treasury, base.ben.wallet, base.token.address()];
    let carl = ("carl", base.carl_position, base.carl);
    let buyer =
        random.pick(&[carl, carl, carl, ("ada", base.ada_position, base.ada), ("ben", base.ben_position, base.ben)]);
    let buyer = if buyer.0 == "ben" && !random.one_in(4) { carl } else { buyer };
    let order = Order { shares: 1_000 + random.below(60_000), minimum_shares: random.below(1_000), maximum_price: 7 };
    let mut purchase = Purchase {
        cast: base,
        buyer,
        order,
        accounts: owners.map(|owner| Some(payable(owner, mint))),
        own: (true, true),
    };
    for _ in 0..random.pick(&[0, 1, 1, 1, 2]) {
        disturb(&mut purchase, random);
    }
    let Purchase { cast, buyer, order, accounts, own } = &purchase;
    let own_position = own.1.then_some(&cast.own_position);
    let [owner_account, treasury_account, seller_account, vault_account] = accounts.each_ref().map(Option::as_ref);
    let outcome = quote::sale(&SaleInputs {
        network: &cast.network,
        token: &cast.token,
        listing: &cast.listing,
        seller_member: &cast.ben,
        seller_position: &cast.ben_position,
        buyer_member: &buyer.2,
        buyer_position: &buyer.1,
        owner_member: &cast.ada,
        seller_token: own.0.then_some((&cast.own_token, own_position)),
        owner_account,
        treasury_account,
        seller_account,
        vault_account,
        order: *order,
        now: NOW,
    });
    let position = |name: &str, position: &Position| {
        let like = match name {
            "adaPosition" => base.ada_position,
            "benPosition" => base.ben_position,
            "ownPosition" => base.own_position,
            _ => base.carl_position,
        };
        patched(name, &like, position, position.address())
    };
    let member = |name: &str, member: &Member| {
        let like = match name {
            "ada" => base.ada,
            "ben" => base.ben,
            _ => base.carl,
        };
        patched(name, &like, member, member.address())
    };
    let buyer_position = format!("{}Position", buyer.0);
    let inputs = json!({
        "network": patched("network", &base.network, &cast.network, cast.network.address()),
        "token": patched("token", &base.token, &cast.token, cast.token.address()),
        "listing": patched("listing", &base.listing, &cast.listing, cast.listing.address()),
        "sellerMember": member("ben", &cast.ben),
        "sellerPosition": position("benPosition", &cast.ben_position),
        "buyerMember": member(buyer.0, &buyer.2),
        "buyerPosition": position(&buyer_position, &buyer.1),
        "ownerMember": member("ada", &cast.ada),
        "sellerToken": own.0.then(|| patched("ownToken", &base.own_token, &cast.own_token, cast.own_token.address())),
        "sellerTokenPosition": own_position.filter(|_| own.0).map(|own| position("ownPosition", own)),
        "ownerAccount": shown_account(owner_account),
        "treasuryAccount": shown_account(treasury_account),
        "sellerAccount": shown_account(seller_account),
        "vaultAccount": shown_account(vault_account),
        "order": {
            "shares": text(order.shares),
            "minimumShares": text(order.minimum_shares),
            "maximumPrice": text(order.maximum_price),
        },
        "now": text(NOW),
    });
    let shown = |sale: SalePreview| {
        json!({
            "shares": text(sale.shares),
            "paid": text(sale.paid),
            "ownerFee": text(sale.owner_fee),
            "feeCredited": sale.fee_credited,
            "networkFee": text(sale.network_fee),
            "received": text(sale.received),
            "costBasis": text(sale.cost_basis),
            "gain": text(sale.gain),
            "routed": text(sale.routed),
            "perShare": text(sale.per_share),
            "toSeller": text(sale.to_seller),
            "sellerOwed": sale.seller_owed,
            "lockedUntil": sale.locked_until.map(text),
            "approvalUsed": sale.approval_used,
            "seller": position("benPosition", &sale.seller),
            "buyer": position(&buyer_position, &sale.buyer),
        })
    };
    vector(inputs, outcome.map(shown))
}
