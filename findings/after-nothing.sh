#!/usr/bin/env bash
# A review is after a day that nobody gave, if the day is missing, and before it if it is empty, to Laravel's validator.
#
# "after:from" checks that a review comes after the day on which a child came into care, which may be left open (nullable).
# The guess was that without that day such rules all pass, or all fail. Seen on 30 November 2026 with the validator of
# Laravel 8.83.26 (Debian 12, php-illuminate-validation): a day that is missing or null is before all others, so that every
# review is after it and none before; an empty one, as a row of a CSV file has it, is the moment of asking, so that a
# review of 2020 is before it and one of 2099 after it. PHP is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install php-cli php-mbstring php-illuminate-validation=8.83.26+dfsg-2 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > check.php <<'PHP'
<?php
require "Illuminate/Validation/autoload.php";
$factory = new Illuminate\Validation\Factory(new Illuminate\Translation\Translator(new Illuminate\Translation\ArrayLoader, "en"));
foreach (["missing" => [], "null" => ["from" => null], "empty" => ["from" => ""], "2026-10-01" => ["from" => "2026-10-01"]] as $name => $record)
    foreach (["2020-01-01", "2099-01-01"] as $review) {
        $passed = array_filter(["after", "after_or_equal", "before", "before_or_equal"], fn ($rule) =>
            $factory->make($record + ["review" => $review], ["from" => "nullable|date", "review" => "date|$rule:from"])->passes());
        echo "from $name, review $review: ", implode(", ", $passed), "\n";
    }
PHP
lib="$work/unpacked/usr/lib"
LD_LIBRARY_PATH="$lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu" "$(echo unpacked/usr/bin/php8.*)" -n -d error_reporting=0 -d "extension=$(echo "$lib"/php/*/mbstring.so)" \
    -d "extension=$(echo "$lib"/php/*/ctype.so)" -d date.timezone=Europe/London -d include_path="$work/unpacked/usr/share/php" check.php | tee seen
diff seen - <<'SEEN'
from missing, review 2020-01-01: after, after_or_equal
from missing, review 2099-01-01: after, after_or_equal
from null, review 2020-01-01: after, after_or_equal
from null, review 2099-01-01: after, after_or_equal
from empty, review 2020-01-01: before, before_or_equal
from empty, review 2099-01-01: after, after_or_equal
from 2026-10-01, review 2020-01-01: before, before_or_equal
from 2026-10-01, review 2099-01-01: after, after_or_equal
SEEN
echo "as seen before"
