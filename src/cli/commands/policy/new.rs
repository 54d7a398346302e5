//! `iro policy new`: makes a first version of a policy file, from questions about the document or from flags.

mod beside;
mod choices;
mod counting;
mod flow;
mod judging;
mod kept;
mod named;
mod parts;
mod ways;

use std::io;
use std::path::Path;

use flow::{Flow, Kind, Question};
use kept::SavedAnswers;
pub(super) use parts::id;

use crate::cli::console::person::{Person, anything};
use crate::cli::context::{Context, shown};
use crate::cli::error::{Code, Failure};
use crate::cli::gone_back::is_gone_back;
use crate::cli::options::{word, yes_or_no};
use crate::cli::output::Output;
use crate::cli::print;
use crate::domain::limit::DaysMean;
use crate::domain::policy::CaseType;
use crate::domain::text::clean_text;
use crate::domain::time::{Date, describe};
use crate::store::policies::kept::POLICIES;
use crate::store::policy_file::{self, Draft, DraftWay, SCHEMA_FILE};
use crate::store::settings;

/// Write a policy file to begin with
///
/// At a terminal it goes through your document question by question; in a script each answer is a flag. Whatever you
/// leave out becomes a question in the file, as a comment. The file has no fault and goes into the store's own
/// `policies/`. If you stop with Ctrl-C, it carries on from there next time.
#[derive(Debug, clap::Args)]
#[command(
    next_line_help = true,
    after_help = "Examples:\n  iro policy new anytown\n  iro policy new anytown --stage \"Stage 1 | Team Manager | 5 working days\"\n  iro policy new anytown --stage \"One | Director | 5 days | aim\" --days calendar"
)]
pub struct Args {
    /// The name used in commands: small letters, figures and hyphens
    id: Option<String>,
    /// Where to write it; `-` is standard output [default: the store's own `policies/`]
    #[arg(long, value_name = "FILE")]
    out: Option<Output>,
    /// Write the schema beside it, by which editors complete and check what is typed
    #[arg(long)]
    schema: bool,
    /// Its name for people
    #[arg(long, value_name = "T")]
    title: Option<String>,
    /// Whose protocol it is
    #[arg(long, value_name = "NAME")]
    authority: Option<String>,
    /// The title of the document that the rules come from
    #[arg(long, value_name = "T")]
    document: Option<String>,
    /// One word for this version [default: year and month of its first day]
    #[arg(long, value_name = "V")]
    edition: Option<String>,
    /// The first day it is in force [default: today]
    #[arg(long, value_name = "DATE")]
    effective_on: Option<String>,
    /// What a dispute is called
    #[arg(long, value_name = "WORD")]
    dispute: Option<String>,
    /// Where the child's file is kept
    #[arg(long, value_name = "NAME")]
    record_system: Option<String>,
    /// Whose cases it is for; may be repeated [default: looked-after]
    #[arg(long, value_parser = word::<CaseType>, value_name = "looked-after|child-protection|child-in-need|care-leaver|child|fostering-household|adult|theme")]
    covers: Vec<CaseType>,
    /// Who may raise a dispute, by title; may be repeated [default: Independent Reviewing Officer]
    #[arg(long, value_name = "TITLE")]
    raiser: Vec<String>,
    /// Conference chairs may raise, too
    #[arg(long)]
    chairs: bool,
    /// An informal stage: title, who answers, by when (a time, `agreed` or `none`), whether that is an `aim` or a `duty`;
    /// may be repeated
    #[arg(long, value_name = "TITLE | WHO | LIMIT")]
    informal: Vec<String>,
    /// A formal stage, the lowest first; WHO may be `A or B`, `A and B`, or `A, then B`; may be repeated
    #[arg(long, value_name = "TITLE | WHO | LIMIT")]
    stage: Vec<String>,
    /// What a bare `5 days` means [default: working, marked as a question]
    #[arg(long, value_name = "working|calendar", value_parser = parts::days)]
    days: Option<DaysMean>,
    /// The time for all stages together, or `none`
    #[arg(long, value_name = "LIMIT")]
    total: Option<String>,
    /// Whether stages may be left out without a reason
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no)]
    bypass: Option<bool>,
    /// Whether Cafcass is a last resort, after all stages
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no)]
    last_resort: Option<bool>,
    /// A kind of concern that the document lists; may be repeated
    #[arg(long, value_name = "TEXT")]
    category: Vec<String>,
    /// Whether to put in the two reminders that the guidance asks of every protocol [default: yes]
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no)]
    reminders: Option<bool>,
    /// Show the draft, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let today = ctx.now().date();
    let mut kept = SavedAnswers::default();
    if ctx.console.has_person() {
        ctx.console.note("Ctrl-C stops, and your answers are kept; Esc, or `<` and Enter, goes back one question.");
        let folder = ctx.data.dir.join(POLICIES);
        let person = ctx.console.person().ok_or_else(|| Failure::missing("ID"))?;
        args.ask(person, today, &mut kept, &folder)?;
    }
    let draft = Flow::through(&args, &kept.answers, false, today)?.draft;
    let text = draft.text();
    let reading = policy_file::read(&format!("{}.yaml", draft.id), &text);
    if let (None, Some(fault)) = (&reading.policy, reading.faults.first()) {
        return Err(Failure::usage(format!("that makes no policy: {}", fault.message))
            .hinted(fault.hint.clone().unwrap_or_else(|| "give another answer".into())));
    }
    point_out_taken(&draft, ctx)?;
    if args.dry_run {
        ctx.console.note_dry_run();
        return print_draft(&text, ctx);
    }
    let path = match &args.out {
        Some(Output::Standard) => return print_draft(&text, ctx),
        Some(Output::File(out)) => out.clone(),
        None => ctx.data.dir.join(POLICIES).join(format!("{}.yaml", draft.id)),
    };
    write(&path, &text, &draft, ctx)?;
    let name = shown(&path);
    ctx.console.recorded(format!("the draft `{name}`"));
    kept.discard()?;
    if ctx.console.json {
        return print::json(ctx, &serde_json::json!({"id": draft.id, "file": name}));
    }
    ctx.console.say(&format!("Wrote {name}"))?;
    for both in draft.stages.iter().filter(|stage| stage.how == DraftWay::All) {
        let all = both.who.join("` and `");
        ctx.console.note(&format!(
            "{}: both `{all}` must answer. If they are one title, write `&` instead of `and`.",
            both.title
        ));
    }
    if args.is_without_stages() && !ctx.console.has_person() {
        ctx.console.note("its two stages are there to be changed: who answers at each, and by when");
    }
    match text.matches("# ?").count() {
        0 => {}
        1 => ctx.console.note("1 question is still open, and is marked there with `# ?`"),
        open => ctx.console.note(&format!("{open} questions are still open, and are marked there with `# ?`")),
    }
    let add =
        if ctx.is_in_folder() { String::new() } else { format!("; `iro policy add {name}` takes it into the store") };
    ctx.console.note(&format!("next: edit it, then `iro policy check {name}` and `iro policy try {name}`{add}"));
    Ok(())
}

