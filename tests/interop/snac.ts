// The round of a post between our server and snac2, an independent ActivityPub server written in C:
//
//   node bin/launch.js tests/interop/snac.ts
//
// snac2 comes from the backports of the Debian release this runs on, through the mirror in apt's own sources. It
// is unpacked into a temporary directory, not installed. Both servers run in a namespace whose only network is
// loopback, as snac.test and tocsin.test, on port 443 with certificates made for the occasion. Nothing is left behind.
//
// Needs apt, openssl, the ca-certificates, ip (iproute2) and unshare; root, or a kernel that gives ordinary users namespaces.
//
// Ends with 0 when all went well, with 1 when something did not (then the logs and all that was on the wire are
// printed), and with 77 when this machine cannot hold the round, saying why on one line.
//
// Another server goes the same round once it has a file like snac-peer.ts and a script like this.
import { join } from "node:path";

import { libraryPath, unpackFromBackports } from "./debian.ts";
import { interop } from "./interop.ts";
import { startSnac } from "./snac-peer.ts";

const at = { host: "snac.test", port: 8001, user: "alice" };

await interop(import.meta.filename, {
  ...at,
  provide: async (directory) => {
    await unpackFromBackports("snac2", directory);
  },
  start: async (directory) => {
    const root = join(directory, "root");
    const libraries = await libraryPath(root);
    return startSnac({ ...at, directory, libraries, program: join(root, "usr/bin/snac") });
  },
});
