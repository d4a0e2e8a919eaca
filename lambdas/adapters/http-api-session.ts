import { Hono } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import { problem, Refusal } from "../core/problem.ts";
import type { AuthDeps } from "./http-api-auth.ts";
import { authorize, SESSION_COOKIE, SESSION_SECONDS, sessionOf } from "./http-api-auth.ts";

/**
 * The dashboard exchanges a key for a cookie that scripts cannot read: `POST` with the key as bearer, `DELETE` to sign out.
 * `Secure` follows the installation's public address.
 */
export const sessionRoutes = (deps: AuthDeps & { readonly publicUrl: string }): Hono => {
  const app = new Hono();
  const options = { path: "/", httpOnly: true, sameSite: "Strict", secure: deps.publicUrl.startsWith("https:") } as const;
  app.post("/", async (c) => {
    // A key only: a session that renewed itself would never end, not even when somebody signs out elsewhere.
    const caller = c.req.header("authorization") === undefined ? undefined : await authorize(c, "read", deps);
    if (caller === undefined) throw new Refusal(problem("key-missing", "Send the key in the header `Authorization: Bearer vigia_…`."));
    setCookie(c, SESSION_COOKIE, await sessionOf(caller, deps), { ...options, maxAge: SESSION_SECONDS });
    c.header("Cache-Control", "no-store");
    return c.body(null, 204);
  });
  app.delete("/", (c) => {
    deleteCookie(c, SESSION_COOKIE, options);
    return c.body(null, 204);
  });
  return app;
};
