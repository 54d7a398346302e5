//! `iro report`: the figures of a year or another period, and the records behind them.

mod explain;

use std::path::Path;
use std::sync::Arc;

use crate::cli::context::Context;
use crate::cli::error::{Code, Failure, LeftOut};
use crate::cli::names;
use crate::cli::options::filters::Filters;
use crate::cli::options::{self, days};
use crate::cli::output::{self, Output};
use crate::cli::reading::{Lines, Wanted};
use crate::domain::policy::Policy;
use crate::domain::summary::standards::{Checklist, protocols};
use crate::domain::summary::{
    Dimension, Divided, Figure, Groups, History, Naming, Period, Removed, Scope, figures, unify_spellings,
};
use crate::domain::worded::Worded;
use crate::render::csv as render_csv;
use crate::render::report::{
    FigureView, Report, Splits, StandardView, StandardsView, Witness, csv, hide_small, html, md, table, xlsx,
};
use crate::render::{clean, words};
use crate::store::LedgerEnd;
use crate::store::memo::RecordFacts;
use crate::store::{Tombstone, Which, yaml};
use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// The national standards that figures are compared with.
const STANDARDS: &str = include_str!("../../../policies/standards/national.yaml");

#[derive(Debug, clap::Args)]
#[command(
    next_line_help = true,
    after_help = "Examples:\n  iro report\n  iro report --from 2025-04-01 --to 2026-03-31 --format html --out report.html\n  \
iro report --format xlsx --out report.xlsx\n  iro report --by team --format csv --out teams.csv\n  iro report --period \"last quarter\" --by-role cp-chair\n  \
iro report --public --period 2025/26 --format html --out published.html\n  iro report --explain answers-none"
)]
pub struct Args {
    /// The first day; without `--to`, up to the end of its financial year
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The last day; without `--from`, from the beginning of its financial year
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Both at once: `last month`, `March 2026`, `this quarter`, `2026-Q3`, `Q3 2026/27`, `2026`, `2026/27`, `last financial year`
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["from", "to"])]
    period: Option<String>,
    /// Compare with what came just before, or with the same days of the year before
    #[arg(long, value_enum)]
    against: Option<Against>,
    #[command(flatten)]
    filters: Filters,
    /// Split every figure by this
    #[arg(long, value_parser = dimension(), value_name = "stage|category|group|team|role|subject|iro|policy|month|quarter|case-type|by-role")]
    by: Option<Dimension>,
    /// In which form [default: that of the name of the file, else table]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to this file; `-` is standard output [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<Output>,
    /// List the records behind one figure, or behind one group of it
    #[arg(long, value_name = "FIGURE[:GROUP]", conflicts_with_all = ["format", "suppress_small"])]
    explain: Option<String>,
    /// Hide small counts, and what would give them away
    #[arg(long)]
    suppress_small: bool,
    /// To be published: no free text but the names of teams, and small counts hidden as with `--suppress-small`
    #[arg(long, conflicts_with = "explain")]
    public: bool,
    /// How many children there are, for a rate per 100
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    per_100: Option<u32>,
    /// Set the figures beside the national standards
    #[arg(long)]
    standards: bool,
    /// Say what the words mean
    #[arg(long, conflicts_with = "json")]
    glossary: bool,
}

/// What a period is compared with, where the usual is not meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Against {
    Before,
    LastYear,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Md,
    Csv,
    Json,
    Html,
    Xlsx,
}

/// Reads what figures are split by, one of a closed list.
fn dimension() -> impl TypedValueParser<Value = Dimension> {
    PossibleValuesParser::new(Dimension::WORDS).try_map(|word| Dimension::named(&word).ok_or("it is not in the list"))
}

