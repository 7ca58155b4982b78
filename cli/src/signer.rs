//! Keys: whose they are, where they come from, and who may read the file.

use {
    crate::error::{CliError, Result},
    solana_address::Address,
    solana_clap_v3_utils::{
        input_parsers::signer::{SignerSource, SignerSourceKind},
        keypair::keypair_from_seed_phrase,
    },
    solana_keypair::Keypair,
    solana_presigner::Presigner,
    solana_signature::Signature,
    solana_signer::{null_signer::NullSigner, Signer, SignerError},
    std::{
        fs::{self, File},
        io::Read,
        path::Path,
        str::FromStr,
    },
    zeroize::Zeroizing,
};

/// The longest keypair file: 64 numbers with room for white space.
const LONGEST_FILE: u64 = 4_096;

/// Who signs. Never printed: it may hold a secret.
pub enum CliSigner {
    /// With a key that is at hand.
    Key(Keypair),
    /// With a signature that was made elsewhere (`--signer`).
    Given(Presigner),
    /// Elsewhere, later (`--sign-only`).
    Absent(NullSigner),
}

impl CliSigner {
    fn inner(&self) -> &dyn Signer {
        match self {
            Self::Key(key) => key,
            Self::Given(presigner) => presigner,
            Self::Absent(null) => null,
        }
    }

    /// Whether it can only say who should sign.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent(_))
    }
}

impl Signer for CliSigner {
    fn try_pubkey(&self) -> std::result::Result<Address, SignerError> {
        self.inner().try_pubkey()
    }

    fn try_sign_message(&self, message: &[u8]) -> std::result::Result<Signature, SignerError> {
        self.inner().try_sign_message(message)
    }

    fn is_interactive(&self) -> bool {
        self.inner().is_interactive()
    }
}

/// Finds a signer: a keypair file, `stdin:` (or `-`), `prompt:`, or an address that signs elsewhere.
///
/// # Errors
/// The source cannot be what was meant; the message says what to write.
pub fn resolve(source: &str, what: &str, given: &[(Address, Signature)], sign_only: bool) -> Result<CliSigner> {
    let wrong = |reason: String| CliError::usage(format!("{what}: {reason}"));
    if source.to_ascii_lowercase().starts_with("usb:") {
        return Err(wrong(
            "hardware wallets need a build with the `ledger` feature, which this is not; use a keypair file, `prompt:` or `stdin:`, or sign elsewhere with --sign-only".to_owned(),
        ));
    }
    let Ok(parsed) = SignerSource::parse(source) else {
        // Not a source that Solana knows, so it has to be a file; reading it says what is wrong with it.
        return read_keypair_file(Path::new(source)).map(CliSigner::Key).map_err(wrong);
    };
    match parsed.kind {
        SignerSourceKind::Filepath(path) => read_keypair_file(Path::new(&path)).map(CliSigner::Key).map_err(wrong),
        SignerSourceKind::Stdin => {
            let mut text = Zeroizing::new(Vec::new());
            std::io::stdin()
                .lock()
                .take(LONGEST_FILE)
                .read_to_end(&mut text)
                .map_err(|error| wrong(format!("cannot read the standard input: {error}")))?;
            parse_keypair(&text).map(CliSigner::Key).ok_or_else(|| {
                wrong("what came by the standard input is not a keypair: it has to be the 64 numbers that `solana-keygen new` writes".to_owned())
            })
        }
        SignerSourceKind::Prompt => keypair_from_seed_phrase(what, false, false, parsed.derivation_path, parsed.legacy)
            .map(CliSigner::Key)
            .map_err(|error| wrong(format!("cannot ask for the seed phrase ({error}): name a keypair file"))),
        SignerSourceKind::Pubkey(address) => match given.iter().find(|(signer, _)| *signer == address) {
            Some((_, signature)) => Ok(CliSigner::Given(Presigner::new(&address, signature))),
            None if sign_only => Ok(CliSigner::Absent(NullSigner::new(&address))),
            None => Err(wrong(format!(
                "{address} is an address and cannot sign; name its keypair file, or add --signer {address}=SIGNATURE"
            ))),
        },
        SignerSourceKind::Base58Keypair(_) => Err(wrong(
            "a secret key does not belong on the command line, where others see it; put it into a file that only you can read".to_owned(),
        )),
        SignerSourceKind::Usb(_) => Err(wrong("hardware wallets need a build with the `ledger` feature".to_owned())),
    }
}

