import { NotFound } from "../../errors.ts";
import {
  addAlly,
  type Ally,
  type AllyText,
  editAlly,
  findAlly,
  listAllies,
  moveAlly,
  removeAlly,
} from "../../store/allies.ts";
import { readHandle } from "../../text/handle.ts";
import type { Messages } from "../../text/messages.ts";
import { alliedGroupForm, alliedGroupsPage } from "../../views/admin/allied-groups.ts";
import type { FieldErrors } from "../../views/admin/field.ts";
import { type Form, lineOf, textOf } from "../form.ts";
import type { RouteOptions } from "../options.ts";
import { logged } from "./log.ts";
import { type MemberApp, type MemberContext, redirectDone, show } from "./visit.ts";

const path = "/admin/allied-groups";
const nothingTyped: AllyText = { name: "", description: "", handle: "", link: "" };

/** The allies that the public page names; nobody is asked or told. */
export function alliedGroups(app: MemberApp, { sql }: RouteOptions): void {
  async function showList(c: MemberContext, typed = nothingTyped, errors: FieldErrors = {}) {
    const visit = c.get("visit");
    const preview = asksForPreview(c) && Object.keys(errors).length === 0;
    const main = alliedGroupsPage(visit, { allies: await listAllies(sql), typed, errors, preview });
    return show(c, visit.m.pages.alliesTitle, main, Object.keys(errors).length > 0 ? 422 : 200);
  }

  function showForm(c: MemberContext, id: string, typed: AllyText, errors: FieldErrors = {}) {
    const visit = { ...c.get("visit"), path };
    c.set("visit", visit);
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    const preview = asksForPreview(c) && status === 200;
    return show(c, visit.m.pages.allyEdit, alliedGroupForm(visit, id, { typed, errors, preview }), status);
  }

  async function allyOf(id: string): Promise<Ally> {
    const ally = await findAlly(sql, id);
    if (!ally) throw new NotFound(`There is no ally ${id}.`);
    return ally;
  }

  app.get("/admin/allied-groups", (c) => showList(c));

  app.post("/admin/allied-groups", async (c) => {
    const typed = readAlly(c.get("form"));
    const errors = checkAlly(typed, c.get("visit").m);
    if (Object.keys(errors).length > 0 || asksForPreview(c)) return showList(c, typed, errors);
    await logged(c, sql, "saveAlly", typed.name).begin((tx) => addAlly(tx, typed));
    return redirectDone(c, path, "saved");
  });

  app.post("/admin/allied-groups/order", async (c) => {
    const form = c.get("form");
    const direction = textOf(form, "direction") === "up" ? "up" : "down";
    await logged(c, sql, "orderAllies").begin((tx) => moveAlly(tx, textOf(form, "id"), direction));
    return redirectDone(c, path, "saved");
  });

  app.post("/admin/allied-groups/remove", async (c) => {
    const ally = await allyOf(textOf(c.get("form"), "id"));
    await logged(c, sql, "removeAlly", ally.name).begin((tx) => removeAlly(tx, ally.id));
    return redirectDone(c, path, "removed");
  });

  app.get("/admin/allied-groups/:id", async (c) => {
    const ally = await allyOf(c.req.param("id"));
    return showForm(c, ally.id, ally);
  });

  app.post("/admin/allied-groups/:id", async (c) => {
    const id = c.req.param("id");
    const typed = readAlly(c.get("form"));
    const errors = checkAlly(typed, c.get("visit").m);
    if (Object.keys(errors).length > 0 || asksForPreview(c)) return showForm(c, id, typed, errors);
    await logged(c, sql, "saveAlly", typed.name).begin((tx) => editAlly(tx, { ...typed, id }));
    return redirectDone(c, path, "saved");
  });
}

function asksForPreview(c: MemberContext): boolean {
  return c.req.method === "POST" && textOf(c.get("form"), "intent") === "preview";
}

/** A handle is brought into its one spelling where it is one; else it stays as typed, to be mended. */
function readAlly(form: Form): AllyText {
  const line = (name: string) => lineOf(form, name);
  const handle = line("handle");
  return {
    name: line("name"),
    description: line("description"),
    handle: readHandle(handle) ?? handle,
    link: line("link"),
  };
}

function checkAlly({ name, description, handle, link }: AllyText, { errors }: Messages): FieldErrors {
  const wrong: FieldErrors = {};
  if (name === "" || name.length > 100) wrong.name = errors.allyName;
  if (description.length > 1000) wrong.description = errors.allyDescription;
  if (handle !== "" && (!readHandle(handle) || handle.length > 300)) wrong.handle = errors.followHandle;
  const isLink = /^https?:\/\//.test(link) && URL.canParse(link) && link.length <= 2000;
  if (link !== "" && !isLink) wrong.link = errors.allyLink;
  return wrong;
}