/// The figures of the period, and of the one it is compared with.
struct Found {
    period: Period,
    before: Period,
    histories: Vec<History>,
    histories_before: Vec<History>,
    naming: Naming,
    records_in_store: usize,
    removed: Vec<Removed>,
    figures: Vec<Figure>,
    earlier: Vec<Figure>,
    reference: Option<Arc<Policy>>,
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    if args.glossary {
        let text = table::glossary(ctx.console.width);
        return ctx.console.say_long(&text);
    }
    if ctx.console.json && args.format.is_some_and(|format| format != Format::Json) {
        return Err(Failure::usage("`--json` and `--format` ask for two forms").hinted("leave one of them out"));
    }
    let file = args.out.as_ref().and_then(Output::file).map(Path::to_path_buf);
    args.filters = args.filters.resolved(ctx)?;
    if args.public {
        refuse_names(&args, ctx)?;
    }
    let (found, mut failed) = find(&args, ctx)?;
    let ledger = ctx.add_losses(&mut failed);
    if file.is_some() {
        ctx.refuse_without_a_store()?;
    }
    ctx.warn_of_no_store();
    if let Some(figure) = &args.explain {
        explain::explain(figure, &args, &found, ctx)?;
        return ctx.report_failures(failed);
    }
    let report = report(&args, &found, (LeftOut::count(&failed), ledger), ctx)?;
    if args.public {
        warn_of_teams(&report, ctx);
    }
    let usual = if ctx.console.json { Format::Json } else { Format::Table };
    let format = options::form_of_file(args.format, file.as_deref(), usual);
    if format == Format::Xlsx {
        let Some(file) = &file else {
            return Err(Failure::usage("a workbook goes into a file").hinted("name it with `--out FILE`"));
        };
        let bytes = xlsx::render(&report)?;
        output::write(file, &bytes, ctx)?;
        return ctx.report_failures(failed);
    }
    let text = match format {
        Format::Table => {
            let width = if file.is_some() { 100 } else { ctx.console.width };
            table::render(&report, width)
        }
        Format::Md => md::render(&report),
        Format::Csv => csv::render(&report)?.trim_end().to_string(),
        Format::Html => html::render(&report),
        Format::Json | Format::Xlsx => serde_json::to_string_pretty(&report.json())
            .map(|text| clean::json(&text))
            .map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?,
    };
    match &file {
        Some(file) if format == Format::Csv => output::write(file, &render_csv::file(&text), ctx)?,
        Some(file) => output::write_text(file, &text, ctx)?,
        None => ctx.console.say_long(&text)?,
    }
    ctx.report_failures(failed)
}

/// Refuses options that would bring a name into a report for the public.
fn refuse_names(args: &Args, ctx: &Context) -> Result<(), Failure> {
    let refused = |flag: String, how: &str| {
        let message = format!("what is published has no names in it, and `{flag}` {how}");
        Err(Failure::usage(message).hinted(format!("leave out `{flag}`, or `--public`")))
    };
    if let Some(by) = args.by.filter(|by| by.is_typed()) {
        return refused(format!("--by {}", by.word()), "lists what was typed");
    }
    if let Some(iro) = &args.filters.iro {
        return refused(format!("--iro {iro}"), "puts one at its head");
    }
    // Whatever isn't a role may be a person.
    match &args.filters.by_role {
        Some(typed) if !names::roles(ctx)?.contains(typed) => {
            let hint = words::choose(&names::roles(ctx)?);
            Err(Failure::new(Code::Unknown, format!("there is no role `{typed}`")).hinted(hint))
        }
        Some(_) | None => Ok(()),
    }
}

/// Warns of the names of teams in a report for the public: they were typed, and one may be a person's.
fn warn_of_teams(report: &Report, ctx: &mut Context) {
    let mut teams = report.teams();
    if !teams.is_empty() {
        teams.iter_mut().for_each(|team| *team = format!("`{}`", clean::line(team)));
        let teams = words::list(&teams, "and");
        ctx.console.warn(&format!("published with the names of teams as they were typed: {teams}; is one a person's?"));
    }
}

