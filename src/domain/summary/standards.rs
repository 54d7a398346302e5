//! A checklist of standards: which figures bear on each, and what the protocols in use say about it.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::History;
use crate::domain::limit::Limit;
use crate::domain::policy::{LimitRule, Policy, ReferralWhen};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    pub title: String,
    pub source: String,
    pub standards: Vec<Standard>,
}

/// One standard of the checklist, with what bears on it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    pub text: String,
    pub source: String,
    /// Figures, by their ids.
    #[serde(default)]
    pub shows: Vec<String>,
    /// What is looked up in the protocols in use.
    #[serde(default)]
    pub protocols: Option<Look>,
    /// What only a person can answer.
    #[serde(default)]
    pub asks: Option<String>,
}

/// Something that is looked up in a protocol.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Look {
    /// The document, with its date.
    Named,
    /// How many stages there are of each kind.
    InformalAndFormal,
    /// Whether the total keeps to what the Handbook gives at most, and when a referral is open.
    Handbook(#[serde(deserialize_with = "limit")] Limit),
}

fn limit<'de, D: Deserializer<'de>>(typed: D) -> Result<Limit, D::Error> {
    String::deserialize(typed)?.parse().map_err(D::Error::custom)
}

/// What each protocol in use says, a line each.
pub fn protocols(histories: &[History], look: &Look) -> Vec<String> {
    let mut seen: Vec<&Policy> = Vec::new();
    for history in histories {
        let policy = history.case.policy().as_ref();
        if !seen.iter().any(|one| one.id == policy.id && one.version == policy.version) {
            seen.push(policy);
        }
    }
    seen.sort_by(|one, other| (&one.id, &one.version).cmp(&(&other.id, &other.version)));
    seen.into_iter().map(|policy| format!("{}: {}", policy.title, said(policy, look))).collect()
}

fn said(policy: &Policy, look: &Look) -> String {
    match look {
        Look::Named => {
            let date = policy.document.date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
            format!("{}{date}", policy.document.title)
        }
        Look::InformalAndFormal => {
            let formal = policy.stages.iter().filter(|stage| stage.is_formal()).count();
            let informal = policy.stages.len() - formal;
            format!("{informal} informal, {formal} formal")
        }
        Look::Handbook(most) => {
            let total = match policy.total.as_ref().map(|total| &total.limit) {
                Some(LimitRule::Fixed(limit)) if limit.in_working_days() <= most.in_working_days() => {
                    format!("a total of {limit}")
                }
                Some(LimitRule::Fixed(limit)) => format!("a total of {limit}, more than the Handbook's {most}"),
                Some(LimitRule::Agreed { .. }) => "a total agreed case by case".to_string(),
                None => "no total time".to_string(),
            };
            let referral = match policy.referral.as_ref().map(|referral| &referral.when) {
                Some(ReferralWhen::Any) => "referral at any point",
                Some(ReferralWhen::AfterAll | ReferralWhen::AfterStage(_)) => {
                    "referral only late, though the law allows it at any point"
                }
                None => "no word on referral",
            };
            format!("{total}; {referral}")
        }
    }
}
