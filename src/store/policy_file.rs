//! Reads policy files: a protocol as people write it, turned into the domain's `Policy`. One reading finds every fault
//! of a file, each with its place and a hint. A file with an error gives no policy.

mod after_the_end;
mod circumstances;
mod clock;
mod clock_starts;
mod draft;
mod duty;
mod fields;
mod identity;
mod ladder;
mod ladders;
mod limits;
mod lint;
mod meant;
mod named;
mod outline;
mod places;
mod reader;
mod references;
mod resolve_references;
mod routes;
mod schema;
mod shape;
mod steps;
mod syntax;
#[cfg(test)]
mod tests;
mod values;
mod when_meant;
mod without_effect;

pub use draft::{
    Draft, DraftEnd, DraftLetter, DraftMeeting, DraftMoreTime, DraftRegular, DraftStage, DraftStart, DraftTime,
    DraftTotal, DraftWay, SCHEMA_FILE,
};
pub use outline::Outline;
pub use schema::schema;

use fields::{Fields, block};
use reader::Reader;

use crate::domain::fault::Fault;
use crate::domain::policy::{
    Basis, ChildNeed, ClockId, ClockRule, Document, DutyId, EndsOn, Labels, Policy, RoleId, Rules,
};
use crate::domain::time::typed;
use crate::store::yaml::{self, Content, Node, Place};

/// The format of policy files that this program reads.
pub const FORMAT: i64 = 1;

/// The outcome of reading a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// `None` if any fault is an error.
    pub policy: Option<Policy>,
    /// Errors and warnings, in the order of the file.
    pub faults: Vec<Fault>,
}

impl Reading {
    /// The policy, or all faults if there is none.
    ///
    /// # Errors
    /// Every error in the file.
    pub fn into_policy(self) -> Result<Policy, Vec<Fault>> {
        self.policy.ok_or(self.faults)
    }

    fn stopped(faults: Vec<Fault>) -> Self {
        Self { policy: None, faults }
    }
}

/// Reads the text of a policy file; `file` is what faults call it.
pub fn read(file: &str, text: &str) -> Reading {
    // Places are counted as the YAML library counts lines, without a byte order mark.
    let text = yaml::lines_as_read(text);
    match yaml::parse(&text) {
        Ok(root) => read_tree(file, &text, &root),
        Err(fault) => Reading::stopped(syntax::explain_each(file, &text, &fault)),
    }
}

/// Reads a policy file whose YAML is parsed already. `text` has the line ends of `yaml::lines_as_read`.
pub fn read_tree(file: &str, text: &str, root: &Node) -> Reading {
    let reader = Reader::new(file, text, root);
    if matches!(root.content, Content::Null) {
        let hint = "`iro policy new` writes a file to begin with".to_owned();
        reader.error(Place::default(), "empty-file", "there is nothing in this file", Some(hint));
    }
    if let Content::Text(words) = &root.content
        && (words.starts_with('<') || !words.contains(':'))
    {
        let message = match words.starts_with('<') {
            true => "this is a web page, and not a policy file".to_owned(),
            false => format!("this isn't a policy file: it begins with `{}`", typed(words)),
        };
        let hint = "a policy file has lines of `key: value`: `iro policy import FILE` drafts one from a document, \
                    `iro policy new` writes one to begin with"
            .to_owned();
        reader.error(root.place, "not-a-policy", message, Some(hint));
        return Reading { policy: None, faults: reader.into_faults() };
    }
    if let Some(newer) = newer_format(root) {
        let message = format!("this file is of format {newer}, and this version of `iro` reads format {FORMAT}");
        let place = root.get("format").map(|node| node.place).unwrap_or_default();
        reader.error(place, "newer-format", message, Some("a newer `iro` can read it".to_owned()));
    }
    let policy = reader
        .is_sound()
        .then(|| block(&reader, root, "a policy", policy))
        .flatten()
        .inspect(|policy| reader.resolve_references(policy))
        .filter(|_| reader.is_sound())
        .inspect(|policy| without_effect::refuse(&reader, policy))
        .inspect(|policy| after_the_end::refuse(&reader, policy))
        .filter(|_| reader.is_sound())
        .inspect(|policy| lint::both_kinds_of_stage(&reader, policy))
        .inspect(|policy| lint::ladders_without_a_way_in(&reader, policy))
        .inspect(|policy| policy.each_ladder().into_iter().for_each(|ladder| lint::lint(&reader, ladder)));
    Reading { policy, faults: reader.into_faults() }
}

