//! What a command has to say, for people and for scripts.

use {
    crate::args::OutputFormat,
    serde_json::{json, Map, Value},
    solana_signature::Signature,
    std::io::Write,
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
            None => writeln!(out, "{}", self.text),
            Some(format) => print_json(&Value::Object(self.json.clone()), out, format),
        }?;
        out.flush()
    }
}

/// Prints one JSON value.
///
/// # Errors
/// The output is closed.
pub fn print_json(value: &Value, out: &mut dyn Write, format: OutputFormat) -> std::io::Result<()> {
    match format {
        OutputFormat::Json => writeln!(out, "{value:#}"),
        OutputFormat::JsonCompact => writeln!(out, "{value}"),
    }
}
