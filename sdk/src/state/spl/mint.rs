use super::{
    extension,
    tlv::{parse, Fields},
};
use crate::{ids::TOKEN_2022_ID, state::display_text, Address, Result, SdkError};

const SPACE: usize = 82;
const MINT_TYPE: u8 = 1;

/// A mint of Token-2022 with everything that could matter to whoever holds its units. `None` where there is no such
/// extension, or no address in it; [`ShareMint::verify`] tells whether the mint is what the program creates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareMint {
    /// Who may create units.
    pub mint_authority: Option<Address>,
    /// All units.
    pub supply: u64,
    /// Decimals; shares have none.
    pub decimals: u8,
    /// Who may freeze accounts.
    pub freeze_authority: Option<Address>,
    /// Who may replace the transfer hook.
    pub hook_authority: Option<Address>,
    /// The program that every transfer calls.
    pub hook_program: Option<Address>,
    /// Who may move or burn units of every account.
    pub permanent_delegate: Option<Address>,
    /// Without whom nobody can burn.
    pub burn_authority: Option<Address>,
    /// Who may move the metadata elsewhere.
    pub metadata_pointer_authority: Option<Address>,
    /// Where the metadata is.
    pub metadata_address: Option<Address>,
    /// The metadata, if it is in the mint itself.
    pub metadata: Option<TokenMetadata>,
    /// Types of all extensions, ascending; see [`extension`].
    pub extensions: Vec<u16>,
}

/// Metadata in a mint. The texts are as whoever may update them wrote them: show them by [`display_text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenMetadata {
    /// Who may change it.
    pub update_authority: Option<Address>,
    /// The mint that it is about.
    pub mint: Address,
    /// Name.
    pub name: String,
    /// Symbol.
    pub symbol: String,
    /// Link to a description.
    pub uri: String,
    /// More, as keys and values.
    pub additional: Vec<(String, String)>,
}

impl ShareMint {
    /// The mint, if `owner` is Token-2022 and `data` an initialised mint of it, with whatever extensions.
    pub fn decode(owner: &Address, data: &[u8]) -> Result<Self> {
        const WHAT: &str = "share mint";
        if *owner != TOKEN_2022_ID {
            return Err(SdkError::Owner { account: WHAT, found: *owner });
        }
        let parsed = parse(WHAT, data, SPACE, MINT_TYPE)?;
        let mut base = Fields::new(WHAT, parsed.base);
        let mint_authority = base.option(Fields::address)?;
        let (supply, decimals) = (base.u64()?, base.byte()?);
        if base.byte()? != 1 {
            return Err(base.malformed("not initialised"));
        }
        let freeze_authority = base.option(Fields::address)?;

        let value = |kind: u16| parsed.extensions.get(&kind).copied();
        let [hook_authority, hook_program] = addresses("transfer hook", value(extension::TRANSFER_HOOK))?;
        let [permanent_delegate] = addresses("permanent delegate", value(extension::PERMANENT_DELEGATE))?;
        let [burn_authority] = addresses("permissioned burn", value(extension::PERMISSIONED_BURN))?;
        let pointer = addresses("metadata pointer", value(extension::METADATA_POINTER))?;
        let [metadata_pointer_authority, metadata_address] = pointer;
        let metadata = value(extension::TOKEN_METADATA).map(TokenMetadata::decode).transpose()?;
        Ok(Self {
            mint_authority,
            supply,
            decimals,
            freeze_authority,
            hook_authority,
            hook_program,
            permanent_delegate,
            burn_authority,
            metadata_pointer_authority,
            metadata_address,
            metadata,
            extensions: parsed.extensions.into_keys().collect(),
        })
    }

    /// The name, safe to show; empty without metadata.
    pub fn display_name(&self) -> String {
        self.metadata.as_ref().map(|metadata| display_text(&metadata.name)).unwrap_or_default()
    }

    /// The symbol, safe to show; empty without metadata.
    pub fn display_symbol(&self) -> String {
        self.metadata.as_ref().map(|metadata| display_text(&metadata.symbol)).unwrap_or_default()
    }
}

impl TokenMetadata {
    /// The metadata in the value of its extension.
    fn decode(value: &[u8]) -> Result<Self> {
        let mut fields = Fields::new("token metadata", value);
        let (update_authority, mint) = (fields.address_or_zeros()?, fields.address()?);
        let (name, symbol, uri) = (fields.text()?, fields.text()?, fields.text()?);
        // The count is hostile until that many pairs were read, so nothing is reserved for it.
        let additional = (0..fields.u32()?).map(|_| Ok((fields.text()?, fields.text()?))).collect::<Result<_>>()?;
        fields.end()?;
        Ok(Self { update_authority, mint, name, symbol, uri, additional })
    }
}

/// The addresses that an extension consists of.
fn addresses<const N: usize>(what: &'static str, value: Option<&[u8]>) -> Result<[Option<Address>; N]> {
    let mut addresses = [None; N];
    if let Some(value) = value {
        let mut fields = Fields::new(what, value);
        for address in &mut addresses {
            *address = fields.address_or_zeros()?;
        }
        fields.end()?;
    }
    Ok(addresses)
}