/// Whether a word could be a secret key: 64 bytes in base58, or as the numbers of a keypair file. So could a signature.
pub fn is_secret(text: &str) -> bool {
    // 64 bytes have at most 88 letters; longer words take long to decode.
    let letters = text.len() <= 88 && bs58::decode(text).into_vec().is_ok_and(|bytes| bytes.len() == 64);
    letters || serde_json::from_str::<Vec<u8>>(text).is_ok_and(|numbers| numbers.len() == 64)
}

/// Reads a keypair file that nobody else can read.
///
/// # Errors
/// What is wrong with the file, and what to do.
pub fn read_keypair_file(path: &Path) -> std::result::Result<Keypair, String> {
    let bytes = read_private_file(path, "keypair file", LONGEST_FILE)?;
    parse_keypair(&bytes).ok_or_else(|| {
        format!("{} is not a keypair file: it has to hold the 64 numbers that `solana-keygen new` or `personal-token keygen` write", path.display())
    })
}

fn parse_keypair(bytes: &[u8]) -> Option<Keypair> {
    let numbers: Zeroizing<Vec<u8>> = Zeroizing::new(serde_json::from_slice(bytes).ok()?);
    Keypair::try_from(numbers.as_slice()).ok()
}

/// Reads a file with a secret: an ordinary file, no link, for its owner's eyes only.
///
/// # Errors
/// What is wrong with the file, and what to do.
pub fn read_private_file(path: &Path, what: &str, longest: u64) -> std::result::Result<Zeroizing<Vec<u8>>, String> {
    let shown = path.display();
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("the {what} {shown} does not exist; check the path"),
        _ => format!("cannot read the {what} {shown}: {error}"),
    };
    let link = fs::symlink_metadata(path).map_err(failed)?;
    if link.is_symlink() {
        return Err(format!("{shown} is a symbolic link; name the {what} itself"));
    }
    if link.is_dir() {
        return Err(format!("{shown} is a directory; name a {what}"));
    }
    if !link.is_file() {
        return Err(format!("{shown} is not an ordinary file; name a {what}"));
    }
    let file = File::open(path).map_err(failed)?;
    check_private(path, what, &link, &file.metadata().map_err(failed)?)?;
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(longest.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= longest => Ok(bytes),
        _ => Err(format!("{shown} is too long for a {what}")),
    }
}

#[cfg(unix)]
fn check_private(
    path: &Path,
    what: &str,
    link: &fs::Metadata,
    opened: &fs::Metadata,
) -> std::result::Result<(), String> {
    use std::os::unix::fs::MetadataExt;
    if (link.dev(), link.ino()) != (opened.dev(), opened.ino()) {
        return Err(format!("{} was replaced while it was being opened; try again", path.display()));
    }
    if opened.mode() & 0o077 != 0 {
        let shown = path.display();
        return Err(format!(
            "others can read the {what} {shown}; run `chmod 600 {shown}`, and think about who has read it"
        ));
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_private(_: &Path, _: &str, _: &fs::Metadata, _: &fs::Metadata) -> std::result::Result<(), String> {
    Ok(())
}

/// Writes a new keypair to a file that only its owner can read; never over an existing one.
///
/// # Errors
/// The file exists, or cannot be written.
pub fn write_keypair_file(path: &Path, keypair: &Keypair) -> std::result::Result<(), String> {
    use std::io::Write;
    let shown = path.display();
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => format!("{shown} exists and is not overwritten; name another file"),
        _ => format!("cannot create {shown}: {error}"),
    })?;
    let bytes = Zeroizing::new(keypair.to_bytes());
    let text = serde_json::to_vec(bytes.as_slice()).map(Zeroizing::new).map_err(|error| error.to_string())?;
    file.write_all(&text).and_then(|()| file.sync_all()).map_err(|error| format!("cannot write {shown}: {error}"))
}

/// Reads an address strictly.
///
/// # Errors
/// What to write instead.
pub fn parse_address(text: &str) -> std::result::Result<Address, String> {
    Address::from_str(text).map_err(|_| match bs58::decode(text).into_vec() {
        _ if text.is_empty() => "it is empty: write an address".to_owned(),
        Ok(bytes) if bytes.len() == 64 => {
            format!(
                "`{}…` is 64 bytes long: a signature or a secret key, not an address",
                text.get(..4).unwrap_or_default()
            )
        }
        Ok(bytes) => format!("`{text}` is {} bytes long, but an address has 32: copy the whole address", bytes.len()),
        Err(_) => format!("`{text}` is not an address: write its 32 to 44 letters and digits (base58)"),
    })
}

