import fs from "node:fs";
import path from "node:path";
import { logger } from "../log.ts";
import type { Place } from "./embedded-place.ts";
import { findPostmaster } from "./embedded-postmaster.ts";

const log = logger("postgresql");

/** Milliseconds before the first word, and between one and the next. */
const rests = { first: 3000, next: 15_000 };

/** As much of the end of PostgreSQL's log as is looked at. */
const tail = 8192;

export const logFile = ({ dir }: Place) => path.join(dir, "postgresql.log");

/** Whoever watches a start that takes long is told what PostgreSQL does, until the function that this returns is called. */
export function tellProgress(place: Place): () => void {
  const began = Date.now();
  let timer = setTimeout(tell, rests.first);
  function tell() {
    const seconds = Math.round((Date.now() - began) / 1000);
    log.info("{doing} {seconds} s so far; {file} ends in: {line}", {
      doing: doing(place),
      seconds,
      file: logFile(place),
      line: lastLine(place),
    });
    timer = setTimeout(tell, rests.next);
  }
  return () => clearTimeout(timer);
}

function doing({ pgdata }: Place): string {
  const running = findPostmaster(pgdata);
  if (!running) return "Waiting for PostgreSQL to start.";
  if (running.status === "stopping") return "Waiting for the PostgreSQL that ran before to stop.";
  return (
    "PostgreSQL brings its data in order, as after a power cut or a kill. Let it finish, however long that takes: " +
    "stopped now, it begins again from the start."
  );
}

/** What PostgreSQL wrote last, without the time and its number. The file is made by PostgreSQL's user, so never here. */
function lastLine(place: Place): string {
  let file: number;
  try {
    file = fs.openSync(logFile(place), "r");
  } catch {
    return "";
  }
  try {
    const { size } = fs.fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, tail));
    fs.readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return (bytes.toString().trimEnd().split("\n").at(-1) ?? "").replace(/^.*?LOG: +/, "");
  } finally {
    fs.closeSync(file);
  }
}
