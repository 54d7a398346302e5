//! `iro list`: lists disputes and praise.

mod saved;

use std::cmp::{Ordering, Reverse};
use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::cli::console::Console;
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::names;
use crate::cli::options::filters::Filters;
use crate::cli::options::{days, word, workbook as workbook_file};
use crate::cli::output;
use crate::cli::reading::{Line, Lines, Reader};
use crate::domain::policy::{Policy, StageId};
use crate::domain::record::Kind;
use crate::domain::same_name::{is_same, is_wanted};
use crate::domain::status::CaseStatus;
use crate::domain::time::Date;
use crate::domain::worded::Worded;
use crate::render::columns::{self, ColumnSpec, NoColumn, Template};
use crate::render::records_workbook;
use crate::render::view::DisputeView;
use crate::store::memo::RecordFacts;
use crate::store::{Which, parallel};

/// Which kinds of records are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Kinds {
    #[default]
    Dispute,
    Praise,
    All,
}

#[derive(Debug, clap::Args)]
#[command(
    args_override_self = true,
    next_line_help = true,
    after_help = "Examples:\n  iro list --status awaiting-review\n  iro list --all --from 2026-04-01 --json | jq length\n  \
iro list --all --period \"last quarter\" --sort -raised\n  iro list --columns id,child,due,iro\n  \
iro list --format '{id} {child}'\n  iro list --iro \"Jo Bloggs\" --sort due --save mine\n  iro list @mine --overdue\n  \
iro list --all --xlsx disputes.xlsx"
)]
pub struct Args {
    /// Filters that were kept with `--save`; what is typed after them takes precedence
    #[arg(value_name = "@NAME", value_parser = saved::name)]
    saved: Vec<String>,
    /// Only open ones (the default)
    #[arg(long, conflicts_with_all = ["closed", "all"])]
    open: bool,
    /// Only closed ones
    #[arg(long, conflicts_with = "all")]
    closed: bool,
    /// Open and closed ones
    #[arg(long)]
    all: bool,
    /// Disputes, praise, or both
    #[arg(long, value_name = "KIND", value_enum, default_value_t)]
    kind: Kinds,
    /// Of this child
    #[arg(long, value_name = "REF")]
    child: Option<String>,
    #[command(flatten)]
    filters: Filters,
    /// At this stage
    #[arg(long)]
    stage: Option<String>,
    /// In this state; `awaiting-review`: the answer is to be judged
    #[arg(long, value_parser = statuses())]
    status: Option<CaseStatus>,
    /// Only those past a deadline, other than one for guidance
    #[arg(long)]
    overdue: bool,
    /// Waiting for this role or person
    #[arg(long, value_name = "ROLE|NAME")]
    responder: Option<String>,
    /// Raised on or after
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Raised on or before
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Raised in this period: `last month`, `this quarter`, `2026-Q3`, `last financial year`, `2026/27`
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["from", "to"])]
    period: Option<String>,
    /// In which order: `raised`, or any column of `--columns help`; with `-` before it the other way round
    #[arg(long, value_name = "[-]COLUMN", value_parser = order, default_value = "due", allow_hyphen_values = true)]
    sort: String,
    /// At most so many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// As CSV
    #[arg(long, conflicts_with_all = ["ids", "json"])]
    csv: bool,
    /// As a workbook for a spreadsheet program
    #[arg(long, value_name = "FILE", value_parser = workbook_file, conflicts_with_all = ["ids", "csv", "columns", "format"])]
    xlsx: Option<PathBuf>,
    /// Only the ids, one a line
    #[arg(long, conflicts_with = "json")]
    ids: bool,
    /// Only these columns, with commas between; `--columns help` lists them
    #[arg(long, value_name = "NAMES", conflicts_with_all = ["ids", "json"])]
    columns: Option<String>,
    /// A line of your own for each, with columns in curly brackets
    #[arg(long, value_name = "TEMPLATE", conflicts_with_all = ["ids", "csv", "columns", "json"])]
    format: Option<String>,
    /// Keep these filters under a name, for `iro list @NAME`
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
    /// Remove the filters kept under this name
    #[arg(long, value_name = "NAME", conflicts_with_all = ["save", "saved"])]
    forget: Option<String>,
}

fn statuses() -> impl TypedValueParser<Value = CaseStatus> {
    let value = |status: &CaseStatus| PossibleValue::new(status.word()).alias(status.meaning());
    PossibleValuesParser::new(CaseStatus::ALL.iter().map(value)).try_map(|given| {
        let shown = CaseStatus::ALL.iter().copied().find(|status| status.meaning() == given);
        shown.map_or_else(|| word::<CaseStatus>(&given), Ok)
    })
}

