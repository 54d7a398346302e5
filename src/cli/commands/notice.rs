//! `iro notice`: drafts a message about a dispute to the people who must act, for the mail program. Nothing is sent.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::config::{self, Reminded};
use crate::cli::context::{Context, shown};
use crate::cli::error::{Code, Failure};
use crate::cli::output::Output;
use crate::cli::print;
use crate::cli::question::{Choice, Kind, Question};
use crate::domain::address::Addressee;
use crate::domain::dispute::Dispute;
use crate::domain::id::DisputeId;
use crate::domain::notice::{Notice, known_as, next_to_act, overdue_from};
use crate::domain::same_name::is_same;
use crate::render::notice::{Draft, DraftContext, Recipient};
use crate::render::view::DatelessView;
use crate::render::wrap::fold;
use crate::render::{clean, eml, words};
use crate::store::settings;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro notice 2026-0042\n  iro notice 2026-0042 --eml answer.eml\n  \
iro notice 2026-0042 --to service-manager --out drafts\n  iro notice 2026-0042 --json | jq -r .text")]
pub struct Args {
    /// The dispute
    id: String,
    /// To whom: a role, or somebody who is named in the dispute; may be given several times [default: whoever has to act next]
    #[arg(long, value_name = "ROLE|NAME")]
    to: Vec<String>,
    /// Write the draft to this file; `-` is standard output
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    eml: Option<Output>,
    /// Write the draft into this folder, under a name of its own
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let loaded = ctx.load(&args.id)?;
    let Some(dispute) = loaded.dispute() else {
        return Err(Failure::new(Code::Refused, format!("`{}` is praise", loaded.id()))
            .hinted("a notice is about a dispute; `iro form` writes praise for the file"));
    };
    let to = recipients(&args.to, dispute, ctx)?;
    let notice = Notice::to(to, dispute, ctx.now());
    let draft = compose(&notice, ctx)?;
    let in_folder = |folder: PathBuf| Output::File(folder.join(file_name(dispute.header.id, &notice)));
    let out = args.eml.or_else(|| args.out.map(in_folder));
    let drafted: Vec<Reminded> = reminders(&notice, ctx);
    let written = out.as_ref().and_then(Output::file);
    if let Some(file) = written {
        ctx.warn_of_lying_in_the_store(file);
        point_out_others(&drafted, ctx)?;
        let claimed = config::claim(ctx.store.as_ref(), &drafted, ctx.now().date())?;
        if let Err(fault) = settings::write(file, &eml::render(&draft, ctx.now())) {
            config::release(ctx.store.as_ref(), &claimed)?;
            return Err(fault.into());
        }
        ctx.console.recorded(format!("the draft `{}`", shown(file)));
    }
    if ctx.console.json {
        return print::json(ctx, &document(dispute, &notice, &draft, written, ctx));
    }
    match &out {
        Some(Output::File(file)) => ctx.console.note(&format!("written to {}", shown(file))),
        Some(Output::Standard) => ctx.console.say_plainly(&eml::render(&draft, ctx.now()))?,
        None => {
            let text = fitted(&draft.shown(), ctx);
            ctx.console.say_long(&text)?;
            ctx.console.note(&format!(
                "`iro notice {} --eml FILE` writes it as a draft for your mail program",
                dispute.header.id
            ));
        }
    }
    ctx.console.note("read it through before you send it: the concern is quoted from the record word for word");
    point_out_missing(&draft, ctx);
    Ok(())
}

/// The text of a notice, with addresses from the store.
///
/// # Errors
/// The addresses can't be read, or the calendar doesn't reach a date.
pub fn compose(notice: &Notice<'_>, ctx: &Context) -> Result<Draft, Failure> {
    let addresses = config::addresses(ctx.store.as_ref())?;
    let context =
        DraftContext { addresses: &addresses, calendar: ctx.calendar()?, now: ctx.now(), sender: &ctx.user.name };
    Ok(Draft::of(notice, &context)?)
}

/// The clocks that a notice reminds people of.
pub fn reminders(notice: &Notice<'_>, ctx: &Context) -> Vec<Reminded> {
    let of = |clock: &&_| Reminded::of(notice.dispute.header.id, clock, ctx.now().date(), &ctx.user.name);
    notice.clocks.iter().map(of).collect()
}

/// The name of a draft's file: the dispute and the recipient.
pub fn file_name(id: DisputeId, notice: &Notice<'_>) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c.to_lowercase().next().unwrap_or(c) } else { '-' };
    let names = notice.to.iter().map(|one| one.key().chars().map(plain).collect::<String>());
    let names: Vec<String> = names.take(3).collect();
    format!("{id}-{}.eml", names.join("-"))
}

