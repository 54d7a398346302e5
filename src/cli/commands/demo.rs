//! `iro demo`: makes an example store to look around in. Its stories are a script of commands, which run through the
//! same code as a user's own, so that no rule is bypassed.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::cli::config::Config;
use crate::cli::context::viewpoint::Viewpoint;
use crate::cli::context::{Context, shown};
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::domain::calendar::Counting;
use crate::domain::id::DisputeId;
use crate::domain::limit::{Direction, Limit, Unit};
use crate::domain::time::{Date, Moment, parse_when};
use crate::render::words;
use crate::store::settings::StagedStore;
use crate::store::{StoreError, Which};

/// The script of the stories. The comment at its beginning explains how they are written.
const STORIES: &str = include_str!("../../../examples/demo.txt");

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro demo --dir iro-demo\n  iro --data-dir iro-demo due")]
pub struct Args {
    /// Where to make it
    #[arg(long, value_name = "DIR", default_value = "iro-demo")]
    dir: PathBuf,
    /// Say what would be made, and make nothing
    #[arg(long)]
    dry_run: bool,
}

/// A command of a story.
struct Step<'a> {
    line: usize,
    story: usize,
    /// Whether it is the first command of its story, whose record gives the story its id.
    opens: bool,
    at: Moment,
    command: &'a str,
}

/// Runs one command line.
type RunWords = dyn Fn(&[OsString], &mut Context) -> Result<(), Failure>;

pub fn run(args: Args, run_words: &RunWords, ctx: &mut Context) -> Result<(), Failure> {
    let folder = shown(&args.dir);
    let taken = |wrong: StoreError| if wrong.already_exists() { in_use(&folder) } else { wrong.into() };
    let elsewhere = StagedStore::of(&args.dir).map_err(taken)?;
    let mut there = ctx.for_store(elsewhere.path())?;
    let steps = steps(&there)?;
    let mut ids: Vec<Vec<DisputeId>> = vec![Vec::new(); steps.iter().map(|step| step.story + 1).max().unwrap_or(0)];
    if args.dry_run {
        if ctx.console.json {
            return print::json(ctx, &serde_json::json!({"data_dir": folder, "dry_run": true}));
        }
        ctx.console.note_dry_run();
        return ctx.console.say(&format!("Make the example store in {folder}."));
    }
    for (done, step) in steps.iter().enumerate() {
        ctx.console.progress("making the example store", done, steps.len());
        tell(step, &mut ids, run_words, &mut there)
            .map_err(|fault| Failure { message: format!("story line {}: {}", step.line, fault.message), ..fault })?;
    }
    ctx.console.progress_ends();
    let user = ctx.user.known_name();
    Config::change(there.store.as_ref(), |before| Config { user: user.clone(), ..before })?;
    let (open, all) = (there.store.ids(Which::Open)?.len(), there.store.ids(Which::All)?.len());
    elsewhere.move_into_place().map_err(taken)?;
    ctx.console.recorded(format!("the example store in `{folder}`"));
    if ctx.console.json {
        return print::json(ctx, &serde_json::json!({"data_dir": folder, "records": all, "open": open}));
    }
    let place = if folder == "." { "this folder" } else { &folder };
    ctx.console.say(&format!("Made {} in {place}, {open} of them open.", words::count(all, "record")))?;
    let next = ["due", "list", "supervision", "report"].map(|command| format!("  iro --data-dir {folder} {command}"));
    ctx.console.note(&format!("look around:\n{}", next.join("\n")));
    Ok(())
}

fn in_use(folder: &str) -> Failure {
    Failure::new(Code::Refused, format!("`{folder}` is not empty"))
        .hinted(format!("`iro --data-dir {folder} list` looks at it; `--dir` names a new one"))
}

/// All commands of all stories, in the order of time.
fn steps(ctx: &Context) -> Result<Vec<Step<'static>>, Failure> {
    let mut steps = Vec::new();
    let (mut story, mut place) = (0, 0_i64);
    for (index, line) in STORIES.lines().enumerate() {
        let (when, command) = match line.split_once(' ') {
            None if line.is_empty() => {
                (story, place) = if place > 0 { (story + 1, 0) } else { (story, 0) };
                continue;
            }
            Some((when, command)) if !line.starts_with('#') => (when, command),
            _ => continue,
        };
        let (days, time) = match when.split_once('T') {
            Some((days, time)) => (days, time.to_string()),
            None => (when, format!("{:02}:{:02}", 10 + place / 3, place % 3 * 20)),
        };
        let date = day(ctx, ctx.now().date(), days)?;
        let at = parse_when(&format!("{date}T{time}"), ctx.now())?;
        steps.push(Step { line: index + 1, story, opens: place == 0, at, command });
        place += 1;
    }
    steps.sort_by_key(|step| (step.at.instant_or_end(), step.line));
    Ok(steps)
}

/// Runs a command in the example store, on the day of the step.
fn tell(step: &Step<'_>, ids: &mut [Vec<DisputeId>], run_words: &RunWords, there: &mut Context) -> Result<(), Failure> {
    there.time = Viewpoint::in_story(step.at);
    let known = |place: usize| ids[step.story].get(place).map(ToString::to_string).unwrap_or_default();
    let mut words = vec!["iro".to_string()];
    for word in split(step.command)? {
        words.push(match word.as_str() {
            "ID" => known(0),
            "SIBLING" => known(1),
            word => with_days(there, step.at.date(), word)?,
        });
    }
    there.user.name = whose(step.story).unwrap_or_else(|| there.user.name.clone());
    let before = if step.opens { there.store.ids(Which::All)? } else { Vec::new() };
    let words: Vec<OsString> = words.into_iter().map(OsString::from).collect();
    run_words(&words, there)?;
    if step.opens {
        ids[step.story] = there.store.ids(Which::All)?.into_iter().filter(|id| !before.contains(id)).collect();
    }
    Ok(())
}

/// The user in a story: the IRO named in one of its commands.
fn whose(story: usize) -> Option<String> {
    let mut stories = STORIES.split("\n\n").filter(|text| text.lines().any(|line| line.starts_with('-')));
    let words = stories.nth(story).map(shell_words::split)?.ok()?;
    words.iter().position(|word| word == "--iro").and_then(|at| words.get(at + 1)).cloned()
}

/// The words of a command; they can be in double quotes.
fn split(command: &str) -> Result<Vec<String>, Failure> {
    let unclosed = |_| Failure::new(Code::Failed, format!("`{command}` has a quotation mark without its other half"));
    shell_words::split(command).map_err(unclosed)
}

/// A word in which `{+5}` is replaced by the date of the fifth working day from a date.
fn with_days(ctx: &Context, from: Date, word: &str) -> Result<String, Failure> {
    match word.split_once('{').and_then(|(head, rest)| Some((head, rest.split_once('}')?))) {
        Some((head, (days, tail))) => Ok(format!("{head}{}{tail}", day(ctx, from, days)?)),
        None => Ok(word.to_string()),
    }
}

/// The date so many working days after a date, or before it with `-`.
fn day(ctx: &Context, from: Date, days: &str) -> Result<Date, Failure> {
    let wrong = || Failure::new(Code::Failed, format!("`{days}` isn't a number of days"));
    let count: i32 = days.parse().map_err(|_| wrong())?;
    let direction = if count < 0 { Direction::Before } else { Direction::After };
    let limit = Limit { direction, ..Limit::new(count.unsigned_abs(), Unit::WorkingDays) };
    match count {
        0 => Ok(from),
        _ => Ok(ctx.calendar()?.due(Moment::on(from), &limit, &Counting::default())?.date),
    }
}
