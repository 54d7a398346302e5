//! `iro export`: deadlines for a calendar, records for other programs, everything on one child.

mod calendar;
mod child;
mod encrypt;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::json;

use encrypt::Recipients;

use crate::cli::context::{Context, shown};
use crate::cli::error::{Code, Failure, LeftOut};
use crate::cli::names;
use crate::cli::options::workbook as workbook_file;
use crate::cli::output::{self, Output};
use crate::cli::question::{Choice, Kind, Question};
use crate::cli::reading::LoadedRecord;
use crate::domain::id::DisputeId;
use crate::render::view::{DisputeView, EventView};
use crate::render::{clean, columns, csv, records_workbook};
use crate::store::{Which, settings};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro export --ics deadlines.ics\n  \
iro export --ics mine.ics --iro \"Jo Bloggs\" --alarm \"1 working day\"\n  iro export --xlsx records.xlsx\n  \
iro export --jsonl > records.jsonl\n  iro export --csv --out records.csv\n  iro export --child C-1042 --out C-1042\n  \
iro export --child C-1042 --out C-1042 --encrypt-to age1...")]
#[command(group = clap::ArgGroup::new("what").args(["ics", "jsonl", "csv", "xlsx", "child"]))]
pub struct Args {
    /// Running clocks as a calendar file; `-` is standard output
    #[arg(long, value_name = "FILE")]
    ics: Option<Output>,
    /// In the calendar: only the disputes of this IRO
    #[arg(long, value_name = "NAME", requires = "ics", conflicts_with_all = NO_CALENDAR)]
    iro: Option<String>,
    /// In the calendar: an alarm this long before each deadline: `2 hours`, `1 working day`
    #[arg(long, value_name = "LIMIT", requires = "ics", conflicts_with_all = NO_CALENDAR)]
    alarm: Option<String>,
    /// In the calendar: also clocks that ended in the last 60 days, as cancelled
    #[arg(long, requires = "ics", conflicts_with_all = NO_CALENDAR)]
    all: bool,
    /// Every record with its events, one JSON document a line
    #[arg(long)]
    jsonl: bool,
    /// Every record in one table, with its main facts; `--xlsx` and `--jsonl` have all of them
    #[arg(long)]
    csv: bool,
    /// Every record as a workbook for a spreadsheet program: records, clocks, actions, duties, events
    #[arg(long, value_name = "FILE", value_parser = workbook_file)]
    xlsx: Option<PathBuf>,
    /// Everything held on this child, into the folder `--out`
    #[arg(long, value_name = "REF", requires = "out")]
    child: Option<String>,
    /// Write there: a file, `-` for standard output, or a new folder for a child
    #[arg(long, value_name = "FILE|DIR", conflicts_with_all = ["ics", "xlsx"])]
    out: Option<Output>,
    /// Encrypt it to this age recipient, `age1...`; may be repeated
    #[arg(long, value_name = "RECIPIENT")]
    encrypt_to: Vec<String>,
}

impl Args {
    /// Asks what to export, and where to.
    fn ask(&mut self, ctx: &mut Context) -> Result<(), Failure> {
        const WHAT: &str = "what to export";
        let choices = [
            ("ics", "Deadlines, for a calendar"),
            ("xlsx", "Every record with its clocks and events, as a workbook"),
            ("csv", "Every record, in one table"),
            ("jsonl", "Every record with its events, for another program"),
            ("child", "Everything on one child, into a new folder"),
        ];
        let choices = choices.map(|(word, meaning)| Choice::new(word, meaning)).to_vec();
        if !ctx.ask_once(&Question::inner(WHAT, "What is to be exported?", Kind::Choice(choices)))? {
            let hint = "give one of `--ics FILE`, `--xlsx FILE`, `--csv`, `--jsonl`, or `--child REF --out DIR`";
            return Err(Failure::usage("nothing says what to export").hinted(hint));
        }
        let what = ctx.answers.of(WHAT).unwrap_or_default().to_string();
        let out = self.out.take().map(|out| out.file().map_or("-".to_string(), |file| file.display().to_string()));
        let typed = |ctx: &mut Context, flag: &str, words: &str, usual: &str| {
            ctx.ask_line(flag, out.clone(), words, Some(usual)).map(OsString::from)
        };
        let file =
            |ctx: &mut Context, flag: &str, words: &str, usual: &str| typed(ctx, flag, words, usual).map(Output::from);
        match what.as_str() {
            "ics" => self.ics = Some(file(ctx, "--ics", "Into which file?", "deadlines.ics")?),
            "xlsx" => {
                let typed = typed(ctx, "--xlsx", "Into which file?", "records.xlsx")?;
                self.xlsx = Some(workbook_file(&typed.to_string_lossy()).map_err(Failure::usage)?);
            }
            "csv" => self.out = Some(file(ctx, "--out", "Into which file?", "records.csv")?),
            "jsonl" => self.out = Some(file(ctx, "--out", "Into which file?", "records.jsonl")?),
            _ => {
                let child = ctx.ask_line("--child", None, "What is the case reference for the child?", None)?;
                self.out = Some(file(ctx, "--out", "Into which new folder?", &child)?);
                self.child = Some(child);
            }
        }
        self.csv = what == "csv";
        self.jsonl = what == "jsonl";
        Ok(())
    }
}

