//! A policy file to begin with, from the few answers that every protocol has: commented, so that its author can go on
//! with an editor, and free of faults.

use crate::domain::suggest::plain;
use crate::domain::time::Date;

/// What is known of the protocol.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub id: String,
    pub version: String,
    pub effective_on: Date,
    pub title: String,
    pub authority: Option<String>,
    pub document: String,
    pub dispute: String,
    pub record_system: String,
    pub covers: Vec<String>,
    /// Conference chairs may raise, too.
    pub chairs: bool,
    pub stages: Vec<DraftStage>,
    pub total: DraftTotal,
    pub bypass: bool,
    pub last_resort: bool,
}

#[derive(Debug, Clone)]
pub struct DraftStage {
    pub title: String,
    pub formal: bool,
    /// The titles of those who answer, and how many of them must.
    pub who: Vec<String>,
    pub how: DraftWay,
    /// `None` is left to be agreed.
    pub limit: Option<String>,
}

/// Which of several must answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DraftWay {
    #[default]
    Any,
    All,
    /// One after another.
    Chain,
}

/// The time for all formal stages together.
#[derive(Debug, Clone, Default)]
pub enum DraftTotal {
    #[default]
    None,
    /// As the document has it.
    Own(String),
    /// Not in the document: shown beside the others, from this source.
    Advised(String, String),
}

/// The file that the first line points editors to.
pub const SCHEMA_FILE: &str = "policy.schema.json";

const HEAD: &str = "\
# How this file is written: `iro policy show` reads it back to you, `iro policy check` names every fault with its line,
# `iro policy try` plays it through, `iro policy audit` holds it against the IRO Handbook.
# Each `source` is the heading of your document under which the rule stands: put in the real ones.
";

impl Draft {
    /// The text of the file.
    pub fn text(&self) -> String {
        let parts = [
            format!("# yaml-language-server: $schema={SCHEMA_FILE}\n{HEAD}"),
            self.identity(),
            self.words(),
            self.people(),
            self.ladder(),
            self.limits(),
            self.duties(),
            self.ways_out(),
        ];
        parts.join("\n")
    }

    fn identity(&self) -> String {
        let authority = self.authority.as_ref().map(|name| format!("authority: {}\n", quoted(name)));
        format!(
            "format: 1\nid: {}\nversion: {}                # a new one for every revision; never change an old file\n\
             effective_on: \"{}\"        # the first day it is in force\ntitle: {}\n{}document:\n  title: {}\n",
            self.id,
            quoted(&self.version),
            self.effective_on,
            quoted(&self.title),
            authority.unwrap_or_default(),
            quoted(&self.document),
        )
    }

    fn words(&self) -> String {
        format!(
            "labels:                          # your own words, as people will read them\n  dispute: {}\n  stage: stage\n  \
             praise: praise\n  referral: referral to Cafcass\n  record_system: {}     # where the child's file is kept\n",
            quoted(&self.dispute),
            quoted(&self.record_system),
        )
    }

    fn people(&self) -> String {
        let mut roles = vec![("iro".to_owned(), "Independent Reviewing Officer".to_owned())];
        if self.chairs {
            roles.push(("cp-chair".to_owned(), "Child Protection Chair".to_owned()));
        }
        for title in self.stages.iter().flat_map(|stage| &stage.who) {
            let id = role_id(title);
            if roles.iter().all(|(known, _)| *known != id) {
                roles.push((id, title.clone()));
            }
        }
        let raisers = if self.chairs { "iro, cp-chair" } else { "iro" };
        let roles: Vec<String> = roles.iter().map(|(id, title)| format!("  {id}: {}\n", quoted(title))).collect();
        format!(
            "covers: [{}]\nraisers: [{raisers}]\nroles:                           # every role that this file names, \
             with its local title\n{}\ncalendar:\n  days: working                  # what a bare \"5 days\" in your document \
             means: working or calendar\n",
            self.covers.join(", "),
            roles.concat()
        )
    }

