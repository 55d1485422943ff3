package dev.rollbackbot.incident.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which commits people can pick, and what they are told of them. */
@Pure
final class OfferedCommitsTest {
  private static final Instant AT = Instant.parse("2026-02-20T12:00:00Z");
  private static final Map<String, String> LINK =
      Map.of("gateway", "https://git.example.com/gateway", "ui", "https://git.example.com/ui");

  private static String id(int number) {
    return "%040x".formatted(0xabc0000 + number);
  }

  private static Commit commit(int number, Integer... parents) {
    return new Commit(
        id(number),
        List.of(parents).stream().map(OfferedCommitsTest::id).toList(),
        "Change " + number,
        "Dora",
        AT);
  }

  /** 5 merges 4, of a branch that began at 1, into 3. */
  private static CommitHistory history() {
    return new CommitHistory(
        "main",
        List.of(
            commit(6, 5), commit(5, 3, 4), commit(4, 1), commit(3, 2), commit(2, 1), commit(1, 0)),
        Optional.empty());
  }

  private static List<String> subjects(OfferedCommits offered) {
    return offered.commits().stream().map(Commit::subject).toList();
  }

  @Test
  void those_since_the_version_to_return_to_with_the_branch_that_was_merged() {
    OfferedCommits offered =
        OfferedCommits.of(history(), Map.of("gateway", id(3)), List.of(), LINK);
    assertThat(subjects(offered)).containsExactly("Change 6", "Change 5", "Change 4");
    assertThat(offered.why())
        .isEqualTo(
            "Commits of main since "
                + id(3).substring(0, 12)
                + ", from which the version of gateway was made that a rollback would return to.");
    assertThat(offered.compare()).contains("https://git.example.com/gateway");
  }

  @Test
  void since_the_oldest_of_several_services() {
    OfferedCommits offered =
        OfferedCommits.of(history(), Map.of("gateway", id(5), "ui", id(2)), List.of(), LINK);
    assertThat(subjects(offered)).containsExactly("Change 6", "Change 5", "Change 4", "Change 3");
    assertThat(offered.why()).contains("the version of ui was made");
    assertThat(offered.compare()).contains("https://git.example.com/ui");
  }

  @Test
  void the_newest_without_a_link_if_that_commit_is_not_known() {
    OfferedCommits offered =
        OfferedCommits.of(history(), Map.of("gateway", "fffffff"), List.of(), LINK);
    assertThat(offered.commits()).hasSize(6);
    assertThat(offered.why())
        .isEqualTo(
            "The newest 6 commits of main: fffffff, from which the version of gateway was made that"
                + " a rollback would return to, is none of them.");
    assertThat(offered.compare()).isEmpty();
  }

  @Test
  void the_newest_if_no_version_tells_its_commit() {
    OfferedCommits offered = OfferedCommits.of(history(), Map.of(), List.of(), LINK);
    assertThat(offered.commits()).hasSize(6);
    assertThat(offered.why()).contains("is not known");
    assertThat(offered.compare()).isEmpty();
  }

  @Test
  void the_known_ones_first() {
    assertThat(
            subjects(
                OfferedCommits.of(
                    history(), Map.of(), List.of(id(2), id(4).substring(0, 40)), LINK)))
        .containsExactly("Change 4", "Change 2", "Change 6", "Change 5", "Change 3", "Change 1");
  }

  @Test
  void a_list_that_may_be_cut_says_so() {
    List<Commit> all =
        IntStream.iterate(CommitHistory.MOST, n -> n > 0, n -> n - 1)
            .mapToObj(n -> commit(n, n - 1))
            .toList();
    CommitHistory cut = new CommitHistory("main", all, Optional.empty());
    assertThat(OfferedCommits.of(cut, Map.of("gateway", id(3)), List.of(), LINK).why())
        .endsWith("would return to. Only the newest 100 commits of the branch were read.");
    assertThat(OfferedCommits.of(history(), Map.of(), List.of(), LINK).why())
        .doesNotContain("Only the newest");
  }

  @Test
  void a_service_whose_commit_was_not_read_is_named() {
    OfferedCommits offered =
        OfferedCommits.of(history(), Map.of("gateway", id(3), "ui", "fffffff"), List.of(), LINK);
    assertThat(offered.why())
        .endsWith("would return to. That of ui is not among the commits that were read.");
  }

  @Test
  void none_and_why_if_they_could_not_be_read() {
    OfferedCommits offered =
        OfferedCommits.of(
            CommitHistory.unreadable("main", "git ended with exit status 128."),
            Map.of("gateway", id(3)),
            List.of(),
            LINK);
    assertThat(offered.commits()).isEmpty();
    assertThat(offered.why())
        .isEqualTo("The commits of main could not be read: git ended with exit status 128.");
  }
}