/// A draft as JSON for scripts.
pub fn document(dispute: &Dispute, notice: &Notice<'_>, draft: &Draft, file: Option<&Path>, ctx: &Context) -> Value {
    let listed = |who: &[Addressee], as_written: &[Recipient]| -> Vec<Value> {
        let each = who.iter().zip(as_written);
        let one = |(who, written): (&Addressee, &Recipient)| {
            let address = written.address.as_ref().map(|address| address.as_str());
            json!({"role": who.role, "name": who.name, "title": written.title, "address": address})
        };
        each.map(one).collect()
    };
    let clocks: Vec<Value> =
        notice.clocks.iter().map(|clock| json!({"clock": clock.id, "stage": clock.stage, "due": clock.due})).collect();
    let without_deadline: Vec<DatelessView> = notice.without_date.iter().map(DatelessView::of).collect();
    let not_begun = notice.to_begin.iter();
    let not_begun = not_begun
        .map(|one| json!({"clock": one.rule.id, "label": one.rule.label, "from": one.from}))
        .collect::<Vec<_>>();
    json!({
        "dispute": dispute.header.id,
        "child": dispute.header.child(),
        "to": listed(&notice.to, &draft.to),
        "cc": listed(&notice.copies, &draft.cc),
        "subject": draft.subject,
        "text": draft.text,
        "clocks": clocks,
        "without_deadline": without_deadline,
        "not_begun": not_begun,
        "file": file.map(shown),
        "eml": String::from_utf8_lossy(&eml::render(draft, ctx.now())),
    })
}

/// Notes which recipients have no address, and how to add one.
pub fn point_out_missing(draft: &Draft, ctx: &mut Context) {
    let titles: Vec<String> = draft.without_address().map(|one| one.called.clone()).collect();
    if let Some(first) = draft.without_address().next() {
        let (named, whose) = (words::people(&titles, "and"), &first.whose);
        ctx.console
            .note(&format!("there is no address for {named}; to add one: `iro addresses add \"{whose}\" ADDRESS`"));
    }
}

/// The recipients: those named, otherwise whoever has to act next.
fn recipients(given: &[String], dispute: &Dispute, ctx: &mut Context) -> Result<Vec<Addressee>, Failure> {
    let mut typed = given.to_vec();
    if typed.is_empty() {
        // The user isn't sent a message by themselves.
        let is_user = |one: &Addressee| one.name.as_deref().is_some_and(|name| is_same(name, &ctx.user.name));
        let next = next_to_act(dispute, ctx.now());
        let waits_for_you = next.iter().any(is_user);
        // While the matter waits for the user, others may be late with what they promised.
        for mut all in [next, overdue_from(dispute, ctx.now())] {
            all.retain(|one| !is_user(one));
            if !all.is_empty() {
                return Ok(all);
            }
        }
        typed.push(ask_whom(dispute, waits_for_you, ctx)?);
    }
    let mut to: Vec<Addressee> = Vec::new();
    for one in &typed {
        let found = known_as(dispute, one).ok_or_else(|| {
            let roles: Vec<String> = dispute.policy.roles.iter().map(|role| role.id.to_string()).collect();
            Failure::unknown("role or person", one, &roles)
        })?;
        to.extend(found.into_iter().filter(|new| !to.contains(new)).collect::<Vec<_>>());
    }
    Ok(to)
}

/// Asks for a recipient, if nobody except the user has to act.
fn ask_whom(dispute: &Dispute, waits_for_you: bool, ctx: &mut Context) -> Result<String, Failure> {
    let choices = dispute.policy.roles.iter().map(|role| Choice::new(role.id.as_str(), &role.title)).collect();
    let nobody = if waits_for_you { "nobody else has to act" } else { "nobody has to act" };
    let question = format!("{}. Who is to be told?", words::capital(nobody));
    if !ctx.ask_once(&Question::new("--to", &question, Kind::Choice(choices)))? {
        let you = if waits_for_you { ": it is waiting for you" } else { "" };
        let hint =
            format!("{nobody} in {}{you}. To tell somebody anyway, give `--to ROLE` or `--to NAME`", dispute.header.id);
        return Err(Failure::missing("--to").hinted(hint));
    }
    Ok(ctx.answers.of("--to").unwrap_or_default().to_string())
}

/// Notes that others have drafted a reminder of the same clock today.
fn point_out_others(drafted: &[Reminded], ctx: &mut Context) -> Result<(), Failure> {
    let known = config::drafted(ctx.store.as_ref())?;
    let mut others: Vec<&str> =
        known.iter().filter(|one| drafted.iter().any(|mine| mine.is_same(one))).map(|one| one.by.as_str()).collect();
    others.retain(|by| !is_same(by, &ctx.user.name));
    others.dedup();
    if let [first, ..] = others.as_slice() {
        let by = clean::line(first);
        ctx.console.warn(&format!("{by} drafted a message about this deadline today"));
    }
    Ok(())
}

/// Wraps a text for a person to read; for a program each paragraph stays one line.
fn fitted(text: &str, ctx: &Context) -> String {
    let Some(width) = ctx.console.page() else { return text.to_string() };
    text.lines().flat_map(|line| fold(line, width, 0)).collect::<Vec<_>>().join("\n")
}
