package dev.rollbackbot.sandbox.slack.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rollbackbot.Pure;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Pure
class ViewRulesTest {
  private static final String VIEW =
      "{'type':'modal','title':{'type':'plain_text','text':'Title'},"
          + "'blocks':[{'type':'divider'}]}";

  private static JsonValue json(String quoted) {
    return JsonHelper.parse(quoted.replace('\'', '"')).orElseThrow();
  }

  private static SlackErrorException refusal(String view) {
    return catchThrowableOfType(SlackErrorException.class, () -> ViewRules.check(json(view)));
  }

  @Test
  void a_plain_modal_passes() {
    assertThatCode(() -> ViewRules.check(json(VIEW))).doesNotThrowAnyException();
  }

  @Test
  void a_title_takes_24_characters() {
    SlackErrorException refusal = refusal(VIEW.replace("Title", "a".repeat(25)));
    assertThat(refusal.code()).isEqualTo("invalid_arguments");
    assertThat(refusal.messages())
        .containsExactly("[ERROR] must be less than 25 characters [json-pointer:/view/title/text]");
  }

  @Test
  void an_input_needs_a_submit() {
    String input =
        "{'type':'input','label':{'type':'plain_text','text':'x'},"
            + "'element':{'type':'plain_text_input'}}";
    assertThat(refusal(VIEW.replace("{'type':'divider'}", input)).messages())
        .singleElement()
        .asString()
        .contains("must define `submit` to use an `input` block in modals");
  }

  @ParameterizedTest
  @CsvSource({"private_metadata,3000", "callback_id,255", "external_id,255"})
  void hidden_fields_have_limits(String field, int limit) {
    String with = VIEW.replace("'blocks'", "'" + field + "':'@','blocks'");
    assertThatCode(() -> ViewRules.check(json(with.replace("@", "a".repeat(limit)))))
        .doesNotThrowAnyException();
    assertThat(refusal(with.replace("@", "a".repeat(limit + 1))).messages())
        .containsExactly(
            "[ERROR] must be less than "
                + (limit + 1)
                + " characters [json-pointer:/view/"
                + field
                + "]");
  }

  @Test
  void a_view_from_a_payload_can_not_be_sent_back() {
    assertThat(refusal(VIEW.replace("'blocks'", "'id':'V1','hash':'1.x','blocks'")).messages())
        .containsExactly(
            "[ERROR] invalid additional property: id [json-pointer:/view]",
            "[ERROR] invalid additional property: hash [json-pointer:/view]");
  }

  @Test
  void a_view_over_250_kilobytes_is_too_large() {
    String section =
        "{'type':'section','text':{'type':'mrkdwn','text':'" + "a".repeat(2_900) + "'}}";
    String many = (section + ",").repeat(89) + section;
    assertThat(refusal(VIEW.replace("{'type':'divider'}", many)).code())
        .isEqualTo("view_too_large");
  }

  @Test
  void only_one_field_takes_the_focus() {
    String input =
        "{'type':'input','label':{'type':'plain_text','text':'x'},"
            + "'element':{'type':'plain_text_input','focus_on_load':true}}";
    String view =
        VIEW.replace("{'type':'divider'}", input + "," + input)
            .replace("'blocks'", "'submit':{'type':'plain_text','text':'Go'},'blocks'");
    assertThat(refusal(view).messages()).singleElement().asString().contains("focus_on_load");
  }
}
