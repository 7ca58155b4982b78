//! Signing without a network: a machine with the key signs, another one sends.

use {
    super::{
        error::{Result, RpcError},
        message::{compile, message_bytes, signatures, with_budget},
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
    let message = compile(&complete, payer, blockhash, &sending.lookup_tables)?;
    let signatures = signatures(&message, signers)?;
    Ok(SignedOffline { message, signatures })
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
