package dev.rollbackbot.gateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.gateway.process.repository.RealRepository;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.runbook.job.CommitSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits as people write them, read by real git. */
final class GitHistoryTest {
  @TempDir Path folder;

  private RealRepository repository;

  @BeforeEach
  void start() throws Exception {
    repository = RealRepository.in(folder);
    repository.commits("list.txt", "one\n");
  }

  private void commits(String message) throws Exception {
    Path file = Files.writeString(folder.resolve("message"), message);
    repository.git(
        "commit", "--quiet", "--allow-empty", "--allow-empty-message", "-F", file.toString());
    repository.git("push", "--quiet", "origin", "HEAD");
  }

  private CommitHistory read() throws Exception {
    ProcessOptions options =
        new ProcessOptions(
            Map.of("git", RealRepository.GIT),
            Files.createDirectories(folder.resolve("checkouts")),
            folder.resolve("jobs"),
            Map.of(),
            Set.of());
    return new GitHistory(
            options, new CommitSource("process", repository.bare().toString(), "main", List.of()))
        .read();
  }

  @Test
  void a_commit_without_a_subject_is_one_of_them() throws Exception {
    commits("");
    commits("The newest");
    assertThat(read().commits())
        .extracting(Commit::subject)
        .containsExactly("The newest", "", "Change list.txt");
  }

  /** Anybody who commits can do that, and every plan would begin from its parent. */
  @Test
  void a_commit_that_reads_like_none_is_the_newest_all_the_same() throws Exception {
    commits("Faster \u001flists");
    repository.git(
        "-c",
        "user.name=A\u001fnna",
        "commit",
        "--quiet",
        "--allow-empty",
        "--date=@99999999999999 +0000",
        "-m",
        "Again\u001f.");
    repository.git("push", "--quiet", "origin", "HEAD");
    repository.git("tag", "main", "HEAD~1");
    repository.git("push", "--quiet", "origin", "tag", "main");
    String tip = repository.git("rev-parse", "HEAD");
    assertThat(read().commits()).hasSize(3).extracting(Commit::id).startsWith(tip);
    assertThat(read().tip().commit().orElseThrow().id()).isEqualTo(tip);
    assertThat(read().commits().get(1).subject()).isEqualTo("Faster  lists");
  }

  @Test
  void a_message_that_is_longer_than_what_is_kept_does_not_hold_git_up() throws Exception {
    commits("a pasted line\n".repeat(40_000));
    commits("The newest");
    assertThat(read().commits().getFirst().subject()).isEqualTo("The newest");
  }
}
