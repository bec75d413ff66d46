export const sinkPort = 4200;
export const sinkHosts = 50;
/** Deliveries before the clock runs: a worker that has been up for a minute is what is measured. */
export const warmUp = 2000;

/** Inboxes spread evenly over the hosts of the sink, each a path of its own. */
export function inboxesOf(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const host = at % sinkHosts;
    return `http://127.1.${host >> 8}.${host & 255}:${sinkPort}/users/${at}/inbox`;
  });
}
