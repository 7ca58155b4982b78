//! The keypair files of those whose secrets are public: the faucet, and the demo's people.

use {
    crate::{
        demo,
        error::{CliError, Result},
        ledger::genesis,
        signer::{read_keypair_file, write_keypair_file},
    },
    personal_token_sdk::Address,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::path::{Path, PathBuf},
};

/// One of the demo's people.
pub struct Person {
    /// The name, as the file's.
    pub name: String,
    /// The wallet.
    pub address: Address,
    /// The keypair file.
    pub file: PathBuf,
}

/// Writes the faucet's file, and those of the people if they are wanted.
///
/// # Errors
/// The folder cannot be written, or a file of that name has another key in it.
pub fn write(folder: &Path, people: bool) -> Result<(PathBuf, Vec<Person>)> {
    // Others are told these paths.
    let folder = std::path::absolute(folder)
        .and_then(|folder| std::fs::create_dir_all(&folder).map(|()| folder))
        .map_err(|error| {
            CliError::usage(format!("cannot make the folder {}: {error}; name another with --keys", folder.display()))
        })?;
    let faucet = file(&folder, "faucet", &genesis::faucet())?;
    let mut written = Vec::new();
    for (name, keypair) in demo::people().filter(|_| people) {
        let file = file(&folder, &name, &keypair)?;
        written.push(Person { name, address: keypair.pubkey(), file });
    }
    if people {
        // Whoever joins the demo's network acknowledges these words.
        let charter = folder.join("charter.md");
        std::fs::write(&charter, demo::CHARTER)
            .map_err(|error| CliError::failed(format!("cannot write {}: {error}", charter.display())))?;
    }
    Ok((faucet, written))
}

fn file(folder: &Path, name: &str, keypair: &Keypair) -> Result<PathBuf> {
    let path = folder.join(format!("{name}.json"));
    // The keys are the same in every localnet, and another one may have written them.
    match read_keypair_file(&path) {
        Ok(there) if there.pubkey() == keypair.pubkey() => Ok(path),
        _ => match write_keypair_file(&path, keypair) {
            Ok(()) => Ok(path),
            Err(_) if read_keypair_file(&path).is_ok_and(|there| there.pubkey() == keypair.pubkey()) => Ok(path),
            Err(error) => Err(CliError::usage(format!("{error}; name another folder with --keys"))),
        },
    }
}
