package dev.rollbackbot.promises;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Role;
import java.util.List;
import java.util.Set;

/** The users of these tests. */
public final class TestUsers {
  /** An approver too, so that approval of the own request is what is rejected. */
  public static final Actor REQUESTER = new Actor("U1", Set.of(Role.RESPONDER, Role.APPROVER));

  public static final Actor APPROVER = new Actor("U2", Set.of(Role.RESPONDER, Role.APPROVER));
  public static final Actor RESPONDER = new Actor("U3", Set.of(Role.RESPONDER));
  public static final Actor SECOND_APPROVER =
      new Actor("U4", Set.of(Role.RESPONDER, Role.APPROVER));

  public static final Actor ONLY_APPROVER = new Actor("U5", Set.of(Role.APPROVER));

  public static final Actor STRANGER = new Actor("U6", Set.of());

  private static final List<Actor> ALL =
      List.of(REQUESTER, APPROVER, RESPONDER, SECOND_APPROVER, ONLY_APPROVER, STRANGER);

  private TestUsers() {}

  public static List<Actor> all() {
    return ALL;
  }

  static boolean is(String person, Role role) {
    return ALL.stream().anyMatch(a -> a.id().equals(person) && a.is(role));
  }
}
