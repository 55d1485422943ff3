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
 * The pool's connections, changed so that they let {@link Commits} know of each commit, before and
 * after it. They stand before the real ones on the class path of a bot that is to be killed; the
 * bot itself has no hook for it.
 */
final class Watched {
  private static final String POOL = "com/zaxxer/hikari/pool/";
  private static final Map<String, Set<String>> METHODS =
      Map.of(
          POOL + "ProxyConnection.class", Set.of("commit"),
          POOL + "ProxyPreparedStatement.class", Set.of("execute", "executeUpdate"));

  private Watched() {}

  /** Writes them. */
  static Path jar(Path folder) throws IOException {
    Path jar = folder.resolve("watched.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Map.Entry<String, Set<String>> each : METHODS.entrySet()) {
        entries.putNextEntry(new JarEntry(each.getKey()));
        entries.write(changed(each.getKey(), each.getValue()));
        entries.closeEntry();
      }
    }
    return jar;
  }

  private static byte[] changed(String name, Set<String> methods) throws IOException {
    try (InputStream in = Watched.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not on the class path");
      }
      ClassFile file = ClassFile.of();
      return file.transformClass(
          file.parse(in.readAllBytes()),
          ClassTransform.transformingMethodBodies(
              m -> methods.contains(m.methodName().stringValue()), new Reporting()));
    }
  }

  private static final class Reporting implements CodeTransform {
    private static final ClassDesc COMMITS = ClassDesc.of(Commits.class.getName());
    private static final MethodTypeDesc TOLD =
        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object);

    @Override
    public void atStart(CodeBuilder code) {
      code.aload(0).invokestatic(COMMITS, "before", TOLD);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof ReturnInstruction) {
        code.aload(0).invokestatic(COMMITS, "after", TOLD);
      }
      code.with(element);
    }
  }
}
