import { onAnnounce } from "./announce.ts";
import { onAccept, onReject } from "./answer.ts";
import { onBlock } from "./block.ts";
import type { InboxHandler } from "./context.ts";
import { onCreate } from "./create.ts";
import { onDelete } from "./delete.ts";
import { onFlag } from "./flag.ts";
import { onFollow } from "./follow.ts";
import { onMove } from "./move.ts";
import { onEmojiReact, onLike } from "./reaction.ts";
import { onQuoteRequest } from "./quote-request.ts";
import { onUndo } from "./undo.ts";
import { onUpdate } from "./update.ts";

/** What comes in, and who sees to it; anything else is answered and ignored. */
export const handlers = new Map<string, InboxHandler>([
  ["Follow", onFollow],
  ["Undo", onUndo],
  ["Like", onLike],
  ["EmojiReact", onEmojiReact],
  ["Announce", onAnnounce],
  ["Create", onCreate],
  ["Update", onUpdate],
  ["Delete", onDelete],
  ["Block", onBlock],
  ["Flag", onFlag],
  ["Move", onMove],
  ["QuoteRequest", onQuoteRequest],
  ["Accept", onAccept],
  ["Reject", onReject],
]);
