import http from "node:http";

export interface Page {
  status: number;
  text: string;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 500 });

/** A request over kept connections; what goes wrong has the status 0. */
export function ask(address: string, fields?: Record<string, string>): Promise<Page> {
  const { origin } = new URL(address);
  const body = fields && new URLSearchParams(fields).toString();
  const headers = body === undefined ? {} : { origin, "content-type": "application/x-www-form-urlencoded" };
  return new Promise((resolve) => {
    const request = http.request(
      address,
      { agent, method: body === undefined ? "GET" : "POST", headers },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece: string) => (text += piece));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    request.on("error", () => resolve({ status: 0, text: "" }));
    request.end(body);
  });
}

export const ticketOn = ({ text }: Page): string => /name="ticket" value="([\w-]+)"/.exec(text)?.[1] ?? "";

/** The addresses of the pictures that a browser fetches as it shows the page. */
export const picturesOn = ({ text }: Page): string[] =>
  [...text.matchAll(/<img src="(\/login\/[^"]+)"/g)].map(([, src]) => src!);
