//! The layout that both kinds of Token-2022 account share: a base of fixed length, padding, the account type, and
//! extensions as type, length, value.

use crate::{Address, Result, SdkError};
use std::collections::BTreeMap;

/// Where the extensions begin: every base is padded to an account's 165 bytes, then comes the account type.
const ACCOUNT_SPACE: usize = 165;
/// A multisig has no account type: whatever has its length is one.
const MULTISIG_SPACE: usize = 355;

/// The base of an account, and its extensions by type.
pub struct Parsed<'a> {
    pub base: &'a [u8],
    pub extensions: BTreeMap<u16, &'a [u8]>,
}

/// Splits data of Token-2022, refusing what Token-2022 refuses, and an extension that comes twice.
pub fn parse<'a>(what: &'static str, data: &'a [u8], base_space: usize, account_type: u8) -> Result<Parsed<'a>> {
    let malformed = |detail| SdkError::Malformed { what, detail };
    let (base, rest) = data.split_at_checked(base_space).ok_or(malformed("shorter than its base"))?;
    let mut extensions = BTreeMap::new();
    if rest.is_empty() {
        return Ok(Parsed { base, extensions });
    }
    if data.len() == MULTISIG_SPACE {
        return Err(malformed("a multisig"));
    }
    let padding = data.get(base_space..ACCOUNT_SPACE).ok_or(malformed("shorter than its padding"))?;
    let Some((kind, mut rest)) = data.get(ACCOUNT_SPACE..).and_then(<[u8]>::split_first) else {
        return Err(malformed("no account type"));
    };
    if *kind != account_type || padding.iter().any(|byte| *byte != 0) {
        return Err(malformed("another type of account"));
    }
    // Fewer than two bytes, or type 0, are the end.
    while let Some((kind, after)) = rest.split_first_chunk() {
        let kind = u16::from_le_bytes(*kind);
        if kind == 0 {
            break;
        }
        let (length, after) = after.split_first_chunk().ok_or(malformed("an extension without a length"))?;
        let length = usize::from(u16::from_le_bytes(*length));
        let (value, after) = after.split_at_checked(length).ok_or(malformed("an extension longer than the account"))?;
        if extensions.insert(kind, value).is_some() {
            return Err(malformed("an extension twice"));
        }
        rest = after;
    }
    Ok(Parsed { base, extensions })
}

/// Reads one field after the other; every read refuses what is too short.
pub struct Fields<'a> {
    what: &'static str,
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub fn new(what: &'static str, rest: &'a [u8]) -> Self {
        Self { what, rest }
    }

    pub fn malformed(&self, detail: &'static str) -> SdkError {
        SdkError::Malformed { what: self.what, detail }
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (array, rest) = self.rest.split_first_chunk().ok_or_else(|| self.malformed("too short"))?;
        self.rest = rest;
        Ok(*array)
    }

    pub fn byte(&mut self) -> Result<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub fn u32(&mut self) -> Result<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn u64(&mut self) -> Result<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub fn address(&mut self) -> Result<Address> {
        self.array().map(Address::new_from_array)
    }

    /// An address of an extension, where zeros stand for none.
    pub fn address_or_zeros(&mut self) -> Result<Option<Address>> {
        let address = self.address()?;
        Ok((address != Address::default()).then_some(address))
    }

    /// An optional value of a base: a flag of four bytes, then the value, present or not.
    pub fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<Option<T>> {
        let flag = self.u32()?;
        let value = read(self)?;
        match flag {
            0 => Ok(None),
            1 => Ok(Some(value)),
            _ => Err(self.malformed("an option that is neither there nor not")),
        }
    }

    /// A text with its length before it.
    pub fn text(&mut self) -> Result<String> {
        let length = usize::try_from(self.u32()?).map_err(|_| self.malformed("too short"))?;
        let (text, rest) = self.rest.split_at_checked(length).ok_or_else(|| self.malformed("too short"))?;
        self.rest = rest;
        String::from_utf8(text.to_vec()).map_err(|_| self.malformed("not UTF-8"))
    }

    pub fn end(&self) -> Result<()> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.malformed("too long"))
        }
    }
}
