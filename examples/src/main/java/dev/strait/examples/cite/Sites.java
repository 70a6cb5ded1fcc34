package dev.strait.examples.cite;

import dev.strait.examples.cite.Cores.Core;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The places of a text at which citations stand: cores that overlap are one site (of which the kind
 * is open), and sites in a row with nothing but numbers and commas between them may be the
 * reporters of one case. Immutable.
 */
final class Sites {

  private static final int MOST_PARTITIONS = 16;
  private static final Pattern DATED = Pattern.compile("[\\d*,&n.\\- ]*\\([^()]*\\d{4}\\)");
  private static final Pattern DOCKET = Pattern.compile("Nos?\\. [^;()]*(?:\\([A-Zx]+\\))?, $");

  private final String text;
  private final List<List<Core>> sites;
  private final List<Sentences.Span> sentences;

  /**
   * Sites that one citation covers.
   *
   * @param first index of the first
   * @param last index of the last
   */
  record Run(int first, int last) {
    boolean isParallel() {
      return last > first;
    }
  }

  private Sites(String text, List<List<Core>> sites, List<Sentences.Span> sentences) {
    this.text = text;
    this.sentences = sentences;
    this.sites = sites;
  }

  /** Returns the sites of the cores of a text, which are sorted by place, in its sentences. */
  static Sites of(List<Core> cores, String text, List<Sentences.Span> sentences) {
    List<List<Core>> sites = new ArrayList<>();
    for (Core core : cores) {
      if (sites.isEmpty() || core.start() >= end(sites.get(sites.size() - 1))) {
        sites.add(new ArrayList<>());
      }
      sites.get(sites.size() - 1).add(core);
    }
    return new Sites(text, sites, List.copyOf(sentences));
  }

  private static int end(List<Core> site) {
    return site.stream().mapToInt(Core::end).max().orElseThrow();
  }

  private static int start(List<Core> site) {
    return site.get(0).start();
  }

  /** Returns the ways to share the sites among citations, in the order of the text. */
  List<List<Run>> partitions() {
    List<List<Run>> ways = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < sites.size(); i++) {
      boolean joins = i > 0 && mayJoin(i);
      List<List<Run>> next = new ArrayList<>();
      for (List<Run> way : ways) {
        if (joins) {
          Run last = way.get(way.size() - 1);
          List<Run> joined = new ArrayList<>(way.subList(0, way.size() - 1));
          joined.add(new Run(last.first(), i));
          next.add(joined);
        }
        List<Run> apart = new ArrayList<>(way);
        apart.add(new Run(i, i));
        next.add(apart);
      }
      ways = next.subList(0, Math.min(next.size(), MOST_PARTITIONS));
    }
    return ways;
  }

  /** Returns whether a site may go on with the case of the site before it. */
  private boolean mayJoin(int i) {
    return hasCase(i - 1)
        && hasCase(i)
        && text.substring(end(sites.get(i - 1)), start(sites.get(i)))
            .matches("(?:at |[\\d,;&n.\\- ])*");
  }

  private boolean hasCase(int i) {
    return sites.get(i).stream().anyMatch(core -> core.kind().equals("case"));
  }

  /**
   * Returns for each kind that is possible at a run the stretch that a citation has to hold; of
   * several sites only a case can be made.
   */
  List<Core> cores(Run run) {
    Map<String, Core> byKind = new LinkedHashMap<>();
    for (Core core : sites.get(run.first())) {
      if (!run.isParallel() || core.kind().equals("case")) {
        int end = run.isParallel() ? end(sites.get(run.last())) : core.end();
        byKind.putIfAbsent(
            core.kind(), new Core(core.kind(), core.entry(), core.start(), core.end(), end));
      }
    }
    if (byKind.containsKey("short") && byKind.containsKey("case")) {
      decideOnline(byKind, text.substring(byKind.get("short").end(), zone(run).end()));
    }
    return List.copyOf(byKind.values());
  }

  /**
   * A case of an online reporter has its court and date behind it, a short form of it has not; if
   * there is a docket number, both stay possible.
   */
  private void decideOnline(Map<String, Core> byKind, String rest) {
    if (DATED.matcher(rest).lookingAt()) {
      byKind.remove("short");
    } else if (!DOCKET.matcher(text.substring(0, start(byKind, "case"))).find()) {
      byKind.remove("case");
    }
  }

  private static int start(Map<String, Core> byKind, String kind) {
    return Objects.requireNonNull(byKind.get(kind)).start();
  }

  /** Returns the core of a case at the last site of a run. */
  Core lastCase(Run run) {
    return sites.get(run.last()).stream()
        .filter(core -> core.kind().equals("case"))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the registry names with which a citation of this kind may be written at a run. */
  List<String> entries(Run run, String kind) {
    return sites.get(run.first()).stream()
        .filter(core -> core.kind().equals(kind))
        .map(Core::entry)
        .distinct()
        .toList();
  }

  /** Returns where a run's citation may stand: between the cores before and after. */
  Sentences.Span zone(Run run) {
    int before = run.first() == 0 ? 0 : end(sites.get(run.first() - 1));
    int to = run.last() == sites.size() - 1 ? text.length() : start(sites.get(run.last() + 1));
    int at = start(sites.get(run.first()));
    int from =
        sentences.stream()
            .filter(sentence -> sentence.start() <= at && at < sentence.end())
            .mapToInt(sentence -> Math.max(before, sentence.start()))
            .findFirst()
            .orElse(before);
    return new Sentences.Span(from, to);
  }

  /** Returns where a field may stand: parties to page before the second reporter. */
  Sentences.Span firstZone(Run run, String field) {
    Sentences.Span zone = zone(run);
    boolean after = field.equals("court") || field.equals("year");
    return run.isParallel() && !after
        ? new Sentences.Span(zone.start(), start(sites.get(run.first() + 1)))
        : zone;
  }

  /** Returns where parallel reporters may stand. */
  Sentences.Span secondZone(Run run) {
    int from = run.isParallel() ? start(sites.get(run.first() + 1)) : start(sites.get(run.first()));
    return new Sentences.Span(from, zone(run).end());
  }

  /** Returns whether a reporter that the registry does not have may follow a run's first one. */
  boolean mayHoldUnknownReporter(Run run) {
    List<Core> site = sites.get(run.first());
    String rest = text.substring(end(site), zone(run).end());
    return rest.matches("(?s)[\\d\\- ]*, \\d+ [A-Z].*");
  }
}