/// Kinds of export that the options for calendars don't apply to.
const NO_CALENDAR: [&str; 4] = ["jsonl", "csv", "xlsx", "child"];

/// A record as other programs get it: its view, and all its events.
#[derive(Serialize)]
struct Whole {
    #[serde(flatten)]
    view: DisputeView,
    log: Vec<EventView>,
}

/// What is exported.
enum What<'a> {
    Calendar(&'a Output),
    Workbook(&'a Path),
    /// Everything on one child, into a new folder.
    Child(&'a str, &'a Path),
    /// Every record, as CSV or as lines of JSON.
    Records {
        csv: bool,
        out: Option<&'a Path>,
    },
}

impl Args {
    fn what(&self) -> Result<What<'_>, Failure> {
        let out = self.out.as_ref().and_then(Output::file);
        Ok(match (&self.ics, &self.xlsx, &self.child) {
            (Some(out), ..) => What::Calendar(out),
            (_, Some(file), _) => What::Workbook(file),
            (.., Some(child)) if child.trim().is_empty() => return Err(Failure::missing("--child")),
            (.., Some(child)) => {
                let no_folder = "what is held on a child goes into a new folder";
                What::Child(child, out.ok_or_else(|| Failure::usage(no_folder).hinted("name it with `--out DIR`"))?)
            }
            (None, None, None) => What::Records { csv: self.csv, out },
        })
    }
}

impl What<'_> {
    /// The file or the folder it goes into; `None` if it goes to standard output.
    fn file(&self) -> Option<&Path> {
        match self {
            What::Calendar(out) => out.file(),
            What::Workbook(file) | What::Child(_, file) => Some(file),
            What::Records { out, .. } => *out,
        }
    }

    /// The flag of what goes to standard output.
    fn form(&self) -> &'static str {
        match self {
            What::Calendar(_) => "--ics -",
            What::Records { csv: true, .. } => "--csv",
            What::Workbook(_) | What::Child(..) | What::Records { .. } => "--jsonl",
        }
    }
}

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    if args.ics.is_none() && !args.jsonl && !args.csv && args.xlsx.is_none() && args.child.is_none() {
        args.ask(ctx)?;
    }
    let what = args.what()?;
    let file = what.file();
    if file.is_none() && ctx.console.json {
        let message = format!("`--json` and `{}` ask for two forms", what.form());
        return Err(Failure::usage(message).hinted("leave one of them out"));
    }
    let recipients = Recipients::read(&args.encrypt_to)?;
    if recipients.is_some() && file.is_none() {
        return Err(Failure::usage("what is encrypted goes into a file").hinted("name it with `--out FILE`"));
    }
    if file.is_some() {
        ctx.refuse_without_a_store()?;
    }
    ctx.warn_of_no_store();
    let (loaded, mut failed) = ctx.load_all(Which::All)?;
    ctx.add_losses(&mut failed);
    let (recipients, lacks) = (recipients.as_ref(), LeftOut::each(&failed));
    match what {
        What::Workbook(file) => write_out(file, &book(&loaded, &lacks, ctx)?, recipients, ctx)?,
        What::Calendar(out) => {
            let wanted = calendar::Wanted::of(args.iro.as_deref(), args.alarm.as_deref(), args.all)?;
            let text = calendar::write(&loaded, &wanted, ctx)?;
            if !loaded.iter().any(|one| one.dispute().is_some_and(|dispute| wanted.is_of(dispute))) {
                names::check_iro_and_team(args.iro.as_deref(), None, Which::All, ctx)?;
                if let Some((iro, file)) = args.iro.as_deref().zip(out.file().filter(|file| file.exists())) {
                    let message = format!("{} was left as it was: there is nothing of `{iro}`", shown(file));
                    return Err(Failure::new(Code::Unknown, message).hinted("remove it first if it has to be empty"));
                }
            }
            // The text already has the line ends of the standard; the last one is added when printing.
            let text = text.trim_end_matches('\n');
            match out {
                Output::Standard => ctx.console.say(text)?,
                Output::File(file) => write_out(file, format!("{text}\n").as_bytes(), recipients, ctx)?,
            }
        }
        What::Child(child, out) => {
            if let Err(failure) = child::write(child, out, (&loaded, &failed), recipients, ctx) {
                // The child's record may be one of those that can't be read.
                let unsure = failure.code == Code::Unknown;
                return ctx.report_failures(failed.into_iter().filter(|_| unsure).chain([failure]).collect());
            }
        }
        What::Records { csv, out } => {
            let text = if csv { rows(&loaded, &lacks, ctx)? } else { lines(&loaded, &lacks, ctx)? };
            match out {
                Some(file) if csv => write_out(file, &csv::file(&text), recipients, ctx)?,
                Some(file) => write_out(file, format!("{text}\n").as_bytes(), recipients, ctx)?,
                None if text.is_empty() => ctx.console.note("no record to write"),
                None => ctx.console.say(&text)?,
            }
        }
    }
    ctx.report_failures(failed)
}

