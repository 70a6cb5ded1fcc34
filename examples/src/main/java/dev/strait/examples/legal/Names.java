package dev.strait.examples.legal;

import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Invented names of people, companies, public bodies, places and courts. Names whose hash falls in
 * a fixed tenth are used in held-out mode only, all others in training mode only.
 */
final class Names {

  private static final Pattern SLOT = Pattern.compile("<([a-z]+)>");
  private static final String[] ONSETS = {
    "B", "Br", "C", "Ch", "Cl", "D", "Dr", "F", "G", "Gr", "H", "J", "K", "Kr", "L", "M", "N", "P",
    "Qu", "R", "S", "Sch", "Sh", "St", "T", "Tr", "V", "W", "Y", "Z", "O", "A", "E", "I", "U", "Mc",
    "O'", "Mac", "Fitz", "Th", "Sl", "Wh"
  };
  private static final String[] VOWELS = {
    "a", "e", "i", "o", "u", "ai", "ea", "ie", "oo", "ou", "y", "au"
  };
  private static final String[] MIDDLES = {
    "b", "ck", "d", "ff", "g", "l", "ll", "m", "n", "nd", "ng", "nn", "r", "rr", "s", "ss", "st",
    "t", "tt", "v", "z", "nt", "rk", "ld", "mb", "sk", "ch", "th", "rn"
  };
  private static final String[] ENDS = {
    "son", "er", "man", "s", "ez", "ski", "ton", "ley", "field", "berg", "stein", "wood", "el",
    "ini", "ova", "ic", "ell", "ard", "ham", "worth", "o", "a", "in", "is", "ock", "am", "ell", "y"
  };

  private final Weighted.Lists lists = new Weighted.Lists();
  private final RandomGenerator random;
  private final boolean heldOut;

  Names(RandomGenerator random, boolean heldOut) {
    this.random = random;
    this.heldOut = heldOut;
    String list = "";
    for (String line : Registry.Resources.lines("names.txt")) {
      if (line.startsWith("@")) {
        list = line.substring(1);
      } else if (!line.startsWith("#")) {
        addTo(list, line);
      }
    }
  }

  private void addTo(String list, String line) {
    int star = line.lastIndexOf('*');
    String name = star < 0 ? line : line.substring(0, star);
    int weight = star < 0 ? 1 : Integer.parseInt(line.substring(star + 1));
    boolean splits = list.equals("surname") || list.equals("stem") || list.equals("city");
    if (!splits || isHeldOut(name) == heldOut) {
      lists.of(list).add(name, weight);
    }
  }

  private static boolean isHeldOut(String name) {
    return Math.floorMod(name.hashCode() * 0x9E3779B1, 10) == 0;
  }

  /** Returns a name from a list of the resource, its slots filled. */
  String of(String list) {
    return fill(lists.of(list).pick(random));
  }

  private String fill(String pattern) {
    Matcher slots = SLOT.matcher(pattern);
    StringBuilder out = new StringBuilder();
    while (slots.find()) {
      slots.appendReplacement(out, Matcher.quoteReplacement(byName(slots.group(1))));
    }
    return slots.appendTail(out).toString();
  }

  private String byName(String slot) {
    return switch (slot) {
      case "sur" -> surname();
      case "person" -> person();
      case "n" -> Integer.toString(1 + random.nextInt(999));
      default -> of(slot);
    };
  }

  private boolean chance(double p) {
    return random.nextDouble() < p;
  }

