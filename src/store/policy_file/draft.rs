//! Makes a new policy file from the answers of `policy new`: free of errors, and with comments so that its author can
//! continue in an editor. Questions without an answer stay in it as comments.

mod beside;
mod ids;
mod parts;
mod stages;
#[cfg(test)]
mod tests;

pub(super) use ids::{role_id, short_id};
pub use parts::{
    DraftEnd, DraftLetter, DraftMeeting, DraftMoreTime, DraftRegular, DraftStage, DraftStart, DraftTime, DraftTotal,
    DraftWay,
};

use crate::domain::holidays::Division;
use crate::domain::limit::{DaysMean, Limit, Unit};
use crate::domain::policy::CaseType;
use crate::domain::suggest::plain;
use crate::domain::time::Date;
use crate::domain::worded::Worded;

/// The answers about a protocol.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub id: String,
    pub version: String,
    pub effective_on: Date,
    /// What nobody was asked about, and is filled in as usual.
    pub assumed: Assumed,
    pub title: String,
    pub authority: Option<String>,
    pub document: String,
    pub dispute: String,
    pub record_system: String,
    pub covers: Vec<CaseType>,
    /// The titles of those who may raise a dispute.
    pub raisers: Vec<String>,
    pub stages: Vec<DraftStage>,
    /// The title of the person who has to escalate, if that is not the raiser.
    pub owner: Option<String>,
    /// The titles of those who must be satisfied before the dispute can end.
    pub satisfied: Vec<String>,
    /// The indices of the stages at which they must be; all of them if not answered.
    pub satisfied_at: Option<Vec<usize>>,
    /// The title of the person who judges an answer in the raiser's place.
    pub judge: Option<String>,
    /// The indices of the stages at which they do; all of them if not answered.
    pub judge_at: Option<Vec<usize>>,
    /// Whether some disputes have stages of their own; `None` if not answered.
    pub several_ladders: Option<bool>,
    pub more_time: Option<DraftMoreTime>,
    /// How often somebody has to be informed of progress.
    pub regular: Option<DraftRegular>,
    pub letter: Option<DraftLetter>,
    /// The title of the person who approves skipping stages.
    pub bypass_approved_by: Option<String>,
    pub days: Option<DaysMean>,
    /// The division whose bank holidays apply.
    pub division: Option<Division>,
    /// Whether hours are working hours rather than hours of the day.
    pub working_hours: Option<bool>,
    pub total: Option<DraftTotal>,
    /// Whether the answer was that the document has no total limit.
    pub has_no_total: bool,
    /// Whether the answer was that the document lists no kinds of concern.
    pub has_no_kinds: bool,
    /// The total limit that the guidance advises if the document has none, and its source.
    pub advised: Option<(String, String)>,
    /// Whether stages may be skipped without a reason.
    pub bypass: Option<bool>,
    /// Whether referral to Cafcass is possible only after all stages.
    pub last_resort: Option<bool>,
    pub categories: Vec<String>,
    /// Whether to include the two reminders that the guidance asks for.
    pub reminders: bool,
    /// Whether the first line points editors to the schema.
    pub schema: bool,
}

/// The file of the schema that the first line names.
pub const SCHEMA_FILE: &str = "policy.schema.json";

const HEAD: &str = "\
# How this file is written: `iro policy show` reads it back to you, `iro policy check` names every fault with its line,
# `iro policy try` plays it through, `iro policy audit` compares it with the IRO Handbook.
# Each `source` is the heading of your document under which the rule stands: put in the real ones.
# What begins with `# ?` is a question that nobody has answered yet.
";

/// The questions about the calendar that stay open beside bank holidays.
const CLOSED: &str = "  \
  # ? Are there other days on which the council is closed, office hours, or a time of day after which the next day counts?
  # closures: [{from: \"2026-12-24\", to: \"2027-01-02\", name: Winter closure}]
  # office_hours: {from: \"09:00\", to: \"17:00\"}
  # cut_off: \"16:30\"
