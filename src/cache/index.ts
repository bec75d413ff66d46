import type { IncomingMessage, ServerResponse } from "node:http";
import type { Change } from "../store/changes.ts";
import { type Asked, readAsked, readIncoming } from "./asked.ts";
import { type Answer, answerTo, makeAnswer, send, withoutKeys } from "./answer.ts";

// A link shared in the fediverse brings a thousand servers within a minute, and then their readers: what everybody gets is
// rendered once, compressed once, and kept as bytes until what it shows has changed.

const defaultBytes = 64 * 1024 * 1024;
const largestAnswer = 2 * 1024 * 1024;
/** Milliseconds: what depends on the time of day, such as a call-out that is over, is never older. */
const longestKept = 60_000;

interface Kept {
  answer: Answer;
  until: number;
  /** Asked for since the last time that room was needed. */
  asked: boolean;
}

type Handler<Rest extends unknown[]> = (request: Request, ...rest: Rest) => Response | Promise<Response>;

export interface CacheOptions {
  /** What answers at one path depend on, besides path and query; undefined for a request whose answer is never kept. */
  variantOf: (asked: Asked) => string | undefined;
  mostBytes?: number;
}

export class Cache {
  readonly figures = { bytes: 0, hits: 0, renders: 0 };
  readonly #variantOf: CacheOptions["variantOf"];
  readonly #mostBytes: number;
  readonly #kept = new Map<string, Kept>();
  readonly #underWay = new Map<string, Promise<Answer | undefined>>();
  /** For each render under way, what has changed since it began. */
  readonly #changes = new Set<Set<Change>>();

  constructor({ variantOf, mostBytes = defaultBytes }: CacheOptions) {
    this.#variantOf = variantOf;
    this.#mostBytes = mostBytes;
  }

  /** The same handler, which renders what everybody gets only once. */
  around<Rest extends unknown[]>(handle: Handler<Rest>): Handler<Rest> {
    return (request, ...rest) => {
      const asked = readAsked(request, rest[0]);
      const variant = this.#variantOf(asked);
      if (variant === undefined) return handle(request, ...rest);
      const key = `${variant} ${asked.target}`;
      const found = this.#find(key);
      if (found) return this.#hit(found, asked);
      const already = this.#underWay.get(key);
      if (!already) return this.#render(key, asked, () => handle(whole(request), ...rest));
      // Whoever asks meanwhile waits for the same; unless it turns out to be for one alone.
      return already.then(async (answer) =>
        answer ? this.#hit(answer, asked) : withoutKeys(await handle(request, ...rest)),
      );
    };
  }

  /**
   * Answers a request of Node's own server if its answer is kept, and says whether it has: without a Request, a Response and
   * all that stands between them, which cost more than to write the bytes.
   */
  answer(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
    const asked = readIncoming(incoming);
    const variant = asked && this.#variantOf(asked);
    const found = variant === undefined ? undefined : this.#find(`${variant} ${asked!.target}`);
    const sent = found && answerTo(found, asked!);
    // What is still to be compressed can wait for it on the other way.
    if (!sent || sent instanceof Promise) return false;
    this.figures.hits++;
    outgoing.writeHead(sent.status, sent.headers);
    if (sent.body) outgoing.end(sent.body);
    else outgoing.end();
    return true;
  }

  #find(key: string): Answer | undefined {
    const found = this.#kept.get(key);
    if (!found || Date.now() >= found.until) return undefined;
    found.asked = true;
    return found.answer;
  }

  /** Forgets what shows this. What is being rendered serves those who asked before, and is not kept. */
  change(change: Change): void {
    for (const changes of this.#changes) changes.add(change);
    this.#underWay.clear();
    for (const [key, { answer }] of this.#kept) {
      if (!isAbout(answer, change)) continue;
      this.#kept.delete(key);
      this.figures.bytes -= answer.size;
    }
  }

  #hit(answer: Answer, asked: Asked): Response | Promise<Response> {
    this.figures.hits++;
    return send(answer, asked);
  }

  async #render(key: string, asked: Asked, handle: () => Response | Promise<Response>) {
    const { promise, resolve } = Promise.withResolvers<Answer | undefined>();
    const changes = new Set<Change>();
    this.#underWay.set(key, promise);
    this.#changes.add(changes);
    let answer: Answer | undefined;
    try {
      const response = await handle();
      answer = await makeAnswer(response);
      if (!answer) return response;
      this.figures.renders++;
      const current = ![...changes].some((change) => isAbout(answer!, change));
      if (current && answer.size <= largestAnswer) this.#keep(key, answer);
      return send(answer, asked);
    } finally {
      this.#changes.delete(changes);
      if (this.#underWay.get(key) === promise) this.#underWay.delete(key);
      resolve(answer);
    }
  }

  #keep(key: string, answer: Answer): void {
    const former = this.#kept.get(key);
    this.#kept.delete(key);
    this.#kept.set(key, { answer, until: Date.now() + longestKept, asked: false });
    this.figures.bytes += answer.size - (former?.answer.size ?? 0);
    // The oldest go first; what was asked for since gets another turn.
    for (const [other, each] of this.#kept) {
      if (this.figures.bytes <= this.#mostBytes) return;
      this.#kept.delete(other);
      if (each.asked) this.#kept.set(other, { ...each, asked: false });
      else this.figures.bytes -= each.answer.size;
    }
  }
}

/** What is kept has a body, whoever asked for it first. */
function whole(request: Request): Request {
  return request.method === "HEAD" ? new Request(request.url, { headers: request.headers }) : request;
}

/** Everything may show the site: the name in its head, the menu, the newest posts. */
function isAbout({ shows }: Answer, change: Change): boolean {
  return change === "site" || shows.has(change);
}
