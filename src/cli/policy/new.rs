//! `iro policy new`: asks a dozen questions, or takes flags, and writes a policy file to go on from.

use std::path::{Path, PathBuf};

use crate::cli::context::{Context, shown};
use crate::cli::error::{Code, Failure};
use crate::cli::options::{word, yes_or_no};
use crate::cli::person::{Person, anything};
use crate::cli::print;
use crate::domain::limit::{DaysMean, Limit};
use crate::domain::policy::CaseType;
use crate::domain::policy::audit::Check;
use crate::domain::suggest::plain;
use crate::domain::time::{Date, parse_date};
use crate::render::words;
use crate::store::policy_file::{self, Draft, DraftStage, DraftTotal, DraftWay, SCHEMA_FILE};
use crate::store::{guidance_checks, settings};

/// Write a policy file to begin with
///
/// Asks a dozen questions at a terminal; in a script each answer is a flag. The file is commented and has no fault; it
/// goes into the store's own `policies/`, with the schema that editors check it by.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  iro policy new anytown\n  iro policy new anytown --stage \"Stage 1 | Team Manager | 5 working days\"\n  iro policy new anytown --stage \"One | Director | agreed\" --out anytown.yaml"
)]
pub struct Args {
    /// The name used in commands: small letters, figures and hyphens
    id: Option<String>,
    /// Where to write it; `-` is standard output [default: the store's own `policies/`]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
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
    /// Conference chairs may raise, too
    #[arg(long)]
    chairs: bool,
    /// An informal stage: title, who answers, by when (a time, or `agreed`); may be repeated
    #[arg(long, value_name = "TITLE | WHO | LIMIT")]
    informal: Vec<String>,
    /// A formal stage, the lowest first; WHO may be `A or B`, `A and B`, or `A, then B`; may be repeated
    #[arg(long, value_name = "TITLE | WHO | LIMIT")]
    stage: Vec<String>,
    /// The time for all formal stages together, or `none` [default: the Handbook's, for guidance only]
    #[arg(long, value_name = "LIMIT")]
    total: Option<String>,
    /// Whether stages may be left out without a reason [default: yes]
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no)]
    bypass: Option<bool>,
    /// Whether Cafcass is a last resort, after all stages [default: no]
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no)]
    last_resort: Option<bool>,
}

/// The ladder of a file that nobody has said anything about, for its author to change.
const INFORMAL: &str = "First talk | Team Manager | agreed";
const FORMAL: &str = "Stage 1 | Head of Service | agreed";

pub fn run(mut args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let today = ctx.now().date();
    if let Some(person) = ctx.console.person() {
        args.ask(person, today)?;
    }
    let begun = args.informal.is_empty() && args.stage.is_empty() && !ctx.console.has_person();
    if begun {
        args.informal.push(INFORMAL.to_owned());
        args.stage.push(FORMAL.to_owned());
    }
    let draft = args.draft(today)?;
    let text = draft.text();
    let reading = policy_file::read(&format!("{}.yaml", draft.id), &text);
    if let (None, Some(fault)) = (&reading.policy, reading.faults.first()) {
        return Err(Failure::usage(format!("that makes no policy: {}", fault.message))
            .hinted(fault.hint.clone().unwrap_or_else(|| "give another answer".into())));
    }
    let path = match args.out {
        Some(out) if out.as_os_str() == "-" => return ctx.console.say(text.trim_end()),
        Some(out) => out,
        None => ctx.data.dir.join("policies").join(format!("{}.yaml", draft.id)),
    };
    write(&path, &text, ctx)?;
    let name = shown(&path);
    if ctx.console.json {
        return print::json(ctx, &serde_json::json!({"id": draft.id, "file": name}));
    }
    ctx.console.say(&format!("Wrote {name}"))?;
    for both in draft.stages.iter().filter(|stage| stage.how == DraftWay::All) {
        let all = both.who.join("` and `");
        ctx.console.note(&format!("{}: `{all}` must answer, both; write `&` within one title", both.title));
    }
    if begun {
        ctx.console.note("its two stages are there to be changed: who answers at each, and by when");
    }
    let add =
        if ctx.is_in_folder() { String::new() } else { format!("; `iro policy add {name}` takes it into the store") };
    ctx.console.note(&format!("next: edit it, then `iro policy check {name}` and `iro policy try {name}`{add}"));
    Ok(())
}

