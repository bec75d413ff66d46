import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { command } from "./command.ts";

/** The files of a test's own authority: itself, itself beside the system's, and a certificate it has signed. */
export function certificatesIn(directory: string) {
  return {
    authority: join(directory, "authority.pem"),
    authorities: join(directory, "authorities.pem"),
    certificate: join(directory, "hosts.pem"),
    key: join(directory, "hosts.key"),
  };
}

export type Certificates = ReturnType<typeof certificatesIn>;

/** Makes an authority that lives for a day, and one certificate of it for all the hosts. */
export async function makeCertificates(
  directory: string,
  hosts: string[],
  system: string,
): Promise<Certificates> {
  const files = certificatesIn(directory);
  const authorityKey = join(directory, "authority.key");
  const request = join(directory, "hosts.csr");
  const extensions = join(directory, "hosts.ext");
  const openssl = (...args: string[]) => command("openssl", args);
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const day = ["-days", "1"];

  const named = ["-subj", "/CN=Interop authority", "-keyout", authorityKey];
  await openssl("req", "-x509", ...newKey, ...day, ...named, "-out", files.authority);
  await openssl("req", ...newKey, "-subj", `/CN=${hosts[0]}`, "-keyout", files.key, "-out", request);
  await writeFile(extensions, `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(",")}\n`);
  const signer = ["-CA", files.authority, "-CAkey", authorityKey, "-CAcreateserial", "-extfile", extensions];
  await openssl("x509", "-req", "-in", request, ...day, ...signer, "-out", files.certificate);
  await writeFile(files.authorities, [await readFile(system), await readFile(files.authority)]);
  return files;
}
