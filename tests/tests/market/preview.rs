//! The SDK's preview of a sale is what the chain does, to the unit.

use std::{collections::BTreeMap, slice::from_ref};

use personal_token_sdk::{
    core::market::Order,
    quote::{self, SaleInputs, SalePreview},
    state::{Listing, TokenAccount},
};
use personal_token_tests::{Outcome, Refusal};

use crate::prelude::*;

/// Sends one instruction; if it is a purchase as the SDK builds it, what the SDK says beforehand is what comes of it.
#[must_use = "say whether it was to succeed or to be refused, and how"]
#[track_caller]
pub fn send(world: &mut World, instruction: Instruction) -> Outcome {
    let sale = Sale::of(world, &instruction);
    let outcome = world.send(from_ref(&instruction));
    if let Some(sale) = sale {
        sale.check(world, &outcome);
    }
    outcome
}

/// A purchase that is about to be sent, and what the SDK says of it.
struct Sale {
    accounts: Vec<Address>,
    balances: BTreeMap<Address, u64>,
    preview: Result<SalePreview, Rule>,
}

/// The places of the accounts that money leaves or reaches: source, vault, seller, owner, treasury, seller's vault.
const MONEY: [usize; 6] = [8, 5, 14, 16, 17, 19];

impl Sale {
    fn of(world: &World, instruction: &Instruction) -> Option<Self> {
        if instruction.program_id != ID || Kind::of(&instruction.data) != Some(Kind::ListingBuy) {
            return None;
        }
        let accounts: Vec<Address> = instruction.accounts.iter().map(|meta| meta.pubkey).collect();
        let buy = canonical(world, instruction, &accounts)?;
        let token_account = |address: Address| {
            let account = world.account(&address)?;
            TokenAccount::decode(&account.owner, &account.data).ok()
        };
        let seller_token: Option<Token> = buy.routed_gain.and_then(|_| read(world, accounts[18]));
        let own_position: Option<Position> = buy.routed_gain.and_then(|_| read(world, accounts[20]));
        let preview = quote::sale(&SaleInputs {
            network: &read(world, buy.network)?,
            token: &read(world, accounts[3])?,
            listing: &read(world, accounts[9])?,
            seller_member: &read(world, buy.seller_member)?,
            seller_position: &read(world, accounts[11])?,
            buyer_member: &read(world, buy.buyer_member)?,
            buyer_position: &read(world, accounts[6])?,
            owner_member: &read(world, buy.owner_member)?,
            seller_token: seller_token.as_ref().map(|token| (token, own_position.as_ref())),
            owner_account: token_account(buy.owner_quote_account).as_ref(),
            treasury_account: token_account(buy.treasury_quote_account).as_ref(),
            seller_account: token_account(buy.seller_quote_account).as_ref(),
            vault_account: token_account(accounts[5]).as_ref(),
            order: Order { shares: buy.shares, minimum_shares: buy.minimum_shares, maximum_price: buy.maximum_price },
            now: world.now(),
        });
        let balances = MONEY.map(|index| (accounts[index], world.quote_in(accounts[index])));
        Some(Self { accounts, balances: balances.into(), preview })
    }

    #[track_caller]
    fn check(self, world: &World, outcome: &Outcome) {
        match (outcome.refusal(), self.preview.as_ref()) {
            (None, Ok(preview)) => self.check_success(world, outcome, preview),
            (None, Err(rule)) => panic!("the SDK said that it would be refused: {rule:?}"),
            (Some(Refusal::Rule(Rule::InvariantBroken)), _) => {}
            (Some(Refusal::Rule(found)), expected) => {
                assert_eq!(Some(&found), expected.err(), "the rule, left, and the one that the SDK said, right")
            }
            // What other programs refuse, the SDK does not preview.
            (Some(_), _) => {}
        }
    }

