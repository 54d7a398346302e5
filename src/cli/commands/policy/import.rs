//! `iro policy import`: drafts a policy from an authority's document, each key beside the sentence that it comes from.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::document;
use crate::cli::context::{Context, shown};
use crate::cli::error::{Code, Failure};
use crate::cli::output::Output;
use crate::cli::print;
use crate::domain::document::{sentences_to_read, title as document_title};
use crate::domain::suggest::plain;
use crate::render::words;
use crate::store::policy_file::Outline;
use crate::store::settings;

/// Draft a policy file from the protocol's document
///
/// Lists the sentences that name a stage, somebody who acts, a time or an obligation, each beside the key of a policy that
/// it would become, as a draft. Nothing is decided: what the words don't settle is left empty, with the question, and
/// sentences that no key answers come last, with those that may hold a rule in words that weren't recognised. Reads text,
/// Markdown and saved web pages.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro policy import procedure.html --out anytown.yaml\n  \
iro policy import procedure.txt --json | jq '.sentences[].text'")]
pub struct Args {
    /// The document: text, Markdown or a saved web page
    #[arg(value_name = "DOCUMENT")]
    document: PathBuf,
    /// The id of the policy [default: from the name of the document]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Where to write the draft; `-` is standard output [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<Output>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let parts = document::parts(&args.document)?;
    let found = sentences_to_read(&parts);
    let file = shown(&args.document);
    if found.is_empty() {
        let message =
            format!("`{file}` has no sentence that names a stage, somebody who acts, a time or an obligation");
        return Err(Failure::new(Code::Failed, message).hinted("is it the right file?"));
    }
    let id = match args.id {
        Some(id) => super::new::id(&id)?,
        None => id_from(&args.document),
    };
    let title = document_title(&parts).unwrap_or(&file);
    let outline = Outline { id: &id, title, file: &file, sentences: &found };
    let out = args.out.as_ref().and_then(Output::file);
    if let Some(out) = out {
        match settings::create(out, outline.text().as_bytes()) {
            Err(wrong) if wrong.already_exists() => {
                let message = format!("`{}` is there already", shown(out));
                return Err(Failure::new(Code::Refused, message).hinted("name another file with `--out`"));
            }
            written => written?,
        }
    }
    if ctx.console.json {
        let roles = outline.roles();
        let roles = roles.iter().map(|(id, title, line)| json!({"id": id, "title": title, "line": line}));
        let view = json!({
            "id": id,
            "file": out.map(shown),
            "stages": outline.stages(),
            "roles": roles.collect::<Vec<_>>(),
            "sentences": found,
        });
        return print::json(ctx, &view);
    }
    match out {
        Some(out) => ctx.console.say(&format!("Wrote {}", shown(out)))?,
        None => ctx.console.say(outline.text().trim_end())?,
    }
    let not_placed = outline.not_placed();
    let limits = found.iter().map(|sentence| sentence.limits.len()).sum();
    ctx.console.note(&format!(
        "{}: {}, {}, {}; {}",
        words::count(found.len(), "sentence"),
        words::count(outline.stages().len(), "stage"),
        words::count(outline.roles().len(), "role"),
        words::count(limits, "limit"),
        match not_placed.asking.len() {
            0 => "each that asks for something has a key".to_owned(),
            1 => "1 fits no key, and is listed at the end".to_owned(),
            some => format!("{some} fit no key, and are listed at the end"),
        }
    ));
    if !not_placed.others.is_empty() {
        ctx.console.note(&match not_placed.others.len() {
            1 => "1 more, in which no rule was recognised, is listed last".to_owned(),
            some => format!("{some} more, in which no rule was recognised, are listed last"),
        });
    }
    let draft = out.map_or("FILE".to_owned(), shown);
    ctx.console.note(&format!(
        "next: fill in what ends in `# ?`, then `iro policy check {draft}` and `iro policy check {draft} --against {file}`"
    ));
    Ok(())
}

/// `procedure` for `docs/Procedure.html`.
fn id_from(document: &Path) -> String {
    let stem = document.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let id: String =
        plain(&stem).chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-').collect();
    let id = id.trim_matches('-');
    if id.starts_with(|c: char| c.is_ascii_lowercase()) { id.to_owned() } else { "ours".to_owned() }
}
