import { html } from "hono/html";
import type { Post } from "../store/posts.ts";
import type { ReactionCount } from "../store/reactions.ts";
import type { Reply } from "../store/replies.ts";
import { historyUrl, mediaUrl, postUrl } from "../text/address.ts";
import { messages, type Messages } from "../text/messages.ts";
import type { Html } from "./html.ts";
import { address, type Site, sitePage } from "./layout.ts";
import { type Answered, postArticle, postDescription, postTitle } from "./post.ts";
import { replyList } from "./thread.ts";

export interface PostPage {
  post: Post;
  inReplyTo?: Answered | undefined;
  reactions: ReactionCount;
  /** Approved ones. */
  replies: Reply[];
}

export function postPage(site: Site, { post, inReplyTo, reactions, replies }: PostPage): Html {
  const { language } = site.collective;
  const words = messages(language).site;
  const history = post.updated && !post.historyHidden ? historyUrl("", post.id) : undefined;
  return sitePage(site, {
    title: postTitle(post, language),
    head: head(site, post),
    main: html`${postArticle(post, { language, alone: true, inReplyTo, history })} ${counts(words, reactions)}
    ${howToAnswer(words, postUrl(site.origin, post.id))} ${replies.length > 0 && replyList(replies, language)}`,
  });
}

function head(site: Site, post: Post): Html {
  const address = postUrl(site.origin, post.id);
  return html`<link rel="canonical" href="${address}" />
    <link rel="alternate" type="application/activity+json" href="${address}" />
    ${linkPreview(site, post)}`;
}

/** What other servers and messengers show under a link to the post. A warning keeps text and pictures out of it. */
function linkPreview(site: Site, post: Post): Html {
  const description = postDescription(post);
  const picture = post.summary ? undefined : post.pictures[0];
  return html`<meta name="description" content="${description}" />
    <meta name="author" content="${site.collective.name}" />
    <meta name="fediverse:creator" content="${address(site)}" />
    <meta property="og:type" content="article" />
    <meta property="og:site_name" content="${site.collective.name}" />
    <meta property="og:title" content="${postTitle(post, site.collective.language)}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:url" content="${postUrl(site.origin, post.id)}" />
    <meta property="og:locale" content="${post.language.replace("-", "_")}" />
    <meta property="article:published_time" content="${post.published.toISOString()}" />
    ${post.updated && html`<meta property="article:modified_time" content="${post.updated.toISOString()}" /> `}${
      picture &&
      html`<meta property="og:image" content="${mediaUrl(site.origin, picture.full.name)}" />
        <meta property="og:image:width" content="${picture.full.width}" />
        <meta property="og:image:height" content="${picture.full.height}" />
        <meta property="og:image:alt" content="${picture.description}" />
        <meta name="twitter:card" content="summary_large_image" /> `
    }`;
}

function counts(words: Messages["site"], { boosts, likes }: ReactionCount): Html {
  if (boosts + likes === 0) return html``;
  return html`<ul class="counts">
    ${boosts > 0 && html`<li>${words.boosts(boosts)}</li> `}${likes > 0 && html`<li>${words.likes(likes)}</li> `}
  </ul>`;
}

function howToAnswer(words: Messages["site"], url: string): Html {
  return html`<aside class="answer" aria-labelledby="answer">
    <h2 id="answer">${words.answer}</h2>
    <p>${words.answerHow}</p>
    <p><code class="copy">${url}</code></p>
  </aside>`;
}
