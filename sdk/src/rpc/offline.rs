//! Signing without a network: a machine with the key signs, another one sends. Half-signed transactions travel between
//! them in base64.

use {
    super::{
        error::{Result, RpcError},
        message::{
            compile, message_bytes, required_signers, signatures, transaction_bytes, with_budget, MAX_TRANSACTION_BYTES,
        },
        send::Sending,
    },
    crate::{Address, Instruction},
    base64::{prelude::BASE64_STANDARD, Engine},
    solana_hash::Hash,
    solana_message::VersionedMessage,
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::versioned::VersionedTransaction,
};

/// A message with the signatures that were given so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedOffline {
    /// What is signed.
    pub message: VersionedMessage,
    /// Everybody who has to sign, the fee payer first, with his signature if he did.
    pub signatures: Vec<(Address, Option<Signature>)>,
}

/// Makes a message and signs it with those of `signers` that it asks for. Nothing is simulated.
///
/// `blockhash` is a recent one, good for about a minute, or the value of the nonce in `sending`. Without a
/// `compute_unit_limit` the runtime's default applies, 200,000 units an instruction.
///
/// # Errors
/// The message does not fit, or a wallet refuses.
pub fn sign_only(
    instructions: &[Instruction],
    payer: &Address,
    blockhash: Hash,
    sending: &Sending,
    signers: &[&dyn Signer],
) -> Result<SignedOffline> {
    let complete = with_budget(instructions, sending.nonce.as_ref(), sending.compute_unit_limit, sending.price());
    let mut offline = SignedOffline::new(compile(&complete, payer, blockhash, &sending.lookup_tables)?);
    offline.sign(signers)?;
    Ok(offline)
}

impl SignedOffline {
    /// Who still has to sign.
    pub fn missing(&self) -> impl Iterator<Item = Address> + '_ {
        self.signatures.iter().filter(|(_, signature)| signature.is_none()).map(|(address, _)| *address)
    }

    /// Adds a signature that was made elsewhere.
    ///
    /// # Errors
    /// [`RpcError::WrongSignature`] if it is none of this address for this message, or the message does not ask for it.
    pub fn add(&mut self, address: Address, signature: Signature) -> Result<()> {
        let bytes = message_bytes(&self.message)?;
        let wrong = RpcError::WrongSignature { address };
        let Some((_, place)) = self.signatures.iter_mut().find(|(required, _)| *required == address) else {
            return Err(wrong);
        };
        if !signature.verify(address.as_ref(), &bytes) {
            return Err(wrong);
        }
        *place = Some(signature);
        Ok(())
    }

    /// A message that nobody has signed yet: one of [`Client::prepare`](super::Client::prepare), for instance.
    #[must_use]
    pub fn new(message: VersionedMessage) -> Self {
        let signatures = required_signers(&message).iter().map(|address| (*address, None)).collect();
        Self { message, signatures }
    }

    /// Signs with those of `signers` that the message asks for; signatures that are there stay.
    ///
    /// Whoever signs what others have made reads it first, see [`inspect`](super::inspect()).
    ///
    /// # Errors
    /// A wallet refuses.
    pub fn sign(&mut self, signers: &[&dyn Signer]) -> Result<()> {
        let given = signatures(&self.message, signers)?;
        for ((_, place), (_, signature)) in self.signatures.iter_mut().zip(given) {
            *place = place.or(signature);
        }
        Ok(())
    }

    /// The transaction in base64 with the signatures that were given so far, as wallets hand it on for others to sign.
    ///
    /// # Errors
    /// The message is not one that could be sent.
    pub fn transaction_base64(&self) -> Result<String> {
        let signatures = self.signatures.iter().map(|(_, signature)| signature.unwrap_or_default()).collect();
        let transaction = VersionedTransaction { signatures, message: self.message.clone() };
        transaction_bytes(&transaction).map(|bytes| BASE64_STANDARD.encode(bytes))
    }

    /// Reads a transaction that somebody else made, and checks every signature that it has.
    ///
    /// # Errors
    /// [`RpcError::Unreadable`] if it is no transaction; [`RpcError::WrongSignature`] with the first whose signature is none
    /// for this message.
    pub fn from_transaction_base64(text: &str) -> Result<Self> {
        let unreadable = |reason: &str| RpcError::Unreadable { reason: reason.to_owned() };
        // Four characters for three bytes.
        if text.len() > MAX_TRANSACTION_BYTES.div_ceil(3).saturating_mul(4) {
            return Err(unreadable("it is longer than a transaction can be"));
        }
        let bytes = BASE64_STANDARD.decode(text).map_err(|_| unreadable("it is not in base64"))?;
        let transaction: VersionedTransaction =
            wincode::deserialize_exact(&bytes).map_err(|_| unreadable("it is no serialized transaction"))?;
        let VersionedTransaction { signatures, message } = transaction;
        message.sanitize().map_err(|_| unreadable("its message contradicts itself"))?;
        let mut signed = Self::new(message);
        let required: Vec<Address> = signed.missing().collect();
        if signatures.len() != required.len() {
            return Err(unreadable("it has not one place for each signature"));
        }
        for (address, signature) in required.into_iter().zip(signatures) {
            if signature != Signature::default() {
                signed.add(address, signature)?;
            }
        }
        Ok(signed)
    }

    /// The message in base64, as other wallets take it.
    ///
    /// # Errors
    /// The message is not one that could be sent.
    pub fn message_base64(&self) -> Result<String> {
        message_bytes(&self.message).map(|bytes| BASE64_STANDARD.encode(bytes))
    }

    /// The transaction, once everybody has signed; for [`Client::send_transaction`](super::Client::send_transaction).
    ///
    /// # Errors
    /// [`RpcError::MissingSigner`] with the first who has not.
    pub fn transaction(&self) -> Result<VersionedTransaction> {
        let signatures = self
            .signatures
            .iter()
            .map(|(address, signature)| signature.ok_or(RpcError::MissingSigner { address: *address }))
            .collect::<Result<_>>()?;
        Ok(VersionedTransaction { signatures, message: self.message.clone() })
    }
}
