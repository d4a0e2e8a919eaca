/** Text made safe inside HTML elements and quoted attributes. */
export const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");

/** No script and nothing from elsewhere; a frame may show only this origin's own pages. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'";

const style = `
:root { color-scheme: light dark; --line: #8884; --muted: #565e70; --good: #17643a; --bad: #a1211b; --accent: #93330e; }
@media (prefers-color-scheme: dark) { :root { --muted: #a6aebd; --good: #7ed3a0; --bad: #ff9f95; --accent: #f4a679; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
a { color: var(--accent); } nav a { margin-right: 1rem; } h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; }
ul.rows { list-style: none; padding: 0; } ul.rows > li { border-top: 1px solid var(--line); padding: .6rem 0; }
small, .muted { color: var(--muted); } .good { color: var(--good); } .bad { color: var(--bad); }
pre { white-space: pre-wrap; border: 1px solid var(--line); padding: 1rem; } details { margin: 1rem 0; }
iframe { width: 100%; height: 56rem; border: 1px solid var(--line); background: #fff; }
dt { float: left; clear: left; width: 12rem; color: var(--muted); } dd { margin-left: 12.5rem; }
@media (max-width: 36rem) { dt { float: none; } dd { margin-left: 0; } }`;

/** `2026-11-24 05:16:19 UTC`. */
export const when = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;

/** A page of the runner's own, with the way to its other pages. `body` is HTML. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · Vigía</title><style>${style}</style></head>
<body><nav><a href="/">Dashboard</a><a href="/inbox">Inbox</a><a href="/hooks">Hooks</a></nav>
<h1>${escape(title)}</h1>
${body}
</body></html>
`;
