package dev.strait.examples.legal;

import java.util.random.RandomGenerator;

/** Writes random citations of every kind, in the many ways lawyers write them. */
final class CitationForms {

  private static final String[] ROMAN = {
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
    "XVI", "XVII", "XVIII", "XIX", "XX", "XXI", "XXII", "XXIII", "XXIV", "XXV", "XXVI", "XXVII"
  };
  private static final String[] MONTHS = {
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."
  };
  private static final String[] USUAL_TITLES = {
    "42", "28", "18", "29", "15", "26", "8", "11", "5", "21", "17", "35", "20", "12", "47", "33"
  };
  private static final String[] USUAL_SECTIONS = {
    "1983", "1331", "1332", "1343", "1367", "1291", "1292", "1404", "1441", "1447", "1961", "1981",
    "1982", "1985", "1988", "2000d", "2000e", "2000e-2", "2000e-3", "2000e-5", "12112", "12101",
    "2254", "2255", "2241", "2201", "924", "922", "841", "846", "1001", "1341", "1343", "1344",
    "201", "207", "216", "623", "1132", "2601", "78j", "1692", "1125", "101", "107", "362", "523",
    "552", "701", "706", "1681", "1402", "1391", "1915", "636", "1030", "3553", "3582", "1158"
  };

  private final RandomGenerator random;
  private final Names names;
  private final Weighted.Lists registry = new Weighted.Lists();

  CitationForms(RandomGenerator random, Names names, Registry registry) {
    this.random = random;
    this.names = names;
    for (Registry.Entry entry : registry.entries()) {
      this.registry.of(entry.group()).add(entry.abbreviation(), entry.weight());
    }
  }

  private boolean chance(double p) {
    return random.nextDouble() < p;
  }

  /** Returns a number from low to high, both inclusive. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  private String number(int low, int high) {
    return Integer.toString(between(low, high));
  }

  private String any(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String pick(String group) {
    return registry.of(group).pick(random);
  }

  /** A law of any kind: a statute, a regulation, a register, a constitution or a rule. */
  Citation law() {
    double kind = random.nextDouble();
    if (kind < 0.55) {
      return statute();
    }
    if (kind < 0.72) {
      return regulation();
    }
    if (kind < 0.77) {
      return register();
    }
    return kind < 0.87 ? constitution() : rule();
  }

  // ---- statutes and regulations

  Citation statute() {
    String code = pick("code");
    String chapter = chapterOf(code);
    String title = hasTitle(code) ? title() : "";
    return section("statute", title, code, chapter, sectionStyle(code));
  }

  private static boolean hasTitle(String code) {
    return code.startsWith("U.S.C") || code.equals("USC") || code.equals("Pa. Cons. Stat.")
        ? true
        : false;
  }

  private String title() {
    return chance(0.7) ? any(USUAL_TITLES) : number(1, 54);
  }

  private String chapterOf(String code) {
    return switch (code) {
      case "Mass. Gen. Laws" ->
          "ch. " + number(1, 280) + (chance(0.4) ? "ABCD".charAt(between(0, 3)) : "");
      case "Del. Code Ann.", "Vt. Stat. Ann.", "Me. Rev. Stat.", "Okla. Stat.", "Cal. Code Regs." ->
          "tit. " + number(1, 40);
      case "N.Y. Comp. Codes R. & Regs." -> "tit. " + number(1, 23);
      case "Md. Code Ann." -> any("Crim. Law", "Cts. & Jud. Proc.", "Com. Law", "Fam. Law", "Ins.");
      case "Ky. Rev. Stat. Ann.", "Tenn. Code Ann." -> "";
      default -> "";
    };
  }