/// The name of a sort order; `-` before it reverses the order.
///
/// # Errors
/// There is no such column.
fn order(typed: &str) -> Result<String, String> {
    let (sign, name) = typed.strip_prefix('-').map_or(("", typed), |name| ("-", name));
    if name == "raised" {
        return Ok(format!("{sign}{RAISED}"));
    }
    let column = columns::of_name(name).map_err(|fault| format!("{fault}; {}", fault.hint()))?;
    Ok(format!("{sign}{}", column.name))
}

/// The name of the column with the day of raising.
const RAISED: &str = "raised-on";

/// What is printed of each dispute.
enum Form {
    Usual,
    Columns(Vec<ColumnSpec>),
    Lines(Template),
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    saved::each_once(ctx.answers.typed())?;
    if let Some(name) = &args.forget {
        return saved::forget(name, ctx);
    }
    let mut args = if args.saved.is_empty() { args } else { saved::with(&args, ctx)? };
    let form = args.form()?;
    if args.columns.as_deref() == Some("help") {
        return ctx.console.say(&columns::ALL.map(|one| one.name).join("\n"));
    }
    let to_keep = args.save.as_ref().map(|name| saved::to_keep(name, &args)).transpose()?;
    args.filters = args.filters.resolved(ctx)?;
    args.stage = args.stage.map(|stage| names::resolve_stage(stage, ctx)).transpose()?;
    args.responder = args.responder.map(|whom| names::resolve_party(whom, ctx)).transpose()?;
    let days = days(args.from.as_ref(), args.to.as_ref(), args.period.as_ref(), ctx.now())?;
    // Asking for a status that only ended disputes have includes ended ones.
    args.all |= !args.open && args.status.is_some_and(CaseStatus::is_the_end);
    let mut found = ctx.lines(args.among(), |known| args.may_keep(known, days))?;
    let mut failed = std::mem::take(&mut found.failed);
    let lines = args.keep(&found, &mut failed, ctx)?;
    if lines.is_empty() {
        names::check_filters(&args.stage, &args.filters.category, &args.filters.policy, ctx)?;
        names::check_whom(args.responder.as_deref(), args.among(), ctx)?;
        names::check_iro_and_team(args.filters.iro.as_deref(), args.filters.team.as_deref(), args.among(), ctx)?;
    }
    if let Some(filters) = &to_keep {
        saved::keep(filters, ctx)?;
    }
    if let Some(file) = &args.xlsx {
        let (views, worse) = views(&lines, &found, ctx)?;
        failed.extend(worse);
        let bytes = records_workbook::disputes(views.iter().map(|(view, _)| view), ctx.now().date())?;
        output::write(file, &bytes, ctx)?;
    } else if ctx.console.json {
        failed.extend(print_json(&lines, &found, ctx)?);
    } else if args.ids {
        let ids: Vec<String> = lines.iter().map(|line| line.id.to_string()).collect();
        if !ids.is_empty() {
            ctx.console.say(&ids.join("\n"))?;
        }
    } else {
        const AT_ONCE: usize = 1024;
        // A table for a person is aligned, so it needs all rows at once; anything else is printed in portions.
        let together = args.csv || ctx.console.shown;
        let at_once = if together { lines.len().max(1) } else { AT_ONCE };
        for some in lines.chunks(at_once) {
            let (views, worse) = views(some, &found, ctx)?;
            failed.extend(worse);
            args.print(&views, &form, ctx)?;
        }
        if lines.is_empty() {
            args.print(&[], &form, ctx)?;
            // Of what can't be read nobody knows whether it belongs to the list.
            if !args.csv && failed.is_empty() {
                let nothing = ctx.no_store().unwrap_or_else(|| args.nothing());
                ctx.console.note(&nothing);
            }
        }
    }
    ctx.console.was_reported();
    ctx.report_failures(failed)
}

/// Prints views as one JSON document, without holding all of them in memory.
fn print_json(lines: &[&Line], found: &Lines, ctx: &mut Context) -> Result<Vec<Failure>, Failure> {
    if lines.is_empty() {
        return ctx.console.say_plainly(b"[]\n").map(|()| Vec::new());
    }
    let mut console = std::mem::replace(&mut ctx.console, Console::silent());
    let printed = found.reader(ctx).and_then(|reader| write_json(lines, &reader, &mut console));
    ctx.console = console;
    printed
}

