// Posts as the servers of the fediverse shape them, written from ActivityPub, ActivityStreams 2.0, the FEPs and what is
// documented of each server.
import type { Json } from "./mutate.ts";
import { earlier, idAt, publicId, type Scene, target, when } from "./scene.ts";

const mention = (scene: Scene): Json => ({
  type: "Mention",
  href: scene.group,
  name: "@solidarity@localhost",
});

function base(scene: Scene, type: string): Json {
  const { random, actor } = scene;
  return {
    id: random.chance(0.3) ? earlier(scene, "notes") : idAt(scene, "notes"),
    type,
    attributedTo: actor,
    inReplyTo: random.chance(0.7) ? target(scene) : random.chance(0.5) ? earlier(scene, "notes") : null,
    published: when(random),
    to: [publicId],
    cc: [`${actor}/followers`, scene.group],
    content: '<p>Solidarity from the <a href="http://127.0.0.1/harbour">harbour</a>!</p>',
  };
}

function mastodon(scene: Scene): Json {
  const note = base(scene, scene.random.pick(["Note", "Note", "Question"]));
  return {
    ...note,
    summary: scene.random.chance(0.3) ? "police" : null,
    sensitive: false,
    atomUri: note["id"],
    inReplyToAtomUri: note["inReplyTo"],
    conversation: "tag:127.0.0.1,2026:objectId=1:objectType=Conversation",
    context: idAt(scene, "contexts"),
    contentMap: { en: note["content"] },
    updated: when(scene.random),
    url: idAt(scene, "@ada"),
    interactionPolicy: { canQuote: { automaticApproval: [publicId] } },
    attachment: [
      {
        type: "Document",
        mediaType: "image/png",
        url: idAt(scene, "media"),
        name: "A banner",
        blurhash: "U5H",
        focalPoint: [0.0, -0.5],
        width: 1,
        height: 1,
      },
    ],
    tag: [
      mention(scene),
      { type: "Hashtag", href: `${scene.host}/tags/x`, name: "#x" },
      {
        id: `${scene.host}/emojis/1`,
        type: "Emoji",
        name: ":fist:",
        icon: { type: "Image", url: `${scene.host}/e.png` },
      },
    ],
    replies: {
      id: `${note["id"] as string}/replies`,
      type: "Collection",
      first: { type: "CollectionPage", next: `${note["id"] as string}/replies?page=true`, items: [] },
    },
    endTime: when(scene.random),
    votersCount: 3,
    oneOf: [{ type: "Note", name: "Yes", replies: { type: "Collection", totalItems: 3 } }],
  };
}

function misskey(scene: Scene): Json {
  return {
    ...base(scene, "Note"),
    _misskey_content: "Solidarity $[spin !]",
    source: { content: "Solidarity $[spin !]", mediaType: "text/x.misskeymarkdown" },
    quoteUrl: target(scene),
    _misskey_quote: target(scene),
    _misskey_summary: null,
    sensitive: true,
    attachment: [],
    tag: [mention(scene)],
  };
}

function pleroma(scene: Scene): Json {
  return {
    ...base(scene, scene.random.pick(["Note", "Article", "ChatMessage", "Answer"])),
    actor: scene.actor,
    context: idAt(scene, "contexts"),
    source: { content: "Solidarity", mediaType: "text/plain" },
    formerRepresentations: {
      type: "OrderedCollection",
      totalItems: 1,
      orderedItems: [{ type: "Note", content: "x" }],
    },
    summary: "",
    tag: [{ ...mention(scene), name: "solidarity" }, "http://127.0.0.1/tag"],
    emoji: { fist: `${scene.host}/e.png` },
  };
}

