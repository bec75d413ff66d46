/** Another server with one account on it, driven as its user would; what every server must offer to go the round with us. */
export type Peer = {
  host: string;
  /** The account as people write it, `@name@host`. */
  address: string;
  /** The id of its actor. */
  actor: string;
  /** Looks an account up by its address, `@name@host`, and asks to follow it. */
  follow: (address: string) => Promise<void>;
  /** Whether the follow has been accepted. */
  follows: (actor: string) => Promise<boolean>;
  unfollow: (actor: string) => Promise<void>;
  like: (object: string) => Promise<void>;
  unlike: (object: string) => Promise<void>;
  boost: (object: string) => Promise<void>;
  reply: (object: string, text: string) => Promise<void>;
  /** Publishes a post that has nothing to do with us. */
  post: (text: string) => Promise<void>;
  /** Gives a post or reply of its own another text. */
  edit: (object: string, text: string) => Promise<void>;
  remove: (object: string) => Promise<void>;
  /** The page on which its user reads a post, or undefined where there is no such post. */
  page: (object: string) => Promise<string | undefined>;
  /** How many likes and boosts that page tells of. */
  reactions: (object: string) => Promise<{ likes: number; boosts: number }>;
  /** The inbox that takes posts for all its accounts, or the account's own. */
  inbox: string;
  log: () => Promise<string>;
  stop: () => Promise<void>;
};
