import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { putActor } from "../../src/store/actors.ts";
import { addFollower } from "../../src/store/followers.ts";
import { listHosts } from "../../src/store/hosts.ts";
import { withdrawPost } from "../../src/store/posts.ts";
import type { Callout } from "../../src/text/callout.ts";
import { eventUrl, postUrl } from "../../src/text/address.ts";
import { activityOf, noteBy, sendTo } from "../support/inbox.ts";
import { type Peer, startPeer } from "../support/peer.ts";
import { startTocsin, type Tocsin, until } from "../support/tocsin.ts";
import { editPost, publishPost } from "../support/written.ts";

let tocsin: Tocsin;
const peers = {} as Record<"mobilizon" | "mastodon" | "gancio", Peer>;
type Name = keyof typeof peers;

beforeAll(async () => {
  tocsin = await startTocsin();
  for (const name of ["mobilizon", "mastodon", "gancio"] as const) {
    peers[name] = await startPeer();
    await introduce(peers[name], name);
  }
  for (const name of ["mobilizon", "mastodon", "gancio"] as const) await follow(name);
  await publish(null);
  await until("the hosts to say what runs there", async () => (await known()).length === 3);
});
afterAll(() => Promise.all([tocsin.stop(), ...Object.values(peers).map((peer) => peer.close())]));
beforeEach(() => {
  for (const peer of Object.values(peers)) peer.delivered.length = 0;
});

async function introduce(peer: Peer, software: string): Promise<void> {
  const href = `${peer.origin}/nodeinfo/2.1`;
  const rel = "http://nodeinfo.diaspora.software/ns/schema/2.1";
  peer.documents.set("/.well-known/nodeinfo", { links: [{ rel, href }] });
  const name = `${software[0]!.toUpperCase()}${software.slice(1)}`;
  peer.documents.set("/nodeinfo/2.1", { version: "2.1", software: { name, version: "5.1" } });
}

async function follow(name: Name): Promise<void> {
  const { id, inbox } = peers[name].person("reader");
  const described = { id, inbox, type: "Person", preferredUsername: "reader", name: "", url: id, icon: null };
  const actor = await putActor(tocsin.sql, { ...described, sharedInbox: null, alsoKnownAs: [] }, []);
  await addFollower(tocsin.sql, actor, `${id}/follow`, false);
}

const known = () => tocsin.sql<{ software: string }[]>`select software from host where software is not null`;

const place = {
  placeName: "The gate",
  placeAddress: "Harbour Street 4",
  latitude: 50.9581,
  longitude: 1.8517,
};
const callout: Callout = {
  ...place,
  startsAt: new Date("2099-12-05T13:00:00Z"),
  endsAt: new Date("2099-12-05T16:00:00Z"),
  timeZone: "Europe/Paris",
  openUntil: new Date("2099-12-05T16:00:00Z"),
  status: "confirmed",
};
const text = {
  name: "Breakfast at the gate",
  source: "Bring a cup. #harbour",
  summary: "",
  language: "en",
  tags: ["harbour"],
  pictures: [],
};
const publish = async (what: Callout | null = callout) =>
  (await publishPost(tocsin.sql, { ...text, type: "Note", pinned: false, callout: what })).id;
const edit = (id: string, changed: Partial<Callout> | null) =>
  editPost(tocsin.sql, id, { ...text, pinned: false, callout: changed && { ...callout, ...changed } });

/**
 * What a peer has been sent about the post, once nothing more waits, and then about its event: "Create post", "Delete event".
 * Only what is about one object keeps its order.
 */
async function received(name: Name, id: string): Promise<string[]> {
  await until("the deliveries", async () => {
    const waiting = await tocsin.sql`select 1 from delivery where state in ('waiting', 'held')`;
    return waiting.length === 0;
  });
  const about = (address: string, what: string) =>
    peers[name].delivered
      .filter(({ activity }) => (activity["object"] as { id: string }).id === address)
      .map(({ activity }) => `${activity.type} ${what}`);
  return [...about(postUrl(tocsin.origin, id), "post"), ...about(eventUrl(tocsin.origin, id), "event")];
}
const lastEvent = () =>
  peers.mobilizon.delivered
    .map(({ activity }) => activity["object"] as Record<string, unknown>)
    .findLast(({ type }) => type === "Event")!;
