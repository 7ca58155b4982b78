//! Whether a mint is exactly what the program creates.

use super::{extension, mint::ShareMint};
use crate::{
    core::metadata,
    ids, pda,
    state::{display_text, Token},
    Address,
};

/// The metadata field that says there are none.
pub const VOTING_RIGHTS: (&str, &str) = ("voting_rights", "none");
/// The metadata field that holds the hash of the terms, in lower-case hexadecimal digits.
pub const TERMS_KEY: &str = "terms_hash";

/// The first eight bytes of sha256("spl-transfer-hook-interface:execute").
pub(crate) const EXECUTE_DISCRIMINATOR: [u8; 8] = [105, 37, 101, 197, 75, 251, 102, 26];

/// Something about a mint that is not as the program creates it. Texts are safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What differs.
    pub subject: &'static str,
    /// What the program creates.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: expected {}, found {}", self.subject, self.expected, self.found)
    }
}

impl ShareMint {
    /// Every way in which this mint, fetched from `address`, differs from what the program creates for `token`; empty
    /// if it is the token's mint, no more and no less.
    pub fn verify(&self, address: &Address, token: &Token) -> Vec<Finding> {
        let mut findings = Findings::default();
        let authority = Some(pda::token(*address));
        findings.same("address of the owner's mint", &pda::mint(token.owner), address);
        findings.same("address in the token", &token.mint, address);
        findings.same("supply", &token.total, &self.supply);
        findings.same("decimals", &0, &self.decimals);
        findings.address("mint authority", authority, self.mint_authority);
        findings.address("freeze authority", None, self.freeze_authority);
        findings.address("transfer hook", Some(ids::ID), self.hook_program);
        findings.address("authority of the transfer hook", None, self.hook_authority);
        findings.address("permanent delegate", authority, self.permanent_delegate);
        findings.address("permissioned burn authority", authority, self.burn_authority);
        findings.address("authority of the metadata pointer", None, self.metadata_pointer_authority);
        findings.address("metadata address", Some(*address), self.metadata_address);
        self.verify_extensions(&mut findings);
        self.verify_metadata(address, token, &mut findings);
        findings.0
    }

    fn verify_extensions(&self, findings: &mut Findings) {
        const EXPECTED: [(u16, &str); 5] = [
            (extension::PERMANENT_DELEGATE, "permanent delegate extension"),
            (extension::TRANSFER_HOOK, "transfer hook extension"),
            (extension::METADATA_POINTER, "metadata pointer extension"),
            (extension::TOKEN_METADATA, "metadata extension"),
            (extension::PERMISSIONED_BURN, "permissioned burn extension"),
        ];
        for (kind, subject) in EXPECTED {
            if !self.extensions.contains(&kind) {
                findings.add(subject, format!("type {kind}"), "none".into());
            }
        }
        for kind in &self.extensions {
            if !EXPECTED.iter().any(|(expected, _)| expected == kind) {
                findings.add("further extension", "none".into(), format!("type {kind}"));
            }
        }
    }

    fn verify_metadata(&self, address: &Address, token: &Token, findings: &mut Findings) {
        let Some(metadata) = &self.metadata else { return };
        findings.address("authority of the metadata", Some(pda::token(*address)), metadata.update_authority);
        findings.same("mint in the metadata", address, &metadata.mint);
        if metadata::check(&metadata.name, &metadata.symbol, &metadata.uri).is_err() {
            let texts = [&metadata.name, &metadata.symbol, &metadata.uri].map(|text| display_text(text));
            let expected = "texts as the program accepts them";
            findings.add("name, symbol and link", expected.into(), format!("{texts:?}"));
        }
        let expected = [(VOTING_RIGHTS.0, VOTING_RIGHTS.1.to_owned()), (TERMS_KEY, hex(&token.terms_hash))];
        for (key, value) in &expected {
            let found = metadata.additional.iter().find(|(found, _)| found == key).map(|(_, value)| value);
            let subject =
                if *key == TERMS_KEY { "terms hash in the metadata" } else { "voting rights in the metadata" };
            if found != Some(value) {
                let found = found.map_or("no such field".into(), |value| display_text(value));
                findings.add(subject, value.clone(), found);
            }
        }
        if metadata.additional.len() != expected.len() {
            let found = metadata.additional.iter().map(|(key, _)| display_text(key)).collect::<Vec<_>>().join(", ");
            findings.add("fields of the metadata", [VOTING_RIGHTS.0, TERMS_KEY].join(", "), found);
        }
    }
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, subject: &'static str, expected: String, found: String) {
        self.0.push(Finding { subject, expected, found });
    }

    fn same<T: PartialEq + ToString>(&mut self, subject: &'static str, expected: &T, found: &T) {
        if expected != found {
            self.add(subject, expected.to_string(), found.to_string());
        }
    }

    fn address(&mut self, subject: &'static str, expected: Option<Address>, found: Option<Address>) {
        let show = |address: Option<Address>| address.map_or("none".into(), |address| address.to_string());
        if expected != found {
            self.add(subject, show(expected), show(found));
        }
    }
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The data of a token's hook account list, which is written once and for ever: token and network by address, the
/// positions by the close authorities of the share accounts, the members by the positions.
///
/// Whoever finds anything else at [`pda::extra_account_metas`] should not transfer.
pub fn hook_accounts(token: &Address, network: &Address) -> Vec<u8> {
    const CLOSE_AUTHORITY_OFFSET: u8 = 133;
    const MEMBER_OFFSET: u8 = 16;
    const ENTRIES: u32 = 6;
    const LENGTH: u32 = 4 + 35 * ENTRIES;
    // An entry is a kind, 32 bytes of configuration, signer, writable. Kind 0 is an address; kind 2 is an address read
    // from an account's data, configured by 2, the account's index and the offset.
    let literal = |address: &Address| [&[0], address.as_ref(), &[0, 0]].concat();
    let read =
        |account: u8, offset: u8, writable: u8| [[2, 2, account, offset].as_slice(), &[0; 29], &[0, writable]].concat();
    [
        EXECUTE_DISCRIMINATOR.to_vec(),
        LENGTH.to_le_bytes().to_vec(),
        ENTRIES.to_le_bytes().to_vec(),
        literal(token),
        literal(network),
        read(0, CLOSE_AUTHORITY_OFFSET, 1),
        read(2, CLOSE_AUTHORITY_OFFSET, 1),
        read(7, MEMBER_OFFSET, 0),
        read(8, MEMBER_OFFSET, 0),
    ]
    .concat()
}
