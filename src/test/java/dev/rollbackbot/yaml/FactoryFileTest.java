package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FactoryFileTest {

  @Test
  void it_reads_with_no_error_and_only_the_warnings_that_are_known() {
    assertThat(Files.factory().problems())
        .extracting(Object::toString)
        .map(p -> p.replaceAll(":\\d+:\\d+:", ":"))
        .containsExactly(
            unseen("production"),
            unseen("staging"),
            placeholder("On-call Engineer"),
            placeholder("DevOps Lead"),
            placeholder("Engineering Manager"),
            placeholder("Cloudflare Support"));
    assertThat(Files.factory().runbook()).isPresent();
  }

  private static String unseen(String environment) {
    return ("factory.yaml: warning: no probe looks at \"planning-machine\" in \"%s\" after it was"
            + " rolled back, only people do; give it an address and a probe if it can be reached")
        .formatted(environment);
  }

  private static String placeholder(String role) {
    return "factory.yaml: warning: the contact \"%s\" is a placeholder; put in the real one and drop placeholder"
        .formatted(role);
  }
}