const get = async (address: string, accept = "application/activity+json") =>
  fetch(address, { headers: { accept }, redirect: "manual" });

describe("a call-out with a start", () => {
  test("is sent as an Event to servers that keep calendars, and to nobody twice for one reader", async () => {
    const id = await publish();
    expect(await received("mobilizon", id)).toEqual(["Create post", "Create event"]);
    expect(await received("gancio", id)).toEqual(["Create event"]);
    expect(await received("mastodon", id)).toEqual(["Create post"]);
    const outbox = await (await get(`${tocsin.origin}/actors/group/outbox/first`)).text();
    expect(outbox).toContain(postUrl(tocsin.origin, id));
    expect(outbox).not.toContain(`"type":"Event"`);
  });

  test("says when and where, and that one does not sign up there, in the forms that Mobilizon and Gancio read", async () => {
    const id = await publish();
    await received("mobilizon", id);
    const url = postUrl(tocsin.origin, id);
    expect(lastEvent()).toMatchObject({
      type: "Event",
      id: `${url}/event`,
      url,
      attributedTo: `${tocsin.origin}/actors/group`,
      to: ["https://www.w3.org/ns/activitystreams#Public"],
      name: "Breakfast at the gate",
      startTime: "2099-12-05T14:00:00+01:00",
      endTime: "2099-12-05T17:00:00+01:00",
      timezone: "Europe/Paris",
      location: {
        type: "Place",
        name: "The gate",
        address: { type: "PostalAddress", streetAddress: "Harbour Street 4" },
        latitude: 50.9581,
        longitude: 1.8517,
      },
      status: "CONFIRMED",
      "ical:status": "CONFIRMED",
      joinMode: "external",
      externalParticipationUrl: url,
      inLanguage: "en",
      tag: [{ type: "Hashtag", name: "#harbour" }],
      attachment: [],
    });
    expect(lastEvent()).not.toHaveProperty("updated");
    expect(Object.keys(lastEvent()["contentMap"] as object)).toEqual(["en"]);
    expect(lastEvent()["contentMap"]).toEqual({ en: lastEvent()["content"] });
  });

  test("says its local date, its zone and its place in the text, too: calendars may show them in another zone", async () => {
    const id = await publish();
    await received("mobilizon", id);
    expect(lastEvent()["content"]).toMatch(
      /^<p>Saturday,? 5 December 2099,? 14:00–17:00 \(.*\)<br>The gate, Harbour Street 4<\/p>/,
    );
  });

  test.for([
    [{ placeAddress: "" }, "The gate", "The gate"],
    [{ placeName: "" }, "Harbour Street 4", "Harbour Street 4"],
    [{ placeName: "", placeAddress: "" }, "50.9581, 1.8517", "50.9581, 1.8517"],
    [
      { placeName: "", placeAddress: "", latitude: null, longitude: null },
      "The place will be announced",
      "The place will be announced",
    ],
  ] as const)(
    "has a place with a name and an address, whatever of %j is missing",
    async ([less, name, street]) => {
      const id = await publish({ ...callout, ...less });
      await received("gancio", id);
      const told = peers.gancio.delivered.map(
        ({ activity }) => activity["object"] as Record<string, unknown>,
      );
      expect(told).toMatchObject([
        { location: { type: "Place", name, address: { type: "PostalAddress", streetAddress: street } } },
      ]);
      await edit(id, { ...less, status: "cancelled" });
      await received("gancio", id);
      expect(peers.gancio.delivered.at(-1)!.activity).toMatchObject({
        type: "Update",
        object: { location: { name, address: { streetAddress: street } } },
      });
    },
  );

  test("says in the language of the post that its place is to come, and has its date for a name where it has no other", async () => {
    const nowhere = { placeName: "", placeAddress: "", latitude: null, longitude: null };
    const wordless = { ...text, name: "", source: "", tags: [], language: "fr" };
    const { id } = await publishPost(tocsin.sql, {
      ...wordless,
      type: "Note",
      pinned: false,
      callout: { ...callout, ...nowhere },
    });
    await received("gancio", id);
    const later = "Le lieu sera annoncé";
    expect(peers.gancio.delivered.at(-1)!.activity["object"]).toMatchObject({
      name: expect.stringMatching(/^samedi 5 décembre 2099/),
      location: {
        name: expect.stringContaining(later),
        address: { streetAddress: expect.stringContaining(later) },
      },
    });
  });

  // Gancio reads every tag as a hashtag, and on MariaDB and PostgreSQL it fails over an empty list.
  test("has its hashtags for tags and nothing else, and no list where there are none", async () => {
    const { id } = peers.mastodon.person("reader");
    const mentions = [{ handle: "@reader@friends.example", id, url: id }];
    const about = { ...text, type: "Note", pinned: false, callout } as const;
    const tagged = await publishPost(tocsin.sql, {
      ...about,
      source: "With @reader@friends.example.",
      mentions,
    });
    await received("gancio", tagged.id);
    expect(lastEvent()["tag"]).toMatchObject([{ type: "Hashtag", name: "#harbour" }]);
    const plain = await publishPost(tocsin.sql, {
      ...about,
      source: "Bring @reader@friends.example.",
      tags: [],
      mentions,
    });
    await received("gancio", plain.id);
    expect(lastEvent()).toMatchObject({ id: eventUrl(tocsin.origin, plain.id), attachment: [] });
    expect(lastEvent()).not.toHaveProperty("tag");
  });

  test("is found by its id and from its post, and people who open the id are led to the post", async () => {
    const id = await publish();
    const event = eventUrl(tocsin.origin, id);
    const found = await get(event);
    expect([found.status, found.headers.get("vary")]).toEqual([200, expect.stringContaining("Accept")]);
    expect(await found.json()).toMatchObject({ type: "Event", id: event });
    expect(await (await get(postUrl(tocsin.origin, id))).json()).toMatchObject({
      type: "Note",
      "http://schema.org/about": { id: event },
    });
    const post = await (await get(postUrl(tocsin.origin, id), "text/html")).text();
    expect(post.replaceAll("<wbr />", "")).toContain(`<code class="copy">${event}</code>`);
    const page = await get(event, "text/html");
    expect([page.status, page.headers.get("location")]).toEqual([302, `/p/${id}`]);
  });

  test("that changes sends an Update: cancelled stands in the status and in the name", async () => {
    const id = await publish();
    await edit(id, { status: "cancelled" });
    expect(await received("mobilizon", id)).toEqual([
      "Create post",
      "Update post",
      "Create event",
      "Update event",
    ]);
    expect(await received("gancio", id)).toEqual(["Create event", "Update event"]);
    expect(lastEvent()).toMatchObject({ name: "Cancelled: Breakfast at the gate", status: "CANCELLED" });
    expect(lastEvent()["updated"]).toBeDefined();
    expect(await (await get(eventUrl(tocsin.origin, id))).json()).toMatchObject({ status: "CANCELLED" });
  });

  test("that is postponed without a new date stays at the old one, and says so", async () => {
    const id = await publish();
    await edit(id, {
      startsAt: null,
      endsAt: null,
      placeName: "",
      placeAddress: "",
      latitude: null,
      longitude: null,
    });
    await received("mobilizon", id);
    expect(lastEvent()).toMatchObject({
      name: "Postponed: Breakfast at the gate",
      status: "TENTATIVE",
      startTime: "2099-12-05T14:00:00+01:00",
      content: expect.stringContaining("The time will be announced"),
    });
    expect(lastEvent()).toMatchObject({ location: { name: "The place will be announced" } });
    const later = new Date("2099-12-12T13:00:00Z");
    await edit(id, { startsAt: later, endsAt: null, openUntil: later, status: "moved" });
    await received("mobilizon", id);
    expect(lastEvent()).toMatchObject({ startTime: "2099-12-12T14:00:00+01:00", status: "CONFIRMED" });
    expect(lastEvent()).not.toHaveProperty("endTime");
  });

  test("is deleted with its post, and its id is gone", async () => {
    const id = await publish();
    await received("gancio", id);
    await withdrawPost(tocsin.sql, id);
    expect(await received("gancio", id)).toEqual(["Create event", "Delete event"]);
    expect(await received("mobilizon", id)).toContain("Delete post");
    expect(await received("mastodon", id)).toEqual(["Create post", "Delete post"]);
    const gone = await get(eventUrl(tocsin.origin, id));
    expect(gone.status).toBe(410);
    expect(await gone.json()).toMatchObject({ type: "Tombstone", formerType: "Event" });
    expect((await get(eventUrl(tocsin.origin, id), "text/html")).status).toBe(410);
  });

  test("is deleted when the post calls to nothing any more, and its id is not used again", async () => {
    const id = await publish();
    await received("gancio", id);
    await edit(id, null);
    await edit(id, {});
    expect(await received("gancio", id)).toEqual(["Create event", "Delete event"]);
    expect((await get(eventUrl(tocsin.origin, id))).status).toBe(410);
    expect((await get(postUrl(tocsin.origin, id))).status).toBe(200);
    const [create] =
      await tocsin.sql`select id from activity where post_id = ${id} and event and type = 'Create'`;
    const activity = await get(`${tocsin.origin}/activities/${create!.id}`);
    expect([activity.status, await activity.json()]).toEqual([
      410,
      expect.objectContaining({ type: "Tombstone", id: `${tocsin.origin}/activities/${create!.id}` }),
    ]);
  });
});

