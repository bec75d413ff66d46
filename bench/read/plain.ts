// The limit: a plain text route of Hono on the same adapter.
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { answerParent } from "../server/child.ts";

const app = new Hono();
app.get("/text", (c) => c.text("Come to the harbour on Saturday."));
createAdaptorServer({ fetch: app.fetch }).listen(Number(process.env["PORT"]), "127.0.0.1", answerParent);
