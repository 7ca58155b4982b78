//! What a localnet keeps on disk: every change since its start, appended block by block.
//!
//! ```text
//! magic[8]  version u32  fingerprint[32]  clock[44]  record …
//! clock:  slot u64  milliseconds since 1970 u64  blocks u64  milliseconds at the start u64  slot time u64  check[4]
//! record: length u32  all bits of it turned u32  check[8]  deflate(changes)
//! ```
//!
//! Numbers are little endian; a check is the beginning of a SHA-256. A record is one write of everything since the one
//! before, made when no transaction is under way: whoever kills the process loses what was not confirmed, and never a
//! half of a transaction. Surfpool's own SQLite storage writes each account by itself, and keeps no clock.

use {
    crate::{
        error::{CliError, Result},
        ledger::{
            file::{replace, Lock},
            genesis::sha256,
            Mode,
        },
    },
    flate2::{read::DeflateDecoder, write::DeflateEncoder, Compression},
    serde::{Deserialize, Serialize},
    std::{
        collections::BTreeMap,
        fs::{File, OpenOptions},
        io::{Read, Seek, SeekFrom, Write},
        path::{Path, PathBuf},
        sync::{Mutex, MutexGuard, PoisonError},
        time::Duration,
    },
};

const MAGIC: &[u8; 8] = b"PTLOCNET";
const VERSION: u32 = 2;
const CLOCK_AT: usize = 8 + 4 + 32;
const CLOCK: usize = 5 * 8 + 4;
const RECORDS_AT: usize = CLOCK_AT + CLOCK;
const RECORD_HEAD: usize = 4 + 4 + 8;
/// Another localnet that is about to end may still have the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// Which table, and the key in it as JSON.
pub type Key = (u8, String);

/// A change of a table: a value as JSON, or that there is none any more.
#[derive(Debug, Serialize, Deserialize)]
struct Change {
    key: Key,
    value: Option<String>,
}

/// Where the chain stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// The slot.
    pub slot: u64,
    /// The time, in milliseconds since 1970.
    pub time: u64,
    /// Blocks made so far, from which blockhashes follow.
    pub blocks: u64,
    /// The time of the first slot, from which block times follow.
    pub start: u64,
    /// What a slot lasts, in milliseconds.
    pub slot_time: u64,
}

impl Moment {
    fn to_bytes(self) -> Vec<u8> {
        let numbers = [self.slot, self.time, self.blocks, self.start, self.slot_time];
        let mut bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        let check = sha256(&[&bytes]);
        bytes.extend_from_slice(check.get(..4).unwrap_or_default());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (numbers, _) = bytes.as_chunks::<8>();
        let [slot, time, blocks, start, slot_time] = numbers else { return None };
        let number = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
        let moment = Self {
            slot: number(slot),
            time: number(time),
            blocks: number(blocks),
            start: number(start),
            slot_time: number(slot_time),
        };
        (moment.to_bytes() == bytes).then_some(moment)
    }
}

/// What a file held.
#[derive(Debug, Default)]
pub struct Kept {
    /// The last value of everything that was ever changed; none if it was removed.
    pub values: BTreeMap<Key, Option<String>>,
    /// Where the chain stood; nothing if the file is new.
    pub moment: Option<Moment>,
}

/// The file of a running localnet.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    /// Where the last whole record ends.
    end: u64,
    pending: Vec<Change>,
    /// Off while the tables are filled with what is on disk already, or follows from the program.
    recording: bool,
    /// Why the file is not written any more: after one record that is lost, another would leave a hole.
    failed: Option<String>,
    _lock: Lock,
}

