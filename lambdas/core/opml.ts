import type { FeedAnswer } from "./answer.ts";

/** The namespace of the attributes that OPML has no name for (OPML 2.0, "Extending OPML"). */
export const VIGIA_NAMESPACE = "urn:vigia:feeds";

/** Feeds as OPML 2.0, which every feed reader takes; what only Vigía knows of them is in attributes of its own namespace. */
export const feedsOpml = (feeds: readonly FeedAnswer[], now: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0" xmlns:vigia="${VIGIA_NAMESPACE}">
  <head>
    <title>Vigía</title>
    <dateCreated>${new Date(now).toUTCString()}</dateCreated>
  </head>
  <body>
${feeds.map((feed) => `    <outline${attributesOf(feed)}/>\n`).join("")}  </body>
</opml>
`;

const attributesOf = (feed: FeedAnswer): string =>
  Object.entries({
    type: "rss",
    text: feed.outlet,
    title: feed.outlet,
    xmlUrl: feed.url,
    language: feed.lang,
    "vigia:id": feed.id,
    "vigia:country": feed.country,
    "vigia:kind": feed.kind,
    "vigia:timezone": feed.timezone,
    "vigia:enabled": String(feed.enabled),
    "vigia:floorSeconds": String(feed.floorSeconds),
    "vigia:note": feed.note,
    "vigia:alternates": feed.alternates?.join(" "),
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(value ?? "")}"`)
    .join("");

const escaped = (text: string): string => text.replace(/[&<>"\u0000-\u001F]/g, (c) => `&#${c.charCodeAt(0)};`); // eslint-disable-line no-control-regex -- they are what is escaped