test("replies to an Event and likes of it count for the call-out", async () => {
  const id = await publish();
  const event = eventUrl(tocsin.origin, id);
  const reader = peers.mobilizon.person("reader");
  const note = noteBy(reader, { inReplyTo: event });
  const said = [
    activityOf(reader, "Create", { to: note["to"], object: note }),
    activityOf(reader, "Like", { object: event }),
  ];
  for (const activity of said) {
    expect((await sendTo(`${tocsin.origin}/inbox`, peers.mobilizon, reader, activity)).status).toBe(202);
  }
  expect(await tocsin.sql`select post_id from reply`).toEqual([{ post_id: id }]);
  expect(await tocsin.sql`select post_id, type from reaction`).toEqual([{ post_id: id, type: "Like" }]);
});

describe("a call-out without a start", () => {
  test("is no Event until there is one", async () => {
    const id = await publish({ ...callout, startsAt: null, endsAt: null });
    expect(await received("gancio", id)).toEqual([]);
    expect((await get(eventUrl(tocsin.origin, id))).status).toBe(404);
    expect((await get(eventUrl(tocsin.origin, id), "text/html")).status).toBe(404);
    await edit(id, {});
    expect(await received("gancio", id)).toEqual(["Create event"]);
    expect(await received("mobilizon", id)).toEqual(["Create post", "Update post", "Create event"]);
  });

  test("nor is a post that calls to nothing", async () => {
    const id = await publish(null);
    expect(await received("gancio", id)).toEqual([]);
    expect(await received("mobilizon", id)).toEqual(["Create post"]);
  });
});

