import type { OwnActivity } from "./activities.ts";
import type { Sql } from "./sql.ts";

/** By their names in NodeInfo: who reads an Event beside the Note without showing its readers the same thing twice. */
export const eventReaders = ["gancio", "mobilizon", "wordpress"];

/** Of these, who reads nothing else: Gancio answers 404 to a post, as if the inbox were gone, and to an Update of a profile nothing. */
export const readersOfEventsAlone = ["gancio"];

/** Whether a row of `host` reads the activity: an Event where a calendar is kept, everything else but where nothing else is read. */
export const reads = (sql: Sql, { event }: OwnActivity) =>
  event
    ? sql`software = any(${eventReaders})`
    : sql`(software is null or software <> all(${readersOfEventsAlone}))`;
