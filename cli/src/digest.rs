//! Hashes that stand for documents, and the commitment that stands for an identity.

use {
    hmac::{Hmac, Mac},
    sha2::{Digest, Sha256},
    std::{fs::File, io::Read, path::Path},
};

/// The longest document that is hashed.
const LONGEST_DOCUMENT: u64 = 1 << 30;
/// The shortest secret under which identities are committed.
const SHORTEST_SECRET: usize = 32;

/// Reads the hash of a document: a file (its SHA-256 is taken), `text:…` (of the text), or `sha256:` and 64 hex digits.
///
/// # Errors
/// What to write instead.
pub fn parse_document(text: &str) -> Result<[u8; 32], String> {
    if let Some(digits) = text.strip_prefix("sha256:") {
        return parse_hex(digits);
    }
    if let Some(words) = text.strip_prefix("text:") {
        return match words.trim().is_empty() {
            true => Err("the text is empty: write text: and what it is".to_owned()),
            false => Ok(Sha256::digest(words).into()),
        };
    }
    hash_file(Path::new(text)).map_err(|error| {
        format!("cannot read the document `{text}`: {error}; name a file, or write text:WORDS or sha256:HEX")
    })
}

fn hash_file(path: &Path) -> Result<[u8; 32], String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    if !file.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return Err("it is not an ordinary file".to_owned());
    }
    let mut reader = file.take(LONGEST_DOCUMENT.saturating_add(1));
    let mut hasher = Sha256::new();
    let length = std::io::copy(&mut reader, &mut hasher).map_err(|error| error.to_string())?;
    match length {
        0 => Err("it is empty".to_owned()),
        length if length > LONGEST_DOCUMENT => Err("it is larger than 1 GiB".to_owned()),
        _ => Ok(hasher.finalize().into()),
    }
}

/// Reads 32 bytes in hexadecimal digits; zeros alone stand for nothing.
///
/// # Errors
/// What to write instead.
pub fn parse_hex(digits: &str) -> Result<[u8; 32], String> {
    let wrong = || format!("`{digits}` is not a hash: write its 64 hexadecimal digits");
    let mut bytes = [0; 32];
    if digits.len() != 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(wrong());
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        let pair = digits.get(2 * index..2 * index + 2).ok_or_else(wrong)?;
        *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
    }
    match bytes == [0; 32] {
        true => Err("zeros alone are no hash".to_owned()),
        false => Ok(bytes),
    }
}

/// The identity commitment of a document: HMAC-SHA256 under the network's secret. White space around either counts for
/// nothing, so that an editor's last line break does not make one person two.
///
/// # Errors
/// The secret is too short, or the document is empty.
pub fn identity(secret: &[u8], document: &[u8]) -> Result<[u8; 32], String> {
    let (secret, document) = (secret.trim_ascii(), document.trim_ascii());
    if secret.len() < SHORTEST_SECRET {
        return Err(format!(
            "the identity secret has {} bytes without the white space at its ends, but at least {SHORTEST_SECRET} are needed: whoever guesses it can tell who is a member",
            secret.len()
        ));
    }
    if document.is_empty() {
        return Err(
            "the document is empty: write its kind, country and number, such as `passport CH X1234567`".to_owned()
        );
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|error| error.to_string())?;
    mac.update(document);
    Ok(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hex;

    #[test]
    fn documents() -> Result<(), Box<dyn std::error::Error>> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("charter.md");
        std::fs::write(&path, "abc")?;
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        for text in [path.to_str().unwrap_or_default(), "text:abc", &format!("sha256:{abc}")] {
            assert_eq!(parse_document(text).map(|hash| hex(&hash)), Ok(abc.to_owned()), "{text}");
        }
        std::fs::write(&path, "")?;
        let directory = directory.path().to_str().unwrap_or_default();
        for text in [
            path.to_str().unwrap_or_default(),
            directory,
            "",
            "text:",
            "text: ",
            "sha256:",
            "sha256:abc",
            "nothing.md",
            &format!("sha256:{}", "0".repeat(64)),
            &format!("sha256:{}", "g".repeat(64)),
            &format!("sha256:{}", "ä".repeat(32)),
        ] {
            assert!(parse_document(text).is_err(), "{text}");
        }
        Ok(())
    }

    /// RFC 4231, test case 6 (a key longer than a block) and 7.
    #[test]
    fn commitments() {
        let secret = [0xaa; 131];
        assert_eq!(
            identity(&secret, b"Test Using Larger Than Block-Size Key - Hash Key First").map(|mac| hex(&mac)),
            Ok("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54".to_owned())
        );
        let secret = b"0123456789abcdef0123456789abcdef";
        assert_eq!(
            identity(secret, b"passport CH X1\n"),
            identity(b"0123456789abcdef0123456789abcdef\n", b"passport CH X1")
        );
        assert_ne!(identity(secret, b"passport CH X1"), identity(secret, b"passport CH X2"));
        assert!(identity(b"short", b"x").is_err());
        assert!(identity(secret, b" \n").is_err());
    }
}