/// Writes the file, and beside it the schema that its first line points to.
fn write(path: &Path, text: &str, ctx: &Context) -> Result<(), Failure> {
    let taken = || {
        let message = format!("`{}` is there already", shown(path));
        Failure::new(Code::Refused, message).hinted("name another file with `--out`, or another id")
    };
    match path.strip_prefix(&ctx.data.dir).ok().and_then(Path::to_str) {
        Some(name) if ctx.is_in_folder() => {
            let mut made = false;
            ctx.store.keep(name, &mut |there| {
                made = there.is_none();
                made.then(|| text.as_bytes().to_vec())
            })?;
            if !made {
                return Err(taken());
            }
        }
        _ => match settings::create(path, text.as_bytes()) {
            Err(wrong) if wrong.is_taken() => return Err(taken()),
            written => written?,
        },
    }
    let schema = serde_json::to_string_pretty(&policy_file::schema());
    let schema = schema.map_err(|fault| Failure::new(Code::Failed, fault.to_string()))?;
    settings::write(&path.with_file_name(SCHEMA_FILE), format!("{schema}\n").as_bytes())?;
    Ok(())
}

impl Args {
    /// Asks for what no flag says.
    fn ask(&mut self, person: &mut dyn Person, today: Date) -> Result<(), Failure> {
        if self.id.is_none() {
            let id = |text: &str| id(text).map(|_| ()).map_err(|fault| fault.message);
            self.id = Some(person.valid("A short name for it, as in `anytown`", None, &id)?);
        }
        let line = |person: &mut dyn Person, slot: &mut Option<String>, question: &str, default: &str| {
            if slot.is_none() {
                *slot = person.line(question, Some(default).filter(|default| !default.is_empty()), &anything)?;
            }
            Ok::<_, Failure>(())
        };
        line(person, &mut self.title, "Its title", "Challenge and escalation procedure")?;
        line(person, &mut self.authority, "Whose it is (the authority)", "")?;
        line(
            person,
            &mut self.document,
            "The title of its document",
            self.title.clone().as_deref().unwrap_or_default(),
        )?;
        line(person, &mut self.effective_on, "In force from", &today.to_string())?;
        line(person, &mut self.dispute, "What is a dispute called there", "dispute")?;
        line(person, &mut self.record_system, "Where is the child's file kept", "the child's file")?;
        if self.covers.is_empty() {
            let kinds = CaseType::WORDS;
            let picked = person.pick("Whose cases is it for", &kinds.map(str::to_owned))?;
            self.covers = picked.into_iter().filter_map(|at| word(kinds[at]).ok()).collect();
            if self.covers.contains(&CaseType::ChildProtection) && !self.chairs {
                self.chairs = person.agrees("May conference chairs raise, too?", true)?;
            }
        }
        if self.informal.is_empty() && self.stage.is_empty() {
            if person.agrees("Is there an informal stage first?", true)? {
                self.informal
                    .push(ask_stage(person, "First talk", &format!("{WAYS}\nWho answers it"))?.unwrap_or_default());
            }
            while let Some(stage) = self.ask_next_stage(person)? {
                self.stage.push(stage);
            }
        }
        line(
            person,
            &mut self.total,
            "The time for all formal stages together, or `none`",
            &advised().map(|one| one.0).unwrap_or_default(),
        )?;
        if self.bypass.is_none() {
            self.bypass = Some(person.agrees("May stages be left out without giving a reason?", true)?);
        }
        let referable = self.covers.is_empty() || self.covers.contains(&CaseType::LookedAfter);
        if self.last_resort.is_none() && referable {
            self.last_resort = Some(person.agrees("Does it make Cafcass a last resort, after all stages?", false)?);
        }
        Ok(())
    }

    fn ask_next_stage(&self, person: &mut dyn Person) -> Result<Option<String>, Failure> {
        let number = self.stage.len() + 1;
        let who = match number {
            1 if self.informal.is_empty() => format!("{WAYS}\nWho answers at the first formal stage"),
            1 => "Who answers at the first formal stage".to_owned(),
            _ => format!("leave it empty if there is no more\nWho answers at formal stage {number}"),
        };
        ask_stage(person, &format!("Stage {number}"), &who)
    }

