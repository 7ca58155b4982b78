//! A table of Surfpool's, in memory, whose changes go to the journal.

use {
    super::journal::Journal,
    serde::{de::DeserializeOwned, Serialize},
    std::{
        collections::HashMap,
        hash::Hash,
        sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    },
    surfpool_core::storage::{Storage, StorageError, StorageResult},
};

/// A table. Clones are handles to the same one, as those of a database are.
pub struct Table<K, V> {
    number: u8,
    entries: Arc<RwLock<HashMap<K, V>>>,
    journal: Arc<Journal>,
    /// Whether each change of this table ends a record.
    seals: bool,
}

impl<K: Item + Eq + Hash, V: Item> Table<K, V> {
    /// A table with the entries of another one.
    ///
    /// # Errors
    /// The other one cannot be read.
    pub fn over(number: u8, old: &dyn Storage<K, V>, journal: &Arc<Journal>, seals: bool) -> StorageResult<Self> {
        let entries = old.into_iter()?.collect();
        Ok(Self { number, entries: Arc::new(RwLock::new(entries)), journal: Arc::clone(journal), seals })
    }

    fn read(&self) -> RwLockReadGuard<'_, HashMap<K, V>> {
        self.entries.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<K, V>> {
        self.entries.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, key: &K, value: Option<&V>) -> StorageResult<()> {
        let unwritable = |error| StorageError::SerializeValueError("localnet".to_owned(), error);
        let key = serde_json::to_string(key).map_err(unwritable)?;
        let value = value.map(serde_json::to_string).transpose().map_err(unwritable)?;
        self.journal.note((self.number, key), value);
        match self.seals {
            // The reason is the journal's to tell.
            true => self.journal.seal(None).map_err(|_| StorageError::LockError),
            false => Ok(()),
        }
    }
}

/// What keys and values have in common.
pub trait Item: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {}

impl<T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static> Item for T {}

impl<K: Item + Eq + Hash, V: Item> Storage<K, V> for Table<K, V> {
    fn store(&mut self, key: K, value: V) -> StorageResult<()> {
        self.write().insert(key.clone(), value.clone());
        self.note(&key, Some(&value))
    }

    fn clear(&mut self) -> StorageResult<()> {
        let keys: Vec<K> = self.write().drain().map(|(key, _)| key).collect();
        keys.iter().try_for_each(|key| self.note(key, None))
    }

    fn get(&self, key: &K) -> StorageResult<Option<V>> {
        Ok(self.read().get(key).cloned())
    }

    fn take(&mut self, key: &K) -> StorageResult<Option<V>> {
        let value = self.write().remove(key);
        if value.is_some() {
            self.note(key, None)?;
        }
        Ok(value)
    }

    fn keys(&self) -> StorageResult<Vec<K>> {
        Ok(self.read().keys().cloned().collect())
    }

    fn into_iter(&self) -> StorageResult<Box<dyn Iterator<Item = (K, V)> + '_>> {
        Ok(Box::new(self.read().clone().into_iter()))
    }

    fn contains_key(&self, key: &K) -> StorageResult<bool> {
        Ok(self.read().contains_key(key))
    }

    fn count(&self) -> StorageResult<u64> {
        Ok(u64::try_from(self.read().len()).unwrap_or(u64::MAX))
    }

    fn clone_box(&self) -> Box<dyn Storage<K, V>> {
        Box::new(Self {
            number: self.number,
            entries: Arc::clone(&self.entries),
            journal: Arc::clone(&self.journal),
            seals: self.seals,
        })
    }
}