/// Reads a policy file that is known to be correct, such as a built-in one: references are not resolved again, and
/// warnings are not looked for. `None` if it is wrong after all.
pub fn read_trusted(text: &str, root: &Node) -> Option<Policy> {
    let reader = Reader::of_trusted(text, root);
    let policy = block(&reader, root, "a policy", policy);
    policy.filter(|_| reader.is_sound())
}

/// Reads the bytes of a policy file, in any encoding that word processors and editors use; also returns the text.
pub fn read_bytes(file: &str, bytes: &[u8]) -> (Reading, String) {
    let (text, fault) = decode(file, bytes);
    let reading = fault.map_or_else(|| read(file, &text), |fault| Reading::stopped(vec![fault]));
    (reading, text)
}

/// The bytes of a policy file as text. If they aren't text, an error and as much of the text as can be shown.
pub fn decode(file: &str, bytes: &[u8]) -> (String, Option<Fault>) {
    match yaml::decode(bytes) {
        Ok(text) => (text, None),
        Err(fault) => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            (text, Some(syntax::not_text(file, bytes, &fault)))
        }
    }
}

fn newer_format(root: &Node) -> Option<i64> {
    match root.get("format").map(|node| &node.content) {
        Some(Content::Int(format)) if *format > FORMAT => Some(*format),
        _ => None,
    }
}

fn policy(fields: &Fields) -> Policy {
    format(fields);
    let counting = fields.section("calendar", "the calendar", identity::counting).unwrap_or_default();
    let id = fields.id().text;
    let title = fields.need_text("title");
    let labels = labels(fields);
    let (stages, in_stages): (Vec<_>, Vec<_>) = fields.list("stages", "a stage", ladder::stage).into_iter().unzip();
    let parts = fields.list("ladders", "a ladder", ladders::part);
    if stages.is_empty() && parts.is_empty() {
        at_least_one(fields, "stages", "a dispute needs at least one stage to be in");
    }
    let mut duties = duty::duties(fields, None, None);
    duties.extend(in_stages.into_iter().flatten());
    let complaint_rule =
        |key| fields.section(key, "the rule about complaints", |fields| routes::complaint(fields, key));
    let mut rules = Rules {
        id,
        version: version(fields),
        effective_on: fields.need_date("effective_on"),
        authority: fields.text("authority"),
        document: document(fields, &title),
        title,
        basis: basis(fields),
        covers: fields.choices("covers"),
        child: child(fields),
        raisers: raisers(fields),
        roles: identity::roles(fields),
        counting,
        category_groups: identity::groups(fields),
        categories: fields.list("categories", "a category", identity::category),
        fields: fields.list("fields", "a field", identity::field),
        asks: fields.list("asks", "something asked for", duty::ask),
        entry: fields.section("entry", "the entry", ladder::entry).unwrap_or_default(),
        bypass: fields.section("bypass", "the bypass", ladder::bypass).unwrap_or_default(),
        stages,
        ladders: Vec::new(),
        ladder_title: None,
        other_stages: Vec::new(),
        names_raiser: false,
        total: total(fields),
        raise_within: raise_within(fields, &labels.dispute),
        labels,
        clocks: fields.list("clocks", "a clock", |fields| clock::clock(fields, None, None)).concat(),
        duties,
        scope: fields.section("scope", "the rule about whom it is for", |fields| fields.source(None)),
        raiser_ends: fields.section("raiser_ends", "the rule about who ends it", |fields| fields.source(None)),
        obstacles: fields.section("obstacles", "the rule about obstacles", |fields| fields.source(None)),
        referral: fields.section("referral", "the referral", routes::referral),
        beside_complaint: complaint_rule("beside_complaint"),
        complaint_chosen: complaint_rule("complaint_chosen"),
        praise: fields.section("praise", "the praise", routes::praise),
        review: fields.list("review", "a lead time", routes::lead_time),
        guidance: fields.list("guidance", "a piece of guidance", routes::guidance),
        references: fields.texts("references"),
        contacts: fields.list("contacts", "a contact", identity::contact),
    };
    rules.names_raiser = fields.reader.names_the_raiser();
    ladders::join(&mut rules, parts);
    sealed(rules)
}

