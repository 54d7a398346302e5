#!/usr/bin/env bash
# Twenty business days that are read once and kept are twenty days, so that the limit ends on a Sunday, eight days early.
#
# A limit is read from a table of limits, kept, and added to the day of each referral. The guess was that a length keeps what
# it is of. Seen on 30 November 2026 with Date::Manip 6.91 (Debian 12, libdate-manip-perl): `ParseDateDelta` understands "20
# business days" and gives 0:0:0:20:0:0:0, in which nothing says so, and `DateCalc` adds 20 days: from Monday 2 November
# 2026 to Sunday 22 November. By the words themselves it is Monday 30 November, as by ParseDate("in 20 business days"). The
# mode for business days, which by the manual makes such a length one of business days, gives nothing; the word "business"
# put after it does. In the newer interface the object knows what it is of, and its text, `value`, doesn't.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install libdate-manip-perl=6.91-1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > add.pl <<'PL'
use Date::Manip;
Date_Init("SetDate=now,Europe/London", "ForceDate=2026-11-02-10:00:00,Europe/London");
my $referral = ParseDate("2026-11-02 10:00");
sub day { UnixDate($_[0], "%a %e %b") }
for my $words ("20 business days", "5 business days", "10 business days ago", "20 days") {
  my $kept = ParseDateDelta($words);
  print "$words: kept as $kept: ", day(DateCalc($referral, $kept)), "; by the words: ", day(DateCalc($referral, $words)),
    "; in the mode for business days: ", day(DateCalc($referral, $kept, \my $err, 2)) || "nothing", "; with the word: ", day(DateCalc($referral, "$kept business")), "; ParseDate: ", day(ParseDate($words =~ /ago/ ? $words : "in $words")), "\n";
}
my $date = Date::Manip::Date->new; $date->config("forcedate", "2026-11-02-10:00:00,Europe/London"); $date->parse("2026-11-02 10:00");
my ($delta, $copy) = ($date->new_delta, $date->new_delta);
$delta->parse("20 business days"); $copy->parse(scalar $delta->value);
print "object: ", $date->calc($delta)->printf("%a %e %b"), "; from its value: ", $date->calc($copy)->printf("%a %e %b"), "\n";
PL
PERL5LIB="$work/unpacked/usr/share/perl5:$(echo "$work"/unpacked/usr/share/perl/5.*)" perl add.pl | tee seen
diff seen - <<'SEEN'
20 business days: kept as 0:0:0:20:0:0:0: Sun 22 Nov; by the words: Mon 30 Nov; in the mode for business days: nothing; with the word: Mon 30 Nov; ParseDate: Mon 30 Nov
5 business days: kept as 0:0:0:5:0:0:0: Sat  7 Nov; by the words: Mon  9 Nov; in the mode for business days: nothing; with the word: Mon  9 Nov; ParseDate: Mon  9 Nov
10 business days ago: kept as 0:0:0:-10:0:0:0: Fri 23 Oct; by the words: Mon 19 Oct; in the mode for business days: nothing; with the word: Mon 19 Oct; ParseDate: Mon 19 Oct
20 days: kept as 0:0:2:6:0:0:0: Sun 22 Nov; by the words: Sun 22 Nov; in the mode for business days: nothing; with the word: Tue 24 Nov; ParseDate: Sun 22 Nov
object: Mon 30 Nov; from its value: Sun 22 Nov
SEEN
echo "as seen before"
