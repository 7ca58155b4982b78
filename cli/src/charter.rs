//! The text of a charter: its clauses, and the hash by which a network knows it.

use {
    crate::digest::parse_document,
    personal_token_sdk::state::display_text,
    sha2::{Digest, Sha256},
    std::{fs::File, io::Read, path::Path},
};

/// What is longer is not read as a text.
const LONGEST_TEXT: u64 = 1 << 20;

/// The charter for owners, as it is shipped.
pub const OWNER: &str = include_str!("../charter/owner.md");
/// The charter for investors; its numbers go on from the owners'.
pub const INVESTOR: &str = include_str!("../charter/investor.md");

/// One clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Its number, from 1.
    pub number: u16,
    /// Its lines, with the number; safe to show.
    pub text: String,
}

/// The text of a charter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charter {
    /// Where it comes from, in words.
    pub source: String,
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// The whole text, safe to show; none if only the hash is known, or if it is no text.
    pub text: Option<String>,
    /// Its clauses; none if its lines do not number them 1, 2, 3 and so on.
    pub clauses: Vec<Clause>,
}

impl Charter {
    /// The charter that is shipped: that for owners, followed by that for investors.
    #[must_use]
    pub fn shipped() -> Self {
        Self::of("the charter of this command line".to_owned(), format!("{OWNER}{INVESTOR}").as_bytes())
    }

    fn of(source: String, bytes: &[u8]) -> Self {
        let text = std::str::from_utf8(bytes).ok();
        Self {
            source,
            hash: Sha256::digest(bytes).into(),
            clauses: text.map(clauses).unwrap_or_default(),
            text: text.map(|text| text.lines().map(display_text).collect::<Vec<_>>().join("\n")),
        }
    }

    /// The number of its clauses, if its text tells.
    #[must_use]
    pub fn count(&self) -> Option<u16> {
        self.clauses.last().map(|clause| clause.number)
    }

    /// The words of a clause, if the text has it.
    #[must_use]
    pub fn clause(&self, number: u16) -> Option<&str> {
        self.clauses.iter().find(|clause| clause.number == number).map(|clause| clause.text.as_str())
    }
}

/// Reads the text of a charter: a file, or `text:…`.
///
/// # Errors
/// What to write instead.
pub fn parse_text(text: &str) -> Result<Charter, String> {
    if text.starts_with("sha256:") {
        return Err("a hash is no text that anybody could read: name a file, or write text:WORDS".to_owned());
    }
    parse_charter(text)
}

/// Reads a charter: a file, `text:…`, or `sha256:` and 64 hex digits.
///
/// # Errors
/// What to write instead.
pub fn parse_charter(text: &str) -> Result<Charter, String> {
    // Says what is wrong with it.
    let hash = parse_document(text)?;
    if text.starts_with("sha256:") {
        return Ok(Charter { source: "the hash".to_owned(), hash, text: None, clauses: Vec::new() });
    }
    if let Some(words) = text.strip_prefix("text:") {
        return Ok(Charter::of("the text".to_owned(), words.as_bytes()));
    }
    let read = |path: &Path| {
        let mut bytes = Vec::new();
        File::open(path)?.take(LONGEST_TEXT.saturating_add(1)).read_to_end(&mut bytes).map(|_| bytes)
    };
    match read(Path::new(text)) {
        Ok(bytes) => {
            let charter = Charter::of(format!("`{}`", display_text(text)), &bytes);
            // Longer than a text, or changed meanwhile: only the hash is known.
            Ok(if charter.hash == hash {
                charter
            } else {
                Charter { hash, text: None, clauses: Vec::new(), ..charter }
            })
        }
        Err(error) => Err(format!("cannot read `{text}`: {error}")),
    }
}

/// A clause begins on a line with its number, a full stop and a space, and ends where the next one or a heading begins.
fn clauses(text: &str) -> Vec<Clause> {
    let mut found: Vec<Clause> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        let next = found.last().map_or(Some(1), |clause| clause.number.checked_add(1));
        match number(line) {
            Some(number) if Some(number) == next => {
                found.push(Clause { number, text: display_text(line) });
                is_open = true;
            }
            // Numbers that do not run on would leave it open what was acknowledged.
            Some(_) => return Vec::new(),
            None if line.starts_with('#') => is_open = false,
            None => {
                if let Some(clause) = found.last_mut().filter(|_| is_open) {
                    clause.text.push('\n');
                    clause.text.push_str(&display_text(line));
                }
            }
        }
    }
    for clause in &mut found {
        clause.text.truncate(clause.text.trim_end().len());
    }
    found
}

