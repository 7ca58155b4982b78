//! The parameters of a request.

use {
    super::Fault,
    serde::de::DeserializeOwned,
    serde_json::Value,
    solana_address::Address,
    solana_signature::Signature,
    std::{fmt::Display, str::FromStr},
};

/// Positional parameters. A trailing configuration may be left out or null.
pub(super) struct Params<'a>(&'a [Value]);

impl<'a> Params<'a> {
    pub(super) fn new(params: &'a Value) -> Result<Self, Fault> {
        match params {
            Value::Null => Ok(Self(&[])),
            Value::Array(list) => Ok(Self(list)),
            _ => Err(Fault::invalid_params("parameters have to be a list")),
        }
    }

    pub(super) fn required<T: DeserializeOwned>(&self, index: usize) -> Result<T, Fault> {
        self.optional(index)?.ok_or_else(|| Fault::invalid_params(format!("parameter {index} is missing")))
    }

    pub(super) fn optional<T: DeserializeOwned>(&self, index: usize) -> Result<Option<T>, Fault> {
        match self.0.get(index) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => T::deserialize(value).map(Some).map_err(Fault::invalid_params),
        }
    }

    pub(super) fn address(&self, index: usize) -> Result<Address, Fault> {
        parse(&self.required::<String>(index)?)
    }

    pub(super) fn min_context_slot(&self) -> Option<u64> {
        self.0.iter().find_map(|value| value.get("minContextSlot")?.as_u64())
    }
}

/// An address, a hash or a signature.
pub(super) fn parse<T: FromStr<Err: Display>>(text: &str) -> Result<T, Fault> {
    text.parse().map_err(|error| Fault::invalid_params(format!("{text}: {error}")))
}

pub(super) fn addresses(list: &[String]) -> Result<Vec<Address>, Fault> {
    list.iter().map(|text| parse(text)).collect()
}

pub(super) fn signature(text: Option<String>) -> Result<Option<Signature>, Fault> {
    text.map(|text| parse(&text)).transpose()
}