    fn ladder(&self) -> String {
        let stages: Vec<String> = self.stages.iter().enumerate().map(|(at, stage)| self.stage(at, stage)).collect();
        format!("stages:                          # from the bottom up\n{}", stages.join("\n"))
    }

    fn stage(&self, at: usize, stage: &DraftStage) -> String {
        let who: Vec<String> = stage.who.iter().map(|title| role_id(title)).collect();
        let (limit, strength) = match &stage.limit {
            Some(limit) => (limit.as_str(), "hard                 # hard: a duty; aim: a target"),
            None => ("agreed", "agreed"),
        };
        format!(
            "  - id: {}\n    title: {}\n    kind: {}\n    {}: [{}]   # any_of: one of them, \
             all_of: each, chain: one after another\n    source: {}\n    clocks:\n      - id: respond\n        label: {}\n        limit: {limit}\n        \
             strength: {strength}\n        from: stage-entered\n        until: answered            # resolved, if only \
             an end to the matter will do\n",
            self.stage_id(at),
            quoted(&stage.title),
            if stage.formal { "formal" } else { "informal" },
            match stage.how {
                DraftWay::Any => "any_of",
                DraftWay::All => "all_of",
                DraftWay::Chain => "chain",
            },
            who.join(", "),
            quoted(&stage.title),
            quoted(&format!("Answer at {}", stage.title)),
        )
    }

    /// The title as an id, `step-1`; where that makes none, `informal`, `stage-1`, `stage-2`, numbered by kind.
    fn stage_id(&self, at: usize) -> String {
        let named = |stage: &DraftStage| plain(&stage.title);
        let id = named(&self.stages[at]);
        let alone = self.stages.iter().filter(|stage| named(stage) == id).count() == 1;
        let words = id.is_ascii()
            && id.len() <= 30
            && !["formal", "informal", "pre-formal", "every", ""].contains(&id.as_str());
        if alone && words {
            return id;
        }
        let formal = self.stages[at].formal;
        let same = |stages: &[DraftStage]| stages.iter().filter(|stage| stage.formal == formal).count();
        match (formal, same(&self.stages)) {
            (false, 1) => "informal".to_owned(),
            (false, _) => format!("informal-{}", same(&self.stages[..=at])),
            (true, _) => format!("stage-{}", same(&self.stages[..=at])),
        }
    }

    fn limits(&self) -> String {
        let bypass = format!(
            "bypass: {{free: {}, source: {}}}   # may stages be left out without giving a reason?\n",
            self.bypass,
            quoted("Principles")
        );
        let total = match &self.total {
            DraftTotal::None => String::new(),
            DraftTotal::Own(limit) => total(limit, "hard", "Time limits"),
            DraftTotal::Advised(limit, source) => {
                let source = format!("Added from the {source}");
                format!(
                    "# Your document sets no total; this one is shown beside the stages and binds nobody.\n{}",
                    total(limit, "advisory", &source)
                )
            }
        };
        format!("{total}{bypass}")
    }

    fn duties(&self) -> String {
        "\
# What must be done on the way. These two are not from your document: the guidance asks for them of every protocol, and
# they only remind. Put in your own, and take out what you don't want; `meets` names the yardstick that one answers.
duties:
  - id: child-told
    text: The child has been told what is being done and how it is going
    stages: every
    enforce: remind
    meets: [NA-22, NA-23]
    source: Added from the National Standards, Corporate Parenting, standard 2
  - id: recorded-on-file
    text: What was done at this stage is on the child's file
    stages: every
    enforce: remind
    meets: [HB-02, HB-11]
    source: Added from the IRO Handbook 2010, chapter 6
# Something that must be done before a step, and stops it until it is confirmed or passed with a reason:
#  - id: own-manager-consulted
#    text: The IRO has talked it over with the own manager
#    before: escalate stage-2
#    source: Stage 2

# Texts that must come with a step, such as what it does to the child:
# asks:
#  - {ask: impact, before: raise, source: Principles}
"
        .to_owned()
    }

    fn ways_out(&self) -> String {
        format!("{}\n{}", self.referral(), ADVICE)
    }

