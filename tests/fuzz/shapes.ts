// Activities as the servers of the fediverse send them.
import type { Json } from "./mutate.ts";
import { noteOf } from "./notes.ts";
import { activity, earlier, idAt, publicId, type Scene, target, when } from "./scene.ts";

const ldSignature = (scene: Scene): Json => ({
  type: "RsaSignature2017",
  creator: `${scene.actor}#main-key`,
  created: when(scene.random),
  signatureValue: "x".repeat(344),
});

function follow(scene: Scene): Json {
  // Lemmy follows with `to`, Pleroma with `state`; Misskey's ids are of another shape.
  const rest = scene.random.pick<Json>([
    {},
    { to: [scene.group] },
    { state: "pending", cc: [], to: scene.group },
  ]);
  return activity(scene, "Follow", scene.group, rest);
}

function create(scene: Scene): Json {
  const note = noteOf(scene);
  const { to, cc, published } = note;
  // A bare id is fetched; Mastodon adds a Linked Data signature for relays.
  if (scene.random.chance(0.02)) return activity(scene, "Create", idAt(scene, "odd-notes"));
  const signed = scene.random.chance(0.2) ? { signature: ldSignature(scene) } : {};
  return activity(scene, "Create", note, { to, cc, published, ...signed });
}

function update(scene: Scene): Json {
  if (scene.random.chance(0.03))
    return activity(scene, "Update", { id: scene.actor, type: "Person", inbox: 3 });
  const note = { ...noteOf(scene), id: earlier(scene, "notes"), updated: when(scene.random) };
  return activity(scene, "Update", note, { to: [publicId] });
}

function remove(scene: Scene): Json {
  const { random, actor } = scene;
  const note = earlier(scene, "notes");
  const object = random.pick<unknown>([
    note,
    { id: note, type: "Tombstone", atomUri: note },
    { id: note, type: "Tombstone", formerType: "Note", deleted: when(random) },
    actor,
    { id: actor, type: "Person" },
    `${scene.host}/users/never-met`,
  ]);
  // Lemmy's Delete has a `summary` when a moderator did it; Mastodon's goes out with a signature.
  return activity(scene, "Delete", object, {
    to: [publicId],
    summary: "spam",
    signature: ldSignature(scene),
  });
}

function undo(scene: Scene): Json {
  const { random, actor } = scene;
  const type = random.pick(["Follow", "Like", "Announce", "Block", "EmojiReact", "Dislike", "Create"]);
  const about = type === "Follow" || type === "Block" ? scene.group : target(scene);
  const id = earlier(scene, "activities");
  const embedded = { id, type, actor, object: about };
  const { id: _, ...nameless } = embedded;
  return activity(scene, "Undo", random.pick<unknown>([embedded, embedded, id, nameless]), {
    to: [scene.group],
  });
}

function react(scene: Scene): Json {
  const { random } = scene;
  const type = random.pick(["Like", "Like", "Announce", "EmojiReact", "Dislike", "View"]);
  const misskey = {
    _misskey_reaction: ":fist@.:",
    content: ":fist:",
    tag: [{ type: "Emoji", name: ":fist:" }],
  };
  const announce = { published: when(random), to: [publicId], cc: [`${scene.actor}/followers`] };
  return activity(
    scene,
    type,
    target(scene),
    type === "Announce" ? announce : random.chance(0.5) ? misskey : {},
  );
}

/** Lemmy's communities announce the activities of their members, whole. */
function announceActivity(scene: Scene): Json {
  const inner = { ...activity(scene, "Create", noteOf(scene)), actor: scene.other };
  return activity(scene, "Announce", inner, { to: [publicId], cc: [`${scene.actor}/followers`] });
}

function flag(scene: Scene): Json {
  const { random, group, posts } = scene;
  return random.pick([
    activity(scene, "Flag", [group, ...posts], { content: "Spam <b>here</b>" }),
    activity(scene, "Flag", group, { content: `Note: ${posts[0]}\n-----\nspam` }),
    activity(scene, "Flag", [{ type: "Note", id: posts[0], content: "x" }], {
      to: [group],
      context: "x",
      state: "open",
    }),
    activity(scene, "Flag", posts[0], { summary: "Lemmy calls it a report", to: [group] }),
  ]);
}

function move(scene: Scene): Json {
  const { random, actor, host, other, index } = scene;
  const goal = random.chance(0.1)
    ? `${host}/odd/${index}`
    : random.pick([other, actor, scene.group, "http://127.0.0.1:1/x"]);
  return activity(scene, "Move", random.chance(0.9) ? actor : other, {
    target: goal,
    to: [`${actor}/followers`],
  });
}

function block(scene: Scene): Json {
  const lemmy = {
    target: `${scene.host}/c/harbour`,
    removeData: true,
    expires: when(scene.random),
    summary: "spam",
  };
  return activity(scene, "Block", scene.group, scene.random.chance(0.5) ? lemmy : { to: [scene.group] });
}

function respond(scene: Scene): Json {
  const ours = `${new URL(scene.group).origin}/activities/${"a1b2".repeat(4)}`;
  const type = scene.random.pick(["Accept", "Reject", "TentativeAccept", "TentativeReject"]);
  const object = scene.random.pick<unknown>([
    ours,
    { id: ours, type: "Follow", actor: scene.group, object: scene.actor },
    { type: "Follow", actor: scene.group, object: scene.actor },
    { type: "QuoteRequest", object: target(scene), instrument: idAt(scene, "notes") },
  ]);
  return activity(scene, type, object, { result: idAt(scene, "authorizations") });
}

function featured(scene: Scene): Json {
  const type = scene.random.pick(["Add", "Remove"]);
  return activity(scene, type, earlier(scene, "notes"), { target: `${scene.actor}/collections/featured` });
}

function quoteRequest(scene: Scene): Json {
  return activity(scene, "QuoteRequest", target(scene), { instrument: noteOf(scene) });
}

const rare = (
  "Arrive Ignore Invite Join Leave Listen Lock Offer Question Read Travel View CacheFile ApproveReply Story:Reaction " +
  "Create/Note as:Create https://www.w3.org/ns/activitystreams#Create toString __proto__ create"
).split(" ");

function seldom(scene: Scene): Json {
  const { random } = scene;
  const type = random.chance(0.2) ? ["Create", random.pick(rare)] : random.pick(rare);
  return { ...activity(scene, "x", random.chance(0.5) ? noteOf(scene) : target(scene)), type };
}

/** The same in the expanded form of JSON-LD, which nobody sends and some libraries read. */
function expanded(scene: Scene): Json {
  const as = "https://www.w3.org/ns/activitystreams#";
  return {
    "@id": idAt(scene, "activities"),
    "@type": [`${as}Like`],
    [`${as}actor`]: [{ "@id": scene.actor }],
    [`${as}object`]: [{ "@id": target(scene) }],
  };
}

const shapes = [
  follow,
  create,
  create,
  create,
  update,
  remove,
  undo,
  react,
  react,
  announceActivity,
  flag,
  move,
]
  .concat([block, respond, featured, quoteRequest, seldom])
  .concat(expanded);

/** A well-formed activity of one kind or another. */
export const activityOf = (scene: Scene): Json => scene.random.pick(shapes)(scene);