test("members see what runs on a server", async () => {
  const hosts = await listHosts(tocsin.sql, { limit: 10 });
  expect(hosts.find(({ host }) => host === peers.gancio.host)?.software).toBe("gancio");
});

describe("a server that has just turned out to keep a calendar", () => {
  test("is sent the call-outs that are open, each once, as it is now", async () => {
    const [open, over, gone] = [await publish(), await publish(), await publish()];
    await edit(open, { status: "moved" });
    await edit(over, { openUntil: new Date("2099-12-05T16:00:00Z"), status: "confirmed" });
    await tocsin.sql`
      update revision_callout set starts_at = null, ends_at = null, open_until = now() where post_id = ${over}`;
    await edit(gone, null);
    await received("mobilizon", open);
    peers.mobilizon.delivered.length = 0;
    await tocsin.sql`truncate delivery`;
    await tocsin.sql`update host set software = 'mastodon', software_asked_at = now() - interval '8 days'`;
    await until("the call-out", async () => (await received("mobilizon", open)).length > 0);
    expect(await received("mobilizon", open)).toEqual(["Create event"]);
    expect(lastEvent()).toMatchObject({ name: "New time or place: Breakfast at the gate" });
    expect(await received("mobilizon", over)).toEqual([]);
    expect(await received("mobilizon", gone)).toEqual([]);
  });

  test("that does not answer is asked again a day later, and stays what it was", async () => {
    const { host, documents } = peers.gancio;
    documents.delete("/nodeinfo/2.1");
    await tocsin.sql`update host set software_asked_at = now() - interval '8 days' where host = ${host}`;
    await until("the host to be asked", async () => {
      const [row] =
        await tocsin.sql`select 1 from host where host = ${host} and software_asked_at > now() - interval '1 day'`;
      return row;
    });
    const [row] = await tocsin.sql<{ software: string }[]>`select software from host where host = ${host}`;
    expect(row!.software).toBe("gancio");
  });
});
