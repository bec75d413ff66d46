import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { gate } from "../gate.ts";
import type { FormBody } from "./form-body.ts";
import type { PassedField } from "./form-thread.ts";

const twoAtOnce = gate(2);

/** Parses a large form in a thread of its own: 60 MB take a third of a second, in which nobody else would be answered. */
export function parseInThread(body: FormBody): Promise<FormData> {
  return twoAtOnce(async () => {
    const data = new FormData();
    for (const [name, value] of await fieldsOf(body)) {
      if (typeof value === "string") data.append(name, value);
      else data.append(name, new File([value.bytes], value.name, { type: value.type }));
      // A file is copied once more: between two of them, others have their turn.
      await setImmediate();
    }
    return data;
  });
}

function fieldsOf(body: FormBody): Promise<PassedField[]> {
  const thread = new Worker(join(import.meta.dirname, "form-thread.ts"), {
    workerData: body,
    transferList: body.chunks.map(({ buffer }) => buffer),
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
  return new Promise((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
    thread.once("exit", () => reject(new Error("The thread ended before it had parsed the form.")));
  });
}
