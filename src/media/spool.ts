import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { logger } from "../log.ts";

const log = logger("spool");

/** The files of one form, on the disk while it is being read and carried out. */
export interface Uploads {
  /** Begins the next file. */
  begin: () => Upload;
  /** Nothing of them is left. */
  close: () => Promise<void>;
}

/** Whether it is there; if not, whether too much comes at once, or the disk takes nothing. */
export type Written = "written" | "full" | "failed";

export interface Upload {
  write: (chunk: Uint8Array) => Promise<Written>;
  /** The file as it was sent; its bytes are read from the disk when they are asked for. */
  finish: (name: string, type: string) => File;
  /** Gives the room back that a file took which did not come whole. */
  drop: () => void;
}

const cipher = "aes-256-ctr";
const blockSize = 16;

const megabyte = 1024 * 1024;

export type Spool = ReturnType<typeof createSpool>;

/**
 * Where uploads wait, in `dir`, rather than in memory. An original has a place and a device in it, and never lies on the disk:
 * what is written can be read only by a key that this process makes for it, and forgets. The file has no name as soon as it is
 * open, so that it ends with the process, however that ends.
 */
export function createSpool(dir: string, { most = 512 * megabyte } = {}) {
  let held = 0;
  return {
    /** The bytes of all uploads under way. */
    held: () => held,
    /** Undefined where nothing can be written. */
    async open(): Promise<Uploads | undefined> {
      const file = await openNameless(dir).catch(failed);
      if (!file) return undefined;
      let size = 0;
      const room: Room = {
        take(bytes) {
          if (held + bytes > most) return false;
          held += bytes;
          size += bytes;
          return true;
        },
        giveBack(bytes) {
          held -= bytes;
          size -= bytes;
        },
      };
      return {
        begin: uploadsIn(file, room),
        async close() {
          room.giveBack(size);
          await file.close();
        },
      };
    },
  };
}

async function openNameless(dir: string): Promise<FileHandle> {
  const path = join(dir, `.upload-${randomUUID()}`);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = await open(path, "wx+", 0o600);
  await rm(path);
  return file;
}

function failed(error: Error): undefined {
  log.error("Uploads cannot be kept: {reason}", { reason: error.message });
}

interface Room {
  take: (bytes: number) => boolean;
  giveBack: (bytes: number) => void;
}

function uploadsIn(file: FileHandle, room: Room): Uploads["begin"] {
  let end = 0;
  return () => {
    const [key, from] = [randomBytes(32), end];
    const encrypt = createCipheriv(cipher, key, counter(0));
    let size = 0;
    return {
      async write(chunk) {
        if (!room.take(chunk.length)) return "full";
        const position = from + size;
        size += chunk.length;
        end = from + size;
        try {
          await writeAll(file, encrypt.update(chunk), position);
          return "written";
        } catch (error) {
          failed(error as Error);
          return "failed";
        }
      },
      finish: (name, type) => new SpooledFile({ file, key, from }, { start: 0, end: size }, { name, type }),
      drop() {
        room.giveBack(size);
        end = from;
        size = 0;
      },
    };
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}

/** The counter of the cipher at a block: a part of a file is read without what stands before it. */
function counter(block: number): Buffer {
  const bytes = Buffer.alloc(blockSize);
  bytes.writeUInt32BE(block, blockSize - 4);
  return bytes;
}

interface Place {
  file: FileHandle;
  key: Buffer;
  from: number;
}

/** A file whose bytes lie in the spool. */
class SpooledFile extends File {
  readonly #place: Place;
  readonly #start: number;
  readonly #end: number;

  constructor(
    place: Place,
    { start, end }: { start: number; end: number },
    named: { name: string; type: string },
  ) {
    super([], named.name, { type: named.type });
    this.#place = place;
    this.#start = start;
    this.#end = end;
  }

  override get size(): number {
    return this.#end - this.#start;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const { file, key, from } = this.#place;
    const skipped = this.#start % blockSize;
    const first = this.#start - skipped;
    const bytes = Buffer.alloc(this.#end - first);
    for (let at = 0; at < bytes.length;) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, from + first + at);
      if (bytesRead === 0) throw new Error("The upload is not whole on the disk.");
      at += bytesRead;
    }
    const plain = createDecipheriv(cipher, key, counter(first / blockSize)).update(bytes);
    return new Uint8Array(plain.subarray(skipped)).buffer;
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }

  override slice(start = 0, end = this.size, type = ""): Blob {
    const within = (at: number) =>
      this.#start + Math.min(Math.max(at < 0 ? this.size + at : at, 0), this.size);
    const part = { start: within(start), end: Math.max(within(end), within(start)) };
    return new SpooledFile(this.#place, part, { name: this.name, type });
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream({
      start: async (controller) => {
        controller.enqueue(new Uint8Array(await this.arrayBuffer()));
        controller.close();
      },
    });
  }
}
