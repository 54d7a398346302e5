//! `iro policy check`: every fault of policy files at once, each with its line and what would be right; and, beside the
//! document, what that asks for and no rule cites.

use std::path::PathBuf;

use chrono::Datelike;
use serde_json::{Value, json};

use super::{bytes_of, document, faulty};
use crate::cli::context::{Context, shown};
use crate::cli::error::Failure;
use crate::cli::print;
use crate::domain::document::{Cited, Clause, Part, Sentence, clauses, sentences};
use crate::domain::fault::{Fault, Severity};
use crate::domain::limit::{DaysMean, Limit, LimitError, Unit};
use crate::domain::policy::Policy;
use crate::render::{clean, faults, words, wrap};
use crate::store::policy_file;

/// Check policy files, and say every fault at once
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro policy check my-policy.yaml\n  \
iro policy check my-policy.yaml --against procedure.html")]
pub struct Args {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The document that they are written from (text, Markdown or a saved web page): list its sentences that ask for
    /// something or set a time, and whose heading or number is the `source` of no rule
    #[arg(long, value_name = "DOCUMENT")]
    against: Option<PathBuf>,
}

/// A document, and how far the policies reach it.
struct Compared {
    /// What the document's file is called.
    file: String,
    asking: usize,
    uncited: Vec<Sentence>,
    without_limit: Vec<Sentence>,
    by_heading: Vec<Sentence>,
    /// The clauses whose number no rule cites, and none of whose sentences is listed for its words.
    clauses: Vec<Sentence>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let document = args.against.as_deref().map(document::parts).transpose()?;
    let mut all: Vec<Fault> = Vec::new();
    let mut cited: Vec<Clause> = Vec::new();
    for path in &args.files {
        let (reading, text) = policy_file::read_bytes(&shown(path), &bytes_of(path)?);
        if !ctx.console.json && !reading.faults.is_empty() {
            ctx.console.say(faults::render(&reading.faults, &text, false).trim_end())?;
        }
        all.extend(reading.faults);
        cited.extend(reading.policy.iter().flat_map(clauses_of));
        say_of_closing_days(&shown(path), reading.policy.as_ref(), ctx);
    }
    let errors = all.iter().filter(|fault| fault.severity == Severity::Error).count();
    // What a file with errors cites is not known.
    let compared = document.zip(args.against.as_deref()).filter(|_| errors == 0);
    let compared = compared.map(|(parts, path)| compare(shown(path), &parts, &cited));
    if ctx.console.json {
        let mut view = json!({"faults": all});
        if let Some(compared) = &compared {
            view["uncited"] = json!(compared.uncited);
            view["limits_not_found"] = json!(compared.without_limit);
            view["cited_by_heading"] = json!(compared.by_heading);
            view["clauses_not_cited"] = json!(compared.clauses);
        }
        print::json(ctx, &view)?;
    } else if errors == 0 {
        ctx.console.note(&format!("{}: no errors", words::count(args.files.len(), "file")));
        compared.map(|compared| compared.say(ctx)).transpose()?;
    }
    match errors {
        0 => Ok(()),
        _ => Err(faulty(&all, args.files.len())),
    }
}

/// Closing days are written for each year, and a file outlives them.
fn say_of_closing_days(file: &str, policy: Option<&Policy>, ctx: &mut Context) {
    let years = policy.into_iter().flat_map(|policy| &policy.counting.closures).map(|closure| closure.from.year());
    let this_year = ctx.now().date().year();
    if let Some(last) = years.max().filter(|last| *last < this_year) {
        ctx.console.warn(&format!(
            "`{file}`: `closures` are given up to {last}, so no date after it has any: add those of {this_year} under `calendar`"
        ));
    }
}

