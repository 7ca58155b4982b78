//! Borsh for the few types that events and instructions are made of.

use crate::{core::parameters::Parameters, Address};

/// A value as Borsh has it.
pub trait Field: Sized {
    /// Takes the value from the front; `None` if it is not there or cannot be.
    fn read(rest: &mut &[u8]) -> Option<Self>;
    /// Appends the value.
    fn write(&self, data: &mut Vec<u8>);
}

impl<const N: usize> Field for [u8; N] {
    fn read(rest: &mut &[u8]) -> Option<Self> {
        let (array, after) = rest.split_first_chunk()?;
        *rest = after;
        Some(*array)
    }

    fn write(&self, data: &mut Vec<u8>) {
        data.extend_from_slice(self);
    }
}

impl Field for Address {
    fn read(rest: &mut &[u8]) -> Option<Self> {
        Field::read(rest).map(Self::new_from_array)
    }

    fn write(&self, data: &mut Vec<u8>) {
        self.as_array().write(data);
    }
}

impl Field for bool {
    fn read(rest: &mut &[u8]) -> Option<Self> {
        match u8::read(rest)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn write(&self, data: &mut Vec<u8>) {
        data.push(u8::from(*self));
    }
}

/// A text with its length before it.
impl Field for String {
    fn read(rest: &mut &[u8]) -> Option<Self> {
        let length = usize::try_from(u32::read(rest)?).ok()?;
        let (text, after) = rest.split_at_checked(length)?;
        *rest = after;
        Self::from_utf8(text.to_vec()).ok()
    }

    fn write(&self, data: &mut Vec<u8>) {
        // One longer than 2^32 bytes cannot be sent anyway.
        u32::try_from(self.len()).unwrap_or(u32::MAX).write(data);
        data.extend_from_slice(self.as_bytes());
    }
}

macro_rules! integers {
    ($($integer:ident)*) => {
        $(impl Field for $integer {
            fn read(rest: &mut &[u8]) -> Option<Self> {
                Field::read(rest).map(Self::from_le_bytes)
            }

            fn write(&self, data: &mut Vec<u8>) {
                self.to_le_bytes().write(data);
            }
        })*
    };
}
integers! { u8 u16 u32 u64 i64 u128 }

/// A struct is its fields, one after the other.
macro_rules! structs {
    ($($name:ident { $($field:ident),* })*) => {
        $(impl $crate::event::codec::Field for $name {
            fn read(rest: &mut &[u8]) -> Option<Self> {
                $(let $field = $crate::event::codec::Field::read(rest)?;)*
                Some(Self { $($field),* })
            }

            fn write(&self, data: &mut Vec<u8>) {
                let Self { $($field),* } = self;
                $($crate::event::codec::Field::write($field, data);)*
            }
        })*
    };
}
pub(super) use structs;

structs! {
    Parameters {
        owner_fee, network_fee, equity_fee, minimum_reputation, cooling_off, owner_first_refusal, holder_first_refusal,
        round_notice, minimum_hold, report_grace, parameter_delay, report_deadline, attestation_required, route_gains
    }
}