/// The figures, and what couldn't be read for them.
fn find(args: &Args, ctx: &mut Context) -> Result<(Found, Vec<Failure>), Failure> {
    let today = ctx.now().date();
    let usual = Period::financial_year(today);
    let period = match days(args.from.as_ref(), args.to.as_ref(), args.period.as_ref(), ctx.now())? {
        (None, None) => usual,
        (Some(from), None) => Period { from, to: Period::financial_year(from).to },
        (None, Some(to)) => Period { from: Period::financial_year(to).from, to },
        (Some(from), Some(to)) => Period { from, to },
    };
    if period.from > today {
        return Err(Failure::usage("the period begins after today").hinted("give an earlier day with `--from`"));
    }
    let now = period.until(today);
    let before = match args.against {
        None => period.before(today),
        Some(Against::Before) => now.just_before(),
        Some(Against::LastYear) => period.a_year_earlier(today),
    };
    let listed = ctx.policies.list()?.policies.into_iter().map(|one| one.id).collect::<Vec<_>>();
    let reference =
        listed.iter().filter_map(|id| ctx.policies.latest(id, today).ok()).find(|policy| is_reference(policy));
    // Only records that overlap the periods matter: neither those that were over before both, nor those raised after
    // both. The day of raising is the corrected one.
    let matters =
        |known: &RecordFacts| known.over_on.is_none_or(|last| before.from <= last) && known.raised_on <= now.to;
    let wanted = Wanted { lines: |_: &RecordFacts| false, records: matters };
    let calendar = ctx.calendar()?.clone();
    let (Lines { loaded: records_in_store, failed, .. }, both) = ctx.survey(Which::All.into(), wanted, |loaded| {
        let until = |day| {
            let history = History::until(&loaded.stored.record, loaded.case.policy(), day, &calendar)?;
            let history = history.filter(|history| args.filters.keep_case(&history.case));
            Ok::<_, Failure>(history.map(|history| history.known_by_now(day, &loaded.case)))
        };
        Ok((until(now.to)?, until(before.to)?))
    })?;
    let (histories, earlier): (Vec<_>, Vec<_>) = both.into_iter().unzip();
    let [mut histories, mut earlier] =
        [histories, earlier].map(|all| all.into_iter().flatten().collect::<Vec<History>>());
    unify_spellings(histories.iter_mut().chain(&mut earlier).collect());
    if histories.is_empty() && earlier.is_empty() && !args.filters.are_none() {
        names::check_filters(&None, &args.filters.category, &args.filters.policy, ctx)?;
        names::check_iro_and_team(args.filters.iro.as_deref(), args.filters.team.as_deref(), Which::All, ctx)?;
    }
    // A purged record has no facts to filter by.
    let removed = match args.filters.are_none() {
        true => ctx.store.removed()?.iter().map(removed).collect(),
        false => Vec::new(),
    };
    let naming = Naming::of(histories.iter().chain(&earlier));
    let scope = |period, histories| Scope {
        period,
        now: ctx.now(),
        histories,
        naming: &naming,
        calendar: &calendar,
        reference: reference.as_deref(),
        children: args.per_100,
        removed: &removed,
    };
    let counted = figures(&scope(now, &histories))?;
    let figures_before = figures(&scope(before, &earlier))?;
    let found = Found {
        period,
        before,
        histories,
        histories_before: earlier,
        naming,
        records_in_store,
        removed,
        figures: counted,
        earlier: figures_before,
        reference,
    };
    Ok((found, failed))
}

fn removed(tombstone: &Tombstone) -> Removed {
    Removed { id: tombstone.id, raised_on: tombstone.raised_on, ended_on: tombstone.ended_on }
}

/// The ids of all figures, with their titles.
///
/// # Errors
/// A calendar file of the store is wrong.
pub fn figure_names(ctx: &Context) -> Result<Vec<(String, String)>, Failure> {
    let period = Period::financial_year(ctx.now().date());
    let naming = Naming::default();
    let scope = Scope {
        period,
        now: ctx.now(),
        histories: &[],
        naming: &naming,
        calendar: ctx.calendar()?,
        reference: None,
        children: None,
        removed: &[],
    };
    Ok(figures(&scope)?.into_iter().map(|figure| (figure.id.to_string(), figure.label)).collect())
}

