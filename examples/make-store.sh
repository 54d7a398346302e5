#!/bin/sh
# Writes the example store anew: disputes in several states, with made-up children and people. It is the same every
# time, because every command is told when it happens.
#
#   examples/make-store.sh FOLDER
set -eu

store=${1:?say which folder to write, for example examples/store}
IRO=${IRO:-iro}
export IRO_DATA_DIR="$store" IRO_USER="Jo Bloggs"

at() { IRO_AS_OF=$1; export IRO_AS_OF; }
say() { "$IRO" --no-input --quiet "$@" >/dev/null; }

mkdir -p "$store"
rm -rf "$store/open" "$store/closed" "$store/policies"
rm -f "$store/config.yaml" "$store/closing-days.yaml"

at 2025-11-03T09:30
say init --policy knowsley --user "Jo Bloggs"
say calendar close 2026-12-29..2026-12-31 --name "Christmas closure"

# 2025-0001 is settled in the talk and long closed.
say raise --child C-1001 --category statutory-visits --concern "No statutory visit since August"
at 2025-11-07T14:00
say respond 2025-1 --role social-worker --text "Visited today. The next visits are in the diary."
say resolve 2025-1 --outcome "Visits happen again" --impact-on-child "She has seen her social worker twice"

# 2026-0001 was escalated twice and is late.
at 2026-02-09T10:15
say raise --child C-1042 --category permanence --seeking "A date for the panel" \
  --concern "The permanence plan has not moved since the last review" --impact "He does not know where he will live"
at 2026-02-17T09:00
say escalate 2026-1 --because no-response --confirm discussion-recorded
at 2026-02-24T11:00
say respond 2026-1 --role team-manager --text "The panel is full until May."
say escalate 2026-1 --because unsatisfactory --reason "May is too late for him"

# 2026-0002 is resolved, and reopened when nothing changed.
at 2026-03-02T09:00
say raise --child C-1077 --category health-provision --concern "Glasses were prescribed in November and not bought"
at 2026-03-04T09:00
say respond 2026-2 --role social-worker --text "They are ordered."
say resolve 2026-2 --outcome "Glasses are ordered"

# 2026-0003 has a plan, whose actions are tracked.
at 2026-03-04T10:00
say raise --policy mosaic --child C-3007 --category drift-and-delay --aware-on 2026-03-02 \
  --confirm manager-contacted --confirm next-steps-agreed --concern "No contact with her sister since the move" \
  --impact "She asks for her sister every week" --seeking "A contact plan"
at 2026-03-06T16:20
say respond 2026-3 --role team-manager --text "We agree. Contact every two weeks from the middle of March." \
  --action "First visit to her sister | Sam Field | 2026-03-14" --action "Write the contact plan | Ann Lee | 2026-03-20"
at 2026-03-07T09:00
say agree 2026-3

# 2026-0004 waits for an answer by an agreed date; a slip was corrected.
at 2026-03-09T11:00
say raise --policy south-west --child C-4010 --respond-by 2026-03-20 --confirm routes-discussed \
  --concern "No school place since January" --impact "He is at home all day" --seeking "A school place by Easter"
at 2026-03-09T12:00
say note 2026-4 --kind contact --text "He would like to go back to his old school."
at 2026-03-09T12:10
say correct 2026-4 --event 2 --reason "These are his own words" --set kind=child-view

# 2026-0005 and 2026-0006 are about two sisters; one was raised in error.
at 2026-03-10T10:00
say raise --policy national --child C-5001 --sibling C-5002 --impact "They do not know whether they stay together" \
  --seeking "A plan for both" --concern "The placement ends in May and there is no plan"
at 2026-03-11T09:00
say withdraw 2026-6 --reason "She is eighteen and has a tenancy"

at 2026-03-12T09:00
say reopen 2026-2 --reason "They were never ordered"

# 2026-0007 is raised on a Friday afternoon and has 72 hours.
at 2026-03-13T15:40
say raise --policy qa-notification --child C-2003 --immediate no --concern "The health assessment is four months late"

at 2026-03-14T17:00
say action done 2026-3 1

rm -f "$store/.lock"