    #[track_caller]
    fn check_success(&self, world: &World, outcome: &Outcome, preview: &SalePreview) {
        let [source, vault, seller, owner, treasury, seller_vault] = MONEY.map(|index| self.accounts[index]);
        let mut expected = self.balances.clone();
        let mut add = |account: Address, amount: u64| *expected.get_mut(&account).unwrap() += amount;
        add(if preview.seller_owed { vault } else { seller }, preview.to_seller);
        add(if preview.fee_credited { vault } else { owner }, preview.owner_fee);
        add(treasury, preview.network_fee);
        add(seller_vault, preview.routed);
        *expected.get_mut(&source).unwrap() -= preview.paid;
        let found = self.balances.keys().map(|account| (*account, world.quote_in(*account))).collect();
        assert_eq!(expected, found, "the SDK's preview, left");

        let (seller, buyer) = (self.accounts[11], self.accounts[6]);
        assert_eq!(world.read::<Position>(seller), preview.seller, "the SDK's preview, right");
        assert_eq!(world.read::<Position>(buyer), preview.buyer, "the SDK's preview, right");
        let lock = preview.buyer.lockup().at(world.now());
        assert_eq!(preview.locked_until, (lock.shares > 0).then_some(lock.unlocks_at));

        let (token, listing) = (self.accounts[3], self.accounts[9]);
        let SalePreview {
            shares, paid, owner_fee, network_fee, received, cost_basis, fee_credited, seller_owed, ..
        } = *preview;
        let (seller_position, buyer_position) = (seller, buyer);
        let sold = event::SharesSold {
            token,
            listing,
            seller_position,
            buyer_position,
            shares,
            paid,
            owner_fee,
            network_fee,
            received,
            cost_basis,
            fee_credited,
            seller_owed,
        };
        let mut events = vec![Event::from(sold)];
        if preview.routed > 0 {
            let (seller_token, gain) = (self.accounts[18], preview.gain);
            let (transferred, per_share) = (preview.routed, preview.per_share);
            events.push(event::GainRouted { token, listing, seller_token, gain, transferred, per_share }.into());
        }
        assert_eq!(outcome.events, events, "the SDK's preview, right");
        assert_eq!(paid, owner_fee + network_fee + received);
        assert_eq!(received, preview.to_seller + preview.routed);
    }
}

/// The builder of an instruction, if one builds it exactly as it is, on accounts that belong together.
fn canonical(world: &World, instruction: &Instruction, accounts: &[Address]) -> Option<ListingBuy> {
    let data = &instruction.data;
    let number = |offset: usize| Some(u64::from_le_bytes(data.get(offset..offset + 8)?.try_into().ok()?));
    let listing: Listing = read(world, *accounts.get(9)?)?;
    let seller: Position = read(world, *accounts.get(11)?)?;
    let buyer_member: Member = read(world, accounts[1])?;
    let (seller_member, owner_member): (Member, Member) = (read(world, accounts[13])?, read(world, accounts[15])?);
    let own: Option<Token> = read(world, accounts[18]);
    let routed_gain = own.map(|own| RoutedGain { own_mint: own.mint, has_position: accounts[20] != ID });
    let buy = ListingBuy {
        buyer: accounts[0],
        buyer_member: accounts[1],
        network: accounts[2],
        mint: accounts[4],
        source: accounts[8],
        seller: seller.wallet,
        seller_member: accounts[13],
        nonce: u32::from_le_bytes(data.get(1..5)?.try_into().ok()?),
        rent_payer: listing.rent_payer,
        seller_quote_account: seller_member.quote_account,
        owner_member: accounts[15],
        owner_quote_account: owner_member.quote_account,
        treasury_quote_account: read::<Network>(world, accounts[2])?.treasury_quote_account,
        routed_gain,
        shares: number(5)?,
        minimum_shares: number(13)?,
        maximum_price: number(21)?,
    };
    // Whose money it is the preview does not ask.
    let signed = buyer_member.wallet == buy.buyer && buy.source != buy.seller_quote_account;
    (signed && buy.instruction() == *instruction).then_some(buy)
}

fn read<T: ProgramAccount>(world: &World, address: Address) -> Option<T> {
    let account = world.account(&address)?;
    T::decode(&account.owner, &account.data).ok()
}
