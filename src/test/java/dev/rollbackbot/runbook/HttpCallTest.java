package dev.rollbackbot.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.job.HttpCall;
import dev.rollbackbot.runbook.job.HttpSpec.HttpField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A value stays one part of a request, whatever it contains. */
@Pure
final class HttpCallTest {
  private static final Map<String, String> VALUES =
      Map.of("name", "a/b?c&d=\"é\\{other}", "other", "never");

  @Test
  void a_value_in_an_address_is_percent_encoded() {
    HttpCall call =
        new HttpCall("POST", "https://a.example/x/{name}?y={name}", Optional.empty(), List.of());
    assertThat(call.url(VALUES))
        .isEqualTo(
            "https://a.example/x/a%2Fb%3Fc%26d%3D%22%C3%A9%5C%7Bother%7D"
                + "?y=a%2Fb%3Fc%26d%3D%22%C3%A9%5C%7Bother%7D");
    assertThat(call.content(VALUES)).isEmpty();
  }

  @Test
  void a_value_in_a_body_stays_in_its_string() {
    HttpCall call =
        new HttpCall("POST", "https://a.example", Optional.of("{\"n\":\"<{name}>\"}"), List.of());
    assertThat(call.content(VALUES)).contains("{\"n\":\"<a/b?c&d=\\\"é\\\\{other}>\"}");
  }

  @Test
  void a_value_in_a_form_stays_in_its_field() {
    HttpCall call =
        new HttpCall(
            "POST",
            "https://a.example",
            Optional.empty(),
            List.of(new HttpField("N", "{name}"), new HttpField("M", "1 2")));
    assertThat(call.content(VALUES)).contains("N=a%2Fb%3Fc%26d%3D%22%C3%A9%5C%7Bother%7D&M=1%202");
  }
}