  private String sectionStyle(String code) {
    return switch (code) {
      case "U.S.C.", "U.S.C.A.", "U.S.C.S.", "USC" -> federalSection();
      case "Fla. Stat.",
          "Fla. Stat. Ann.",
          "Tex. Civ. Prac. & Rem. Code",
          "Tex. Civ. Prac. & Rem. Code Ann.",
          "Tex. Bus. & Com. Code",
          "Tex. Lab. Code",
          "Tex. Penal Code",
          "Tex. Penal Code Ann.",
          "Mich. Comp. Laws",
          "Mich. Comp. Laws Ann.",
          "Mo. Rev. Stat.",
          "Nev. Rev. Stat.",
          "Or. Rev. Stat.",
          "ORS",
          "Wis. Stat.",
          "Minn. Stat.",
          "Ky. Rev. Stat.",
          "Ky. Rev. Stat. Ann.",
          "Ohio Rev. Code",
          "Ohio Rev. Code Ann.",
          "Iowa Code",
          "Alaska Stat.",
          "Tex. Gov't Code" ->
          number(1, 999) + "." + (chance(0.3) ? "0" : "") + number(1, 999);
      case "735 ILCS", "720 ILCS" -> number(1, 60) + "/" + number(1, 30) + "-" + number(1, 2000);
      case "N.J. Stat. Ann.", "N.J.S.A." ->
          number(1, 59)
              + (chance(0.3) ? "A" : chance(0.3) ? "C" : "")
              + ":"
              + number(1, 60)
              + "-"
              + number(1, 90);
      case "U.C.C." -> number(1, 9) + "-" + number(101, 725);
      case "N.C. Gen. Stat.",
          "Ga. Code Ann.",
          "O.C.G.A.",
          "Tenn. Code Ann.",
          "Va. Code Ann.",
          "Va. Code",
          "Utah Code Ann.",
          "S.C. Code Ann.",
          "Colo. Rev. Stat.",
          "Ind. Code",
          "Idaho Code",
          "Ark. Code Ann.",
          "Ala. Code",
          "Mont. Code Ann.",
          "Miss. Code Ann.",
          "W. Va. Code",
          "Ariz. Rev. Stat.",
          "Ariz. Rev. Stat. Ann.",
          "D.C. Code",
          "N.M. Stat. Ann.",
          "Conn. Gen. Stat.",
          "Kan. Stat. Ann.",
          "Neb. Rev. Stat.",
          "Haw. Rev. Stat.",
          "S.D. Codified Laws",
          "Wyo. Stat. Ann.",
          "R.I. Gen. Laws",
          "N.D. Cent. Code",
          "Md. Code Ann." ->
          number(1, 99)
              + "-"
              + number(1, 99)
              + (chance(0.6) ? "-" + number(1, 999) : chance(0.3) ? "." + number(1, 20) : "");
      case "Wash. Rev. Code", "RCW" -> number(1, 90) + "." + number(1, 99) + "." + number(10, 990);
      default -> plainSection();
    };
  }

  private String federalSection() {
    if (chance(0.4)) {
      return any(USUAL_SECTIONS);
    }
    String number = number(1, chance(0.5) ? 2999 : chance(0.7) ? 400 : 19999);
    if (chance(0.2)) {
      number += any("a", "b", "c", "d", "e", "j", "k", "m", "z", "aa", "bb", "cc", "gg");
      number += chance(0.5) ? "-" + number(1, 30) + (chance(0.1) ? "a" : "") : "";
    }
    return number;
  }

  private String plainSection() {
    return number(1, chance(0.5) ? 999 : 20000)
        + (chance(0.12) ? "." + number(1, 99) : "")
        + (chance(0.06) ? any("a", "b", "A", "-a") : "");
  }

  Citation regulation() {
    String code = pick("regulation");
    boolean federal = code.equals("C.F.R.") || code.equals("CFR");
    String title = federal || code.equals("Tex. Admin. Code") ? number(1, 50) : "";
    String number =
        switch (code) {
          case "Treas. Reg." -> "1." + number(1, 1500) + (chance(0.7) ? "-" + number(1, 20) : "");
          case "Fla. Admin. Code Ann." ->
              number(1, 69) + any("A", "B", "C", "E") + "-" + number(1, 60) + "." + number(1, 999);
          case "Wash. Admin. Code" -> number(1, 500) + "-" + number(1, 400) + "-" + number(1, 999);
          case "C.F.R.", "CFR" -> cfrSection();
          default -> plainSection();
        };
    if (federal && chance(0.12)) {
      String part = number(1, 1926);
      String text = title + " " + code + " " + any("pt. ", "Part ", "part ") + part;
      return Citation.of("regulation", "text", text, "title", title, "code", code, "section", part);
    }
    return section("regulation", title, code, chapterOf(code), number);
  }

  private String cfrSection() {
    return number(1, chance(0.6) ? 999 : 2200)
        + "."
        + (chance(0.1) ? "0" : "")
        + number(1, chance(0.7) ? 999 : 60)
        + (chance(0.15) ? any("a", "b", "-1", "-2", "-5", "b-5", "A-1") : "");
  }