impl Journal {
    /// Opens the file and reads what it holds. It is written anew without what was overtaken.
    ///
    /// # Errors
    /// It is in use, damaged, or of another version.
    pub fn open(path: &Path, fingerprint: &[u8; 32]) -> Result<(Self, Kept)> {
        let lock = Lock::acquire(path, Mode::Write, PATIENCE).map_err(|error| {
            CliError::failed(format!("cannot have the state {} for itself: {error}", path.display()))
        })?;
        let cannot =
            |error: std::io::Error| CliError::failed(format!("cannot use the state {}: {error}", path.display()));
        let kept = match std::fs::read(path) {
            Ok(bytes) => decode(&bytes, fingerprint)
                .map_err(|reason| CliError::failed(format!("the state {} {reason}", path.display())))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Kept::default(),
            Err(error) => return Err(cannot(error)),
        };
        let changes: Vec<Change> =
            kept.values.iter().map(|(key, value)| Change { key: key.clone(), value: value.clone() }).collect();
        let mut bytes = header(fingerprint, kept.moment.unwrap_or_default());
        if !changes.is_empty() {
            bytes.extend(record(&changes).map_err(cannot)?);
        }
        replace(path, &bytes)?;
        let mut file = OpenOptions::new().read(true).write(true).open(path).map_err(cannot)?;
        let end = file.seek(SeekFrom::End(0)).map_err(cannot)?;
        let state = State { file, end, pending: Vec::new(), recording: false, failed: None, _lock: lock };
        Ok((Self { path: path.to_owned(), state: Mutex::new(state) }, kept))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on changes are kept.
    pub fn start(&self) {
        self.state().recording = true;
    }

    /// Remembers a change until the next [`Journal::seal`].
    pub fn note(&self, key: Key, value: Option<String>) {
        let mut state = self.state();
        if state.recording {
            state.pending.push(Change { key, value });
        }
    }

    /// Writes what has changed. The caller knows that no transaction is half executed.
    ///
    /// # Errors
    /// It cannot be written, or could not once; [`Journal::failure`] keeps the reason.
    pub fn seal(&self, moment: Option<Moment>) -> Result<()> {
        let mut state = self.state();
        if let Some(reason) = &state.failed {
            return Err(CliError::failed(reason.clone()));
        }
        let pending = std::mem::take(&mut state.pending);
        state.write(&pending, moment).map_err(|error| {
            let reason = format!("cannot write the state {}: {error}", self.path.display());
            state.failed = Some(reason.clone());
            // A part of a record is none when it is read; where it can be taken away, it is.
            let _ = state.file.set_len(state.end);
            CliError::failed(reason)
        })
    }

    /// Why the last change is not on disk.
    pub fn failure(&self) -> Option<String> {
        self.state().failed.clone()
    }
}

impl State {
    fn write(&mut self, changes: &[Change], moment: Option<Moment>) -> std::io::Result<()> {
        if !changes.is_empty() {
            self.file.seek(SeekFrom::Start(self.end))?;
            self.file.write_all(&record(changes)?)?;
            self.end = self.file.stream_position()?;
        }
        if let Some(moment) = moment {
            self.file.seek(SeekFrom::Start(CLOCK_AT as u64))?;
            self.file.write_all(&moment.to_bytes())?;
        }
        Ok(())
    }
}

fn header(fingerprint: &[u8; 32], moment: Moment) -> Vec<u8> {
    [&MAGIC[..], &VERSION.to_le_bytes(), fingerprint, &moment.to_bytes()].concat()
}

fn record(changes: &[Change]) -> std::io::Result<Vec<u8>> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
    bincode::serialize_into(&mut packed, changes).map_err(std::io::Error::other)?;
    let packed = packed.finish()?;
    let length = u32::try_from(packed.len()).map_err(std::io::Error::other)?;
    let check = sha256(&[&packed]);
    Ok([&length.to_le_bytes(), &(!length).to_le_bytes(), check.get(..8).unwrap_or_default(), &packed].concat())
}

