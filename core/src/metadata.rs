//! The texts of a token: name, symbol, link.

use crate::{Error, Result};

/// The longest name, in bytes.
pub const NAME: usize = 32;
/// The longest symbol, in bytes.
pub const SYMBOL: usize = 10;
/// The longest link, in bytes.
pub const URI: usize = 128;

/// Checks name, symbol and link: not empty (the link may be), not too long, nothing that could make a wallet show
/// something else than is written.
pub fn check(name: &str, symbol: &str, uri: &str) -> Result<()> {
    let named = [name, symbol].iter().all(|text| !text.chars().all(is_blank));
    let short = name.len() <= NAME && symbol.len() <= SYMBOL && uri.len() <= URI;
    let plain = [name, symbol, uri].iter().all(|text| text.chars().all(is_plain));
    if named && short && plain {
        Ok(())
    } else {
        Err(Error::MetadataInvalid)
    }
}

/// Whether a character shows as itself: no control, no change of direction, nothing that Unicode calls ignorable, as two
/// names that differ only in that look the same, and one that consists of it looks empty.
pub fn is_plain(character: char) -> bool {
    !matches!(
        character,
        '\0'..='\x1f'
            | '\x7f'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// The blanks of all scripts: fine within a text, but nothing else is no text.
fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}