  private Citation section(String kind, String title, String code, String chapter, String first) {
    boolean plural = chance(0.18);
    String sections = plural ? several(first) : first;
    String subs = plural ? "" : subdivisions();
    StringBuilder text = new StringBuilder(title.isEmpty() ? "" : title + " ").append(code);
    if (!chapter.isEmpty()) {
      text.append(Character.isUpperCase(chapter.charAt(0)) || chance(0.3) ? ", " : " ")
          .append(chapter)
          .append(chapter.charAt(0) == 'c' || chapter.charAt(0) == 't' ? ", " : " ");
    } else {
      text.append(' ');
    }
    text.append(mark(plural, code, kind)).append(sections).append(subs);
    if (!plural && chance(0.06)) {
      text.append(any(" et seq.", " et seq.", ", et seq."));
    }
    return Citation.of(
        kind,
        "text",
        text.toString(),
        "title",
        title,
        "code",
        code,
        "chapter",
        chapter,
        "section",
        sections,
        "subdivision",
        subs);
  }

  private String mark(boolean plural, String code, String kind) {
    if (code.endsWith("ILCS")
        || code.equals("N.Y. C.P.L.R.")
        || code.equals("RCW")
        || code.equals("ORS")
        || code.equals("N.J.S.A.")) {
      return chance(0.8) ? "" : plural ? "§§ " : "§ ";
    }
    if (code.equals("La. Civ. Code Ann.")) {
      return plural ? "arts. " : "art. ";
    }
    double shape = random.nextDouble();
    if (shape < 0.86) {
      return plural ? "§§ " : "§ ";
    }
    if (shape < 0.92) {
      return plural ? "§§" : "§";
    }
    if (shape < 0.95) {
      return plural ? "sections " : any("section ", "Section ", "sec. ");
    }
    return code.startsWith("U.S.C") || code.startsWith("USC") || kind.equals("regulation")
        ? ""
        : plural ? "§§ " : "§ ";
  }

  private String several(String first) {
    String second = successor(first);
    return switch (between(0, 9)) {
      case 0, 1, 2, 3 -> first + "-" + second;
      case 4 -> first + " to " + second;
      case 5 -> first + " and " + second;
      case 6 -> first + ", " + second;
      case 7 -> first + subdivisions() + ", " + second + subdivisions();
      case 8 -> first + ", " + second + ", " + successor(second);
      default -> first + " through " + second;
    };
  }

  /** Returns a later section: the last run of digits counted up, if the section ends in digits. */
  private String successor(String section) {
    int start = section.length();
    while (start > 0 && Character.isDigit(section.charAt(start - 1))) {
      start--;
    }
    if (start == section.length() || section.length() - start > 6) {
      return section + "-" + number(1, 20);
    }
    int last = Integer.parseInt(section.substring(start));
    return section.substring(0, start) + (last + between(1, chance(0.5) ? 9 : 99));
  }

  private String subdivisions() {
    if (chance(0.5)) {
      return "";
    }
    StringBuilder out =
        new StringBuilder(
            "("
                + any("a", "b", "c", "d", "e", "f", "g", "h", "k", "m", "r", "1", "2", "3", "5")
                + ")");
    boolean digits = Character.isDigit(out.charAt(1));
    if (chance(0.5)) {
      out.append('(').append(digits ? any("a", "b", "c", "A", "B") : number(1, 12)).append(')');
      if (chance(0.4)) {
        out.append('(').append(any("A", "B", "C", "D", "i", "ii", "iii")).append(')');
        if (chance(0.3)) {
          out.append('(').append(any("i", "ii", "iii", "iv", "v", "I", "II")).append(')');
        }
      }
    } else if (chance(0.12)) {
      out.append(any("-(b)", "-(c)", "-(d)", "-(2)", "-(3)"));
    }
    return out.toString();
  }

  // ---- registers, constitutions, rules