fn decode(bytes: &[u8], fingerprint: &[u8; 32]) -> Result<Kept, &'static str> {
    const DAMAGED: &str = "is damaged, or no localnet's: remove it, or name another file with --state";
    const OTHER: &str =
        "was made by another version of personal-token: remove it, name another file, or go back to that version";
    let head = bytes.get(..RECORDS_AT).ok_or(DAMAGED)?;
    let (magic, rest) = head.split_at(MAGIC.len());
    let (version, rest) = rest.split_at(4);
    let (made_with, clock) = rest.split_at(32);
    if magic != MAGIC {
        return Err(DAMAGED);
    }
    if version != VERSION.to_le_bytes() || made_with != fingerprint {
        return Err(OTHER);
    }
    let moment = Moment::from_bytes(clock).ok_or(DAMAGED)?;
    let mut kept = Kept { values: BTreeMap::new(), moment: (moment != Moment::default()).then_some(moment) };
    let mut rest = bytes.get(RECORDS_AT..).unwrap_or_default();
    // A process that is killed while it writes leaves a part of the last record. It was not confirmed to anybody. Of any
    // other end the length is damaged, and what comes after it would be lost.
    while let Some((head, after)) = rest.split_first_chunk::<RECORD_HEAD>() {
        let (length, head) = head.split_at(4);
        let (turned, check) = head.split_at(4);
        let number = |bytes: &[u8]| bytes.try_into().map(u32::from_le_bytes).map_err(|_| DAMAGED);
        let length = number(length)?;
        if number(turned)? != !length {
            return Err(DAMAGED);
        }
        let Some((packed, after)) = usize::try_from(length).ok().and_then(|length| after.split_at_checked(length))
        else {
            break;
        };
        if sha256(&[packed]).get(..8) != Some(check) {
            return Err(DAMAGED);
        }
        let mut plain = Vec::new();
        DeflateDecoder::new(packed).read_to_end(&mut plain).map_err(|_| DAMAGED)?;
        let changes: Vec<Change> = bincode::deserialize(&plain).map_err(|_| DAMAGED)?;
        kept.values.extend(changes.into_iter().map(|change| (change.key, change.value)));
        rest = after;
    }
    Ok(kept)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const FINGERPRINT: [u8; 32] = [7; 32];
    const MOMENT: Moment = Moment { slot: 5, time: 1_000, blocks: 3, start: 200, slot_time: 400 };

    fn key(name: &str) -> Key {
        (1, name.to_owned())
    }

    /// A file with `a` = 2 and without `b`, written in two records.
    fn written(path: &Path) {
        let (journal, kept) = Journal::open(path, &FINGERPRINT).unwrap();
        assert!(kept.values.is_empty() && kept.moment.is_none());
        journal.note(key("never"), Some("0".to_owned()));
        journal.start();
        journal.note(key("a"), Some("1".to_owned()));
        journal.note(key("b"), Some("1".to_owned()));
        journal.seal(Some(MOMENT)).unwrap();
        journal.note(key("a"), Some("2".to_owned()));
        journal.note(key("b"), None);
        journal.seal(None).unwrap();
        journal.note(key("c"), Some("not sealed".to_owned()));
    }

    fn reopened(path: &Path) -> Kept {
        Journal::open(path, &FINGERPRINT).unwrap().1
    }

    #[test]
    fn what_was_sealed_is_there_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state");
        written(&path);
        for _ in 0..2 {
            let kept = reopened(&path);
            assert_eq!(kept.moment, Some(MOMENT));
            let values: Vec<_> = kept.values.into_iter().collect();
            assert_eq!(values, [(key("a"), Some("2".to_owned())), (key("b"), None)]);
        }
    }

    #[test]
    fn nothing_is_written_after_a_failure() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state");
        let (journal, _) = Journal::open(&path, &FINGERPRINT).unwrap();
        journal.start();
        journal.note(key("a"), Some("1".to_owned()));
        journal.seal(Some(MOMENT)).unwrap();
        let whole = std::fs::read(&path).unwrap();

        let writable = std::mem::replace(&mut journal.state().file, File::open(&path).unwrap());
        journal.note(key("b"), Some("1".to_owned()));
        let error = journal.seal(None).unwrap_err();
        assert_eq!(journal.failure(), Some(error.message.clone()));
        journal.state().file = writable;
        journal.note(key("c"), Some("1".to_owned()));
        assert_eq!(journal.seal(Some(Moment { slot: 9, ..MOMENT })).unwrap_err().message, error.message);
        assert_eq!(std::fs::read(&path).unwrap(), whole);
    }

    #[test]
    fn half_a_record_at_the_end_is_none_and_any_other_damage_is_said() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state");
        written(&path);
        let whole = std::fs::read(&path).unwrap();
        let first = RECORDS_AT + RECORD_HEAD + u32::from_le_bytes(*whole[RECORDS_AT..].first_chunk().unwrap()) as usize;
        for end in first..whole.len() {
            std::fs::write(&path, &whole[..end]).unwrap();
            let kept = reopened(&path);
            assert_eq!(kept.values.get(&key("b")), Some(&Some("1".to_owned())), "{end}");
        }
        for at in
            (0..RECORDS_AT).chain(RECORDS_AT..RECORDS_AT + RECORD_HEAD + 1).chain([first, first + 13, whole.len() - 1])
        {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            std::fs::write(&path, &bytes).unwrap();
            let error = Journal::open(&path, &FINGERPRINT).unwrap_err();
            let expected = if (8..CLOCK_AT).contains(&at) { "another version" } else { "is damaged" };
            assert!(error.message.contains(expected), "{at}: {}", error.message);
            assert_eq!(std::fs::read(&path).unwrap(), bytes, "it was touched");
        }
        for at in first..first + RECORD_HEAD {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x80;
            std::fs::write(&path, &bytes).unwrap();
            assert!(Journal::open(&path, &FINGERPRINT).unwrap_err().message.contains("is damaged"), "{at}");
        }
        std::fs::write(&path, "not a state").unwrap();
        assert!(Journal::open(&path, &FINGERPRINT).unwrap_err().message.contains("is damaged"));
        std::fs::write(&path, &whole).unwrap();
        assert!(Journal::open(&path, &[8; 32]).unwrap_err().message.contains("another version"));
    }
}