  private String any(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Returns a family name, two times in five one that no list holds. */
  String surname() {
    if (!chance(0.4)) {
      return of("surname");
    }
    String name = invented();
    while (isHeldOut(name) != heldOut) {
      name = invented();
    }
    return name;
  }

  private String invented() {
    StringBuilder name = new StringBuilder(any(ONSETS));
    if (name.toString().matches("O'|Mac|Mc|Fitz")) {
      name.append((char) ('A' + random.nextInt(26)));
    }
    if (!"AEIOU".contains(name.substring(name.length() - 1)) || name.length() > 1) {
      name.append(any(VOWELS));
    }
    name.append(any(MIDDLES));
    if (chance(0.3)) {
      name.append(any(VOWELS)).append(any(MIDDLES));
    }
    return name.append(any(ENDS)).toString();
  }

  /** Returns a full name, with or without initials. */
  String person() {
    StringBuilder name = new StringBuilder(of("first"));
    if (chance(0.3)) {
      name.append(' ').append(initial()).append('.');
    }
    name.append(' ').append(surname());
    if (chance(0.06)) {
      name.append(chance(0.5) ? ", Jr." : chance(0.5) ? " III" : ", Sr.");
    }
    return name.toString();
  }

  private char initial() {
    return (char) ('A' + random.nextInt(26));
  }

  /** Returns a company's name. */
  String company() {
    return chance(0.25) ? abbreviated() : plainCompany();
  }

  /** Returns a name of abbreviated words such as the tables of citation manuals list. */
  private String abbreviated() {
    StringBuilder name = new StringBuilder(chance(0.6) ? stem() : of("state"));
    int words = 1 + random.nextInt(4);
    for (int i = 0; i < words; i++) {
      name.append(chance(0.1) ? " & " : " ").append(of("abbreviation"));
    }
    if (chance(0.25)) {
      name.append(chance(0.6) ? " of " : " for ");
      name.append(chance(0.5) ? of("city") : of("state"));
      name.append(chance(0.3) ? " " + of("abbreviation") : "");
    }
    return chance(0.4) ? withSuffix(name) : name.toString();
  }

  private String plainCompany() {
    StringBuilder name = new StringBuilder(stem());
    double shape = random.nextDouble();
    if (shape < 0.35) {
      name.append(' ').append(of("industry"));
    } else if (shape < 0.5) {
      name.append(' ').append(of("industry")).append(' ').append(of("industry"));
    } else if (shape < 0.6) {
      name.append(" & ").append(surname());
    } else if (shape < 0.66) {
      name.append(" of ").append(chance(0.5) ? of("state") : of("city"));
    } else if (shape < 0.72) {
      name.append(", ").append(surname()).append(" & ").append(surname());
    } else if (shape < 0.78) {
      name.append("-").append(surname());
    } else if (shape < 0.81) {
      name.append(" (").append(chance(0.5) ? "USA" : "N.A.").append(")");
    } else if (shape < 0.84) {
      name.append(" ").append(stem());
    }
    return withSuffix(name);
  }

  private String withSuffix(StringBuilder name) {
    if (chance(0.85)) {
      name.append(chance(0.45) ? ", " : " ").append(of("suffix"));
    }
    return name.toString();
  }

  private String stem() {
    double shape = random.nextDouble();
    if (shape < 0.5) {
      return of("stem");
    }
    if (shape < 0.6) {
      return of("stem") + " " + of("stem");
    }
    if (shape < 0.68) {
      return initials(2 + random.nextInt(3));
    }
    if (shape < 0.74) {
      return of(chance(0.5) ? "state" : "city");
    }
    if (shape < 0.78) {
      return initial() + "." + initial() + ". " + surname();
    }
    return chance(0.2) ? of("first") + " " + surname() : surname();
  }

  private String initials(int n) {
    StringBuilder out = new StringBuilder();
    boolean dots = chance(0.4);
    for (int i = 0; i < n; i++) {
      out.append(initial()).append(dots ? "." : "");
    }
    return out.toString();
  }

  /** Returns one side of a case name. */
  String party() {
    if (chance(0.26)) {
      return of("composed");
    }
    double shape = random.nextDouble();
    if (shape < 0.31) {
      return surname();
    }
    if (shape < 0.56) {
      return company();
    }
    if (shape < 0.78) {
      return of("public");
    }
    if (shape < 0.87) {
      return of("org");
    }
    if (shape < 0.90) {
      return surname() + "-" + surname();
    }
    if (shape < 0.92) {
      return initial() + "." + initial() + ".";
    }
    if (shape < 0.935) {
      return any(new String[] {"Doe", "Roe", "John Doe", "Jane Doe", "Jane Roe", "Doe 1"});
    }
    if (shape < 0.955) {
      return surname() + " " + surname();
    }
    if (shape < 0.965) {
      return surname() + " ex rel. " + surname();
    }
    return shape < 0.975 ? ownersName() : person();
  }

  /** Returns a person's or a place's name that goes on as a company's or an institution's. */
  private String ownersName() {
    String owner = chance(0.5) ? person() : of(chance(0.5) ? "city" : "county");
    StringBuilder name = new StringBuilder(owner).append(' ').append(of("industry"));
    return chance(0.5) ? withSuffix(name) : name + " " + of("industry");
  }

  /** Returns a case name such as {@code A v. B} or {@code In re A}. */
  String caseName() {
    if (chance(0.05)) {
      return of("proceeding");
    }
    double shape = random.nextDouble();
    if (shape < 0.05) {
      return "In re " + (chance(0.6) ? surname() : company());
    }
    if (shape < 0.075) {
      return "In re " + company() + " " + of("matter");
    }
    if (shape < 0.085) {
      return "In re " + surname() + (chance(0.5) ? "'s " : " ") + of("matter");
    }
    if (shape < 0.105) {
      return "Ex parte " + surname();
    }
    if (shape < 0.125) {
      return (chance(0.6) ? "Matter of " : "In the Matter of ")
          + (chance(0.5) ? surname() : person());
    }
    if (shape < 0.135) {
      return "In re Marriage of " + surname();
    }
    if (shape < 0.145) {
      return "Estate of " + surname();
    }
    if (shape < 0.155) {
      return "The " + surname() + (chance(0.5) ? " Cases" : "");
    }
    return party() + versus() + party() + (chance(0.02) ? ", et al." : "");
  }

  private String versus() {
    return chance(0.95) ? " v. " : " vs. ";
  }

  /** Returns a short name such as a brief uses after the first citation. */
  String shortName() {
    double shape = random.nextDouble();
    if (shape < 0.75) {
      return surname();
    }
    if (shape < 0.85) {
      return of("stem") + " " + of("industry");
    }
    if (shape < 0.93) {
      return party();
    }
    return caseName();
  }
}
