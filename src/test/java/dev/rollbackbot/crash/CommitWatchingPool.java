package dev.rollbackbot.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
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
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The pool's connection classes, changed to call {@link CommitBreakpoints} before and after each
 * commit. They precede the originals on the class path of a bot that is to be killed; the bot has
 * no hook for it.
 */
final class CommitWatchingPool {
  private static final String POOL = "com/zaxxer/hikari/pool/";

  /** A transaction is committed by the writer thread, which must know where it came from. */
  private static final String WRITE = "dev/rollbackbot/store/QueuedWrite.class";

  private static final List<WatchedMethod> WATCHED =
      List.of(
          new WatchedMethod(POOL + "ProxyConnection.class", "commit", "before", "after"),
          new WatchedMethod(POOL + "ProxyPreparedStatement.class", "execute", "before", "after"),
          new WatchedMethod(
              POOL + "ProxyPreparedStatement.class", "executeUpdate", "before", "after"),
          new WatchedMethod(WRITE, ConstantDescs.INIT_NAME, "", "queued"),
          new WatchedMethod(WRITE, "run", "started", ""));

  private CommitWatchingPool() {}

  /**
   * A method that calls {@link CommitBreakpoints}.
   *
   * @param begin what it calls when it begins; "": nothing
   * @param end what it calls when it returns; "": nothing
   */
  private record WatchedMethod(String file, String name, String begin, String end) {
    byte[] change(byte[] original) {
      ClassModel model = ClassFile.of().parse(original);
      if (model.methods().stream().noneMatch(m -> m.methodName().equalsString(name))) {
        throw new IllegalStateException(file + " has no method " + name);
      }
      return ClassFile.of()
          .transformClass(
              model,
              ClassTransform.transformingMethodBodies(
                  m -> m.methodName().equalsString(name),
                  new CommitReportingTransform(begin, end)));
    }
  }

  /** Writes the changed classes to that jar. */
  static void write(Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String file : WATCHED.stream().map(WatchedMethod::file).distinct().toList()) {
        entries.putNextEntry(new JarEntry(file));
        entries.write(changed(file));
        entries.closeEntry();
      }
    }
  }

  private static byte[] changed(String file) throws IOException {
    try (InputStream in = CommitWatchingPool.class.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException(file + " is not on the class path");
      }
      byte[] bytes = in.readAllBytes();
      for (WatchedMethod method : WATCHED) {
        bytes = method.file().equals(file) ? method.change(bytes) : bytes;
      }
      return bytes;
    }
  }

  private record CommitReportingTransform(String begin, String end) implements CodeTransform {
    private static final ClassDesc BREAKPOINTS = ClassDesc.of(CommitBreakpoints.class.getName());
    private static final MethodTypeDesc TARGET =
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
        CodeNames.method(CommitBreakpoints.class.getName(), method);
        code.aload(0).invokestatic(BREAKPOINTS, method, TARGET);
      }
    }
  }
}