fn write_json(lines: &[&Line], reader: &Reader<'_>, console: &mut Console) -> Result<Vec<Failure>, Failure> {
    const TOGETHER: usize = 32;
    let groups: Vec<&[&Line]> = lines.chunks(TOGETHER).collect();
    let (mut failed, mut begun) = (Vec::new(), false);
    parallel::each(
        &groups,
        1,
        |group| reader.json(group),
        |(mut json, worse)| {
            failed.extend(worse);
            if !begun && let Some(first) = json.first_mut() {
                *first = b'[';
                begun = true;
            }
            console.say_plainly(&json)
        },
    )?;
    console.say_plainly(if begun { b"\n]\n" } else { b"[]\n" })?;
    Ok(failed)
}

type View = (DisputeView, Option<Arc<Policy>>);

/// The views of these lines. For a person they come with their policies, which have the words for roles.
fn views(lines: &[&Line], found: &Lines, ctx: &Context) -> Result<(Vec<View>, Vec<Failure>), Failure> {
    if lines.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let (views, failed) = found.reader(ctx)?.views(lines);
    let with_policy = |view: DisputeView| {
        let policy = || ctx.policies.for_words(&view.policy, &view.policy_version);
        let policy = ctx.console.shown.then(policy).transpose()?;
        Ok((view, policy))
    };
    Ok((views.into_iter().map(with_policy).collect::<Result<Vec<_>, Failure>>()?, failed))
}

impl Args {
    /// Which records have to be searched.
    pub fn among(&self) -> Which {
        if self.closed || self.all || self.kind != Kinds::Dispute { Which::All } else { Which::Open }
    }

    /// Whether a record may match, by what the index knows of it.
    fn may_keep(&self, known: &RecordFacts, (from, to): (Option<Date>, Option<Date>)) -> bool {
        let (kind, state) = match known.kind {
            Kind::Dispute => (self.kind != Kinds::Praise, self.all || known.closed_on.is_some() == self.closed),
            Kind::Praise => (self.kind != Kinds::Dispute, true),
        };
        kind && state
            && from.is_none_or(|from| known.raised_on >= from)
            && to.is_none_or(|to| known.raised_on <= to)
            && self.child.as_deref().is_none_or(|child| known.child == RecordFacts::child(child))
    }

