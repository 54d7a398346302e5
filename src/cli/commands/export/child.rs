//! `iro export --child`: everything held on one child, in a new folder, with a manifest of its contents, of what could
//! not be read, and of other children's records that name the child.

use std::path::Path;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::encrypt::{ENDING, Recipients};
use super::whole;
use crate::cli::context::{Context, shown};
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::cli::reading::LoadedRecord;
use crate::domain::event::Entry;
use crate::domain::id::DisputeId;
use crate::domain::same_name::{NameKey, is_same};
use crate::domain::summary::History;
use crate::domain::text::hex;
use crate::domain::time::{Date, Moment};
use crate::render::form::{self, Form};
use crate::render::view::all_facts;
use crate::render::{clean, words};
use crate::store::settings;

#[derive(Serialize)]
struct Manifest {
    child: String,
    made_at: Moment,
    made_by: String,
    records: Vec<Listed>,
    /// Records of other children that contain this child's reference.
    also_named_in: Vec<DisputeId>,
    /// What could not be read, and may contain more.
    unreadable: Vec<String>,
}

#[derive(Serialize)]
struct Listed {
    id: DisputeId,
    kind: crate::domain::record::Kind,
    policy: String,
    raised_on: Date,
    closed_on: Option<Date>,
    siblings: Vec<DisputeId>,
    files: Vec<Written>,
}

#[derive(Serialize)]
struct Written {
    name: String,
    bytes: usize,
    sha256: String,
}

/// Writes the folder.
///
/// # Errors
/// The folder isn't empty, there is no record of the child, or files can't be written.
pub fn write(
    child: &str,
    out: &Path,
    (loaded, failed): (&[LoadedRecord], &[Failure]),
    recipients: Option<&Recipients>,
    ctx: &mut Context,
) -> Result<(), Failure> {
    let folder = shown(out);
    ctx.warn_of_lying_in_the_store(out);
    if settings::is_in_use(out) {
        return Err(
            Failure::new(Code::Refused, format!("`{folder}` is not empty")).hinted("name a new folder with `--out`")
        );
    }
    let (own, others): (Vec<&LoadedRecord>, Vec<&LoadedRecord>) =
        loaded.iter().partition(|one| is_same(&one.case.header().child, child));
    let also = others.into_iter().filter(|one| names(one, child)).map(|one| one.stored.record.header.id);
    let mut manifest = Manifest {
        child: child.to_string(),
        made_at: ctx.now(),
        made_by: ctx.user.name.clone(),
        records: Vec::new(),
        also_named_in: also.collect(),
        unreadable: failed.iter().map(|failure| failure.message.clone()).collect(),
    };
    if own.is_empty() {
        return Err(nothing(child, &manifest.also_named_in));
    }
    settings::make_folder(out)?;
    for one in own {
        manifest.records.push(record(one, out, recipients, ctx)?);
    }
    let text = json(&manifest)?;
    let listing = put(out, "manifest.json", &text, recipients)?;
    ctx.console.recorded(format!("the export in `{folder}`"));
    if ctx.console.json {
        print::json(ctx, &manifest)?;
        ctx.console.was_reported();
        return Ok(());
    }
    let count = words::count(manifest.records.len(), "record");
    let wrote = format!("Wrote {count} on {child} to {folder}; `{listing}` lists them.");
    ctx.console.say(&clean::line(&wrote))?;
    ctx.console.was_reported();
    if !manifest.also_named_in.is_empty() {
        let ids: Vec<String> = manifest.also_named_in.iter().map(ToString::to_string).collect();
        ctx.console
            .warn(&format!("records of other children name this child: {}; look at them by hand", ids.join(", ")));
    }
    ctx.console.note("other people are named in these records: read them before they leave the office");
    Ok(())
}

/// The failure if no record is about the child, with the records that mention the child nevertheless.
fn nothing(child: &str, named_in: &[DisputeId]) -> Failure {
    let held = format!("there is nothing on a child `{child}` in this store");
    if named_in.is_empty() {
        let failure = Failure::new(Code::Unknown, held);
        return failure.hinted("see `iro list --all --kind all` for the references there are");
    }
    let ids: Vec<String> = named_in.iter().map(ToString::to_string).collect();
    let message = format!("{held}; the reference is named in {}", words::list(&ids, "and"));
    Failure::new(Code::Unknown, message).hinted("nothing was written; `iro log ID` shows what is said there")
}

/// Writes one record in the formats for programs and for people.
fn record(one: &LoadedRecord, out: &Path, recipients: Option<&Recipients>, ctx: &Context) -> Result<Listed, Failure> {
    let whole = whole(one, ctx)?;
    let id = whole.view.id;
    let mut texts = vec![(format!("{id}.json"), json(&whole)?)];
    if let Some(history) = History::until(&one.stored.record, one.case.policy(), ctx.now().date(), ctx.calendar()?)? {
        let form = Form::of(&history, ctx.now());
        texts.push((format!("{id}.md"), form::md::render(&form)));
        texts.push((format!("{id}.html"), form::html::render(&form)));
    }
    let mut files = Vec::new();
    for (name, text) in texts {
        let text = format!("{}\n", text.trim_end());
        put(out, &name, &text, recipients)?;
        let sha256 = hex(Sha256::digest(text.as_bytes()));
        files.push(Written { name, bytes: text.len(), sha256 });
    }
    let view = whole.view;
    Ok(Listed {
        id,
        kind: view.kind,
        policy: view.policy,
        raised_on: view.raised_on,
        closed_on: view.closed_on,
        siblings: view.siblings,
        files,
    })
}

/// Writes one file, encrypted if there are recipients, and returns its name. Names, sizes and digests in the manifest
/// are those of the decrypted files.
fn put(out: &Path, name: &str, text: &str, recipients: Option<&Recipients>) -> Result<String, Failure> {
    let (name, bytes) = match recipients {
        Some(recipients) => (format!("{name}{ENDING}"), recipients.seal(text.as_bytes())?),
        None => (name.to_string(), text.as_bytes().to_vec()),
    };
    settings::write(&out.join(&name), &bytes)?;
    Ok(name)
}

/// Whether a record contains a child's reference as a separate word.
fn names(one: &LoadedRecord, child: &str) -> bool {
    let (child, part) = (NameKey::of(child), |letter: char| letter.is_alphanumeric() || letter == '-');
    let has = |text: &str| {
        let text = NameKey::of(text);
        let beside = |at: usize, after: usize| {
            let (before, next) = (text.as_str()[..at].chars().next_back(), text.as_str()[after..].chars().next());
            !before.is_some_and(part) && !next.is_some_and(part)
        };
        text.as_str().match_indices(child.as_str()).any(|(at, found)| beside(at, at + found.len()))
    };
    let said = |entry: &Entry| all_facts(entry).values().any(|fact| any_text(fact, &has));
    one.stored.record.entries_for_log().iter().any(said)
}

/// Whether one of the texts in a value fits.
fn any_text(value: &Value, fits: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => fits(text),
        Value::Array(values) => values.iter().any(|value| any_text(value, fits)),
        Value::Object(values) => values.values().any(|value| any_text(value, fits)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn json<T: Serialize>(value: &T) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map(|text| clean::json(&text));
    text.map_err(|fault| Failure::new(Code::Failed, fault.to_string()))
}
