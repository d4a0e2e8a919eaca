/** A reason not to start, worded for a person; the runner prints it and exits with status 1. */
export class CannotStart extends Error {
  override readonly name = "CannotStart";
}
