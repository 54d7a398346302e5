#!/usr/bin/env bash
# A review that an agenda shows on 31 August next year is due on 3 September once the one before it is ticked off.
#
# In an Org file a task may have a day with a repeater, <2026-08-31 Mon +6m>: the agenda shows the days to come, and marking
# the task as done moves it to the next. The guess was that these are the same days. Seen on 30 November 2026 with Org
# 9.5.2 in Emacs 28.2 (Debian 12): both take 31 February for 3 March, but the agenda counts each day from the first one,
# and the task from its present one. So the agenda has 31 August 2027, and the task, done in March, 3 September, and after
# that never again the end of a month. Every month from 31 January there are two in March, and none in February.
# "feb", typed at its prompt for a date on 30 November, is 2 March, "31" is 1 December, and "+5 weekdays" Saturday 5
# December. A day up to the 28th comes on the same days in both, which is what one tries.
# Emacs is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install emacs-nox=1:28.2+1-15+deb12u4 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > review.el <<'EL'
(require 'org-agenda)
(setq org-log-repeat nil org-log-done nil org-deadline-warning-days 0 make-backup-files nil)
(defun agenda (stamp months)
  (let ((file (make-temp-file "task" nil ".org" (concat "* TODO Review\n" stamp "\n"))) (first (org-time-string-to-absolute stamp)) days)
    (setq org-agenda-files (list file))
    (dotimes (after (* months 31) (nreverse days))
      (let ((day (calendar-gregorian-from-absolute (+ first after))))
        (when (org-agenda-get-day-entries file day :timestamp)
          (push (format "%d-%02d-%02d" (nth 2 day) (nth 0 day) (nth 1 day)) days))))))
(defun done (stamp times)
  (with-temp-buffer
    (org-mode)
    (insert "* TODO Review\n" stamp "\n")
    (let ((days (list (substring stamp 1 11))))
      (dotimes (_ times (nreverse days))
        (goto-char (point-min)) (org-todo "DONE")
        (goto-char (point-min)) (re-search-forward "<\\([-0-9]+\\)")
        (push (match-string 1) days)))))
(dolist (one '(("<2026-08-31 Mon +6m>" 25 4) ("<2026-01-31 Sat +1m>" 5 4) ("<2026-08-28 Fri +6m>" 25 4)))
  (princ (format "%s in the agenda: %s\n" (car one) (agenda (car one) (nth 1 one))))
  (princ (format "%s done each time: %s\n" (car one) (let ((inhibit-message t)) (done (car one) (nth 2 one))))))
(dolist (words '("feb" "31" "+3m" "+5 weekdays"))
  (princ (format "typed on 30 November: %s: %s\n" words (org-read-date nil nil words nil (encode-time 0 0 9 30 11 2026)))))
EL
usr="$work/unpacked/usr"; export EMACSDATA="$usr/share/emacs/28.2/etc" TZ=Europe/London HOME="$work" TMPDIR="$work"
EMACSLOADPATH=$(find "$usr/share/emacs/28.2/lisp" -type d | paste -sd:) LD_LIBRARY_PATH="$usr/lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu" \
    "$usr/bin/emacs-nox" --dump-file="$(echo "$usr"/libexec/emacs/28.2/*/emacs.pdmp)" -Q --batch -l review.el 2>/dev/null | tee seen
diff seen - <<'SEEN'
<2026-08-31 Mon +6m> in the agenda: (2026-08-31 2027-03-03 2027-08-31 2028-03-02 2028-08-31)
<2026-08-31 Mon +6m> done each time: (2026-08-31 2027-03-03 2027-09-03 2028-03-03 2028-09-03)
<2026-01-31 Sat +1m> in the agenda: (2026-01-31 2026-03-03 2026-03-31 2026-05-01 2026-05-31 2026-07-01)
<2026-01-31 Sat +1m> done each time: (2026-01-31 2026-03-03 2026-04-03 2026-05-03 2026-06-03)
<2026-08-28 Fri +6m> in the agenda: (2026-08-28 2027-02-28 2027-08-28 2028-02-28 2028-08-28)
<2026-08-28 Fri +6m> done each time: (2026-08-28 2027-02-28 2027-08-28 2028-02-28 2028-08-28)
typed on 30 November: feb: 2027-03-02
typed on 30 November: 31: 2026-12-01
typed on 30 November: +3m: 2027-03-02
typed on 30 November: +5 weekdays: 2026-12-05
SEEN
echo "as seen before"
