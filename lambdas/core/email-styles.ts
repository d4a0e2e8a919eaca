import { css } from "./html.ts";

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/** Inline, since many mail programs drop style sheets. */
export const styles = {
  body: `margin:0;padding:12px 8px;background:#f7f5f0;color:#1c2126;${font};font-size:16px;line-height:1.5`,
  card: "max-width:600px;margin:0 auto;padding:20px 20px 8px;background:#ffffff;border-radius:8px;overflow-wrap:anywhere",
  brand: "margin:0 0 12px;font-size:14px;font-weight:700;letter-spacing:.04em;color:#93330e",
  note: "margin:0 0 16px;padding:8px 12px;background:#fff4d6;border-radius:6px;font-size:14px",
  heading: "margin:0 0 12px;font-size:22px;line-height:1.25",
  story: "margin:0 0 20px",
  headline: "color:#93330e;font-weight:600",
  entry: "margin:0 0 16px;padding:14px 0 0;border-top:1px solid #d9dedb",
  one: "margin:0 0 20px",
  name: "margin:0 0 4px;font-size:17px;line-height:1.3",
  nameLink: "color:#93330e;text-decoration:none",
  silence: "margin:0 0 8px",
  quote: "margin:0 0 8px;padding:2px 0 2px 12px;border-left:3px solid #93330e",
  mark: "background:#ffe39a;color:#1c2126;padding:0 2px;border-radius:3px",
  certainty: "margin:0 0 6px;font-size:14px;color:#5a636b",
  before: "margin:0 0 6px;font-size:14px",
  muted: "color:#5a636b;font-size:14px",
  link: "color:#93330e",
  section: "margin:0 0 6px;padding:14px 0 0;border-top:1px solid #d9dedb;font-size:15px;line-height:1.3",
  list: "margin:0 0 16px;padding:0 0 0 20px",
  item: "margin:0 0 4px;font-size:15px",
  paragraph: "margin:14px 0",
  why: "margin:0 0 6px;font-size:14px;color:#5a636b",
  actions: "margin:12px 0 8px",
  action: "display:inline-block;padding:10px 16px 10px 0;color:#93330e",
  snooze: "margin:0 0 12px;font-size:14px;color:#5a636b",
  snoozeLink: "display:inline-block;padding:6px 10px 6px 0;color:#93330e",
  button: "display:inline-block;padding:12px 20px;background:#93330e;color:#ffffff;border-radius:6px;font-weight:600;text-decoration:none",
  tagline: "margin:0 0 12px;font-size:13px;color:#5a636b",
} as const;

/** For programs that read a style sheet: colours in the dark. */
export const dark = css`
  :root {
    color-scheme: light dark;
    supported-color-schemes: light dark;
  }
  @media (prefers-color-scheme: dark) {
    .body {
      background: #121517 !important;
      color: #e6e9eb !important;
    }
    .card {
      background: #1b1f22 !important;
    }
    .brand,
    .link {
      color: #f4a679 !important;
    }
    .muted {
      color: #a9b1b8 !important;
    }
    .note {
      background: #3b3110 !important;
    }
    .quote {
      border-color: #f4a679 !important;
    }
    .mark {
      background: #6a5410 !important;
      color: #fff6d9 !important;
    }
    .button {
      background: #f4a679 !important;
      color: #1a1f29 !important;
    }
    .entry,
    h2 {
      border-color: #353b40 !important;
    }
  }
`;