";

/// The reminders that the guidance wants every protocol to have.
const ADVICE: &str = "\
# ? Is there advice to show? `at` says at which step. This one answers the Handbook, if your document says so:
# guidance: [{text: The IRO has access to independent legal advice., at: [escalate, refer], meets: HB-12, source: Legal advice}]

# ? Does your document say that a shortage of money or staff does not end the matter?
# obstacles: {source: Principles}
";

/// Which of the answers that a file can't do without nobody has given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Assumed {
    pub effective_on: bool,
    pub covers: bool,
    pub raisers: bool,
}

impl Draft {
    /// The text of the file.
    pub fn text(&self) -> String {
        let schema = format!("# yaml-language-server: $schema={SCHEMA_FILE}\n");
        let parts = [
            format!("{}{HEAD}", if self.schema { schema } else { String::new() }),
            self.identity(),
            self.words(),
            self.people(),
            self.counting(),
            self.kinds(),
            self.ladder(),
            self.limits(),
            self.duties(),
            self.referral(),
            ADVICE.to_owned(),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }

    fn identity(&self) -> String {
        let authority = self.authority.as_ref().map(|name| format!("authority: {}\n", quoted(name)));
        format!(
            "format: 1\nid: {}\nversion: {}                # a new one for every revision; never change an old file\n\
             effective_on: \"{}\"        # {}the first day it is in force\ntitle: {}\n{}document:\n  title: {}\n",
            self.id,
            quoted(&self.version),
            self.effective_on,
            if self.assumed.effective_on { "? " } else { "" },
            quoted(&self.title),
            authority.unwrap_or_default(),
            quoted(&self.document),
        )
    }

    fn words(&self) -> String {
        format!(
            "labels:                          # your own words, as people will read them\n  dispute: {}\n  \
             record_system: {}     # where the child's file is kept\n",
            quoted(&self.dispute),
            quoted(&self.record_system),
        )
    }

    fn people(&self) -> String {
        let roles: Vec<String> =
            self.roles().iter().map(|(id, title)| format!("  {id}: {}\n", quoted(title))).collect();
        format!(
            "covers: [{}]{}\nraisers: [{}]{}\nroles:                           # every role that this file names, with its \
             local title\n{}",
            self.covers.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", "),
            if self.assumed.covers { "           # ? whose cases it is for" } else { "" },
            self.ids(&self.raisers),
            if self.assumed.raisers { "                   # ? who may raise one" } else { "" },
            roles.concat()
        )
    }

    /// The id and the title of every role that is mentioned. Each title appears once, and no two have the same id.
    fn roles(&self) -> Vec<(String, &str)> {
        let mut roles: Vec<(String, &str)> = Vec::new();
        let answering = self.stages.iter().flat_map(DraftStage::people);
        let approving =
            self.more_time.iter().filter_map(|more| more.approved_by.as_ref()).chain(&self.bypass_approved_by);
        let sending = self.letter.iter().filter_map(|letter| letter.by.as_ref());
        let others = self.satisfied.iter().chain(&self.judge).chain(&self.owner).chain(approving).chain(sending);
        for title in self.raisers.iter().chain(answering).chain(others) {
            if roles.iter().any(|(_, known)| is_same_title(known, title)) {
                continue;
            }
            let id = role_id(title);
            let taken = |id: &String| roles.iter().any(|(known, _)| known == id);
            let id = match taken(&id) {
                false => id,
                true => (2..).map(|number| format!("{id}-{number}")).find(|id| !taken(id)).unwrap_or_default(),
            };
            roles.push((id, title));
        }
        roles
    }

    /// The id of the role with this title.
    fn id_of(&self, title: &str) -> String {
        let roles = self.roles();
        let found = roles.iter().find(|(_, known)| is_same_title(known, title));
        found.map_or_else(|| role_id(title), |(id, _)| id.clone())
    }

    fn ids(&self, titles: &[String]) -> String {
        let ids: Vec<String> = titles.iter().map(|title| self.id_of(title)).collect();
        ids.join(", ")
    }

