package dev.rollbackbot.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.BlockRules;
import jakarta.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;

@Pure
class BlockIdsTest {
  private static final String TEXT = "{'type':'plain_text','text':'x'}";

  private static JsonValue json(String quoted) {
    return JsonHelper.parse(quoted.replace('\'', '"')).orElseThrow();
  }

  private static List<String> ofMessage(String blocks) {
    return BlockRules.ofMessage(json(blocks)).messages();
  }

  private static String actions(String element) {
    return "[{'type':'actions','elements':[" + element + "]}]";
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

  @Test
  void block_ids_are_unique_in_a_message() {
    assertThat(ofMessage("[{'type':'divider','block_id':'b'},{'type':'divider','block_id':'b'}]"))
        .containsExactly(
            "[ERROR] `block_id` \"b\" already exists [json-pointer:/blocks/1/block_id]");
  }

  @Test
  void action_ids_are_unique_in_a_block_but_not_across_blocks() {
    String button = "{'type':'button','action_id':'go','text':" + TEXT + "}";
    assertThat(ofMessage(actions(button + "," + button)))
        .containsExactly(
            "[ERROR] `action_id` \"go\" already exists"
                + " [json-pointer:/blocks/0/elements/1/action_id]");
    String block = "{'type':'actions','elements':[" + button + "]}";
    assertThat(ofMessage("[" + block + "," + block + "]")).isEmpty();
  }

  @Test
  void option_values_are_unique() {
    String twice = "[" + option("same") + "," + option("same") + "]";
    assertThat(ofMessage(actions("{'type':'static_select','options':" + twice + "}"))).hasSize(1);
  }

  @Test
  void the_initial_option_equals_one_of_the_options() {
    String select = "{'type':'static_select','options':" + options(2) + ",'initial_option':@}";
    assertThat(ofMessage(actions(select.replace("@", option("v1"))))).isEmpty();
    assertThat(ofMessage(actions(select.replace("@", option("v2")))))
        .containsExactly(
            "[ERROR] must match one of the options"
                + " [json-pointer:/blocks/0/elements/0/initial_option]");
  }
}
