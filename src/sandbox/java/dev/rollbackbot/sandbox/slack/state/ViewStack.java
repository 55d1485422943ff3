package dev.rollbackbot.sandbox.slack.state;

import static dev.rollbackbot.sandbox.slack.rules.SlackErrorException.refuseIf;

import dev.rollbackbot.sandbox.shared.JsonHelper;
import dev.rollbackbot.sandbox.slack.rules.Blocks;
import dev.rollbackbot.sandbox.slack.rules.MessageEscaping;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The open modals: a stack of up to three for each user. */
public final class ViewStack {
  static final int MAX_STACK = 3;

  public static final class OpenView {
    public final String id;
    public final String user;
    final String rootId;
    final String previousId;
    public JsonObject definition;
    public JsonObject values;
    public String hash;

    OpenView(String id, String user, String rootId, String previousId, JsonObject definition) {
      this.id = id;
      this.user = user;
      this.rootId = rootId;
      this.previousId = previousId;
      this.definition = definition;
      this.values = ViewValues.initial(Blocks.of(definition));
      this.hash = "";
    }

    public boolean flag(String name) {
      return JsonHelper.isTrue(definition, name);
    }
  }

  private final Workspace workspace;
  private final Map<String, List<OpenView>> stacks = new HashMap<>();

  public ViewStack(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Opens a modal and closes all open ones. */
  public OpenView open(String user, JsonObject view) {
    requireFreeExternalId(view, "");
    List<OpenView> stack = stack(user);
    stack.clear();
    String id = workspace.ids.next("V");
    return shown(stack, new OpenView(id, user, id, "", kept(view)));
  }

  /** Refuses with {@code not_found} if no modal is open, {@code push_limit_reached} after three. */
  public OpenView push(String user, JsonObject view) {
    List<OpenView> stack = stack(user);
    refuseIf(stack.isEmpty(), "not_found");
    refuseIf(stack.size() >= MAX_STACK, "push_limit_reached");
    requireFreeExternalId(view, "");
    OpenView below = stack.getLast();
    String id = workspace.ids.next("V");
    return shown(stack, new OpenView(id, user, below.rootId, below.id, kept(view)));
  }

  /** Replaces the contents; keeps the values of fields that stay. */
  public void update(OpenView open, JsonObject view) {
    requireFreeExternalId(view, open.id);
    open.definition = kept(view);
    open.values = ViewValues.merged(open.values, Blocks.of(open.definition));
    open.hash = workspace.now() + "." + workspace.ids.letters(8);
    publish(open.user);
  }

  public void close(OpenView open) {
    stack(open.user).remove(open);
    publish(open.user);
  }

  public void closeAll(String user) {
    stack(user).clear();
    publish(user);
  }

  public Optional<OpenView> byId(String id) {
    return all().filter(view -> view.id.equals(id)).findFirst();
  }

  public Optional<OpenView> byExternalId(String id) {
    return all()
        .filter(view -> !id.isEmpty() && JsonHelper.text(view.definition, "external_id").equals(id))
        .findFirst();
  }

  public List<OpenView> stackOf(String user) {
    return List.copyOf(stack(user));
  }

  public JsonObject json(OpenView open) {
    JsonObject view = open.definition;
    return JsonHelper.object()
        .add("id", open.id)
        .add("team_id", Workspace.TEAM)
        .add("type", "modal")
        .add("blocks", Blocks.of(view))
        .add("private_metadata", JsonHelper.text(view, "private_metadata"))
        .add("callback_id", JsonHelper.text(view, "callback_id"))
        .add("state", JsonHelper.object().add("values", open.values))
        .add("hash", open.hash)
        .add("title", view.get("title"))
        .add("clear_on_close", open.flag("clear_on_close"))
        .add("notify_on_close", open.flag("notify_on_close"))
        .add("close", view.getOrDefault("close", JsonValue.NULL))
        .add("submit", view.getOrDefault("submit", JsonValue.NULL))
        .add("submit_disabled", open.flag("submit_disabled"))
        .add("previous_view_id", orNull(open.previousId))
        .add("root_view_id", open.rootId)
        .add("app_id", Workspace.APP)
        .add("external_id", JsonHelper.text(view, "external_id"))
        .add("app_installed_team_id", Workspace.TEAM)
        .add("bot_id", Workspace.BOT)
        .build();
  }

  public void clear() {
    stacks.clear();
  }

  private OpenView shown(List<OpenView> stack, OpenView view) {
    view.hash = workspace.now() + "." + workspace.ids.letters(8);
    stack.add(view);
    publish(view.user);
    return view;
  }

  private Stream<OpenView> all() {
    return stacks.values().stream().flatMap(List::stream);
  }

  private List<OpenView> stack(String user) {
    return stacks.computeIfAbsent(user, _ -> new ArrayList<>());
  }

  private void requireFreeExternalId(JsonObject view, String ownId) {
    boolean taken =
        byExternalId(JsonHelper.text(view, "external_id"))
            .filter(other -> !other.id.equals(ownId))
            .isPresent();
    refuseIf(taken, "duplicate_external_id");
  }

  private JsonObject kept(JsonObject view) {
    JsonObject texts = MessageEscaping.keptText(JsonHelper.without(view, "blocks"));
    return JsonHelper.with(texts, "blocks", Blocks.kept(Blocks.of(view), workspace.ids::forBlock));
  }

  /** Called with the lock held. */
  private void publish(String user) {
    List<JsonObject> views = stack(user).stream().map(this::json).toList();
    JsonObject data = JsonHelper.object().add("views", JsonHelper.objects(views)).build();
    workspace.publish("views", data, Optional.of(user));
  }

  private static JsonValue orNull(String id) {
    return id.isEmpty() ? JsonValue.NULL : JsonHelper.string(id);
  }
}