    fn counting(&self) -> String {
        let days = match (self.has_bare_days(), self.days) {
            (false, _) => String::new(),
            (true, Some(days)) => {
                let word = if days == DaysMean::Working { "working" } else { "calendar" };
                format!("  days: {word}                  # what a bare \"5 days\" means: working or calendar\n")
            }
            (true, None) => {
                "  # ? What does a bare \"5 days\" mean, working or calendar? Nobody said; until this is changed:\n  days: working\n"
                    .to_owned()
            }
        };
        let hours = match (self.has_hours(), self.working_hours) {
            (false, _) => "",
            (true, Some(true)) => "  hours: working-days            # 48 hours are two working days\n",
            (true, Some(false)) => {
                "  hours: elapsed                 # 48 hours are those of the clock, also over a weekend\n"
            }
            (true, None) => {
                "  # ? Do 48 hours mean two working days (`working-days`), or hours on the clock (`elapsed`, as now)?\n  \
                 hours: elapsed\n"
            }
        };
        let division = match self.division {
            Some(division) => {
                format!("  division: {}            # whose bank holidays are left out\n", division.word())
            }
            None => "  # ? Whose bank holidays are left out: `england-and-wales`, as now, `scotland` or `northern-ireland`?\n  \
                     division: england-and-wales\n"
                .to_owned(),
        };
        format!("calendar:\n{division}{days}{hours}{CLOSED}")
    }

    /// Whether the law itself provides for referral to Cafcass for some of the children that the protocol covers.
    pub fn refers_by_law(&self) -> bool {
        let here = self.division.unwrap_or_default() == Division::EnglandAndWales;
        here && self.covers.contains(&CaseType::LookedAfter)
    }

    fn times(&self) -> impl Iterator<Item = &str> {
        let stages = self.stages.iter().flat_map(|stage| match &stage.time {
            DraftTime::Within { limit, shorter, .. } => [Some(limit.as_str()), shorter.as_deref()],
            DraftTime::Open | DraftTime::Agreed => [None, None],
        });
        let more = self.more_time.iter().map(|more| more.limit.as_str());
        let meetings = self.stages.iter().flat_map(|stage| &stage.meeting);
        let meetings = meetings.filter_map(|meeting| meeting.within.as_deref());
        let more = more.chain(meetings);
        let regular = self.regular.iter().map(|regular| &regular.limit);
        let others = regular.chain(self.letter.iter().map(|letter| &letter.limit)).map(String::as_str);
        stages.flatten().chain(self.total.iter().map(|total| total.limit.as_str())).chain(more).chain(others)
    }

    /// Whether a limit says `days` without saying which kind of days.
    pub fn has_bare_days(&self) -> bool {
        self.times().any(|limit| Limit::parse(limit).is_err())
    }

    /// Whether a limit is in hours.
    pub fn has_hours(&self) -> bool {
        self.times().any(|limit| Limit::parse(limit).is_ok_and(|limit| limit.unit == Unit::Hours))
    }

    fn kinds(&self) -> String {
        if self.has_no_kinds {
            return String::new();
        }
        if self.categories.is_empty() {
            return "\
# ? Which kinds of concern does your document list? `formal: true` is for one that goes straight to the formal stages.
# categories: [{id: drift, text: Drift or delay, source: Criteria}]
"
            .to_owned();
        }
        let mut known: Vec<String> = Vec::new();
        let lines = self.categories.iter().map(|text| {
            let short = short_id(text, "kind");
            let taken = known.iter().filter(|id| **id == short).count();
            known.push(short.clone());
            let id = if taken == 0 { short } else { format!("{short}-{}", taken + 1) };
            format!("  - {{id: {id}, text: {}, source: Criteria}}\n", quoted(text))
        });
        format!("categories:\n{}", lines.collect::<String>())
    }

