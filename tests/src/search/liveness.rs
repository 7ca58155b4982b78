//! On a copy of the ledger: everybody can be paid and refunded, and no order matters.

use super::{
    model::{Model, Part, Stage, FOUNDER},
    op::{Op, TokenId, Wallet},
    Search,
};

/// Tries it from here in two orders that `picks` choose, and comes back.
pub fn check(search: &mut Search, picks: [u8; 10]) {
    let (svm, history) = (search.world.svm.clone(), search.history.clone());
    let mut ends = Vec::new();
    for (order, batch) in [(picks[0], 1), (picks[1], 1 + usize::from(picks[2] % 8))] {
        settle_everything(search, order);
        pay_everybody(search, order, batch);
        ends.push(search.history.model.clone());
        search.world.svm = svm.clone();
        search.history = history.clone();
    }
    assert_eq!(money(&ends[0]), money(&ends[1]), "model: the order of payouts changed what somebody gets");
}

/// What everybody has, what is left over (shares, vault, paid), and everybody's shares.
type Money = (Vec<Option<u64>>, Vec<(u64, u64, u64)>, Vec<u64>);

fn money(model: &Model) -> Money {
    let purses = model.purses.iter().map(|purse| purse.quote).collect();
    let tokens = model.tokens.iter().map(|token| (token.total, token.vault, token.paid)).collect();
    (purses, tokens, model.positions.values().map(|position| position.shares).collect())
}

/// Another order of the same things.
fn shuffle<T>(all: &mut [T], order: u8) {
    for index in (1..all.len()).rev() {
        let other = (index * 31 + usize::from(order) * 17) % (index + 1);
        all.swap(index, other);
    }
}

/// Every round comes to its end: whoever was accepted gets shares or money, the others money, the owner what was raised.
fn settle_everything(search: &mut Search, order: u8) {
    let model = &search.history.model;
    for wallet in 0..FOUNDER {
        if model.purses[wallet].frozen {
            search.must(&Op::Thaw { wallet });
            return settle_everything(search, order);
        }
        if model.purses[wallet].quote.is_none() {
            search.must(&Op::OpenQuote { wallet });
            return settle_everything(search, order);
        }
    }
    let rounds = model.tokens.iter().flat_map(|token| &token.rounds);
    let ends = rounds.map(|round| (round.closes_at).max(round.completed_at + round.window));
    let wait = ends.max().unwrap_or(0) - model.now;
    if wait > 0 {
        search.must(&Op::Warp { seconds: wait });
    }
    let mut parts = subscriptions(&search.history.model);
    shuffle(&mut parts, order);
    for (token, round, member) in &parts {
        let (token, round, member) = (*token, *round, *member);
        if search.history.model.tokens[token].rounds[round].subscriptions[&member].part != Part::Accepted
            || search.history.model.tokens[token].rounds[round].stage != Stage::Completing
        {
            continue;
        }
        if let Some(wallet) = place_of(&search.history.model, token, member) {
            search.must(&Op::Settle { token, round, member, wallet });
        }
    }
    for (token, round, member) in parts {
        let book = &search.history.model.tokens[token].rounds[round];
        let is_waiting = book.stage == Stage::Completing;
        if !is_waiting || book.subscriptions[&member].part != Part::Accepted {
            let signer = Some(search.history.model.members[member].wallet);
            search.must(&Op::Refund { token, round, member, signer });
        }
    }
    collect(search);
}

fn collect(search: &mut Search) {
    for token in 0..search.history.model.tokens.len() {
        for round in 0..search.history.model.tokens[token].rounds.len() {
            let book = &search.history.model.tokens[token].rounds[round];
            if book.to_owner > 0 {
                let signer = Some(search.history.model.owner_wallet(token));
                search.must(&Op::Collect { token, round, signer });
            }
            let book = &search.history.model.tokens[token].rounds[round];
            let is_over = book.subscriptions.is_empty();
            assert!(!is_over || book.escrow == book.donated, "model: money is left in an escrow");
        }
    }
}

fn subscriptions(model: &Model) -> Vec<(TokenId, usize, usize)> {
    let mut all = Vec::new();
    for (token, book) in model.tokens.iter().enumerate() {
        for (index, round) in book.rounds.iter().enumerate() {
            all.extend(round.subscriptions.keys().map(|member| (token, index, *member)));
        }
    }
    all
}

/// A position of the member that was not left; without one in his present wallet he has to move first.
fn place_of(model: &Model, token: TokenId, member: usize) -> Option<Wallet> {
    let his = |wallet: &Wallet| model.purses[*wallet].member == Some(member);
    let is_open =
        |wallet: &Wallet| model.positions.get(&(token, *wallet)).is_some_and(|position| position.successor.is_none());
    (0..FOUNDER).filter(his).find(is_open)
}

/// Everybody who is not marked is paid to the last whole unit.
fn pay_everybody(search: &mut Search, order: u8, batch: usize) {
    for token in 0..search.history.model.tokens.len() {
        let positions = search.history.model.positions.keys().filter(|(of, _)| *of == token);
        let mut holders: Vec<_> = positions.map(|(_, wallet)| *wallet).collect();
        shuffle(&mut holders, order);
        for wallets in holders.chunks(batch) {
            match wallets {
                [holder] => pay(search, token, *holder),
                wallets => {
                    let pairs = wallets.iter().map(|wallet| (token, *wallet, *wallet)).collect();
                    search.must(&Op::Distribute { token, pairs });
                }
            }
        }
        let model = &search.history.model;
        let unpaid = |((of, _), position): &(&(TokenId, Wallet), &super::model::Position)| {
            *of == token && position.held_until <= model.now && position.owed >> 64 > 0
        };
        assert_eq!(model.positions.iter().find(unpaid), None, "model: somebody is not paid");
        let left = model.positions.iter().filter(|((of, _), _)| *of == token);
        let owed: u128 = left.map(|(_, position)| position.owed).sum();
        let book = &model.tokens[token];
        assert!(u128::from(book.vault) >= owed >> 64, "model: the vault cannot pay");
    }
}

fn pay(search: &mut Search, token: TokenId, holder: Wallet) {
    let model = &search.history.model;
    if model.now >= model.positions[&(token, holder)].held_until {
        search.must(&Op::Claim { token, holder, to: holder, signer: None });
    }
}
