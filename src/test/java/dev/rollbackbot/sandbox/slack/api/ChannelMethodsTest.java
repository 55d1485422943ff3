package dev.rollbackbot.sandbox.slack.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.model.Conversation;
import com.slack.api.model.Usergroup;
import dev.rollbackbot.sandbox.slack.SlackFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelMethodsTest {
  private SlackFixture slack;

  @BeforeEach
  void start() throws Exception {
    slack = new SlackFixture();
  }

  @AfterEach
  void stop() {
    slack.close();
  }

  private String create(String name) throws Exception {
    return slack.client.conversationsCreate(r -> r.name(name)).getChannel().getId();
  }

  @Nested
  class Creating {
    @Test
    void the_bot_is_in_the_channel_that_it_made() throws Exception {
      Conversation channel =
          slack.client.conversationsCreate(r -> r.name("inc-1_fabrik")).getChannel();
      assertThat(channel.getId()).matches("C0[A-Z0-9]{9}");
      assertThat(channel.isMember()).isTrue();
      assertThat(slack.client.conversationsMembers(r -> r.channel(channel.getId())).getMembers())
          .containsExactly("U0ROLLBACK");
    }

    @ParameterizedTest
    @CsvSource({
      "'Inc-1',invalid_name_specials", "'inc 1',invalid_name_specials",
      "'inc.1',invalid_name_specials", "'',invalid_name_required",
      "'--',invalid_name_punctuation", "incidents,name_taken"
    })
    void names_follow_slacks_rules(String name, String error) throws Exception {
      assertThat(slack.call("conversations.create", Map.of("name", name)).getString("error"))
          .isEqualTo(error);
    }

    @Test
    void a_name_takes_80_characters() throws Exception {
      assertThat(create("a".repeat(80))).isNotBlank();
      assertThat(
              slack.call("conversations.create", Map.of("name", "b".repeat(81))).getString("error"))
          .isEqualTo("invalid_name_maxlength");
    }

    @Test
    void a_private_channel_needs_its_own_scope() throws Exception {
      Map<String, String> arguments = Map.of("name", "secret", "is_private", "1");
      assertThat(slack.call("conversations.create", arguments).getBoolean("ok")).isTrue();
      try (SlackFixture older = SlackFixture.without("groups:write")) {
        assertThat(older.call("conversations.create", arguments).getString("error"))
            .isEqualTo("missing_scope");
      }
    }
  }

  @Nested
  class Members {
    @Test
    void users_are_invited_once() throws Exception {
      String id = create("inc-1");
      assertThat(
              slack
                  .client
                  .conversationsInvite(
                      r -> r.channel(id).users(List.of("U0REQUESTER", "U0APPROVER")))
                  .isOk())
          .isTrue();
      assertThat(slack.client.conversationsMembers(r -> r.channel(id)).getMembers())
          .containsExactly("U0ROLLBACK", "U0REQUESTER", "U0APPROVER");
      assertThat(invite(id, "U0APPROVER")).isEqualTo("already_in_channel");
      assertThat(invite(id, "U0NOBODY")).isEqualTo("user_not_found");
      assertThat(invite(id, "U0ROLLBACK")).isEqualTo("cant_invite_self");
      assertThat(invite("C0GENERAL", "U0APPROVER")).isEqualTo("not_in_channel");
      assertThat(invite(id, "")).isEqualTo("no_user");
    }

    private String invite(String channel, String users) throws Exception {
      return slack
          .call("conversations.invite", Map.of("channel", channel, "users", users))
          .getString("error");
    }

    @Test
    void a_member_stops_an_invitation_unless_forced() throws Exception {
      String id = create("inc-1");
      Map<String, String> both = Map.of("channel", id, "users", "U0ROLLBACK,U0APPROVER");
      assertThat(slack.call("conversations.invite", both).getString("error"))
          .isEqualTo("cant_invite_self");
      assertThat(slack.client.conversationsMembers(r -> r.channel(id)).getMembers()).hasSize(1);
      var forced = new java.util.HashMap<>(both);
      forced.put("force", "1");
      assertThat(slack.call("conversations.invite", forced).getBoolean("ok")).isTrue();
      assertThat(slack.client.conversationsMembers(r -> r.channel(id)).getMembers()).hasSize(2);
    }

    @Test
    void the_bot_may_join_and_is_warned_if_it_is_a_member() throws Exception {
      assertThat(slack.client.conversationsJoin(r -> r.channel("C0GENERAL")).getWarning()).isNull();
      assertThat(slack.client.conversationsJoin(r -> r.channel("C0GENERAL")).getWarning())
          .isEqualTo("already_in_channel");
    }

    @Test
    void history_is_for_members() throws Exception {
      assertThat(slack.client.conversationsHistory(r -> r.channel("C0GENERAL")).getError())
          .isEqualTo("not_in_channel");
    }
  }

  @Nested
  class Describing {
    @Test
    void a_topic_takes_250_characters() throws Exception {
      assertThat(
              slack
                  .client
                  .conversationsSetTopic(r -> r.channel("C0INCIDENTS").topic("a".repeat(250)))
                  .isOk())
          .isTrue();
      assertThat(
              slack
                  .client
                  .conversationsSetTopic(r -> r.channel("C0INCIDENTS").topic("a".repeat(251)))
                  .getError())
          .isEqualTo("too_long");
      assertThat(
              slack
                  .client
                  .conversationsInfo(r -> r.channel("C0INCIDENTS").includeNumMembers(true))
                  .getChannel()
                  .getTopic()
                  .getValue())
          .hasSize(250);
    }

    @Test
    void archived_channels_are_read_only_and_can_be_left_out_of_lists() throws Exception {
      String id = create("old");
      assertThat(slack.client.conversationsArchive(r -> r.channel(id)).isOk()).isTrue();
      assertThat(slack.client.conversationsArchive(r -> r.channel(id)).getError())
          .isEqualTo("already_archived");
      assertThat(slack.client.conversationsJoin(r -> r.channel(id)).getError())
          .isEqualTo("is_archived");
      assertThat(slack.client.conversationsSetTopic(r -> r.channel(id).topic("x")).getError())
          .isEqualTo("is_archived");
      assertThat(slack.client.conversationsList(r -> r.excludeArchived(true)).getChannels())
          .extracting(Conversation::getName)
          .containsExactly("incidents", "product-updates", "customer-support", "general");
      assertThat(slack.client.conversationsList(r -> r).getChannels()).hasSize(5);
    }

    @Test
    void lists_come_in_pages() throws Exception {
      var first = slack.client.conversationsList(r -> r.limit(3));
      assertThat(first.getChannels()).hasSize(3);
      var second =
          slack.client.conversationsList(
              r -> r.limit(3).cursor(first.getResponseMetadata().getNextCursor()));
      assertThat(second.getChannels()).extracting(Conversation::getName).containsExactly("general");
      assertThat(second.getResponseMetadata().getNextCursor()).isEmpty();
    }

    @Test
    void a_message_is_pinned_once() throws Exception {
      String ts = slack.client.chatPostMessage(r -> r.channel("C0INCIDENTS").text("panel")).getTs();
      assertThat(slack.client.pinsAdd(r -> r.channel("C0INCIDENTS").timestamp(ts)).isOk()).isTrue();
      assertThat(slack.client.pinsAdd(r -> r.channel("C0INCIDENTS").timestamp(ts)).getError())
          .isEqualTo("already_pinned");
      assertThat(
              slack
                  .client
                  .pinsAdd(r -> r.channel("C0INCIDENTS").timestamp("1700000000.000001"))
                  .getError())
          .isEqualTo("message_not_found");
      assertThat(slack.client.pinsAdd(r -> r.channel("C0INCIDENTS").timestamp("soon")).getError())
          .isEqualTo("bad_timestamp");
    }

    @Test
    void bookmarks_are_links() throws Exception {
      var added =
          slack.client.bookmarksAdd(r ->
              r.channelId("C0INCIDENTS")
                  .title("Runbook")
                  .type("link")
                  .emoji(":book:")
                  .link("https://runbooks.example/factory"));
      assertThat(added.getBookmark().getTitle()).isEqualTo("Runbook");
      assertThat(
              slack
                  .client
                  .bookmarksAdd(
                      r -> r.channelId("C0INCIDENTS").title("x").type("link").link("nowhere"))
                  .getError())
          .isEqualTo("invalid_link");
    }
  }

  @Nested
  class Groups {
    @Test
    void user_groups_are_listed_with_their_users() throws Exception {
      List<Usergroup> groups =
          slack.client.usergroupsList(r -> r.includeUsers(true)).getUsergroups();
      assertThat(groups).extracting(Usergroup::getHandle).containsExactly("responders", "oncall");
      assertThat(groups.getLast().getUsers()).containsExactly("U0REQUESTER", "U0APPROVER");
      assertThat(slack.client.usergroupsUsersList(r -> r.usergroup("S0RESPONDERS")).getUsers())
          .hasSize(3);
      assertThat(slack.client.usergroupsUsersList(r -> r.usergroup("S0NONE")).getError())
          .isEqualTo("no_such_subteam");
    }

    @Test
    void users_can_be_read_with_the_scope_users_read() throws Exception {
      try (SlackFixture asking = new SlackFixture("users:read")) {
        assertThat(asking.client.usersInfo(r -> r.user("U0APPROVER")).getUser().getName())
            .isEqualTo("approver");
        assertThat(asking.client.usersInfo(r -> r.user("U0NONE")).getError())
            .isEqualTo("user_not_found");
        assertThat(asking.client.usersList(r -> r).getMembers()).hasSize(7);
      }
    }
  }
}
