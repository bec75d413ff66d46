import { setTimeout as sleep } from "node:timers/promises";
import type { Database, Sql } from "../../src/store/sql.ts";

/** How much there is in a large database. */
export interface Sizes {
  posts: number;
  followers: number;
  hosts: number;
  replies: number;
  pictures: number;
}

/**
 * Fills a database in which somebody is set up, as years do: posts in two languages, some of them translations of others,
 * call-outs, pictures, followers, what they said, and deliveries. Nothing in it makes a worker ask another server.
 */
export async function fill(sql: Database, sizes: Sizes): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local statement_timeout = 0`;
    await tx`set local synchronous_commit = off`;
    // Without triggers, which would count row by row what is counted at the end.
    await tx`set local session_replication_role = replica`;
    await writePosts(tx, sizes);
    await writePictures(tx, sizes);
    await writeActors(tx, sizes);
    await writeReplies(tx, sizes);
    await writeDeliveries(tx, sizes);
    await writeRest(tx, sizes);
    await count(tx);
  });
  await settle(sql);
}

/** As years of work leave it to the planner. Whoever looks at the database meanwhile keeps a vacuum from saying that all is seen. */
async function settle(sql: Database): Promise<void> {
  for (let at = 0; at < 10; at++) {
    await sql`vacuum analyze`;
    const unseen = await sql`
      select 1 from pg_class where relkind = 'r' and relpages > 10 and relallvisible = 0 and oid >= 16384`;
    if (unseen.length === 0) return;
    await sleep(500);
  }
  throw new Error("Somebody looks at the database all the time.");
}

/** An id as the store makes them, of the n-th thing of a kind. */
const idOf = (sql: Sql, kind: string) => sql`translate(substr(md5(${kind} || n), 1, 16), '0189', 'wxyz')`;

async function writePosts(sql: Sql, { posts }: Sizes): Promise<void> {
  // Every fiftieth is withdrawn.
  await sql`
    insert into post (id, type, published, updated, withdrawn_at, pinned_at, in_reply_to, in_reply_to_actor)
    select ${idOf(sql, "post")}, case when n % 5 = 0 then 'Article' else 'Note' end,
      now() - n * interval '50 minutes',
      case when n % 10 = 0 then now() - n * interval '50 minutes' + interval '1 minute' end,
      case when n % 50 = 49 then now() - n * interval '40 minutes' end,
      case when n <= 3 then now() - n * interval '1 minute' end,
      case when n % 40 = 7 then 'https://h1.example/notes/' || n end,
      case when n % 40 = 7 then 'https://h1.example/users/u1' end
    from generate_series(1, ${posts}) n`;
  await sql`
    insert into revision (post_id, number, name, source, language, tags)
    select id, 1, 'Call-out of ' || published::date,
      repeat('Come to the harbour on Saturday, and bring whoever is *free*. ', 6) || id,
      case when n % 3 = 0 then 'fr' else 'en' end, array['Harbour', 'Rent']
    from (select *, row_number() over (order by published desc) as n from post) post`;
  await sql`
    insert into post_language (post_id, language, published, translation_group)
    select id, language, published, case when n % 30 < 2 then 'group' || n / 30 end
    from (select *, row_number() over (order by published desc) as n from post) post
    join revision on post_id = id
    where withdrawn_at is null
    on conflict do nothing`;
  for (const [slug, every] of [
    ["harbour", 1],
    ["rent", 2],
    ["night", 500],
  ] as const) {
    await sql`
      insert into post_tag (post_id, slug, name, published)
      select id, ${slug}, ${slug}, published from post
      where withdrawn_at is null and abs(hashtext(id)) % ${every} = 0`;
  }
  await sql`
    insert into post_search (post_id, published, configuration, text, document)
    select post_id, published, case language when 'fr' then 'french' else 'english' end, 'come to the harbour ' || post_id,
      to_tsvector('simple', 'come to the harbour ' || post_id)
    from revision join post on post.id = post_id where withdrawn_at is null`;
  // A tenth of them, most of which are over.
  await sql`
    insert into revision_callout (post_id, number, starts_at, time_zone, open_until, status)
    select id, 1, published + interval '3 days', 'Europe/Paris', published + interval '3 days 2 hours', 'confirmed'
    from post where abs(hashtext(id)) % 10 = 0`;
  await sql`
    update post set calling = true
    where id in (select post_id from revision_callout where open_until > now()) and withdrawn_at is null`;
}

async function writePictures(sql: Sql, { pictures }: Sizes): Promise<void> {
  await sql`
    insert into picture (id, width, height, blurhash)
    select ${idOf(sql, "picture")}, 1600, 1200, 'LEHV6nWB2yk8pyo0adR*.7kCMdnj' from generate_series(1, ${pictures}) n`;
  await sql`
    insert into picture_file (name, picture_id, variant, media_type, width, height, size)
    select md5(id || variant) || case variant when 'full' then '.jpg' else '.webp' end, id, variant,
      case variant when 'full' then 'image/jpeg' else 'image/webp' end, 800, 600, 60000
    from picture, unnest(array['full', 'small']) as variant`;
  await sql`
    insert into revision_picture (post_id, number, position, picture_id, description)
    select post.id, 1, 1, picture.id, 'The harbour'
    from (select id, row_number() over (order by published desc) as n from post) post
    join (select id, row_number() over (order by id) as n from picture) picture using (n)`;
}

async function writeActors(sql: Sql, { followers, hosts, replies }: Sizes): Promise<void> {
  // A third of all people are on one host, as they are.
  const host = sql`case when n % 3 = 0 then 'large.example' else 'h' || n % ${hosts} || '.example' end`;
  await sql`
    insert into actor (id, host, type, preferred_username, name, url, inbox, shared_inbox, handle, handle_checked_at, fetched_at)
    select 'https://' || ${host} || '/users/u' || n, ${host}, 'Person', 'u' || n, 'Somebody ' || n,
      'https://' || ${host} || '/@u' || n, 'https://' || ${host} || '/users/u' || n || '/inbox',
      'https://' || ${host} || '/inbox', '@u' || n || '@' || ${host}, now(),
      now() - random() * interval '500 days'
    from generate_series(1, ${followers + replies}) n`;
  await sql`
    insert into actor_key (id, actor_id, public_key_pem)
    select id || '#main-key', id, 'none' from actor`;
  await sql`
    insert into follower (actor_id, actor_host, follow_id, state, created_at)
    select id, host, id || '/follow', case when n % 1000 = 0 then 'pending' else 'accepted' end,
      now() - n * interval '20 minutes'
    from (select id, host, substr(preferred_username, 2)::integer as n from actor) actor where n <= ${followers}`;
  await sql`
    insert into host (host, signature, last_success_at, software, software_asked_at, opened_at)
    values ('large.example', 'draft-cavage', now(), 'mastodon', now(), null)`;
  await sql`
    insert into host (host, signature, last_success_at, software, software_asked_at, opened_at)
    select 'h' || n || '.example', 'draft-cavage', now(), 'mastodon', now(),
      case when n % 100 = 99 then now() - interval '1 day' end
    from generate_series(0, ${hosts - 1}) n`;
}

async function writeReplies(sql: Sql, { followers, replies }: Sizes): Promise<void> {
  // Half of them to one post that everybody saw.
  await sql`
    insert into reply (id, actor_id, actor_host, post_id, in_reply_to, content, url, visibility, state, published, received_at,
      held_because, author_name, author_handle)
    select actor.id || '/notes/' || n, actor.id, actor.host, post.id, 'https://here.example/p/' || post.id, '<p>Solidarity!</p>',
      actor.id || '/notes/' || n, 'public', state,
      now() - n * interval '1 hour', now() - n * interval '3 minutes',
      case when state = 'held' then 'first-contact' end, case when state = 'approved' then actor.name end, actor.handle
    from (
      select n, case when n % 10 = 1 then 'pending' when n % 10 = 2 then 'held' else 'approved' end as state
      from generate_series(1, ${replies}) n
    ) said
    join actor on preferred_username = 'u' || ${followers} + n
    join (select id, row_number() over (order by published desc) as place from post) post
      on place = case when n % 2 = 0 then 1 else n end`;
  await sql`
    insert into reaction (post_id, actor_id, type, activity_id, created_at)
    select post.id, actor.id, type, actor.id || '/' || type, now() - n * interval '5 minutes'
    from (select id, row_number() over (order by id) as n from actor limit ${replies}) actor
    join (select id, row_number() over (order by published desc) as place from post) post
      on place = case when n % 2 = 0 then 1 else n end, unnest(array['Like', 'Announce']) as type`;
}

/** The newest post has reached all inboxes, as have its neighbours some; one waits for tomorrow. */
async function writeDeliveries(sql: Sql, { hosts }: Sizes): Promise<void> {
  await sql`
    insert into activity (id, type, post_id, revision, object, created_at)
    select translate(substr(md5('activity' || id), 1, 16), '0189', 'wxyz'), 'Create', id, 1, null, published from post`;
  await sql`
    insert into delivery (activity_id, object, inbox, host, followers, state, attempts, settled_at, run_at, created_at)
    select activity.id, post.id, 'https://h' || n || '.example/inbox', 'h' || n || '.example', 10,
      case when n % 100 = 99 then 'held' when n % 100 = 98 then 'failed' when n % 100 = 97 then 'waiting' else 'delivered' end,
      1, case when n % 100 < 97 then now() end, now() + interval '1 day', activity.created_at
    from (select id from post order by published desc limit 12) post
    join activity on activity.post_id = post.id, generate_series(0, ${hosts - 1}) n`;
}

async function count(sql: Sql): Promise<void> {
  await sql`select count_months_anew()`;
  await sql`
    insert into delivery_change (post_id)
    select distinct post_id from delivery join activity on activity.id = activity_id where activity.type = 'Create' and post_id is not null`;
  await sql`insert into tag_count (slug, posts) select slug, count(*) from post_tag group by slug`;
}

async function writeRest(sql: Sql, { followers, replies }: Sizes): Promise<void> {
  await sql`
    insert into received (actor_id, id, type, received_at)
    select id, id || '/received', 'Like', now() - random() * interval '20 days' from actor limit ${followers}`;
  await sql`
    insert into gone_post (id, actor_id, activity_id, approved, deleted_at)
    select id || '/notes/gone', id, id || '/delete', false, now() - random() * interval '29 days' from actor limit ${replies}`;
  await sql`
    insert into following (handle, actor_id, state)
    select handle, id, 'accepted' from actor order by fetched_at limit 50`;
  await sql`
    insert into allied_post (id, actor_id, content, url, published, listed_at)
    select actor_id || '/notes/' || n, actor_id, '<p>We, too.</p>', actor_id || '/notes/' || n,
      now() - n * interval '1 minute', now() - n * interval '1 minute'
    from following, generate_series(1, 80) n`;
  await sql`
    insert into activity (id, type, object, created_at)
    select translate(substr(md5(id), 1, 16), '0189', 'wxyz'), 'Announce', id, published from allied_post
    order by published desc limit 1000`;
  await sql`
    insert into activity (id, type, post_id, object, created_at)
    select translate(substr(md5('boost' || id), 1, 16), '0189', 'wxyz'), 'Announce', id, 'https://here.example/p/' || id, published
    from post order by published desc offset 20 limit 300`;
  await sql`
    insert into departure (handle, actor_id, reason, created_at)
    select handle, id, 'gone', now() - random() * interval '80 days' from actor limit ${replies / 10}`;
  await sql`
    insert into flag (id, activity_id, actor_id, content, created_at)
    select id || '/flags', id || '/flags', id, 'They lie.', now() from actor limit 400`;
  await sql`
    insert into block (kind, value, severity)
    select 'host', 'bad' || n || '.example', 'block' from generate_series(1, 5000) n`;
  await sql`
    insert into redirect (path, target)
    select '/old/' || n, '/p/new' from generate_series(1, 5000) n`;
  // As the one entry that there is: who did it is sealed.
  await sql`
    insert into audit (happened_at, role, act, object, who_jwe)
    select now() - n * interval '3 minutes', role, act, object, who_jwe from audit, generate_series(1, ${replies}) n`;
  await sql`
    insert into kv (key, value, expires_at)
    select array['key', n::text], '{}', now() + interval '1 day' from generate_series(1, ${replies}) n`;
}
