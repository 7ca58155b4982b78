//! Program logs, attributed: whose line a line is can only be told by following who called whom.

use crate::Address;

/// A line that the runtime wrote. Text that a program logs always comes after "Program log: ", so none of these can be
/// forged.
pub enum Line<'a> {
    Invoke {
        program: Address,
        depth: usize,
    },
    Success,
    Failed {
        program: Address,
        reason: &'a str,
    },
    /// What the running program logged as data.
    Data(&'a str),
    /// From here on lines are missing, and later ones may still be there.
    Truncated,
    Other,
}

pub fn parse(line: &str) -> Line<'_> {
    if line == "Log truncated" {
        return Line::Truncated;
    }
    let Some((first, rest)) = line.strip_prefix("Program ").and_then(|line| line.split_once(' ')) else {
        return Line::Other;
    };
    if first == "data:" {
        return Line::Data(rest);
    }
    let Ok(program) = first.parse() else { return Line::Other };
    if let Some(reason) = rest.strip_prefix("failed: ") {
        return Line::Failed { program, reason };
    }
    if rest == "success" {
        return Line::Success;
    }
    let depth = rest.strip_prefix("invoke [").and_then(|rest| rest.strip_suffix(']'));
    match depth.and_then(|depth| depth.parse().ok()) {
        Some(depth) => Line::Invoke { program, depth },
        None => Line::Other,
    }
}

/// The programs that are running, the outermost first.
#[derive(Default)]
pub struct Stack(Vec<Address>);

impl Stack {
    /// Follows a line.
    pub fn follow(&mut self, line: &Line) {
        match line {
            Line::Invoke { program, depth } => {
                self.0.truncate(depth.saturating_sub(1));
                self.0.push(*program);
            }
            Line::Success | Line::Failed { .. } => {
                self.0.pop();
            }
            Line::Data(_) | Line::Truncated | Line::Other => (),
        }
    }

    /// The program that wrote the line, if it is one that a program writes.
    pub fn running(&self) -> Option<&Address> {
        self.0.last()
    }
}
