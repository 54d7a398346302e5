//! Filters that `list` and `report` share: IRO, team, category, protocol and so on.

use super::{name, word};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::names;
use crate::domain::case::Case;
use crate::domain::policy::{CaseType, CategoryId, RoleId};
use crate::domain::same_name::is_wanted;
use crate::render::view::DisputeView;
use crate::render::{clean, words};

// This is not a doc comment, because clap would show it as the help of the commands that take it.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Filters {
    /// Only this IRO's disputes
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub iro: Option<String>,
    /// Only this team's disputes
    #[arg(long, value_parser = name)]
    pub team: Option<String>,
    /// Only with this category
    #[arg(long)]
    pub category: Option<String>,
    /// Only under this protocol
    #[arg(long, value_name = "ID")]
    pub policy: Option<String>,
    /// Only this kind of case
    #[arg(long, value_parser = word::<CaseType>, value_name = "looked-after|child-protection|child-in-need|care-leaver|child|fostering-household|adult|theme")]
    pub case_type: Option<CaseType>,
    /// Only those raised in this role
    #[arg(long, value_name = "ROLE")]
    pub by_role: Option<String>,
}

/// What filters look at in a record.
struct Facts<'a> {
    iro: Option<&'a str>,
    team: Option<&'a str>,
    categories: &'a [CategoryId],
    policy: &'a str,
    case_type: Option<CaseType>,
    by_role: Option<&'a RoleId>,
}

impl Filters {
    /// Replaces the title of a role by its id.
    ///
    /// # Errors
    /// A policy file can't be read.
    pub fn resolved(self, ctx: &Context) -> Result<Filters, Failure> {
        let by_role = self.by_role.map(|role| names::resolve_party(role, ctx)).transpose()?;
        Ok(Filters { by_role, ..self })
    }

    pub fn are_none(&self) -> bool {
        self.words().is_empty()
    }

    /// The filter that praise can never match, because it has no such fact; `None` if there is none.
    pub fn praise_lacks(&self) -> Option<&'static str> {
        match (&self.category, self.case_type) {
            (None, None) => None,
            (Some(_), None) => Some("category"),
            (None, Some(_)) => Some("kind of case"),
            (Some(_), Some(_)) => Some("category and no kind of case"),
        }
    }

    /// Whether the view of a record matches.
    pub fn keep_view(&self, view: &DisputeView) -> bool {
        self.keep(&Facts {
            iro: view.iro.as_deref(),
            team: view.team.as_deref(),
            categories: &view.categories,
            policy: &view.policy,
            case_type: view.case_type,
            by_role: view.by_role.as_ref(),
        })
    }

    /// Whether a record matches.
    pub fn keep_case(&self, case: &Case) -> bool {
        let policy = &case.header().policy;
        match case {
            Case::Dispute(dispute) => self.keep(&Facts {
                iro: dispute.raised.iro.as_deref(),
                team: dispute.raised.team.as_deref(),
                categories: &dispute.raised.categories,
                policy,
                case_type: dispute.raised.case_type,
                by_role: Some(&dispute.raised.by_role),
            }),
            Case::Praise(praise) => self.keep(&Facts {
                iro: praise.facts.iro.as_deref(),
                team: praise.facts.team.as_deref(),
                categories: &[],
                policy,
                case_type: None,
                by_role: Some(&praise.facts.by_role),
            }),
        }
    }

    fn keep(&self, facts: &Facts<'_>) -> bool {
        let is = |wanted: &Option<String>, given: Option<&str>| is_wanted(given, wanted.as_deref());
        is(&self.iro, facts.iro)
            && is(&self.team, facts.team)
            && is(&self.policy, Some(facts.policy))
            && is(&self.by_role, facts.by_role.map(RoleId::as_str))
            && self.case_type.is_none_or(|case| facts.case_type == Some(case))
            && self.category.as_ref().is_none_or(|category| facts.categories.iter().any(|one| one.as_str() == category))
    }

    /// The filters that are set, each with its flag and value.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let case_type = self.case_type.map(|case| words::published(&case));
        let all = [
            ("iro", self.iro.clone()),
            ("team", self.team.clone()),
            ("category", self.category.clone()),
            ("policy", self.policy.clone()),
            ("case-type", case_type),
            ("by-role", self.by_role.clone()),
        ];
        all.into_iter().filter_map(|(flag, value)| Some((flag, value?))).collect()
    }

    /// The same for a heading: `team North, case type child protection`.
    pub fn in_words(&self) -> Vec<String> {
        let words = self.words().into_iter();
        words.map(|(flag, value)| clean::line(&format!("{} {value}", flag.replace('-', " ")))).collect()
    }
}