fn write_out(file: &Path, bytes: &[u8], recipients: Option<&Recipients>, ctx: &mut Context) -> Result<(), Failure> {
    let Some(recipients) = recipients else { return output::write(file, bytes, ctx) };
    ctx.warn_of_lying_in_the_store(file);
    settings::write(file, &recipients.seal(bytes)?)?;
    ctx.console.note(&format!("written to {}, encrypted", shown(file)));
    Ok(())
}

fn whole(one: &LoadedRecord, ctx: &Context) -> Result<Whole, Failure> {
    let view = DisputeView::of_case(&one.case, ctx.now(), ctx.calendar()?)?;
    let entries = one.stored.record.entries_for_log();
    let (_, struck) = crate::domain::dispute::with_corrections(&entries)?;
    Ok(Whole { view, log: EventView::log(&entries, &struck, one.dispute()) })
}

fn lines(loaded: &[LoadedRecord], lacks: &[Option<DisputeId>], ctx: &mut Context) -> Result<String, Failure> {
    let mut lines = Vec::with_capacity(loaded.len());
    for (done, one) in loaded.iter().enumerate() {
        ctx.console.progress("writing records", done, loaded.len());
        let line = serde_json::to_string(&whole(one, ctx)?);
        let line = line.map(|line| clean::json(&line));
        lines.push(line.map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?);
    }
    ctx.console.progress_ends();
    lines.extend(lacks.iter().map(|id| json!({"id": id, "kind": columns::unreadable::KIND}).to_string()));
    Ok(lines.join("\n"))
}

fn rows(loaded: &[LoadedRecord], lacks: &[Option<DisputeId>], ctx: &Context) -> Result<String, Failure> {
    let mut views = Vec::with_capacity(loaded.len());
    for one in loaded {
        views.push(DisputeView::of_case(&one.case, ctx.now(), ctx.calendar()?)?);
    }
    Ok(format!("{}{}", columns::as_csv(views.iter())?, columns::unreadable::as_csv(lacks)?).trim_end().to_string())
}

fn book(loaded: &[LoadedRecord], lacks: &[Option<DisputeId>], ctx: &Context) -> Result<Vec<u8>, Failure> {
    let records = loaded.iter().map(|one| whole(one, ctx)).collect::<Result<Vec<Whole>, Failure>>()?;
    let pairs: Vec<_> = records.iter().map(|one| (&one.view, one.log.as_slice())).collect();
    Ok(records_workbook::export(&pairs, lacks, ctx.now().date())?)
}
