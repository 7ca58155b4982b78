//! The actions, how often each is tried, and which of them are hostile.

/// What the report says of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    pub kind: Kind,
    pub name: &'static str,
    pub weight: u32,
    pub is_hostile: bool,
}

macro_rules! kinds {
    ($($kind:ident $name:literal $weight:literal $hostile:literal,)*) => {
        /// An action.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($kind,)* }

        /// All of them.
        pub const KINDS: &[About] =
            &[$(About { kind: Kind::$kind, name: $name, weight: $weight, is_hostile: $hostile },)*];
    };
}

kinds! {
    Warp "time passes" 14 false,
    Transfer "wallet transfer" 12 false,
    ZeroTransfer "transfer of nothing to oneself" 1 false,
    SelfTransfer "transfer to oneself" 2 false,
    Delegate "delegate" 3 false,
    DelegateTransfer "delegate transfers" 4 false,
    Issue "issue the first shares" 2 false,
    OpenPosition "open a position" 4 false,
    ClosePosition "close a position" 2 false,
    Admit "admit" 2 false,
    Approve "approve a receipt" 2 false,
    Deposit "deposit gross" 7 false,
    DepositNet "deposit net" 5 false,
    Claim "claim" 8 false,
    ClaimTwice "claim twice at once" 2 false,
    Distribute "distribute" 6 false,
    Fund "quote money is issued" 3 false,
    Pay "quote money is sent" 3 false,
    Freeze "freeze a quote account" 2 false,
    Thaw "thaw a quote account" 4 false,
    OpenQuote "open a quote account" 4 false,
    CloseQuote "close a quote account" 3 false,
    DonateToVault "donate to a vault" 1 false,
    DonateToEscrow "donate to an escrow" 1 false,
    OpenRound "open a round" 6 false,
    Subscribe "subscribe" 12 false,
    Accept "accept" 10 false,
    Decline "decline" 2 false,
    Withdraw "withdraw" 3 false,
    Complete "complete a round" 6 false,
    Undo "undo a completion" 2 false,
    CancelRound "cancel a round" 1 false,
    Settle "settle" 8 false,
    Refund "refund" 4 false,
    Collect "collect" 3 false,
    List "list" 7 false,
    Buy "buy" 12 false,
    Unlist "cancel a listing" 3 false,
    Hold "hold a member" 1 false,
    Release "end a hold" 2 false,
    Mark "mark a position" 3 false,
    Propose "propose a recovery" 2 false,
    Veto "veto a recovery" 1 false,
    Execute "execute a recovery" 3 false,
    Move "move a position" 4 false,
    SetPolicy "set the policy" 2 false,
    SetHold "set the hold" 1 false,
    Pause "pause" 1 false,
    Resume "end a pause" 2 false,
    Authorise "authorise more shares" 1 false,
    Halt "halt the network" 1 false,
    EndHalt "end a halt" 3 false,
    Publish "publish a charter" 1 false,
    Acknowledge "acknowledge the charter" 8 false,
    SetBoundary "set a boundary" 2 false,
    Complain "complain" 3 false,
    Reply "reply" 2 false,
    Resolve "resolve a complaint" 4 false,
    Overturn "overturn a decision" 2 false,
    CloseComplaint "close a complaint" 2 false,
    Report "report on a year" 2 false,
    Record "record a want of a report" 2 false,
    Suspend "suspend" 1 false,
    Exclude "exclude" 1 false,
    Reinstate "reinstate" 5 false,
    Leave "leave" 1 false,

    Unsigned "a signature is missing" 12 true,
    Impersonated "another's signature" 12 true,
    Swapped "accounts swapped" 14 true,
    OtherToken "another token's account" 14 true,
    OtherNetwork "another network" 2 true,
    CallHook "the hook is called" 2 true,
    BareTransfer "a transfer without the hook" 2 true,
    ForgeShares "shares are forged" 2 true,
    Burn "shares are burned" 2 true,
    TakeShareAccount "a share account is taken" 3 true,
    TakeMint "a mint is taken" 2 true,
    DrainVault "a vault is drained" 2 true,
    DrainEscrow "an escrow is drained" 2 true,
    Govern "a stranger governs" 2 true,
    FakeSteward "a steward who is none" 2 true,
    SecondToken "a second token" 1 true,
    OddPairs "a batch with an odd account" 1 true,
    ClaimElsewhere "a claim for another account" 3 true,
    SettleTwice "settled twice" 2 true,
    RefundTwice "refunded twice" 2 true,
    CollectTwice "collected with nothing due" 2 true,
    BuyFromOneself "bought from oneself" 2 true,
    MoveLocked "locked or listed shares move" 6 true,
    ListLocked "locked or listed shares are listed" 2 true,
    MoveHeld "a held member's shares move" 2 true,
    OldWallet "a replaced wallet acts" 6 true,
    SpendOthers "another's money is spent" 3 true,
    Replay "an old transaction again" 6 true,
    EarlySettle "settled before its time" 1 true,
    EarlyRecovery "a recovery before its time" 1 true,
    OneStewardTwice "one steward recovers alone" 1 true,
    UnlistOthers "another's listing is ended" 3 true,
    OutsiderBuys "somebody outside receives shares" 2 true,
}

/// The kind at a place of the wheel.
pub fn kind_at(mut place: u32) -> Kind {
    for about in KINDS {
        match place.checked_sub(about.weight) {
            None => return about.kind,
            Some(rest) => place = rest,
        }
    }
    Kind::Warp
}

/// The length of the wheel.
pub fn wheel() -> u32 {
    KINDS.iter().map(|about| about.weight).sum()
}

impl Kind {
    /// What the report says of it.
    pub fn about(self) -> &'static About {
        &KINDS[self as usize]
    }
}
