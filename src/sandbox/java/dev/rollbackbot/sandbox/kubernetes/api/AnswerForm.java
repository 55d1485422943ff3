package dev.rollbackbot.sandbox.kubernetes.api;

enum AnswerForm {
  OBJECT,
  /** Without specification, status and data. */
  METADATA,
  /** The caller wants something that is not JSON. */
  NOT_ACCEPTABLE
}
