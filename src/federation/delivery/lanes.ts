/** How much may be under way: in all, and to one host. */
export interface LaneLimits {
  total: number;
  perHost: number;
}

/**
 * Runs jobs side by side, fairly by host: each host in turn starts one, so that a slow one holds up only its own. Jobs
 * for one inbox run one after the other, in the order they were added.
 */
export class Lanes<Job extends { host: string; inbox: string }> {
  readonly #limits: LaneLimits;
  readonly #run: (job: Job) => Promise<void>;
  readonly #queued = new Map<string, Job[]>();
  readonly #running = new Map<string, number>();
  /** When a host last began or ended a job. */
  readonly #moved = new Map<string, number>();
  readonly #inboxes = new Set<string>();
  /** Hosts that may start a job, those who have waited longest first. */
  readonly #turns = new Set<string>();
  #size = 0;
  #underWay = 0;
  #emptied = () => {};

  constructor(limits: LaneLimits, run: (job: Job) => Promise<void>) {
    this.#limits = limits;
    this.#run = run;
  }

  /** Jobs that have not finished. */
  get size(): number {
    return this.#size;
  }

  add(jobs: readonly Job[]): void {
    for (const job of jobs) {
      const others = this.#queued.get(job.host);
      if (others) others.push(job);
      else this.#queued.set(job.host, [job]);
      if ((this.#running.get(job.host) ?? 0) < this.#limits.perHost) this.#turns.add(job.host);
    }
    this.#size += jobs.length;
    this.#pump();
  }

  /** Takes back what has not been started: of these hosts, or all. */
  take(hosts: readonly string[] = [...this.#queued.keys()]): Job[] {
    const jobs = hosts.flatMap((host) => this.#queued.get(host) ?? []);
    for (const host of hosts) {
      this.#queued.delete(host);
      this.#turns.delete(host);
    }
    this.#size -= jobs.length;
    return jobs;
  }

  /** Hosts that have begun and ended nothing for so many milliseconds: more jobs of theirs would only wait. */
  stuck(milliseconds: number): string[] {
    return [...this.#moved].filter(([, at]) => Date.now() - at > milliseconds).map(([host]) => host);
  }

  /** How many wait for these hosts. */
  queuedFor(hosts: readonly string[]): number {
    return hosts.reduce((sum, host) => sum + (this.#queued.get(host)?.length ?? 0), 0);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    if (this.#size > 0) await new Promise<void>((resolve) => (this.#emptied = resolve));
  }

  #pump(): void {
    for (const host of this.#turns) {
      if (this.#underWay >= this.#limits.total) return;
      this.#turns.delete(host);
      this.#start(host);
    }
  }

  #start(host: string): void {
    const jobs = this.#queued.get(host)!;
    const at = jobs.findIndex(({ inbox }) => !this.#inboxes.has(inbox));
    // All that wait are for inboxes under way: the end of one brings the host back.
    if (at === -1) return;
    const [job] = jobs.splice(at, 1) as [Job];
    const busy = this.#count(host, 1);
    this.#inboxes.add(job.inbox);
    if (jobs.length === 0) this.#queued.delete(host);
    else if (busy < this.#limits.perHost) this.#turns.add(host);
    void this.#run(job).finally(() => this.#finish(job));
  }

  #finish({ host, inbox }: Job): void {
    this.#count(host, -1);
    this.#inboxes.delete(inbox);
    this.#size--;
    if (this.#queued.has(host)) this.#turns.add(host);
    this.#pump();
    if (this.#size === 0) this.#emptied();
  }

  /** Counts a job of the host that begins or ends. Returns how many of its jobs are under way. */
  #count(host: string, change: 1 | -1): number {
    const busy = (this.#running.get(host) ?? 0) + change;
    this.#underWay += change;
    if (busy === 0) {
      this.#running.delete(host);
      this.#moved.delete(host);
    } else {
      this.#running.set(host, busy);
      this.#moved.set(host, Date.now());
    }
    return busy;
  }
}
