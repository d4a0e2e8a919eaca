/** Parameters that track a reader or a visit and do not name a page. */
const tracking =
  /^(utm_\w+|at_\w+|wt_\w+|pk_\w+|mtm_\w+|_hs\w+|_ga|_gl|\w+clid|[gw]braid|mc_[ce]id|mkt_tok|igsh(id)?|ref_src|cmp|cmpid|ncid|ocid|smid|emc|partner|xtor|traffic_source|ftag|mbid|jsessionid|phpsessid)$/i;

/**
 * One spelling for addresses that name the same page: https, lower-case host without `www.`/`m.`/`amp.`, no fragment, no
 * tracking parameters or sessions, sorted query, no trailing slash. For identity only; people get the address as found.
 * Returns the input trimmed when it is no http(s) URL.
 */
export const canonicalUrl = (raw: string): string => {
  const url = URL.parse(raw.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) return raw.trim();
  const query = [...url.searchParams]
    .filter(([name]) => !tracking.test(name))
    .toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  const host = url.host.replace(/^(www|m|amp)\./, "").replace(/:(80|443)$/, "");
  const path = url.pathname
    .replace(/;jsessionid=[^/;]*/i, "")
    .replace(/\/(amp|index\.html?)?\/?$/, "")
    .replace(/%[0-9a-f]{2}/g, (code) => code.toUpperCase());
  return `https://${host}${path}${query.length > 0 ? `?${new URLSearchParams(query)}` : ""}`;
};

/** The canonical address of a page; undefined for what is no http(s) address or only a site's front page, which names no article. */
export const pageOf = (raw: string): string | undefined => {
  const page = canonicalUrl(raw);
  return /^https:\/\/[^/?]+[/?]./.test(page) ? page : undefined;
};

/**
 * The canonical spelling of a publisher's id with its fragment, if it is an address: there a fragment names a place or an
 * article, not a reader.
 */
export const placeOf = (raw: string): string => {
  const url = URL.parse(raw.trim());
  return canonicalUrl(raw) + (url !== null && /^https?:$/.test(url.protocol) ? url.hash : "");
};
