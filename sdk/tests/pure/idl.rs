//! The committed IDL, and values encoded by the types in it.

use serde_json::Value;
use std::sync::LazyLock;

static IDL: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../idl/personal_token.json")).unwrap());

pub fn idl() -> &'static Value {
    &IDL
}

pub fn list(value: &'static Value, key: &str) -> &'static [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

pub fn named(key: &str, name: &str) -> &'static Value {
    list(idl(), key).iter().find(|entry| entry["name"] == name).unwrap_or_else(|| panic!("no {name} in {key}"))
}

pub fn fields(type_name: &str) -> &'static [Value] {
    list(&named("types", type_name)["type"], "fields")
}

pub fn discriminator(entry: &Value) -> Vec<u8> {
    entry["discriminator"].as_array().unwrap().iter().map(|byte| byte.as_u64().unwrap() as u8).collect()
}

/// How many bytes a value of fixed length has.
pub fn width(kind: &'static Value) -> usize {
    match kind.as_str() {
        Some("u8" | "bool") => 1,
        Some("u16") => 2,
        Some("u32") => 4,
        Some("u64" | "i64") => 8,
        Some("u128") => 16,
        Some("pubkey") => 32,
        Some(other) => panic!("{other}"),
        None => match &kind["array"] {
            Value::Array(array) => width(&array[0]) * array[1].as_u64().unwrap() as usize,
            _ => match kind["defined"]["name"].as_str().unwrap() {
                "PodU128" => 16,
                "PodU64" => 8,
                name => fields(name).iter().map(|field| width(&field["type"])).sum(),
            },
        },
    }
}

/// Borsh of a JSON value by a type of the IDL; addresses and byte arrays are arrays of bytes.
pub fn encode(kind: &'static Value, value: &Value, data: &mut Vec<u8>) {
    let integer = || value.as_u64().unwrap_or_else(|| panic!("{value} is not a {kind}"));
    match kind.as_str() {
        Some("u8") => data.push(u8::try_from(integer()).unwrap()),
        Some("u16") => data.extend(u16::try_from(integer()).unwrap().to_le_bytes()),
        Some("u32") => data.extend(u32::try_from(integer()).unwrap().to_le_bytes()),
        Some("u64") => data.extend(integer().to_le_bytes()),
        Some("i64") => data.extend(value.as_i64().unwrap().to_le_bytes()),
        Some("string") => {
            let text = value.as_str().unwrap();
            data.extend(u32::try_from(text.len()).unwrap().to_le_bytes());
            data.extend(text.as_bytes());
        }
        Some("pubkey") => bytes(value, 32, data),
        Some(other) => panic!("{other}"),
        None => match &kind["array"] {
            Value::Array(array) => bytes(value, array[1].as_u64().unwrap() as usize, data),
            _ => {
                for field in fields(kind["defined"]["name"].as_str().unwrap()) {
                    let name = field["name"].as_str().unwrap();
                    encode(&field["type"], value.get(name).unwrap_or_else(|| panic!("no {name}")), data);
                }
            }
        },
    }
}

fn bytes(value: &Value, count: usize, data: &mut Vec<u8>) {
    let array = value.as_array().unwrap();
    assert_eq!(array.len(), count);
    data.extend(array.iter().map(|byte| u8::try_from(byte.as_u64().unwrap()).unwrap()));
}
