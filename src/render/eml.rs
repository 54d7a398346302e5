//! A draft as a file that a mail program opens for sending (RFC 5322): except for the date, nothing in it depends on
//! when or where it was written, and no text in it can become a header.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use sha2::{Digest, Sha256};

use super::notice::{Draft, Recipient};
use crate::domain::text::hex;
use crate::domain::time::Moment;

/// The file. A recipient without an address is written as a group without members, so that the mail program shows the
/// title and asks for an address.
pub fn render(draft: &Draft, now: Moment) -> Vec<u8> {
    let mut message = MessageBuilder::new()
        // Outlook opens a message with this header as a draft.
        .header("X-Unsent", Raw::new("1"))
        .message_id(MessageId::new(message_id(draft, now)))
        .date(now.instant_or_end().timestamp())
        .to(addresses(&draft.to));
    if !draft.cc.is_empty() {
        message = message.cc(addresses(&draft.cc));
    }
    let mut file = Vec::new();
    message.subject(Text::new(draft.subject.as_str())).text_body(format!("{}\n", draft.text)).serialize(&mut file);
    file
}

fn addresses(recipients: &[Recipient]) -> Address<'_> {
    let each = recipients.iter().map(|one| match &one.address {
        Some(address) => Address::new_address(Some(one.called.as_str()), address.as_str()),
        None => Address::new_group(Some(one.called.as_str()), Vec::new()),
    });
    Address::new_list(each.collect())
}

/// The same for the same draft. Mail servers drop a message with an id that they have seen, so it depends on everything
/// in the draft; a domain that can't exist (RFC 2606) reveals nothing about the computer.
fn message_id(draft: &Draft, now: Moment) -> String {
    let mut digest = Sha256::new();
    for part in [&draft.subject, &draft.text, &format!("{:?}{:?}{now}", draft.to, draft.cc)] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    format!("{}@iro.invalid", hex(&digest.finalize()[..16]))
}
