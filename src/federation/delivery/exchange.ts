import type { Dispatcher } from "undici";

/** The status of an answer, and when its sender asks to be asked again. */
export interface Answered {
  status: number;
  retryAfter: string | string[] | undefined;
}

// The answer's text says nothing that is used; a peer that sends a hundred megabytes is cut off.
const largestAnswer = 64 * 1024;

/**
 * One request and its answer, as undici tells of it. Its `request` makes a stream of every body, which costs as much as the
 * signature; here nobody reads it. Once there is a status, it has said all: a body that drips, breaks or is too long
 * ends the exchange and does not change the answer.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #settled = Promise.withResolvers<Answered>();
  #controller: Dispatcher.DispatchController | undefined;
  #answered: Answered | undefined;
  #cutOff: Error | undefined;
  #read = 0;

  /** Rejects where no status has come. */
  get answer(): Promise<Answered> {
    return this.#settled.promise;
  }

  /** Whether there is a connection that takes the request. */
  get begun(): boolean {
    return this.#controller !== undefined;
  }

  cutOff(reason: Error): void {
    this.#cutOff = reason;
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#cutOff) controller.abort(this.#cutOff);
  }

  onResponseStart(_: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    // A 1xx only announces the answer.
    if (status >= 200) this.#answered = { status, retryAfter: headers["retry-after"] };
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#read += chunk.length;
    if (this.#read > largestAnswer) controller.abort(new Error("the answer is too large"));
  }

  onResponseEnd(): void {
    this.#settled.resolve(this.#answered!);
  }

  onResponseError(_: unknown, error: Error): void {
    if (this.#answered) this.#settled.resolve(this.#answered);
    else this.#settled.reject(error);
  }
}