/// The policy that these rules make: a protocol, or one of its ladders.
fn sealed(mut rules: Rules) -> Policy {
    regular_beside_the_stages(&mut rules);
    Policy::sealed(rules)
}

/// Marks duties that a regular clock beside the stages waits for as done for the whole dispute rather than once per
/// stage.
fn regular_beside_the_stages(rules: &mut Rules) {
    let Rules { clocks, duties, .. } = rules;
    let regular: Vec<&EndsOn> =
        clocks.iter().filter(|clock| clock.repeats.is_some()).flat_map(|one| &one.until).collect();
    let is_regular = |id: &DutyId| regular.iter().any(|end| matches!(end, EndsOn::Duty(waited) if waited == id));
    duties.iter_mut().filter(|duty| !duty.at_end && is_regular(&duty.id)).for_each(|duty| duty.once = true);
}

fn format(fields: &Fields) {
    fields.note("format", || shape::Shape::Exactly(FORMAT));
    let hint = || Some(format!("write `format: {FORMAT}` as the first line"));
    if let Some(node) = fields.need("format", hint)
        && !matches!(node.content, Content::Int(FORMAT))
    {
        let message = format!("the format is the number {FORMAT}");
        fields.reader.error(node.place, "bad-format", message, hint());
    }
}

fn version(fields: &Fields) -> String {
    let version = fields.need_text("version");
    if version.contains(char::is_whitespace) || version.contains('@') {
        let place = fields.word("version").map(|word| word.place).unwrap_or_default();
        let message = format!("`{}` isn't a version: a version is one word", typed(&version));
        fields.reader.error(place, "bad-version", message, Some("write it as in `2023-06`".to_owned()));
    }
    version
}

fn document(fields: &Fields, title: &str) -> Document {
    let document = fields.section("document", "the document", identity::document);
    document.unwrap_or_else(|| Document { title: title.to_owned(), date: None, undated: false, url: None })
}

fn labels(fields: &Fields) -> Labels {
    let own = fields.section("labels", "the labels", |fields| identity::labels(Some(fields)));
    own.unwrap_or_else(|| identity::labels(None))
}

fn basis(fields: &Fields) -> Basis {
    fields.choice("basis").unwrap_or(Basis::Procedure)
}

fn child(fields: &Fields) -> ChildNeed {
    fields.choice("child").unwrap_or(ChildNeed::Required)
}

fn raisers(fields: &Fields) -> Vec<RoleId> {
    at_least_one(fields, "covers", "say whose cases it is for, as in `covers: [looked-after]`");
    at_least_one(fields, "raisers", "say which roles may raise, as in `raisers: [iro]`");
    fields.named_roles("raisers")
}

fn at_least_one(fields: &Fields, key: &'static str, hint: &str) {
    if let Some(node) = fields.need(key, || Some(hint.to_owned()))
        && matches!(&node.content, Content::List(items) if items.is_empty())
    {
        let message = format!("`{key}` is an empty list");
        fields.reader.error(node.place, "empty-list", message, Some(hint.to_owned()));
    }
}

fn total(fields: &Fields) -> Option<ClockRule> {
    fields.section("total", "the total limit", |fields| {
        fields.reader.references.borrow_mut().total = fields.place;
        clock::single(fields, ClockId::Total, "Resolve within the total time", EndsOn::Resolved)
    })
}

fn raise_within(fields: &Fields, dispute: &str) -> Option<ClockRule> {
    let label = ClockRule::usual_label_for_raising(dispute);
    fields.section("raise_within", "the limit for raising", |fields| {
        fields.reader.references.borrow_mut().raise_within = fields.place;
        clock::single(fields, ClockId::Raise, &label, EndsOn::Raised)
    })
}
