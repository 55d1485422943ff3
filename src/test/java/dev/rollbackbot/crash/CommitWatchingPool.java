package dev.rollbackbot.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The pool's connections, changed so that they let {@link CommitBreakpoints} know of each commit,
 * before and after it. They stand before the real ones on the class path of a bot that is to be
 * killed; the bot itself has no hook for it.
 */
final class CommitWatchingPool {
  private static final String POOL = "com/zaxxer/hikari/pool/";
  private static final ClassTransform COMMITS =
      reporting(Set.of("commit", "execute", "executeUpdate"), "before", "after");

  /** A transaction goes over to the thread that writes: whose it is must not get lost. */
  private static final ClassTransform HANDED_OVER =
      reporting(Set.of("<init>"), "", "asked").andThen(reporting(Set.of("run"), "begun", ""));

  private static final Map<String, ClassTransform> CHANGES =
      Map.of(
          POOL + "ProxyConnection.class",
          reporting(Set.of("commit"), "before", "after"),
          POOL + "ProxyPreparedStatement.class",
          COMMITS,
          "dev/rollbackbot/store/QueuedWrite.class",
          HANDED_OVER);

  private CommitWatchingPool() {}

  /** Writes them. */
  static Path jar(Path folder) throws IOException {
    Path jar = folder.resolve("watched.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Map.Entry<String, ClassTransform> each : CHANGES.entrySet()) {
        entries.putNextEntry(new JarEntry(each.getKey()));
        entries.write(changed(each.getKey(), each.getValue()));
        entries.closeEntry();
      }
    }
    return jar;
  }

  private static byte[] changed(String name, ClassTransform change) throws IOException {
    try (InputStream in = CommitWatchingPool.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path");
      }
      ClassFile file = ClassFile.of();
      return file.transformClass(file.parse(in.readAllBytes()), change);
    }
  }

  /**
   * Calls these methods of {@link CommitBreakpoints} where those begin and where they return; "":
   * none.
   */
  private static ClassTransform reporting(Set<String> methods, String begin, String end) {
    return ClassTransform.transformingMethodBodies(
        m -> methods.contains(m.methodName().stringValue()),
        new CommitReportingTransform(begin, end));
  }

  private record CommitReportingTransform(String begin, String end) implements CodeTransform {
    private static final ClassDesc COMMITS = ClassDesc.of(CommitBreakpoints.class.getName());
    private static final MethodTypeDesc TOLD =
        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object);

    @Override
    public void atStart(CodeBuilder code) {
      call(code, begin);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof ReturnInstruction) {
        call(code, end);
      }
      code.with(element);
    }

    private static void call(CodeBuilder code, String method) {
      if (!method.isEmpty()) {
        code.aload(0).invokestatic(COMMITS, method, TOLD);
      }
    }
  }
}
