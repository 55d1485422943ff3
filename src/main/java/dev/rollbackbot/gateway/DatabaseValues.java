package dev.rollbackbot.gateway;

import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.DatabaseSpec.DatabaseQuery;
import dev.rollbackbot.runbook.job.DatabaseSpec.ExpectedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a runbook asks of a database, read at once.
 *
 * @param done the value that tells whether the script was carried out
 */
public record DatabaseValues(
    DatabaseSpec spec,
    List<ReadValue> counts,
    List<ReadValue> refuse,
    String done,
    List<ReadValue> checks) {
  private static final String NONE = "0";
  private static final int MAX_VALUE = 200;
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");

  public static DatabaseValues read(DatabaseSpec spec, DatabaseApi database)
      throws ProviderReadException {
    List<DatabaseQuery> checks = spec.checks().stream().map(ExpectedValue::query).toList();
    List<String> values =
        database.read(
            Stream.of(spec.counts(), spec.refuse(), List.of(spec.done().query()), checks)
                .flatMap(List::stream)
                .map(DatabaseQuery::sql)
                .toList());
    int refuse = spec.counts().size();
    onlyNumbers(spec.counts(), values);
    int done = refuse + spec.refuse().size();
    return new DatabaseValues(
        spec,
        labelled(spec.counts(), values.subList(0, refuse)),
        labelled(spec.refuse(), values.subList(refuse, done)),
        values.get(done),
        labelled(checks, values.subList(done + 1, values.size())));
  }

  /** They are shown and kept as they are read, so they must not be anybody's data. */
  private static void onlyNumbers(List<DatabaseQuery> counts, List<String> values)
      throws ProviderReadException {
    for (int i = 0; i < counts.size(); i++) {
      String value = values.get(i);
      if (!value.equals(DatabaseApi.NULL) && !NUMBER.matcher(value).matches()) {
        throw new ProviderReadException(
            FailureKind.REFUSED,
            "no-number",
            "“%s” of the runbook answers no number.".formatted(counts.get(i).label()));
      }
    }
  }

  private static List<ReadValue> labelled(List<DatabaseQuery> queries, List<String> values) {
    List<ReadValue> out = new ArrayList<>();
    for (int i = 0; i < queries.size(); i++) {
      String value = values.get(i);
      out.add(
          new ReadValue(
              queries.get(i).label(),
              value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) + "…" : value));
    }
    return List.copyOf(out);
  }

  public boolean isDone() {
    return done.equals(spec.done().value());
  }

  /** Whether the script was not carried out, and its numbers are those. */
  public boolean isNotDone(List<ReadValue> numbers) {
    return !isDone() && counts.equals(numbers);
  }

  /** What must be 0 and isn't, in a sentence each. */
  public List<String> refusals() {
    return refuse.stream()
        .filter(r -> !r.value().equals(NONE))
        .map(r -> "%s: %s; it must be 0.".formatted(r.label(), ProviderText.masked(r.value())))
        .toList();
  }

  /** What must hold afterwards and doesn't, in a sentence each. */
  public List<String> failedChecks() {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      ReadValue value = checks.get(i);
      String expected = spec.checks().get(i).value();
      if (!value.value().equals(expected)) {
        out.add(
            "%s: %s; it should be %s."
                .formatted(value.label(), ProviderText.masked(value.value()), expected));
      }
    }
    return List.copyOf(out);
  }

  /** For a sentence. */
  public String line() {
    return text().strip().replace("\n", ", ");
  }

  /** For the file that is attached. */
  public String text() {
    return Stream.of(
            counts, refuse, List.of(new ReadValue(spec.done().query().label(), done)), checks)
        .flatMap(List::stream)
        .map(v -> v.label() + ": " + ProviderText.masked(v.value()) + "\n")
        .collect(Collectors.joining());
  }
}
