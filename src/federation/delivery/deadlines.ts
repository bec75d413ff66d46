import { EventEmitter } from "node:events";

/** What a request without end leads to. */
export class NoAnswerInTime extends Error {
  override name = "NoAnswerInTime";
}

/** Cuts off the request it is given to, as an AbortSignal does, at a fraction of the memory. */
export class Deadline extends EventEmitter {
  reason: NoAnswerInTime | undefined;

  pass(reason: NoAnswerInTime): void {
    this.reason = reason;
    this.emit("abort");
  }
}

/**
 * Ends requests that take too long, whatever keeps them alive: a body that drips, or answers that only announce another
 * (1xx), which start every other timer anew. One timer serves all of them.
 */
export function createDeadlines(milliseconds: number) {
  const open = new Map<Deadline, number>();
  const timer = setInterval(() => {
    const now = Date.now();
    for (const [deadline, until] of open) {
      if (until < now) deadline.pass(new NoAnswerInTime(`no whole answer in ${milliseconds / 1000} s`));
    }
  }, 1000);
  return {
    async within<T>(work: (deadline: Deadline) => Promise<T>): Promise<T> {
      const deadline = new Deadline();
      open.set(deadline, Date.now() + milliseconds);
      try {
        return await work(deadline);
      } finally {
        open.delete(deadline);
      }
    },
    close: () => clearInterval(timer),
  };
}

export type Deadlines = ReturnType<typeof createDeadlines>;
