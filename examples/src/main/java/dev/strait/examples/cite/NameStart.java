package dev.strait.examples.cite;

import dev.strait.examples.cite.Cores.Core;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the name of a case may begin: not with an ordinary word of the sentence, and not in the
 * midst of a name. What the words leave open is left to the model.
 */
final class NameStart {

  /** Words with a capital with which no case name begins. */
  private static final Set<String> NOT_FIRST =
      words(
          "see see, but and or yet so nor neither either both cf. cf., accord accord, "
              + "contra contra, compare contrast consider e.g., e.g. i.e., also also, under "
              + "unlike like since before after until because although though while whereas where "
              + "when whether if unless once as per with without within given despite "
              + "notwithstanding contrary according following from through throughout during "
              + "absent beyond between among against about upon than that this these those there "
              + "here thus hence then such what which who whose why how it its he she they we his "
              + "her their my is are was were be not only even ever never just too indeed however "
              + "moreover therefore nevertheless nonetheless furthermore similarly likewise "
              + "instead otherwise still again nothing no any each every some many most few "
              + "several other others another to for by at on into onto over citing quoting "
              + "applying relying distinguishing overruling abrogating interpreting construing "
              + "discussing explaining noting holding finding stating rejecting adopting "
              + "reaffirming affirming reversing vacating invoking collecting based pursuant "
              + "generally recall remember id. ibid. section sections rule rules count counts "
              + "part pt. br. mem. opp. dkt. ecf cited quoted compl. ex. exs. tr. decl. supra "
              + "supra, infra infra, first, second, third, finally, last, next, yes, no, note "
              + "read review using regarding concerning considering extending limiting narrowing "
              + "clarifying describing summarizing emphasizing observing recognizing concluding "
              + "reasoning disapproving questioning criticizing superseding modifying enforcing "
              + "denying granting dismissing remanding looking turning pointing drawing building "
              + "borrowing echoing paraphrasing employing measured decided today, later, "
              + "earlier, irrespective regardless alongside across behind below above near inside "
              + "outside toward towards except subject due owing thanks prior subsequent relative "
              + "rooted including excluding together examine consult revisit check ignore weigh "
              + "resist parse quote reread refer recollect assume besides amid amidst "
              + "respecting touching barring failing pending regards nearly almost maybe perhaps "
              + "please plainly clearly obviously naturally certainly simply merely precisely "
              + "exactly essentially conversely ultimately presumably arguably admittedly");

  /** What a name ends in or goes on with: no name begins there. */
  private static final Set<String> NEVER_FIRST =
      words(
          "jr. jr sr. sr inc. inc corp. corp co. llc l.l.c. llp l.l.p. ltd. ltd l.p. p.c. plc "
              + "incorporated corporation company cos. bros. ii iii iv et n.a.) u.k.) usa) litig. "
              + "p'ship gmbh");

  /** Words that begin a name only with {@code of} or {@code for} after them. */
  private static final Set<String> INSTITUTIONS =
      words(
          "med. ctr. hosp. sch. dist. univ. university dep't county cnty. unified indep. bd. bank "
              + "ins. mut. cas. r.r. ry. ass'n assocs. tribe band church college coll. school "
              + "district hospital center council comm'n commission auth. authority found. "
              + "foundation union police sheriff servs. sys. techs. indus. mfg. pharm. prods. "
              + "props. tel. transp. elec. fin. grp. hous. trust tr. cmty. constr. department "
              + "board association fund insurance pub. emps. litig. bhd. jail hosps. hotel");

  /** Words that {@code of} joins to the name after it. */
  private static final Set<String> HEADS_OF =
      words(
          "city town twp. township village vill. borough county state states commonwealth people "
              + "bank board bd. univ. university church estate est. matter appeal marriage dep't "
              + "department sec'y secretary comm'r commissioner ass'n association friends republic "
              + "kingdom tribe band trustees trs. regents mayor bishop gov't office offices off. "
              + "council college school sch. dist. district auth. hous. soc'y society sons "
              + "daughters union bhd. brotherhood diocese fed'n div. guardianship conservatorship "
              + "adoption custody interest succession heirs dir. director adm'r chamber pueblo "
              + "nation bur. bureau inst. sisters supervisors comm'rs hosp. admin. educ. education "
              + "governor governors parish ministry port");

  /** Words that {@code for} joins to the name after it. */
  private static final Set<String> HEADS_FOR =
      words(
          "citizens students comm. committee coal. coalition parents neighbors council ctr. center "
              + "people ass'n society soc'y found. foundation inst. fund org. workers");

  /** Parts of a name after which it goes on. */
  private static final Set<String> GOES_ON =
      words(
          "v. vs. & rel. parte d/b/a f/k/a a/k/a n/k/a van von der den del di da du ter ten U.S. "
              + "St. Mr. Mrs. Ms. Dr. Van Von Mac El-");

  /** What {@code of} joins to the name after it if no parties are named. */
  private static final Set<String> PROCEEDINGS = words("application petition appeal");

