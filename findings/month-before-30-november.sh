#!/usr/bin/env bash
# A month before 30 November is 31 October, and eighteen years before 28 February 2026 is 29 February 2008, in Perl.
#
# Programs that look for "born on or before this day eighteen years ago", or "not seen for a month", take months or years from
# a day. The guess was that the same day of the month comes out wherever there is one. Seen on 30 November 2026 with
# DateTime 1.59 (Debian 12, libdatetime-perl), Perl's usual library of dates: going back, the last day of a month stays the
# last day of a month; going forth it doesn't, and runs over. Three months before 30 November are 31 August, and three after
# it 2 March. On 28 February 2026 a child born on 29 February 2008 is 17 by the age and was born on or before the day eighteen
# years ago; on the 27th it wasn't, and in 2027 the day is 28 February again.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install libdatetime-perl=2:1.59-1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > back.pl <<'PL'
use DateTime;
sub on { my ($year, $month, $day) = split /-/, shift; DateTime->new(year => $year, month => $month, day => $day) }
for (["2026-11-30", months => 1], ["2026-11-29", months => 1], ["2026-11-30", months => 3], ["2027-02-28", months => 3], ["2026-10-31", months => 1],
     ["2026-02-28", years => 18], ["2026-02-27", years => 18], ["2027-02-28", years => 18]) {
  my ($day, $unit, $many) = @$_;
  printf "%s: %s %d back %s, by adding %d %s, forth %s\n", $day, $unit, $many, on($day)->subtract($unit, $many)->ymd, -$many,
    on($day)->add($unit, -$many)->ymd, on($day)->add($unit, $many)->ymd;
}
my $age = on("2026-02-28")->delta_md(on("2008-02-29"));
print "age on 2026-02-28, born on 2008-02-29: ", $age->years, "; born on or before the day 18 years ago: ",
  on("2008-02-29") <= on("2026-02-28")->subtract(years => 18) ? "yes" : "no", "\n";
PL
PERL5LIB="$work/unpacked/usr/share/perl5:$(echo "$work"/unpacked/usr/lib/x86_64-linux-gnu/perl5/5.*):$(echo "$work"/unpacked/usr/share/perl/5.*)" perl back.pl | tee seen
diff seen - <<'SEEN'
2026-11-30: months 1 back 2026-10-31, by adding -1 2026-10-31, forth 2026-12-30
2026-11-29: months 1 back 2026-10-29, by adding -1 2026-10-29, forth 2026-12-29
2026-11-30: months 3 back 2026-08-31, by adding -3 2026-08-31, forth 2027-03-02
2027-02-28: months 3 back 2026-11-30, by adding -3 2026-11-30, forth 2027-05-28
2026-10-31: months 1 back 2026-09-30, by adding -1 2026-09-30, forth 2026-12-01
2026-02-28: years 18 back 2008-02-29, by adding -18 2008-02-29, forth 2044-02-28
2026-02-27: years 18 back 2008-02-27, by adding -18 2008-02-27, forth 2044-02-27
2027-02-28: years 18 back 2009-02-28, by adding -18 2009-02-28, forth 2045-02-28
age on 2026-02-28, born on 2008-02-29: 17; born on or before the day 18 years ago: yes
SEEN
echo "as seen before"
