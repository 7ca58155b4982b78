//! What is to be done with a round, worked out on a copy of its books by the functions that the program calls.

use {
    super::RoundDesk,
    crate::{
        context::TokenView,
        error::{CliError, Result},
        send::Plan,
        text::count,
        time::show,
    },
    personal_token_core::{proceeds::QuoteAccount, round::SubscriptionState, Error as Rule},
    personal_token_sdk::{
        instruction::{CreateAssociatedToken, RoundCollect, RoundRefund, RoundSettle},
        quote,
        rpc::Client,
        state::{Member, Position, Round, Subscription, TokenAccount},
        Address, Instruction, TOKEN_ID,
    },
    serde_json::{json, Value},
    std::collections::BTreeSet,
};

/// Whose subscriptions are meant.
pub struct Wanted {
    /// Named ones; none for all.
    members: BTreeSet<Address>,
    subscriptions: Vec<Subscription>,
}

impl Wanted {
    pub async fn of(at: &RoundDesk, people: &[Address]) -> Result<Self> {
        let session = &at.desk.session;
        let mut members = BTreeSet::new();
        for person in people {
            // Says so if he has none.
            let (_, subscription) = at.subscription(*person).await?;
            members.insert(subscription.member);
        }
        let mut subscriptions: Vec<Subscription> =
            session.client.subscriptions_of(at.address).await?.into_iter().map(|(_, found)| found).collect();
        subscriptions.retain(|found| members.is_empty() || members.contains(&found.member));
        subscriptions.sort_by_key(|found| (found.subscribed_at, found.member));
        Ok(Self { members, subscriptions })
    }

    fn is_named(&self) -> bool {
        !self.members.is_empty()
    }
}

/// A subscription that becomes shares.
pub struct Settled {
    pub wallet: Address,
    pub member: Address,
    pub shares: u64,
    pub fee_shares: u64,
    pub paid: u64,
    pub owed: u64,
    pub locked_until: Option<i64>,
    /// Why he gets no shares.
    pub refusal: Option<Rule>,
}

impl Settled {
    pub fn text(&self, at: &RoundDesk) -> String {
        if let Some(rule) = self.refusal {
            return format!("gets no shares, all of {} waits for him: {}", at.money(self.owed), rule.message());
        }
        let lock = self.locked_until.map_or_else(String::new, |until| format!(", locked until {}", show(until)));
        format!("{} for {}{lock}", count(self.shares, "share"), at.money(self.paid))
    }

    pub fn json(&self, at: &RoundDesk) -> Value {
        json!({
            "wallet": self.wallet.to_string(),
            "member": self.member.to_string(),
            "shares": self.shares.to_string(),
            "feeShares": self.fee_shares.to_string(),
            "paid": at.money_json(self.paid),
            "owed": at.money_json(self.owed),
            "unlocksAt": self.locked_until,
            "refusal": self.refusal.map(Rule::name),
        })
    }
}

/// A subscription that ends.
pub struct Refunded {
    pub wallet: Address,
    pub member: Address,
    pub amount: u64,
    pub account: Address,
}

impl Refunded {
    pub fn text(&self, at: &RoundDesk) -> String {
        match self.amount {
            0 => "nothing is left; the subscription ends".to_owned(),
            amount => format!("{} back into {}", at.money(amount), self.account),
        }
    }

    pub fn json(&self, at: &RoundDesk) -> Value {
        json!({
            "wallet": self.wallet.to_string(),
            "member": self.member.to_string(),
            "amount": at.money_json(self.amount),
            "quoteAccount": self.account.to_string(),
        })
    }
}

/// What is to be done, in order, and the books after it.
pub struct Work<'a> {
    at: &'a RoundDesk,
    pub round: Round,
    /// Subscriptions as they stand after what was settled.
    changed: Vec<Subscription>,
    /// One whole each.
    pub units: Vec<Vec<Instruction>>,
    pub settled: Vec<Settled>,
    pub refunded: Vec<Refunded>,
    /// Who cannot be paid, and why.
    pub skipped: Vec<(Address, String)>,
    pub collected: Option<(u64, Address)>,
}

impl<'a> Work<'a> {
    pub fn start(at: &'a RoundDesk) -> Self {
        Self {
            at,
            round: at.round,
            changed: Vec::new(),
            units: Vec::new(),
            settled: Vec::new(),
            refunded: Vec::new(),
            skipped: Vec::new(),
            collected: None,
        }
    }

    /// Settles what is accepted.
    pub async fn settle(&mut self, plan: &Plan, wanted: &Wanted) -> Result<()> {
        let (at, view) = (self.at, &self.at.desk.view);
        let (client, now) = (&at.desk.session.client, at.now());
        let treasury = client.position(view.network.treasury, view.mint).await?.map(|(_, position)| position);
        let recorded = Some(self.round.treasury_position).filter(|address| *address != Address::default());
        let treasury_receives = recorded.is_some() && treasury.is_some_and(|position| position.replaced_by().is_none());
        for subscription in &wanted.subscriptions {
            let is_accepted = subscription.book.state() == Ok(SubscriptionState::Accepted);
            if !is_accepted && !wanted.is_named() {
                continue;
            }
            let member = client.member(subscription.member).await?;
            let position = position_of(client, view, subscription.member, &member).await?;
            let is_treasury = recorded == Some(position.address());
            let refusal = quote::check_investor(&view.network, &member, now).err();
            let mut after = *subscription;
            let moved = self
                .round
                .book
                .settle(&mut after.book, refusal.is_none(), treasury_receives, now)
                .map_err(|rule| plan.refused(rule))?;
            let received = if is_treasury { moved.shares.saturating_add(moved.fee_shares) } else { moved.shares };
            let lock = position.lockup().receive(received, now, self.round.book.lock).map_err(super::rule)?;
            self.units.push(vec![RoundSettle {
                network: view.token.network,
                mint: view.mint,
                index: self.round.index,
                member: subscription.member,
                wallet: position.wallet,
                treasury: recorded.filter(|_| !is_treasury).map(|_| view.network.treasury),
            }
            .instruction()]);
            self.settled.push(Settled {
                wallet: position.wallet,
                member: subscription.member,
                shares: moved.shares,
                fee_shares: moved.fee_shares,
                paid: moved.paid,
                owed: after.book.owed,
                locked_until: (received > 0 && lock.shares > 0).then_some(lock.unlocks_at),
                refusal,
            });
            self.changed.push(after);
        }
        Ok(())
    }

