package dev.rollbackbot.sandbox.played;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What runbooks name, as far as stand-ins have to know it.
 *
 * @param source where they were read, for people
 * @param groups user groups: a handle such as {@code @oncall}, or an id
 * @param channels a name such as {@code #support}, or an id
 * @param programs which they run, by name
 * @param programsRun whether those are really run
 */
public record PlayedRunbooks(
    String source,
    List<PlayedService> services,
    List<PlayedSite> sites,
    List<PlayedJob> jobs,
    List<PlayedWorkflow> workflows,
    List<String> groups,
    List<String> channels,
    List<String> programs,
    boolean programsRun) {

  public enum PlayedKind {
    WORKER,
    PAGES,
    DEPLOYMENT,
    STATEFUL_SET,
    DAEMON_SET,
    /** Without versions that could be read. */
    OTHER
  }

  /** {@code resource} is the provider's exact name. */
  public record PlayedService(String id, PlayedKind kind, String resource) {}

  /**
   * An address that probes call.
   *
   * @param address with its scheme, without a slash at its end
   */
  public record PlayedSite(String address, PlayedService service, List<PlayedAnswer> answers) {}

  /**
   * What a probe wants to be answered.
   *
   * @param path behind the site's address
   * @param body values by the JSON pointers of their places
   */
  public record PlayedAnswer(String path, int status, Map<String, String> body) {}

  /** A workflow that is run by hand. */
  public record PlayedWorkflow(
      String repository, String file, List<String> inputs, List<String> jobs) {}

  /** A request; values stand in braces. {@code content} is its JSON or form, "" for none. */
  public record PlayedCall(String method, String url, String content) {}

  /** A place in an answer, and what it holds. */
  public record PlayedField(String pointer, String text) {}

  /** A list in which runs are found; {@code items} is "" if the answer itself is the list. */
  public record PlayedList(String url, String items, List<PlayedField> where, String id) {}

  /** Where it is read how a run stands. */
  public record PlayedState(
      String url,
      String word,
      List<String> running,
      List<String> done,
      List<String> failed,
      List<PlayedField> unfinished) {}

  /**
   * A job that is started by HTTP.
   *
   * @param id where the answer to the start holds the run's id; "": nowhere
   * @param idempotencyHeader which holds the correlation id; "": none
   * @param lines where the answer with what it prints holds the lines; "": the answer is the text
   */
  public record PlayedJob(
      String title,
      PlayedCall start,
      String id,
      String idempotencyHeader,
      PlayedState state,
      Optional<PlayedCall> cancel,
      List<PlayedList> lists,
      Optional<PlayedList> queue,
      Optional<String> log,
      String lines) {}
}