    fn limits(&self) -> String {
        let total = match (&self.total, &self.advised) {
            (Some(total), _) => {
                let from = if total.from_raised { "raised" } else { "formal-entered" };
                let until = if total.until_decided { "  until: [decided, resolved]\n" } else { "" };
                format!(
                    "total:                           # all stages together\n  limit: {}\n  strength: {}\n  from: {from}\n{until}  \
                     source: Time limits\n",
                    total.limit,
                    strength(total.aim),
                )
            }
            (None, _) if self.has_no_total => String::new(),
            (None, advised) => {
                let advised = advised.as_ref().map(|(limit, source)| format!(" The {source} has {limit}."));
                format!(
                    "# ? Is there a time for all stages together?{} Until this says so there is none.\n# total: {{limit: 20 working \
                     days, strength: hard, from: formal-entered, source: Time limits}}\n",
                    advised.unwrap_or_default()
                )
            }
        };
        let bypass = match self.bypass {
            Some(free) => {
                let approved = self.bypass_approved_by.as_ref();
                let approved = approved.map(|who| format!(", approved_by: {}", self.id_of(who))).unwrap_or_default();
                format!(
                    "bypass: {{free: {free}{approved}, source: Principles}}   # may stages be left out without a reason?\n"
                )
            }
            None => "\
# ? May stages be left out, and without a reason? Until this says so, leaving one out needs a reason.
# bypass: {free: true, source: Principles}
"
            .to_owned(),
        };
        if total.is_empty() { bypass } else { format!("{total}\n{bypass}") }
    }

    fn referral(&self) -> String {
        let (when, why) = match self.last_resort {
            Some(true) => ("after-all", "any: at any point, as the law has it"),
            Some(false) => ("any", "after-all: your document makes it a last resort"),
            None if self.refers_by_law() => {
                return "\
# ? When can a matter go to Cafcass? By law at any point, and so it is here until your document's own words stand here:
# referral: {when: any, grounds: [{id: not-resolved, text: The matter is not resolved}], source: Referral to Cafcass}
"
                .to_owned();
            }
            None => {
                return "\
# Cafcass is for looked-after children in England and Wales only (Children Act 1989, section 25B).
# ? Does your document name another body to go to, or extend the way to others?
# referral: {to: the Ombudsman, when: any, covers: [child-protection], source: Referral}
"
                .to_owned();
            }
        };
        format!(
            "\
referral:                        # the way to Cafcass
  when: {when}                      # {why}
  # ? On which grounds, if the document names them?
  # grounds: [{{id: not-resolved, text: The matter is not resolved}}]
  source: Referral to Cafcass
"
        )
    }
}

/// What to ask about the strength of a limit.
const STRENGTH: &str = "a duty (hard: must, will, within), or a target (aim: should, aims to)?";

/// The strength of a limit. Without an answer it is `hard`, with the question in a comment.
fn strength(aim: Option<bool>) -> String {
    let open = if aim.is_none() { format!("                 # ? {STRENGTH}") } else { String::new() };
    format!("{}{open}", strength_word(aim))
}

fn strength_word(aim: Option<bool>) -> &'static str {
    if aim == Some(true) { "aim" } else { "hard" }
}

/// Whether two titles mean the same role, however they are written.
fn is_same_title(one: &str, other: &str) -> bool {
    let by_flag = ["iro", "cp-chair"];
    let (plainly, id) = (plain(one), role_id(one));
    one == other
        || (!plainly.is_empty() && plainly == plain(other))
        || (by_flag.contains(&id.as_str()) && id == role_id(other))
}

/// A text as YAML: without quotes if it can't be taken for anything else, otherwise in quotation marks that both YAML
/// and JSON can read.
pub(super) fn quoted(text: &str) -> String {
    let words = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.contains(' ');
    let plain = |c: char| c.is_ascii_alphanumeric() || " -()/.'".contains(c);
    match words && text.chars().all(plain) && text.trim() == text {
        true => text.to_owned(),
        false => serde_json::Value::from(text).to_string(),
    }
}
