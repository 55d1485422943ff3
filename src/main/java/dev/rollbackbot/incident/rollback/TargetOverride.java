package dev.rollbackbot.incident.rollback;

/**
 * A target that speaks against itself was chosen by a person all the same; whoever approves the
 * plan consents to that.
 *
 * @param concern what speaks against the target, such as: marked bad in INC-3: orders fail
 * @param by user id of who chose it
 */
public record TargetOverride(String concern, String by, String reason) {}
