//! The ledger's file: an envelope around the virtual machine's snapshot and our own state, written whole or not at all.
//!
//! ```text
//! magic[8]  version u32  fingerprint[32]  length of ours u64  length of the snapshot u64  checksum[32]  ours  snapshot
//! ```
//!
//! Numbers are little endian; the checksum is the SHA-256 of everything else. The snapshot is what `litesvm-persistence`
//! writes: accounts (with the clock and all other sysvars, programs and lookup tables), features and the latest blockhash.
//! Ours is the recent blockhashes and the history.

use {
    super::{
        clock::Blockhashes,
        error::LedgerError,
        genesis::sha256,
        history::{History, HISTORY_LIMIT},
        state::State,
    },
    std::{
        ffi::OsString,
        fs::{self, File, OpenOptions, TryLockError},
        io::{ErrorKind, Read, Write},
        path::{Path, PathBuf},
        thread,
        time::{Duration, Instant},
    },
};

const MAGIC: &[u8; 8] = b"PTLEDGER";
/// Of this envelope and of what is ours in it.
const VERSION: u32 = 1;
const HEADER: usize = 8 + 4 + 32 + 8 + 8;
const CHECKSUM: usize = 32;
const POLL: Duration = Duration::from_millis(25);

/// What a command wants of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// To look and to simulate. Several commands can read at once.
    Read,
    /// To change it. Nobody else has it open meanwhile.
    Write,
}

/// The lock, held until it is dropped or the process ends, however it ends.
///
/// It is on a file of its own, as the ledger's file is replaced at each write. That file is never removed: another
/// command may be waiting on it.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for the lock, `patience` at most.
    pub(crate) fn acquire(path: &Path, mode: Mode, patience: Duration) -> Result<Self, LedgerError> {
        if let Some(directory) = directory(path) {
            fs::create_dir_all(directory).map_err(LedgerError::io("create", directory))?;
        }
        let lock = beside(path, ".lock");
        let file = private(OpenOptions::new().read(true).write(true).create(true))
            .open(&lock)
            .map_err(LedgerError::io("open", &lock))?;
        let start = Instant::now();
        loop {
            let attempt = match mode {
                Mode::Read => file.try_lock_shared(),
                Mode::Write => file.try_lock(),
            };
            match attempt {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => thread::sleep(POLL),
                Err(TryLockError::WouldBlock) => {
                    return Err(LedgerError::Busy { path: path.to_owned(), waited_seconds: patience.as_secs() })
                }
                Err(TryLockError::Error(error)) => return Err(LedgerError::io("lock", &lock)(error)),
            }
        }
    }
}

/// Reads the state, if there is a file.
pub(super) fn load(path: &Path, fingerprint: &[u8; 32]) -> Result<Option<State>, LedgerError> {
    match fs::read(path) {
        Ok(bytes) => decode(path, &bytes, fingerprint).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LedgerError::io("read", path)(error)),
    }
}

/// Replaces the file. Whatever happens on the way, the path holds the old state or the new one. The caller has the lock.
pub(super) fn save(path: &Path, state: &State, fingerprint: &[u8; 32]) -> Result<(), LedgerError> {
    replace(path, &encode(state, fingerprint)?)
}

/// Replaces a file, whole or not at all.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), LedgerError> {
    let temporary = beside(path, ".tmp");
    // A killed command may have left one. It is removed rather than opened, for its mode and for links.
    remove(&temporary)?;
    let mut file = private(OpenOptions::new().write(true).create_new(true))
        .open(&temporary)
        .map_err(LedgerError::io("create", &temporary))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(LedgerError::io("write", &temporary))?;
    drop(file);
    fs::rename(&temporary, path).map_err(LedgerError::io("replace", path))?;
    sync_directory(path)
}

/// Removes the ledger, whatever state it is in, and nothing that is none. The caller has the lock.
pub(super) fn delete(path: &Path) -> Result<(), LedgerError> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => return Err(LedgerError::Foreign { path: path.to_owned() }),
        Ok(_) => {
            let mut begins = Vec::with_capacity(MAGIC.len());
            let file = File::open(path).map_err(LedgerError::io("read", path))?;
            file.take(8).read_to_end(&mut begins).map_err(LedgerError::io("read", path))?;
            if !begins_as_ledger(&begins) {
                return Err(LedgerError::Foreign { path: path.to_owned() });
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(LedgerError::io("read", path)(error)),
    }
    remove(&beside(path, ".tmp"))?;
    remove(path)?;
    sync_directory(path)
}