/// Points out that the id is that of another policy, and which of the two counts when; refuses a version of it that there
/// is already.
fn point_out_taken(draft: &Draft, ctx: &mut Context) -> Result<(), Failure> {
    // A file that is broken is no reason to refuse a new one.
    let known = ctx.policies.list().map(|listed| listed.policies).unwrap_or_default();
    let versions = || known.iter().filter(|policy| policy.id == draft.id);
    if versions().any(|policy| policy.version == draft.version) {
        let message = format!("there is already a policy `{}` of version `{}`", draft.id, draft.version);
        return Err(Failure::new(Code::Refused, message).hinted("name another version with `--edition`, or another id"));
    }
    let Some(latest) = versions().next_back() else { return Ok(()) };
    let counts = match draft.effective_on > latest.effective_on {
        true => format!("this one takes its place from {} on", describe(draft.effective_on)),
        false => format!("that one counts from {} on", describe(latest.effective_on)),
    };
    let (id, title) = (&draft.id, &latest.title);
    ctx.console.warn(&format!(
        "there is already a policy with the id `{id}`: {title}; {counts}, and another id would keep the two apart"
    ));
    Ok(())
}

fn print_draft(text: &str, ctx: &mut Context) -> Result<(), Failure> {
    if ctx.console.json {
        return print::json(ctx, &serde_json::json!({"text": text}));
    }
    ctx.console.say(text.trim_end())
}

