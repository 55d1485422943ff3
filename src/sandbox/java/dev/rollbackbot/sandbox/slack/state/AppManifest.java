package dev.rollbackbot.sandbox.slack.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The scopes and slash commands of an app, read from its manifest.
 *
 * @param interactive whether clicks and modals are delivered
 */
public record AppManifest(Set<String> scopes, List<ManifestCommand> commands, boolean interactive) {
  /** {@code escaped}: mentions and channels are delivered as ids. */
  public record ManifestCommand(
      String command, String description, String usageHint, boolean escaped) {}

  /**
   * Reads a manifest in YAML.
   *
   * @throws IllegalArgumentException for a missing or invalid part; the message names the file and
   *     part
   */
  public static AppManifest read(Path file) {
    Object root;
    try {
      root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(file + ": not valid YAML: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the app manifest " + file, e);
    }
    ManifestNode top = new ManifestNode(file, "", root);
    Set<String> scopes = new LinkedHashSet<>();
    top.at("oauth_config").at("scopes").at("bot").list().forEach(s -> scopes.add(s.text()));
    List<ManifestCommand> commands = new ArrayList<>();
    for (ManifestNode each : top.at("features").at("slash_commands").list()) {
      commands.add(
          new ManifestCommand(
              each.at("command").text(),
              each.at("description").text(),
              each.textOr("usage_hint", ""),
              each.flag("should_escape")));
    }
    boolean interactive = top.at("settings").at("interactivity").flag("is_enabled");
    return new AppManifest(Set.copyOf(scopes), List.copyOf(commands), interactive);
  }

  /** A node with its path, for error messages. */
  private record ManifestNode(Path file, String path, @Nullable Object value) {
    ManifestNode at(String key) {
      Object child = map().get(key);
      String where = path.isEmpty() ? key : path + "." + key;
      if (child == null) {
        throw new IllegalArgumentException(file + ": " + where + " is missing");
      }
      return new ManifestNode(file, where, child);
    }

    List<ManifestNode> list() {
      if (!(value instanceof List<?> list)) {
        throw new IllegalArgumentException(file + ": " + path + " must be a list");
      }
      List<ManifestNode> parts = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        parts.add(new ManifestNode(file, path + "[" + i + "]", list.get(i)));
      }
      return parts;
    }

    String text() {
      if (!(value instanceof String text)) {
        throw new IllegalArgumentException(file + ": " + path + " must be a text");
      }
      return text;
    }

    String textOr(String key, String otherwise) {
      return map().containsKey(key) ? at(key).text() : otherwise;
    }

    boolean flag(String key) {
      return Boolean.TRUE.equals(map().get(key));
    }

    private Map<?, ?> map() {
      if (!(value instanceof Map<?, ?> map)) {
        String where = path.isEmpty() ? "the manifest" : path;
        throw new IllegalArgumentException(file + ": " + where + " must be a mapping");
      }
      return map;
    }
  }
}
