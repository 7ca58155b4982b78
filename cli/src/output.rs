//! What a command has to say, for people and for scripts.

use {
    crate::args::OutputFormat,
    personal_token_core::metadata::is_plain,
    personal_token_sdk::state::display_text,
    serde_json::{json, Map, Value},
    solana_signature::Signature,
    std::{fmt::Write as _, io::Write},
};

/// The result of a command.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// For people.
    pub text: String,
    /// For scripts: one object.
    pub json: Map<String, Value>,
}

impl Report {
    /// A result.
    #[must_use]
    pub fn new(text: impl Into<String>, json: Value) -> Self {
        let json = match json {
            Value::Object(map) => map,
            other => Map::from_iter([("value".to_owned(), other)]),
        };
        Self { text: text.into(), json }
    }

    /// Adds the signatures of what was sent.
    #[must_use]
    pub fn with_signatures(mut self, signatures: &[Signature]) -> Self {
        let signatures: Vec<String> = signatures.iter().map(ToString::to_string).collect();
        if let Some(last) = signatures.last() {
            self.json.insert("signature".to_owned(), json!(last));
        }
        self.json.insert("signatures".to_owned(), json!(signatures));
        self
    }

    /// The signatures of what was sent.
    #[must_use]
    pub fn signatures(&self) -> Vec<Signature> {
        let texts = self.json.get("signatures").and_then(Value::as_array);
        texts.into_iter().flatten().filter_map(|text| text.as_str()?.parse().ok()).collect()
    }

    /// Prints the result.
    ///
    /// # Errors
    /// The output is closed.
    pub fn print(&self, out: &mut dyn Write, format: Option<OutputFormat>) -> std::io::Result<()> {
        match format {
            None if self.text.is_empty() => Ok(()),
            // All was said before.
            Some(_) if self.json.is_empty() => Ok(()),
            None => writeln!(out, "{}", safe(&self.text)),
            Some(format) => print_json(&Value::Object(self.json.clone()), out, format),
        }?;
        out.flush()
    }
}

/// Lines for a terminal. Texts that others chose are made safe where they are read; this is for those that nobody thought
/// of: nothing moves the cursor, hides, or turns words around.
#[must_use]
pub fn safe(text: &str) -> String {
    text.split('\n').map(display_text).collect::<Vec<_>>().join("\n")
}

/// Prints one JSON value. What does not show as itself is escaped, so that a program reads the same and a terminal is safe.
///
/// # Errors
/// The output is closed.
pub fn print_json(value: &Value, out: &mut dyn Write, format: OutputFormat) -> std::io::Result<()> {
    let mut plain = Plain { out, failed: None };
    let written = match format {
        OutputFormat::Json => writeln!(plain, "{value:#}"),
        OutputFormat::JsonCompact => writeln!(plain, "{value}"),
    };
    match (written, plain.failed) {
        (Ok(()), _) => Ok(()),
        (Err(_), failed) => Err(failed.unwrap_or_else(|| std::io::ErrorKind::Other.into())),
    }
}

/// Passes JSON on with escapes for what does not show as itself.
struct Plain<'a> {
    out: &'a mut dyn Write,
    failed: Option<std::io::Error>,
}

impl Plain<'_> {
    fn put(&mut self, text: &str) -> std::fmt::Result {
        self.out.write_all(text.as_bytes()).map_err(|error| {
            self.failed = Some(error);
            std::fmt::Error
        })
    }
}

impl std::fmt::Write for Plain<'_> {
    fn write_str(&mut self, mut text: &str) -> std::fmt::Result {
        // Line breaks are of the layout: those in texts are escaped already.
        while let Some(at) = text.find(|character| character != '\n' && !is_plain(character)) {
            let (before, hidden) = text.split_at(at);
            self.put(before)?;
            let mut rest = hidden.chars();
            for unit in rest.next().iter().flat_map(|character| character.encode_utf16(&mut [0; 2]).to_vec()) {
                self.put(&format!("\\u{unit:04x}"))?;
            }
            text = rest.as_str();
        }
        self.put(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a person must never be shown as it is.
    const HOSTILE: &str = "a\u{1b}[2J\u{9b}1m\u{202e}b\u{2066}\u{200b}\u{feff}\u{61c}\u{e0041}\r\t\u{8}c";

    #[test]
    fn hostile_texts_show_as_escapes() {
        let shown = safe(&format!("{HOSTILE}\nsecond"));
        assert!(shown.chars().all(|character| character == '\n' || is_plain(character)), "{shown:?}");
        assert_eq!(shown.lines().count(), 2);
        assert!(shown.contains("\\u{202e}") && shown.ends_with("c\nsecond"));
    }

    #[test]
    fn json_means_the_same_and_shows_as_escapes() {
        for format in [OutputFormat::Json, OutputFormat::JsonCompact] {
            let value = json!({ "name": HOSTILE, "lines": ["one\ntwo"] });
            let mut out = Vec::new();
            assert!(print_json(&value, &mut out, format).is_ok());
            let text = String::from_utf8_lossy(&out);
            assert!(text.chars().all(|character| character == '\n' || is_plain(character)), "{text:?}");
            assert_eq!(serde_json::from_slice::<Value>(&out).ok(), Some(value));
        }
    }
}