    /// Whether a view matches.
    fn keeps(&self, view: &DisputeView) -> bool {
        let is = |wanted: &Option<String>, given: Option<&str>| is_wanted(given, wanted.as_deref());
        let praised = |who: &String| view.praise.iter().flat_map(|praise| &praise.r#for).any(|name| is_same(name, who));
        let waits = |who: &String| view.waiting_on.as_ref().is_some_and(|party| party.is(who)) || praised(who);
        self.filters.keep_view(view)
            && is(&self.child, view.child.as_deref())
            && is(&self.stage, view.stage.as_ref().map(StageId::as_str))
            && self.status.is_none_or(|status| view.status == status)
            && (view.overdue || !self.overdue)
            && self.responder.as_ref().is_none_or(waits)
    }

    /// The form of output that was asked for.
    fn form(&self) -> Result<Form, Failure> {
        let unknown = |fault: NoColumn| Failure::new(Code::Unknown, fault.to_string()).hinted(fault.hint());
        Ok(match (&self.columns, &self.format) {
            (Some(names), _) if names != "help" => Form::Columns(columns::chosen(names).map_err(unknown)?),
            (_, Some(line)) => Form::Lines(Template::of(line).map_err(unknown)?),
            _ => Form::Usual,
        })
    }

    /// What to sort by, and whether in reverse.
    fn order(&self) -> (&str, bool) {
        self.sort.strip_prefix('-').map_or((self.sort.as_str(), false), |order| (order, true))
    }

    /// Whether views have to be read because the index can't answer all filters.
    fn looks_into(&self) -> bool {
        self.is_narrowed() || !["due", RAISED, "id"].contains(&self.order().0)
    }

    /// Whether any filter is given but the kind, whether they are open, and when they were raised.
    fn is_narrowed(&self) -> bool {
        let one_of = [&self.child, &self.stage, &self.responder].into_iter().any(Option::is_some);
        one_of || self.status.is_some() || self.overdue || !self.filters.are_none()
    }

    /// The matching lines, in the order that was asked for.
    fn keep<'a>(&self, found: &'a Lines, failed: &mut Vec<Failure>, ctx: &Context) -> Result<Vec<&'a Line>, Failure> {
        if found.lines.is_empty() {
            return Ok(Vec::new());
        }
        let looks = self.looks_into();
        let reader = found.reader(ctx)?;
        let (order, reversed) = self.order();
        let column = columns::of_name(order).ok();
        let word = |view: DisputeView| match (order, column) {
            ("due" | RAISED | "id", _) | (_, None) => Vec::new(),
            ("stage", _) => vec![Some(view.policy), view.stage.map(Into::into)],
            (_, Some(column)) => vec![column.key(&view)],
        };
        let look = |line: &Line| reader.view(line).map(|view| self.keeps(&view).then(|| word(view)));
        let (looked_into, others): (Vec<&Line>, Vec<&Line>) =
            found.lines.iter().partition(|line| looks || !line.has_view());
        let mut kept: Vec<(&Line, Vec<Option<String>>)> = others.into_iter().map(|line| (line, Vec::new())).collect();
        for (line, words) in looked_into.iter().zip(parallel::map(&looked_into, parallel::READING, |line| look(line))) {
            match words {
                Ok(words) => kept.extend(words.map(|words| (*line, words))),
                Err(failure) => failed.push(failure),
            }
        }
        kept.sort_by_key(|(line, _)| line.id);
        // Rows without a date, or without the value to sort by, come last, in either direction.
        let either_way = |one: &Option<String>, other: &Option<String>| match (one, other) {
            (Some(one), Some(other)) if reversed => other.cmp(one),
            (one, other) => (one.is_none(), one).cmp(&(other.is_none(), other)),
        };
        match (order, reversed) {
            ("id", false) => {}
            ("id", true) => kept.reverse(),
            (RAISED, false) => kept.sort_by_key(|(line, _)| line.known.raised_on),
            (RAISED, true) => kept.sort_by_key(|(line, _)| Reverse(line.known.raised_on)),
            ("due", false) => kept.sort_by_key(|(line, _)| line.known.due.unwrap_or(Date::MAX)),
            ("due", true) => kept.sort_by_key(|(line, _)| Reverse(line.known.due)),
            _ => kept.sort_by(|(_, words), (_, others)| {
                let pairs = words.iter().zip(others).map(|(one, other)| either_way(one, other));
                pairs.fold(Ordering::Equal, Ordering::then)
            }),
        }
        kept.truncate(self.limit.map_or(usize::MAX, |limit| limit as usize));
        Ok(kept.into_iter().map(|(line, _)| line).collect())
    }

    /// What an empty list says: what it is a list of, and how to see more.
    fn nothing(&self) -> String {
        let closed = (!self.all && !self.closed).then_some("`--all` for closed ones");
        let praise = (self.kind == Kinds::Dispute).then_some("`--kind praise` for praise");
        let ways: Vec<&str> = [closed, praise].into_iter().flatten().collect();
        if self.is_narrowed() || [&self.from, &self.to, &self.period].into_iter().any(Option::is_some) {
            let ways: String = ways.iter().map(|way| format!(", or add {way}")).collect();
            let what = match self.kind {
                Kinds::Dispute => "dispute",
                Kinds::Praise => "praise",
                Kinds::All => "record",
            };
            return format!("no {what} matches all of these filters; leave one out{ways}");
        }
        let what = match self.kind {
            Kinds::Dispute if self.closed => "no dispute has ended",
            Kinds::Dispute if self.all => "there is no dispute; `iro raise` opens one",
            Kinds::Dispute => "no dispute is open; `iro raise` opens one",
            Kinds::Praise => "there is no praise; `iro praise` records some",
            Kinds::All => "there is no record",
        };
        let ways: String = ways.iter().map(|way| format!("; add {way}")).collect();
        format!("{what}{ways}")
    }

    fn print(&self, views: &[View], form: &Form, ctx: &mut Context) -> Result<(), Failure> {
        if self.csv {
            let shown = views.iter().map(|(view, _)| view);
            let text = match form {
                Form::Columns(chosen) => columns::chosen_as_csv(chosen, shown)?,
                Form::Usual | Form::Lines(_) => columns::as_csv(shown)?,
            };
            return ctx.console.say(text.trim_end());
        }
        if views.is_empty() {
            return Ok(());
        }
        let text = match form {
            Form::Usual => columns::usual(views, ctx.console.page()),
            Form::Columns(chosen) => columns::table(chosen, views, ctx.console.page()),
            Form::Lines(template) => views.iter().map(|(view, _)| template.fill(view)).collect::<Vec<_>>().join("\n"),
        };
        ctx.console.say(&text)
    }
}