  /** Nouns with which a name may begin after a number that stands alone. */
  private static final Set<String> COUNTED =
      words(
          "acres cases friends lots parcels pounds packages bottles barrels boxes articles bags "
              + "cartons gallons vehicles firearms west east north south w. e. n. s. park broad "
              + "street avenue ave. liquormart main wall fifth square miles pieces units stores");

  /** Endings with full stops that are names too: no name begins with them after a comma. */
  private static final Set<String> ENDINGS =
      words("n.a. p.a. l.p. s.a. p.c. l.l.c. p.l.c. s.p.a. m.d. ph.d.");

  /** Words with a capital after which a case may follow though no mark stands between. */
  private static final Set<String> BEFORE_A_NAME =
      words(
          "court courts circuit justice judge plaintiff plaintiffs defendant defendants petitioner "
              + "petitioners respondent respondents appellant appellants appellee appellees brief "
              + "memorandum motion order opinion congress question exhibit amendment clause "
              + "footnote chapter article title january february march april may june july august "
              + "september october november december");

  /** An adverb that opens a sentence; names such as Twombly and Kelly are none. */
  private static final Pattern ADVERB =
      Pattern.compile(
          ".{3,}(?:ally|ingly|edly|arly|ously|ently|antly|tely|vely|sely|fully|ably|ibly|stly|inly"
              + "|mply),");

  private static final Pattern PARTICIPLE = Pattern.compile(".{3,}(?:ing|ed)");
  private static final Pattern INITIALS = Pattern.compile("(?:[A-Z]\\.){2,}");
  private static final Pattern INITIAL = Pattern.compile("[A-Z]\\.");
  private static final Pattern NUMERAL = Pattern.compile("(?:I|II|III|IV) vs?\\. ");
  private static final Pattern SMALL_NUMBER = Pattern.compile("\\d{1,3}");
  private static final Pattern LODGE = Pattern.compile("Nos?\\. [\\d-]+ vs?\\. ");
  private static final Pattern PROCEEDING =
      Pattern.compile("(?:In re|Ex parte|In the Matter of|Matter of) ");
  private static final Pattern VERSUS = Pattern.compile(" vs?\\. ");

  /** Those with which a name may go on; those that end one are left out. */
  private static final Set<String> ABBREVIATIONS = abbreviations();

  private static final List<String> AFTER_IN =
      List.of("re", "the Matter", "the Interest", "Interest", "the Estate", "Matter");

  private NameStart() {}

  private static Set<String> words(String separated) {
    return Set.copyOf(List.of(separated.split(" ", -1)));
  }

  private static Set<String> abbreviations() {
    Set<String> all = Sentences.nameAbbreviations();
    all.removeAll(words("inc. corp. co. cos. ltd. bros. jr. sr. p'ship. no. nos. st. mem."));
    return all;
  }

  /**
   * Returns whether a case may begin at a place.
   *
   * @param zone where the citation may stand; it begins with a sentence or after a citation
   */
  static boolean mayBegin(String text, int at, Core core, Sentences.Span zone) {
    return at == core.start()
        || isFirstWord(text, at)
            && !isInMidstOfName(text, at, Math.min(zone.start(), at), core.start());
  }

  /** With a capital or a number, and no ordinary word. */
  private static boolean isFirstWord(String text, int at) {
    String word = word(text, at);
    char first = word.charAt(0);
    boolean name =
        Character.isUpperCase(first)
            || Character.isDigit(first)
            || first == '$'
            || word.chars().skip(1).anyMatch(Character::isUpperCase)
            || Set.of("de", "la", "van", "von", "del", "der", "da", "di", "du", "ex")
                .contains(word);
    String lower = word.toLowerCase(Locale.ROOT);
    return name
        && !NOT_FIRST.contains(lower)
        && !NEVER_FIRST.contains(strippedEnd(lower))
        && !ADVERB.matcher(lower).matches()
        && !isBareIn(text, at, word)
        && !(SMALL_NUMBER.matcher(word).matches() && !isCounted(text, at + word.length() + 1));
  }

  private static boolean isCounted(String text, int at) {
    return at < text.length()
        && COUNTED.contains(strippedEnd(word(text, at).toLowerCase(Locale.ROOT)));
  }

  private static String word(String text, int at) {
    int space = text.indexOf(' ', at);
    return text.substring(at, space < 0 ? text.length() : space);
  }

  private static String strippedEnd(String word) {
    return word.endsWith(",") ? word.substring(0, word.length() - 1) : word;
  }

  /** {@code In} begins a name only as in {@code In re} and {@code In the Matter of}. */
  private static boolean isBareIn(String text, int at, String word) {
    return word.equals("In")
        && AFTER_IN.stream().noneMatch(next -> text.startsWith(next, at + "In ".length()));
  }

  // ---- the words before

