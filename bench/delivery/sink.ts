// The remote side of the delivery bench: many hosts of loopback, one process, each POST answered with 202.
import http from "node:http";
import { once } from "node:events";

const [port = "0", hosts = "1"] = process.argv.slice(2);
let answered = 0;

const onRequest: http.RequestListener = (request, response) => {
  if (request.method === "GET") return void response.end(JSON.stringify({ answered }));
  request.resume();
  request.on("end", () => {
    answered++;
    response.writeHead(202).end();
  });
};

for (let at = 0; at < Number(hosts); at++) {
  const server = http.createServer({ keepAliveTimeout: 60_000 }, onRequest);
  server.listen(Number(port), `127.1.${at >> 8}.${at & 255}`);
  await once(server, "listening");
}
process.stdout.write("ready\n");
process.on("disconnect", () => process.exit(0));