fn compare(file: String, parts: &[Part], cited: &[Clause]) -> Compared {
    let mut compared = Compared {
        file,
        asking: 0,
        uncited: Vec::new(),
        without_limit: Vec::new(),
        by_heading: Vec::new(),
        clauses: Vec::new(),
    };
    for sentence in sentences(parts).into_iter().filter(Sentence::asks) {
        compared.asking += 1;
        match sentence.cited_by(cited) {
            Cited::Not => compared.uncited.push(sentence),
            Cited::WithoutItsLimit => compared.without_limit.push(sentence),
            Cited::ByHeading => compared.by_heading.push(sentence),
            Cited::ByNumber => {}
        }
    }
    let listed = |clause: &Sentence| {
        let same = |one: &Sentence| one.number == clause.number && one.headings == clause.headings;
        compared.uncited.iter().chain(&compared.by_heading).any(same)
    };
    let not_cited = |clause: &Sentence| clause.cited_by(cited) == Cited::Not && !listed(clause);
    compared.clauses = clauses(parts).into_iter().filter(not_cited).collect();
    compared
}

impl Compared {
    fn say(&self, ctx: &mut Context) -> Result<(), Failure> {
        let mut lines: Vec<String> = self.uncited.iter().map(|sentence| self.line(sentence)).collect();
        if !self.without_limit.is_empty() {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push("The clause is cited, and no rule that does so has the time:".to_owned());
            lines.extend(self.without_limit.iter().map(|sentence| self.line(sentence)));
        }
        if !self.clauses.is_empty() {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push("No rule cites these clauses, whose words ask for nothing that was recognised:".to_owned());
            lines.extend(self.clauses.iter().map(|sentence| self.line(sentence)));
        }
        if !lines.is_empty() {
            ctx.console.say(&wrap::hanging(&lines, ctx.console.width))?;
        }
        let asking = words::count(self.asking, "sentence");
        ctx.console.note(&match (self.asking, self.uncited.len()) {
            (0, _) => format!("`{}` has no sentence that asks for something or sets a time", self.file),
            (_, 0) => format!(
                "{asking} ask for something or set a time, and a rule cites the clause of each; \
                 what is said in other words was not looked at"
            ),
            (_, left) => format!("no rule cites {left} of {asking} that ask for something or set a time"),
        });
        if !self.by_heading.is_empty() {
            let some = self.by_heading.len();
            ctx.console.note(&format!(
                "{some} of them are cited by their heading alone, which says nothing of each; `--json` lists them"
            ));
        }
        Ok(())
    }

    /// `procedure.md:11  Recording, 3.2: "…"`.
    fn line(&self, sentence: &Sentence) -> String {
        let under = sentence.headings.last().map(String::as_str).into_iter().chain(sentence.number.as_deref());
        let under = under.collect::<Vec<_>>().join(", ");
        let under = if under.is_empty() { under } else { format!("{under}: ") };
        clean::line(&format!("{}:{}  {under}{}", self.file, sentence.line, sentence.text))
    }
}

/// Every clause that a policy cites, with the times of the rule that does.
fn clauses_of(policy: &Policy) -> Vec<Clause> {
    const SOURCES: [&str; 4] = ["source", "scope", "obstacles", "raiser_ends"];
    const TIMES: [&str; 6] = ["limit", "aim", "at_most", "agreed", "fallback", "ceiling"];
    let mut found: Vec<Clause> =
        policy.counting.source.iter().map(|source| Clause { source: source.clone(), limits: Vec::new() }).collect();
    let mut open = vec![json!(policy)];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                let limits = TIMES.iter().filter_map(|key| map.get(*key)).flat_map(limits_in).collect::<Vec<_>>();
                for (key, value) in map {
                    if SOURCES.contains(&key.as_str())
                        && let Value::String(source) = value
                    {
                        found.push(Clause { source, limits: limits.clone() });
                    } else {
                        open.push(value);
                    }
                }
            }
            Value::Array(items) => open.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

fn limits_in(value: &Value) -> Vec<Limit> {
    match value {
        Value::String(written) => match Limit::parse_with(written, Some(DaysMean::Working)) {
            // The policy says which days and hours these are.
            Err(LimitError::SchoolDays { n, .. }) => vec![Limit::new(n, Unit::SchoolDays)],
            Err(LimitError::WorkingHours { n, .. }) => vec![Limit::new(n, Unit::OfficeHours)],
            parsed => parsed.into_iter().collect(),
        },
        Value::Object(map) => map.values().flat_map(limits_in).collect(),
        Value::Array(items) => items.iter().flat_map(limits_in).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}
