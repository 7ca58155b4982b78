//! Values from the front of the fuzzer's bytes; zeros when there are no more.

use personal_token_sdk::Address;

pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    pub fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut array = [0; N];
        let taken = self.slice(N);
        array[..taken.len()].copy_from_slice(taken);
        array
    }

    pub fn byte(&mut self) -> u8 {
        self.array::<1>()[0]
    }

    pub fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.array())
    }

    pub fn i64(&mut self) -> i64 {
        i64::from_le_bytes(self.array())
    }

    /// At most so many bytes.
    pub fn slice(&mut self, most: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(most.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// One of a few, or any: comparing with 32 random bytes would lead nowhere.
    pub fn address(&mut self, known: &[Address]) -> Address {
        let choice = usize::from(self.byte());
        known.get(choice).copied().unwrap_or_else(|| Address::new_from_array(self.array()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
