#!/usr/bin/env bash
# In a calendar of Great Britain's bank holidays the first Monday in May is the second, if it is 1 May.
#
# The early May bank holiday has been the first Monday in May since 1978; only 1995 and 2020 had it moved. The guess was that
# a calendar that has a rule for it has that one. Seen on 30 November 2026 with Date::Calc 6.4 (Debian 12,
# libdate-calc-perl), whose Date::Calendar counts working days by the profiles of countries: the profile GB takes the
# first Monday after 1 May, so that in 2000, 2006, 2017, 2023 and 2028 the office is open on Monday 1 May and shut on the
# 8th (in 2023 it was shut on both, for a coronation). Five working days after Friday 28 April 2028 are up on Monday 8 May,
# and here on Friday the 5th; after 2 May on the 9th, and here on the 10th. In other years it is right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install libdate-calc-perl=6.4-2 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > days.pl <<'PL'
use Date::Calc qw(Nth_Weekday_of_Month_Year);
use Date::Calendar; use Date::Calendar::Profiles qw($Profiles);
my $office = Date::Calendar->new($Profiles->{GB});
for my $year (2000, 2006, 2016, 2017, 2022, 2023, 2026, 2027, 2028, 2029) {
  my @shut = grep { $office->year($year)->is_full($year, 5, $_) } grep { (Nth_Weekday_of_Month_Year($year, 5, 1, 1))[2] % 7 == $_ % 7 } 1 .. 21;
  print "$year: first Monday in May ", (Nth_Weekday_of_Month_Year($year, 5, 1, 1))[2], ", shut on @shut\n";
}
for my $from ([2028, 4, 25], [2028, 4, 28], [2028, 5, 2], [2029, 5, 1]) {
  my ($end) = $office->add_delta_workdays(@$from, 5);
  print join("-", @$from), " and five working days: ", join("-", $end->date), "\n";
}
PL
PERL5LIB="$work/unpacked/usr/share/perl5:$(echo "$work"/unpacked/usr/lib/x86_64-linux-gnu/perl5/5.*):$(echo "$work"/unpacked/usr/share/perl/5.*)" perl days.pl | tee seen
diff seen - <<'SEEN'
2000: first Monday in May 1, shut on 8
2006: first Monday in May 1, shut on 8
2016: first Monday in May 2, shut on 2
2017: first Monday in May 1, shut on 8
2022: first Monday in May 2, shut on 2
2023: first Monday in May 1, shut on 8
2026: first Monday in May 4, shut on 4
2027: first Monday in May 3, shut on 3
2028: first Monday in May 1, shut on 8
2029: first Monday in May 7, shut on 7
2028-4-25 and five working days: 2028-5-2
2028-4-28 and five working days: 2028-5-5
2028-5-2 and five working days: 2028-5-10
2029-5-1 and five working days: 2029-5-9
SEEN
echo "as seen before"
