#!/usr/bin/env bash
# Once a deadline is past, the function for the working days to it has an unknown name, to a library for workbooks in Java.
#
# NETWORKDAYS(today; due) is the number of working days that are left, and below nought if the due day is past. The guess was
# that, or a number that is out by some days. Seen on 30 November 2026 with Apache POI 4.0.1 (Debian 12, libapache-poi-java),
# with which many servers fill in and work out workbooks: the answer is `#NAME?`, the error for a function that there isn't.
# So in a list of cases just those that are overdue fall out, and IFERROR(NETWORKDAYS(…); 0), the usual guard against empty
# cells, makes them due today. With the two days swapped it counts, and WORKDAY goes back as well as forth.
# The classes are fetched and unpacked, not installed; if Java is not there, it is too.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install openjdk-17-jdk-headless libapache-poi-java=4.0.1-4 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
home="$(echo "$work"/unpacked/usr/lib/jvm/java-17-openjdk-*)"
if [ -x "$home/bin/javac" ] && [ -x "$home/bin/java" ]; then
    find "$home" -lname '/etc/*' | while read -r link; do ln -sfn "$work/unpacked$(readlink "$link")" "$link"; done
else home="$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")"; fi
cat > Left.java <<'JAVA'
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.*;
public class Left {
  public static void main(String[] none) {
    Workbook workbook = new HSSFWorkbook();
    Cell cell = workbook.createSheet().createRow(0).createCell(0);
    FormulaEvaluator evaluator = workbook.getCreationHelper().createFormulaEvaluator();
    for (String formula : new String[] {"NETWORKDAYS(DATE(2026,7,6),DATE(2026,7,31))", "NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,31))",
        "NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,30))", "NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,6))", "IFERROR(NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,6)),0)",
        "-NETWORKDAYS(DATE(2026,7,6),DATE(2026,7,31))", "WORKDAY(DATE(2026,7,31),-5)-DATE(2026,7,31)"}) {
      String seen;
      try { cell.setCellFormula(formula); evaluator.clearAllCachedResultValues(); seen = evaluator.evaluate(cell).formatAsString(); }
      catch (RuntimeException refused) { seen = "refused: " + refused.getClass().getSimpleName(); }
      System.out.println(formula + ": " + seen);
    }
  }
}
JAVA
classes="$(echo unpacked/usr/share/java/{poi,commons-collections4,commons-math3,commons-codec,commons-compress}.jar | tr ' ' :)"
"$home/bin/javac" -cp "$classes" Left.java && "$home/bin/java" -cp ".:$classes" Left | tee seen
diff seen - <<'SEEN'
NETWORKDAYS(DATE(2026,7,6),DATE(2026,7,31)): 20.0
NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,31)): 1.0
NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,30)): #NAME?
NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,6)): #NAME?
IFERROR(NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,6)),0): 0.0
-NETWORKDAYS(DATE(2026,7,6),DATE(2026,7,31)): -20.0
WORKDAY(DATE(2026,7,31),-5)-DATE(2026,7,31): -7.0
SEEN
echo "as seen before"
