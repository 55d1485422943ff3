package dev.rollbackbot.runbook.job;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A job at a service that is started, read and stopped by HTTP. All its addresses are of one host.
 * Places in answers are JSON pointers; a {@code *} in one stands for every entry of a list.
 *
 * @param headers of every call; names of secrets stand in their texts as <code>{NAME}</code>
 * @param id where the answer to the start holds the run's id; empty: the run is known only by its
 *     correlation id, until {@code find} finds it
 * @param idempotencyHeader the start sends the correlation id in it
 * @param cancel empty: it can't be stopped
 * @param find the lists in which a lost start is found again, in this order; may be empty
 * @param queue where a run waits that has not begun
 */
public record HttpSpec(
    List<HttpField> headers,
    HttpCall start,
    Optional<String> id,
    Optional<String> idempotencyHeader,
    StateSource state,
    Optional<HttpCall> cancel,
    List<RunSearch> find,
    Optional<RunSearch> queue,
    Optional<LogSource> log)
    implements JobSpec {
  public static final String PROVIDER = "http";

  private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");

  private static final String PLACE = PROVIDER + "/at/";

  /** Stands for the correlation id in the texts of a job. */
  public static final String CORRELATION = "correlation";

  /** Stands for the run's id. */
  public static final String RUN = "run";

  public HttpSpec {
    headers = List.copyOf(headers);
    find = List.copyOf(find);
  }

  /** A name and a text, such as of a header or of a field of a form. */
  public record HttpField(String name, String text) {}

  /**
   * Where it can be read how a run stands. A word that is in no list is unknown.
   *
   * @param word where the answer holds it; true, false, null and numbers are words too
   * @param unfinished while the answer holds all of these, the run goes on, whatever the word is
   */
  public record StateSource(
      String url,
      String word,
      List<String> running,
      List<String> done,
      List<String> failed,
      List<HttpField> unfinished) {
    public StateSource {
      running = List.copyOf(running);
      done = List.copyOf(done);
      failed = List.copyOf(failed);
      unfinished = List.copyOf(unfinished);
    }
  }

  /**
   * Finds one run in a list.
   *
   * @param items where the answer holds the list; empty text: the answer is the list
   * @param where what the entry holds that is looked for
   * @param id where the entry holds the run's id, or that of its place in a queue
   * @param cancel takes it out of a queue; <code>{run}</code> in it stands for this id
   */
  public record RunSearch(
      String url, String items, List<HttpField> where, String id, Optional<HttpCall> cancel) {
    public RunSearch {
      where = List.copyOf(where);
    }
  }

  /**
   * What a run prints.
   *
   * @param lines where the answer holds the lines; empty: the answer is the text
   */
  public record LogSource(String url, Optional<String> lines) {}

  @Override
  public String provider() {
    return PROVIDER;
  }

  @Override
  public String resource(Map<String, String> words) {
    return start.url(words);
  }

  /**
   * Keys of what the start asks to change: the path of its address, and what that belongs to if the
   * call only adds to it or names what is done, as with the {@code on} and the {@code off} of a
   * flag.
   */
  public List<String> places(Map<String, String> values) {
    Map<String, String> known = new TreeMap<>(values);
    known.keySet().removeAll(List.of(Placeholders.INCIDENT, Placeholders.PLAN));
    String address = start.url(known).replaceFirst("[?#].*", "").replaceFirst("/+$", "");
    String standard = address.toLowerCase(Locale.ROOT).startsWith("https:") ? ":443" : ":80";
    String place =
        address
            .replaceFirst("^[A-Za-z]+://", "")
            .replaceFirst("^([^/]*)" + standard + "(?=/|$)", "$1")
            .transform(HttpSpec::escapesAlike);
    int path = place.indexOf('/');
    if (path < 0) {
      return List.of(PLACE + place.toLowerCase(Locale.ROOT));
    }
    String key = PLACE + place.substring(0, path).toLowerCase(Locale.ROOT) + place.substring(path);
    int last = place.lastIndexOf('/');
    boolean below = last > path && List.of("POST", "DELETE").contains(start.method());
    return below ? List.of(key, key.substring(0, PLACE.length() + last)) : List.of(key);
  }

  /** The digits of an escape mean the same in either case. */
  private static String escapesAlike(String address) {
    return ESCAPE.matcher(address).replaceAll(m -> m.group().toUpperCase(Locale.ROOT));
  }

  /** The method, the address and what is sent. */
  @Override
  public String summary(Map<String, String> values) {
    return start.summary(values);
  }

  /** Every text in which placeholders may stand, but those of the headers. */
  public Stream<String> texts() {
    return Stream.of(
            Stream.of(start, cancel.orElse(start), queue.flatMap(RunSearch::cancel).orElse(start))
                .flatMap(HttpCall::texts),
            Stream.of(state.url()),
            Stream.of(state.running(), state.done(), state.failed()).flatMap(List::stream),
            state.unfinished().stream().map(HttpField::text),
            Stream.concat(find.stream(), queue.stream())
                .flatMap(search ->
                    Stream.concat(
                        Stream.of(search.url()), search.where().stream().map(HttpField::text))),
            log.stream().map(LogSource::url))
        .flatMap(texts -> texts);
  }

  /** Every address that is called. */
  public Stream<String> urls() {
    return Stream.of(
            Stream.of(start.url(), state.url()),
            cancel.stream().map(HttpCall::url),
            find.stream().map(RunSearch::url),
            queue.stream().map(RunSearch::url),
            queue.flatMap(RunSearch::cancel).stream().map(HttpCall::url),
            log.stream().map(LogSource::url))
        .flatMap(urls -> urls);
  }

  /**
   * Whether it has runs that can be told apart. Otherwise only what it should bring about is read:
   * that this is not so yet says nothing of whether anything is under way.
   */
  public boolean hasRuns() {
    return id.isPresent() || !find.isEmpty();
  }

  /** Whether the run's own id is needed to read how it stands. */
  public boolean stateNeedsId() {
    return Placeholders.of(state.url()).contains(RUN);
  }
}
