/** What was asked for is not there, or not for this visitor to know about: 404. */
export class NotFound extends Error {
  override name = "NotFound";
}

/** The one who asks is known and may not: 403. */
export class Forbidden extends Error {
  override name = "Forbidden";
}

/** What was asked contradicts what is already so: 409. */
export class Conflict extends Error {
  override name = "Conflict";
}

/** Something typed cannot be accepted: 422. `key` names the message in text/messages, `field` the form's field. */
export class Invalid extends Error {
  override name = "Invalid";
  readonly key: string;
  readonly field: string | undefined;

  constructor(key: string, field?: string) {
    super(key);
    this.key = key;
    this.field = field;
  }
}

/** A form could not be read: it broke off, came too slowly, is too long, or too much comes at once. */
export class Unread extends Error {
  override name = "Unread";
  readonly status: 400 | 408 | 413 | 429 | 503;

  constructor(status: Unread["status"]) {
    super(`The form was not read: ${status}`);
    this.status = status;
  }
}