function gotosocial(scene: Scene): Json {
  return {
    ...base(scene, "Note"),
    "@context": [
      "https://gotosocial.org/ns",
      "https://www.w3.org/ns/activitystreams",
      { sensitive: "as:sensitive" },
    ],
    attributedTo: scene.actor,
    interactionPolicy: {
      canLike: { always: [publicId], approvalRequired: [] },
      canReply: { always: scene.actor },
    },
    approvedBy: idAt(scene, "accepts"),
    tag: mention(scene),
    to: publicId,
    contentMap: { fr: "<p>Solidarité</p>" },
  };
}

function lemmy(scene: Scene): Json {
  return {
    ...base(scene, scene.random.pick(["Page", "Note"])),
    name: "A title",
    mediaType: "text/html",
    source: { content: "*Solidarity*", mediaType: "text/markdown" },
    attachment: [
      { type: "Link", href: "http://127.0.0.1/" },
      { type: "Image", url: idAt(scene, "media") },
    ],
    commentsEnabled: true,
    distinguished: false,
    stickied: false,
    language: { identifier: "en", name: "English" },
    audience: `${scene.host}/c/harbour`,
    to: [`${scene.host}/c/harbour`, publicId],
    image: { type: "Image", url: idAt(scene, "media") },
  };
}

function peertube(scene: Scene): Json {
  return {
    ...base(scene, "Video"),
    uuid: "6e8bc430-9c3a-11d9-9669-0800200c9a66",
    name: "Blockade",
    duration: "PT2312S",
    attributedTo: [
      { type: "Person", id: scene.actor },
      { type: "Group", id: `${scene.host}/video-channels/c` },
    ],
    views: 3,
    category: { identifier: "14", name: "Activism" },
    language: { identifier: "en", name: "English" },
    commentsEnabled: true,
    mediaType: "text/markdown",
    support: null,
    icon: [{ type: "Image", url: idAt(scene, "thumb"), mediaType: "image/jpeg", width: 280, height: 157 }],
    url: [
      { type: "Link", mediaType: "text/html", href: idAt(scene, "w") },
      {
        type: "Link",
        mediaType: "application/x-mpegURL",
        href: idAt(scene, "m3u8"),
        tag: [{ type: "Infohash", name: "ab" }],
      },
    ],
    likes: idAt(scene, "likes"),
    tag: [{ type: "Hashtag", name: "blockade" }],
    preview: [{ type: "Image", rel: ["storyboard"], url: [] }],
  };
}

function pixelfed(scene: Scene): Json {
  return {
    ...base(scene, "Note"),
    capabilities: { announce: publicId, like: publicId, reply: null },
    commentsEnabled: true,
    location: { type: "Place", name: "Harbour", longitude: 1.5, latitude: -0.5, country: "FR" },
    attachment: Array.from({ length: 20 }, () => ({
      type: "Image",
      mediaType: "image/jpeg",
      url: idAt(scene, "p"),
      name: null,
    })),
    tag: [mention(scene)],
  };
}

function mobilizon(scene: Scene): Json {
  return {
    ...base(scene, "Event"),
    name: "March",
    startTime: when(scene.random),
    endTime: when(scene.random),
    timezone: "Europe/Paris",
    joinMode: "free",
    location: { type: "Place", address: { type: "PostalAddress", addressLocality: "Marseille" } },
    participantCount: 0,
    draft: true,
    attributedTo: scene.actor,
    tag: [mention(scene)],
  };
}

function writefreely(scene: Scene): Json {
  return {
    ...base(scene, "Article"),
    name: "On strikes",
    summary: "A long read",
    url: idAt(scene, "articles"),
    preview: { type: "Note", content: "<p>A long read</p>" },
    image: "http://127.0.0.1/x.png",
  };
}

const writers = [
  mastodon,
  mastodon,
  misskey,
  pleroma,
  gotosocial,
  lemmy,
  peertube,
  pixelfed,
  mobilizon,
  writefreely,
];

/** A post by the scene's actor, by one server or another. */
export const noteOf = (scene: Scene): Json => scene.random.pick(writers)(scene);
