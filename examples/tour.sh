#!/bin/sh
# A dispute from the first word to the last, under the protocol `mosaic`, replayed as if it were March 2026.
# Keeps it in a folder of its own, which is gone afterwards.
#
#   examples/tour.sh              with `iro` installed
#   IRO=target/release/iro examples/tour.sh
set -eu

IRO=${IRO:-iro}
IRO_DATA_DIR=$(mktemp -d)
IRO_USER="Jo Bloggs"
export IRO_DATA_DIR IRO_USER
trap 'rm -rf "$IRO_DATA_DIR"' EXIT

at() {
  IRO_AS_OF=$1
  export IRO_AS_OF
  printf '\n== %s ==\n' "$1"
}
say() {
  printf '\n$ iro %s\n' "$*"
  "$IRO" --no-input "$@" 2>&1
}

at 2026-03-04T10:00
say raise --policy mosaic --child C-3007 --category drift-and-delay --aware-on 2026-03-02 \
  --concern "No contact with her sister since the move" --impact "She asks for her sister every week" \
  --seeking "A contact plan" --confirm manager-contacted --confirm next-steps-agreed

# A week on there is no answer.
at 2026-03-12T09:00
say due --today
say escalate 1 --because no-response --confirm manager-telephoned --reason "Five working days and no answer"

# The answer comes, with actions that each have an owner and a date.
at 2026-03-17T15:00
say respond 1 --text "Contact every two weeks" --action "Write the contact plan | Ann Lee | 2026-03-24"
say agree 1

at 2026-03-24T16:00
say action done 1 1
say done 1 child-told
say resolve 1 --outcome "The plan is written and contact has begun" --impact-on-child "She saw her sister on Sunday"

say log 1
say why 1 respond