    /// Refunds what can be. Answers the rule by which a subscription that was named cannot.
    pub async fn refund(&mut self, wanted: &Wanted) -> Result<Option<Rule>> {
        let (at, now) = (self.at, self.at.now());
        for before in &wanted.subscriptions {
            let known = self.changed.iter().find(|changed| changed.member == before.member);
            let subscription = *known.unwrap_or(before);
            let mut part = subscription.book;
            let mut after = self.round.book;
            let amount = match after.refund(&mut part, now) {
                Ok(amount) => amount,
                Err(rule) if wanted.is_named() => return Ok(Some(rule)),
                Err(_) => continue,
            };
            let member = at.desk.session.client.member(subscription.member).await?;
            let payee = match self.payee(&member, amount).await? {
                Ok(payee) => payee,
                Err(reason) if wanted.is_named() && self.settled.is_empty() => {
                    return Err(CliError::failed(format!("{} cannot be refunded now: {reason}", member.wallet)));
                }
                Err(reason) => {
                    self.skipped.push((member.wallet, reason));
                    continue;
                }
            };
            self.round.book = after;
            let refund = RoundRefund {
                wallet: payee.signer,
                member: subscription.member,
                mint: at.desk.view.mint,
                index: self.round.index,
                rent_payer: subscription.rent_payer,
                quote_account: member.quote_account,
            };
            self.units.push(payee.create.into_iter().chain([refund.instruction()]).collect());
            self.refunded.push(Refunded {
                wallet: member.wallet,
                member: subscription.member,
                amount,
                account: member.quote_account,
            });
        }
        Ok(None)
    }

    /// Pays the owner; whether there is anything, and it can be paid.
    pub async fn collect(&mut self) -> Result<bool> {
        let at = self.at;
        let owner_member = at.desk.view.token.owner;
        let Ok(amount) = self.round.book.collect() else { return Ok(false) };
        let owner = at.desk.session.client.member(owner_member).await?;
        let payee = match self.payee(&owner, amount).await? {
            Ok(payee) => payee,
            Err(reason) => {
                self.skipped.push((owner.wallet, reason));
                return Ok(false);
            }
        };
        let quote_account = owner.quote_account;
        let collect = RoundCollect { wallet: payee.signer, owner_member, index: self.round.index, quote_account };
        self.units.push(payee.create.into_iter().chain([collect.instruction()]).collect());
        self.collected = Some((amount, quote_account));
        Ok(true)
    }

    /// How a member is paid, or why he cannot be.
    async fn payee(&self, member: &Member, amount: u64) -> Result<Result<Payee, String>> {
        let (desk, now) = (&self.at.desk, self.at.now());
        let is_restrained = member.restraint().check(now).is_err();
        let signs = is_restrained && member.wallet == desk.signers.wallet();
        if is_restrained && !signs {
            return Ok(Err(format!(
                "{} Only his own signature has it paid to him, `personal-token round refund` or `collect`.",
                Rule::MemberHeld.message()
            )));
        }
        let signer = signs.then_some(member.wallet);
        if amount == 0 {
            return Ok(Ok(Payee { signer, create: None }));
        }
        let mint = desk.view.money.mint;
        let Some(account) = desk.session.client.token_account(member.quote_account).await? else {
            let (payer, wallet) = (desk.signers.payer(), member.wallet);
            let create = CreateAssociatedToken { payer, wallet, mint, token_program: TOKEN_ID }.instruction();
            return Ok(Ok(Payee { signer, create: Some(create) }));
        };
        Ok(match fitness(&account, mint, member.wallet).payout().error() {
            Some(rule) => Err(rule.to_string()),
            None => Ok(Payee { signer, create: None }),
        })
    }
}

/// How a member is paid.
struct Payee {
    /// His signature, where it is needed.
    signer: Option<Address>,
    /// Makes his account, if it does not exist.
    create: Option<Instruction>,
}

/// The position that a member's new shares go to: of his present wallet, or one that was not moved to it yet.
pub async fn position_of(client: &Client, view: &TokenView, address: Address, member: &Member) -> Result<Position> {
    if let Some((_, position)) = client.position(member.wallet, view.mint).await? {
        return Ok(position);
    }
    let all = client.positions_of_member(address).await?;
    let stays = |position: &Position| position.token == view.address && position.replaced_by().is_none();
    all.into_iter()
        .map(|(_, position)| position)
        .find(stays)
        .ok_or_else(|| CliError::failed("the node answered with states of different moments: try again"))
}

fn fitness(account: &TokenAccount, mint: Address, wallet: Address) -> QuoteAccount {
    QuoteAccount {
        is_recorded: true,
        is_initialised: account.program == TOKEN_ID && account.mint == mint,
        is_own: account.owner == wallet,
        is_frozen: account.is_frozen(),
    }
}
