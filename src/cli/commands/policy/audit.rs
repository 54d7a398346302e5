//! `iro policy audit`: where a policy differs from the statutory guidance and the national standards.

use serde_json::json;

use super::named;
use crate::cli::context::Context;
use crate::cli::error::{Code, Failure};
use crate::cli::print;
use crate::domain::fault::{Fault, Severity};
use crate::domain::policy::audit::{Finding, PolicyPath, audit, why_guidance_does_not_apply};
use crate::render::{faults, words};
use crate::store::guidance_checks;

/// Compare a policy with the IRO Handbook and the national standards
///
/// A finding is not a fault in the file: a policy can say what its document says and be at odds with the guidance. Each
/// names the yardstick, what the policy says instead, and the line in the file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  iro policy audit mosaic\n  iro policy audit my-policy.yaml --exit-code")]
pub struct Args {
    /// The policy, a version of it as `ID@VERSION`, or a file
    #[arg(value_name = "ID|FILE")]
    policy: String,
    /// Exit with 6 if there are findings
    #[arg(long)]
    exit_code: bool,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let named = named(&args.policy, ctx)?;
    let findings = audit(&named.policy, guidance_checks::built_in());
    let placed: Vec<Fault> = findings.iter().map(|finding| placed(finding, &named.file, &named.text)).collect();
    let count = words::count(findings.len(), "finding");
    if ctx.console.json {
        let list = findings.iter().zip(&placed).map(|(finding, fault)| {
            json!({
                "yardstick": finding.yardstick, "message": finding.message, "source": finding.source,
                "line": fault.line, "column": fault.column, "file": fault.file, "basis": finding.basis,
            })
        });
        let findings = list.collect::<Vec<_>>();
        print::json(
            ctx,
            &json!({"findings": findings, "not_held_because": why_guidance_does_not_apply(&named.policy)}),
        )?;
    } else if let Some(why) = why_guidance_does_not_apply(&named.policy) {
        ctx.console.note(&format!(
            "`{}` {} is not held against the IRO Handbook and the national standards: {why}",
            named.policy.id,
            crate::render::clean::line(&named.policy.version)
        ));
    } else if !findings.is_empty() {
        let shown: Vec<Fault> = findings.iter().zip(&placed).map(|(finding, fault)| shown(finding, fault)).collect();
        ctx.console.say(faults::render(&shown, &named.text, false).trim_end())?;
        ctx.console.note(&format!(
            "\n{count} in `{}` {}",
            named.policy.id,
            crate::render::clean::line(&named.policy.version)
        ));
    } else {
        ctx.console.note(&format!(
            "`{}` {}: no findings",
            named.policy.id,
            crate::render::clean::line(&named.policy.version)
        ));
    }
    match findings.is_empty() || !args.exit_code {
        true => Ok(()),
        false => Err(Failure::new(Code::Faults, format!("{count} in `{}`", named.policy.id))),
    }
}

/// A fault for something that is missing from the file has no place, so no excerpt is shown.
fn shown(finding: &Finding, fault: &Fault) -> Fault {
    let (line, column) = if finding.spot == PolicyPath::default() { (0, 0) } else { (fault.line, fault.column) };
    Fault { line, column, ..fault.clone() }
}

fn placed(finding: &Finding, file: &str, text: &str) -> Fault {
    let place = guidance_checks::locate(text, &finding.spot);
    Fault {
        file: file.to_owned(),
        line: place.line,
        column: place.column,
        severity: Severity::Warning,
        rule: finding.yardstick.clone(),
        message: finding.message.clone(),
        hint: Some(finding.basis.clone()),
    }
}