  Citation register() {
    String volume = number(1, 90);
    String page = page(between(1, 99999));
    StringBuilder text = new StringBuilder(volume + " Fed. Reg. ");
    text.append(chance(0.2) ? "at " : "").append(page);
    String pinpoint = "";
    if (chance(0.25)) {
      pinpoint = page(between(1000, 99999)) + (chance(0.3) ? "-" + number(10, 99) : "");
      text.append(", ").append(pinpoint);
    }
    String date = "";
    if (chance(0.75)) {
      date = date(false);
      text.append(" (").append(chance(0.05) ? "proposed " : "").append(date).append(')');
    }
    return Citation.of(
        "register",
        "text",
        text.toString(),
        "volume",
        volume,
        "reporter",
        "Fed. Reg.",
        "page",
        page,
        "pinpoint",
        pinpoint,
        "date",
        date);
  }

  private String page(int number) {
    return number >= 1000 && chance(0.75)
        ? String.format("%d,%03d", number / 1000, number % 1000)
        : Integer.toString(number);
  }

  String date(boolean mayBeYear) {
    if (mayBeYear && chance(0.8)) {
      return year(1990);
    }
    return MONTHS[between(0, 11)] + " " + number(1, 31) + ", " + year(1970);
  }

  private String year(int from) {
    return number(from, 2025);
  }

  Citation constitution() {
    String code = chance(0.75) ? "U.S. Const." : pick("constitution");
    boolean federal = code.equals("U.S. Const.");
    boolean amendment = federal && chance(0.65);
    String number =
        amendment
            ? ROMAN[between(0, 26)]
            : federal ? ROMAN[between(0, 6)] : chance(0.7) ? ROMAN[between(0, 19)] : number(1, 20);
    String section = chance(amendment ? 0.45 : 0.9) ? number(1, amendment ? 5 : 28) : "";
    String clause = !section.isEmpty() && chance(amendment ? 0.05 : 0.4) ? number(1, 18) : "";
    StringBuilder text = new StringBuilder(code);
    text.append(
            amendment
                ? any(" amend. ", " amend. ", " amend. ", " Amend. ")
                : any(" art. ", " art. ", " art. ", " Art. "))
        .append(number);
    if (!section.isEmpty()) {
      text.append(any(", § ", ", § ", ", § ", ", sec. ", " § ")).append(section);
    }
    if (!clause.isEmpty()) {
      text.append(", cl. ").append(clause);
    }
    return Citation.of(
        "constitution",
        "text",
        text.toString(),
        "code",
        code,
        amendment ? "amendment" : "article",
        number,
        "section",
        section,
        "clause",
        clause);
  }

  Citation rule() {
    String code = pick("rule");
    String number =
        switch (code) {
          case "Fed. R. Evid." ->
              any(
                  "401",
                  "402",
                  "403",
                  "404",
                  "702",
                  "801",
                  "803",
                  "408",
                  "609",
                  "1006",
                  "201",
                  number(101, 1103));
          case "Fed. R. Civ. P." ->
              chance(0.6)
                  ? any(
                      "12", "56", "8", "9", "23", "11", "26", "30", "60", "59", "50", "15", "19",
                      "37", "65", "54", "4")
                  : number(1, 86);
          case "Cal. R. Ct." -> number(1, 10) + "." + number(1, 1300);
          case "Fed. R. Bankr. P.", "Mich. Ct. R." -> number(1001, 9037);
          case "Fla. R. Civ. P." -> "1." + number(10, 900);
          case "Model Rules of Prof'l Conduct R." -> number(1, 8) + "." + number(1, 18);
          default -> number(1, 60) + (chance(0.1) ? "." + number(1, 9) : "");
        };
    String subs = chance(0.72) ? subdivisions() : "";
    String text =
        code
            + (code.equals("Cal. R. Ct.") && chance(0.5)
                ? ", rule "
                : chance(0.04) ? " Rule " : " ")
            + number
            + subs;
    return Citation.of("rule", "text", text, "code", code, "rule", number, "subdivision", subs);
  }

  // ---- cases and short forms

