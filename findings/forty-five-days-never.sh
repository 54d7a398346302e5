#!/usr/bin/env bash
# Forty-five working days from any moment end on 1 January 1970, in the morning, and so do twenty from a Saturday.
#
# Business::Hours is what the ticket system Request Tracker reckons with when a time to answer is in the hours of an office.
# Its page says that add_seconds returns -1 if no business hours are found within thirty days. The guess was that this is
# about an office that stays shut for a month. Seen on 30 November 2026 with Business::Hours 0.13 (Debian 12,
# libbusiness-hours-perl), with an office that is open from Monday to Friday: it is -1 as soon as the end is more than thirty
# days off, counted in days of the calendar. So a limit of 25 working days has no end on any day, one of 20 has none from a
# Saturday or a Friday evening, and one of 20 over Christmas has none from a day in the middle of December. -1 is a
# moment like any other to whatever prints it, a second before the one from which computers count, and long overdue.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install libbusiness-hours-perl=0.13-2 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > read.pl <<'PERL'
use Business::Hours; use POSIX qw(strftime); use Time::Local qw(timelocal);
my $day = 9 * 3600; # nine hours from nine to six, as long as nothing else is said
sub show { strftime("%a %Y-%m-%d %H:%M:%S", localtime shift) }
sub ends {
    my ($hours, @parts) = @_; my $start = timelocal(0, reverse(@parts[3, 4]), $parts[2], $parts[1] - 1, $parts[0]);
    print show($start), "\n";
    print "  $_ working days: ", show($hours->add_seconds($start, $_ * $day)), "\n" for 10, 20, 25, 45;
}
my $hours = Business::Hours->new;
ends($hours, @$_) for [2026, 11, 26, 10, 0], [2026, 11, 27, 18, 30], [2026, 11, 28, 10, 0];
$hours->holidays("2026-12-25", "2026-12-28", "2027-01-01");
ends($hours, 2026, 12, 14, 10, 0);
PERL
PERL5LIB="$work/unpacked/usr/share/perl5:$(echo "$work"/unpacked/usr/share/perl/5.*)" TZ=Europe/London perl read.pl | tee seen
diff seen - <<'SEEN'
Thu 2026-11-26 10:00:00
  10 working days: Thu 2026-12-10 10:00:00
  20 working days: Thu 2026-12-24 10:00:00
  25 working days: Thu 1970-01-01 00:59:59
  45 working days: Thu 1970-01-01 00:59:59
Fri 2026-11-27 18:30:00
  10 working days: Mon 2026-12-14 09:00:00
  20 working days: Thu 1970-01-01 00:59:59
  25 working days: Thu 1970-01-01 00:59:59
  45 working days: Thu 1970-01-01 00:59:59
Sat 2026-11-28 10:00:00
  10 working days: Mon 2026-12-14 09:00:00
  20 working days: Thu 1970-01-01 00:59:59
  25 working days: Thu 1970-01-01 00:59:59
  45 working days: Thu 1970-01-01 00:59:59
Mon 2026-12-14 10:00:00
  10 working days: Wed 2026-12-30 10:00:00
  20 working days: Thu 1970-01-01 00:59:59
  25 working days: Thu 1970-01-01 00:59:59
  45 working days: Thu 1970-01-01 00:59:59
SEEN
echo "as seen before"