/// Reads a person: the address of a wallet, or the path of a keypair file, whose address is taken.
///
/// # Errors
/// What to write instead.
pub fn parse_person(text: &str) -> std::result::Result<Address, String> {
    let address = match parse_address(text) {
        Ok(address) => address,
        Err(error) if !text.contains(['/', '\\', '.']) && fs::symlink_metadata(text).is_err() => {
            return Err(format!("{error}, or the path of a keypair file"));
        }
        Err(_) => return read_keypair_file(Path::new(text)).map(|keypair| keypair.pubkey()),
    };
    if !address.is_on_curve() {
        return Err(format!("{address} is not a wallet but an account of a program; name the person's wallet"));
    }
    Ok(address)
}

/// Reads a person as [`parse_person`] does, or the address of a member.
///
/// # Errors
/// What to write instead.
pub fn parse_party(text: &str) -> std::result::Result<Address, String> {
    parse_address(text).or_else(|_| parse_person(text))
}

/// Reads `ADDRESS=SIGNATURE`.
///
/// # Errors
/// What to write instead.
pub fn parse_presigner(text: &str) -> std::result::Result<(Address, Signature), String> {
    let (address, signature) =
        text.split_once('=').ok_or_else(|| format!("`{text}` is not a signature: write ADDRESS=SIGNATURE"))?;
    let address = parse_address(address)?;
    let signature = Signature::from_str(signature)
        .map_err(|_| format!("`{signature}` is not a signature: write its 64 bytes in base58"))?;
    Ok((address, signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALLET: &str = "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM";

    #[test]
    fn addresses() {
        assert!(parse_address(WALLET).is_ok());
        for text in ["", "abc", "0OIl", "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWMM", "ä"] {
            assert!(parse_address(text).is_err(), "{text}");
        }
        assert!(parse_person(WALLET).is_ok());
        let (off_curve, _) = Address::find_program_address(&[b"x"], &personal_token_sdk::ID);
        assert!(parse_person(&off_curve.to_string()).is_err_and(|error| error.contains("not a wallet")));
        assert!(parse_person("abc").is_err_and(|error| error.contains("copy the whole address")));
        assert!(parse_person("./nothing.json").is_err_and(|error| error.contains("does not exist")));
        assert!(parse_presigner("abc").is_err());
        assert!(parse_presigner(&format!("{WALLET}=abc")).is_err());
    }

    #[test]
    fn a_secret_on_the_command_line_is_refused_and_not_repeated() {
        let secret = bs58::encode(Keypair::new().to_bytes()).into_string();
        for error in
            [resolve(&secret, "--keypair", &[], false).err().map(|error| error.message), parse_person(&secret).err()]
        {
            assert!(error.is_some_and(|error| !error.contains(&secret)));
        }
    }

    #[test]
    fn sources() {
        let usb = resolve("usb://ledger", "--keypair", &[], false);
        assert!(usb.is_err_and(|error| error.message.contains("`ledger` feature")));
        let absent = resolve(WALLET, "--keypair", &[], true);
        assert!(absent.is_ok_and(|signer| signer.is_absent()));
        assert!(resolve(WALLET, "--keypair", &[], false).is_err());
    }

    #[test]
    fn files() -> std::result::Result<(), Box<dyn std::error::Error>> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("key.json");
        let keypair = Keypair::new();
        write_keypair_file(&path, &keypair)?;
        assert_eq!(read_keypair_file(&path)?.pubkey(), keypair.pubkey());
        assert!(write_keypair_file(&path, &keypair).is_err_and(|error| error.contains("not overwritten")));
        assert!(read_keypair_file(directory.path()).is_err_and(|error| error.contains("directory")));

        #[cfg(unix)]
        {
            use std::os::unix::fs::{symlink, PermissionsExt};
            let link = directory.path().join("link.json");
            symlink(&path, &link)?;
            assert!(read_keypair_file(&link).is_err_and(|error| error.contains("symbolic link")));
            for mode in [0o640, 0o604, 0o660, 0o700 | 0o010] {
                fs::set_permissions(&path, fs::Permissions::from_mode(mode))?;
                assert!(read_keypair_file(&path).is_err_and(|error| error.contains("chmod 600")), "{mode:o}");
            }
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        }
        for garbage in
            ["", "[]", "[1,2,3]", "{}", "not json", &format!("[{}]", "1,".repeat(63) + "1"), &"[".repeat(5_000)]
        {
            fs::write(&path, garbage)?;
            assert!(read_keypair_file(&path).is_err(), "{garbage}");
        }
        Ok(())
    }
}