fn number(line: &str) -> Option<u16> {
    let (digits, _) = line.split_once(". ")?;
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}

/// Numbers of clauses: `1-25`, `1,2,5-7`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers(pub Vec<u16>);

/// Reads numbers of clauses.
///
/// # Errors
/// What to write instead.
pub fn parse_numbers(text: &str) -> Result<Numbers, String> {
    let wrong = || format!("`{text}` are no numbers of clauses: write them such as 1-25, or 1,2,3");
    let one = |digits: &str| match digits.bytes().all(|byte| byte.is_ascii_digit()) {
        true => digits.parse::<u16>().ok().filter(|number| *number > 0).ok_or_else(wrong),
        false => Err(wrong()),
    };
    let mut numbers = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (one(first)?, one(last)?);
        if first > last {
            return Err(wrong());
        }
        numbers.extend(first..=last);
    }
    Ok(Numbers(numbers))
}

/// Numbers for people: `1–3, 7`.
#[must_use]
pub fn show_numbers(numbers: &[u16]) -> String {
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*number) => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let run = |(first, last): &(u16, u16)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_charter_is_numbered_through() {
        let charter = Charter::shipped();
        let count = charter.count();
        assert!(count.is_some_and(|count| usize::from(count) == charter.clauses.len() && count > 10), "{count:?}");
        assert!(OWNER.starts_with("# ") && INVESTOR.starts_with("# "));
        assert!(OWNER.ends_with('\n') && INVESTOR.ends_with('\n') && !OWNER.contains('\r'));
        // Nothing in it has to be escaped to be shown.
        assert_eq!(charter.text.map(|text| text + "\n"), Some(format!("{OWNER}{INVESTOR}")));
        assert!(charter.clauses.iter().all(|clause| !clause.text.contains('#')));
        // The second part goes on where the first ends.
        let owners = clauses(OWNER).len();
        let first = format!("\n{}. ", owners.saturating_add(1));
        assert!(owners > 0 && INVESTOR.contains(&first), "{owners}");
    }

    #[test]
    fn texts_and_their_clauses() {
        let read = |text: &str| parse_charter(text).map(|charter| charter.clauses);
        let clause = |number, text: &str| Clause { number, text: text.to_owned() };
        assert_eq!(
            read("text:# Title\nintro\n1. One\n   more\n\n2. Two\n# Next\nintro 3. of it\n3. Three"),
            Ok(vec![clause(1, "1. One\n   more"), clause(2, "2. Two"), clause(3, "3. Three")])
        );
        for text in ["text:no numbers", "text:2. not the first", "text:1. a\n3. b", "text:1. a\n1. b", "text:70000. x"]
        {
            assert_eq!(read(text), Ok(Vec::new()), "{text}");
        }
        let hash = parse_charter(&format!("sha256:{}", "ab".repeat(32)));
        assert!(hash.is_ok_and(|charter| charter.text.is_none() && charter.count().is_none()));
        assert!(parse_text(&format!("sha256:{}", "ab".repeat(32))).is_err());
        assert!(parse_charter("nothing.md").is_err() && parse_charter("text:").is_err());
        // What would move the cursor is shown as what it is.
        assert_eq!(read("text:1. \u{1b}[31m"), Ok(vec![clause(1, "1. \\u{1b}[31m")]));
    }

    #[test]
    fn numbers() {
        assert_eq!(parse_numbers("1-3,7"), Ok(Numbers(vec![1, 2, 3, 7])));
        for text in ["", "0", "-1", "1-", "3-1", "a", "1,,2", "1 - 2", "65536", "1-2-3"] {
            assert!(parse_numbers(text).is_err(), "{text}");
        }
        assert_eq!(show_numbers(&[1, 2, 3, 7, 9, 10]), "1-3, 7, 9-10");
    }
}
