package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.Waiting.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Git and the build tools, each call of which waits at its beginning until a test lets it go on. A
 * push waits at its end too. Calls that only look at something don't wait.
 */
public final class HeldTools {
  private static final String LOOKS = "rev-parse rev-list log ls-remote diff show";

  private final Path held;
  private final Map<String, String> settings;

  /** {@code settings} are the bot's own for the real ones. */
  public HeldTools(Path folder, Map<String, String> settings) throws IOException {
    held = Files.createDirectories(folder.resolve("held"));
    Path tools = Files.createDirectories(folder.resolve("held-tools"));
    Map<String, String> out = new HashMap<>(settings);
    for (String entry : settings.get("PROCESS_PROGRAMS").split(",", -1)) {
      String name = entry.substring(0, entry.indexOf('='));
      Path tool =
          Files.writeString(
              tools.resolve(name),
              """
              #!/usr/bin/env python3
              import os, subprocess, sys, time
              real, held, looks = %s, %s, %s.split()
              words = sys.argv[1:]
              while words[:1] == ["-c"]:
                  words = words[2:]
              call = os.path.basename(sys.argv[0]) + " " + " ".join(words)
              looking = words[:1] and words[0] in looks or "--bare" in words or words[0].startswith("--git-dir")
              def wait(what):
                  number = 0
                  while True:
                      try:
                          os.close(os.open("%%s/call-%%d" %% (held, number), os.O_CREAT | os.O_EXCL))
                          break
                      except FileExistsError:
                          number += 1
                  with open("%%s/call-%%d.next" %% (held, number), "w") as f:
                      f.write(what)
                  os.rename("%%s/call-%%d.next" %% (held, number), "%%s/told-%%d" %% (held, number))
                  while not os.path.exists("%%s/go-%%d" %% (held, number)) and not os.path.exists(held + "/open"):
                      time.sleep(0.02)
                  if os.path.exists("%%s/fail-%%d" %% (held, number)):
                      print("failed as asked", flush=True)
                      sys.exit(1)
              if not looking:
                  wait(call)
              status = subprocess.call([real] + sys.argv[1:])
              if words[:1] == ["push"]:
                  wait(call + " done")
              sys.exit(status)
              """
                  .formatted(
                      quoted(entry.substring(entry.indexOf('=') + 1)),
                      quoted(held.toString()),
                      quoted(LOOKS)));
      Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    }
    out.put(
        "PROCESS_PROGRAMS",
        Arrays.stream(settings.get("PROCESS_PROGRAMS").split(",", -1))
            .map(entry -> entry.substring(0, entry.indexOf('=')))
            .map(name -> name + "=" + tools.resolve(name))
            .collect(Collectors.joining(",")));
    this.settings = Map.copyOf(out);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "\\'") + "'";
  }

  public Map<String, String> settings() {
    return settings;
  }

  /** Waits for the call of that number, from 0, and returns its words. */
  public String awaited(int number) throws IOException {
    await().until(() -> isTold(number));
    return Files.readString(held.resolve("told-" + number));
  }

  public boolean isTold(int number) {
    return Files.exists(held.resolve("told-" + number));
  }

  public void letGo(int number) throws IOException {
    Files.createFile(held.resolve("go-" + number));
  }

  /** It ends with status 1 instead of doing anything. */
  public void fails(int number) throws IOException {
    Files.createFile(held.resolve("fail-" + number));
    letGo(number);
  }

  /** Nothing waits any more. */
  public void open() throws IOException {
    Files.writeString(held.resolve("open"), "");
  }

  /** All calls so far that changed something, in their order. */
  public List<String> calls() throws IOException {
    List<String> out = new ArrayList<>();
    for (int i = 0; isTold(i); i++) {
      out.add(Files.readString(held.resolve("told-" + i)));
    }
    return out;
  }
}