  private static boolean isInMidstOfName(String text, int at, int from, int to) {
    if (at == from
        || text.charAt(at - 1) != ' '
        || PROCEEDING.matcher(text).region(at, text.length()).lookingAt()) {
      return false;
    }
    String before = wordBefore(text, at, from);
    if (GOES_ON.contains(before) || before.equals("No.") && !isSentence(text, at, from)) {
      return true;
    }
    return isJoined(text, at, from, to, before)
        || isAfterInitials(text, at, from, before)
        || isEnding(text, at, before)
        || isCapitalized(before)
            && (isPartOfInstitution(text, at, before) || isName(text, at, from, before));
  }

  /** As after {@code J.R.} or {@code Mary K.} */
  private static boolean isAfterInitials(String text, int at, int from, String before) {
    if (INITIALS.matcher(before).matches()) {
      return !ENDINGS.contains(before.toLowerCase(Locale.ROOT)) && !before.equals("D.C.");
    }
    int start = startBefore(text, at, from);
    if (start == from || !INITIAL.matcher(before).matches()) {
      return false;
    }
    String further = wordBefore(text, start, from);
    return isCapitalized(further)
        && Character.isLetter(further.charAt(further.length() - 1))
        && !NOT_FIRST.contains(further.toLowerCase(Locale.ROOT));
  }

  /** As {@code N.A.} after a comma, and {@code II} after a name. */
  private static boolean isEnding(String text, int at, String before) {
    String word = strippedEnd(word(text, at).toLowerCase(Locale.ROOT));
    return before.endsWith(",") && ENDINGS.contains(word)
        || isCapitalized(before)
            && !NOT_FIRST.contains(before.toLowerCase(Locale.ROOT))
            && NUMERAL.matcher(text).region(at, text.length()).lookingAt();
  }

  /** {@code No.} alone before a number is no docket of another case. */
  private static boolean isSentence(String text, int at, int from) {
    return !Character.isDigit(text.charAt(at)) || at == from;
  }

  private static String wordBefore(String text, int at, int from) {
    return text.substring(startBefore(text, at, from), at - 1);
  }

  private static int startBefore(String text, int at, int from) {
    return at - 2 < from ? from : Math.max(from, text.lastIndexOf(' ', at - 2) + 1);
  }

  /** As in {@code City of} and {@code Trustees of the}. */
  private static boolean isJoined(String text, int at, int from, int to, String before) {
    int start = startBefore(text, at, from);
    if (start == from) {
      return false;
    }
    String head = wordBefore(text, start, from);
    if (before.equals("the")) {
      return (head.equals("of") || head.equals("for")) && isJoined(text, start, from, to, head);
    }
    String lower = head.toLowerCase(Locale.ROOT);
    boolean abbreviated = head.length() > 2 && ABBREVIATIONS.contains(lower);
    return isCapitalized(head)
        && (before.equals("of")
                && (abbreviated
                    || HEADS_OF.contains(lower)
                    || PROCEEDINGS.contains(lower) && !VERSUS.matcher(text).region(at, to).find())
            || before.equals("for") && (abbreviated || HEADS_FOR.contains(lower)));
  }

  private static boolean isCapitalized(String word) {
    String bare = word.replaceAll("^[(\\[\"]+", "");
    return bare.length() > 1
        && Character.isUpperCase(bare.charAt(0))
        && bare.chars().anyMatch(Character::isLowerCase);
  }

  /** As {@code Med. Ctr.} after the name of its place; {@code No. 5} after {@code Dist.} */
  private static boolean isPartOfInstitution(String text, int at, String before) {
    String bare = before.replaceAll("^[(\\[\"]+", "").toLowerCase(Locale.ROOT);
    boolean ordinary =
        NOT_FIRST.contains(bare)
            || BEFORE_A_NAME.contains(bare)
            || PARTICIPLE.matcher(bare).matches()
            || ",;:.)\"".indexOf(bare.charAt(bare.length() - 1)) >= 0
                && !INSTITUTIONS.contains(bare)
                && !ABBREVIATIONS.contains(bare);
    if (ordinary) {
      return false;
    }
    String word = word(text, at).toLowerCase(Locale.ROOT);
    String rest = text.substring(Math.min(text.length(), at + word.length()));
    boolean opens = rest.startsWith(" of ") || rest.startsWith(" for ");
    boolean bothShort = ABBREVIATIONS.contains(bare) && ABBREVIATIONS.contains(strippedEnd(word));
    return INSTITUTIONS.contains(strippedEnd(word)) && !opens
        || bothShort
        || LODGE.matcher(text.substring(at)).lookingAt();
  }

  /** A word with a capital that no sentence begins with: what follows it belongs to it. */
  private static boolean isName(String text, int at, int from, String before) {
    String lower = before.toLowerCase(Locale.ROOT);
    int start = startBefore(text, at, from);
    char last = before.charAt(before.length() - 1);
    if (start == from
        || !Character.isLetter(last)
        || !Character.isLetter(before.charAt(0))
        || lower.endsWith("'s")
        || lower.endsWith("s'")
        || NOT_FIRST.contains(lower)
        || BEFORE_A_NAME.contains(lower)) {
      return false;
    }
    String further = wordBefore(text, start, from);
    return !further.isEmpty()
        && ".?!:;\")]\u2014".indexOf(further.charAt(further.length() - 1)) < 0;
  }
}
