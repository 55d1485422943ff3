package dev.rollbackbot.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider or a service answers is one document, or it can't be read. */
final class BoundedJsonTest {
  private static final int DEPTH = 3;

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", " {\"a\":[{}]}\r\n\t ", "{\"a\":1,\"b\":\"}x\"}"})
  void one_document_is_read(String text) {
    assertThat(BoundedJson.parse(text, DEPTH)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "}", "]", "1", "null", "\"\"", ",", ":", "{}", " {}", "\n[]", "\0", "//"})
  void text_after_the_document_is_refused(String more) {
    assertThat(BoundedJson.parse("{\"success\":true}" + more, DEPTH)).isEmpty();
    assertThat(BoundedJson.parse("[1]" + more, DEPTH)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "1", "\"text\"", "null", "true", "{", "[", "{\"a\"}", "\uFEFF{}", "x{}"})
  void what_is_no_object_or_array_is_refused(String text) {
    assertThat(BoundedJson.parse(text, DEPTH)).isEmpty();
  }

  @Test
  void the_depth_and_names_given_twice_are_bounded_as_before() {
    assertThat(BoundedJson.parse("[[[]]]", DEPTH)).isPresent();
    assertThat(BoundedJson.parse("[[[[]]]]", DEPTH)).isEmpty();
    assertThat(BoundedJson.parse("{\"a\":1,\"a\":2}", DEPTH)).isEmpty();
    assertThat(BoundedJson.parse("{\"b\":{\"a\":1,\"a\":2}}", DEPTH)).isEmpty();
  }
}