/// Whether it could be one, or the beginning of one.
fn begins_as_ledger(bytes: &[u8]) -> bool {
    MAGIC.starts_with(bytes.get(..MAGIC.len()).unwrap_or(bytes))
}

fn encode(state: &State, fingerprint: &[u8; 32]) -> Result<Vec<u8>, LedgerError> {
    let snapshot = litesvm_persistence::to_bytes(&state.svm)?;
    let ours = state
        .history
        .to_bytes()
        .and_then(|history| bincode::serialize(&(&state.hashes, history)))
        .map_err(|error| LedgerError::Snapshot(error.to_string()))?;
    let length = |bytes: &[u8]| u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes();

    let mut bytes = Vec::with_capacity(HEADER + CHECKSUM + ours.len() + snapshot.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(fingerprint);
    bytes.extend_from_slice(&length(&ours));
    bytes.extend_from_slice(&length(&snapshot));
    let checksum = sha256(&[&bytes, &ours, &snapshot]);
    bytes.extend_from_slice(&checksum);
    bytes.extend_from_slice(&ours);
    bytes.extend_from_slice(&snapshot);
    Ok(bytes)
}

fn decode(path: &Path, bytes: &[u8], fingerprint: &[u8; 32]) -> Result<State, LedgerError> {
    let damaged = |reason: &str| LedgerError::Damaged { path: path.to_owned(), reason: reason.to_owned() };
    if !begins_as_ledger(bytes) {
        return Err(LedgerError::Foreign { path: path.to_owned() });
    }
    let Some((_, rest)) = bytes.split_first_chunk::<8>() else {
        return Err(damaged("it is too short"));
    };
    // The version before anything else: only it says what the rest looks like.
    let Some((version, rest)) = rest.split_first_chunk::<4>() else {
        return Err(damaged("it is truncated"));
    };
    let other = || LedgerError::OtherVersion { path: path.to_owned() };
    if u32::from_le_bytes(*version) != VERSION {
        return Err(other());
    }
    let parts = rest
        .split_first_chunk::<32>()
        .and_then(|(made_with, rest)| Some((made_with, rest.split_first_chunk::<8>()?)))
        .and_then(|(made_with, (ours, rest))| {
            let (snapshot, rest) = rest.split_first_chunk::<8>()?;
            let (checksum, rest) = rest.split_first_chunk::<CHECKSUM>()?;
            Some((made_with, ours, snapshot, checksum, rest))
        });
    let Some((made_with, ours, snapshot, checksum, rest)) = parts else {
        return Err(damaged("it is truncated"));
    };
    let split = usize::try_from(u64::from_le_bytes(*ours))
        .ok()
        .and_then(|length| rest.split_at_checked(length))
        .filter(|(_, rest)| u64::try_from(rest.len()) == Ok(u64::from_le_bytes(*snapshot)));
    let Some((ours, snapshot)) = split else {
        return Err(damaged("it is truncated"));
    };
    let header = bytes.get(..HEADER).unwrap_or_default();
    if *checksum != sha256(&[header, ours, snapshot]) {
        return Err(damaged("its checksum does not match"));
    }
    if made_with != fingerprint {
        return Err(other());
    }
    let (hashes, history): (Blockhashes, Vec<u8>) =
        bincode::deserialize(ours).map_err(|error| damaged(&format!("its recent blockhashes: {error}")))?;
    let history =
        History::from_bytes(&history, HISTORY_LIMIT).map_err(|error| damaged(&format!("its history: {error}")))?;
    let svm = litesvm_persistence::from_bytes(snapshot).map_err(|error| damaged(&format!("its accounts: {error}")))?;
    Ok(State { svm, hashes, history })
}

/// A file next to the ledger's.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The directory of a file; none for a bare name, which is in the current one.
fn directory(path: &Path) -> Option<&Path> {
    path.parent().filter(|parent| !parent.as_os_str().is_empty())
}

fn remove(path: &Path) -> Result<(), LedgerError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(LedgerError::io("remove", path)(error)),
        _ => Ok(()),
    }
}

/// For the owner's eyes only: the history tells who holds what.
#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// Makes a rename or a removal survive a power cut.
#[cfg(unix)]
fn sync_directory(path: &Path) -> Result<(), LedgerError> {
    let directory = directory(path).unwrap_or_else(|| Path::new("."));
    File::open(directory).and_then(|directory| directory.sync_all()).map_err(LedgerError::io("write", directory))
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) -> Result<(), LedgerError> {
    Ok(())
}
