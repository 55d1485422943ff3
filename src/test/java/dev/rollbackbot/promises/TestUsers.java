package dev.rollbackbot.promises;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Role;
import java.util.List;
import java.util.Set;

/** The people of these tests. Who has which role is known by their id. */
public final class TestUsers {
  /** Declares; is an approver too, so that approving the own plan must be refused as such. */
  public static final Actor REQUESTER = new Actor("U1", Set.of(Role.RESPONDER, Role.APPROVER));

  public static final Actor APPROVER = new Actor("U2", Set.of(Role.RESPONDER, Role.APPROVER));
  public static final Actor RESPONDER = new Actor("U3", Set.of(Role.RESPONDER));
  public static final Actor SECOND_APPROVER =
      new Actor("U4", Set.of(Role.RESPONDER, Role.APPROVER));

  /** On call, but no responder. */
  public static final Actor ONLY_APPROVER = new Actor("U5", Set.of(Role.APPROVER));

  public static final Actor STRANGER = new Actor("U6", Set.of());

  private static final List<Actor> ALL =
      List.of(REQUESTER, APPROVER, RESPONDER, SECOND_APPROVER, ONLY_APPROVER, STRANGER);

  private TestUsers() {}

  /** Everybody. */
  public static List<Actor> all() {
    return ALL;
  }

  static boolean is(String person, Role role) {
    return ALL.stream().anyMatch(a -> a.id().equals(person) && a.is(role));
  }
}
