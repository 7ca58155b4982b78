//! Accounts of the program: an owner and data give an account that encodes to the same data, or an error that says why.
#![no_main]

use libfuzzer_sys::fuzz_target;
use personal_token_fuzz::{bytes::Bytes, seeds};
use personal_token_sdk::{
    state::{
        display_text, Application, Complaint, Distribution, Listing, Member, Network, Position, ProgramAccount,
        Recovery, Report, Round, Steward, Subscription, Token, WalletLink, VERSION,
    },
    Address, SdkError, ID, TOKEN_2022_ID,
};

macro_rules! kinds {
    ($visit:ident!($($argument:expr),*)) => {
        $visit!(
            ($($argument),*) Application Complaint Distribution Listing Member Network Position Recovery Report Round
            Steward Subscription Token WalletLink
        )
    };
}

macro_rules! shapes {
    (($kind:expr) $($account:ident)*) => {{
        let shapes = [$(($account::DISCRIMINATOR, $account::SPACE)),*];
        shapes[usize::from($kind) % shapes.len()]
    }};
}

macro_rules! check_all {
    (($data:expr, $now:expr) $($account:ident)*) => {{
        let decoded = [$(check::<$account>($data, |account| Asked::ask(account, $now))),*];
        decoded.into_iter().filter(|decoded| *decoded).count()
    }};
}

// The first byte chooses a kind, the second what is made right for it, so that the fuzzer gets past the first checks.
fuzz_target!(
    init: seeds::write("accounts"),
    |input: &[u8]| {
        let mut input = Bytes(input);
        let (kind, mode, now) = (input.byte(), input.byte(), input.i64());
        let mut data = input.0.to_vec();
        let (discriminator, space): ([u8; 8], usize) = kinds!(shapes!(kind));
        if mode & 1 != 0 {
            data.resize(space, 0);
        }
        if mode & 2 != 0 && data.len() > 8 {
            data[..8].copy_from_slice(&discriminator);
            data[8] = VERSION;
        }
        let decoded: usize = kinds!(check_all!(&data, now));
        assert!(decoded <= 1, "the same bytes are two kinds of account");
    }
);

/// Whether it decodes; what else has to hold in either case.
fn check<T: ProgramAccount + PartialEq + std::fmt::Debug>(data: &[u8], ask: impl FnOnce(&T) -> Address) -> bool {
    for foreign in [TOKEN_2022_ID, Address::default()] {
        assert_eq!(T::decode(&foreign, data), Err(SdkError::Owner { account: T::NAME, found: foreign }));
    }
    let right = data.first_chunk() == Some(&T::DISCRIMINATOR);
    match T::decode(&ID, data) {
        Ok(account) => {
            assert!(right && data.len() == T::SPACE && data[8] == VERSION);
            assert_eq!(account.encode(), data);
            ask(&account);
            check_neighbours::<T>(data);
            return true;
        }
        Err(SdkError::Length { found, .. }) => assert!(found == data.len() && found != T::SPACE),
        Err(SdkError::Discriminator { .. }) => assert!(!right),
        Err(SdkError::Version { found, .. }) => assert!(right && found == data[8] && found != VERSION),
        Err(SdkError::Field { .. }) => assert!(right && data.len() == T::SPACE && data[8] == VERSION),
        Err(error) => panic!("{error}"),
    }
    false
}

/// One byte less, one more, another discriminator, another version: never the same account.
fn check_neighbours<T: ProgramAccount + PartialEq + std::fmt::Debug>(data: &[u8]) {
    let wrong_length = |found| Err(SdkError::Length { account: T::NAME, expected: T::SPACE, found });
    assert_eq!(T::decode(&ID, &data[..data.len() - 1]), wrong_length(data.len() - 1));
    assert_eq!(T::decode(&ID, &[data, &[0]].concat()), wrong_length(data.len() + 1));
    let mut other = data.to_vec();
    other[7] ^= 1;
    assert_eq!(T::decode(&ID, &other), Err(SdkError::Discriminator { account: T::NAME }));
    other[7] ^= 1;
    other[8] = VERSION + 1;
    assert_eq!(T::decode(&ID, &other), Err(SdkError::Version { account: T::NAME, found: VERSION + 1 }));
}

/// Everything that an account can be asked; what is documented not to fail for a decoded one does not.
trait Asked {
    fn ask(&self, now: i64) -> Address;
}

macro_rules! asked {
    ($($account:ident($this:ident, $now:ident) $ask:block)*) => {
        $(impl Asked for $account {
            fn ask(&self, $now: i64) -> Address {
                let $this = self;
                $ask
                $this.address()
            }
        })*
    };
}

asked! {
    Application(_this, _now) {}
    Complaint(complaint, now) {
        assert!(complaint.category().is_ok() && complaint.severity().is_ok() && complaint.contact().is_ok());
        let decided = complaint.decision().expect("a decoded complaint has a decision or none");
        assert_eq!(decided.is_some(), complaint.decided_at != 0);
        let _ = complaint.case().stage(now);
    }
    Distribution(distribution, _now) {
        assert!(distribution.source().is_ok());
    }
    Listing(listing, now) {
        let _ = listing.book.window(now);
    }
    Member(member, now) {
        assert!(member.status().is_ok());
        assert!(member.reputation().at(now) <= 1_000);
        let _ = (member.is_active(), member.has_token(), member.hold().active(now), member.restraint().check(now));
        let _ = (member.rights().check_current(1), member.filings().open(now));
    }
    Network(network, now) {
        let name = network.display_name();
        assert_eq!(display_text(&name), name);
        let _ = (network.is_halted(), network.announced(), now);
    }
    Position(position, now) {
        assert!(position.boundary().is_ok());
        assert!(position.movable(now) <= position.shares);
        let _ = (position.holding().claimable(u128::MAX), position.is_held(now), position.replaced_by());
        let _ = (position.lockup().at(now), position.approval_from(&position.wallet));
    }
    Recovery(recovery, _now) {
        let _ = recovery.schedule();
    }
    Report(report, _now) {
        let _ = (report.rules().gain(), report.findings().count());
    }
    Round(round, now) {
        assert!(round.book.stage(now).is_ok());
    }
    Steward(steward, _now) {
        let _ = steward.can(u8::MAX);
    }
    Subscription(subscription, _now) {
        assert!(subscription.book.state().is_ok());
    }
    Token(token, now) {
        assert!(token.policy_at(now).is_ok());
        assert!(token.total <= token.authorised_at(i64::MAX).max(token.announced_authorised));
        let _ = (token.pool(), token.hold_term().at(now), token.year_book().gross(2026), token.pause().active(now));
    }
    WalletLink(_this, _now) {}
}
