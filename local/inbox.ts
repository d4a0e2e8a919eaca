import type { KeptMail, Mail } from "./mail.ts";
import { escape, page, PAGE_POLICY, when } from "./html.ts";
import { html, json, notFound, type Answer } from "./answer.ts";

/**
 * The pages under `/inbox`: the list, `/inbox.json`, one message, and its HTML part alone. A mail is other people's text: its HTML part is
 * shown in a frame that may run no script, send no form and load nothing, except to open a link in a new tab.
 */
export const inboxPage = (path: string, mail: Pick<Mail, "mails" | "mail">): Answer | undefined => {
  if (path === "/inbox.json") return json(mail.mails());
  if (path === "/inbox" || path === "/inbox/") return html(page("Inbox", list(mail.mails())), PAGE_POLICY);
  const [, id, part] = /^\/inbox\/([^/]+)(\/html)?$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  const one = mail.mail(decoded(id));
  if (one === undefined) return notFound("There is no such message in this inbox.");
  return part === undefined ? html(page(one.subject, message(one)), PAGE_POLICY) : html(inNewTabs(one.html), MAIL_POLICY);
};

/** A name that cannot be decoded is nobody's: it stays as it is. */
const decoded = (id: string): string => {
  try {
    return decodeURIComponent(id);
  } catch (error) {
    if (error instanceof URIError) return id;
    throw error;
  }
};

/** `sandbox` holds even when the part is opened outside its frame. */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

/** Its links open beside the frame. After the head's start: before it, the document would be read in quirks mode. */
const inNewTabs = (mail: string): string => {
  const start = /<head\b[^>]*>/i.exec(mail);
  const cut = start === null ? 0 : start.index + start[0].length;
  return `${mail.slice(0, cut)}<base target="_blank">${mail.slice(cut)}`;
};

const list = (mails: readonly KeptMail[]): string => {
  if (mails.length === 0) return `<p>No mail yet. When an alert is due, it arrives here instead of leaving this machine.</p>`;
  const rows = mails.map(
    (mail) => `<li><a href="/inbox/${encodeURIComponent(mail.id)}">${escape(mail.subject)}</a><br>
<small>to ${escape(mail.to.join(", "))} · <time datetime="${mail.receivedAt}">${when(mail.receivedAt)}</time></small></li>`,
  );
  return `<p class="muted">${mails.length} ${mails.length === 1 ? "message" : "messages"}, newest first. <a href="/inbox.json">JSON</a></p>
<ul class="rows">${rows.join("\n")}</ul>`;
};

const message = (mail: KeptMail): string => {
  const lines = [["From", mail.from], ["To", mail.to.join(", ")], ["Received", when(mail.receivedAt)], ...Object.entries(mail.headers)];
  const fields = lines.map(([name, value]) => `<dt>${escape(String(name))}</dt><dd>${escape(String(value))}</dd>`);
  const framed = `<h2>As HTML</h2>
<iframe title="The message as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/inbox/${encodeURIComponent(mail.id)}/html"></iframe>`;
  return `<dl>${fields.join("\n")}</dl>
${mail.html === "" ? "" : framed}
<h2>As text</h2>
<pre>${escape(mail.text)}</pre>`;
};