  Citation caseCitation(boolean named) {
    String parties = named ? names.caseName() : "";
    String reporter = pick("reporter");
    if (reporter.equals("WL") || reporter.contains("LEXIS")) {
      return unreported(parties, reporter);
    }
    if (named && reporter.matches("Cal\\..*") && chance(0.6)) {
      return californian(parties, reporter);
    }
    String year = chance(0.93) ? yearFor(reporter) : "";
    String court = year.isEmpty() ? "" : courtFor(reporter);
    String volume = volumeFor(reporter);
    String page = pageFor();
    String pinpoint = chance(0.45) ? pinpoint(page) : "";
    String parallel = year.isEmpty() || !chance(0.14) ? "" : parallel(reporter);
    StringBuilder text = new StringBuilder(parties.isEmpty() ? "" : parties + ", ");
    text.append(volume).append(' ').append(reporter).append(' ').append(page);
    text.append(pinpoint.isEmpty() ? "" : (chance(0.02) ? " at " : ", ") + pinpoint);
    text.append(parallel.isEmpty() ? "" : ", " + parallel);
    if (!year.isEmpty()) {
      text.append(" (").append(court).append(court.isEmpty() ? "" : " ").append(year).append(')');
    }
    return caseOf(text, parties, volume, reporter, page, pinpoint, parallel, court, year);
  }

  private static Citation caseOf(
      StringBuilder text,
      String parties,
      String volume,
      String reporter,
      String page,
      String pinpoint,
      String parallel,
      String court,
      String year) {
    return Citation.of(
        "case",
        "text",
        text.toString(),
        "parties",
        parties,
        "volume",
        volume,
        "reporter",
        reporter,
        "page",
        page,
        "pinpoint",
        pinpoint,
        "parallel",
        parallel,
        "court",
        court,
        "year",
        year);
  }

  private Citation unreported(String parties, String reporter) {
    String volume = number(1985, 2025);
    String page = number(1000, chance(0.7) ? 9999999 : 99999);
    String pinpoint =
        chance(0.5)
            ? (chance(0.9) ? "*" : "") + number(1, 40) + (chance(0.3) ? "-" + number(1, 9) : "")
            : "";
    String court = names.of("court");
    StringBuilder text = new StringBuilder(parties.isEmpty() ? "" : parties + ", ");
    if (chance(0.75)) {
      text.append(any("No. ", "No. ", "No. ", "Case No. ")).append(docket()).append(", ");
    }
    text.append(volume).append(' ').append(reporter).append(' ').append(page);
    text.append(pinpoint.isEmpty() ? "" : ", at " + pinpoint);
    boolean full = chance(0.75);
    text.append(" (")
        .append(court)
        .append(' ')
        .append(full ? MONTHS[between(0, 11)] + " " + number(1, 31) + ", " : "")
        .append(volume)
        .append(')');
    return caseOf(text, parties, volume, reporter, page, pinpoint, "", court, volume);
  }

  /** Returns a docket number. */
  String docket() {
    return switch (between(0, 7)) {
      case 0, 1 -> number(10, 25) + "-" + number(100, 9999);
      case 2 ->
          number(1, 9) + ":" + number(10, 25) + "-cv-" + String.format("%05d", between(1, 9999));
      case 3 -> number(10, 25) + "-cv-" + number(100, 9999);
      case 4 ->
          number(10, 25)
              + " Civ. "
              + number(100, 9999)
              + " ("
              + any("JSR", "PAE", "LAK", "RJS")
              + ")";
      case 5 ->
          number(10, 25)
              + "-cv-"
              + String.format("%05d", between(1, 9999))
              + "-"
              + any("JST", "LHK", "WHO", "RS");
      case 6 ->
          "CV "
              + number(10, 25)
              + "-"
              + number(100, 9999)
              + " "
              + any("PSG", "DDP")
              + " ("
              + any("JCx", "PLAx")
              + ")";
      default -> number(80, 99) + " C " + number(100, 9999);
    };
  }

  private Citation californian(String parties, String reporter) {
    String year = number(1950, 2025);
    String volume = volumeFor(reporter);
    String page = pageFor();
    String pinpoint = chance(0.6) ? pinpoint(page) : "";
    StringBuilder text =
        new StringBuilder(parties + " (" + year + ") " + volume + " " + reporter + " " + page);
    text.append(pinpoint.isEmpty() ? "" : ", " + pinpoint);
    return caseOf(text, parties, volume, reporter, page, pinpoint, "", "", year);
  }

  private String parallel(String reporter) {
    if (reporter.equals("U.S.")) {
      String first = number(1, 145) + " S. Ct. " + number(1, 3000);
      return chance(0.5) ? first : first + ", " + number(1, 200) + " L. Ed. 2d " + number(1, 1200);
    }
    String second = pick("reporter");
    while (second.equals("WL") || second.contains("LEXIS")) {
      second = pick("reporter");
    }
    return number(1, 999)
        + " "
        + second
        + " "
        + number(1, 1500)
        + (chance(0.2) ? ", " + number(1, 1500) : "");
  }

