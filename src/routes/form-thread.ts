import { parentPort, workerData } from "node:worker_threads";
import { type FormBody, parseForm } from "./form-body.ts";

/** A field, as it passes from thread to thread: the bytes of files go over without a copy. */
export type PassedField = [name: string, value: string | { name: string; type: string; bytes: ArrayBuffer }];

// The whole of a thread that parses one form.
const data = await parseForm(workerData as FormBody);
const fields: PassedField[] = [];
for (const [name, value] of data) {
  const file = typeof value === "string" ? undefined : value;
  fields.push([
    name,
    file ? { name: file.name, type: file.type, bytes: await file.arrayBuffer() } : (value as string),
  ]);
}
parentPort!.postMessage(
  fields,
  fields.flatMap(([, value]) => (typeof value === "string" ? [] : value.bytes)),
);