/// Writes the file and, if wanted, the schema beside it.
fn write(path: &Path, text: &str, draft: &Draft, ctx: &Context) -> Result<(), Failure> {
    let taken = || {
        let message = format!("`{}` is there already", shown(path));
        Failure::new(Code::Refused, message).hinted("name another file with `--out`, or another id")
    };
    match path.strip_prefix(&ctx.data.dir).ok().and_then(Path::to_str) {
        Some(name) if ctx.is_in_folder() => {
            if !ctx.store.keep_new(name, text.as_bytes())? {
                return Err(taken());
            }
        }
        _ => match settings::create(path, text.as_bytes()) {
            Err(wrong) if wrong.already_exists() => return Err(taken()),
            written => written?,
        },
    }
    if draft.schema {
        let schema = serde_json::to_string_pretty(&policy_file::schema());
        let schema = schema.map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?;
        settings::write(&path.with_file_name(SCHEMA_FILE), format!("{schema}\n").as_bytes())?;
    }
    Ok(())
}

impl Args {
    fn is_without_stages(&self) -> bool {
        self.informal.is_empty() && self.stage.is_empty()
    }

    /// Asks for whatever no flag gives, and keeps each answer.
    fn ask(&self, person: &mut dyn Person, today: Date, kept: &mut SavedAnswers, folder: &Path) -> Result<(), Failure> {
        loop {
            let Flow { draft: Draft { id, .. }, open, .. } = Flow::through(self, &kept.answers, true, today)?;
            if !id.is_empty() && kept.is_not_in(&id) {
                kept.look_in(folder, &id)?;
                if let Some(others) = kept.others.take() {
                    match person
                        .agrees(&format!("{} answers to it are kept from last time. Go on there?", others.len()), true)
                    {
                        Ok(true) => kept.take_up(others),
                        Ok(false) => {}
                        Err(fault) if is_gone_back(&fault) => kept.forget_place(),
                        Err(fault) => return Err(fault.into()),
                    }
                    continue;
                }
            }
            let Some(question) = open else { return Ok(()) };
            match answer(person, &question, kept.taken_back(&question.key)) {
                Ok(answer) => kept.keep(question.key, clean_text(&answer)),
                Err(fault) if is_gone_back(&fault) => kept.go_back(),
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {
                    let stopped = Failure::stopped();
                    return Err(match kept.save()? {
                        Some(id) => Failure {
                            message: format!("stopped; your answers are kept, `iro policy new {id}` goes on"),
                            ..stopped
                        },
                        None => stopped,
                    });
                }
                Err(fault) => return Err(fault.into()),
            }
        }
    }
}

/// Asks until the answer is valid, and proposes the former one.
fn answer(person: &mut dyn Person, question: &Question, former: &str) -> io::Result<String> {
    let words = question.words.as_str();
    match &question.kind {
        Kind::Line { usual, check } => {
            // What Enter gives anyway need not be typed again.
            let begun = if usual.as_deref() == Some(former) { "" } else { former };
            person.begin_with(vec![begun.to_owned()]);
            let check = |typed: &str| check.of(typed);
            person.valid(words, usual.as_deref(), &check)
        }
        Kind::Optional(check) => {
            person.begin_with(vec![former.to_owned()]);
            let check = |typed: &str| if typed.is_empty() { anything(typed) } else { check.of(typed) };
            Ok(person.line(words, None, &check)?.unwrap_or_default())
        }
        Kind::Choice { usual, options } => {
            let meanings: Vec<String> = options.iter().map(|(_, meaning)| meaning.clone()).collect();
            let before = options.iter().position(|(word, _)| word == former);
            let place = person.choose(words, &meanings, before.or(*usual))?;
            Ok(options.get(place).map(|(word, _)| word.clone()).unwrap_or_default())
        }
        Kind::Several(options) => {
            let before = former.split(',').filter_map(|one| options.iter().position(|(word, _)| word == one));
            let before: Vec<usize> = before.collect();
            let mut asked = words.to_owned();
            loop {
                let meanings: Vec<String> = options.iter().map(|(_, meaning)| meaning.clone()).collect();
                let picked = person.pick(&asked, &meanings, &before, true)?;
                let picked: Vec<&str> =
                    picked.into_iter().filter_map(|at| options.get(at)).map(|(word, _)| word.as_str()).collect();
                if !picked.is_empty() {
                    return Ok(picked.join(","));
                }
                asked = format!("At least one: {words}");
            }
        }
    }
}

#[cfg(test)]
mod tests;
