use super::{
    extension,
    tlv::{parse, Fields},
};
use crate::{
    ids::{TOKEN_2022_ID, TOKEN_ID},
    Address, Result, SdkError,
};

const SPACE: usize = 165;
const ACCOUNT_TYPE: u8 = 2;

/// Whether a token account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountState {
    /// It can.
    Initialized,
    /// The mint's freeze authority has frozen it.
    Frozen,
}

/// A token account of either token program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenAccount {
    /// The token program that the account belongs to.
    pub program: Address,
    /// What it holds.
    pub mint: Address,
    /// The wallet whose account it is.
    pub owner: Address,
    /// How many units of the mint.
    pub amount: u64,
    /// Who else may move `delegated_amount` of them.
    pub delegate: Option<Address>,
    /// Units that the delegate may move.
    pub delegated_amount: u64,
    /// Whether it can be used.
    pub state: AccountState,
    /// Lamports kept for rent, if it holds wrapped SOL.
    pub native_reserve: Option<u64>,
    /// Who may close it, if not its owner; the position, for a share account that has one.
    pub close_authority: Option<Address>,
    /// Types of its extensions, ascending; see [`extension`].
    pub extensions: Vec<u16>,
    /// Whether it refuses to be used by programs: the close authority is then handed over at the top level, by
    /// [`SetCloseAuthority`](crate::instruction::SetCloseAuthority).
    pub cpi_guard: bool,
}

impl TokenAccount {
    /// The account, if `owner` is a token program and `data` an initialised account of it.
    pub fn decode(owner: &Address, data: &[u8]) -> Result<Self> {
        const WHAT: &str = "token account";
        let is_classic = *owner == TOKEN_ID;
        if !is_classic && *owner != TOKEN_2022_ID {
            return Err(SdkError::Owner { account: WHAT, found: *owner });
        }
        if is_classic && data.len() != SPACE {
            return Err(SdkError::Length { account: WHAT, expected: SPACE, found: data.len() });
        }
        let parsed = parse(WHAT, data, SPACE, ACCOUNT_TYPE)?;
        let mut fields = Fields::new(WHAT, parsed.base);
        let (mint, wallet, amount) = (fields.address()?, fields.address()?, fields.u64()?);
        let delegate = fields.option(Fields::address)?;
        let state = match fields.byte()? {
            1 => AccountState::Initialized,
            2 => AccountState::Frozen,
            0 => return Err(fields.malformed("not initialised")),
            _ => return Err(fields.malformed("in no known state")),
        };
        let native_reserve = fields.option(Fields::u64)?;
        let delegated_amount = fields.u64()?;
        let close_authority = fields.option(Fields::address)?;
        Ok(Self {
            program: *owner,
            mint,
            owner: wallet,
            amount,
            delegate,
            delegated_amount,
            state,
            native_reserve,
            close_authority,
            cpi_guard: parsed.extensions.get(&extension::CPI_GUARD).is_some_and(|value| value.first() == Some(&1)),
            extensions: parsed.extensions.into_keys().collect(),
        })
    }

    /// Whether it is frozen.
    pub fn is_frozen(&self) -> bool {
        self.state == AccountState::Frozen
    }
}
