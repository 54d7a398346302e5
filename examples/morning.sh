#!/bin/sh
# What has to be looked at this morning: prints what is overdue or due today, and says nothing at all when there is
# nothing. Made for a timer (cron, a scheduled task): a mailer sends whatever is printed.
#
# Ends with 0 when all went well, and otherwise with the exit code of `iro`: a damaged record is named, and what could
# be read is listed all the same.
set -u

IRO=${IRO:-iro}

"$IRO" due --today --exit-code --no-input --quiet
code=$?
case $code in
  0 | 10) exit 0 ;; # nothing is due, or something was listed
  *) exit "$code" ;;
esac
