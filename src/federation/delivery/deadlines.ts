/** What a request without end leads to. */
export class NoAnswerInTime extends Error {
  override name = "NoAnswerInTime";
}

/** Something that can be ended from outside. */
interface UnderWay {
  cutOff: (reason: NoAnswerInTime) => void;
}

/**
 * Ends requests that take too long, whatever keeps them alive: a body that drips, or answers that only announce another
 * (1xx), which start every other timer anew. One timer serves all of them.
 */
export function createDeadlines(milliseconds: number) {
  const open = new Map<UnderWay, number>();
  const timer = setInterval(() => {
    const now = Date.now();
    for (const [request, until] of open) {
      if (until < now) request.cutOff(new NoAnswerInTime(`no whole answer in ${milliseconds / 1000} s`));
    }
  }, 1000);
  return {
    begin: (request: UnderWay) => void open.set(request, Date.now() + milliseconds),
    end: (request: UnderWay) => void open.delete(request),
    close: () => clearInterval(timer),
  };
}

export type Deadlines = ReturnType<typeof createDeadlines>;
