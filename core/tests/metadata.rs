//! Names that could mislead: empty, too long, or not what they look like.

use crate::refused;
use personal_token_core::metadata::{check, is_plain, NAME, SYMBOL, URI};

const LINK: &str = "https://example.org/ada.json";

#[test]
fn ordinary_texts_of_any_script_are_accepted() {
    for (name, symbol, uri) in
        [("Ada Lovelace", "ADA", LINK), ("Ада Лавлейс", "АДА", ""), ("愛達", "愛", LINK), ("É", "É", "")]
    {
        assert_eq!(check(name, symbol, uri), Ok(()));
    }
}

#[test]
fn empty_texts_are_refused() {
    refused!(check("", "ADA", LINK), MetadataInvalid);
    refused!(check("Ada", "", LINK), MetadataInvalid);
    // Blanks of any script are as good as nothing, also those that only look blank.
    for blank in ('\0'..=char::MAX).filter(|shown| shown.is_whitespace()).chain(['\u{3164}', '\u{2800}', '\u{200b}']) {
        refused!(check(&format!("{blank}{blank}"), "ADA", LINK), MetadataInvalid);
        refused!(check("Ada", &String::from(blank), LINK), MetadataInvalid);
    }
    // Within a text they are part of it.
    assert_eq!(check("山田\u{3000}太郎", "\u{a0}Y", ""), Ok(()));
}

#[test]
fn one_byte_too_many_is_refused() {
    assert_eq!((NAME, SYMBOL, URI), (32, 10, 128));
    let text = |length| "a".repeat(length);
    assert_eq!(check(&text(NAME), &text(SYMBOL), &text(URI)), Ok(()));
    refused!(check(&text(NAME + 1), "ADA", LINK), MetadataInvalid);
    refused!(check("Ada", &text(SYMBOL + 1), LINK), MetadataInvalid);
    refused!(check("Ada", "ADA", &text(URI + 1)), MetadataInvalid);
    // Bytes are counted, not characters: sixteen of two bytes each fit, one more letter does not.
    assert_eq!(check(&"é".repeat(16), "ADA", LINK), Ok(()));
    refused!(check(&("é".repeat(16) + "a"), "ADA", LINK), MetadataInvalid);
}

#[test]
fn a_character_that_does_not_show_is_refused_anywhere() {
    for hidden in ['\0', '\n', '\x1b', '\x7f', '\u{85}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}', '\u{e0041}'] {
        let within = |text: &str| format!("{text}{hidden}{text}");
        refused!(check(&within("Ada"), "ADA", LINK), MetadataInvalid);
        refused!(check("Ada", &within("AD"), LINK), MetadataInvalid);
        refused!(check("Ada", "ADA", &within(LINK)), MetadataInvalid);
    }
}

/// Unicode's ignorable characters, controls, separators of lines, and the blank of Braille; every other one is plain.
#[test]
fn every_character_there_is_is_judged() {
    let hidden = [
        (0x0, 0x1f),
        (0x7f, 0x9f),
        (0xad, 0xad),
        (0x34f, 0x34f),
        (0x61c, 0x61c),
        (0x115f, 0x1160),
        (0x17b4, 0x17b5),
        (0x180b, 0x180f),
        (0x200b, 0x200f),
        (0x2028, 0x202e),
        (0x2060, 0x206f),
        (0x2800, 0x2800),
        (0x3164, 0x3164),
        (0xfe00, 0xfe0f),
        (0xfeff, 0xfeff),
        (0xffa0, 0xffa0),
        (0xfff0, 0xfffb),
        (0x1bca0, 0x1bca3),
        (0x1d173, 0x1d17a),
        (0xe0000, 0xe0fff),
    ];
    for character in '\0'..=char::MAX {
        let code = u32::from(character);
        let shows = !hidden.iter().any(|&(from, to)| (from..=to).contains(&code));
        assert_eq!(is_plain(character), shows, "U+{code:04X}");
        // Whatever the standard library calls a control does not show.
        assert!(!(shows && character.is_control()), "U+{code:04X}");
    }
}
