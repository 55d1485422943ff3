package dev.rollbackbot.sandbox.slack.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import jakarta.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Pure
class BlockRulesTest {
  private static final String TEXT = "{'type':'plain_text','text':'x'}";

  private static JsonValue json(String quoted) {
    return JsonHelper.parse(quoted.replace('\'', '"')).orElseThrow();
  }

  private static List<String> ofMessage(String blocks) {
    return BlockRules.ofMessage(json(blocks)).messages();
  }

  private static List<String> ofModal(String blocks) {
    RuleViolations problems = new RuleViolations();
    BlockRules.ofModal(json(blocks), "/view/blocks", problems);
    return problems.messages();
  }

  private static String section(int length) {
    return "{'type':'section','text':{'type':'mrkdwn','text':'" + "a".repeat(length) + "'}}";
  }

  private static String actions(String element) {
    return "[{'type':'actions','elements':[" + element + "]}]";
  }

  private static String input(String element) {
    return "[{'type':'input','label':" + TEXT + ",'element':" + element + "}]";
  }

  private static String option(String value) {
    return "{'text':" + TEXT + ",'value':'" + value + "'}";
  }

  private static String options(int count) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(i == 0 ? "" : ",").append(option("v" + i));
    }
    return "[" + all + "]";
  }

  @Nested
  class Lengths {
    @Test
    void a_section_takes_3000_characters_and_not_one_more() {
      assertThat(ofMessage("[" + section(3_000) + "]")).isEmpty();
      assertThat(ofMessage("[" + section(3_001) + "]"))
          .containsExactly(
              "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]");
    }

    @Test
    void an_empty_text_is_refused() {
      assertThat(ofMessage("[" + section(0) + "]"))
          .containsExactly(
              "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]");
    }

    @Test
    void an_emoji_counts_as_one_character() {
      String header =
          "[{'type':'header','text':{'type':'plain_text','text':'" + "🏭".repeat(150) + "'}}]";
      assertThat(ofMessage(header)).isEmpty();
      assertThat(ofMessage(header.replace("🏭'", "🏭🏭'"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
      "'{''type'':''header'',''text'':{''type'':''plain_text'',''text'':''@''}}', 150, "
          + "/blocks/0/text/text",
      "'{''type'':''divider'',''block_id'':''@''}', 255, /blocks/0/block_id",
      "'{''type'':''section'',''fields'':[{''type'':''mrkdwn'',''text'':''@''}]}', 2000, "
          + "/blocks/0/fields/0/text",
      "'{''type'':''markdown'',''text'':''@''}', 12000, /blocks/0/text",
      "'{''type'':''image'',''image_url'':''https://x/y'',''alt_text'':''@''}', 2000, "
          + "/blocks/0/alt_text"
    })
    void each_text_has_its_own_limit(String block, int limit, String pointer) {
      assertThat(ofMessage("[" + block.replace("@", "a".repeat(limit)) + "]")).isEmpty();
      assertThat(ofMessage("[" + block.replace("@", "a".repeat(limit + 1)) + "]"))
          .contains(
              "[ERROR] must be less than "
                  + (limit + 1)
                  + " characters [json-pointer:"
                  + pointer
                  + "]");
    }

    @ParameterizedTest
    @CsvSource({
      "text.text,75",
      "value,2000",
      "url,2989",
      "action_id,255",
      "accessibility_label,75"
    })
    void a_button_has_limits_in_every_field(String field, int limit) {
      assertThat(ofMessage(actions(button(field, limit)))).isEmpty();
      assertThat(ofMessage(actions(button(field, limit + 12)))).hasSize(1);
    }

    private String button(String field, int length) {
      String long_ = "a".repeat(length);
      return switch (field) {
        case "text.text" -> "{'type':'button','text':{'type':'plain_text','text':'" + long_ + "'}}";
        case "url" -> "{'type':'button','text':" + TEXT + ",'url':'https://x/a" + long_ + "'}";
        default -> "{'type':'button','text':" + TEXT + ",'" + field + "':'" + long_ + "'}";
      };
    }
  }

  @Nested
  class Counts {
    @Test
    void a_message_takes_50_blocks_and_a_modal_100() {
      assertThat(ofMessage(dividers(50))).isEmpty();
      assertThat(ofMessage(dividers(51)))
          .containsExactly("[ERROR] no more than 50 items allowed [json-pointer:/blocks]");
      assertThat(ofModal(dividers(100))).isEmpty();
      assertThat(ofModal(dividers(101)))
          .containsExactly("[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]");
    }

    private String dividers(int count) {
      return "[" + "{'type':'divider'},".repeat(count - 1) + "{'type':'divider'}]";
    }

    @Test
    void actions_take_25_elements_and_at_least_one() {
      String button = "{'type':'button','text':" + TEXT + "}";
      assertThat(ofMessage(actions((button + ",").repeat(24) + button))).isEmpty();
      assertThat(ofMessage(actions((button + ",").repeat(25) + button)))
          .containsExactly(
              "[ERROR] no more than 25 items allowed [json-pointer:/blocks/0/elements]");
      assertThat(ofMessage("[{'type':'actions','elements':[]}]"))
          .containsExactly(
              "[ERROR] must provide at least 1 items [json-pointer:/blocks/0/elements]");
    }

    @Test
    void context_takes_10_elements() {
      String context = "[{'type':'context','elements':[" + (TEXT + ",").repeat(10) + TEXT + "]}]";
      assertThat(ofMessage(context)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
      "static_select,100",
      "multi_static_select,100",
      "checkboxes,10",
      "radio_buttons,10",
    })
    void each_choice_has_its_own_number_of_options(String type, int limit) {
      String element = "{'type':'" + type + "','options':@}";
      assertThat(ofModal(input(element.replace("@", options(limit))))).isEmpty();
      assertThat(ofModal(input(element.replace("@", options(limit + 1)))))
          .containsExactly(
              "[ERROR] no more than "
                  + limit
                  + " items allowed [json-pointer:/view/blocks/0/element/options]");
    }

    @Test
    void overflow_takes_five_options() {
      assertThat(ofMessage(actions("{'type':'overflow','options':" + options(5) + "}"))).isEmpty();
      assertThat(ofMessage(actions("{'type':'overflow','options':" + options(6) + "}"))).hasSize(1);
    }
  }

  @Nested
  class Shapes {
    @Test
    void unknown_fields_and_types_are_refused_by_name() {
      assertThat(ofMessage("[{'type':'divider','colour':'red'}]"))
          .containsExactly("[ERROR] invalid additional property: colour [json-pointer:/blocks/0]");
      assertThat(ofMessage("[{'type':'table'}]"))
          .containsExactly("[ERROR] unsupported type: table [json-pointer:/blocks/0/type]");
    }

    @Test
    void missing_fields_are_named() {
      assertThat(ofMessage("[{'type':'header'}]"))
          .containsExactly("[ERROR] missing required field: text [json-pointer:/blocks/0]");
      assertThat(ofMessage("[{'type':'section'}]"))
          .containsExactly(
              "[ERROR] must define either `text` or `fields` [json-pointer:/blocks/0]");
      assertThat(ofMessage("[{}]"))
          .containsExactly("[ERROR] missing required field: type [json-pointer:/blocks/0]");
    }

    @Test
    void a_header_is_plain_text_only() {
      assertThat(ofMessage("[{'type':'header','text':{'type':'mrkdwn','text':'x'}}]"))
          .containsExactly("[ERROR] unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]");
    }

    @Test
    void a_text_input_is_allowed_in_an_input_block_only() {
      assertThat(ofMessage(actions("{'type':'plain_text_input'}")))
          .containsExactly(
              "[ERROR] unsupported type: plain_text_input"
                  + " [json-pointer:/blocks/0/elements/0/type]");
      assertThat(ofModal(input("{'type':'plain_text_input'}"))).isEmpty();
    }

    @Test
    void markdown_and_file_are_allowed_in_messages_only() {
      String markdown = "[{'type':'markdown','text':'# x'}]";
      assertThat(ofMessage(markdown)).isEmpty();
      assertThat(ofModal(markdown)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'type':'button','text':{'type':'plain_text','text':'x'},'style':'default'}",
          "{'type':'static_select'}",
          "{'type':'datepicker','initial_date':'tomorrow'}",
          "{'type':'timepicker','initial_time':'25:00'}",
          "{'type':'datetimepicker','initial_date_time':'1700000000'}",
          "{'type':'checkboxes','options':[]}",
          "{'type':'users_select','initial_user':7}"
        })
    void wrong_values_are_refused(String element) {
      assertThat(ofMessage(actions(element))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{'type':'users_select','initial_user':'U1'}",
          "{'type':'conversations_select','default_to_current_conversation':true}",
          "{'type':'external_select','min_query_length':0}",
          "{'type':'datepicker','initial_date':'2026-01-31'}",
          "{'type':'timepicker','initial_time':'23:59'}",
          "{'type':'datetimepicker','initial_date_time':1700000000}"
        })
    void right_values_pass(String element) {
      assertThat(ofMessage(actions(element))).isEmpty();
    }

    @Test
    void a_confirm_dialog_needs_all_its_texts_within_limits() {
      String confirm =
          "{'title':@,'text':@,'confirm':@,'deny':{'type':'plain_text','text':'#'}}"
              .replace("@", TEXT);
      String button = "{'type':'button','text':" + TEXT + ",'confirm':" + confirm + "}";
      assertThat(ofMessage(actions(button.replace("#", "a".repeat(30))))).isEmpty();
      assertThat(ofMessage(actions(button.replace("#", "a".repeat(31)))))
          .containsExactly(
              "[ERROR] must be less than 31 characters"
                  + " [json-pointer:/blocks/0/elements/0/confirm/deny/text]");
      assertThat(ofMessage(actions(button.replace("'title'", "'titel'")))).hasSize(2);
    }

    @Test
    void rich_text_elements_are_checked() {
      String rich =
          "[{'type':'rich_text','elements':[{'type':'rich_text_section','elements':[@]}]}]";
      assertThat(ofMessage(rich.replace("@", "{'type':'text','text':'x','style':{'bold':true}}")))
          .isEmpty();
      assertThat(ofMessage(rich.replace("@", "{'type':'blink','text':'x'}")))
          .singleElement()
          .asString()
          .contains("unsupported type: blink");
    }
  }
}
