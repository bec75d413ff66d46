/** Thrown when this machine cannot hold the round at all; the script then ends with 77, which CI passes over. */
export class CannotRun extends Error {}
