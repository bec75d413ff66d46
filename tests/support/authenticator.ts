import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

// A device with passkeys, written by the specification (Web Authentication, level 3) with code of its own.

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const base64url = (data: Buffer | string) => Buffer.from(data).toString("base64url");

/** CBOR (RFC 8949) of what is needed here. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, length: number) =>
    length < 24
      ? Buffer.from([(major << 5) | length])
      : length < 256
        ? Buffer.from([(major << 5) | 24, length])
        : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap((pair) => pair.map((each) => cbor(each as string)));
  return Buffer.concat([head(5, value.size), ...entries]);
}

/** What the page was told to ask for. */
export interface Asked {
  challenge: string;
  rpId?: string;
  rp?: { id: string };
  user?: { id: string };
}

export interface Answering {
  origin: string;
  /** Whether the device has made sure who holds it. */
  verified?: boolean;
  /** What it says how often it was used. */
  count?: number;
  /** The host that it takes the page to be of. */
  host?: string;
  fmt?: string;
  statement?: Map<string, unknown>;
  userHandle?: string;
}

export interface Authenticator {
  id: string;
  make: (asked: Asked, answering: Answering) => string;
  answer: (asked: Asked, answering: Answering) => string;
}

/** One passkey on a device, which says whatever a test wants it to. */
export function authenticator(): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(32);
  let user = "";
  let uses = 0;

  function data({ host, verified = true, count }: Answering & { host: string }, attested?: Buffer): Buffer {
    const flags = 1 | (verified ? 4 : 0) | (attested ? 64 : 0);
    const said = Buffer.alloc(5);
    said.writeUInt8(flags);
    said.writeUInt32BE(count ?? (uses += 1), 1);
    return Buffer.concat([sha256(host), said, attested ?? Buffer.alloc(0)]);
  }

  const client = (type: string, { challenge }: Asked, { origin }: Answering) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const written = (response: Record<string, unknown>) =>
    JSON.stringify({
      id: base64url(id),
      rawId: base64url(id),
      type: "public-key",
      response,
      clientExtensionResults: {},
    });

  return {
    id: base64url(id),
    make(asked, answering) {
      const { fmt = "none", statement = new Map<string, unknown>(), host = asked.rp!.id } = answering;
      user = asked.user!.id;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cose(publicKey)]);
      const attestation = new Map<string, unknown>([
        ["fmt", fmt],
        ["attStmt", statement],
        ["authData", data({ ...answering, host }, attested)],
      ]);
      return written({
        clientDataJSON: base64url(client("webauthn.create", asked, answering)),
        attestationObject: base64url(cbor(attestation)),
        transports: ["usb"],
      });
    },
    answer(asked, answering) {
      const host = answering.host ?? asked.rpId!;
      const [clientData, signed] = [client("webauthn.get", asked, answering), data({ ...answering, host })];
      const signature = sign("sha256", Buffer.concat([signed, sha256(clientData)]), privateKey);
      return written({
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(signed),
        signature: base64url(signature),
        userHandle: answering.userHandle ?? user,
      });
    },
  };
}

/** An ES256 key as COSE (RFC 9053, 7.1). */
function cose(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  const entries: [number, unknown][] = [
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, "base64url")],
    [-3, Buffer.from(y, "base64url")],
  ];
  return cbor(new Map(entries));
}
