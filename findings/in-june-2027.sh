#!/usr/bin/env bash
# "June 2027" is 18 December 2031, the 2,027th day of this year's June, to the reader of dates that a ticket system depends on.
#
# Time::ParseDate reads dates in words for Perl, and the ticket system Request Tracker depends on it. The guess was that a
# month and a year are the first of that month, or no date at all, since "June" alone isn't one. Seen on 1 December 2026 with
# Time::ParseDate 2015.103 (Debian 12, libtime-parsedate-perl), also if it is told to accept nothing that it can't read to the
# end: without a day the year is taken for the day, in the month of the year in which the question is asked. A review that
# is due in January 2027 is due in July 2031, earlier than one that was due in June 2026. A year alone is a time of today.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install libtime-parsedate-perl=2015.103-4 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > read.pl <<'PERL'
use Time::ParseDate; use POSIX qw(mktime strftime);
for my $now (mktime(0, 0, 9, 30, 10, 126), mktime(0, 0, 9, 2, 5, 127)) {
    print "asked on ", strftime("%Y-%m-%d", localtime $now), "\n";
    for my $said ("2 June 2027", "June 2 2027", "June 2027", "Jun 2027", "January 2027", "June 2026", "June", "2027") {
        my ($found, $wrong) = parsedate($said, NOW => $now, UK => 1, WHOLE => 1);
        print "  $said: ", defined $found ? strftime("%Y-%m-%d %H:%M", localtime $found) : "no date", "\n";
    }
}
PERL
PERL5LIB="$work/unpacked/usr/share/perl5" TZ=Europe/London perl read.pl | tee seen
diff seen - <<'SEEN'
asked on 2026-11-30
  2 June 2027: 2027-06-02 00:00
  June 2 2027: 2027-06-02 00:00
  June 2027: 2031-12-18 00:00
  Jun 2027: 2031-12-18 00:00
  January 2027: 2031-07-20 00:00
  June 2026: 2031-12-17 00:00
  June: no date
  2027: 2026-11-30 20:27
asked on 2027-06-02
  2 June 2027: 2027-06-02 00:00
  June 2 2027: 2027-06-02 00:00
  June 2027: 2032-12-17 00:00
  Jun 2027: 2032-12-17 00:00
  January 2027: 2032-07-19 00:00
  June 2026: 2032-12-16 00:00
  June: no date
  2027: 2027-06-02 20:27
SEEN
echo "as seen before"