    /// The way to Cafcass, for those whom it is open to by law.
    fn referral(&self) -> String {
        if !self.covers.iter().any(|kind| kind == "looked-after") {
            return "\
# Cafcass is for looked-after children only (Children Act 1989, section 25B). Where your document names another body to go
# to, or extends the way to others:
# referral:
#   when: any
#   covers: [child-protection]
#   grounds:
#     - {id: not-resolved, text: The matter is not resolved}
#   source: Referral
"
            .to_owned();
        }
        let (when, why) = match self.last_resort {
            true => ("after-all", "any: at any point, as the law has it"),
            false => ("any", "after-all: your document makes it a last resort"),
        };
        format!(
            "\
referral:                        # the way to Cafcass
  when: {when}                      # {why}
  grounds:
    - {{id: not-resolved, text: The matter is not resolved}}
  source: Referral to Cafcass
"
        )
    }
}

/// What may stand beside the ladder, to be filled in.
const ADVICE: &str = "\
# Advice to show; `at` says at which step. This one answers the Handbook, if your document says so:
# guidance:
#  - {text: The IRO has access to independent legal advice., at: [escalate, refer], meets: HB-12, source: Legal advice}

# Where your document says that a shortage of money or staff does not end the matter:
# obstacles: {source: Principles}
";

fn total(limit: &str, strength: &str, source: &str) -> String {
    format!(
        "total:                           # all formal stages together\n  limit: {limit}\n  strength: {strength}\n  \
         from: formal-entered\n  source: {}\n",
        quoted(source)
    )
}

/// The id of a role, from its title.
pub(super) fn role_id(title: &str) -> String {
    let id: String =
        plain(title).chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-').collect();
    let id = id.trim_matches('-');
    let taken = ["responder", "owner", "raiser"].contains(&id);
    if id.is_empty() || taken { format!("role-{id}") } else { id.to_owned() }.trim_end_matches('-').to_owned()
}

/// A text as it stands where it can't be mistaken for anything else, or in quotation marks as YAML and JSON both read it.
pub(super) fn quoted(text: &str) -> String {
    let words = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.contains(' ');
    let plain = |c: char| c.is_ascii_alphanumeric() || " -()/.'".contains(c);
    match words && text.chars().all(plain) && text.trim() == text {
        true => text.to_owned(),
        false => serde_json::Value::from(text).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::parse_date;
    use crate::store::policy_file::read;

    fn stage(title: &str, formal: bool, who: &[&str], limit: Option<&str>) -> DraftStage {
        let who = who.iter().map(ToString::to_string).collect();
        DraftStage { title: title.into(), formal, who, how: DraftWay::All, limit: limit.map(str::to_owned) }
    }

    #[test]
    fn whatever_is_answered_the_file_has_no_fault() {
        let titles = ["Team Manager", "Owner", "Größe: \"Chef\" #1", "héad", "—"];
        for (at, title) in titles.iter().enumerate() {
            let draft = Draft {
                id: "ours".into(),
                version: "2026-04: #1".replace(": #", "-"),
                effective_on: parse_date("2026-04-01").unwrap(),
                title: format!("A \"title\": {title}"),
                authority: Some("Any # town".into()),
                document: "The document: 'one'".into(),
                dispute: "challenge".into(),
                record_system: "C:\\files".into(),
                covers: vec!["looked-after".into()],
                chairs: at % 2 == 0,
                stages: vec![
                    stage("Talk: first", false, &[title], None),
                    stage("Second talk", false, &[title, "Social Worker"], Some("48 hours")),
                    stage("Stage 1", true, &["Head of Service"], Some("5 days")),
                ],
                total: match at {
                    0 => DraftTotal::None,
                    1 => DraftTotal::Own("20 working days".into()),
                    _ => DraftTotal::Advised("20 working days".into(), "Handbook".into()),
                },
                bypass: at == 1,
                last_resort: at == 2,
            };
            let text = draft.text();
            assert_eq!(read("ours.yaml", &text).faults, [], "{text}");
        }
    }
}
