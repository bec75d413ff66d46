import { once } from "node:events";
import net from "node:net";

export interface Smtp {
  port: number;
  /** What clients said, line by line, without the mails themselves. */
  said: string[];
  /** The mails that were taken, whole. */
  mails: string[];
  /** What it does with the next connections. */
  does: {
    /** Whether STARTTLS is offered, and what comes of asking for it: a refusal, or no TLS after all. */
    tls: "none" | "refused" | "broken";
    recipient: string;
    signIn: string;
  };
  close: () => Promise<void>;
}

/** A server on loopback that takes mail, as far as a client of RFC 5321 needs one. */
export async function startSmtp(): Promise<Smtp> {
  const said: string[] = [];
  const mails: string[] = [];
  const does: Smtp["does"] = { tls: "none", recipient: "250 ok", signIn: "235 ok" };
  const sockets = new Set<net.Socket>();

  const answers: [RegExp, () => string][] = [
    [
      /^EHLO/i,
      () => (does.tls === "none" ? "250-mail.example\r\n250 AUTH PLAIN" : "250-mail.example\r\n250 STARTTLS"),
    ],
    [/^STARTTLS/i, () => ({ none: "502 what?", refused: "454 not now", broken: "220 go ahead" })[does.tls]],
    [/^AUTH/i, () => does.signIn],
    [/^RCPT/i, () => does.recipient],
    [/^DATA/i, () => "354 go ahead"],
    [/^QUIT/i, () => "221 bye"],
    [/./, () => "250 ok"],
  ];

  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    let mail: string[] | undefined;
    let rest = "";
    let upgrading = false;
    socket.write("220 mail.example\r\n");
    socket.on("data", (chunk) => {
      if (upgrading) return socket.end("250 this is no TLS\r\n");
      const lines = (rest + chunk.toString("latin1")).split("\r\n");
      rest = lines.pop()!;
      for (const line of lines) {
        if (mail && line !== ".") {
          mail.push(line);
          continue;
        }
        if (mail) mails.push(mail.join("\n"));
        else said.push(line);
        const answer = mail ? "250 taken" : answers.find(([command]) => command.test(line))![1]();
        mail = !mail && answer.startsWith("354") ? [] : undefined;
        upgrading = answer.startsWith("220");
        socket.write(`${answer}\r\n`);
      }
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as net.AddressInfo).port,
    said,
    mails,
    does,
    async close() {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), "close");
    },
  };
}
