package dev.rollbackbot.gateway.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Processes whose parent has ended become children of this one, so that none leaves the tree, and
 * are taken off the process table when they have ended. Of Linux; elsewhere nothing is adopted, and
 * a program that goes to the background on purpose is not ended.
 */
final class AdoptedProcesses {
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int WNOHANG = 1;

  private final MethodHandle waitpid;

  private AdoptedProcesses(MethodHandle waitpid) {
    this.waitpid = waitpid;
  }

  /** Begins to adopt. Two calls of the C library; the wrapper is started with the right to that. */
  @SuppressWarnings("restricted")
  static AdoptedProcesses adopt() {
    Linker linker = Linker.nativeLinker();
    MethodHandle prctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("prctl"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    try {
      if ((int) prctl.invokeExact(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L) != 0) {
        throw new IllegalStateException("prctl failed");
      }
    } catch (Throwable e) {
      throw new IllegalStateException("orphaned processes are not adopted", e);
    }
    return new AdoptedProcesses(
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("waitpid"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT)));
  }

  /**
   * The processes below this one that live. The program itself is waited for by {@link Process}.
   */
  List<ProcessHandle> alive(Process program) {
    ProcessHandle.current()
        .children()
        .filter(child -> child.pid() != program.pid())
        .forEach(this::reap);
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList();
  }

  private void reap(ProcessHandle child) {
    try {
      int _ = (int) waitpid.invokeExact((int) child.pid(), MemorySegment.NULL, WNOHANG);
    } catch (Throwable e) {
      throw new IllegalStateException("waitpid failed", e);
    }
  }
}