    fn draft(&self, today: Date) -> Result<Draft, Failure> {
        let id = id(self.id.as_deref().ok_or_else(|| Failure::missing("ID"))?)?;
        let or = |given: &Option<String>, usual: &str| given.clone().unwrap_or_else(|| usual.to_owned());
        let effective_on = self.effective_on.as_deref().map(parse_date).transpose()?.unwrap_or(today);
        let title = or(&self.title, "Challenge and escalation procedure");
        let mut stages = Vec::new();
        for (given, formal) in
            self.informal.iter().map(|one| (one, false)).chain(self.stage.iter().map(|one| (one, true)))
        {
            stages.push(stage(given, formal)?);
        }
        if stages.is_empty() {
            return Err(
                Failure::missing("--stage").hinted("say it as `--stage \"Stage 1 | Team Manager | 5 working days\"`")
            );
        }
        let covers = match self.covers.as_slice() {
            [] => vec![CaseType::LookedAfter],
            some => some.to_vec(),
        };
        Ok(Draft {
            id,
            version: self.edition.clone().unwrap_or_else(|| effective_on.format("%Y-%m").to_string()),
            effective_on,
            document: or(&self.document, &title),
            title,
            authority: self.authority.clone(),
            dispute: or(&self.dispute, "dispute"),
            record_system: or(&self.record_system, "the child's file"),
            covers: covers.iter().map(words::published).collect(),
            chairs: self.chairs,
            stages,
            total: self.total()?,
            bypass: self.bypass.unwrap_or(true),
            last_resort: self.last_resort.unwrap_or(false),
        })
    }

    fn total(&self) -> Result<DraftTotal, Failure> {
        match self.total.as_deref() {
            Some("none") => Ok(DraftTotal::None),
            Some(limit) => {
                Limit::parse(limit)?;
                Ok(DraftTotal::Own(limit.to_owned()))
            }
            None => Ok(advised().map_or(DraftTotal::None, |(limit, source)| DraftTotal::Advised(limit, source))),
        }
    }
}

/// How several are named who answer.
const WAYS: &str = "`A or B` is either of them, `A and B` both, `A, then B` one after the other";

/// The total that the guidance sets, and where.
fn advised() -> Option<(String, String)> {
    let total = guidance_checks::built_in().iter().find(|yardstick| yardstick.check == Check::Total)?;
    Some((total.limit.clone()?, total.source.clone()))
}

pub(super) fn id(text: &str) -> Result<String, Failure> {
    let good = plain(text);
    if good != text || !text.is_ascii() {
        let hint = if good.is_ascii() { format!("write `{good}`") } else { "use plain letters".to_owned() };
        return Err(Failure::usage(format!("`{text}` is no id: small letters, figures and hyphens only")).hinted(hint));
    }
    Ok(good)
}

/// `TITLE | WHO | LIMIT`, asked for in parts; nothing where nobody is named.
fn ask_stage(person: &mut dyn Person, title: &str, who: &str) -> Result<Option<String>, Failure> {
    let Some(who) = person.line(who, None, &anything)? else { return Ok(None) };
    let check = |text: &str| limit(text).map(|_| ()).map_err(|fault| fault.message);
    let by = person.valid("such as `48 hours`, or `agreed`\nBy when", Some("5 working days"), &check)?;
    Ok(Some(format!("{title} | {who} | {by}")))
}

fn stage(given: &str, formal: bool) -> Result<DraftStage, Failure> {
    let parts: Vec<&str> = given.split('|').map(str::trim).collect();
    let ([title, who] | [title, who, _]) = parts.as_slice() else {
        return Err(Failure::usage(format!("`{given}` is no stage")).hinted("write TITLE | WHO | LIMIT"));
    };
    let (who, how) = people(who);
    if title.is_empty() || who.iter().any(String::is_empty) {
        return Err(Failure::usage(format!("`{given}` is no stage")).hinted("write TITLE | WHO | LIMIT"));
    }
    let limit = parts.get(2).map(|text| limit(text)).transpose()?.flatten();
    Ok(DraftStage { title: (*title).to_owned(), formal, who, how, limit })
}

/// Who answers: `A or B` and `A, B` are any of them, `A and B` each, `A, then B` one after another.
fn people(who: &str) -> (Vec<String>, DraftWay) {
    let several = |parts: Vec<&str>| -> Vec<String> {
        let apart = parts.into_iter().flat_map(|part| part.split([',', ';']));
        apart.map(|one| one.trim().to_owned()).collect()
    };
    for (word, how) in [(" then ", DraftWay::Chain), (" or ", DraftWay::Any), (" and ", DraftWay::All)] {
        if who.contains(word) {
            let trimmed = who.split(word).map(|part| part.trim().trim_end_matches(','));
            return (several(trimmed.collect()), how);
        }
    }
    (several(vec![who]), DraftWay::Any)
}

/// A time, or nothing where it is left to be agreed. The file says what a bare `days` means.
fn limit(text: &str) -> Result<Option<String>, Failure> {
    if text.eq_ignore_ascii_case("agreed") {
        return Ok(None);
    }
    Limit::parse_with(text, Some(DaysMean::Working))?;
    Ok(Some(text.to_owned()))
}

#[cfg(test)]
mod tests;