/// Whether the categories of other protocols refer to this one's: each of its own is its own national counterpart.
fn is_reference(policy: &Policy) -> bool {
    !policy.categories.is_empty() && policy.categories.iter().all(|one| one.national == [one.id.clone()])
}

fn report(
    args: &Args,
    found: &Found,
    (unreadable, ledger): (usize, LedgerEnd),
    ctx: &Context,
) -> Result<Report, Failure> {
    let by = args.by;
    let of = |histories| Splits::new(by, histories, &found.naming, found.reference.as_deref());
    let splits = of(&found.histories);
    let splits_before = of(&found.histories_before).beside(found.before, found.period);
    // A table that divides records by one property is left out if everything is split by another.
    let kept = found.figures.iter().filter(|figure| by.is_none() || figure.groups != Groups::Divide(Divided::Raised));
    let kept: Vec<Figure> = kept.filter(|figure| !args.public || !figure.typed).cloned().collect();
    let before = |figure: &Figure| found.earlier.iter().find(|one| one.id == figure.id);
    let mut views: Vec<FigureView> =
        kept.iter().map(|figure| FigureView::of(figure, before(figure), &splits, &splits_before)).collect();
    if args.public {
        views.iter_mut().for_each(|view| view.remarks.clear());
    }
    if args.suppress_small || args.public {
        hide_small(&mut views, &kept, &found.earlier, &splits, &splits_before);
    }
    if by.is_none() {
        let now = found.period.until(ctx.now().date());
        views = views.into_iter().map(|view| view.with_every_month(now)).collect();
    }
    if let Some(months) = found.period.months_after(&found.before) {
        views = views.into_iter().map(|view| view.saying_what_is_beside(months)).collect();
    }
    let praise_lacks = args.filters.praise_lacks();
    if praise_lacks.is_some() {
        views = views.into_iter().map(FigureView::unless_praise).collect();
    }
    // The rows are of what was raised then, whenever it happened.
    if by.is_some_and(Dimension::is_of_the_day_raised) {
        views.iter_mut().flat_map(|view| &mut view.by).for_each(|part| {
            part.group.label = format!("raised {}", part.group.label);
        });
    }
    let within = |day| found.period.holds(day) || found.before.holds(day);
    let belongs = |one: &Removed| within(one.raised_on) || within(one.ended_on);
    let standards = args.standards.then(|| checklist(&views, &found.histories)).transpose()?;
    Ok(Report {
        period: found.period,
        until: found.period.until(ctx.now().date()).to,
        before: found.before,
        by,
        only: args.filters.in_words(),
        praise_lacks,
        records: found.histories.len(),
        records_in_store: found.records_in_store,
        removed: found.removed.iter().filter(|one| belongs(one)).count(),
        unreadable,
        hides_small: args.suppress_small || args.public,
        public: args.public,
        figures: views,
        standards,
        made_on: ctx.now().date(),
        witness: ledger.head.map(|head| Witness { lines: ledger.lines, head }),
    })
}

fn checklist(views: &[FigureView], histories: &[History]) -> Result<StandardsView, Failure> {
    let broken =
        |fault: String| Failure::new(Code::Failed, format!("the checklist of standards can't be read: {fault}"));
    let node = yaml::parse(STANDARDS).map_err(|fault| broken(fault.message))?;
    let list: Checklist = serde_json::from_value(node.to_value()).map_err(|fault| broken(fault.to_string()))?;
    let standards = list.standards.into_iter().map(|standard| {
        let figures = standard.shows.iter().filter_map(|id| views.iter().find(|view| view.id == id));
        let mut evidence: Vec<String> = standard.protocols.iter().flat_map(|look| protocols(histories, look)).collect();
        evidence.extend(figures.map(|view| format!("{}: {}", view.label, view.words())));
        StandardView { text: standard.text, source: standard.source, evidence, asks: standard.asks }
    });
    Ok(StandardsView { title: list.title, source: list.source, standards: standards.collect() })
}