  private String volumeFor(String reporter) {
    return switch (reporter) {
      case "U.S." -> number(1, chance(0.7) ? 603 : 300);
      case "Wall.", "Cranch", "Wheat.", "Pet.", "How.", "Dall.", "Black" -> number(1, 24);
      case "F.4th" -> number(1, 120);
      case "S. Ct.", "S.Ct." -> number(60, 145);
      default -> number(1, chance(0.9) ? 999 : 99);
    };
  }

  private String pageFor() {
    return number(1, chance(0.8) ? 999 : chance(0.7) ? 1999 : 99);
  }

  private String pinpoint(String page) {
    int at = Integer.parseInt(page) + between(0, 40);
    return switch (between(0, 13)) {
      case 0, 1, 2 ->
          at
              + "-"
              + (chance(0.5)
                  ? String.format("%02d", (at + between(1, 5)) % 100)
                  : Integer.toString(at + between(1, 5)));
      case 3 -> at + " n." + between(1, 40);
      case 4 -> at + ", " + (at + between(1, 9));
      case 5 -> at + (chance(0.5) ? " & n." : ", n.") + between(1, 40);
      default -> Integer.toString(at);
    };
  }

  private String yearFor(String reporter) {
    return switch (reporter) {
      case "Wall.", "Cranch", "Wheat.", "Pet.", "How.", "Dall.", "Black" -> number(1790, 1874);
      case "F.4th", "Cal. 5th", "Cal.5th" -> number(2021, 2025);
      case "F.3d", "F. Supp. 2d", "F. Supp. 3d" -> number(1993, 2023);
      case "F.2d", "F. Supp." -> number(1924, 1998);
      case "U.S." -> number(1840, 2024);
      default -> number(chance(0.8) ? 1950 : 1880, 2025);
    };
  }

  private String courtFor(String reporter) {
    return switch (reporter) {
      case "U.S.",
          "S. Ct.",
          "S.Ct.",
          "L. Ed.",
          "L. Ed. 2d",
          "Wall.",
          "Cranch",
          "Wheat.",
          "Pet.",
          "How.",
          "Dall.",
          "Black",
          "T.C." ->
          "";
      case "N.Y.",
          "N.Y.2d",
          "N.Y.3d",
          "Mass.",
          "Mich.",
          "N.J.",
          "Pa.",
          "Md.",
          "Va.",
          "N.C.",
          "Ga.",
          "Conn.",
          "Ill. 2d",
          "Wis. 2d",
          "Cal. 4th",
          "Cal. 3d",
          "Cal. 5th",
          "Or.",
          "Wash. 2d",
          "Neb.",
          "Kan." ->
          chance(0.15) ? names.of("court") : "";
      default -> chance(0.95) ? names.of("court") : "";
    };
  }

  Citation shortForm() {
    String reporter = pick("reporter");
    boolean online = reporter.equals("WL") || reporter.contains("LEXIS");
    String volume = online ? number(1985, 2025) : volumeFor(reporter);
    String parties = chance(0.6) ? names.shortName() : "";
    StringBuilder text = new StringBuilder(parties.isEmpty() ? "" : parties + ", ");
    text.append(volume).append(' ').append(reporter).append(' ');
    if (online) {
      text.append(number(1000, 9999999)).append(", ");
    }
    String page = online ? "*" + number(1, 30) : pinpoint(pageFor());
    text.append("at ").append(page);
    return Citation.of(
        "short",
        "text",
        text.toString(),
        "parties",
        parties,
        "volume",
        volume,
        "reporter",
        reporter,
        "page",
        page);
  }

  Citation id(boolean capital) {
    String word = capital ? chance(0.95) ? "Id." : "Ibid." : "id.";
    double shape = random.nextDouble();
    String pinpoint = "";
    String between = " at ";
    if (shape < 0.65) {
      pinpoint = chance(0.06) ? "*" + number(1, 20) : pinpoint(number(1, 999));
    } else if (shape < 0.75) {
      pinpoint = (chance(0.85) ? "§ " : "¶ ") + federalSection() + subdivisions();
      between = " ";
    }
    return Citation.of(
        "id", "text", word + (pinpoint.isEmpty() ? "" : between + pinpoint), "pinpoint", pinpoint);
  }
}
