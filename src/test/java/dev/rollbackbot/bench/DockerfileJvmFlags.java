package dev.rollbackbot.bench;

import java.util.List;

/** The JVM's flags in the Dockerfile. */
final class DockerfileJvmFlags {
  static final List<String> DEPLOYED =
      List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

  private DockerfileJvmFlags() {}
}
