//! Tables and lists for people.

/// One column's direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Lines of a table: a header, a rule, the rows.
#[must_use]
pub fn table(columns: &[(&str, Align)], rows: &[Vec<String>]) -> String {
    let width = |index: usize, header: &str| {
        let cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.chars().count());
        cells.chain([header.chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = columns.iter().enumerate().map(|(index, (header, _))| width(index, header)).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded: Vec<String> = cells
            .zip(&widths)
            .zip(columns)
            .map(|((cell, width), (_, align))| {
                let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
                match align {
                    Align::Left => format!("{cell}{gap}"),
                    Align::Right => format!("{gap}{cell}"),
                }
            })
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let rule = "-".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1));
    let mut lines = vec![line(&mut columns.iter().map(|(header, _)| *header)), rule];
    lines.extend(rows.iter().map(|row| line(&mut row.iter().map(String::as_str))));
    lines.join("\n")
}

/// Lines of name and value, the values below each other.
#[must_use]
pub fn facts(rows: &[(String, String)]) -> String {
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let lines: Vec<String> = rows
        .iter()
        .map(|(name, value)| {
            let gap = " ".repeat(width.saturating_sub(name.chars().count()));
            format!("  {name}{gap}  {value}").trim_end().to_owned()
        })
        .collect();
    lines.join("\n")
}

/// The parts of a list, separated by commas; `none` if there are none.
#[must_use]
pub fn list<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<&str> = parts.into_iter().collect();
    match parts.is_empty() {
        true => "none".to_owned(),
        false => parts.join(", "),
    }
}

/// A number of things: `1 share`, `1,000 shares`.
#[must_use]
pub fn count(number: u64, thing: &str) -> String {
    format!("{} {thing}{}", crate::amount::show_count(number), if number == 1 { "" } else { "s" })
}

/// Lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables() {
        let rows = vec![vec!["Ada".to_owned(), "1".to_owned()], vec!["Bo".to_owned(), "1,000".to_owned()]];
        let text = table(&[("Name", Align::Left), ("Shares", Align::Right)], &rows);
        assert_eq!(text, "Name  Shares\n------------\nAda        1\nBo     1,000");
        assert_eq!(
            facts(&[("a".to_owned(), "1".to_owned()), ("bcd".to_owned(), "2".to_owned())]),
            "  a    1\n  bcd  2"
        );
        assert_eq!(hex(&[0, 255, 16]), "00ff10");
        assert_eq!(list([]), "none");
        assert_eq!((count(1, "share"), count(1_000, "share")), ("1 share".to_owned(), "1,000 shares".to_owned()));
    }
}
