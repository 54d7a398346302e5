#!/usr/bin/env bash
# What readers of mail make of `iro notice --eml`: headers, recipients without an address, accents, the text.
# `bash tests/programs/mail.sh`, by hand: it fetches packages into a temporary folder. `IRO` names the program to try.
set -euo pipefail
iro=$(realpath "${IRO:-target/debug/iro}")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install mail-parser==4.8.0
npm init -y >/dev/null && npm install --silent postal-mime@4.0.0 mailparser@3.14.2

export IRO_DATA_DIR=$work/store IRO_USER="Zoë Bloggs" IRO_AS_OF=2026-03-27T10:00
"$iro" raise --policy qa-notification --child 00123 --immediate no --override sample --seeking "A date" \
    --concern "The plan hasn’t moved since Christmas — no visit" --impact "No home yet" >/dev/null 2>&1
"$iro" raise --policy knowsley --stage stage-2 --child "Ä-7" --concern "No visit" --override sample >/dev/null 2>&1
"$iro" addresses add team-manager tm.north@example.org >/dev/null 2>&1
"$iro" notice 1 --eml one.eml 2>/dev/null
"$iro" notice 2 --eml two.eml 2>/dev/null

cat > read.py <<'PY'
import email, email.policy, sys
for name in ("one.eml", "two.eml"):
    message = email.message_from_binary_file(open(name, "rb"), policy=email.policy.default)
    groups = [(group.display_name, [str(one) for one in group.addresses]) for group in message["To"].groups]
    text = message.get_content()
    print("Python email,", name, "X-Unsent", message["X-Unsent"], "| To", groups, "| Cc", message["Cc"] and message["Cc"].groups[0].display_name)
    print("   ", message["Subject"], "| defects", [*message.defects, *message["To"].defects, *message["Subject"].defects])
    print("   ", [line for line in text.splitlines() if "Christmas" in line or "Bloggs" in line])
PY
py/bin/python read.py
py/bin/python - <<'PY'
import mailparser
for name in ("one.eml", "two.eml"):
    mail = mailparser.parse_from_file(name)
    print("mail-parser,", name, mail.to, mail.subject, mail.defects)
PY
cat > read.mjs <<'JS'
import fs from "node:fs";
import PostalMime from "postal-mime";
import { simpleParser } from "mailparser";
for (const name of ["one.eml", "two.eml"]) {
  const file = fs.readFileSync(name);
  const postal = await PostalMime.parse(file);
  console.log("postal-mime,", name, JSON.stringify(postal.to), "|", postal.subject, "|", postal.text.includes("Bloggs"));
  const mail = await simpleParser(file);
  console.log("mailparser,", name, JSON.stringify(mail.to.value), "|", mail.subject, "|", mail.text.includes("Bloggs"));
}
JS
node read.mjs
